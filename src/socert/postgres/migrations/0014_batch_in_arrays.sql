-- A batch is written from one array a column.

drop function write_purchase_batch(smallint, smallint, json);

-- Write everything a batch decided. Raises SC001 when another server took over this writer's chain, SC002 when the period
-- was closed meanwhile, SC003 when a row that must be there was not: the batch is then decided again from the start.
-- Arrays are read several times quicker than documents; parts of a line are arrays within an array, each as its text.
-- Holds and their changes are few and stay documents, null where there are none.
create function write_purchase_batch(p_lane smallint, p_writer smallint, p_seq bigint, p_at timestamptz, p_previous bytea,
    p_chain bytea,
    p_accounts_holder bigint[], p_accounts_id bigint[], p_accounts_held bigint[], p_accounts_consumed bigint[],
    p_accounts_returned bigint[], p_accounts_units_held smallint[], p_accounts_units_used smallint[],
    p_operations_id uuid[], p_operations_kind smallint[], p_operations_outcome smallint[],
    p_operations_merchant integer[], p_operations_till integer[], p_operations_holder bigint[],
    p_operations_parent uuid[], p_operations_total bigint[], p_operations_covered bigint[],
    p_operations_till_at timestamptz[], p_operations_receipt text[], p_operations_key uuid[],
    p_operations_body uuid[], p_operations_digest bytea[], p_operations_answer text[], p_postings_operation uuid[],
    p_postings_place integer[], p_postings_debit bigint[], p_postings_credit bigint[], p_postings_amount bigint[],
    p_lines_operation uuid[], p_lines_position smallint[], p_lines_gtin bigint[], p_lines_article text[],
    p_lines_name text[], p_lines_category smallint[], p_lines_quantity bigint[], p_lines_price bigint[],
    p_lines_discount bigint[], p_lines_amount bigint[], p_lines_covered bigint[], p_lines_reason text[],
    p_lines_denied smallint[], p_lines_waived bigint[], p_lines_accounts text[], p_lines_amounts text[],
    p_lines_units text[],
    p_holds json, p_hold_changes json)
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
    values (p_lane, p_writer, p_seq, p_at, cardinality(p_operations_id), p_chain);

    update account as a set held = c.held, consumed = c.consumed, returned = c.returned, units_held = c.units_held,
        units_used = c.units_used
    from unnest(p_accounts_holder, p_accounts_id, p_accounts_held, p_accounts_consumed, p_accounts_returned,
            p_accounts_units_held, p_accounts_units_used)
        as c (holder, id, held, consumed, returned, units_held, units_used)
    -- Found by their key whatever a plan made on an empty table would think of; locked rows do not move.
    cross join lateral (
        select ctid from account where holder = c.holder and id = c.id and lane = p_lane offset 0
    ) as found
    where a.ctid = found.ctid;
    get diagnostics v_count = row_count;
    if v_count <> cardinality(p_accounts_id) then
        raise exception 'an account is missing' using errcode = 'SC003';
    end if;

    insert into operation (id, lane, kind, outcome, merchant, till, holder, parent, total, covered, at, till_at, receipt,
        key, body, writer, batch, place, digest, answer)
    select o.id, p_lane, o.kind, o.outcome, o.merchant, o.till, o.holder, o.parent, o.total, o.covered, p_at, o.till_at,
        o.receipt, o.key, o.body, p_writer, p_seq, o.place - 1, o.digest, o.answer
    from unnest(
        p_operations_id, p_operations_kind, p_operations_outcome, p_operations_merchant, p_operations_till,
        p_operations_holder, p_operations_parent, p_operations_total, p_operations_covered, p_operations_till_at,
        p_operations_receipt, p_operations_key, p_operations_body, p_operations_digest, p_operations_answer
    ) with ordinality as o (
        id, kind, outcome, merchant, till, holder, parent, total, covered, till_at, receipt, key, body, digest,
        answer, place
    );

    insert into posting (operation, lane, place, debit, credit, amount, at)
    select p.operation, p_lane, p.place, p.debit, p.credit, p.amount, p_at
    from unnest(p_postings_operation, p_postings_place, p_postings_debit, p_postings_credit, p_postings_amount)
        as p (operation, place, debit, credit, amount);

    insert into receipt_line (operation, lane, position, at, gtin, article, name, category, quantity, price, discount,
        amount, covered, reason, denied, accounts, amounts, units, waived)
    select l.operation, p_lane, l.position, p_at, l.gtin, l.article, l.name, l.category, l.quantity, l.price, l.discount,
        l.amount, l.covered, l.reason, l.denied, l.accounts::bigint[], l.amounts::bigint[], l.units::smallint[], l.waived
    from unnest(
        p_lines_operation, p_lines_position, p_lines_gtin, p_lines_article, p_lines_name, p_lines_category,
        p_lines_quantity, p_lines_price, p_lines_discount, p_lines_amount, p_lines_covered, p_lines_reason,
        p_lines_denied, p_lines_waived, p_lines_accounts, p_lines_amounts, p_lines_units
    ) as l (
        operation, position, gtin, article, name, category, quantity, price, discount, amount, covered, reason,
        denied, waived, accounts, amounts, units
    );

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
        cross join lateral (
            select ctid from hold
            where holder = c.holder and operation = c.operation and account = c.account and lane = p_lane
            offset 0
        ) as found
        where h.ctid = found.ctid;
        get diagnostics v_count = row_count;
        if v_count <> json_array_length(p_hold_changes) then
            raise exception 'a hold is missing' using errcode = 'SC003';
        end if;
    end if;
end $$;
