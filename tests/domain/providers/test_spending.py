"""Where a programme can be spent: shops with an agreement now and a till at work, those nearby first."""

from datetime import timedelta

import psycopg

from given.city import CLERK, NOW, City, given_city
from given.programmes import CHILDREN, given_programme
from socert.domain import providers
from socert.domain.providers import NewOutlet, NewTill


def found(city: City, *programmes: int, near: str | None = "Речной", district: str | None = None) -> list[str]:
    """The titles of the shops, in their order."""
    shops = providers.shops(
        city.conn, programmes=programmes, near=near, district=district, limit=100, now=city.now + timedelta(minutes=1)
    )
    return [one.outlet.title for one in shops]


def open_more(city: City) -> None:
    """The Bullfinch has 30 shops more, some in the other district, and one without a till."""
    wanted = [
        NewOutlet(f"n{place:02}", f"Снегирь № {place:02}", "ул. Примерная", "Речной" if place % 3 else "Заозёрный")
        for place in range(30)
    ]
    bare = NewOutlet("bare", "Снегирь без кассы", "ул. Примерная", "Речной")
    opened = providers.open_outlets(
        city.conn, merchant=city.bullfinch.merchant.id, outlets=[*wanted, bare], actor=CLERK, now=NOW
    )
    assert isinstance(opened, list)
    tills = [NewTill(one.id, "1") for one in opened[:-1]]
    providers.open_tills(city.conn, tills=tills, actor=CLERK, now=NOW)


def test_only_shops_with_an_agreement_now_and_a_till_at_work_are_told(conn: psycopg.Connection) -> None:
    city = given_city(conn)
    food = given_programme(city)
    assert found(city, food) == ["Лавка «Снегирь»", "Магазин «Рябина»"]
    assert found(city, food + 1) == []
    assert found(city) == []
    for till in city.rowan.tills:
        providers.suspend_till(conn, till=till.till, actor=CLERK, now=NOW, reason="broken")
    assert found(city, food) == ["Лавка «Снегирь»"]
    agreement = next(one for one in providers.agreements(conn) if one.merchant == city.bullfinch.merchant.id)
    ended = providers.end_agreement(conn, agreement=agreement.id, at=NOW, actor=CLERK, now=NOW, reason="ended")
    assert isinstance(ended, providers.Agreement)
    assert found(city, food) == []
    assert providers.districts(conn, programmes=[food], now=NOW + timedelta(minutes=1)) == []


def test_those_of_ones_own_district_come_first_and_pages_follow_one_another(conn: psycopg.Connection) -> None:
    city = given_city(conn)
    food, children = given_programme(city), given_programme(city, CHILDREN)
    open_more(city)
    everywhere = found(city, food)
    assert len(everywhere) == 32
    assert "Снегирь без кассы" not in everywhere
    assert everywhere[:20] == found(city, food, district="Речной")
    assert found(city, food, near=None)[:12] == found(city, food, district="Заозёрный")
    walked: list[str] = []
    after = None
    while page := providers.shops(conn, programmes=[food, children], near="Речной", after=after, limit=7, now=city.now):
        walked += [one.outlet.title for one in page]
        after = page[-1].place
        assert {one.programmes for one in page} == {(food, children)}
    assert walked == everywhere
    assert providers.districts(conn, programmes=[food], now=city.now) == ["Заозёрный", "Речной"]
    place = providers.outlets_of_tills(conn, tills=[city.rowan.till.till, 10_000])
    assert {till: one.title for till, one in place.items()} == {city.rowan.till.till: "Магазин «Рябина»"}
