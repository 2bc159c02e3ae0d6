"""A merchant takes a programme once at a time, and ends it now or later, never in the past."""

import threading
from datetime import datetime, timedelta

import psycopg
import pytest

from given.city import BULLFINCH, CLERK, NOW, ROWAN, given_shop
from given.databases import Database
from socert.domain import audit, providers
from socert.domain.providers import Agreement, Refusal
from socert.postgres import connect
from socert.values import Period

DAY = timedelta(days=1)


def programme(owner: psycopg.Connection, name: str = "food") -> int:
    row = owner.execute(
        """
        insert into programme (id, title_ru, title_en, is_sensitive)
        values (%(id)s, 'Продукты', 'Food', false)
        returning number
        """,
        {"id": name},
    ).fetchone()
    assert row is not None
    return int(row[0])


def agree(
    conn: psycopg.Connection, merchant: int, number: int, start: datetime = NOW, end: datetime | None = None
) -> Agreement | Refusal:
    return providers.agree(
        conn, merchant=merchant, programme=number, valid_from=start, valid_until=end, actor=CLERK, now=NOW
    )


def made(conn: psycopg.Connection, end: datetime | None = None) -> Agreement:
    agreement = agree(conn, given_shop(conn, BULLFINCH).merchant.id, programme(conn), NOW, end)
    assert isinstance(agreement, Agreement)
    return agreement


def end(conn: psycopg.Connection, agreement: int, at: datetime, *, now: datetime = NOW) -> Agreement | Refusal:
    return providers.end_agreement(
        conn, agreement=agreement, at=at, actor=CLERK, now=now, reason="the merchant wishes so"
    )


def test_an_agreement_is_listed_with_its_period(conn: psycopg.Connection) -> None:
    agreement = made(conn, NOW + DAY)
    assert agreement.period == Period(NOW, NOW + DAY)
    assert providers.agreements(conn) == [agreement]


@pytest.mark.parametrize(
    ("start", "until", "agreements"),
    [
        (NOW, NOW + 10 * DAY, 1),
        (NOW - DAY, NOW + DAY, 1),
        (NOW + 9 * DAY, None, 1),
        (NOW + 10 * DAY, None, 2),
        (NOW - DAY, NOW, 2),
    ],
)
def test_agreements_may_touch_and_never_overlap(
    conn: psycopg.Connection, start: datetime, until: datetime | None, agreements: int
) -> None:
    first = made(conn, NOW + 10 * DAY)
    second = agree(conn, first.merchant, first.programme, start, until)
    assert (second is Refusal.AGREEMENTS_OVERLAP) == (agreements == 1)
    assert len(providers.agreements(conn)) == agreements


def test_other_merchants_and_other_programmes_do_not_overlap(conn: psycopg.Connection) -> None:
    first = made(conn)
    rowan = given_shop(conn, ROWAN).merchant.id
    assert isinstance(agree(conn, rowan, first.programme), Agreement)
    assert isinstance(agree(conn, first.merchant, programme(conn, "other")), Agreement)


def test_two_who_agree_at_once_make_one_agreement(database: Database) -> None:
    with connect(database.application_url) as conn:
        merchant, number = given_shop(conn, BULLFINCH).merchant.id, programme(conn)
    answers: list[Agreement | Refusal] = []
    together = threading.Barrier(4)

    def work() -> None:
        with connect(database.application_url) as conn:
            together.wait(timeout=10)
            answers.append(agree(conn, merchant, number))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sum(isinstance(answer, Agreement) for answer in answers) == 1
    assert answers.count(Refusal.AGREEMENTS_OVERLAP) == 3


def test_a_reversed_period_and_a_stranger_are_refused(conn: psycopg.Connection) -> None:
    merchant = given_shop(conn, BULLFINCH).merchant.id
    assert agree(conn, merchant, 1, NOW, NOW) is Refusal.DATES_REVERSED
    assert agree(conn, 99, 1) is Refusal.MERCHANT_UNKNOWN


def test_an_ended_agreement_makes_room_for_the_next(conn: psycopg.Connection) -> None:
    first = made(conn)
    ended = end(conn, first.id, NOW + DAY)
    assert isinstance(ended, Agreement)
    assert ended.period == Period(NOW, NOW + DAY)
    assert isinstance(agree(conn, first.merchant, first.programme, NOW + DAY), Agreement)
    events = audit.events_of(conn, subject=f"merchant:{first.merchant}", limit=2)
    assert [event.action for event in events] == ["agreement_made", "agreement_ended"]


def test_ending_at_the_same_instant_again_changes_nothing(conn: psycopg.Connection) -> None:
    first = made(conn)
    assert end(conn, first.id, NOW + DAY) == end(conn, first.id, NOW + DAY, now=NOW + 2 * DAY)


@pytest.mark.parametrize(
    ("at", "now", "refusal"),
    [
        (NOW + DAY, NOW + 2 * DAY, Refusal.END_LIES_IN_THE_PAST),
        (NOW + 11 * DAY, NOW, Refusal.AGREEMENT_ENDS_EARLIER),
        (NOW, NOW, Refusal.DATES_REVERSED),
    ],
)
def test_an_agreement_ends_only_within_its_own_time(
    conn: psycopg.Connection, at: datetime, now: datetime, refusal: Refusal
) -> None:
    agreement = made(conn, NOW + 10 * DAY)
    assert end(conn, agreement.id, at, now=now) is refusal
    assert providers.agreements(conn) == [agreement]


def test_an_unknown_agreement_is_not_ended(conn: psycopg.Connection) -> None:
    assert end(conn, 99, NOW) is Refusal.AGREEMENT_UNKNOWN
