"""A programme marked sensitive never shows its name at a till, whatever the till asks."""

from collections.abc import Iterator

import httpx
import psycopg
import pytest

from given.checkout import CHECKOUT
from given.city import ANNA_CARD, BORIS_CARD, CLERK, City, given_city
from given.databases import Database
from given.programmes import ZONE
from given.rulebook import RULEBOOK
from given.serving import Served, TillClient, line, receipt, serve
from socert.domain import budgets, certificates, programmes
from socert.postgres import DatabaseServer
from socert.values import Money
from socert.wiring import real_time

NAMES = ("Возвращение", "Homecoming")
_AT = "2026-11-25T12:00:00+03:00"


def _publish(city: City) -> int:
    """The food certificate, sensitive, under another name and with names for its allowance."""
    text = (CHECKOUT / "reference" / "programmes" / "food-certificate.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("id: food-certificate", "id: programme-7"),
        ("sensitive: false", "sensitive: true"),
        ("Продуктовый сертификат", NAMES[0]),
        ("Food certificate", NAMES[1]),
        ("Баллы на продукты и товары", f"{NAMES[0]}: баллы"),
        ("Points for food and goods", f"{NAMES[1]}: points"),
    ):
        assert old in text
        text = text.replace(old, new)
    published = programmes.publish(city.conn, text=text, tree=city.tree, ground=RULEBOOK, actor=CLERK, now=city.now)
    assert isinstance(published, programmes.Published), published
    budgets.appropriate(
        city.conn,
        programme=published.programme,
        source="city",
        budget_year=city.now.astimezone(ZONE).year,
        budget_code="example",
        limit=Money(10**9),
        actor=CLERK,
        now=city.now,
    )
    city.agree(published.programme)
    return published.programme


@pytest.fixture
def served(server: DatabaseServer, database: Database, conn: psycopg.Connection) -> Iterator[Served]:
    """A server whose only programme is sensitive."""
    city = given_city(conn, now=real_time())
    _publish(city)
    issued = certificates.issue(
        conn,
        programme="programme-7",
        holder=city.anna.holder,
        lane=city.anna.lane,
        now=city.now,
        zone=ZONE,
        actor=CLERK,
    )
    assert isinstance(issued, certificates.Issued), issued
    with serve(server, database, city) as running:
        yield running


def test_no_answer_names_a_sensitive_programme(served: Served) -> None:
    till = served.till(language="ru")
    heard = [one.text for one in _everything(till)]
    assert len(heard) == 13
    assert '"allowance":"food"' in heard[0]
    assert [name for name in (*NAMES, "programme-7") for text in heard if name in text] == []


def _everything(till: TillClient) -> Iterator[httpx.Response]:
    body = receipt(ANNA_CARD, line(1), line(2, gtin="5901234123457"))
    yield till.post("/quotes", body)
    held = till.post("/authorisations", body)
    yield held
    number = held.json()["id"]
    yield till.post(f"/authorisations/{number}/capture", {"lines": [{"position": 1, "amount": 100}], "final": False})
    yield till.post(f"/authorisations/{number}/void", {})
    yield till.http.get(f"/authorisations/{number}")
    bought = till.post("/authorisations", body | {"capture": True}, key="k")
    yield bought
    capture = bought.json()["captures"][0]["id"]
    for part in ({"position": 1, "amount": 100}, {"position": 9}):
        yield till.post(f"/captures/{capture}/refunds", {"lines": [part], "at": _AT})
    yield till.http.get("/authorisations/by-key/k")
    yield till.http.get("/authorisations", params={"receipt": body["receipt"]})
    yield till.post("/balances", {"carrier": body["carrier"]})
    yield till.post("/authorisations", receipt(ANNA_CARD, line(1, amount=900_000)))
    yield till.post("/authorisations", receipt(BORIS_CARD, line(1)))
