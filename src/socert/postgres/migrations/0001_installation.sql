-- What this installation is, who may act in it, and who did what.

-- room: installation
create table installation (
    is_only boolean primary key default true constraint one_installation_a_database check (is_only),
    kind text not null constraint installation_is_example_or_live check (kind in ('example', 'live')),
    lanes smallint not null constraint lanes_are_counted check (lanes between 1 and 256),
    time_zone text not null,
    card_key_check bytea not null,
    created_at timestamptz not null,
    constraint installation_kind_is_fixed unique (kind)
);
comment on table installation is 'One row: what kind of installation this database belongs to, fixed when it was made.';

-- room: installation
create table clock (
    kind text primary key default 'example'
        constraint only_an_example_has_a_settable_clock check (kind = 'example')
        references installation (kind),
    ahead_microseconds bigint not null default 0 constraint the_clock_is_never_behind check (ahead_microseconds >= 0)
);
comment on table clock is 'How far the clock of an example installation runs ahead of real time. A live one has no row.';

create function keep_clock_forward() returns trigger language plpgsql as $$
begin
    if new.ahead_microseconds < old.ahead_microseconds then
        raise exception 'the clock only moves forward' using errcode = 'SC010';
    end if;
    return new;
end $$;

create trigger clock_moves_forward before update on clock
    for each row execute function keep_clock_forward();

-- room: installation
create table directory_version (
    is_only boolean primary key default true check (is_only),
    number bigint not null
);
comment on table directory_version is
    'Grows with every change of tills, agreements, programmes or goods, so that a till process knows when to read them again.';
insert into directory_version (number) values (1);

-- room: access
create table credential (
    id uuid primary key,
    key_sha256 bytea not null constraint one_key_one_credential unique
        constraint a_key_is_kept_as_sha256 check (octet_length(key_sha256) = 32),
    role text not null constraint role_is_known check (role in ('till', 'merchant', 'operator', 'auditor')),
    merchant integer,
    till integer,
    label text not null,
    created_at timestamptz not null,
    revoked_at timestamptz,
    constraint a_scope_fits_its_role check (
        case role
            when 'till' then till is not null and merchant is not null
            when 'merchant' then till is null and merchant is not null
            else till is null and merchant is null
        end
    )
);
comment on table credential is 'A key and the one role it grants. The key itself is shown once and never stored.';

-- room: audit
create table audit_event (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    role text not null,
    action text not null,
    subject text not null,
    purpose text not null,
    details json not null
);
comment on table audit_event is 'Who did what, when and why. Only added to.';

create function keep_key_revoked() returns trigger language plpgsql as $$
begin
    if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
        raise exception 'a revoked key stays revoked' using errcode = 'SC012';
    end if;
    return new;
end $$;

create trigger key_stays_revoked before update on credential
    for each row execute function keep_key_revoked();

-- The application may change the columns it has to and no others (tests/postgres/test_rights.py lists them all).
grant select on installation, credential, directory_version, clock, audit_event to {{application}};
grant insert on credential, audit_event to {{application}};
grant update (revoked_at) on credential to {{application}};
grant update (number) on directory_version to {{application}};
grant update (ahead_microseconds) on clock to {{application}};
