"""What may happen in the life of a city is never found as a mistake."""

from datetime import datetime, timedelta, timezone

import psycopg
import pytest
from msgspec.structs import replace

from domain.monitoring.lively import DAY, NOON, SECOND, Trade, open_trade
from given.checkout import CHECKOUT
from given.city import CLERK
from given.databases import Database
from socert.domain import catalogue, ledger, monitoring, providers
from socert.postgres import connect
from socert.values import Period

TICK = timedelta(microseconds=1)


def verified(conn: psycopg.Connection, database: Database) -> None:
    conn.commit()
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert found.passed, found.first_bad


def load(conn: psycopg.Connection, *, without: str | None = None, at: datetime = NOON, **moved: str) -> None:
    """The reference tree with some categories below others, and without one and what lies right below it."""
    lines = (CHECKOUT / "reference" / "categories.csv").read_text(encoding="utf-8").splitlines()
    kept = []
    for line in lines:
        name, parent, rest = line.split(",", 2)
        if without not in (name, parent):
            kept.append(f"{name},{moved.get(name, parent)},{rest}")
    loaded = catalogue.load_categories(conn, rows=catalogue.read_categories(kept), actor=CLERK, now=at)
    assert isinstance(loaded, catalogue.LoadedCategories)


def covered(trade: Trade, category: str, *, at: datetime) -> int:
    """What Boris's food certificate pays of 100 roubles."""
    trade.__post_init__()
    basket = trade.buy(trade.city.boris, trade.city.rowan.till, trade.line(1, category, 10_000), at=at, capture=True)
    trade.ask(basket, at=at)
    row = trade.conn.execute("select covered from operation where id = %s", (basket.id,)).fetchone()
    assert row is not None
    return int(row[0])


def test_a_category_may_move_below_a_denied_one_and_back(conn: psycopg.Connection, database: Database) -> None:
    trade = open_trade(conn)
    assert covered(trade, "bread", at=NOON) == 10_000
    load(conn, at=NOON + SECOND, bread="alcohol")
    assert covered(trade, "bread", at=NOON + 2 * SECOND) == 0
    load(conn, at=NOON + 3 * SECOND)
    assert covered(trade, "bread", at=NOON + 4 * SECOND) == 10_000
    verified(conn, database)


def test_a_tree_loaded_at_an_instant_read_before_the_last_purchase_judges_what_comes_after_it(
    conn: psycopg.Connection, database: Database
) -> None:
    trade = open_trade(conn)
    assert covered(trade, "bread", at=NOON + SECOND) == 10_000
    load(conn, at=NOON, bread="alcohol")
    assert covered(trade, "bread", at=NOON + SECOND + TICK) == 0
    verified(conn, database)


def test_a_category_a_programme_names_cannot_be_taken_away(conn: psycopg.Connection, database: Database) -> None:
    trade = open_trade(conn)
    load(conn, without="alcohol")
    assert covered(trade, "bread", at=NOON) == 10_000
    assert covered(trade, "spirits", at=NOON) == 0
    verified(conn, database)


def test_a_purchase_that_was_not_covered_at_its_time_is_found(
    conn: psycopg.Connection, owner: psycopg.Connection
) -> None:
    trade = open_trade(conn)
    assert covered(trade, "bread", at=NOON + 2 * SECOND) == 10_000
    load(conn, at=NOON + 3 * SECOND, bread="alcohol")
    conn.commit()
    owner.execute("update category_parent set since = since - interval '2 seconds' where since > %s", (NOON,))
    owner.commit()
    conn.commit()
    found = monitoring.verify(conn)
    assert found.first_bad is not None
    assert "does not allow its category" in found.first_bad


@pytest.mark.parametrize(
    "till_at",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=12))),
    ],
)
def test_a_till_may_say_any_time(conn: psycopg.Connection, database: Database, till_at: datetime) -> None:
    trade = open_trade(conn)
    basket = trade.buy(trade.city.boris, trade.city.rowan.till, trade.line(1, "bread", 100), at=NOON)
    trade.ask(replace(basket, till_at=till_at), at=NOON)
    verified(conn, database)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("operation", "at"),
        ("operation", "till_at"),
        ("posting", "at"),
        ("receipt_line", "at"),
        ("hold", "expires_at"),
        ("batch", "at"),
        ("account", "valid_until"),
    ],
)
@pytest.mark.parametrize("instant", ["infinity", "-infinity", "12000-01-01T00:00:00Z", "4000-01-01 BC"])
def test_a_time_that_cannot_be_read_is_a_finding(
    conn: psycopg.Connection, owner: psycopg.Connection, table: str, column: str, instant: str
) -> None:
    trade = open_trade(conn)
    trade.ask(trade.buy(trade.city.boris, trade.city.rowan.till, trade.line(1, "bread", 100), at=NOON), at=NOON)
    conn.commit()
    if table in ("posting", "receipt_line"):  # as an owner who falsifies the past would have to
        owner.execute(f"create table elsewhere partition of {table} default".encode())
    owner.execute(
        f"update {table} set {column} = %s where ctid = (select max(ctid) from {table})",  # the latest row
        (instant,),
    )
    owner.commit()
    found = monitoring.verify(conn)
    assert found.first_bad is not None


def test_an_agreement_that_ends_now_does_not_accuse_what_was_bought_meanwhile(
    conn: psycopg.Connection, database: Database
) -> None:
    trade = open_trade(conn)
    agreement = providers.agreements(conn)[0]
    shop = next(one for one in (trade.city.rowan, trade.city.bullfinch) if one.merchant.id == agreement.merchant)
    bought = trade.buy(trade.city.boris, shop.till, trade.line(1, "bread", 100), at=NOON + SECOND)
    trade.ask(bought, at=NOON + SECOND)  # the clock was read before, at NOON
    ended = providers.end_agreement(conn, agreement=agreement.id, at=NOON, actor=CLERK, now=NOON, reason="it ends")
    assert isinstance(ended, providers.Agreement)
    assert ended.period == Period(agreement.period.start, NOON + SECOND + TICK)
    verified(conn, database)


def test_an_agreement_that_ends_later_ends_when_it_was_said_to(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    agreement = providers.agreements(conn)[0]
    trade.ask(trade.buy(trade.city.boris, trade.city.rowan.till, trade.line(1, "bread", 100), at=NOON), at=NOON)
    ended = providers.end_agreement(
        conn, agreement=agreement.id, at=NOON + DAY, actor=CLERK, now=NOON, reason="the owner leaves"
    )
    assert isinstance(ended, providers.Agreement)
    assert ended.period.end == NOON + DAY


def test_no_batch_is_under_way_while_an_agreement_ends(conn: psycopg.Connection, database: Database) -> None:
    trade = open_trade(conn)
    conn.commit()
    agreement = providers.agreements(conn)[0]
    conn.rollback()
    question = trade.buy(trade.city.boris, trade.city.rowan.till, trade.line(1, "bread", 100), at=NOON)
    with connect(database.application_url) as other:
        trade.ask(question, at=NOON)
        with pytest.raises(ledger.UnableToPauseTills):  # it waits for the batch, but not for long
            providers.end_agreement(other, agreement=agreement.id, at=NOON, actor=CLERK, now=NOON, reason="it ends")
        other.rollback()
        conn.commit()
        ended = providers.end_agreement(other, agreement=agreement.id, at=NOON, actor=CLERK, now=NOON, reason="it ends")
        assert isinstance(ended, providers.Agreement)
        conn.execute("set lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):  # and the next batch waits for it
            trade.ask(trade.capture(question, at=NOON), at=NOON)
        conn.rollback()
