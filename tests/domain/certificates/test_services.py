"""Services and amounts by facts are issued as decided, to the kopeck and the unit; money comes back when they end."""

from collections.abc import Sequence

import pytest
from psycopg import Connection

from domain.certificates.pilot import (
    LATER,
    MOSCOW,
    NOW,
    assert_books_balance,
    count,
    issue_list,
    know,
    people_list,
    publish,
    row,
)
from domain.programmes.files import CARE, OPERATOR, SPA
from socert.domain import budgets, certificates, monitoring
from socert.domain.certificates import DecidedAmount, Issued, IssueRefusal, IssueRefused, ListRefused
from socert.values import Money

FOOD_ONLY = CARE.replace("id: home-care", "id: food")
OFTEN, NO_FOOD = DecidedAmount("care", 61 * 400_55, 61), DecidedAmount("food", 0, 0)


def issue(
    conn: Connection, *decided: DecidedAmount, holder: int = 7, need: Sequence[str] = (), programme: str = "home-care"
) -> Issued | IssueRefused:
    """Issue one certificate as it was decided."""
    know(conn, holder)
    return certificates.issue(
        conn,
        programme=programme,
        holder=holder,
        lane=0,
        now=NOW,
        zone=MOSCOW,
        actor=OPERATOR,
        need=need,
        decided=decided,
    )


def accounts(conn: Connection) -> list[tuple[int, int, int]]:
    """Slot, kopecks and units of every account, in the order they were opened."""
    return conn.execute("select slot, issued, units from account order by id").fetchall()


def complaints(conn: Connection) -> list[str]:
    """What verifying finds in what is committed now."""
    conn.commit()
    found = monitoring.verify(conn)
    return [one.first_bad for one in found.checks if one.first_bad is not None]


def test_units_and_points_are_what_was_decided_and_nothing_is_opened_for_nothing(conn: Connection) -> None:
    publish(conn, CARE, limit=100_000_00)
    issued = issue(conn, OFTEN, NO_FOOD)
    assert isinstance(issued, Issued)
    assert issued.amount == Money(61 * 400_55)
    assert accounts(conn) == [(0, 61 * 400_55, 61), (1, 0, 24)]
    reserved = {one.source: one.reserved.kopecks for one in budgets.stages(conn, programme=None)}
    assert reserved == {"federal": 61 * 400_55 * 60 // 100, "city": 61 * 400_55 - 61 * 400_55 * 60 // 100}
    more = issue(conn, DecidedAmount("care", 0, 0), DecidedAmount("food", 5000_00, 0), holder=8, need=["set"])
    assert isinstance(more, Issued)
    assert accounts(conn)[2:] == [(1, 0, 24), (2, 5000_00, 0), (3, 9000_00, 1)]
    assert_books_balance(conn)
    assert complaints(conn) == []


def test_what_is_left_of_services_goes_back_when_they_end(conn: Connection) -> None:
    publish(conn, CARE, limit=100_000_00)
    issue(conn, OFTEN, NO_FOOD)
    expired = certificates.expire(conn, now=LATER.replace(month=11), actor=OPERATOR)
    assert (expired.certificates, expired.returned) == (1, Money(61 * 400_55))
    assert {one.reserved.kopecks for one in budgets.stages(conn, programme=None)} == {0}
    assert complaints(conn) == []


@pytest.mark.parametrize(
    ("column", "value", "complaint"),
    [
        ("issued", 400_55 * 60, "issued is not what its programme version gives"),
        ("units", 120, "units are not what its programme version gives"),
    ],
)
def test_verifying_finds_an_amount_no_row_of_the_table_gives(
    conn: Connection, owner: Connection, column: str, value: int, complaint: str
) -> None:
    publish(conn, CARE, limit=100_000_00)
    issue(conn, OFTEN, NO_FOOD)
    conn.commit()
    owner.execute(f"update account set {column} = %s where slot = 0", [value])
    owner.commit()
    assert any(complaint in one for one in complaints(conn)), complaints(conn)


@pytest.mark.parametrize(
    ("decided", "need", "code"),
    [
        ((), (), IssueRefusal.AMOUNT_BY_FACTS),
        ((OFTEN,), (), IssueRefusal.AMOUNT_BY_FACTS),
        ((OFTEN, NO_FOOD), ("care",), IssueRefusal.NEED_UNKNOWN),
        ((OFTEN, NO_FOOD, DecidedAmount("massage", 0, 5)), (), IssueRefusal.ALLOWANCE_GONE),
        ((DecidedAmount("care", 500, 0), NO_FOOD), (), IssueRefusal.ALLOWANCE_GONE),  # points of what are hours now
    ],
)
def test_what_the_version_does_not_give_is_refused(
    conn: Connection, decided: tuple[DecidedAmount, ...], need: tuple[str, ...], code: IssueRefusal
) -> None:
    publish(conn, CARE, limit=100_000_00)
    refused = issue(conn, *decided, need=need)
    assert isinstance(refused, IssueRefused)
    assert (refused.code, count(conn, "account")) == (code, 0)
    assert refused.text.ru != refused.text.en


def test_a_plain_list_can_neither_guess_amounts_nor_issue_what_is_only_decided(conn: Connection) -> None:
    publish(conn, FOOD_ONLY, limit=100_000_00)
    by_facts = issue_list(conn, people_list(row(1)))
    assert isinstance(by_facts, ListRefused)
    assert by_facts.code is IssueRefusal.AMOUNT_BY_FACTS
    publish(conn, SPA)
    only = issue(conn, programme="sanatorium")
    assert isinstance(only, IssueRefused)
    assert only.code is IssueRefusal.DECISION_ONLY
    assert "section certificate" in only.text.en
    assert count(conn, "certificate") == 0
