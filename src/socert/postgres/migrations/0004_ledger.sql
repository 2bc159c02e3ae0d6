-- Double entry. Every posting debits one account and credits another; balances are derived and can be derived again.

-- room: ledger
create table ledger_account (
    id bigint generated always as identity primary key
        constraint cold_accounts_stay_below_the_hot_ones check (id between 1 and 4294967295),
    kind text not null constraint ledger_account_kind_is_known
        check (kind in ('source', 'appropriation', 'payable', 'paid')),
    source integer references funding_source (number),
    appropriation integer references appropriation (number),
    merchant integer references merchant (id),
    lane smallint,
    constraint an_account_fits_its_kind check (
        case kind
            when 'source' then source is not null and appropriation is null and merchant is null and lane is null
            when 'appropriation' then source is null and appropriation is not null and merchant is null and lane is null
            when 'payable' then source is null and appropriation is null and merchant is not null and lane is not null
            else source is not null and appropriation is null and merchant is null and lane is null
        end
    ),
    constraint one_account_one_purpose unique nulls not distinct (kind, source, appropriation, merchant, lane)
);
comment on table ledger_account is 'Accounts no till touches: sources, appropriations, what merchants are owed, what was paid.';

create sequence account_number as bigint minvalue 4294967296 start 4294967296;

-- room: ledger
create table account (
    id bigint not null constraint hot_accounts_stay_above_the_cold_ones check (id >= 4294967296),
    lane smallint not null,
    holder bigint not null,
    certificate uuid not null,
    version integer not null,
    slot smallint not null,
    status smallint not null constraint account_status_is_known check (status between 1 and 4),
    valid_from timestamptz not null,
    valid_until timestamptz not null,
    issued bigint not null,
    held bigint not null default 0,
    consumed bigint not null default 0,
    returned bigint not null default 0,
    primary key (holder, id, lane),
    constraint counters_are_never_negative check (issued >= 0 and held >= 0 and consumed >= 0 and returned >= 0),
    constraint available_is_never_negative check (issued - held - consumed - returned >= 0)
) with (fillfactor = 70);
comment on table account is
    'A certificate''s allowance and what is left of it, in kopecks. In postings its number stands for the available side, minus its number for the held side.';

-- room: ledger
create table operation (
    id uuid not null,
    lane smallint not null,
    kind smallint not null,
    outcome smallint not null,
    merchant integer,
    till integer,
    holder bigint,
    parent uuid,
    total bigint not null,
    covered bigint not null,
    at timestamptz not null,
    till_at timestamptz,
    receipt text,
    key uuid,
    body uuid,
    writer smallint not null,
    batch bigint not null,
    place integer not null,
    digest bytea not null,
    answer text not null,
    primary key (id, lane),
    constraint one_key_one_operation unique (key, lane)
);
create index operation_of_parent on operation (parent, lane) where parent is not null;
create index operation_in_time on operation using brin (at) with (pages_per_range = 32);
comment on table operation is 'Everything that ever happened to money: who, when, under which key, and the answer byte for byte.';

-- room: ledger
create table posting (
    operation uuid not null,
    lane smallint not null,
    place integer not null,
    debit bigint not null,
    credit bigint not null,
    amount bigint not null constraint a_posting_moves_money check (amount > 0),
    at timestamptz not null,
    constraint a_posting_has_two_sides check (debit <> credit)
);
create index posting_in_time on posting using brin (at) with (pages_per_range = 32);
comment on table posting is 'amount kopecks from the debited to the credited account. Only added to; a correction is a new posting.';

-- room: ledger
create table batch (
    lane smallint not null,
    writer smallint not null,
    seq bigint not null,
    at timestamptz not null,
    operations integer not null,
    chain bytea not null,
    primary key (seq, writer, lane)
);
comment on table batch is 'What one writer committed in one transaction; chain = SHA-256 of the chain before and the digests of its operations.';

-- room: ledger
create table writer_head (
    lane smallint not null,
    writer smallint not null,
    seq bigint not null,
    chain bytea not null,
    primary key (writer, lane)
) with (fillfactor = 50);
comment on table writer_head is 'Where each writer''s chain ends. Closing a period locks all of them.';

-- room: ledger
create table closed_through (
    is_only boolean primary key default true check (is_only),
    until timestamptz not null
);
comment on table closed_through is 'Nothing may be posted at an instant before this one: the end of the last closed period.';
insert into closed_through (until) values ('2000-01-01T00:00:00Z');

create function keep_closed() returns trigger language plpgsql as $$
begin
    if new.until < old.until then
        raise exception 'a closed period stays closed' using errcode = 'SC011';
    end if;
    return new;
end $$;

create trigger periods_stay_closed before update on closed_through
    for each row execute function keep_closed();

-- Whoever may change some columns of a table only may not lock it, and so these two do it for the application.

-- No batch finishes from here to the end of the transaction; one that has finished is seen.
create function lock_writer_heads() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    lock table writer_head in share row exclusive mode;
end $$;

-- No batch is under way, and none begins until the transaction ends: every batch locks rows of account first of all.
-- Tills queue behind the wait, so it is short: something long at work on account, such as a vacuum, makes it give up.
create function pause_batches() returns void language plpgsql security definer
set search_path = public, pg_temp set lock_timeout = '2s' as $$
begin
    lock table account in exclusive mode;
end $$;

revoke all on function lock_writer_heads(), pause_batches() from public;
grant execute on function lock_writer_heads(), pause_batches() to {{application}};

-- An instant as digests and chains have it; the two infinities as the least and the greatest number there is.
create function microseconds(p_at timestamptz) returns bigint language sql immutable parallel safe as $$
    select case
        when isfinite(p_at) then (extract(epoch from p_at) * 1000000)::bigint
        when p_at = 'infinity' then 9223372036854775807
        when p_at = '-infinity' then -9223372036854775808
    end
$$;

grant select on ledger_account, account, operation, posting, batch, writer_head, closed_through to {{application}};
grant insert on ledger_account, account, operation, posting, batch, writer_head to {{application}};
grant update (held, consumed, returned, status) on account to {{application}};
grant update (seq, chain) on writer_head to {{application}};
grant update (until) on closed_through to {{application}};
grant usage on sequence account_number to {{application}};
