"""Verification passes on a lively city and finds every row that was altered, deleted or added by hand."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest

from domain.monitoring.kinds import live_with_kinds
from domain.monitoring.lively import NOON, ZONE, live_two_days, open_trade
from given.city import CLERK
from given.databases import Database
from socert.domain import certificates, clearing, evidence, monitoring
from socert.domain.monitoring.actions import verifying
from socert.postgres import DatabaseServer, connect

HISTORY = {
    "account": "holder id lane certificate version slot status valid_from valid_until issued held consumed returned"
    " units units_held units_used",
    "operation": "id lane kind outcome merchant till holder parent total covered at till_at receipt key body writer"
    " batch place digest answer",
    "posting": "operation lane place debit credit amount at",
    "hold": "holder operation account lane amount captured released expires_at units units_captured",
    "batch": "lane writer seq at operations chain",
    "receipt_line": "operation lane position at gtin article name category quantity price discount amount covered"
    " reason denied accounts amounts units waived",
    "movement_line": "operation lane authorisation capture position at quantity amount accounts amounts units",
}
COLUMNS = [(table, column) for table, columns in HISTORY.items() for column in columns.split()]
OTHER_VALUE = {
    "smallint": "coalesce({}, 0) + 1",
    "integer": "coalesce({}, 0) + 1",
    "bigint": "coalesce({}, 0) + 1",
    "text": "coalesce({}, '') || ' '",
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "coalesce({}, '2026-11-22T09:00:00Z') + interval '1 microsecond'",
    "bytea": "set_byte({0}, 0, 255 - get_byte({0}, 0))",
    "ARRAY": "{} || 7::smallint",
}
#: Where a constraint of the database forbids one more, one less it is.
ONE_LESS = {
    ("receipt_line", "covered"),
    ("receipt_line", "waived"),
    ("hold", "amount"),
    ("account", "units_held"),
    ("account", "units_used"),
    ("hold", "units_captured"),
}
#: Which row is altered: one in which the column says something.
ROW = {
    "account": "consumed > 0 and held > 0",
    "operation": "parent is not null and holder is not null",
    "posting": "debit > 4294967295",
    "hold": "captured = 0 and released = 0",
    "batch": "writer = 1 and seq = (select max(seq) from batch where writer = 1)",
    "receipt_line": "covered > 1",
    "movement_line": "quantity = 333333",
}
#: Columns that say something in few rows only.
ROW_OF_COLUMN = {
    ("account", "id"): "id = (select max(id) from account)",
    ("account", "units"): "units > 0",
    ("account", "units_held"): "units_held > 0",
    ("account", "units_used"): "units_used > 0",
    ("hold", "units"): "units > 0",
    ("hold", "units_captured"): "units_captured > 0",
    ("movement_line", "units"): "units is not null",
    ("receipt_line", "units"): "units is not null",
    ("receipt_line", "waived"): "waived > 0",
}

#: The certificates of those who have no other.
WITH_ONE = "where holder in (select holder from certificate group by holder having count(*) = 1)"


@dataclass(frozen=True, slots=True)
class Lively:
    """A database in which a city has lived for two days."""

    owner_url: str
    application_url: str


@pytest.fixture(scope="module")
def lively(server: DatabaseServer, template: str) -> Iterator[Lively]:
    """One for all tests of this module: those that alter it roll back."""
    name = f"test_lively_{uuid.uuid4().hex[:12]}"
    server.create_database(name, template=template)
    try:
        with connect(server.application_url(name)) as conn:
            live_with_kinds(conn)
            evidence.seal_history(conn, now=NOON + timedelta(days=2))
        yield Lively(server.owner_url(name), server.application_url(name))
    finally:
        server.drop_database(name)


@pytest.fixture
def owner(lively: Lively) -> Iterator[psycopg.Connection]:
    """The owner's hand; what it does is undone."""
    with connect(lively.owner_url) as conn:
        yield conn
        conn.rollback()


def _complaints(conn: psycopg.Connection) -> list[str]:
    found = verifying.examine(conn, progress=lambda _name, _rows: None)
    return [check.first_bad for check in found.checks if check.first_bad is not None]


def test_nothing_is_found_where_nothing_was_altered(lively: Lively) -> None:
    with connect(lively.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert [check for check in found.checks if check.first_bad] == []
    assert found.passed
    assert found.first_bad is None
    # Nobody is issued to by decisions here: certificates/test_proactive.py alters places.
    assert [check.name for check in found.checks if not check.rows] == ["places"]


def test_the_columns_of_history_are_all_named_here(lively: Lively) -> None:
    with connect(lively.owner_url) as conn:
        rows = conn.execute(
            "select table_name, column_name from information_schema.columns where table_name = any (%(tables)s)",
            {"tables": list(HISTORY)},
        ).fetchall()
    assert sorted(rows) == sorted(COLUMNS)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[".".join(one) for one in COLUMNS])
def test_one_altered_value_is_found(owner: psycopg.Connection, table: str, column: str) -> None:
    kind = owner.execute(
        "select data_type from information_schema.columns where table_name = %s and column_name = %s", (table, column)
    ).fetchone()
    assert kind is not None
    other = f"{column} - 1" if (table, column) in ONE_LESS else OTHER_VALUE[kind[0]].format(column)
    row = ROW_OF_COLUMN.get((table, column), ROW[table])
    altered = owner.execute(
        f"update {table} set {column} = {other} where ctid = (select ctid from {table} where {row} limit 1)"
    )
    assert altered.rowcount == 1
    complaints = _complaints(owner)
    assert any(table in complaint for complaint in complaints), complaints


@pytest.mark.parametrize("table", HISTORY)
def test_one_deleted_row_is_found(owner: psycopg.Connection, table: str) -> None:
    deleted = owner.execute(f"delete from {table} where ctid = (select ctid from {table} where {ROW[table]} limit 1)")
    assert deleted.rowcount == 1
    complaints = _complaints(owner)
    assert any(table in complaint for complaint in complaints), complaints


@pytest.mark.parametrize(
    ("table", "key", "other"),
    [
        ("account", "id", "id + 1000000"),
        ("operation", "id, key", "gen_random_uuid(), gen_random_uuid()"),
        ("posting", "place", "place + 1"),
        ("hold", "operation", "gen_random_uuid()"),
        ("batch", "seq", "seq + 100"),
        ("receipt_line", "position", "position + 100"),
        ("movement_line", "position", "position + 100"),
    ],
)
def test_one_added_row_is_found(owner: psycopg.Connection, table: str, key: str, other: str) -> None:
    kept = [column for column in HISTORY[table].split() if column not in key.split(", ")]
    columns = ", ".join(kept)
    added = owner.execute(
        f"insert into {table} ({columns}, {key}) select {columns}, {other} from {table} where {ROW[table]} limit 1"
    )
    assert added.rowcount == 1
    complaints = _complaints(owner)
    assert any(table in complaint for complaint in complaints), complaints


@pytest.mark.parametrize("table", HISTORY)
def test_a_row_written_twice_is_found(owner: psycopg.Connection, table: str) -> None:
    owner.execute("select")  # begins the transaction that is rolled back
    try:
        with owner.transaction():
            owner.execute(f"insert into {table} select * from {table} where {ROW[table]} limit 1")
    except psycopg.errors.UniqueViolation:
        return  # the database itself does not have it
    complaints = _complaints(owner)
    assert any(table in complaint for complaint in complaints), complaints


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update writer_head set seq = seq + 1 where writer = 1", "writer_head"),
        ("update writer_head set chain = digest from operation where writer_head.writer = 2", "writer_head"),
        ("delete from writer_head where writer = 2", "writer_head"),
        ("update claim set amount = amount + 1", "claim"),
        ("update claim set receipts = receipts + 1", "claim"),
        ("update claim set paid_by = gen_random_uuid() where status = 2", "claim"),
        ("update claim set status = 1 where status = 2", "claim"),
        ("update claim_line set amount = amount + 1", "claim_line"),
        ("update claim_line set authorisation = gen_random_uuid()", "claim_line"),
        ("update claim_source set amount = amount + 1", "claim"),
        ("update claim set carried = carried - 1", "claim"),
        ("update claim_source set carried = carried - 1", "claim"),
        ("delete from claim_line", "posting"),
        ("update period set ends_at = ends_at - interval '5 hours'", "closed_through"),
        ("update closed_through set until = until + interval '1 hour'", "closed_through"),
        ("update appropriation set reserved_kopecks = reserved_kopecks - 1", "appropriation"),
        ("update appropriation set limit_kopecks = limit_kopecks + 1", "appropriation"),
        ("update certificate set status = 2", "account"),
        ("update certificate set holder = holder + 1", "account"),
        ("update certificate set valid_until = valid_until + interval '1 day'", "account"),
        ("update certificate set budget_year = 2027", "certificate"),
        ("update certificate set valid_from = valid_from + interval '1 hour'", "account"),
        (f"update certificate set programme = 3 - programme {WITH_ONE}", "certificate"),
        (f"update certificate set programme = 3 - programme, version = 3 - version {WITH_ONE}", "account"),
        ("update certificate set issued_by = (select id from operation where kind = 8 limit 1)", "certificate"),
        ("update appropriation set budget_year = 2027", "certificate"),
        (
            """update programme_version set document = replace(document, 'seconds":', 'seconds":1')""",
            "programme_version",
        ),
        ("update programme_version set document = document || ' '", "programme_version"),
        ("update programme_version set document = 'none'", "programme_version"),
        ("update programme_version set document = '[]'", "programme_version"),
        ("update category set parent = (select number from category where id = 'alcohol') where id = 'bread'", "bread"),
        ("delete from category_parent", "category_parent"),
        ("update category_parent set since = 'infinity' where category = 5", "category_parent"),
        ("update category_parent set parent = category where category = 5", "category_parent"),
        ("update agreement set valid_until = '2026-11-22T09:00:00Z'", "agreement"),
        ("update ledger_account set lane = lane + 1 where kind = 'payable'", "posting"),
    ],
)
def test_what_stands_beside_history_must_agree_with_it(owner: psycopg.Connection, statement: str, named: str) -> None:
    assert owner.execute(statement).rowcount
    complaints = _complaints(owner)
    assert any(named in complaint for complaint in complaints), complaints


def test_an_altered_row_that_was_committed_is_named_first(conn: psycopg.Connection, database: Database) -> None:
    live_two_days(conn)
    conn.commit()
    with connect(database.owner_url) as hand:
        hand.execute("update account set consumed = consumed - 1 where consumed > 0")
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert not found.passed
    assert found.first_bad is not None
    assert found.first_bad.startswith("account ")
    assert "consumed differs from posting" in found.first_bad


def test_a_connection_in_use_is_refused(conn: psycopg.Connection) -> None:
    conn.execute("select 1")
    with pytest.raises(psycopg.errors.ActiveSqlTransaction):
        monitoring.verify(conn)


def test_nothing_can_be_written_while_it_looks(lively: Lively) -> None:
    with connect(lively.application_url) as fresh:
        written = []

        def write(_name: str, _rows: int) -> None:
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), fresh.transaction():
                fresh.execute("update clock set ahead_microseconds = ahead_microseconds + 1")
            written.append(1)

        assert monitoring.verify(fresh, progress=write).passed
        assert written


def test_an_empty_installation_passes(database: Database) -> None:
    with connect(database.application_url) as fresh:
        assert monitoring.verify(fresh).passed


def test_it_passes_when_everything_has_ended_and_the_books_account_for_every_kopeck(
    conn: psycopg.Connection, database: Database
) -> None:
    trade = live_two_days(conn)
    later = NOON + timedelta(days=2)
    (children,) = certificates.certificates_of(conn, holder=trade.city.vera.holder)
    (food,) = certificates.certificates_of(conn, holder=trade.city.boris.holder)
    held = trade.buy(trade.city.vera, trade.city.rowan.till, trade.line(1, "toys", 7_778), at=later)
    trade.ask(held, at=later)
    # Cancelled while something is held: what was not held goes back at once, the rest when the hold has lapsed.
    assert isinstance(
        certificates.cancel(conn, certificate=children.id, reason="moved away", actor=CLERK, now=later),
        certificates.Changed,
    )
    assert isinstance(
        certificates.block(conn, certificate=food.id, reason="card lost", actor=CLERK, now=later),
        certificates.Changed,
    )
    conn.commit()
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert found.passed, found.first_bad

    end = NOON + timedelta(days=120)
    for who in (trade.city.vera, trade.city.anna):
        trade.ask(trade.buy(who, trade.city.rowan.till, trade.line(1, "toys", 1), at=end), at=end)
    certificates.expire(conn, now=end, actor=CLERK)
    midnight = (end - timedelta(days=1)).replace(hour=21)
    closed = clearing.close_period(conn, until=midnight, now=end, zone=ZONE, actor=CLERK)
    assert isinstance(closed, clearing.ClosedPeriod)
    books = monitoring.books(conn, zone=ZONE)
    conn.commit()
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert found.passed, found.first_bad
    assert books.claimed_kopecks == books.captured_kopecks - books.refunded_kopecks
    assert books.unaccounted_kopecks == 0


def test_several_lanes_pass(conn: psycopg.Connection, database: Database) -> None:
    trade = open_trade(conn, lanes=4)
    for who in (trade.city.anna, trade.city.boris, trade.city.vera):
        bought = trade.buy(who, trade.city.rowan.till, trade.line(1, "toys", 3_333), at=NOON, capture=True)
        trade.ask(bought, at=NOON, lane=who.lane)
    closed = clearing.close_period(
        conn, until=NOON.replace(hour=21), now=NOON + timedelta(days=1), zone=ZONE, actor=CLERK
    )
    assert isinstance(closed, clearing.ClosedPeriod)
    paid = clearing.mark_paid(conn, claim=closed.claims[0].id, now=NOON + timedelta(days=1), actor=CLERK, reference="1")
    assert isinstance(paid, clearing.Claim)
    assert paid.amount == 3 * 3_333
    conn.commit()
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert found.passed, found.first_bad
