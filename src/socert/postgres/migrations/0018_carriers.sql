-- A QR on the phone and a printed sheet beside the plastic card.

alter table carrier drop constraint carrier_kind_is_known;
alter table carrier add constraint carrier_kind_is_known check (kind in ('card', 'qr', 'paper'));
create unique index one_qr_and_one_sheet_at_a_time on carrier (holder, kind, representation) nulls not distinct
    where kind <> 'card' and status = 1;
comment on table carrier is
    'What opens a resident: a card or a printed sheet, by the keyed hash of its number, or the QR of a phone, by a random one; it opens exactly one resident, a representative holds one per person represented. Status 1 active, 2 blocked.';

-- As before, and what kind of carrier it is: a sheet is confirmed, and a programme need not take every kind.
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
            select json_agg(json_build_array(c.hash, c.holder, c.status, c.valid_from, c.valid_until, c.kind))
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
