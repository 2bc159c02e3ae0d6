-- Proactive issue: what became of a population's decisions, and the queue of those for whom the money did not suffice.

-- room: certificates
create table decision_issue (
    id uuid primary key,
    programme integer not null references programme (number),
    decisions_sha256 bytea not null,
    people_sha256 bytea not null,
    file_name text not null,
    decided_on date not null,
    region text,
    version integer not null references programme_version (number),
    seed text not null,
    people_in integer not null,
    issued integer not null,
    queued integer not null,
    refused integer not null,
    not_entitled integer not null,
    needs_evidence integer not null,
    without_row integer not null,
    issued_kopecks bigint not null,
    queued_kopecks bigint not null,
    at timestamptz not null,
    operation uuid,
    entry bigint generated always as identity,
    constraint the_same_decisions_are_issued_once unique (programme, decisions_sha256, people_sha256),
    constraint a_proactive_issue_is_reconciled
        check (people_in = issued + queued + refused + not_entitled + needs_evidence + without_row)
);
comment on table decision_issue is
    'A population''s decisions as they were issued: under which version they were made, and what became of everybody.';

-- room: certificates
create table decision_refusal (
    issue uuid not null references decision_issue (id),
    line integer,
    person bigint,
    outcome text not null,
    code text not null,
    sentence_ru text not null,
    sentence_en text not null,
    entry bigint generated always as identity primary key,
    constraint a_refused_row_has_a_line_and_a_missing_one_a_person
        check (outcome in ('refused', 'failed') and line is not null and person is null
            or outcome = 'unlisted' and line is null and person is not null)
);
create index decision_refusal_of_issue on decision_refusal (issue);
comment on table decision_refusal is
    'The entitled who got neither a certificate nor a place: a row of the list, or the number of somebody without one.';

-- room: certificates
create table queue_place (
    id uuid primary key,
    issue uuid not null references decision_issue (id),
    programme integer not null references programme (number),
    holder bigint not null,
    lane smallint not null,
    decided_on date not null,
    draw bytea not null,
    need text[] not null,
    decided jsonb not null,
    kopecks bigint not null,
    state smallint not null,
    at timestamptz not null,
    ended_at timestamptz,
    certificate uuid,
    code text,
    constraint a_draw_is_a_sha256 check (octet_length(draw) = 32),
    constraint a_place_ends_as_its_state_says check (
        case state
            when 1 then ended_at is null and certificate is null and code is null
            when 2 then ended_at is not null and certificate is not null and code is null
            when 3 then ended_at is not null and certificate is null and code is not null
            else false
        end
    )
);
create unique index one_waits_once_a_programme on queue_place (holder, programme) where state = 1;
create index queue_in_order on queue_place (programme, decided_on, draw) where state = 1;
create unique index one_place_a_decided_number on queue_place (programme, decided_on, draw)
    where draw <> decode(repeat('00', 32), 'hex');
create unique index one_place_a_certificate on queue_place (certificate) where certificate is not null;
create index queue_place_of_holder on queue_place (holder);
comment on table queue_place is
    'Everybody to whom a decision gave a certificate or a place in the queue. State 1 waits, 2 got it, 3 will not.';
comment on column queue_place.draw is
    'SHA-256 of the seed of its issue and the person''s number in the decisions; zeros once the holder was forgotten.';
comment on column queue_place.decided is 'Kopecks and units by allowance, as decided: {"food": [50000, 0]}.';

grant select, insert on decision_issue, decision_refusal, queue_place to {{application}};
grant update (state, ended_at, certificate, code, draw) on queue_place to {{application}};

-- As before, and the two new tables of history.
create or replace function settled_entry(p_relation text, p_column text) returns bigint
    language plpgsql security definer set search_path to public, pg_temp set lock_timeout to '2s'
    as $$
declare
    v_entry bigint;
begin
    if p_relation not in ('audit_event', 'certificate_event', 'issue_list', 'issue_row', 'programme_version',
        'category_parent', 'till_day', 'period', 'claim_source', 'decision_issue', 'decision_refusal') then
        raise exception 'no table of history: %', p_relation;
    end if;
    begin
        execute format('lock table %I in share row exclusive mode', p_relation);
        execute format('select coalesce(max(%I), 0) from %I', p_column, p_relation) into v_entry;
        -- Undone at once, so that the lock is held for an instant only and never beside another one.
        raise exception 'let go' using errcode = 'SC014';
    exception when sqlstate 'SC014' then
        null;
    end;
    return v_entry;
end $$;
