"""Units of services are never spent at tills of goods, which do not even learn of them."""

from datetime import timedelta

from psycopg import Connection

from domain.monitoring.lively import ZONE
from domain.purchases.town import BEGIN, Town, heard, open_town
from given.city import CLERK, Carded
from given.programmes import given_certificate, given_programme
from socert.domain import certificates, monitoring, purchases
from socert.domain.certificates import DecidedAmount


def give_services(town: Town, who: Carded) -> None:
    """Forty hours of care at home, and free classes."""
    for name, decided in (("home-care", (DecidedAmount("care", 40 * 240_00, 40),)), ("active-longevity", ())):
        issued = certificates.issue(
            town.conn,
            programme=name,
            holder=who.holder,
            lane=who.lane,
            now=BEGIN,
            zone=ZONE,
            actor=CLERK,
            decided=decided,
        )
        assert isinstance(issued, certificates.Issued), issued


def test_a_till_neither_spends_services_nor_shows_them(conn: Connection) -> None:
    town = open_town(conn, lanes=1)
    trade, city = town.trade, town.trade.city
    for name in ("home-care", "active-longevity"):
        given_programme(city, name)
    alone, both = town.newcomer(), town.newcomer()
    for who in (alone, both):
        give_services(town, who)
    food = given_certificate(conn, both, now=BEGIN)
    trade.directory = purchases.load_directory(conn, zone=ZONE, lanes=1)
    at = BEGIN + timedelta(hours=1)
    till = city.bullfinch.till
    lines = [town.line(1, "bread", 100_00), town.line(2, "toys", 50_00)]
    first, second = (trade.buy(who, till, *lines, at=at, capture=True) for who in (alone, both))
    nothing, paid = (heard(one) for one in trade.ask(first, second, at=at))
    assert (nothing.outcome, nothing.reason, nothing.balances) == ("declined", "no_certificate", ())
    assert (paid.outcome, paid.amount) == ("approved", 150_00)
    assert [certificate for certificate, _, _ in paid.balances] == [food]
    wishes = [purchases.Wish(city.tree.number_of("home_care"), 100), purchases.Wish(city.tree.number_of("bread"), 100)]
    foreseen = purchases.foresee(
        conn, holder=both.holder, lane=both.lane, wishes=wishes, directory=trade.directory, now=at
    )
    assert [one.covered for one in foreseen.lines] == [0, 100]
    left = {one.allowance: (one.available, one.units_left) for one in monitoring.balances_of(conn, holder=both.holder)}
    assert left == {"care": (40 * 240_00, 40), "classes": (0, 300), "food": (350_00, 0)}
    conn.commit()
    assert [one.first_bad for one in monitoring.verify(conn).checks if one.first_bad] == []
