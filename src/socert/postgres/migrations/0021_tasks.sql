-- Long work that people ask for at pages, lists they hand in for it, and goods a person set aside.

-- room: tasks
create table task (
    id uuid primary key,
    kind text not null,
    once text not null constraint one_form_asks_once unique,
    asked_by text not null,
    role text not null,
    asked_at timestamptz not null,
    parameters jsonb not null,
    state text not null
        constraint a_tasks_state_is_known check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
    stage text not null default '',
    done bigint not null default 0 constraint progress_is_counted check (done >= 0 and total >= 0),
    total bigint not null default 0,
    outcome jsonb,
    runner uuid,
    heartbeat_at timestamptz,
    ended_at timestamptz,
    constraint what_runs_has_a_runner check (state <> 'running' or (runner is not null and heartbeat_at is not null)),
    constraint what_is_over_has_an_end check ((state in ('done', 'failed', 'stopped')) = (ended_at is not null))
);
create index task_to_do on task (asked_at, id) where state in ('waiting', 'running');
create index task_of_kind on task (kind, asked_at desc);
comment on table task is
    'Long work asked for at a page. Neither parameters nor outcome hold personal data. heartbeat_at is by the database''s clock: old means that the process which runs it is gone.';

-- room: tasks
create table upload (
    id uuid primary key,
    sha256 bytea not null constraint an_upload_is_known_by_sha256 check (octet_length(sha256) = 32),
    name text not null,
    sealed bytea not null,
    kept_until timestamptz not null
);
comment on table upload is
    'Lists handed in for a task, sealed with a key that is not in the database: they name people. Rows go when used, or at kept_until by the database''s clock.';

grant select, insert on task to {{application}};
grant update (state, stage, done, total, outcome, runner, heartbeat_at, ended_at) on task to {{application}};
grant select, insert, delete on upload to {{application}};

-- A person may decide that a good belongs into no category: no certificate pays for it, and it waits for nobody.
alter table good
    drop constraint a_goods_standing_is_known,
    add constraint a_goods_standing_is_known check (standing in (1, 2, 3, 4, 5)),
    drop constraint only_a_good_to_review_has_no_category,
    add constraint a_good_waits_or_is_set_aside_without_category check ((category is null) = (standing in (2, 3, 5)));
comment on column good.standing is
    '1 settled by its source, 2 not classified, 3 its name contradicts its category, 4 reviewed by a person, 5 set aside by a person.';
alter table article
    drop constraint an_articles_standing_is_known,
    add constraint an_articles_standing_is_known check (standing in (1, 2, 3, 4, 5)),
    drop constraint only_an_article_to_review_has_no_category,
    add constraint an_article_waits_or_is_set_aside_without_category
        check ((category is null) = (standing in (2, 3, 5)));
comment on column article.standing is
    'As of good: 1 as handed in, 2 not classified, 3 contradictory, 4 reviewed by a person, 5 set aside by a person.';
