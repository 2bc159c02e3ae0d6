"""Items and discounts are issued by need and by budget, and what nobody used goes back to where it came from."""

import pytest
from psycopg import Connection

from domain.certificates.pilot import (
    HEADER,
    LATER,
    MOSCOW,
    NOW,
    assert_books_balance,
    card,
    count,
    know,
    people_list,
    publish,
    report,
    row,
)
from domain.programmes.files import DISCOUNT, ITEMS, OPERATOR
from socert.domain import budgets, certificates, monitoring
from socert.domain.certificates import Issued, IssueRefusal, IssueRefused
from socert.values import Money

COAT_ONLY = ITEMS[: ITEMS.index("      - id: one-of-two")]
WITH_NEED = f"{HEADER};need"


def issue(conn: Connection, holder: int, *need: str) -> Issued | IssueRefused:
    """Issue one certificate with these needs."""
    know(conn, holder)
    return certificates.issue(
        conn, programme="food", holder=holder, lane=0, now=NOW, zone=MOSCOW, actor=OPERATOR, need=need
    )


def accounts(conn: Connection) -> list[tuple[int, int, int]]:
    """Slot, kopecks and units of every account, in the order they were opened."""
    return conn.execute("select slot, issued, units from account order by id").fetchall()


def reserved(conn: Connection) -> dict[str, int]:
    """What each source has reserved, kopecks."""
    return {one.source: one.reserved.kopecks for one in budgets.stages(conn, programme=None)}


def test_an_item_is_issued_with_its_units_and_the_money_of_its_highest_cap(conn: Connection) -> None:
    publish(conn, ITEMS)
    issued = issue(conn, 7, "coat")
    assert isinstance(issued, Issued)
    assert issued.amount == Money(271_00)
    assert accounts(conn) == [(0, 201_00, 2), (1, 70_00, 1)]
    assert reserved(conn) == {"federal": 162_60, "city": 108_40}
    assert_books_balance(conn)


def test_what_is_given_by_need_is_given_to_those_who_need_it(conn: Connection) -> None:
    publish(conn, ITEMS)
    assert isinstance(issue(conn, 7), Issued)
    assert accounts(conn) == [(1, 70_00, 1)]
    assert reserved(conn) == {"federal": 42_00, "city": 28_00}


@pytest.mark.parametrize(
    ("text", "need", "code"),
    [
        (COAT_ONLY, (), IssueRefusal.NOTHING_TO_GIVE),
        (COAT_ONLY, ("hat",), IssueRefusal.NEED_UNKNOWN),
        (COAT_ONLY, ("coat", "hat"), IssueRefusal.NEED_UNKNOWN),
        (ITEMS, ("one-of-two",), IssueRefusal.NEED_UNKNOWN),  # it is given to everybody
        (DISCOUNT, ("tenth",), IssueRefusal.NEED_UNKNOWN),
    ],
)
def test_an_empty_certificate_or_an_unknown_need_is_refused(
    conn: Connection, text: str, need: tuple[str, ...], code: IssueRefusal
) -> None:
    publish(conn, text)
    refused = issue(conn, 7, *need)
    assert isinstance(refused, IssueRefused)
    assert refused.code is code
    assert refused.text.ru
    assert refused.text.en
    assert "hat" not in str(refused.text), "what was written may name a person"
    assert count(conn, "account") == 0


def test_a_list_names_needs_row_by_row_and_reserves_for_them(conn: Connection) -> None:
    publish(conn, COAT_ONLY)
    done = report(
        conn,
        people_list(
            f"{row(1)};coat",
            f"{row(2)};",
            f"{row(3)}; coat  coat ",
            f"{row(4)};hat",
            f"{row(5, with_card=False)};coat",
            header=WITH_NEED,
        ),
    )
    assert (done.rows_in, done.rows_issued, done.rows_refused) == (5, 3, 2)
    assert [(one.line, one.code) for one in done.refusals] == [(3, "nothing_to_give"), (5, "need_unknown")]
    assert done.issued_total == Money(3 * 201_00)
    assert count(conn, "carrier") == 2
    assert card(2)
    assert sum(reserved(conn).values()) == 3 * 201_00
    assert_books_balance(conn)


def test_a_list_without_the_column_gives_what_needs_no_need(conn: Connection) -> None:
    publish(conn, ITEMS)
    assert report(conn, people_list(row(1), row(2))).issued_total == Money(2 * 70_00)


def test_a_discount_sets_its_ceiling_aside_and_one_that_merchants_give_touches_no_budget(conn: Connection) -> None:
    publish(conn, DISCOUNT)
    issued = issue(conn, 7)
    assert isinstance(issued, Issued)
    assert issued.amount == Money(1200_00)
    assert accounts(conn) == [(0, 1000_00, 0), (1, 200_00, 0)]
    assert reserved(conn) == {"federal": 600_00, "city": 400_00}
    postings = conn.execute(
        "select l.kind, sum(p.amount)::bigint from posting p join ledger_account l on l.id = p.debit"
        " where p.credit > 4294967295 group by l.kind order by l.kind"
    ).fetchall()
    assert postings == [("appropriation", 1000_00), ("borne", 200_00)]


def test_what_merchants_bear_is_issued_however_little_money_there_is(conn: Connection) -> None:
    publish(conn, DISCOUNT, limit=600_00)
    assert isinstance(issue(conn, 7), Issued)
    refused = issue(conn, 8)
    assert isinstance(refused, IssueRefused)
    assert refused.code is IssueRefusal.BEYOND_APPROPRIATION


def test_unused_items_and_discounts_return_by_source_and_what_merchants_bear_to_nobody(conn: Connection) -> None:
    publish(conn, DISCOUNT)
    issue(conn, 7)
    expired = certificates.expire(conn, now=LATER, actor=OPERATOR)
    assert (expired.accounts, expired.returned) == (2, Money(1000_00))
    assert expired.by_source == {"federal": Money(600_00), "city": Money(400_00)}
    assert reserved(conn) == {"federal": 0, "city": 0}
    assert conn.execute("select sum(issued - returned) from account").fetchone() == (0,)
    total = conn.execute("select total from operation where kind = 7").fetchone()
    assert total == (1200_00,), "the operation books both"


def test_a_cancelled_certificate_says_what_went_back_to_sources(conn: Connection) -> None:
    publish(conn, DISCOUNT)
    issued = issue(conn, 7)
    assert isinstance(issued, Issued)
    changed = certificates.cancel(conn, certificate=issued.certificate, reason="moved", actor=OPERATOR, now=NOW)
    assert isinstance(changed, certificates.Changed)
    assert changed.returned == Money(1000_00)


def test_what_is_left_is_told_allowance_by_allowance(conn: Connection) -> None:
    publish(conn, ITEMS)
    issued = issue(conn, 7, "coat")
    assert isinstance(issued, Issued)
    found = monitoring.balances_of(conn, holder=7)
    assert [(one.allowance, one.available, one.units_left) for one in found] == [
        ("coat", 201_00, 2),
        ("one-of-two", 70_00, 1),
    ]
