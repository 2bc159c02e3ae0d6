-- PINs of cards, for programmes that want large sums confirmed.

-- room: people
create table pin (
    card uuid primary key references carrier (hash) on update cascade on delete cascade,
    salt bytea not null,
    digest bytea not null,
    tries smallint not null default 0 constraint tries_are_counted check (tries between 0 and 5),
    set_at timestamptz not null
);
comment on table pin is 'The PIN of a card as a slow salted hash (scrypt), and how often in a row it was given wrong.';

grant select, insert, delete on pin to {{application}};
grant update (salt, digest, tries, set_at) on pin to {{application}};
