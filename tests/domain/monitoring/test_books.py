"""The books: where the money of all certificates went."""

import psycopg

from domain.monitoring.lively import NOON, ZONE, live_two_days, open_trade
from socert.domain import monitoring
from socert.domain.monitoring.model.books import MerchantBooks


def test_the_books_of_two_days(conn: psycopg.Connection) -> None:
    live_two_days(conn)
    books = monitoring.books(conn, zone=ZONE)
    assert books.issued_kopecks == 700_000
    first_day = (5_001 + 70_003) + 33_333 + 20_002 + 50_000 + 12_345
    # Of Anna's toys four fifths of one and a part of another, of which a third of the first came back; Vera's in part.
    assert books.captured_kopecks == first_day + 7_007 + (2_400 + 1_500) + 5_003
    assert books.refunded_kopecks == 20_002 + 799 + 2_000
    assert books.claimed_kopecks == 125_004 + 45_678
    assert books.paid_kopecks == 125_004
    assert books.returned_to_source_kopecks == 0
    assert books.unaccounted_kopecks == 700_000 - 170_682
    # Anna's spirits and cigarettes, and what Boris's balance did not reach; what was voided costs nobody anything, and
    # what was brought back was given back.
    assert books.own_money_kopecks == 39_900 + 15_000 + 10_000
    assert books.lines_denied == {"alcohol": 2, "tobacco": 1}
    assert books.lines_not_covered == {"category_denied": 3, "category_not_allowed": 2}
    assert books.weeks == ("2026-W47", "2026-W48")
    assert (books.people, books.certificates_issued) == (3, 4)


def test_merchants_stand_in_the_books_with_what_they_are_owed_and_paid(conn: psycopg.Connection) -> None:
    trade = live_two_days(conn)
    bullfinch, rowan = trade.city.bullfinch.merchant, trade.city.rowan.merchant
    assert monitoring.books(conn, zone=ZONE).merchants == (
        MerchantBooks(bullfinch.id, bullfinch.inn.digits, bullfinch.title.ru, bullfinch.title.en, 125_004, 125_004),
        MerchantBooks(rowan.id, rowan.inn.digits, rowan.title.ru, rowan.title.en, 45_678, 0),
    )


def test_a_receipt_of_own_money_alone_counts_unless_it_was_voided(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    kept = trade.buy(trade.city.anna, trade.city.rowan.till, trade.line(1, "spirits", 50_000), at=NOON)
    voided = trade.buy(trade.city.anna, trade.city.rowan.till, trade.line(1, "spirits", 60_000), at=NOON)
    trade.ask(kept, voided, trade.void(voided, at=NOON), at=NOON)
    books = monitoring.books(conn, zone=ZONE)
    assert books.own_money_kopecks == 50_000
    assert books.captured_kopecks == 0
    assert books.weeks == ()


def test_an_empty_installation_has_empty_books(conn: psycopg.Connection) -> None:
    books = monitoring.books(conn, zone=ZONE)
    assert books.issued_kopecks == books.unaccounted_kopecks == books.people == 0
    assert books.merchants == ()
