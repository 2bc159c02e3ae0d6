-- A browser becomes a till by invitation, and what lies on its belt is kept until it is paid.

-- room: access
create table till_invitation (
    digest bytea primary key constraint an_invitation_is_kept_as_a_hash check (octet_length(digest) = 32),
    till integer not null,
    merchant integer not null,
    invited_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    credential uuid references credential (id),
    constraint an_invitation_ends check (expires_at > invited_at),
    constraint an_accepted_invitation_gave_a_key check ((accepted_at is null) = (credential is null))
);
create unique index one_open_invitation_a_till on till_invitation (till) where accepted_at is null;
comment on table till_invitation is
    'A code, kept as a slow hash, that makes a browser a till, once. A new one takes the place of one nobody used.';

-- room: providers
create table belt (
    credential uuid primary key,
    till integer not null references till (id),
    sealed bytea not null,
    saved_at timestamptz not null
);
comment on table belt is
    'The basket at a till''s browser before it is paid, sealed with that browser''s key: nobody can read it here.';

-- room: providers
create table receipt_number (
    till integer primary key references till (id),
    last integer not null constraint receipts_are_counted_from_1 check (last > 0)
);
comment on table receipt_number is 'The number of the last receipt that a till''s browser has begun.';

grant select, insert on till_invitation to {{application}};
grant update (digest, merchant, invited_at, expires_at, accepted_at, credential) on till_invitation to {{application}};
grant select, insert, delete on belt to {{application}};
grant update (sealed, saved_at) on belt to {{application}};
grant select, insert on receipt_number to {{application}};
grant update (last) on receipt_number to {{application}};
