-- Postings and receipt lines lie month by month (UTC), in partitions made ahead of time (docs/adr/0014). There is no
-- partition for everything else: what has no month is refused, and nothing has to be moved when a month is made.

alter table posting rename to posting_before;
alter index posting_in_time rename to posting_before_in_time;
alter table receipt_line rename to receipt_line_before;
alter index receipt_line_in_time rename to receipt_line_before_in_time;

-- room: ledger
create table posting (like posting_before including defaults including constraints including comments)
partition by range (at);
create index posting_in_time on posting using brin (at) with (pages_per_range = 32);
comment on table posting is
    'amount kopecks from the debited to the credited account. Only added to; a correction is a new posting. By months, UTC.';

-- room: purchases
create table receipt_line (like receipt_line_before including defaults including constraints including comments)
partition by range (at);
create index receipt_line_in_time on receipt_line using brin (at) with (pages_per_range = 32);
comment on table receipt_line is
    'A line of an authorised receipt: what it was, how it was decided, and which accounts pay how much of it. Quantities in millionths. By months, UTC.';

-- Rights are the parents': nobody but the owner reaches a partition by its own name.
grant select, insert on posting, receipt_line to {{application}};

-- The partition that holds an instant; null when there is none.
create function month_of(p_table text, p_at timestamptz) returns regclass language sql stable
set search_path = public, pg_temp set timezone = 'UTC' as $$
    select inhrelid::regclass
    from pg_inherits
    where inhparent = to_regclass(p_table) and inhrelid = to_regclass(p_table || to_char(p_at, '_YYYY_MM'))
$$;

-- Make a month that is not there. It is attached, not created in its place: that would lock tills and readers out.
create function make_month(p_table text, p_month timestamptz) returns void language plpgsql
set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
    v_name text := p_table || to_char(p_month, '_YYYY_MM');
begin
    if month_of(p_table, p_month) is null then
        execute format('create table %I (like %I including defaults including constraints)', v_name, p_table);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)',
            p_table, v_name, p_month, p_month + interval '1 month');
    end if;
end $$;

-- See that the month of an instant is there and the fourteen after it. Whoever comes second waits for the first; a
-- statement that analyses the tables is waited for as well, for two seconds, and then the next call does it.
create function prepare_months(p_at timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '2s' as $$
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

-- Refuse what has no month, as a lack of room is refused: whoever asks again later is answered.
create function require_month(p_at timestamptz) returns void language plpgsql stable as $$
begin
    if month_of('posting', p_at) is null or month_of('receipt_line', p_at) is null then
        raise exception 'there is no partition of posting and receipt_line for %', p_at
            using errcode = '53SC1', hint = 'A running server and every command of socert make it; see their log.';
    end if;
end $$;

-- Whether what happens now has a month to lie in; health asks.
create function has_month() returns boolean language sql stable as $$
    select month_of('posting', present.at) is not null and month_of('receipt_line', present.at) is not null
    from (
        select clock_timestamp() + coalesce((select ahead_microseconds from clock), 0) * interval '1 microsecond'
    ) as present (at)
$$;

revoke all on function make_month(text, timestamptz), prepare_months(timestamptz) from public;
grant execute on function prepare_months(timestamptz) to {{application}};

-- The months of what is there already, and those to come where an installation is.
do $$
declare
    v_table text;
    v_row record;
begin
    foreach v_table in array array['posting', 'receipt_line'] loop
        for v_row in execute format(
            'select distinct date_trunc(''month'', at, ''UTC'') as month from %I', v_table || '_before'
        ) loop
            perform make_month(v_table, v_row.month);
        end loop;
        execute format('insert into %I select * from %I', v_table, v_table || '_before');
        execute format('drop table %I', v_table || '_before');
    end loop;
    perform prepare_months(clock_timestamp() + coalesce((select ahead_microseconds from clock), 0) * interval '1 microsecond')
    from installation;
end $$;
