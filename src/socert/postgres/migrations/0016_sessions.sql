-- People sign in at browsers.

-- room: access
create table session (
    digest bytea primary key constraint a_token_is_kept_as_sha256 check (octet_length(digest) = 32),
    role text not null constraint who_signs_in check (role in ('resident', 'operator', 'clerk', 'auditor')),
    subject bigint not null,
    began_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null,
    constraint a_session_ends check (ends_at > began_at and seen_at >= began_at)
);
create index session_subject on session (role, subject);
comment on table session is
    'Who is signed in at a browser, by the SHA-256 of the token in its cookie. Subject is a resident''s or a colleague''s number. Rows go when they are over.';

grant select, insert, delete on session to {{application}};
grant update (seen_at) on session to {{application}};
