-- One-time codes for programmes that want large sums confirmed, phones they are sent to, and the messages that bring them.

-- room: people
create table contact (
    holder bigint primary key references identity (holder) on delete cascade,
    phone text not null constraint a_phone_is_international check (phone ~ '^\+[0-9]{10,15}$')
);
comment on table contact is 'Where a resident is reached. Optional, and erased with the identity.';

-- room: people
create table confirmation_code (
    card uuid primary key references carrier (hash) on update cascade on delete cascade,
    salt bytea not null,
    digest bytea not null,
    tries smallint not null default 0 constraint code_tries_are_counted check (tries between 0 and 5),
    expires_at timestamptz not null,
    used_by uuid
);
comment on table confirmation_code is
    'The one live code of a card as a hash keyed with the card key, how often it was given wrong, and the idempotency key (its digest) of the purchase it is used up by.';

-- room: people
create table code_limit (
    subject text primary key,
    since timestamptz not null,
    times integer not null constraint times_are_counted check (times > 0)
);
comment on table code_limit is 'How often codes were asked for a card or by a till since an instant; a row is kept for an hour.';

-- room: messages
create table message (
    id uuid primary key,
    recipient bigint not null,
    phone text,
    body text,
    status smallint not null default 1 constraint message_status_is_known check (status in (1, 2, 3, 4)),
    tries integer not null default 0,
    made_at timestamptz not null,
    due_at timestamptz not null,
    expires_at timestamptz not null,
    constraint only_what_waits_or_is_shown_is_readable check ((status in (1, 3)) = (phone is not null and body is not null))
);
create index message_to_do on message (due_at) where status in (1, 3);
comment on table message is
    'Messages to residents, written in the transaction they are about. Status 1 waiting, 2 handed over, 3 shown here (an example only), 4 lapsed; phone and text are kept no longer than they are needed.';

grant select, insert, delete on contact, confirmation_code, code_limit, message to {{application}};
grant update (phone) on contact to {{application}};
grant update (salt, digest, tries, expires_at, used_by) on confirmation_code to {{application}};
grant update (since, times) on code_limit to {{application}};
grant update (phone, body, status, tries, due_at) on message to {{application}};
