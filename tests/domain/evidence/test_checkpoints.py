"""A checkpoint kept elsewhere shows what nothing in the database can: history cut off, or written anew to its end."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeAlias

import msgspec
import psycopg
import pytest

from domain.evidence import history
from domain.monitoring.lively import NOON, Trade, live_two_days, trade_a_day
from given.databases import Database
from socert.domain import evidence, monitoring
from socert.postgres import DatabaseServer, connect

LATER = NOON + timedelta(days=5)
KEY = evidence.new_signing_key()

Damage: TypeAlias = Callable[[bytes], bytes]
Copies: TypeAlias = Callable[[], str]


@pytest.fixture
def trade(conn: psycopg.Connection) -> Trade:
    """A city that has lived for two days, committed and sealed."""
    trade = live_two_days(conn)
    conn.commit()
    evidence.seal_history(conn, now=LATER)
    conn.commit()
    return trade


@pytest.fixture
def copy_of(server: DatabaseServer, database: Database, trade: Trade) -> Iterator[Copies]:
    """Makes copies of its database as it is when called; its own connections are closed by then."""
    made: list[str] = []

    def copy() -> str:
        trade.conn.close()
        made.append(f"test_copy_{uuid.uuid4().hex[:12]}")
        server.create_database(made[-1], template=database.name)
        return made[-1]

    yield copy
    for name in made:
        server.drop_database(name)


def _mark(conn: psycopg.Connection) -> evidence.Checkpoint:
    return evidence.mark(conn, made_at=LATER, at=LATER)


def _go_on(url: str, trade: Trade, *, days: int) -> evidence.Checkpoint:
    """Another day; the checkpoint after it."""
    with connect(url) as conn:
        trade.conn = conn
        trade_a_day(trade, at=NOON + timedelta(days=days))
        conn.commit()
        evidence.seal_history(conn, now=LATER)
        conn.commit()
        return _mark(conn)


def _first_bad(url: str, checkpoint: evidence.Checkpoint) -> str | None:
    with connect(url) as fresh:
        return monitoring.verify(fresh, checkpoint=checkpoint).first_bad


def test_an_older_checkpoint_still_fits(trade: Trade, database: Database) -> None:
    then = _mark(trade.conn)
    trade_a_day(trade, at=LATER)
    trade.conn.commit()
    assert _first_bad(database.application_url, then) is None


def test_history_cut_off_at_its_end_is_found_though_the_rest_adds_up(
    server: DatabaseServer, database: Database, trade: Trade, copy_of: Copies
) -> None:
    before = copy_of()
    then = _go_on(database.application_url, trade, days=6)
    found = _first_bad(server.application_url(before), then)
    assert found is not None
    assert found.startswith("batch 6 of writer 1 in lane 0: it is gone, with all up to number 7 ")
    assert "history was cut off" in found


def test_only_the_last_batches_of_one_writer_dropped_with_all_they_wrote_are_found(
    database: Database, trade: Trade
) -> None:
    trade.ask(
        trade.buy(trade.city.anna, trade.city.rowan.till, trade.line(1, "spirits", 5), at=LATER), at=LATER, writer=7
    )
    declined = trade.buy(trade.city.anna, trade.city.rowan.till, trade.line(1, "spirits", 9), at=LATER)
    trade.ask(declined, at=LATER, writer=7)
    then = _mark(trade.conn)
    trade.conn.commit()
    with connect(database.owner_url) as hand:
        for table in ("receipt_line", "posting", "hold"):
            hand.execute(
                f"delete from {table} where operation in (select id from operation where writer = 7 and batch = 2)"
            )
        hand.execute("delete from operation where writer = 7 and batch = 2")
        hand.execute("delete from batch where writer = 7 and seq = 2")
        hand.execute(
            "update writer_head set seq = 1, chain = (select chain from batch where writer = 7) where writer = 7"
        )
        assert history.complaints(hand) == []
        (found,) = history.complaints(hand, then)
    assert found.startswith("batch 2 of writer 7 in lane 0: it is gone, with all up to number 2 ")


def test_a_whole_writer_that_was_removed_is_found(database: Database, trade: Trade) -> None:
    trade.ask(
        trade.buy(trade.city.boris, trade.city.rowan.till, trade.line(1, "spirits", 5), at=LATER), at=LATER, writer=7
    )
    then = _mark(trade.conn)
    trade.conn.commit()
    with connect(database.owner_url) as hand:
        hand.execute("delete from receipt_line where operation in (select id from operation where writer = 7)")
        for table in ("operation", "batch", "writer_head"):
            hand.execute(f"delete from {table} where writer = 7")
        assert history.complaints(hand) == []
        (found,) = history.complaints(hand, then)
    assert found.startswith("batch 1 of writer 7 in lane 0: it is gone")


def test_history_that_was_written_anew_or_went_its_own_way_is_found(
    server: DatabaseServer, database: Database, trade: Trade, copy_of: Copies
) -> None:
    other = copy_of()
    then = _go_on(server.application_url(other), trade, days=6)
    _go_on(database.application_url, trade, days=7)
    found = _first_bad(database.application_url, then)
    assert found is not None
    assert "its chain is not the one that the checkpoint of 2026-11-27T09:00:00.000000Z knows" in found
    assert "or this is a copy that went its own way" in found


def test_a_batch_taken_out_of_the_middle_is_named(database: Database, trade: Trade) -> None:
    then = _mark(trade.conn)
    trade.conn.commit()
    with connect(database.owner_url) as hand:
        hand.execute("delete from batch where writer = 1 and seq = 2")
        found = history.complaints(hand, then)
    assert [one for one in found if one.endswith("it belongs to no row in batch")] == found != []


def test_a_signed_checkpoint_is_read_back(conn: psycopg.Connection) -> None:
    then = _mark(conn)
    assert evidence.read_for(conn, evidence.sign(then, key=KEY), key=KEY.public_key()) == then
    assert evidence.read_for(conn, evidence.sign(then, key=KEY), key=None) == then


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda text: text[:-9], "checkpoint_damaged"),
        (lambda _: b"", "checkpoint_damaged"),
        (lambda _: b"\xff\xfe", "checkpoint_damaged"),
        (lambda text: text.replace(b'"counts"', b'"count"'), "checkpoint_damaged"),
        (lambda text: text.replace(b'"batches": 0', b'"batches": 1'), "checkpoint_forged"),
        (lambda text: text.replace(b"2026-11-27", b"2026-11-28"), "checkpoint_forged"),
        (lambda text: text.replace(b"socert checkpoint 1", b"socert checkpoint 2"), "checkpoint_format_unknown"),
    ],
)  # fmt: skip
def test_a_damaged_or_altered_checkpoint_is_refused(conn: psycopg.Connection, damage: Damage, code: str) -> None:
    text = damage(evidence.sign(_mark(conn), key=KEY))
    found = evidence.read_for(conn, text, key=KEY.public_key())
    assert isinstance(found, evidence.Unfit)
    assert found.code == code


def test_a_checkpoint_signed_with_another_key_is_refused(conn: psycopg.Connection) -> None:
    text = evidence.sign(_mark(conn), key=evidence.new_signing_key())
    found = evidence.read_for(conn, text, key=KEY.public_key())
    assert isinstance(found, evidence.Unfit)
    assert found.code == "checkpoint_key_differs"


def test_a_checkpoint_of_another_installation_is_refused(conn: psycopg.Connection) -> None:
    text = evidence.sign(msgspec.structs.replace(_mark(conn), installation=str(uuid.uuid4())), key=KEY)
    found = evidence.read_for(conn, text, key=KEY.public_key())
    assert isinstance(found, evidence.Unfit)
    assert found.code == "checkpoint_foreign"


def test_sealing_waits_for_nobody_long_and_says_so(conn: psycopg.Connection, database: Database) -> None:
    with connect(database.application_url) as busy:
        busy.execute("insert into audit_event (at, actor, role, action, subject, purpose, details)"
                     " values (now(), 'a', 'b', 'c', 'd', 'e', '{}')")  # fmt: skip
        with pytest.raises(evidence.UnableToSeal):
            evidence.seal_history(conn, now=LATER)
        conn.rollback()
        busy.commit()
    assert evidence.seal_history(conn, now=LATER) == 1
    assert evidence.seal_history(conn, now=LATER) == 0


def test_what_was_numbered_but_undone_leaves_no_gap_in_seals(conn: psycopg.Connection, database: Database) -> None:
    conn.commit()
    for is_kept in (True, False, True):
        conn.execute("insert into audit_event (at, actor, role, action, subject, purpose, details)"
                     " values (now(), 'a', 'b', 'c', 'd', 'e', '{}')")  # fmt: skip
        conn.commit() if is_kept else conn.rollback()
    assert evidence.seal_history(conn, now=LATER) == 2
    conn.commit()
    with connect(database.application_url) as fresh:
        assert monitoring.verify(fresh).passed


def test_only_tables_of_history_are_locked_for_a_seal(conn: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="no table of history"):
        conn.execute("select settled_entry('account', 'id')")
