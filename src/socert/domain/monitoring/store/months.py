"""The question whether history lies in its months: a partition for what comes next, and none for everything else."""

from socert.domain.monitoring.store.checks import Question

# The month after the last batch's is made a year before it begins. What an example's clock leapt over needs no months.
MONTHS = Question(
    "months",
    """
    select case
        when pg_get_expr(part.relpartbound, part.oid) = 'DEFAULT' then format(
            '%%s: its partition %%s takes whatever has no month', h.inhparent::regclass, part.relname)
    end as bad
    from pg_inherits as h
    join pg_class as part on part.oid = h.inhrelid
    where h.inhparent in ('posting'::regclass, 'receipt_line'::regclass)
    union all
    select case
        when month_of(t.name, wanted.at) is null then format(
            '%%s: there is no partition for %%s', t.name, to_char(wanted.at at time zone 'UTC', 'YYYY-MM'))
    end
    from unnest(array['posting', 'receipt_line']) as t (name)
    cross join (select max(at) as at from batch) as last
    cross join lateral (values (last.at), (last.at + interval '1 month')) as wanted (at)
    where last.at is not null
    """,
)
