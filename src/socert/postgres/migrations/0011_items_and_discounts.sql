-- Items are counted in units beside their money, and merchants may bear a discount. The two functions of the hot path
-- carry the new columns.

alter table account
    add column units smallint not null default 0,
    add column units_held smallint not null default 0,
    add column units_used smallint not null default 0,
    add constraint units_are_never_negative check (units >= 0 and units_held >= 0 and units_used >= 0),
    add constraint a_unit_is_never_used_twice check (units_held + units_used <= units);
comment on column account.units is 'How many whole units an allowance of items gives; 0 for points and discounts.';

alter table hold
    add column units smallint not null default 0,
    add constraint a_hold_never_holds_less_than_no_unit check (units >= 0);
comment on column hold.units is 'How many item units the authorisation uses up when it is captured.';

alter table hold
    add column units_captured smallint not null default 0,
    add constraint no_more_units_are_captured_than_held check (units_captured between 0 and units);
comment on column hold.units_captured is 'How many of its units captures used up; the others are held until it is closed.';

alter table receipt_line
    add column units smallint[],
    add column waived bigint not null default 0,
    add constraint what_a_shop_forgoes_is_part_of_its_line check (waived >= 0 and covered + waived <= amount);
comment on column receipt_line.units is 'Item units used up by each part, in the order of accounts; null where no part uses any.';
comment on column receipt_line.waived is 'What the shop forgoes because a programme pays no more than its cap, kopecks.';

alter table movement_line add column units smallint[];
comment on column movement_line.units is 'Item units that go with each part, in the order of accounts; null where none does.';

-- Discounts that merchants give: one account, whose balance is minus what may still be discounted.
alter table ledger_account
    drop constraint ledger_account_kind_is_known,
    add constraint ledger_account_kind_is_known
        check (kind in ('source', 'appropriation', 'payable', 'paid', 'borne')),
    drop constraint an_account_fits_its_kind,
    add constraint an_account_fits_its_kind check (
        case kind
            when 'source' then source is not null and appropriation is null and merchant is null and lane is null
            when 'appropriation' then source is null and appropriation is not null and merchant is null and lane is null
            when 'payable' then source is null and appropriation is null and merchant is not null and lane is not null
            when 'borne' then source is null and appropriation is null and merchant is null and lane is null
            else source is not null and appropriation is null and merchant is null and lane is null
        end
    );

-- Lock the accounts of everybody a batch concerns, then read, in later statements, what depends on the lock.
-- p_request: {"cards": [uuid], "parents": [uuid], "keys": [uuid], "targets": [uuid]}. With p_lock false nothing is locked: quotes.
create or replace function lock_purchase_batch(p_lane smallint, p_writer smallint, p_request json, p_lock boolean)
returns json language plpgsql volatile as $$
declare
    v_cards uuid[] := array(select json_array_elements_text(p_request -> 'cards')::uuid);
    v_parents uuid[] := array(select json_array_elements_text(p_request -> 'parents')::uuid);
    v_targets uuid[] := array(select json_array_elements_text(p_request -> 'targets')::uuid);
    v_keys uuid[] := array(select json_array_elements_text(p_request -> 'keys')::uuid) || v_targets;
    v_holders bigint[];
    v_accounts json;
    v_rest json;
begin
    v_holders := array(
        select c.holder
        from unnest(v_cards) as k (hash)
        cross join lateral (select holder from carrier where hash = k.hash offset 0) as c
        union
        select o.holder
        from unnest(v_parents) as k (id)
        cross join lateral (select holder from operation where id = k.id and lane = p_lane offset 0) as o
        where o.holder is not null
        union
        select o.holder
        from unnest(v_targets) as k (key)
        cross join lateral (select holder from operation where key = k.key and lane = p_lane offset 0) as o
        where o.holder is not null
        order by 1
    );
    -- One table, by = any(array), never over a join: a wait inside a join loses rows.
    if p_lock then
        select json_agg(json_build_array(
            a.holder, a.id, a.certificate, a.version, a.slot, a.status,
            a.valid_from, a.valid_until, a.issued, a.held, a.consumed, a.returned, a.units, a.units_held, a.units_used))
        into v_accounts
        from (
            select * from account
            where holder = any (v_holders) and lane = p_lane
            order by holder, id
            for no key update
        ) as a;
    else
        select json_agg(json_build_array(
            a.holder, a.id, a.certificate, a.version, a.slot, a.status,
            a.valid_from, a.valid_until, a.issued, a.held, a.consumed, a.returned, a.units, a.units_held, a.units_used))
        into v_accounts
        from (select * from account where holder = any (v_holders) and lane = p_lane order by holder, id) as a;
    end if;

    -- A new statement, a new snapshot: what was committed while we waited is seen from here on.
    with known as (
        select o.id
        from unnest(v_parents) as k (id)
        cross join lateral (select id from operation where id = k.id and lane = p_lane offset 0) as o
        union
        select o.id
        from unnest(v_targets) as k (key)
        cross join lateral (select id from operation where key = k.key and lane = p_lane offset 0) as o
    )
    select json_build_object(
        'carriers', (
            select json_agg(json_build_array(c.hash, c.holder, c.status, c.valid_from, c.valid_until))
            from unnest(v_cards) as k (hash)
            cross join lateral (select * from carrier where hash = k.hash offset 0) as c
        ),
        'answers', (
            select json_agg(json_build_array(o.key, o.id, o.kind, o.body, o.answer))
            from unnest(v_keys) as k (key)
            cross join lateral (select * from operation where key = k.key and lane = p_lane offset 0) as o
        ),
        'purchases', (
            select json_agg(json_build_array(
                o.id, o.kind, o.outcome, o.merchant, o.till, o.holder, o.total, o.covered, o.at, o.receipt, o.key, o.answer))
            from known as k
            cross join lateral (select * from operation where id = k.id and lane = p_lane offset 0) as o
        ),
        'children', (
            select json_agg(json_build_array(o.id, o.parent, o.kind, o.outcome, o.covered))
            from known as k
            cross join lateral (select * from operation where parent = k.id and lane = p_lane offset 0) as o
        ),
        'holds', (
            select json_agg(json_build_array(
                h.holder, h.operation, h.account, h.amount, h.captured, h.released, h.expires_at, h.units,
                h.units_captured))
            from unnest(v_holders) as k (holder)
            cross join lateral (
                select * from hold where holder = k.holder and lane = p_lane and captured + released < amount offset 0
            ) as h
        ),
        'head', (
            select json_build_array(w.seq, encode(w.chain, 'hex'))
            from writer_head as w where w.writer = p_writer and w.lane = p_lane
        ),
        -- One clock for all servers: the database's, and in an example as far ahead as it was set.
        'now', clock_timestamp()
            + coalesce((select ahead_microseconds from clock), 0) * interval '1 microsecond',
        'directory', (select number from directory_version),
        'closed_through', (select until from closed_through)
    ) into v_rest;
    return json_build_array(v_accounts, v_rest);
end $$;

-- Write everything a batch decided. Raises SC001 when another server took over this writer's chain, SC002 when the period
-- was closed meanwhile, SC003 when a row that must be there was not: the batch is then decided again from the start.
create or replace function write_purchase_batch(p_lane smallint, p_writer smallint, p_batch json)
returns void language plpgsql volatile as $$
declare
    v_at timestamptz := (p_batch ->> 'at')::timestamptz;
    v_seq bigint := (p_batch ->> 'seq')::bigint;
    v_chain bytea := decode(p_batch ->> 'chain', 'hex');
    v_count integer;
begin
    update writer_head set seq = v_seq, chain = v_chain
    where writer = p_writer and lane = p_lane
        and seq = v_seq - 1 and chain = decode(p_batch ->> 'previous', 'hex');
    if not found then
        raise exception 'the chain of writer % has moved on', p_writer using errcode = 'SC001';
    end if;
    -- After the head is ours, in a new statement: closing a period holds all heads while it sets this.
    if exists (select from closed_through where until > v_at) then
        raise exception 'the period is closed' using errcode = 'SC002';
    end if;

    insert into batch (lane, writer, seq, at, operations, chain)
    values (p_lane, p_writer, v_seq, v_at, json_array_length(p_batch -> 'operations'), v_chain);

    update account as a set held = c.held, consumed = c.consumed, returned = c.returned, units_held = c.units_held,
        units_used = c.units_used
    from json_to_recordset(p_batch -> 'accounts') as c (holder bigint, id bigint, held bigint, consumed bigint,
        returned bigint, units_held smallint, units_used smallint)
    where a.holder = c.holder and a.id = c.id and a.lane = p_lane;
    get diagnostics v_count = row_count;
    if v_count <> json_array_length(p_batch -> 'accounts') then
        raise exception 'an account is missing' using errcode = 'SC003';
    end if;

    insert into operation (id, lane, kind, outcome, merchant, till, holder, parent, total, covered, at, till_at, receipt,
        key, body, writer, batch, place, digest, answer)
    select o.id, p_lane, o.kind, o.outcome, o.merchant, o.till, o.holder, o.parent, o.total, o.covered, v_at, o.till_at,
        o.receipt, o.key, o.body, p_writer, v_seq, o.place, decode(o.digest, 'hex'), o.answer
    from json_to_recordset(p_batch -> 'operations') as o (id uuid, kind smallint, outcome smallint, merchant integer,
        till integer, holder bigint, parent uuid, total bigint, covered bigint, till_at timestamptz, receipt text, key uuid,
        body uuid, place integer, digest text, answer text);

    insert into posting (operation, lane, place, debit, credit, amount, at)
    select p.operation, p_lane, p.place, p.debit, p.credit, p.amount, v_at
    from json_to_recordset(p_batch -> 'postings') as p (operation uuid, place integer, debit bigint, credit bigint,
        amount bigint);

    insert into receipt_line (operation, lane, position, at, gtin, article, name, category, quantity, price, discount,
        amount, covered, reason, denied, accounts, amounts, units, waived)
    select l.operation, p_lane, l.position, v_at, l.gtin, l.article, l.name, l.category, l.quantity, l.price, l.discount,
        l.amount, l.covered, l.reason, l.denied, l.accounts, l.amounts, l.units, l.waived
    from json_to_recordset(p_batch -> 'lines') as l (operation uuid, position smallint, gtin bigint, article text,
        name text, category smallint, quantity bigint, price bigint, discount bigint, amount bigint, covered bigint,
        reason text, denied smallint, accounts bigint[], amounts bigint[], units smallint[], waived bigint);

    insert into hold (holder, operation, account, lane, amount, expires_at, units)
    select h.holder, h.operation, h.account, p_lane, h.amount, h.expires_at, h.units
    from json_to_recordset(p_batch -> 'holds') as h (holder bigint, operation uuid, account bigint, amount bigint,
        expires_at timestamptz, units smallint);

    update hold as h set captured = c.captured, released = c.released, units_captured = c.units_captured
    from json_to_recordset(p_batch -> 'hold_changes') as c (holder bigint, operation uuid, account bigint, captured bigint,
        released bigint, units_captured smallint)
    where h.holder = c.holder and h.operation = c.operation and h.account = c.account and h.lane = p_lane;
    get diagnostics v_count = row_count;
    if v_count <> json_array_length(p_batch -> 'hold_changes') then
        raise exception 'a hold is missing' using errcode = 'SC003';
    end if;
end $$;

-- The two functions for movement lines, with their units.
create or replace function with_movement_lines(p_locked json, p_lane smallint, p_request json)
returns json language plpgsql volatile as $$
declare
    v_parents uuid[] := array(select json_array_elements_text(p_request -> 'parents')::uuid);
    v_lines json;
begin
    if cardinality(v_parents) > 0 then
        select json_agg(json_build_object(
            'operation', m.operation, 'authorisation', m.authorisation, 'capture', m.capture, 'position', m.position,
            'quantity', m.quantity, 'amount', m.amount, 'accounts', m.accounts, 'amounts', m.amounts, 'units', m.units))
        into v_lines
        from (select distinct id from unnest(v_parents) as one (id)) as k
        cross join lateral (
            select * from movement_line where authorisation = k.id and lane = p_lane offset 0
        ) as m;
    end if;
    return json_build_array(p_locked, v_lines);
end $$;

create or replace function write_movement_lines(p_lane smallint, p_moved json)
returns void language plpgsql volatile strict as $$
declare
    v_at timestamptz := (p_moved ->> 'at')::timestamptz;
begin
    insert into movement_line (operation, lane, authorisation, capture, position, at, quantity, amount, accounts, amounts,
        units)
    select m.operation, p_lane, m.authorisation, m.capture, m.position, v_at, m.quantity, m.amount, m.accounts, m.amounts,
        m.units
    from json_to_recordset(p_moved -> 'lines') as m (operation uuid, authorisation uuid, capture uuid, position smallint,
        quantity bigint, amount bigint, accounts bigint[], amounts bigint[], units smallint[]);
end $$;

grant update (units_captured) on hold to {{application}};
grant update (units_held, units_used) on account to {{application}};
