"""What keeps the hot path fast and its history true, read from the database's own catalogue.

No trigger, foreign key or sequence on a table a till touches; the lane in every key, so that lanes can be distributed;
history only added to. And look-ups go by an index: on empty tables, on grown ones nobody analysed, on analysed ones.
"""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from domain.monitoring.lively import NOON, Trade, open_trade
from given.databases import Database
from socert.domain.purchases import Authorise, Moment, store
from socert.postgres import DatabaseServer, connect
from socert.wiring import HISTORY_TABLES

HOT = ["account", "operation", "posting", "hold", "receipt_line", "movement_line", "batch", "writer_head"]
HISTORY = list(HISTORY_TABLES)
#: What a batch looks up by key. The others are only written.
LOOKED_UP = ["account", "operation", "hold", "carrier", "movement_line"]
FILLER = 30_000


def test_a_hot_table_has_no_trigger_and_no_rule(owner: psycopg.Connection) -> None:
    assert (
        owner.execute(
            "select tgrelid::regclass from pg_trigger where tgrelid::regclass::text = any (%s)", [HOT]
        ).fetchall()
        == []
    )
    assert owner.execute("select tablename, rulename from pg_rules where tablename = any (%s)", [HOT]).fetchall() == []


def test_no_foreign_key_leaves_or_reaches_a_hot_table(owner: psycopg.Connection) -> None:
    found = owner.execute(
        """
        select conname
        from pg_constraint
        where contype = 'f' and (conrelid::regclass::text = any (%(hot)s) or confrelid::regclass::text = any (%(hot)s))
        """,
        {"hot": HOT},
    ).fetchall()
    assert found == []


def test_a_hot_table_takes_no_number_from_a_sequence(owner: psycopg.Connection) -> None:
    found = owner.execute(
        """
        select table_name, column_name, column_default
        from information_schema.columns
        where table_name = any (%s) and (is_identity = 'YES' or column_default like 'nextval%%')
        """,
        [HOT],
    ).fetchall()
    assert found == []


def test_every_key_of_a_hot_table_contains_the_lane_and_begins_with_something_more_selective(
    owner: psycopg.Connection,
) -> None:
    keys = owner.execute(
        """
        select indexrelid::regclass::text, array_agg(attname::text order by place)
        from pg_index
        cross join unnest(indkey::smallint[]) with ordinality as k (number, place)
        join pg_attribute on attrelid = indrelid and attnum = number
        where indrelid::regclass::text = any (%s) and indisunique
        group by indexrelid
        """,
        [HOT],
    ).fetchall()
    assert len(keys) >= len(["account", "operation", "operation", "hold", "batch", "writer_head"])
    assert {name: columns for name, columns in keys if "lane" not in columns or columns[0] == "lane"} == {}


def test_the_application_only_adds_to_history(owner: psycopg.Connection, server: DatabaseServer) -> None:
    def rights(tables: list[str], *kinds: str) -> list[tuple[object, ...]]:
        return owner.execute(
            "select t, kind from unnest(%s::text[]) as t, unnest(%s::text[]) as kind"
            " where has_table_privilege(%s, t, kind)"
            " or kind = 'UPDATE' and has_any_column_privilege(%s, t, kind)",
            [tables, list(kinds), server.application_role, server.application_role],
        ).fetchall()

    assert rights(HISTORY, "UPDATE", "DELETE", "TRUNCATE", "TRIGGER") == []
    assert rights(HOT, "DELETE", "TRUNCATE", "TRIGGER") == []
    assert len(rights(HISTORY, "INSERT", "SELECT")) == 2 * len(HISTORY)


def test_the_application_is_no_superuser_and_owns_nothing(conn: psycopg.Connection) -> None:
    row = conn.execute(
        """
        select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
        from pg_roles
        where rolname = current_user
        """
    ).fetchone()
    assert row == (False,) * 5
    assert conn.execute("select relname from pg_class where pg_get_userbyid(relowner) = current_user").fetchall() == []


def _fill(owner: psycopg.Connection) -> None:
    """Much of everything, written in a moment and never analysed."""
    owner.execute("alter table carrier drop constraint carrier_holder_fkey")
    owner.execute(
        f"""
        insert into account (id, lane, holder, certificate, version, slot, status, valid_from, valid_until, issued)
        select 5000000000 + n, 0, n, gen_random_uuid(), 1, 0, 1, now(), now() + interval '1 day', 0
        from generate_series(1, {FILLER}) as n
        """
    )
    owner.execute(
        f"""
        insert into operation (id, lane, kind, outcome, holder, parent, total, covered, at, key, writer, batch, place,
            digest, answer)
        select gen_random_uuid(), 0, 1, 1, n, gen_random_uuid(), 0, 0, now(), gen_random_uuid(), 9, 1, 0, '', '{{}}'
        from generate_series(1, {FILLER}) as n
        """
    )
    owner.execute(
        f"""
        insert into hold (holder, operation, account, lane, amount, expires_at)
        select n, gen_random_uuid(), 5000000000 + n, 0, 1, now() from generate_series(1, {FILLER}) as n
        """
    )
    owner.execute(
        f"""
        insert into carrier (hash, holder, lane, kind, last_four, status, valid_from)
        select gen_random_uuid(), n, 0, 'card', '0000', 1, now() from generate_series(1, {FILLER}) as n
        """
    )
    owner.execute(
        f"""
        insert into movement_line (operation, lane, authorisation, capture, position, at, quantity, amount, accounts,
            amounts)
        select gen_random_uuid(), 0, gen_random_uuid(), gen_random_uuid(), 1, now(), 0, 0, '{{}}', '{{}}'
        from generate_series(1, {FILLER}) as n
        """
    )


def _nothing(_owner: psycopg.Connection) -> None:
    pass


def _fill_and_analyse(owner: psycopg.Connection) -> None:
    _fill(owner)
    for table in LOOKED_UP:
        owner.execute(f"analyze {table}".encode())


def _scans(conn: psycopg.Connection) -> dict[str, int]:
    """How often each table was read from end to end, counted in this transaction."""
    rows = conn.execute("select relname, seq_scan from pg_stat_xact_user_tables where relname = any (%s)", [LOOKED_UP])
    return dict(rows.fetchall())


def _tune(conn: psycopg.Connection) -> None:
    """As the writer's session is tuned."""
    for setting in ("seqscan", "hashjoin", "mergejoin", "material", "bitmapscan"):
        conn.execute(f"set enable_{setting} = off".encode())
    conn.execute("set plan_cache_mode = force_generic_plan")


def _fetched(conn: psycopg.Connection) -> dict[str, int]:
    """How many rows of each table were fetched through indexes: an index read from end to end fetches them all."""
    rows = conn.execute(
        "select relname, coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = any (%s)", [LOOKED_UP]
    )
    return dict(rows.fetchall())


def _trade_a_little(trade: Trade) -> None:
    """Every look-up of a batch, often enough that the plans are made and kept."""
    people = (trade.city.anna, trade.city.boris, trade.city.vera)
    for place in range(12):
        at = NOON + place * timedelta(seconds=1)
        bought = [trade.buy(who, trade.city.rowan.till, trade.line(1, "toys", 1), at=at) for who in people]
        trade.ask(*bought, at=at)
        trade.ask(
            trade.capture(bought[0], at=at), trade.void(bought[1], at=at), trade.void_by_key(bought[2], at=at), at=at
        )


GROWTH = pytest.mark.parametrize("grow", [_nothing, _fill, _fill_and_analyse], ids=["empty", "grown", "analysed"])


@GROWTH
def test_a_batch_reads_no_table_from_end_to_end(
    database: Database, conn: psycopg.Connection, grow: Callable[[psycopg.Connection], None]
) -> None:
    trade = open_trade(conn)
    conn.commit()
    with connect(database.owner_url) as hand:
        grow(hand)
    _tune(conn)
    before = _scans(conn)
    _trade_a_little(trade)
    assert _scans(conn) == before


def test_plans_made_on_empty_tables_stay_good_when_these_have_grown(
    database: Database, conn: psycopg.Connection
) -> None:
    trade = open_trade(conn)
    _tune(conn)
    _trade_a_little(trade)
    conn.commit()
    with connect(database.owner_url) as hand:
        _fill(hand)
    before, fetched = _scans(conn), _fetched(conn)
    _trade_a_little(trade)
    assert _scans(conn) == before
    grown = {name: count - fetched.get(name, 0) for name, count in _fetched(conn).items()}
    assert {name: count for name, count in grown.items() if count > FILLER // 10} == {}


@GROWTH
def test_quotes_and_look_ups_read_no_large_table_from_end_to_end(
    database: Database, conn: psycopg.Connection, grow: Callable[[psycopg.Connection], None]
) -> None:
    """Doors that are not hot use the same function in sessions that nobody tuned."""
    trade = open_trade(conn)
    bought = trade.buy(trade.city.anna, trade.city.rowan.till, trade.line(1, "toys", 1), at=NOON)
    trade.ask(bought, at=NOON)
    conn.commit()
    with connect(database.application_url) as door:
        _look(
            door, bought, holder=trade.city.anna.holder
        )  # the plans are made now, on tables that are all but empty, and kept
        door.commit()
        with connect(database.owner_url) as hand:
            grow(hand)
        before = _scans(door)
        _look(door, bought, holder=trade.city.anna.holder)
        after = _scans(door)
    assert grow is _nothing or after == before


def _look(conn: psycopg.Connection, bought: Authorise, *, holder: int) -> None:
    moment = Moment(NOON, bought.id)
    for _ in range(12):
        for before in (None, moment):
            store.read_moved(conn, lane=0, holder=holder, before=before, limit=20)
        store.read_returns(conn, lane=0, authorisation=bought.id)
        store.read_state_of(conn, lane=0, holder=holder)
        store.read_card(conn, lane=0, card=bought.card)
        store.read_purchases(conn, lane=0, authorisations=[bought.id])
        store.read_number_by_key(conn, lane=0, key=bought.key)
