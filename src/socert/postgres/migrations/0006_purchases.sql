-- Holds, receipt lines and the two functions of the hot path. They belong to purchases and touch the ledger's tables:
-- the one exception to "a table belongs to one room" (ARCHITECTURE.md).

-- room: purchases
create table hold (
    holder bigint not null,
    operation uuid not null,
    account bigint not null,
    lane smallint not null,
    amount bigint not null,
    captured bigint not null default 0,
    released bigint not null default 0,
    expires_at timestamptz not null,
    primary key (holder, operation, account, lane),
    constraint a_hold_holds_something check (amount > 0),
    constraint captures_stay_within_the_hold check (
        captured >= 0 and released >= 0 and captured + released <= amount
    )
) with (fillfactor = 70);
comment on table hold is 'Money set aside by an authorisation until it is captured, voided or lapses.';

-- room: purchases
create table receipt_line (
    operation uuid not null,
    lane smallint not null,
    position smallint not null,
    at timestamptz not null,
    gtin bigint,
    article text,
    name text not null,
    category smallint,
    quantity bigint not null,
    price bigint not null,
    discount bigint not null,
    amount bigint not null,
    covered bigint not null,
    reason text,
    denied smallint,
    accounts bigint[] not null,
    amounts bigint[] not null,
    constraint a_line_is_never_covered_beyond_its_amount check (covered between 0 and amount)
);
create index receipt_line_in_time on receipt_line using brin (at) with (pages_per_range = 32);
comment on table receipt_line is
    'A line of an authorised receipt: what it was, how it was decided, and which accounts pay how much of it. Quantities in millionths.';

-- room: purchases
create table till_day (
    id bigint generated always as identity primary key,
    till integer not null references till (id),
    day date not null,
    reported json not null,
    counted json not null,
    is_equal boolean not null,
    at timestamptz not null
);
comment on table till_day is 'A till''s own day totals beside ours, as often as it reports them.';

-- Lock the accounts of everybody a batch concerns, then read, in later statements, what depends on the lock.
-- p_request: {"cards": [uuid], "parents": [uuid], "keys": [uuid], "targets": [uuid]}. With p_lock false nothing is locked: quotes.
create function lock_purchase_batch(p_lane smallint, p_writer smallint, p_request json, p_lock boolean)
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
            a.valid_from, a.valid_until, a.issued, a.held, a.consumed, a.returned))
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
            a.valid_from, a.valid_until, a.issued, a.held, a.consumed, a.returned))
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
            select json_agg(json_build_array(h.holder, h.operation, h.account, h.amount, h.captured, h.released, h.expires_at))
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
create function write_purchase_batch(p_lane smallint, p_writer smallint, p_batch json)
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

    update account as a set held = c.held, consumed = c.consumed
    from json_to_recordset(p_batch -> 'accounts') as c (holder bigint, id bigint, held bigint, consumed bigint)
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
        amount, covered, reason, denied, accounts, amounts)
    select l.operation, p_lane, l.position, v_at, l.gtin, l.article, l.name, l.category, l.quantity, l.price, l.discount,
        l.amount, l.covered, l.reason, l.denied, l.accounts, l.amounts
    from json_to_recordset(p_batch -> 'lines') as l (operation uuid, position smallint, gtin bigint, article text,
        name text, category smallint, quantity bigint, price bigint, discount bigint, amount bigint, covered bigint,
        reason text, denied smallint, accounts bigint[], amounts bigint[]);

    insert into hold (holder, operation, account, lane, amount, expires_at)
    select h.holder, h.operation, h.account, p_lane, h.amount, h.expires_at
    from json_to_recordset(p_batch -> 'holds') as h (holder bigint, operation uuid, account bigint, amount bigint,
        expires_at timestamptz);

    update hold as h set captured = c.captured, released = c.released
    from json_to_recordset(p_batch -> 'hold_changes') as c (holder bigint, operation uuid, account bigint, captured bigint,
        released bigint)
    where h.holder = c.holder and h.operation = c.operation and h.account = c.account and h.lane = p_lane;
    get diagnostics v_count = row_count;
    if v_count <> json_array_length(p_batch -> 'hold_changes') then
        raise exception 'a hold is missing' using errcode = 'SC003';
    end if;
end $$;

grant select, insert on hold to {{application}};
grant update (captured, released) on hold to {{application}};
grant select, insert on receipt_line, till_day to {{application}};
