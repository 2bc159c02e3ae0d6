"""Programmes in force, money set aside and certificates issued, for tests that spend them."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from given.checkout import CHECKOUT
from given.city import CLERK, Carded, City
from given.rulebook import RULEBOOK
from socert.domain import budgets, certificates, programmes
from socert.values import Money

ZONE = ZoneInfo("Europe/Moscow")
FOOD = "food-certificate"
CHILDREN = "children-goods"
ENOUGH = Money(10**12)


def given_programme(city: City, name: str = FOOD, *, limit: Money = ENOUGH) -> int:
    """A reference programme, published, with money for this year, taken by both shops; gives its number."""
    text = (CHECKOUT / "reference" / "programmes" / f"{name}.yaml").read_text(encoding="utf-8")
    return publish_with_money(city, text, name=name, limit=limit)


def publish_with_money(city: City, text: str, *, name: str, limit: Money = ENOUGH) -> int:
    """A programme's text, published, with money for this year, taken by both shops; gives its number."""
    published = programmes.publish(city.conn, text=text, tree=city.tree, ground=RULEBOOK, actor=CLERK, now=city.now)
    assert isinstance(published, programmes.Published), published
    version = programmes.version_on(city.conn, programme=name, day=city.now.astimezone(ZONE).date())
    assert version is not None
    for share in version.funding:
        appropriated = budgets.appropriate(
            city.conn,
            programme=version.programme,
            source=share.source,
            budget_year=city.now.astimezone(ZONE).year,
            budget_code="example",
            limit=limit,
            actor=CLERK,
            now=city.now,
        )
        assert isinstance(appropriated, budgets.Appropriated), appropriated
    city.agree(version.programme)
    return version.programme


def given_certificate(
    conn: Connection, person: Carded, *, name: str = FOOD, now: datetime, zone: ZoneInfo = ZONE
) -> UUID:
    """A certificate for one person; gives its number."""
    issued = certificates.issue(
        conn, programme=name, holder=person.holder, lane=person.lane, now=now, zone=zone, actor=CLERK
    )
    assert isinstance(issued, certificates.Issued), issued
    return issued.certificate
