"""Names that facts, sources and parameters cannot have: words that SQL keeps for itself in one engine or another."""

_WORDS = """
    all alter analyse analyze and anti any array as as_of asc asof asymmetric at authorization between binary
    both by case cast check coalesce collate collation column columns commit concurrently constraint create
    cross cube current_catalog current_date current_path current_role current_schema current_time
    current_timestamp current_user deallocate default deferrable delete desc describe distinct do drop else end
    escape except execute exists extract false fetch filter for force foreign freeze from full function
    generated glob grant group grouping having if ilike in initially inner insert install intersect interval
    into is isnull join json_array json_exists json_object json_query json_table json_value lambda lateral
    leading left like limit listagg local localtime localtimestamp map merge minus national natural no normalize
    not notnull null of offset on only or order out outer overlaps partition person pivot pivot_longer
    pivot_wider placing position positional prepare primary procedure qualify range recursive references regexp
    returning revoke right rlike rollback rollup row rows select semi session_user set show similar skip some
    start struct summarize symmetric system_user table tablesample then time to trailing trim true truncate
    try_cast tuple uescape union unique unknown unnest unpack unpivot update user using value values variadic
    verbose when where window with within without
"""
RESERVED = frozenset(_WORDS.split())
