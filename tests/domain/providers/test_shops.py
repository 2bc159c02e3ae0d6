"""Merchants join once, open outlets and tills, and suspended tills say so."""

from dataclasses import replace

import psycopg
import pytest

from given.city import BULLFINCH, CLERK, NOW, ROWAN, given_shop
from socert.domain import audit, providers
from socert.domain.providers import Merchant, NewOutlet, NewTill, Outlet, Refusal, Till, TillStanding
from socert.values import Ogrn, Text

SHOP = NewOutlet("7", "Снегирь № 7", "ул. Примерная, д. 7", "Речной")


def register(conn: psycopg.Connection, merchant: providers.NewMerchant = BULLFINCH) -> Merchant:
    joined = providers.register_merchant(conn, merchant=merchant, actor=CLERK, now=NOW)
    assert isinstance(joined, Merchant)
    return joined


def open_outlets(conn: psycopg.Connection, merchant: int, *outlets: NewOutlet) -> list[Outlet]:
    opened = providers.open_outlets(conn, merchant=merchant, outlets=outlets, actor=CLERK, now=NOW)
    assert isinstance(opened, list)
    return opened


def directory(conn: psycopg.Connection) -> int:
    row = conn.execute("select number from directory_version").fetchone()
    assert row is not None
    return int(row[0])


def test_a_merchant_is_found_by_inn(conn: psycopg.Connection) -> None:
    joined = register(conn)
    assert providers.find_merchant(conn, inn=BULLFINCH.inn) == joined
    assert joined == Merchant(joined.id, BULLFINCH.inn, BULLFINCH.ogrn, BULLFINCH.title, NOW)
    assert providers.find_merchant(conn, inn=ROWAN.inn) is None


def test_a_merchant_who_joins_again_is_the_same(conn: psycopg.Connection) -> None:
    joined = register(conn)
    before = directory(conn)
    assert register(conn, replace(BULLFINCH, title=Text(ru="Другая", en="Other"))) == joined
    assert directory(conn) == before
    assert providers.merchants(conn) == [joined]


def test_an_inn_with_another_ogrn_is_refused(conn: psycopg.Connection) -> None:
    register(conn)
    other = replace(BULLFINCH, ogrn=Ogrn.complete("102770000009"))
    assert providers.register_merchant(conn, merchant=other, actor=CLERK, now=NOW) is Refusal.MERCHANT_DIFFERS


def test_outlets_and_tills_are_given_in_the_order_asked(conn: psycopg.Connection) -> None:
    merchant = register(conn).id
    seven, two = open_outlets(conn, merchant, SHOP, replace(SHOP, code="2"))
    assert (seven.code, two.code) == ("7", "2")
    asked = [NewTill(two.id, "b"), NewTill(seven.id, "a"), NewTill(two.id, "a")]
    tills = providers.open_tills(conn, tills=asked, actor=CLERK, now=NOW)
    assert [(till.outlet, till.code, till.merchant) for till in tills] == [
        (two.id, "b", merchant),
        (seven.id, "a", merchant),
        (two.id, "a", merchant),
    ]
    assert providers.outlets(conn) == sorted([seven, two], key=lambda one: one.id)


def test_opening_the_same_again_changes_nothing(conn: psycopg.Connection) -> None:
    merchant = register(conn).id
    opened = open_outlets(conn, merchant, SHOP)
    tills = providers.open_tills(conn, tills=[NewTill(opened[0].id, "1")], actor=CLERK, now=NOW)
    before = directory(conn)
    assert open_outlets(conn, merchant, replace(SHOP, title="Другой")) == opened
    assert providers.open_tills(conn, tills=[NewTill(opened[0].id, "1")], actor=CLERK, now=NOW) == tills
    assert directory(conn) == before


def test_two_merchants_may_use_the_same_codes(conn: psycopg.Connection) -> None:
    first = open_outlets(conn, register(conn).id, SHOP)
    second = open_outlets(conn, register(conn, ROWAN).id, SHOP)
    assert first[0].id != second[0].id


def test_a_stranger_opens_no_outlets(conn: psycopg.Connection) -> None:
    refused = providers.open_outlets(conn, merchant=99, outlets=[SHOP], actor=CLERK, now=NOW)
    assert refused is Refusal.MERCHANT_UNKNOWN


def test_a_suspended_till_says_so_until_it_is_resumed(conn: psycopg.Connection) -> None:
    shop = given_shop(conn, BULLFINCH)
    first, second = (TillStanding(one.till, one.outlet, one.merchant, is_suspended=False) for one in shop.tills)
    suspended = providers.suspend_till(conn, till=first.till, actor=CLERK, now=NOW, reason="repair")
    assert suspended == replace(first, is_suspended=True)
    assert providers.till_places(conn) == [suspended, second]
    assert providers.resume_till(conn, till=first.till, actor=CLERK, now=NOW, reason="repaired") == first
    assert providers.till_places(conn) == [first, second]
    events = audit.events_of(conn, subject=f"till:{first.till}", limit=10)
    assert [(event.action, event.purpose) for event in events] == [
        ("till_resumed", "repaired"),
        ("till_suspended", "repair"),
    ]


def test_suspending_twice_changes_the_directory_once(conn: psycopg.Connection) -> None:
    till = given_shop(conn, BULLFINCH).till.till
    before = directory(conn)
    for _ in range(2):
        providers.suspend_till(conn, till=till, actor=CLERK, now=NOW, reason="repair")
    assert directory(conn) == before + 1


def test_an_unknown_till_is_not_suspended(conn: psycopg.Connection) -> None:
    assert providers.suspend_till(conn, till=99, actor=CLERK, now=NOW, reason="repair") is Refusal.TILL_UNKNOWN


def test_a_till_of_no_outlet_is_a_broken_assumption(conn: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        providers.open_tills(conn, tills=[NewTill(99, "1")], actor=CLERK, now=NOW)


def test_a_till_knows_its_merchant(conn: psycopg.Connection) -> None:
    shop = given_shop(conn, BULLFINCH)
    (till,) = providers.open_tills(conn, tills=[NewTill(shop.outlet.id, "1")], actor=CLERK, now=NOW)
    assert till == Till(shop.till.till, shop.outlet.id, shop.merchant.id, "1")


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_has_a_sentence(refusal: Refusal) -> None:
    assert refusal.text.ru.endswith(".")
    assert refusal.text.en.endswith(".")
