"""A certificate's statement tells everything that moved its money, and adds up to what is left."""

from datetime import timedelta

import psycopg

from domain.monitoring.lively import NOON, SECOND, live_two_days, open_trade
from given.city import CLERK
from socert.domain import certificates, monitoring
from socert.domain.monitoring import StatementEvent
from socert.domain.purchases import AskedPart


def test_goods_brought_back_and_what_a_final_capture_leaves_stand_in_it(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    vera = trade.city.vera
    held = trade.buy(vera, trade.city.rowan.till, trade.line(1, "toys", 10_000), at=NOON)
    trade.ask(held, at=NOON)
    taken = trade.capture(held, AskedPart(1, amount=4_000), at=NOON + SECOND)
    trade.ask(taken, at=NOON + SECOND)
    later = NOON + 2 * SECOND
    trade.ask(trade.refund(held, AskedPart(1, amount=1_500), at=later, capture=taken.id), at=later)
    (one,) = certificates.certificates_of(conn, holder=vera.holder)
    found = monitoring.statement_of(conn, certificate=one.id)
    assert found[0].event is StatementEvent.ISSUE
    assert sorted((line.event.value, line.amount) for line in found[1:]) == [
        ("hold", 10_000),
        ("purchase", 4_000),
        ("refund", 1_500),
        ("release", 6_000),
    ]
    assert found[-1].receipt == "V-1"


def test_every_lively_certificate_has_a_statement(conn: psycopg.Connection) -> None:
    trade = live_two_days(conn)
    certificates.expire(conn, now=NOON + timedelta(days=120), actor=CLERK)
    for who in (trade.city.anna, trade.city.boris, trade.city.vera):
        for one in certificates.certificates_of(conn, holder=who.holder):
            (left,) = (each for each in monitoring.balances_of(conn, holder=who.holder) if each.certificate == one.id)
            found = monitoring.statement_of(conn, certificate=one.id)
            purchases = sum(line.amount for line in found if line.event is StatementEvent.PURCHASE)
            given = sum(line.amount for line in found if line.event in (StatementEvent.REFUND, StatementEvent.VOID))
            assert purchases - given == left.consumed
