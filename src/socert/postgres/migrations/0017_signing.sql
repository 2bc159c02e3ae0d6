-- Signing in: how often it may be tried, and who works here.

-- room: access
create table sign_in_budget (
    digest bytea primary key constraint a_budget_is_kept_by_hash check (octet_length(digest) = 32),
    tries timestamptz[] not null,
    failures timestamptz[] not null,
    over_at timestamptz not null
);
create index sign_in_budget_over on sign_in_budget (over_at);
comment on table sign_in_budget is
    'Who tried to get in during the last hour and failed during the last day: by a keyed hash of a person''s browser, of all strangers'' browsers of a person, or of a network. Rows go when they are over.';

-- room: access
create table known_device (
    digest bytea primary key constraint a_device_is_kept_by_hash check (octet_length(digest) = 32),
    whom bytea not null constraint whom_is_kept_by_hash check (octet_length(whom) = 32),
    seen_at timestamptz not null
);
create index known_device_whom on known_device (whom, seen_at);
create index known_device_seen on known_device (seen_at);
comment on table known_device is
    'Browsers that have signed in as somebody, by a keyed hash of both: strangers'' failures do not shut them out.';

grant select, insert, delete on sign_in_budget, known_device to {{application}};
grant update (tries, failures, over_at) on sign_in_budget to {{application}};
grant update (seen_at) on known_device to {{application}};
