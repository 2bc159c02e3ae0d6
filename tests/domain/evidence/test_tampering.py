"""Whatever is altered, removed, inserted or put elsewhere in any table of history, `verify` names that table."""

import re
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from domain.evidence import history
from socert import wiring
from socert.domain import evidence
from socert.domain.evidence.store.relations import RELATIONS, Relation
from socert.postgres import DatabaseServer, connect

TABLES = sorted(wiring.HISTORY_TABLES)
#: The application only ever adds to these, yet they are no history: what stands there is named, and judged by, history.
NO_HISTORY = frozenset(
    {
        "identity", "installation", "outlet", "merchant", "representation", "funding_source", "ledger_account",
        "source_path", "import_row",
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def sealed(server: DatabaseServer, template: str) -> Iterator[tuple[str, evidence.Checkpoint]]:
    """The owner's address of a lively database and its checkpoint; whoever alters it rolls back."""
    name = f"test_sealed_{uuid.uuid4().hex[:12]}"
    server.create_database(name, template=template)
    try:
        with connect(server.application_url(name)) as conn:
            checkpoint = history.live_and_seal(conn)
        yield server.owner_url(name), checkpoint
    finally:
        server.drop_database(name)


@pytest.fixture
def hand(sealed: tuple[str, evidence.Checkpoint]) -> Iterator[psycopg.Connection]:
    """The owner's hand; what it does is undone."""
    with connect(sealed[0]) as conn:
        yield conn
        conn.rollback()


@pytest.fixture
def checkpoint(sealed: tuple[str, evidence.Checkpoint]) -> evidence.Checkpoint:
    """The checkpoint of it."""
    return sealed[1]


def test_nothing_is_found_where_nothing_was_altered(hand: psycopg.Connection, checkpoint: evidence.Checkpoint) -> None:
    assert history.complaints(hand, checkpoint) == []


def test_every_table_of_history_says_what_covers_it() -> None:
    assert set(evidence.COVER) == set(wiring.HISTORY_TABLES)
    assert evidence.sealed_tables() == {
        table for table, cover in evidence.COVER.items() if cover is evidence.Cover.SEALED
    }


def test_every_table_that_is_only_added_to_is_history(owner: psycopg.Connection, server: DatabaseServer) -> None:
    rows = owner.execute(
        """
        select relname
        from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
            and has_table_privilege(%(role)s, oid, 'insert') and not has_table_privilege(%(role)s, oid, 'delete')
            and not has_any_column_privilege(%(role)s, oid, 'update')
        """,
        {"role": server.application_role},
    ).fetchall()
    assert {row[0] for row in rows} - NO_HISTORY == set(wiring.HISTORY_TABLES)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda one: one.name)
def test_every_column_of_a_sealed_table_is_in_its_digest(hand: psycopg.Connection, relation: Relation) -> None:
    named = {relation.entry, *re.findall(r"\w+", relation.fields)}
    assert [one.name for one in history.columns(hand, relation.name) if one.name not in named] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_table_of_history_is_empty_here(hand: psycopg.Connection, table: str) -> None:
    row = hand.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    assert row[0] > 1


@pytest.mark.parametrize("table", TABLES)
def test_one_altered_value_in_any_column_is_found(hand: psycopg.Connection, table: str) -> None:
    history.disarm(hand, table)
    for column in history.columns(hand, table):
        with hand.transaction(force_rollback=True):
            assert history.alter(hand, table, column) == 1
            found = history.complaints(hand)
            assert any(table in one for one in found), f"{table}.{column.name}: {found}"


@pytest.mark.parametrize("table", TABLES)
def test_one_removed_row_is_found(hand: psycopg.Connection, table: str) -> None:
    history.disarm(hand, table)
    assert history.remove(hand, table) == 1
    assert any(table in one for one in history.complaints(hand)), history.complaints(hand)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("shift", [0, 1], ids=["twice", "before all"])
def test_one_inserted_row_is_found(hand: psycopg.Connection, table: str, shift: int) -> None:
    history.disarm(hand, table)
    assert history.insert_copy(hand, table, shift=shift) == 1
    assert any(table in one for one in history.complaints(hand)), history.complaints(hand)


@pytest.mark.parametrize("table", TABLES)
def test_two_rows_that_changed_places_are_found(hand: psycopg.Connection, table: str) -> None:
    history.disarm(hand, table)
    assert history.swap(hand, table) == 2
    assert any(table in one for one in history.complaints(hand)), history.complaints(hand)


def test_a_seal_of_what_was_altered_before_the_last_one_does_not_hide_it(
    hand: psycopg.Connection,
) -> None:
    hand.execute(
        "update certificate_event set reason = reason || '!' where id = (select max(id) from certificate_event)"
    )
    altered = history.first_bad(hand)
    hand.execute("update sealed_row set digest = sha256('') where relation = 'certificate_event'")
    assert altered is not None
    assert altered.startswith("certificate_event number ")
    hidden = history.first_bad(hand)
    assert hidden is not None
    assert hidden.startswith("certificate_event number ")


def test_what_is_written_after_a_seal_is_no_complaint(
    hand: psycopg.Connection, checkpoint: evidence.Checkpoint
) -> None:
    hand.execute(
        "insert into audit_event (at, actor, role, action, subject, purpose, details)"
        " select at, actor, role, action, subject, purpose, details from audit_event limit 1"
    )
    assert history.complaints(hand, checkpoint) == []
