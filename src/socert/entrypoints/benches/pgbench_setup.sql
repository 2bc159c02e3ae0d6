-- One purchase in one function call, the leanest way we know to write the same rows one transaction at a time: the card,
-- the account under lock, the key, then operation, posting, three receipt lines and the account's new counter. It does
-- less than a till's purchase: no key of the till, no categories, no rules, one allowance; answer and digest are ready.
create schema if not exists bench;

create or replace function bench.new_id() returns uuid language sql volatile as $$ select {{new_id}} $$;

create or replace function bench.purchase(p_number integer, p_till integer) returns text language plpgsql volatile as $$
declare
    v_id uuid := bench.new_id();
    v_key uuid := bench.new_id();
    v_holder bigint;
    v_account bigint;
    v_left bigint;
    v_at timestamptz := clock_timestamp();
begin
    select holder into v_holder from carrier where hash = md5('bench' || p_number)::uuid and status = 1;
    select id, issued - held - consumed - returned into v_account, v_left
    from account where holder = v_holder and lane = 0 order by id for no key update;
    if exists (select from operation where key = v_key and lane = 0) then
        raise exception 'this key was answered before';
    end if;
    if v_left < {{covered}} then
        raise exception 'not enough is left';
    end if;
    update account set consumed = consumed + {{covered}} where holder = v_holder and id = v_account and lane = 0;
    insert into operation (id, lane, kind, outcome, merchant, till, holder, parent, total, covered, at, till_at, receipt,
        key, body, writer, batch, place, digest, answer)
    values (v_id, 0, 1, 2, {{merchant}}, p_till, v_holder, null, {{total}}, {{covered}}, v_at, v_at, {{receipt}},
        v_key, v_key, 999, 1, 0, {{digest}}, {{answer}});
    insert into posting (operation, lane, place, debit, credit, amount, at)
    values (v_id, 0, 0, v_account, {{payable}}, {{covered}}, v_at);
    insert into receipt_line (operation, lane, position, at, gtin, article, name, category, quantity, price, discount,
        amount, covered, reason, denied, accounts, amounts, units, waived)
    values {{lines}};
    return {{answer}};
end $$;

grant usage on schema bench to {{application}};
grant execute on all functions in schema bench to {{application}};
