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

-- room: access
create table colleague (
    number bigint generated always as identity primary key,
    login text not null
        constraint a_login_is_one_colleagues unique
        constraint a_login_is_plain check (login ~ '^[a-z0-9][a-z0-9.-]{0,38}[a-z0-9]$'),
    name text not null constraint a_colleague_has_a_name check (length(name) between 1 and 200),
    role text not null constraint role_of_a_colleague check (role in ('operator', 'clerk', 'auditor')),
    password text,
    totp bytea,
    totp_step bigint not null default 0,
    is_blocked boolean not null default false,
    openid_issuer text,
    openid_subject text,
    created_at timestamptz not null,
    constraint password_and_second_factor_go_together check ((password is null) = (totp is null)),
    constraint an_openid_has_issuer_and_subject check ((openid_issuer is null) = (openid_subject is null)),
    constraint an_openid_is_one_colleagues unique (openid_issuer, openid_subject)
);
comment on table colleague is
    'Who works here and signs in. Password is Argon2id; totp is the second factor''s secret, sealed with a key derived from the installation''s; totp_step the last half minute whose code was used.';

-- room: access
create table invitation (
    colleague bigint primary key references colleague (number),
    digest bytea not null
        constraint an_invitation_is_one_colleagues unique
        constraint an_invitation_is_kept_as_sha256 check (octet_length(digest) = 32),
    expires_at timestamptz not null
);
comment on table invitation is
    'The one open invitation of a colleague, by the SHA-256 of its code, in real time. Rows go when they are used or over.';

-- room: access
create table recovery_code (
    colleague bigint not null references colleague (number),
    digest bytea not null constraint a_recovery_code_is_kept_by_hash check (octet_length(digest) = 32),
    primary key (colleague, digest)
);
comment on table recovery_code is
    'Codes for the day a colleague''s phone is lost, by keyed hash; each is good once and goes when it is used.';

-- room: access
create table openid_state (
    digest bytea primary key constraint a_state_is_kept_as_sha256 check (octet_length(digest) = 32),
    door text not null constraint door_with_openid check (door in ('staff', 'resident')),
    back_to text not null,
    expires_at timestamptz not null
);
create index openid_state_over on openid_state (expires_at);
comment on table openid_state is
    'Sign-ins begun at an identity provider, by the SHA-256 of their state and the browser; each is taken once.';

grant select, insert on colleague to {{application}};
grant update (password, totp, totp_step, is_blocked, openid_issuer, openid_subject) on colleague to {{application}};
grant select, insert, delete on invitation, recovery_code, openid_state to {{application}};
grant update (digest, expires_at) on invitation to {{application}};
