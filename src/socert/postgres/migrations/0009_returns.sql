-- Captures in parts and returns, line by line; returns found by receipt; claims that carry what merchants owe back.

-- room: purchases
create table movement_line (
    operation uuid not null,
    lane smallint not null,
    authorisation uuid not null,
    capture uuid not null,
    position smallint not null,
    at timestamptz not null,
    quantity bigint not null,
    amount bigint not null,
    accounts bigint[] not null,
    amounts bigint[] not null,
    primary key (authorisation, operation, position, lane),
    constraint a_movement_is_never_negative check (quantity >= 0 and amount >= 0)
);
comment on table movement_line is
    'How much of a receipt line a capture took (capture is then the operation itself) or a refund gave back of it. A capture without rows here took the whole receipt. Quantities in millionths.';

-- What `lock_purchase_batch` locked and read, with the movement lines of the authorisations of the same request. The call
-- is nested, so this is read after the lock, in a statement of its own.
create function with_movement_lines(p_locked json, p_lane smallint, p_request json)
returns json language plpgsql volatile as $$
declare
    v_parents uuid[] := array(select json_array_elements_text(p_request -> 'parents')::uuid);
    v_lines json;
begin
    if cardinality(v_parents) > 0 then
        select json_agg(json_build_object(
            'operation', m.operation, 'authorisation', m.authorisation, 'capture', m.capture, 'position', m.position,
            'quantity', m.quantity, 'amount', m.amount, 'accounts', m.accounts, 'amounts', m.amounts))
        into v_lines
        from (select distinct id from unnest(v_parents) as one (id)) as k
        cross join lateral (
            select * from movement_line where authorisation = k.id and lane = p_lane offset 0
        ) as m;
    end if;
    return json_build_array(p_locked, v_lines);
end $$;

-- The movement lines of a batch, beside `write_purchase_batch`; null when there are none.
create function write_movement_lines(p_lane smallint, p_moved json)
returns void language plpgsql volatile strict as $$
declare
    v_at timestamptz := (p_moved ->> 'at')::timestamptz;
begin
    insert into movement_line (operation, lane, authorisation, capture, position, at, quantity, amount, accounts, amounts)
    select m.operation, p_lane, m.authorisation, m.capture, m.position, v_at, m.quantity, m.amount, m.accounts, m.amounts
    from json_to_recordset(p_moved -> 'lines') as m (operation uuid, authorisation uuid, capture uuid, position smallint,
        quantity bigint, amount bigint, accounts bigint[], amounts bigint[]);
end $$;

-- A till returns by receipt. Only authorisations stand in it; docs/adr/0010 says what it costs the hot path.
create index operation_of_receipt on operation (merchant, receipt, lane) where kind = 1;

alter table claim
    drop constraint claim_status_is_known,
    add constraint claim_status_is_known check (status in (1, 2, 3)),
    add column carried bigint not null default 0
        constraint only_what_is_owed_back_is_carried check (carried <= 0),
    add column carried_into uuid references claim (id),
    add constraint a_claim_is_carried_into_another check ((status = 3) = (carried_into is not null)),
    add constraint only_a_claim_of_nothing_or_less_is_carried check (status <> 3 or amount + carried <= 0);
comment on table claim is
    'What a merchant is owed for a period, net of what was taken back. Due is amount + carried. Status 1 presented, 2 paid, 3 carried into the merchant''s next claim.';

alter table claim_source add column carried bigint not null default 0;
comment on table claim_source is
    'Whose money a claim is, in kopecks; by lane, as what a merchant is owed is kept by lane. carried came over from the claim before.';

grant select, insert on movement_line to {{application}};
grant update (carried_into) on claim to {{application}};
