-- A batch is written from one document a list.

drop function write_purchase_batch(smallint, smallint, json);

-- Write everything a batch decided. Raises SC001 when another server took over this writer's chain, SC002 when the period
-- was closed meanwhile, SC003 when a row that must be there was not: the batch is then decided again from the start.
-- Each list is a document of its own: looking into json reads all of its text again, however little is wanted of it.
create function write_purchase_batch(p_lane smallint, p_writer smallint, p_seq bigint, p_at timestamptz, p_previous bytea,
    p_chain bytea, p_accounts json, p_operations json, p_postings json, p_lines json, p_holds json, p_hold_changes json)
returns void language plpgsql volatile as $$
declare
    v_count integer;
begin
    update writer_head set seq = p_seq, chain = p_chain
    where writer = p_writer and lane = p_lane
        and seq = p_seq - 1 and chain = p_previous;
    if not found then
        raise exception 'the chain of writer % has moved on', p_writer using errcode = 'SC001';
    end if;
    -- After the head is ours, in a new statement: closing a period holds all heads while it sets this.
    if exists (select from closed_through where until > p_at) then
        raise exception 'the period is closed' using errcode = 'SC002';
    end if;

    insert into batch (lane, writer, seq, at, operations, chain)
    values (p_lane, p_writer, p_seq, p_at, json_array_length(p_operations), p_chain);

    update account as a set held = c.held, consumed = c.consumed, returned = c.returned, units_held = c.units_held,
        units_used = c.units_used
    from json_to_recordset(p_accounts) as c (holder bigint, id bigint, held bigint, consumed bigint,
        returned bigint, units_held smallint, units_used smallint)
    where a.holder = c.holder and a.id = c.id and a.lane = p_lane;
    get diagnostics v_count = row_count;
    if v_count <> json_array_length(p_accounts) then
        raise exception 'an account is missing' using errcode = 'SC003';
    end if;

    insert into operation (id, lane, kind, outcome, merchant, till, holder, parent, total, covered, at, till_at, receipt,
        key, body, writer, batch, place, digest, answer)
    select o.id, p_lane, o.kind, o.outcome, o.merchant, o.till, o.holder, o.parent, o.total, o.covered, p_at, o.till_at,
        o.receipt, o.key, o.body, p_writer, p_seq, o.place, decode(o.digest, 'hex'), o.answer
    from json_to_recordset(p_operations) as o (id uuid, kind smallint, outcome smallint, merchant integer,
        till integer, holder bigint, parent uuid, total bigint, covered bigint, till_at timestamptz, receipt text, key uuid,
        body uuid, place integer, digest text, answer text);

    insert into posting (operation, lane, place, debit, credit, amount, at)
    select p.operation, p_lane, p.place, p.debit, p.credit, p.amount, p_at
    from json_to_recordset(p_postings) as p (operation uuid, place integer, debit bigint, credit bigint,
        amount bigint);

    insert into receipt_line (operation, lane, position, at, gtin, article, name, category, quantity, price, discount,
        amount, covered, reason, denied, accounts, amounts, units, waived)
    select l.operation, p_lane, l.position, p_at, l.gtin, l.article, l.name, l.category, l.quantity, l.price, l.discount,
        l.amount, l.covered, l.reason, l.denied, l.accounts, l.amounts, l.units, l.waived
    from json_to_recordset(p_lines) as l (operation uuid, position smallint, gtin bigint, article text,
        name text, category smallint, quantity bigint, price bigint, discount bigint, amount bigint, covered bigint,
        reason text, denied smallint, accounts bigint[], amounts bigint[], units smallint[], waived bigint);

    -- Most batches hold nothing.
    if p_holds is not null then
        insert into hold (holder, operation, account, lane, amount, expires_at, units)
        select h.holder, h.operation, h.account, p_lane, h.amount, h.expires_at, h.units
        from json_to_recordset(p_holds) as h (holder bigint, operation uuid, account bigint, amount bigint,
            expires_at timestamptz, units smallint);
    end if;

    if p_hold_changes is not null then
        update hold as h set captured = c.captured, released = c.released, units_captured = c.units_captured
        from json_to_recordset(p_hold_changes) as c (holder bigint, operation uuid, account bigint, captured bigint,
            released bigint, units_captured smallint)
        where h.holder = c.holder and h.operation = c.operation and h.account = c.account and h.lane = p_lane;
        get diagnostics v_count = row_count;
        if v_count <> json_array_length(p_hold_changes) then
            raise exception 'a hold is missing' using errcode = 'SC003';
        end if;
    end if;
end $$;
