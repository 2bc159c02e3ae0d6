-- The database as the migrations in src/socert/postgres/migrations make it; rights and owners left out.
-- For readers: nothing reads this file but a test that it is current. Written by `make schema`.

-- function has_month()

CREATE FUNCTION public.has_month() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select month_of('posting', present.at) is not null and month_of('receipt_line', present.at) is not null
    from (
        select clock_timestamp() + coalesce((select ahead_microseconds from clock), 0) * interval '1 microsecond'
    ) as present (at)
$$;

-- function keep_clock_forward()

CREATE FUNCTION public.keep_clock_forward() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if new.ahead_microseconds < old.ahead_microseconds then
        raise exception 'the clock only moves forward' using errcode = 'SC010';
    end if;
    return new;
end $$;

-- function keep_closed()

CREATE FUNCTION public.keep_closed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if new.until < old.until then
        raise exception 'a closed period stays closed' using errcode = 'SC011';
    end if;
    return new;
end $$;

-- function keep_key_revoked()

CREATE FUNCTION public.keep_key_revoked() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
        raise exception 'a revoked key stays revoked' using errcode = 'SC012';
    end if;
    return new;
end $$;

-- function keep_resident_erased()

CREATE FUNCTION public.keep_resident_erased() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.erased_at is not null and new.erased_at is distinct from old.erased_at then
        raise exception 'an erased resident stays erased' using errcode = 'SC013';
    end if;
    return new;
end $$;

-- function lock_categories()

CREATE FUNCTION public.lock_categories() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    lock table category in share row exclusive mode;
end $$;

-- function lock_goods()

CREATE FUNCTION public.lock_goods() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    lock table good in share row exclusive mode;
end $$;

-- function lock_purchase_batch(smallint, smallint, json, boolean)

CREATE FUNCTION public.lock_purchase_batch(p_lane smallint, p_writer smallint, p_request json, p_lock boolean) RETURNS json
    LANGUAGE plpgsql
    AS $$
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

-- function lock_writer_heads()

CREATE FUNCTION public.lock_writer_heads() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    lock table writer_head in share row exclusive mode;
end $$;

-- function make_month(text, timestamp with time zone)

CREATE FUNCTION public.make_month(p_table text, p_month timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $$
declare
    v_name text := p_table || to_char(p_month, '_YYYY_MM');
begin
    if month_of(p_table, p_month) is null then
        execute format('create table %I (like %I including defaults including constraints)', v_name, p_table);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)',
            p_table, v_name, p_month, p_month + interval '1 month');
    end if;
end $$;

-- function microseconds(timestamp with time zone)

CREATE FUNCTION public.microseconds(p_at timestamp with time zone) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case
        when isfinite(p_at) then (extract(epoch from p_at) * 1000000)::bigint
        when p_at = 'infinity' then 9223372036854775807
        when p_at = '-infinity' then -9223372036854775808
    end
$$;

-- function month_of(text, timestamp with time zone)

CREATE FUNCTION public.month_of(p_table text, p_at timestamp with time zone) RETURNS regclass
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $$
    select inhrelid::regclass
    from pg_inherits
    where inhparent = to_regclass(p_table) and inhrelid = to_regclass(p_table || to_char(p_at, '_YYYY_MM'))
$$;

-- function pause_batches()

CREATE FUNCTION public.pause_batches() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '2s'
    AS $$
begin
    lock table account in exclusive mode;
end $$;

-- function prepare_months(timestamp with time zone)

CREATE FUNCTION public.prepare_months(p_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET lock_timeout TO '2s'
    AS $$
declare
    v_months timestamptz[] := array(
        select date_trunc('month', p_at) + n * interval '1 month' from generate_series(0, 14) as n
    );
    v_tables text[] := array['posting', 'receipt_line'];
begin
    if exists (
        select from unnest(v_tables) as t (name), unnest(v_months) as m (month) where month_of(t.name, m.month) is null
    ) then
        lock table only posting, only receipt_line in share update exclusive mode;
        perform make_month(t.name, m.month)
        from unnest(v_tables) as t (name), unnest(v_months) as m (month)
        order by m.month, t.name;
    end if;
end $$;

-- function require_month(timestamp with time zone)

CREATE FUNCTION public.require_month(p_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$
begin
    if month_of('posting', p_at) is null or month_of('receipt_line', p_at) is null then
        raise exception 'there is no partition of posting and receipt_line for %', p_at
            using errcode = '53SC1', hint = 'A running server and every command of socert make it; see their log.';
    end if;
end $$;

-- function settled_entry(text, text)

CREATE FUNCTION public.settled_entry(p_relation text, p_column text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '2s'
    AS $$
declare
    v_entry bigint;
begin
    if p_relation not in ('audit_event', 'certificate_event', 'issue_list', 'issue_row', 'programme_version',
        'category_parent', 'till_day', 'period', 'claim_source', 'decision_issue', 'decision_refusal') then
        raise exception 'no table of history: %', p_relation;
    end if;
    begin
        execute format('lock table %I in share row exclusive mode', p_relation);
        execute format('select coalesce(max(%I), 0) from %I', p_column, p_relation) into v_entry;
        -- Undone at once, so that the lock is held for an instant only and never beside another one.
        raise exception 'let go' using errcode = 'SC014';
    exception when sqlstate 'SC014' then
        null;
    end;
    return v_entry;
end $$;

-- function with_movement_lines(json, smallint, json)

CREATE FUNCTION public.with_movement_lines(p_locked json, p_lane smallint, p_request json) RETURNS json
    LANGUAGE plpgsql
    AS $$
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

-- function write_movement_lines(smallint, json)

CREATE FUNCTION public.write_movement_lines(p_lane smallint, p_moved json) RETURNS void
    LANGUAGE plpgsql STRICT
    AS $$
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

-- function write_purchase_batch(smallint, smallint, bigint, timestamp with time zone, bytea, bytea, bigint[], bigint[], bigint[], bigint[], bigint[], smallint[], smallint[], uuid[], smallint[], smallint[], integer[], integer[], bigint[], uuid[], bigint[], bigint[], timestamp with time zone[], text[], uuid[], uuid[], bytea[], text[], uuid[], integer[], bigint[], bigint[], bigint[], uuid[], smallint[], bigint[], text[], text[], smallint[], bigint[], bigint[], bigint[], bigint[], bigint[], text[], smallint[], bigint[], text[], text[], text[], json, json)

CREATE FUNCTION public.write_purchase_batch(p_lane smallint, p_writer smallint, p_seq bigint, p_at timestamp with time zone, p_previous bytea, p_chain bytea, p_accounts_holder bigint[], p_accounts_id bigint[], p_accounts_held bigint[], p_accounts_consumed bigint[], p_accounts_returned bigint[], p_accounts_units_held smallint[], p_accounts_units_used smallint[], p_operations_id uuid[], p_operations_kind smallint[], p_operations_outcome smallint[], p_operations_merchant integer[], p_operations_till integer[], p_operations_holder bigint[], p_operations_parent uuid[], p_operations_total bigint[], p_operations_covered bigint[], p_operations_till_at timestamp with time zone[], p_operations_receipt text[], p_operations_key uuid[], p_operations_body uuid[], p_operations_digest bytea[], p_operations_answer text[], p_postings_operation uuid[], p_postings_place integer[], p_postings_debit bigint[], p_postings_credit bigint[], p_postings_amount bigint[], p_lines_operation uuid[], p_lines_position smallint[], p_lines_gtin bigint[], p_lines_article text[], p_lines_name text[], p_lines_category smallint[], p_lines_quantity bigint[], p_lines_price bigint[], p_lines_discount bigint[], p_lines_amount bigint[], p_lines_covered bigint[], p_lines_reason text[], p_lines_denied smallint[], p_lines_waived bigint[], p_lines_accounts text[], p_lines_amounts text[], p_lines_units text[], p_holds json, p_hold_changes json) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

-- table account

CREATE TABLE public.account (
    id bigint NOT NULL,
    lane smallint NOT NULL,
    holder bigint NOT NULL,
    certificate uuid NOT NULL,
    version integer NOT NULL,
    slot smallint NOT NULL,
    status smallint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    issued bigint NOT NULL,
    held bigint DEFAULT 0 NOT NULL,
    consumed bigint DEFAULT 0 NOT NULL,
    returned bigint DEFAULT 0 NOT NULL,
    units smallint DEFAULT 0 NOT NULL,
    units_held smallint DEFAULT 0 NOT NULL,
    units_used smallint DEFAULT 0 NOT NULL,
    CONSTRAINT a_unit_is_never_used_twice CHECK (((units_held + units_used) <= units)),
    CONSTRAINT account_status_is_known CHECK (((status >= 1) AND (status <= 4))),
    CONSTRAINT available_is_never_negative CHECK (((((issued - held) - consumed) - returned) >= 0)),
    CONSTRAINT counters_are_never_negative CHECK (((issued >= 0) AND (held >= 0) AND (consumed >= 0) AND (returned >= 0))),
    CONSTRAINT hot_accounts_stay_above_the_cold_ones CHECK ((id >= '4294967296'::bigint)),
    CONSTRAINT units_are_never_negative CHECK (((units >= 0) AND (units_held >= 0) AND (units_used >= 0)))
)
WITH (fillfactor='70');

-- comment TABLE account

COMMENT ON TABLE public.account IS 'A certificate''s allowance and what is left of it, in kopecks. In postings its number stands for the available side, minus its number for the held side.';

-- comment COLUMN account.units

COMMENT ON COLUMN public.account.units IS 'How many whole units an allowance of items gives; 0 for points and discounts.';

-- sequence account_number

CREATE SEQUENCE public.account_number
    START WITH 4294967296
    INCREMENT BY 1
    MINVALUE 4294967296
    NO MAXVALUE
    CACHE 1;

-- table agreement

CREATE TABLE public.agreement (
    id integer NOT NULL,
    merchant integer NOT NULL,
    programme integer NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    CONSTRAINT an_agreement_has_dates CHECK (((valid_until IS NULL) OR (valid_until > valid_from)))
);

-- sequence agreement_id_seq

ALTER TABLE public.agreement ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.agreement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table appropriation

CREATE TABLE public.appropriation (
    number integer NOT NULL,
    programme integer NOT NULL,
    source integer NOT NULL,
    budget_year smallint NOT NULL,
    budget_code text NOT NULL,
    limit_kopecks bigint NOT NULL,
    reserved_kopecks bigint DEFAULT 0 NOT NULL,
    CONSTRAINT a_limit_is_positive CHECK ((limit_kopecks > 0)),
    CONSTRAINT never_reserve_beyond_the_limit CHECK (((reserved_kopecks >= 0) AND (reserved_kopecks <= limit_kopecks)))
);

-- comment TABLE appropriation

COMMENT ON TABLE public.appropriation IS 'How much of whose money a programme may reserve in a year (лимиты бюджетных обязательств).';

-- sequence appropriation_number_seq

ALTER TABLE public.appropriation ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.appropriation_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table article

CREATE TABLE public.article (
    merchant integer NOT NULL,
    article text NOT NULL,
    name text NOT NULL,
    category smallint,
    handed_in_at timestamp with time zone NOT NULL,
    standing smallint DEFAULT 1 NOT NULL,
    offered smallint,
    suggested smallint,
    doubt text,
    changed bigint DEFAULT 0 NOT NULL,
    CONSTRAINT an_article_waits_or_is_set_aside_without_category CHECK (((category IS NULL) = (standing = ANY (ARRAY[2, 3, 5])))),
    CONSTRAINT an_articles_standing_is_known CHECK ((standing = ANY (ARRAY[1, 2, 3, 4, 5])))
);

-- comment TABLE article

COMMENT ON TABLE public.article IS 'A merchant''s own codes: weighed goods and whatever carries no public barcode.';

-- comment COLUMN article.standing

COMMENT ON COLUMN public.article.standing IS 'As of good: 1 as handed in, 2 not classified, 3 contradictory, 4 reviewed by a person, 5 set aside by a person.';

-- comment COLUMN article.offered

COMMENT ON COLUMN public.article.offered IS 'The category the merchant gave, kept aside while the article waits for review.';

-- table audit_event

CREATE TABLE public.audit_event (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    role text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    purpose text NOT NULL,
    details json NOT NULL
);

-- comment TABLE audit_event

COMMENT ON TABLE public.audit_event IS 'Who did what, when and why. Only added to.';

-- sequence audit_event_id_seq

ALTER TABLE public.audit_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table batch

CREATE TABLE public.batch (
    lane smallint NOT NULL,
    writer smallint NOT NULL,
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    operations integer NOT NULL,
    chain bytea NOT NULL
);

-- comment TABLE batch

COMMENT ON TABLE public.batch IS 'What one writer committed in one transaction; chain = SHA-256 of the chain before and the digests of its operations.';

-- table belt

CREATE TABLE public.belt (
    credential uuid NOT NULL,
    till integer NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamp with time zone NOT NULL
);

-- comment TABLE belt

COMMENT ON TABLE public.belt IS 'The basket at a till''s browser before it is paid, sealed with that browser''s key: nobody can read it here.';

-- table carrier

CREATE TABLE public.carrier (
    hash uuid NOT NULL,
    holder bigint NOT NULL,
    lane smallint NOT NULL,
    kind text NOT NULL,
    last_four text NOT NULL,
    status smallint NOT NULL,
    representation uuid,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    CONSTRAINT a_carrier_has_dates CHECK (((valid_until IS NULL) OR (valid_until > valid_from))),
    CONSTRAINT carrier_kind_is_known CHECK ((kind = ANY (ARRAY['card'::text, 'qr'::text, 'paper'::text]))),
    CONSTRAINT carrier_status_is_known CHECK ((status = ANY (ARRAY[1, 2])))
);

-- comment TABLE carrier

COMMENT ON TABLE public.carrier IS 'What opens a resident: a card or a printed sheet, by the keyed hash of its number, or the QR of a phone, by a random one; it opens exactly one resident, a representative holds one per person represented. Status 1 active, 2 blocked.';

-- table category

CREATE TABLE public.category (
    number smallint NOT NULL,
    id text NOT NULL,
    parent smallint,
    title_ru text NOT NULL,
    title_en text NOT NULL
);

-- comment TABLE category

COMMENT ON TABLE public.category IS 'A category is never removed and its number never used again: history and programmes name it.';

-- comment COLUMN category.parent

COMMENT ON COLUMN public.category.parent IS 'Null for the root of goods, and for the category services, the root of what is no goods.';

-- sequence category_number_seq

ALTER TABLE public.category ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.category_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table category_parent

CREATE TABLE public.category_parent (
    category smallint NOT NULL,
    parent smallint,
    since timestamp with time zone NOT NULL,
    entry bigint NOT NULL
);

-- comment TABLE category_parent

COMMENT ON TABLE public.category_parent IS 'Below what a category lay since when, so that a purchase is judged by the tree of its own time. Only added to.';

-- sequence category_parent_entry_seq

ALTER TABLE public.category_parent ALTER COLUMN entry ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.category_parent_entry_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table certificate

CREATE TABLE public.certificate (
    id uuid NOT NULL,
    lane smallint NOT NULL,
    holder bigint NOT NULL,
    programme integer NOT NULL,
    version integer NOT NULL,
    budget_year smallint NOT NULL,
    status smallint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    issued_by uuid NOT NULL,
    CONSTRAINT a_certificate_has_dates CHECK ((valid_until > valid_from)),
    CONSTRAINT certificate_status_is_known CHECK (((status >= 1) AND (status <= 4)))
);

-- comment TABLE certificate

COMMENT ON TABLE public.certificate IS 'Status 1 active, 2 blocked, 3 ended, 4 cancelled; the table of transitions stands in the room''s model.';

-- table certificate_event

CREATE TABLE public.certificate_event (
    id bigint NOT NULL,
    certificate uuid NOT NULL,
    lane smallint NOT NULL,
    event text NOT NULL,
    at timestamp with time zone NOT NULL,
    operation uuid NOT NULL,
    reason text NOT NULL
);

-- comment TABLE certificate_event

COMMENT ON TABLE public.certificate_event IS 'The life of a certificate after its issue. Only added to.';

-- sequence certificate_event_id_seq

ALTER TABLE public.certificate_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.certificate_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table claim

CREATE TABLE public.claim (
    id uuid NOT NULL,
    period integer NOT NULL,
    merchant integer NOT NULL,
    amount bigint NOT NULL,
    receipts integer NOT NULL,
    status smallint NOT NULL,
    paid_by uuid,
    carried bigint DEFAULT 0 NOT NULL,
    carried_into uuid,
    CONSTRAINT a_claim_is_carried_into_another CHECK (((status = 3) = (carried_into IS NOT NULL))),
    CONSTRAINT claim_status_is_known CHECK ((status = ANY (ARRAY[1, 2, 3]))),
    CONSTRAINT only_a_claim_of_nothing_or_less_is_carried CHECK (((status <> 3) OR ((amount + carried) <= 0))),
    CONSTRAINT only_what_is_owed_back_is_carried CHECK ((carried <= 0))
);

-- comment TABLE claim

COMMENT ON TABLE public.claim IS 'What a merchant is owed for a period, net of what was taken back. Due is amount + carried. Status 1 presented, 2 paid, 3 carried into the merchant''s next claim.';

-- table claim_line

CREATE TABLE public.claim_line (
    claim uuid NOT NULL,
    lane smallint NOT NULL,
    operation uuid NOT NULL,
    authorisation uuid NOT NULL,
    account bigint NOT NULL,
    amount bigint NOT NULL,
    at timestamp with time zone NOT NULL
);

-- comment TABLE claim_line

COMMENT ON TABLE public.claim_line IS 'One posting to (or back from) the merchant: kopecks, negative where a purchase was undone.';

-- table claim_source

CREATE TABLE public.claim_source (
    claim uuid NOT NULL,
    lane smallint NOT NULL,
    source integer NOT NULL,
    amount bigint NOT NULL,
    carried bigint DEFAULT 0 NOT NULL,
    entry bigint NOT NULL
);

-- comment TABLE claim_source

COMMENT ON TABLE public.claim_source IS 'Whose money a claim is, in kopecks; by lane, as what a merchant is owed is kept by lane. carried came over from the claim before.';

-- sequence claim_source_entry_seq

ALTER TABLE public.claim_source ALTER COLUMN entry ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.claim_source_entry_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table clock

CREATE TABLE public.clock (
    kind text DEFAULT 'example'::text NOT NULL,
    ahead_microseconds bigint DEFAULT 0 NOT NULL,
    CONSTRAINT only_an_example_has_a_settable_clock CHECK ((kind = 'example'::text)),
    CONSTRAINT the_clock_is_never_behind CHECK ((ahead_microseconds >= 0))
);

-- comment TABLE clock

COMMENT ON TABLE public.clock IS 'How far the clock of an example installation runs ahead of real time. A live one has no row.';

-- table closed_through

CREATE TABLE public.closed_through (
    is_only boolean DEFAULT true NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT closed_through_is_only_check CHECK (is_only)
);

-- comment TABLE closed_through

COMMENT ON TABLE public.closed_through IS 'Nothing may be posted at an instant before this one: the end of the last closed period.';

-- table code_limit

CREATE TABLE public.code_limit (
    subject text NOT NULL,
    since timestamp with time zone NOT NULL,
    times integer NOT NULL,
    CONSTRAINT times_are_counted CHECK ((times > 0))
);

-- comment TABLE code_limit

COMMENT ON TABLE public.code_limit IS 'How often codes were asked for a card, by a till or by a browser since an instant; a row is kept for an hour.';

-- table colleague

CREATE TABLE public.colleague (
    number bigint NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    password text,
    totp bytea,
    totp_step bigint DEFAULT 0 NOT NULL,
    is_blocked boolean DEFAULT false NOT NULL,
    openid_issuer text,
    openid_subject text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT a_colleague_has_a_name CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT a_login_is_plain CHECK ((login ~ '^[a-z0-9][a-z0-9.-]{0,38}[a-z0-9]$'::text)),
    CONSTRAINT an_openid_has_issuer_and_subject CHECK (((openid_issuer IS NULL) = (openid_subject IS NULL))),
    CONSTRAINT password_and_second_factor_go_together CHECK (((password IS NULL) = (totp IS NULL))),
    CONSTRAINT role_of_a_colleague CHECK ((role = ANY (ARRAY['operator'::text, 'clerk'::text, 'auditor'::text])))
);

-- comment TABLE colleague

COMMENT ON TABLE public.colleague IS 'Who works here and signs in. Password is Argon2id; totp is the second factor''s secret, sealed with a key derived from the installation''s; totp_step the last half minute whose code was used.';

-- sequence colleague_number_seq

ALTER TABLE public.colleague ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.colleague_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table confirmation_code

CREATE TABLE public.confirmation_code (
    card uuid NOT NULL,
    salt bytea NOT NULL,
    digest bytea NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_by uuid,
    purpose text DEFAULT 'purchase'::text NOT NULL,
    browser uuid DEFAULT '00000000-0000-0000-0000-000000000000'::uuid NOT NULL,
    CONSTRAINT a_code_has_a_purpose CHECK ((purpose = ANY (ARRAY['purchase'::text, 'sign_in'::text]))),
    CONSTRAINT code_tries_are_counted CHECK (((tries >= 0) AND (tries <= 5))),
    CONSTRAINT only_a_code_to_sign_in_has_a_browser CHECK (((purpose = 'sign_in'::text) = (browser <> '00000000-0000-0000-0000-000000000000'::uuid))),
    CONSTRAINT only_a_purchase_uses_a_code_up CHECK (((purpose = 'purchase'::text) OR (used_by IS NULL)))
);

-- comment TABLE confirmation_code

COMMENT ON TABLE public.confirmation_code IS 'The one live code of a card for purchases, and one for each browser that asks to sign in, as hashes keyed with the card key: how often it was given wrong, and the idempotency key (its digest) of the purchase it is used up by.';

-- table contact

CREATE TABLE public.contact (
    holder bigint NOT NULL,
    phone text NOT NULL,
    CONSTRAINT a_phone_is_international CHECK ((phone ~ '^\+[0-9]{10,15}$'::text))
);

-- comment TABLE contact

COMMENT ON TABLE public.contact IS 'Where a resident is reached. Optional, and erased with the identity.';

-- table credential

CREATE TABLE public.credential (
    id uuid NOT NULL,
    key_sha256 bytea NOT NULL,
    role text NOT NULL,
    merchant integer,
    till integer,
    label text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT a_key_is_kept_as_sha256 CHECK ((octet_length(key_sha256) = 32)),
    CONSTRAINT a_scope_fits_its_role CHECK (
CASE role
    WHEN 'till'::text THEN ((till IS NOT NULL) AND (merchant IS NOT NULL))
    WHEN 'merchant'::text THEN ((till IS NULL) AND (merchant IS NOT NULL))
    ELSE ((till IS NULL) AND (merchant IS NULL))
END),
    CONSTRAINT role_is_known CHECK ((role = ANY (ARRAY['till'::text, 'merchant'::text, 'operator'::text, 'auditor'::text])))
);

-- comment TABLE credential

COMMENT ON TABLE public.credential IS 'A key and the one role it grants. The key itself is shown once and never stored.';

-- table decision_issue

CREATE TABLE public.decision_issue (
    id uuid NOT NULL,
    programme integer NOT NULL,
    decisions_sha256 bytea NOT NULL,
    people_sha256 bytea NOT NULL,
    file_name text NOT NULL,
    decided_on date NOT NULL,
    region text,
    version integer NOT NULL,
    seed text NOT NULL,
    people_in integer NOT NULL,
    issued integer NOT NULL,
    queued integer NOT NULL,
    refused integer NOT NULL,
    not_entitled integer NOT NULL,
    needs_evidence integer NOT NULL,
    without_row integer NOT NULL,
    issued_kopecks bigint NOT NULL,
    queued_kopecks bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    operation uuid,
    entry bigint NOT NULL,
    CONSTRAINT a_proactive_issue_is_reconciled CHECK ((people_in = (((((issued + queued) + refused) + not_entitled) + needs_evidence) + without_row)))
);

-- comment TABLE decision_issue

COMMENT ON TABLE public.decision_issue IS 'A population''s decisions as they were issued: under which version they were made, and what became of everybody.';

-- sequence decision_issue_entry_seq

ALTER TABLE public.decision_issue ALTER COLUMN entry ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.decision_issue_entry_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table decision_refusal

CREATE TABLE public.decision_refusal (
    issue uuid NOT NULL,
    line integer,
    person bigint,
    outcome text NOT NULL,
    code text NOT NULL,
    sentence_ru text NOT NULL,
    sentence_en text NOT NULL,
    entry bigint NOT NULL,
    CONSTRAINT a_refused_row_has_a_line_and_a_missing_one_a_person CHECK ((((outcome = ANY (ARRAY['refused'::text, 'failed'::text])) AND (line IS NOT NULL) AND (person IS NULL)) OR ((outcome = 'unlisted'::text) AND (line IS NULL) AND (person IS NOT NULL))))
);

-- comment TABLE decision_refusal

COMMENT ON TABLE public.decision_refusal IS 'The entitled who got neither a certificate nor a place: a row of the list, or the number of somebody without one.';

-- sequence decision_refusal_entry_seq

ALTER TABLE public.decision_refusal ALTER COLUMN entry ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.decision_refusal_entry_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table directory_version

CREATE TABLE public.directory_version (
    is_only boolean DEFAULT true NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT directory_version_is_only_check CHECK (is_only)
);

-- comment TABLE directory_version

COMMENT ON TABLE public.directory_version IS 'Grows with every change of tills, agreements, programmes or goods, so that a till process knows when to read them again.';

-- table funding_source

CREATE TABLE public.funding_source (
    number integer NOT NULL,
    id text NOT NULL
);

-- sequence funding_source_number_seq

ALTER TABLE public.funding_source ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.funding_source_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table good

CREATE TABLE public.good (
    gtin bigint NOT NULL,
    name text NOT NULL,
    category smallint,
    source text NOT NULL,
    standing smallint DEFAULT 4 NOT NULL,
    path integer,
    offered smallint,
    suggested smallint,
    certainty smallint,
    doubt text,
    changed bigint DEFAULT 0 NOT NULL,
    CONSTRAINT a_contradiction_is_explained CHECK (((standing <> 3) OR (doubt IS NOT NULL))),
    CONSTRAINT a_good_waits_or_is_set_aside_without_category CHECK (((category IS NULL) = (standing = ANY (ARRAY[2, 3, 5])))),
    CONSTRAINT a_goods_certainty_is_per_cent CHECK (((certainty >= 0) AND (certainty <= 100))),
    CONSTRAINT a_goods_standing_is_known CHECK ((standing = ANY (ARRAY[1, 2, 3, 4, 5]))),
    CONSTRAINT gtin_has_14_digits CHECK (((gtin >= 1) AND (gtin <= '99999999999999'::bigint)))
);

-- comment TABLE good

COMMENT ON TABLE public.good IS 'A barcode, its name and its category; without a category it is not classified and not covered.';

-- comment COLUMN good.standing

COMMENT ON COLUMN public.good.standing IS '1 settled by its source, 2 not classified, 3 its name contradicts its category, 4 reviewed by a person, 5 set aside by a person.';

-- comment COLUMN good.path

COMMENT ON COLUMN public.good.path IS 'The number of the source''s own category (source_path); null where a list gave ours.';

-- comment COLUMN good.offered

COMMENT ON COLUMN public.good.offered IS 'Our category for that path, kept aside while the good waits for review.';

-- comment COLUMN good.suggested

COMMENT ON COLUMN public.good.suggested IS 'What its name suggests; certainty in per cent, doubt the words that spoke.';

-- comment COLUMN good.changed

COMMENT ON COLUMN public.good.changed IS 'The number of the directory with which its category last changed: tills read what is newer than theirs.';

-- table hold

CREATE TABLE public.hold (
    holder bigint NOT NULL,
    operation uuid NOT NULL,
    account bigint NOT NULL,
    lane smallint NOT NULL,
    amount bigint NOT NULL,
    captured bigint DEFAULT 0 NOT NULL,
    released bigint DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    units smallint DEFAULT 0 NOT NULL,
    units_captured smallint DEFAULT 0 NOT NULL,
    CONSTRAINT a_hold_holds_something CHECK ((amount > 0)),
    CONSTRAINT a_hold_never_holds_less_than_no_unit CHECK ((units >= 0)),
    CONSTRAINT captures_stay_within_the_hold CHECK (((captured >= 0) AND (released >= 0) AND ((captured + released) <= amount))),
    CONSTRAINT no_more_units_are_captured_than_held CHECK (((units_captured >= 0) AND (units_captured <= units)))
)
WITH (fillfactor='70');

-- comment TABLE hold

COMMENT ON TABLE public.hold IS 'Money set aside by an authorisation until it is captured, voided or lapses.';

-- comment COLUMN hold.units

COMMENT ON COLUMN public.hold.units IS 'How many item units the authorisation uses up when it is captured.';

-- comment COLUMN hold.units_captured

COMMENT ON COLUMN public.hold.units_captured IS 'How many of its units captures used up; the others are held until it is closed.';

-- table identity

CREATE TABLE public.identity (
    holder bigint NOT NULL,
    snils text NOT NULL,
    last_name text NOT NULL,
    first_name text NOT NULL,
    patronymic text,
    birth_date date NOT NULL,
    district text NOT NULL
);

-- comment TABLE identity

COMMENT ON TABLE public.identity IS 'Who a resident is. Beside the ledger, and can be erased (152-ФЗ) without touching it.';

-- table import_row

CREATE UNLOGGED TABLE public.import_row (
    line integer NOT NULL,
    gtin bigint NOT NULL,
    name text NOT NULL,
    path integer NOT NULL,
    category smallint,
    offered smallint,
    standing smallint NOT NULL,
    suggested smallint,
    certainty smallint,
    doubt text
);

-- comment TABLE import_row

COMMENT ON TABLE public.import_row IS 'The rows of the list that is being imported; empty between imports.';

-- table installation

CREATE TABLE public.installation (
    is_only boolean DEFAULT true NOT NULL,
    kind text NOT NULL,
    lanes smallint NOT NULL,
    time_zone text NOT NULL,
    card_key_check bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT installation_is_example_or_live CHECK ((kind = ANY (ARRAY['example'::text, 'live'::text]))),
    CONSTRAINT lanes_are_counted CHECK (((lanes >= 1) AND (lanes <= 256))),
    CONSTRAINT one_installation_a_database CHECK (is_only)
);

-- comment TABLE installation

COMMENT ON TABLE public.installation IS 'One row: what kind of installation this database belongs to, fixed when it was made.';

-- table invitation

CREATE TABLE public.invitation (
    colleague bigint NOT NULL,
    digest bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT an_invitation_is_kept_as_sha256 CHECK ((octet_length(digest) = 32))
);

-- comment TABLE invitation

COMMENT ON TABLE public.invitation IS 'The one open invitation of a colleague, by the SHA-256 of its code, in real time. Rows go when they are used or over.';

-- table issue_list

CREATE TABLE public.issue_list (
    id uuid NOT NULL,
    programme integer NOT NULL,
    sha256 bytea NOT NULL,
    file_name text NOT NULL,
    rows_in integer NOT NULL,
    rows_issued integer NOT NULL,
    rows_refused integer NOT NULL,
    rows_failed integer NOT NULL,
    issued_kopecks bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    operation uuid,
    entry bigint NOT NULL,
    CONSTRAINT a_list_is_reconciled CHECK ((rows_in = ((rows_issued + rows_refused) + rows_failed)))
);

-- sequence issue_list_entry_seq

ALTER TABLE public.issue_list ALTER COLUMN entry ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.issue_list_entry_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table issue_row

CREATE TABLE public.issue_row (
    list uuid NOT NULL,
    line integer NOT NULL,
    outcome text NOT NULL,
    code text NOT NULL,
    sentence_ru text NOT NULL,
    sentence_en text NOT NULL,
    entry bigint NOT NULL,
    CONSTRAINT row_outcome_is_known CHECK ((outcome = ANY (ARRAY['refused'::text, 'failed'::text])))
);

-- comment TABLE issue_row

COMMENT ON TABLE public.issue_row IS 'The rows of a list that got no certificate, each with its reason.';

-- sequence issue_row_entry_seq

ALTER TABLE public.issue_row ALTER COLUMN entry ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.issue_row_entry_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table known_device

CREATE TABLE public.known_device (
    digest bytea NOT NULL,
    whom bytea NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    CONSTRAINT a_device_is_kept_by_hash CHECK ((octet_length(digest) = 32)),
    CONSTRAINT whom_is_kept_by_hash CHECK ((octet_length(whom) = 32))
);

-- comment TABLE known_device

COMMENT ON TABLE public.known_device IS 'Browsers that have signed in as somebody, by a keyed hash of both: strangers'' failures do not shut them out.';

-- table ledger_account

CREATE TABLE public.ledger_account (
    id bigint NOT NULL,
    kind text NOT NULL,
    source integer,
    appropriation integer,
    merchant integer,
    lane smallint,
    CONSTRAINT an_account_fits_its_kind CHECK (
CASE kind
    WHEN 'source'::text THEN ((source IS NOT NULL) AND (appropriation IS NULL) AND (merchant IS NULL) AND (lane IS NULL))
    WHEN 'appropriation'::text THEN ((source IS NULL) AND (appropriation IS NOT NULL) AND (merchant IS NULL) AND (lane IS NULL))
    WHEN 'payable'::text THEN ((source IS NULL) AND (appropriation IS NULL) AND (merchant IS NOT NULL) AND (lane IS NOT NULL))
    WHEN 'borne'::text THEN ((source IS NULL) AND (appropriation IS NULL) AND (merchant IS NULL) AND (lane IS NULL))
    ELSE ((source IS NOT NULL) AND (appropriation IS NULL) AND (merchant IS NULL) AND (lane IS NULL))
END),
    CONSTRAINT cold_accounts_stay_below_the_hot_ones CHECK (((id >= 1) AND (id <= '4294967295'::bigint))),
    CONSTRAINT ledger_account_kind_is_known CHECK ((kind = ANY (ARRAY['source'::text, 'appropriation'::text, 'payable'::text, 'paid'::text, 'borne'::text])))
);

-- comment TABLE ledger_account

COMMENT ON TABLE public.ledger_account IS 'Accounts no till touches: sources, appropriations, what merchants are owed, what was paid.';

-- sequence ledger_account_id_seq

ALTER TABLE public.ledger_account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table merchant

CREATE TABLE public.merchant (
    id integer NOT NULL,
    inn text NOT NULL,
    ogrn text NOT NULL,
    title_ru text NOT NULL,
    title_en text NOT NULL,
    joined_at timestamp with time zone NOT NULL
);

-- sequence merchant_id_seq

ALTER TABLE public.merchant ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.merchant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table message

CREATE TABLE public.message (
    id uuid NOT NULL,
    recipient bigint NOT NULL,
    phone text,
    body text,
    status smallint DEFAULT 1 NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    made_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT message_status_is_known CHECK ((status = ANY (ARRAY[1, 2, 3, 4]))),
    CONSTRAINT only_what_waits_or_is_shown_is_readable CHECK (((status = ANY (ARRAY[1, 3])) = ((phone IS NOT NULL) AND (body IS NOT NULL))))
);

-- comment TABLE message

COMMENT ON TABLE public.message IS 'Messages to residents, written in the transaction they are about. Status 1 waiting, 2 handed over, 3 shown here (an example only), 4 lapsed; phone and text are kept no longer than they are needed.';

-- table movement_line

CREATE TABLE public.movement_line (
    operation uuid NOT NULL,
    lane smallint NOT NULL,
    authorisation uuid NOT NULL,
    capture uuid NOT NULL,
    "position" smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    quantity bigint NOT NULL,
    amount bigint NOT NULL,
    accounts bigint[] NOT NULL,
    amounts bigint[] NOT NULL,
    units smallint[],
    CONSTRAINT a_movement_is_never_negative CHECK (((quantity >= 0) AND (amount >= 0)))
);

-- comment TABLE movement_line

COMMENT ON TABLE public.movement_line IS 'How much of a receipt line a capture took (capture is then the operation itself) or a refund gave back of it. A capture without rows here took the whole receipt. Quantities in millionths.';

-- comment COLUMN movement_line.units

COMMENT ON COLUMN public.movement_line.units IS 'Item units that go with each part, in the order of accounts; null where none does.';

-- table openid_state

CREATE TABLE public.openid_state (
    digest bytea NOT NULL,
    door text NOT NULL,
    back_to text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT a_state_is_kept_as_sha256 CHECK ((octet_length(digest) = 32)),
    CONSTRAINT door_with_openid CHECK ((door = ANY (ARRAY['staff'::text, 'resident'::text])))
);

-- comment TABLE openid_state

COMMENT ON TABLE public.openid_state IS 'Sign-ins begun at an identity provider, by the SHA-256 of their state and the browser; each is taken once.';

-- table operation

CREATE TABLE public.operation (
    id uuid NOT NULL,
    lane smallint NOT NULL,
    kind smallint NOT NULL,
    outcome smallint NOT NULL,
    merchant integer,
    till integer,
    holder bigint,
    parent uuid,
    total bigint NOT NULL,
    covered bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    till_at timestamp with time zone,
    receipt text,
    key uuid,
    body uuid,
    writer smallint NOT NULL,
    batch bigint NOT NULL,
    place integer NOT NULL,
    digest bytea NOT NULL,
    answer text NOT NULL
);

-- comment TABLE operation

COMMENT ON TABLE public.operation IS 'Everything that ever happened to money: who, when, under which key, and the answer byte for byte.';

-- table outlet

CREATE TABLE public.outlet (
    id integer NOT NULL,
    merchant integer NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    address text NOT NULL,
    district text NOT NULL
);

-- sequence outlet_id_seq

ALTER TABLE public.outlet ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outlet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table period

CREATE TABLE public.period (
    id integer NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    CONSTRAINT a_period_has_length CHECK ((ends_at > starts_at))
);

-- sequence period_id_seq

ALTER TABLE public.period ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.period_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table pin

CREATE TABLE public.pin (
    card uuid NOT NULL,
    salt bytea NOT NULL,
    digest bytea NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT tries_are_counted CHECK (((tries >= 0) AND (tries <= 5)))
);

-- comment TABLE pin

COMMENT ON TABLE public.pin IS 'The PIN of a card as a slow salted hash (scrypt), and how often in a row it was given wrong.';

-- table posting

CREATE TABLE public.posting (
    operation uuid NOT NULL,
    lane smallint NOT NULL,
    place integer NOT NULL,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    amount bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT a_posting_has_two_sides CHECK ((debit <> credit)),
    CONSTRAINT a_posting_moves_money CHECK ((amount > 0))
)
PARTITION BY RANGE (at);

-- comment TABLE posting

COMMENT ON TABLE public.posting IS 'amount kopecks from the debited to the credited account. Only added to; a correction is a new posting. By months, UTC.';

-- table programme

CREATE TABLE public.programme (
    number integer NOT NULL,
    id text NOT NULL,
    title_ru text NOT NULL,
    title_en text NOT NULL,
    is_sensitive boolean NOT NULL,
    summary_ru text,
    summary_en text,
    CONSTRAINT a_summary_is_in_both_languages CHECK (((summary_ru IS NULL) = (summary_en IS NULL)))
);

-- comment COLUMN programme.summary_ru

COMMENT ON COLUMN public.programme.summary_ru IS 'What a resident reads of the programme, one to three sentences; null where its file has none.';

-- sequence programme_number_seq

ALTER TABLE public.programme ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.programme_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table programme_version

CREATE TABLE public.programme_version (
    number integer NOT NULL,
    programme integer NOT NULL,
    valid_from date NOT NULL,
    sha256 bytea NOT NULL,
    document text NOT NULL,
    published_at timestamp with time zone NOT NULL
);

-- comment TABLE programme_version

COMMENT ON TABLE public.programme_version IS 'A published version, with its hash. Never changed; a new rule is a new version.';

-- sequence programme_version_number_seq

ALTER TABLE public.programme_version ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.programme_version_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table queue_place

CREATE TABLE public.queue_place (
    id uuid NOT NULL,
    issue uuid NOT NULL,
    programme integer NOT NULL,
    holder bigint NOT NULL,
    lane smallint NOT NULL,
    decided_on date NOT NULL,
    draw bytea NOT NULL,
    need text[] NOT NULL,
    decided jsonb NOT NULL,
    kopecks bigint NOT NULL,
    state smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    certificate uuid,
    code text,
    CONSTRAINT a_draw_is_a_sha256 CHECK ((octet_length(draw) = 32)),
    CONSTRAINT a_place_ends_as_its_state_says CHECK (
CASE state
    WHEN 1 THEN ((ended_at IS NULL) AND (certificate IS NULL) AND (code IS NULL))
    WHEN 2 THEN ((ended_at IS NOT NULL) AND (certificate IS NOT NULL) AND (code IS NULL))
    WHEN 3 THEN ((ended_at IS NOT NULL) AND (certificate IS NULL) AND (code IS NOT NULL))
    ELSE false
END)
);

-- comment TABLE queue_place

COMMENT ON TABLE public.queue_place IS 'Everybody to whom a decision gave a certificate or a place in the queue. State 1 waits, 2 got it, 3 will not.';

-- comment COLUMN queue_place.draw

COMMENT ON COLUMN public.queue_place.draw IS 'SHA-256 of the seed of its issue and the person''s number in the decisions; zeros once the holder was forgotten.';

-- comment COLUMN queue_place.decided

COMMENT ON COLUMN public.queue_place.decided IS 'Kopecks and units by allowance, as decided: {"food": [50000, 0]}.';

-- table receipt_line

CREATE TABLE public.receipt_line (
    operation uuid NOT NULL,
    lane smallint NOT NULL,
    "position" smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    gtin bigint,
    article text,
    name text NOT NULL,
    category smallint,
    quantity bigint NOT NULL,
    price bigint NOT NULL,
    discount bigint NOT NULL,
    amount bigint NOT NULL,
    covered bigint NOT NULL,
    reason text,
    denied smallint,
    accounts bigint[] NOT NULL,
    amounts bigint[] NOT NULL,
    units smallint[],
    waived bigint DEFAULT 0 NOT NULL,
    CONSTRAINT a_line_is_never_covered_beyond_its_amount CHECK (((covered >= 0) AND (covered <= amount))),
    CONSTRAINT what_a_shop_forgoes_is_part_of_its_line CHECK (((waived >= 0) AND ((covered + waived) <= amount)))
)
PARTITION BY RANGE (at);

-- comment TABLE receipt_line

COMMENT ON TABLE public.receipt_line IS 'A line of an authorised receipt: what it was, how it was decided, and which accounts pay how much of it. Quantities in millionths. By months, UTC.';

-- comment COLUMN receipt_line.units

COMMENT ON COLUMN public.receipt_line.units IS 'Item units used up by each part, in the order of accounts; null where no part uses any.';

-- comment COLUMN receipt_line.waived

COMMENT ON COLUMN public.receipt_line.waived IS 'What the shop forgoes because a programme pays no more than its cap, kopecks.';

-- table receipt_number

CREATE TABLE public.receipt_number (
    till integer NOT NULL,
    last integer NOT NULL,
    CONSTRAINT receipts_are_counted_from_1 CHECK ((last > 0))
);

-- comment TABLE receipt_number

COMMENT ON TABLE public.receipt_number IS 'The number of the last receipt that a till''s browser has begun.';

-- table recovery_code

CREATE TABLE public.recovery_code (
    colleague bigint NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT a_recovery_code_is_kept_by_hash CHECK ((octet_length(digest) = 32))
);

-- comment TABLE recovery_code

COMMENT ON TABLE public.recovery_code IS 'Codes for the day a colleague''s phone is lost, by keyed hash; each is good once and goes when it is used.';

-- table representation

CREATE TABLE public.representation (
    id uuid NOT NULL,
    representative bigint NOT NULL,
    represented bigint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    CONSTRAINT a_representation_has_dates CHECK ((valid_until > valid_from)),
    CONSTRAINT nobody_represents_themselves CHECK ((representative <> represented))
);

-- comment TABLE representation

COMMENT ON TABLE public.representation IS 'Who may shop for whom, and from when until when.';

-- table resident

CREATE TABLE public.resident (
    holder bigint NOT NULL,
    lane smallint NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT holder_is_random CHECK ((holder > 0))
);

-- comment TABLE resident

COMMENT ON TABLE public.resident IS 'A person known to the region, by a random number; the ledger knows nothing else of them.';

-- table schema_migration

CREATE TABLE public.schema_migration (
    number integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

-- table sealed_row

CREATE TABLE public.sealed_row (
    relation text NOT NULL,
    entry bigint NOT NULL,
    digest bytea NOT NULL,
    operation uuid NOT NULL
);

-- comment TABLE sealed_row

COMMENT ON TABLE public.sealed_row IS 'The SHA-256 of each row of history outside the chains, as it was when sealed; the operation that sealed it, in the office chain, has their sum.';

-- table session

CREATE TABLE public.session (
    digest bytea NOT NULL,
    role text NOT NULL,
    subject bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT a_session_ends CHECK (((ends_at > began_at) AND (seen_at >= began_at))),
    CONSTRAINT a_token_is_kept_as_sha256 CHECK ((octet_length(digest) = 32)),
    CONSTRAINT who_signs_in CHECK ((role = ANY (ARRAY['resident'::text, 'operator'::text, 'clerk'::text, 'auditor'::text])))
);

-- comment TABLE session

COMMENT ON TABLE public.session IS 'Who is signed in at a browser, by the SHA-256 of the token in its cookie. Subject is a resident''s or a colleague''s number. Rows go when they are over.';

-- table sign_in_budget

CREATE TABLE public.sign_in_budget (
    digest bytea NOT NULL,
    tries timestamp with time zone[] NOT NULL,
    failures timestamp with time zone[] NOT NULL,
    over_at timestamp with time zone NOT NULL,
    CONSTRAINT a_budget_is_kept_by_hash CHECK ((octet_length(digest) = 32))
);

-- comment TABLE sign_in_budget

COMMENT ON TABLE public.sign_in_budget IS 'Who tried to get in during the last hour and failed during the last day: by a keyed hash of a person''s browser, of all strangers'' browsers of a person, or of a network. Rows go when they are over.';

-- table source_path

CREATE TABLE public.source_path (
    number integer NOT NULL,
    source text NOT NULL,
    path text NOT NULL
);

-- comment TABLE source_path

COMMENT ON TABLE public.source_path IS 'The categories of the lists goods were imported from, as those lists write them.';

-- table task

CREATE TABLE public.task (
    id uuid NOT NULL,
    kind text NOT NULL,
    once text NOT NULL,
    asked_by text NOT NULL,
    role text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    parameters jsonb NOT NULL,
    state text NOT NULL,
    stage text DEFAULT ''::text NOT NULL,
    done bigint DEFAULT 0 NOT NULL,
    total bigint DEFAULT 0 NOT NULL,
    outcome jsonb,
    runner uuid,
    heartbeat_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT a_tasks_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'stopped'::text]))),
    CONSTRAINT progress_is_counted CHECK (((done >= 0) AND (total >= 0))),
    CONSTRAINT what_is_over_has_an_end CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text, 'stopped'::text])) = (ended_at IS NOT NULL))),
    CONSTRAINT what_runs_has_a_runner CHECK (((state <> 'running'::text) OR ((runner IS NOT NULL) AND (heartbeat_at IS NOT NULL))))
);

-- comment TABLE task

COMMENT ON TABLE public.task IS 'Long work asked for at a page. Neither parameters nor outcome hold personal data. heartbeat_at is by the database''s clock: old means that the process which runs it is gone.';

-- table till

CREATE TABLE public.till (
    id integer NOT NULL,
    outlet integer NOT NULL,
    code text NOT NULL,
    is_suspended boolean DEFAULT false NOT NULL
);

-- table till_day

CREATE TABLE public.till_day (
    id bigint NOT NULL,
    till integer NOT NULL,
    day date NOT NULL,
    reported json NOT NULL,
    counted json NOT NULL,
    is_equal boolean NOT NULL,
    at timestamp with time zone NOT NULL
);

-- comment TABLE till_day

COMMENT ON TABLE public.till_day IS 'A till''s own day totals beside ours, as often as it reports them.';

-- sequence till_day_id_seq

ALTER TABLE public.till_day ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.till_day_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- sequence till_id_seq

ALTER TABLE public.till ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.till_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- table till_invitation

CREATE TABLE public.till_invitation (
    digest bytea NOT NULL,
    till integer NOT NULL,
    merchant integer NOT NULL,
    invited_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    credential uuid,
    CONSTRAINT an_accepted_invitation_gave_a_key CHECK (((accepted_at IS NULL) = (credential IS NULL))),
    CONSTRAINT an_invitation_ends CHECK ((expires_at > invited_at)),
    CONSTRAINT an_invitation_is_kept_as_a_hash CHECK ((octet_length(digest) = 32))
);

-- comment TABLE till_invitation

COMMENT ON TABLE public.till_invitation IS 'A code, kept as a slow hash, that makes a browser a till, once. A new one takes the place of one nobody used.';

-- table upload

CREATE TABLE public.upload (
    id uuid NOT NULL,
    sha256 bytea NOT NULL,
    name text NOT NULL,
    sealed bytea NOT NULL,
    kept_until timestamp with time zone NOT NULL,
    CONSTRAINT an_upload_is_known_by_sha256 CHECK ((octet_length(sha256) = 32))
);

-- comment TABLE upload

COMMENT ON TABLE public.upload IS 'Lists handed in for a task, sealed with a key that is not in the database: they name people. Rows go when used, or at kept_until by the database''s clock.';

-- table writer_head

CREATE TABLE public.writer_head (
    lane smallint NOT NULL,
    writer smallint NOT NULL,
    seq bigint NOT NULL,
    chain bytea NOT NULL
)
WITH (fillfactor='50');

-- comment TABLE writer_head

COMMENT ON TABLE public.writer_head IS 'Where each writer''s chain ends. Closing a period locks all of them.';

-- constraint colleague a_login_is_one_colleagues

ALTER TABLE ONLY public.colleague
    ADD CONSTRAINT a_login_is_one_colleagues UNIQUE (login);

-- constraint account account_pkey

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (holder, id, lane);

-- constraint agreement agreement_pkey

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (id);

-- constraint invitation an_invitation_is_one_colleagues

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT an_invitation_is_one_colleagues UNIQUE (digest);

-- constraint colleague an_openid_is_one_colleagues

ALTER TABLE ONLY public.colleague
    ADD CONSTRAINT an_openid_is_one_colleagues UNIQUE (openid_issuer, openid_subject);

-- constraint appropriation appropriation_pkey

ALTER TABLE ONLY public.appropriation
    ADD CONSTRAINT appropriation_pkey PRIMARY KEY (number);

-- constraint article article_pkey

ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_pkey PRIMARY KEY (merchant, article);

-- constraint audit_event audit_event_pkey

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);

-- constraint batch batch_pkey

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (seq, writer, lane);

-- constraint belt belt_pkey

ALTER TABLE ONLY public.belt
    ADD CONSTRAINT belt_pkey PRIMARY KEY (credential);

-- constraint carrier carrier_pkey

ALTER TABLE ONLY public.carrier
    ADD CONSTRAINT carrier_pkey PRIMARY KEY (hash);

-- constraint category_parent category_parent_pkey

ALTER TABLE ONLY public.category_parent
    ADD CONSTRAINT category_parent_pkey PRIMARY KEY (category, since);

-- constraint category category_pkey

ALTER TABLE ONLY public.category
    ADD CONSTRAINT category_pkey PRIMARY KEY (number);

-- constraint certificate_event certificate_event_pkey

ALTER TABLE ONLY public.certificate_event
    ADD CONSTRAINT certificate_event_pkey PRIMARY KEY (id);

-- constraint certificate certificate_pkey

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_pkey PRIMARY KEY (id, lane);

-- constraint claim claim_pkey

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_pkey PRIMARY KEY (id);

-- constraint claim_source claim_source_pkey

ALTER TABLE ONLY public.claim_source
    ADD CONSTRAINT claim_source_pkey PRIMARY KEY (claim, source, lane);

-- constraint clock clock_pkey

ALTER TABLE ONLY public.clock
    ADD CONSTRAINT clock_pkey PRIMARY KEY (kind);

-- constraint closed_through closed_through_pkey

ALTER TABLE ONLY public.closed_through
    ADD CONSTRAINT closed_through_pkey PRIMARY KEY (is_only);

-- constraint code_limit code_limit_pkey

ALTER TABLE ONLY public.code_limit
    ADD CONSTRAINT code_limit_pkey PRIMARY KEY (subject);

-- constraint colleague colleague_pkey

ALTER TABLE ONLY public.colleague
    ADD CONSTRAINT colleague_pkey PRIMARY KEY (number);

-- constraint confirmation_code confirmation_code_pkey

ALTER TABLE ONLY public.confirmation_code
    ADD CONSTRAINT confirmation_code_pkey PRIMARY KEY (card, purpose, browser);

-- constraint contact contact_pkey

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (holder);

-- constraint credential credential_pkey

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (id);

-- constraint decision_issue decision_issue_pkey

ALTER TABLE ONLY public.decision_issue
    ADD CONSTRAINT decision_issue_pkey PRIMARY KEY (id);

-- constraint decision_refusal decision_refusal_pkey

ALTER TABLE ONLY public.decision_refusal
    ADD CONSTRAINT decision_refusal_pkey PRIMARY KEY (entry);

-- constraint directory_version directory_version_pkey

ALTER TABLE ONLY public.directory_version
    ADD CONSTRAINT directory_version_pkey PRIMARY KEY (is_only);

-- constraint funding_source funding_source_pkey

ALTER TABLE ONLY public.funding_source
    ADD CONSTRAINT funding_source_pkey PRIMARY KEY (number);

-- constraint good good_pkey

ALTER TABLE ONLY public.good
    ADD CONSTRAINT good_pkey PRIMARY KEY (gtin);

-- constraint hold hold_pkey

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_pkey PRIMARY KEY (holder, operation, account, lane);

-- constraint identity identity_pkey

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (holder);

-- constraint installation installation_kind_is_fixed

ALTER TABLE ONLY public.installation
    ADD CONSTRAINT installation_kind_is_fixed UNIQUE (kind);

-- constraint installation installation_pkey

ALTER TABLE ONLY public.installation
    ADD CONSTRAINT installation_pkey PRIMARY KEY (is_only);

-- constraint invitation invitation_pkey

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (colleague);

-- constraint issue_list issue_list_pkey

ALTER TABLE ONLY public.issue_list
    ADD CONSTRAINT issue_list_pkey PRIMARY KEY (id);

-- constraint issue_row issue_row_pkey

ALTER TABLE ONLY public.issue_row
    ADD CONSTRAINT issue_row_pkey PRIMARY KEY (list, line);

-- constraint known_device known_device_pkey

ALTER TABLE ONLY public.known_device
    ADD CONSTRAINT known_device_pkey PRIMARY KEY (digest);

-- constraint ledger_account ledger_account_pkey

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_pkey PRIMARY KEY (id);

-- constraint merchant merchant_pkey

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_pkey PRIMARY KEY (id);

-- constraint message message_pkey

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);

-- constraint movement_line movement_line_pkey

ALTER TABLE ONLY public.movement_line
    ADD CONSTRAINT movement_line_pkey PRIMARY KEY (authorisation, operation, "position", lane);

-- constraint ledger_account one_account_one_purpose

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT one_account_one_purpose UNIQUE NULLS NOT DISTINCT (kind, source, appropriation, merchant, lane);

-- constraint agreement one_agreement_at_a_time

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT one_agreement_at_a_time EXCLUDE USING gist (int4range(merchant, merchant, '[]'::text) WITH &&, int4range(programme, programme, '[]'::text) WITH &&, tstzrange(valid_from, valid_until) WITH &&);

-- constraint appropriation one_appropriation_a_year

ALTER TABLE ONLY public.appropriation
    ADD CONSTRAINT one_appropriation_a_year UNIQUE (programme, source, budget_year);

-- constraint claim one_claim_a_period

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT one_claim_a_period UNIQUE (period, merchant);

-- constraint outlet one_code_one_outlet

ALTER TABLE ONLY public.outlet
    ADD CONSTRAINT one_code_one_outlet UNIQUE (merchant, code);

-- constraint till one_code_one_till

ALTER TABLE ONLY public.till
    ADD CONSTRAINT one_code_one_till UNIQUE (outlet, code);

-- constraint task one_form_asks_once

ALTER TABLE ONLY public.task
    ADD CONSTRAINT one_form_asks_once UNIQUE (once);

-- constraint category one_id_one_category

ALTER TABLE ONLY public.category
    ADD CONSTRAINT one_id_one_category UNIQUE (id);

-- constraint programme one_id_one_programme

ALTER TABLE ONLY public.programme
    ADD CONSTRAINT one_id_one_programme UNIQUE (id);

-- constraint funding_source one_id_one_source

ALTER TABLE ONLY public.funding_source
    ADD CONSTRAINT one_id_one_source UNIQUE (id);

-- constraint merchant one_inn_one_merchant

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT one_inn_one_merchant UNIQUE (inn);

-- constraint credential one_key_one_credential

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT one_key_one_credential UNIQUE (key_sha256);

-- constraint operation one_key_one_operation

ALTER TABLE ONLY public.operation
    ADD CONSTRAINT one_key_one_operation UNIQUE (key, lane);

-- constraint source_path one_path_a_source

ALTER TABLE ONLY public.source_path
    ADD CONSTRAINT one_path_a_source UNIQUE (source, path);

-- constraint identity one_snils_one_person

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT one_snils_one_person UNIQUE (snils);

-- constraint programme_version one_version_from_a_day

ALTER TABLE ONLY public.programme_version
    ADD CONSTRAINT one_version_from_a_day UNIQUE (programme, valid_from);

-- constraint openid_state openid_state_pkey

ALTER TABLE ONLY public.openid_state
    ADD CONSTRAINT openid_state_pkey PRIMARY KEY (digest);

-- constraint operation operation_pkey

ALTER TABLE ONLY public.operation
    ADD CONSTRAINT operation_pkey PRIMARY KEY (id, lane);

-- constraint outlet outlet_pkey

ALTER TABLE ONLY public.outlet
    ADD CONSTRAINT outlet_pkey PRIMARY KEY (id);

-- constraint period period_pkey

ALTER TABLE ONLY public.period
    ADD CONSTRAINT period_pkey PRIMARY KEY (id);

-- constraint period periods_do_not_overlap

ALTER TABLE ONLY public.period
    ADD CONSTRAINT periods_do_not_overlap EXCLUDE USING gist (tstzrange(starts_at, ends_at) WITH &&);

-- constraint pin pin_pkey

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_pkey PRIMARY KEY (card);

-- constraint programme programme_pkey

ALTER TABLE ONLY public.programme
    ADD CONSTRAINT programme_pkey PRIMARY KEY (number);

-- constraint programme_version programme_version_pkey

ALTER TABLE ONLY public.programme_version
    ADD CONSTRAINT programme_version_pkey PRIMARY KEY (number);

-- constraint queue_place queue_place_pkey

ALTER TABLE ONLY public.queue_place
    ADD CONSTRAINT queue_place_pkey PRIMARY KEY (id);

-- constraint receipt_number receipt_number_pkey

ALTER TABLE ONLY public.receipt_number
    ADD CONSTRAINT receipt_number_pkey PRIMARY KEY (till);

-- constraint recovery_code recovery_code_pkey

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (colleague, digest);

-- constraint representation representation_pkey

ALTER TABLE ONLY public.representation
    ADD CONSTRAINT representation_pkey PRIMARY KEY (id);

-- constraint resident resident_pkey

ALTER TABLE ONLY public.resident
    ADD CONSTRAINT resident_pkey PRIMARY KEY (holder);

-- constraint schema_migration schema_migration_pkey

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (number);

-- constraint sealed_row sealed_row_pkey

ALTER TABLE ONLY public.sealed_row
    ADD CONSTRAINT sealed_row_pkey PRIMARY KEY (relation, entry);

-- constraint session session_pkey

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (digest);

-- constraint sign_in_budget sign_in_budget_pkey

ALTER TABLE ONLY public.sign_in_budget
    ADD CONSTRAINT sign_in_budget_pkey PRIMARY KEY (digest);

-- constraint source_path source_path_pkey

ALTER TABLE ONLY public.source_path
    ADD CONSTRAINT source_path_pkey PRIMARY KEY (number);

-- constraint task task_pkey

ALTER TABLE ONLY public.task
    ADD CONSTRAINT task_pkey PRIMARY KEY (id);

-- constraint decision_issue the_same_decisions_are_issued_once

ALTER TABLE ONLY public.decision_issue
    ADD CONSTRAINT the_same_decisions_are_issued_once UNIQUE (programme, decisions_sha256, people_sha256);

-- constraint issue_list the_same_list_is_issued_once

ALTER TABLE ONLY public.issue_list
    ADD CONSTRAINT the_same_list_is_issued_once UNIQUE (programme, sha256);

-- constraint till_day till_day_pkey

ALTER TABLE ONLY public.till_day
    ADD CONSTRAINT till_day_pkey PRIMARY KEY (id);

-- constraint till_invitation till_invitation_pkey

ALTER TABLE ONLY public.till_invitation
    ADD CONSTRAINT till_invitation_pkey PRIMARY KEY (digest);

-- constraint till till_pkey

ALTER TABLE ONLY public.till
    ADD CONSTRAINT till_pkey PRIMARY KEY (id);

-- constraint upload upload_pkey

ALTER TABLE ONLY public.upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (id);

-- constraint writer_head writer_head_pkey

ALTER TABLE ONLY public.writer_head
    ADD CONSTRAINT writer_head_pkey PRIMARY KEY (writer, lane);

-- index article_changed

CREATE INDEX article_changed ON public.article USING btree (changed);

-- index article_to_review

CREATE INDEX article_to_review ON public.article USING btree (merchant, article) WHERE (standing = ANY (ARRAY[2, 3]));

-- index carrier_of_holder

CREATE INDEX carrier_of_holder ON public.carrier USING btree (holder);

-- index certificate_event_of_certificate

CREATE INDEX certificate_event_of_certificate ON public.certificate_event USING btree (certificate);

-- index certificate_of_holder

CREATE INDEX certificate_of_holder ON public.certificate USING btree (holder);

-- index claim_line_of_claim

CREATE INDEX claim_line_of_claim ON public.claim_line USING btree (claim);

-- index decision_refusal_of_issue

CREATE INDEX decision_refusal_of_issue ON public.decision_refusal USING btree (issue);

-- index good_by_words

CREATE INDEX good_by_words ON public.good USING gin (to_tsvector('simple'::regconfig, translate(name, 'ёЁ'::text, 'еЕ'::text)));

-- index good_changed

CREATE INDEX good_changed ON public.good USING btree (changed);

-- index good_to_review

CREATE INDEX good_to_review ON public.good USING btree (standing, gtin) WHERE (standing = ANY (ARRAY[2, 3]));

-- index known_device_seen

CREATE INDEX known_device_seen ON public.known_device USING btree (seen_at);

-- index known_device_whom

CREATE INDEX known_device_whom ON public.known_device USING btree (whom, seen_at);

-- index message_to_do

CREATE INDEX message_to_do ON public.message USING btree (due_at) WHERE (status = ANY (ARRAY[1, 3]));

-- index one_current_certificate_a_person

CREATE UNIQUE INDEX one_current_certificate_a_person ON public.certificate USING btree (holder, programme, lane) WHERE (status = ANY (ARRAY[1, 2]));

-- index one_open_invitation_a_till

CREATE UNIQUE INDEX one_open_invitation_a_till ON public.till_invitation USING btree (till) WHERE (accepted_at IS NULL);

-- index one_place_a_certificate

CREATE UNIQUE INDEX one_place_a_certificate ON public.queue_place USING btree (certificate) WHERE (certificate IS NOT NULL);

-- index one_place_a_decided_number

CREATE UNIQUE INDEX one_place_a_decided_number ON public.queue_place USING btree (programme, decided_on, draw) WHERE (draw <> decode(repeat('00'::text, 32), 'hex'::text));

-- index one_qr_and_one_sheet_at_a_time

CREATE UNIQUE INDEX one_qr_and_one_sheet_at_a_time ON public.carrier USING btree (holder, kind, representation) NULLS NOT DISTINCT WHERE ((kind <> 'card'::text) AND (status = 1));

-- index one_root_of_goods

CREATE UNIQUE INDEX one_root_of_goods ON public.category USING btree (((parent IS NULL))) WHERE ((parent IS NULL) AND (id <> 'services'::text));

-- index one_waits_once_a_programme

CREATE UNIQUE INDEX one_waits_once_a_programme ON public.queue_place USING btree (holder, programme) WHERE (state = 1);

-- index openid_state_over

CREATE INDEX openid_state_over ON public.openid_state USING btree (expires_at);

-- index operation_in_time

CREATE INDEX operation_in_time ON public.operation USING brin (at) WITH (pages_per_range='32');

-- index operation_of_holder

CREATE INDEX operation_of_holder ON public.operation USING btree (holder, at) WHERE (kind = ANY (ARRAY[1, 11]));

-- index operation_of_parent

CREATE INDEX operation_of_parent ON public.operation USING btree (parent, lane) WHERE (parent IS NOT NULL);

-- index operation_of_receipt

CREATE INDEX operation_of_receipt ON public.operation USING btree (merchant, receipt, lane) WHERE (kind = 1);

-- index posting_in_time

CREATE INDEX posting_in_time ON ONLY public.posting USING brin (at) WITH (pages_per_range='32');

-- index queue_in_order

CREATE INDEX queue_in_order ON public.queue_place USING btree (programme, decided_on, draw) WHERE (state = 1);

-- index queue_place_of_holder

CREATE INDEX queue_place_of_holder ON public.queue_place USING btree (holder);

-- index receipt_line_in_time

CREATE INDEX receipt_line_in_time ON ONLY public.receipt_line USING brin (at) WITH (pages_per_range='32', autosummarize='on');

-- index session_subject

CREATE INDEX session_subject ON public.session USING btree (role, subject);

-- index sign_in_budget_over

CREATE INDEX sign_in_budget_over ON public.sign_in_budget USING btree (over_at);

-- index task_of_kind

CREATE INDEX task_of_kind ON public.task USING btree (kind, asked_at DESC);

-- index task_to_do

CREATE INDEX task_to_do ON public.task USING btree (asked_at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

-- trigger clock clock_moves_forward

CREATE TRIGGER clock_moves_forward BEFORE UPDATE ON public.clock FOR EACH ROW EXECUTE FUNCTION public.keep_clock_forward();

-- trigger credential key_stays_revoked

CREATE TRIGGER key_stays_revoked BEFORE UPDATE ON public.credential FOR EACH ROW EXECUTE FUNCTION public.keep_key_revoked();

-- trigger closed_through periods_stay_closed

CREATE TRIGGER periods_stay_closed BEFORE UPDATE ON public.closed_through FOR EACH ROW EXECUTE FUNCTION public.keep_closed();

-- trigger resident resident_stays_erased

CREATE TRIGGER resident_stays_erased BEFORE UPDATE ON public.resident FOR EACH ROW EXECUTE FUNCTION public.keep_resident_erased();

-- fk constraint agreement agreement_merchant_fkey

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_merchant_fkey FOREIGN KEY (merchant) REFERENCES public.merchant(id);

-- fk constraint agreement agreement_programme_fkey

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_programme_fkey FOREIGN KEY (programme) REFERENCES public.programme(number);

-- fk constraint appropriation appropriation_programme_fkey

ALTER TABLE ONLY public.appropriation
    ADD CONSTRAINT appropriation_programme_fkey FOREIGN KEY (programme) REFERENCES public.programme(number);

-- fk constraint appropriation appropriation_source_fkey

ALTER TABLE ONLY public.appropriation
    ADD CONSTRAINT appropriation_source_fkey FOREIGN KEY (source) REFERENCES public.funding_source(number);

-- fk constraint article article_category_fkey

ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_category_fkey FOREIGN KEY (category) REFERENCES public.category(number);

-- fk constraint article article_merchant_fkey

ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_merchant_fkey FOREIGN KEY (merchant) REFERENCES public.merchant(id);

-- fk constraint belt belt_till_fkey

ALTER TABLE ONLY public.belt
    ADD CONSTRAINT belt_till_fkey FOREIGN KEY (till) REFERENCES public.till(id);

-- fk constraint carrier carrier_holder_fkey

ALTER TABLE ONLY public.carrier
    ADD CONSTRAINT carrier_holder_fkey FOREIGN KEY (holder) REFERENCES public.resident(holder);

-- fk constraint carrier carrier_representation_fkey

ALTER TABLE ONLY public.carrier
    ADD CONSTRAINT carrier_representation_fkey FOREIGN KEY (representation) REFERENCES public.representation(id);

-- fk constraint category_parent category_parent_category_fkey

ALTER TABLE ONLY public.category_parent
    ADD CONSTRAINT category_parent_category_fkey FOREIGN KEY (category) REFERENCES public.category(number);

-- fk constraint category category_parent_fkey

ALTER TABLE ONLY public.category
    ADD CONSTRAINT category_parent_fkey FOREIGN KEY (parent) REFERENCES public.category(number);

-- fk constraint category_parent category_parent_parent_fkey

ALTER TABLE ONLY public.category_parent
    ADD CONSTRAINT category_parent_parent_fkey FOREIGN KEY (parent) REFERENCES public.category(number);

-- fk constraint certificate certificate_programme_fkey

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_programme_fkey FOREIGN KEY (programme) REFERENCES public.programme(number);

-- fk constraint certificate certificate_version_fkey

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_version_fkey FOREIGN KEY (version) REFERENCES public.programme_version(number);

-- fk constraint claim claim_carried_into_fkey

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_carried_into_fkey FOREIGN KEY (carried_into) REFERENCES public.claim(id);

-- fk constraint claim_line claim_line_claim_fkey

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT claim_line_claim_fkey FOREIGN KEY (claim) REFERENCES public.claim(id);

-- fk constraint claim claim_merchant_fkey

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_merchant_fkey FOREIGN KEY (merchant) REFERENCES public.merchant(id);

-- fk constraint claim claim_period_fkey

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_period_fkey FOREIGN KEY (period) REFERENCES public.period(id);

-- fk constraint claim_source claim_source_claim_fkey

ALTER TABLE ONLY public.claim_source
    ADD CONSTRAINT claim_source_claim_fkey FOREIGN KEY (claim) REFERENCES public.claim(id);

-- fk constraint claim_source claim_source_source_fkey

ALTER TABLE ONLY public.claim_source
    ADD CONSTRAINT claim_source_source_fkey FOREIGN KEY (source) REFERENCES public.funding_source(number);

-- fk constraint clock clock_kind_fkey

ALTER TABLE ONLY public.clock
    ADD CONSTRAINT clock_kind_fkey FOREIGN KEY (kind) REFERENCES public.installation(kind);

-- fk constraint confirmation_code confirmation_code_card_fkey

ALTER TABLE ONLY public.confirmation_code
    ADD CONSTRAINT confirmation_code_card_fkey FOREIGN KEY (card) REFERENCES public.carrier(hash) ON UPDATE CASCADE ON DELETE CASCADE;

-- fk constraint contact contact_holder_fkey

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_holder_fkey FOREIGN KEY (holder) REFERENCES public.identity(holder) ON DELETE CASCADE;

-- fk constraint credential credential_of_a_merchant

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_of_a_merchant FOREIGN KEY (merchant) REFERENCES public.merchant(id);

-- fk constraint credential credential_of_a_till

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_of_a_till FOREIGN KEY (till) REFERENCES public.till(id);

-- fk constraint decision_issue decision_issue_programme_fkey

ALTER TABLE ONLY public.decision_issue
    ADD CONSTRAINT decision_issue_programme_fkey FOREIGN KEY (programme) REFERENCES public.programme(number);

-- fk constraint decision_issue decision_issue_version_fkey

ALTER TABLE ONLY public.decision_issue
    ADD CONSTRAINT decision_issue_version_fkey FOREIGN KEY (version) REFERENCES public.programme_version(number);

-- fk constraint decision_refusal decision_refusal_issue_fkey

ALTER TABLE ONLY public.decision_refusal
    ADD CONSTRAINT decision_refusal_issue_fkey FOREIGN KEY (issue) REFERENCES public.decision_issue(id);

-- fk constraint good good_category_fkey

ALTER TABLE ONLY public.good
    ADD CONSTRAINT good_category_fkey FOREIGN KEY (category) REFERENCES public.category(number);

-- fk constraint identity identity_holder_fkey

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_holder_fkey FOREIGN KEY (holder) REFERENCES public.resident(holder);

-- fk constraint invitation invitation_colleague_fkey

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_colleague_fkey FOREIGN KEY (colleague) REFERENCES public.colleague(number);

-- fk constraint issue_list issue_list_programme_fkey

ALTER TABLE ONLY public.issue_list
    ADD CONSTRAINT issue_list_programme_fkey FOREIGN KEY (programme) REFERENCES public.programme(number);

-- fk constraint issue_row issue_row_list_fkey

ALTER TABLE ONLY public.issue_row
    ADD CONSTRAINT issue_row_list_fkey FOREIGN KEY (list) REFERENCES public.issue_list(id);

-- fk constraint ledger_account ledger_account_appropriation_fkey

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_appropriation_fkey FOREIGN KEY (appropriation) REFERENCES public.appropriation(number);

-- fk constraint ledger_account ledger_account_merchant_fkey

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_merchant_fkey FOREIGN KEY (merchant) REFERENCES public.merchant(id);

-- fk constraint ledger_account ledger_account_source_fkey

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_source_fkey FOREIGN KEY (source) REFERENCES public.funding_source(number);

-- fk constraint outlet outlet_merchant_fkey

ALTER TABLE ONLY public.outlet
    ADD CONSTRAINT outlet_merchant_fkey FOREIGN KEY (merchant) REFERENCES public.merchant(id);

-- fk constraint pin pin_card_fkey

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_card_fkey FOREIGN KEY (card) REFERENCES public.carrier(hash) ON UPDATE CASCADE ON DELETE CASCADE;

-- fk constraint programme_version programme_version_programme_fkey

ALTER TABLE ONLY public.programme_version
    ADD CONSTRAINT programme_version_programme_fkey FOREIGN KEY (programme) REFERENCES public.programme(number);

-- fk constraint queue_place queue_place_issue_fkey

ALTER TABLE ONLY public.queue_place
    ADD CONSTRAINT queue_place_issue_fkey FOREIGN KEY (issue) REFERENCES public.decision_issue(id);

-- fk constraint queue_place queue_place_programme_fkey

ALTER TABLE ONLY public.queue_place
    ADD CONSTRAINT queue_place_programme_fkey FOREIGN KEY (programme) REFERENCES public.programme(number);

-- fk constraint receipt_number receipt_number_till_fkey

ALTER TABLE ONLY public.receipt_number
    ADD CONSTRAINT receipt_number_till_fkey FOREIGN KEY (till) REFERENCES public.till(id);

-- fk constraint recovery_code recovery_code_colleague_fkey

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_colleague_fkey FOREIGN KEY (colleague) REFERENCES public.colleague(number);

-- fk constraint representation representation_representative_fkey

ALTER TABLE ONLY public.representation
    ADD CONSTRAINT representation_representative_fkey FOREIGN KEY (representative) REFERENCES public.resident(holder);

-- fk constraint representation representation_represented_fkey

ALTER TABLE ONLY public.representation
    ADD CONSTRAINT representation_represented_fkey FOREIGN KEY (represented) REFERENCES public.resident(holder);

-- fk constraint till_day till_day_till_fkey

ALTER TABLE ONLY public.till_day
    ADD CONSTRAINT till_day_till_fkey FOREIGN KEY (till) REFERENCES public.till(id);

-- fk constraint till_invitation till_invitation_credential_fkey

ALTER TABLE ONLY public.till_invitation
    ADD CONSTRAINT till_invitation_credential_fkey FOREIGN KEY (credential) REFERENCES public.credential(id);

-- fk constraint till till_outlet_fkey

ALTER TABLE ONLY public.till
    ADD CONSTRAINT till_outlet_fkey FOREIGN KEY (outlet) REFERENCES public.outlet(id);
