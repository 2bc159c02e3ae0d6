"""Closing a period: what is claimed, what is refused, that nothing slips under it, and that a claim is paid once."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from domain.monitoring.lively import DAY, MIDNIGHT, NOON, SECOND, ZONE, Trade, clear, open_trade, trade_a_day
from given.city import CLERK
from given.databases import Database
from socert.domain import audit, clearing, purchases
from socert.postgres import connect


def _close(trade: Trade, until: datetime, *, now: datetime | None = None) -> clearing.ClosedPeriod | str:
    closed = clearing.close_period(trade.conn, until=until, now=now or until, zone=ZONE, actor=CLERK)
    return closed.code if isinstance(closed, clearing.ClearingRefused) else closed


def _sources(conn: psycopg.Connection, closed: clearing.ClosedPeriod) -> dict[str, int]:
    return dict(
        conn.execute(
            """
            select f.id, sum(s.amount)::bigint
            from claim_source as s
            join claim as c on c.id = s.claim
            join funding_source as f on f.number = s.source
            where c.period = %(period)s
            group by f.id
            """,
            {"period": closed.period},
        ).fetchall()
    )


def test_a_claim_is_what_was_captured_less_what_was_undone(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    closed = _close(trade, MIDNIGHT)
    assert isinstance(closed, clearing.ClosedPeriod)
    assert (closed.starts_at, closed.ends_at) == (MIDNIGHT - DAY, MIDNIGHT)
    bullfinch, rowan = closed.claims
    # Bullfinch: Anna's bread and toys, and as much of Boris's cheese and milk as he had. Rowan: two captures of toys.
    assert bullfinch.amount == 5_001 + 70_003 + 50_000
    assert rowan.amount == 33_333 + 12_345
    assert (bullfinch.receipts, rowan.receipts) == (2, 3)
    assert clearing.claims(conn, period=closed.period) == closed.claims
    assert clearing.periods(conn) == (closed,)
    assert audit.events_of(conn, subject=f"period:{closed.period}", limit=5)[0].action == "period_closed"


def test_the_sources_of_all_claims_are_the_split_of_what_each_account_consumed(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    first = clear(trade)
    # Boris's food and Anna's bread; of children's goods Anna consumed 1,033.36 and Vera 123.45 roubles.
    federal = 103_336 * 60 // 100 + 12_345 * 60 // 100
    assert _sources(conn, first) == {
        "city": 50_000 + 5_001,
        "federal": federal,
        "regional": 103_336 + 12_345 - federal,
    }
    assert sum(_sources(conn, first).values()) == sum(claim.amount for claim in first.claims)


def test_a_second_period_goes_on_where_the_first_ended(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    bullfinch, rowan = trade.city.bullfinch.till, trade.city.rowan.till
    vera = trade.city.vera
    trade.ask(trade.buy(vera, bullfinch, trade.line(1, "toys", 33), at=NOON, capture=True), at=NOON)
    first = _close(trade, MIDNIGHT)
    trade.ask(trade.buy(vera, rowan, trade.line(1, "toys", 34), at=NOON + DAY, capture=True), at=NOON + DAY)
    second = _close(trade, MIDNIGHT + DAY)
    assert isinstance(first, clearing.ClosedPeriod)
    assert isinstance(second, clearing.ClosedPeriod)
    assert second.starts_at == first.ends_at
    assert _sources(conn, first) == {"federal": 19, "regional": 14}
    # 60 % of 67 is 40, of which 19 were claimed before.
    assert _sources(conn, second) == {"federal": 21, "regional": 13}


def test_a_purchase_undone_in_its_own_batch_is_claimed_as_nothing(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    for _ in range(8):  # ids are random, so the undoing comes before the purchase in some of them
        bought = trade.buy(trade.city.vera, trade.city.rowan.till, trade.line(1, "toys", 101), at=NOON, capture=True)
        trade.ask(bought, trade.void(bought, at=NOON), at=NOON)
    closed = _close(trade, MIDNIGHT)
    assert isinstance(closed, clearing.ClosedPeriod)
    assert [(claim.amount, claim.receipts) for claim in closed.claims] == [(0, 8)]
    refused = clearing.mark_paid(conn, claim=closed.claims[0].id, now=MIDNIGHT, actor=CLERK, reference="1")
    assert isinstance(refused, clearing.ClearingRefused)
    assert refused.code == "nothing_to_pay"


def test_a_quiet_period_closes_without_claims(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    clear(trade)
    quiet = _close(trade, MIDNIGHT + DAY)
    assert isinstance(quiet, clearing.ClosedPeriod)
    assert quiet.claims == ()


@pytest.mark.parametrize(
    ("until", "now", "code"),
    [
        (MIDNIGHT + SECOND, MIDNIGHT + DAY, "not_a_day_boundary"),
        (MIDNIGHT.replace(hour=0), MIDNIGHT + DAY, "not_a_day_boundary"),
        (MIDNIGHT, MIDNIGHT - SECOND, "in_the_future"),
        (MIDNIGHT - DAY, MIDNIGHT, "nothing_traded"),
    ],
)
def test_a_period_that_cannot_be_closed_is_refused(
    conn: psycopg.Connection, until: datetime, now: datetime, code: str
) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    assert _close(trade, until, now=now) == code
    assert clearing.periods(conn) == ()


def test_closing_twice_is_refused(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    closed = clear(trade)
    assert _close(trade, MIDNIGHT) == "already_closed"
    assert _close(trade, MIDNIGHT - DAY, now=MIDNIGHT) == "already_closed"
    assert [one.period for one in clearing.periods(conn)] == [closed.period]


def test_midnight_is_that_of_the_region(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    late = datetime(2026, 11, 22, 20, 59, 59, tzinfo=UTC)
    early = late + timedelta(seconds=1)
    trade.ask(
        trade.buy(trade.city.vera, trade.city.rowan.till, trade.line(1, "toys", 10), at=late, capture=True), at=late
    )
    trade.ask(
        trade.buy(trade.city.vera, trade.city.rowan.till, trade.line(1, "toys", 7), at=early, capture=True), at=early
    )
    closed = _close(trade, MIDNIGHT)
    assert isinstance(closed, clearing.ClosedPeriod)
    assert [claim.amount for claim in closed.claims] == [10]


def test_nothing_slips_under_a_closed_period(conn: psycopg.Connection, database: Database) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    conn.commit()
    bought = trade.buy(trade.city.vera, trade.city.rowan.till, trade.line(1, "toys", 999), at=NOON, capture=True)
    trade.ask(bought, at=MIDNIGHT - SECOND)  # a batch under way, not committed yet
    found: list[clearing.ClosedPeriod | clearing.ClearingRefused] = []

    def close() -> None:
        with connect(database.application_url) as other:
            found.append(clearing.close_period(other, until=MIDNIGHT, now=MIDNIGHT, zone=ZONE, actor=CLERK))

    closing = threading.Thread(target=close)
    closing.start()
    closing.join(timeout=0.3)
    assert closing.is_alive()  # it waits for the batch
    conn.commit()
    closing.join(timeout=10)
    closed = found[0]
    assert isinstance(closed, clearing.ClosedPeriod)
    assert closed.claims[1].amount == 33_333 + 12_345 + 999
    late = trade.buy(trade.city.vera, trade.city.rowan.till, trade.line(1, "toys", 1), at=NOON, capture=True)
    with pytest.raises(psycopg.Error) as refused:
        trade.ask(late, at=MIDNIGHT - SECOND)
    assert refused.value.sqlstate == "SC002"


def test_a_claim_is_paid_once(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    closed = _close(trade, MIDNIGHT)
    assert isinstance(closed, clearing.ClosedPeriod)
    claim = closed.claims[0]
    assert claim.status is clearing.ClaimStatus.PRESENTED
    paid = clearing.mark_paid(conn, claim=claim.id, now=MIDNIGHT, actor=CLERK, reference="payment order 17")
    assert isinstance(paid, clearing.Claim)
    assert paid.status is clearing.ClaimStatus.PAID
    again = clearing.mark_paid(conn, claim=claim.id, now=MIDNIGHT, actor=CLERK, reference="payment order 17")
    assert isinstance(again, clearing.ClearingRefused)
    assert again.code == "claim_already_paid"
    moved = conn.execute(
        "select sum(amount)::bigint from posting where operation = %(paid_by)s", {"paid_by": paid.paid_by}
    ).fetchone()
    assert moved == (claim.amount,)
    assert audit.events_of(conn, subject=f"claim:{claim.id}", limit=5)[0].action == "claim_paid"


def test_an_unknown_claim_is_not_paid(conn: psycopg.Connection) -> None:
    refused = clearing.mark_paid(conn, claim=uuid4(), now=NOON, actor=CLERK, reference="1")
    assert isinstance(refused, clearing.ClearingRefused)
    assert refused.code == "claim_not_found"


def test_what_was_cleared_is_not_taken_back(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    bought = trade.buy(trade.city.vera, trade.city.rowan.till, trade.line(1, "toys", 500), at=NOON, capture=True)
    trade.ask(bought, at=NOON)
    assert isinstance(_close(trade, MIDNIGHT), clearing.ClosedPeriod)
    (answer,) = trade.ask(trade.void(bought, at=MIDNIGHT), at=MIDNIGHT)
    assert isinstance(answer, purchases.Stored)
    assert "already_cleared" in answer.body
