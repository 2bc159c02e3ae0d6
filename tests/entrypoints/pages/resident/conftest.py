"""A served city of residents: Anna has a phone and bought something, Boris has no phone, Vera holds several things."""

import itertools
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import pytest
from psycopg import Connection

from given.browsing import Browser
from given.city import ANNA_CARD, CARD_SECRET, Carded, City, given_city
from given.databases import Database
from given.programmes import CHILDREN, ZONE, given_certificate, given_programme
from given.serving import Json, Served, answer, line, receipt, serve
from socert.domain import access, catalogue, certificates, people
from socert.postgres import DatabaseServer, connect
from socert.values import CardNumber, Snils
from socert.wiring import SYSTEM, real_time

SignIn = Callable[..., Browser]
_NUMBERS = itertools.count()
ANNAS_PHONE, VERAS_PHONE = "+79990001122", "+79990003344"
BREAD, VODKA, TELEVISION = "04600610082647", "04600837001810", "04607127794551"
HOSTILE = "Булочка <img src=x onerror=alert(1)> с «маком» & 'изюмом'"


@dataclass(frozen=True, slots=True)
class Bought:
    """What Anna did at the Bullfinch: a mixed basket, of which one bread came back."""

    authorisation: str
    capture: str


@pytest.fixture(scope="session")
def residents(server: DatabaseServer, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server, answering; one for all tests here, so that each looks at things of its own."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    server.create_database(name, template=template)
    database = Database(name=name, owner_url=server.owner_url(name), application_url=server.application_url(name))
    try:
        with connect(database.application_url) as conn:
            city = given_city(conn, now=real_time())
            for programme in (
                "food-certificate",
                CHILDREN,
                "discount",
                "veterans-durables",
                "home-care",
                "active-longevity",
            ):
                given_programme(city, programme)
            _hold(city)
            with serve(server, database, city, home=tmp_path_factory.mktemp("home")) as running:
                yield running
    finally:
        server.drop_database(name)


def _hold(city: City) -> None:
    """Who holds what, whom a message reaches, and a good whose name is an attack."""
    for person in (city.anna, city.boris, city.vera):
        given_certificate(city.conn, person, now=city.now)
    for programme in (CHILDREN, "discount"):
        given_certificate(city.conn, city.vera, name=programme, now=city.now)
    issued = certificates.issue(
        city.conn,
        programme="veterans-durables",
        holder=city.boris.holder,
        lane=city.boris.lane,
        now=city.now,
        zone=ZONE,
        actor=SYSTEM,
        need=("television",),
    )
    assert isinstance(issued, certificates.Issued)
    for person, phone in ((city.anna, ANNAS_PHONE), (city.vera, VERAS_PHONE)):
        assert people.set_contact(city.conn, holder=person.holder, phone=phone, actor=SYSTEM, now=city.now) is None
    goods = [
        catalogue.NewGood(1, "04680000000017", HOSTILE, "bread"),
        catalogue.NewGood(2, "04680000000024", "Мёд цветочный ЁЛКА 250г", "honey_jam"),
    ]
    assert catalogue.load_goods(city.conn, rows=goods, source="test", actor=SYSTEM, now=city.now).rejected == ()


@pytest.fixture(scope="session")
def bought(residents: Served) -> Bought:
    """Anna buys bread, vodka and something with a hostile name, and brings one bread back."""
    till = residents.till()
    lines = (
        line(1, amount=11_180, name="Хлеб бородинский") | {"quantity": "2", "price": 5_590},
        line(2, gtin=VODKA, amount=49_900, name="Водка"),
        line(3, amount=1_000, name=HOSTILE),
    )
    done = till.authorise(receipt(ANNA_CARD, *lines, capture=True, number="77-000001"))
    capture = done["captures"][0]["id"]
    back: Json = {
        "receipt": "77-000002",
        "at": "2026-11-22T12:00:00+03:00",
        "lines": [{"position": 1, "quantity": "1"}],
    }
    assert answer(till.post(f"/captures/{capture}/refunds", back))["outcome"] == "approved"
    return Bought(done["id"], capture)


@pytest.fixture
def visit(residents: Served) -> Iterator[Callable[..., Browser]]:
    """Somebody comes with a browser of their own, whom nobody knows."""
    browsers: list[Browser] = []

    def come(*, language: str = "ru", session: str = "") -> Browser:
        browsers.append(Browser(residents.url, language=language, session=session))
        return browsers[-1]

    yield come
    for one in browsers:
        one.close()


@pytest.fixture
def signed_in(residents: Served, visit: Callable[..., Browser]) -> SignIn:
    """A browser at which a resident is signed in."""

    def sign_in(person: Carded, *, language: str = "ru") -> Browser:
        with connect(residents.site.application_url) as conn:
            opened = access.open_session(conn, role=access.Role.RESIDENT, subject=person.holder, now=real_time())
        return visit(language=language, session=opened.token)

    return sign_in


@pytest.fixture
def newcomer(residents: Served) -> Carded:
    """Somebody nobody else is in any test, with a card and a phone, and without certificates."""
    number = next(_NUMBERS)
    person = people.NewResident(
        Snils.from_nine(445_566_700 + number), "Новосёлов", "Пётр", None, date(1950, 5, 9), "Речной", "+79995556677"
    )
    card = CardNumber.complete(f"9643000000001{number:02}")
    with connect(residents.site.application_url) as conn:
        now = residents.site.now(conn)
        registered = people.register(conn, residents=[person], lanes=1, actor=SYSTEM, now=now)[0]
        link_card(conn, card, holder=registered.holder, now=now)
    digest = people.card_hash(secret=CARD_SECRET, card=card)
    return Carded(registered.holder, registered.lane, person.snils, card, digest)


def link_card(
    conn: Connection, card: CardNumber, *, holder: int, now: datetime, right: people.Representation | None = None
) -> UUID:
    """A card that opens a holder, perhaps in a representative's hand; gives its hash."""
    given = people.NewCard(
        hash=people.card_hash(secret=CARD_SECRET, card=card),
        last_four=card.last_four,
        holder=holder,
        representation=None if right is None else right.id,
        valid_from=now,
        valid_until=None if right is None else right.valid_until,
    )
    assert people.link_cards(conn, cards=[given], actor=SYSTEM, now=now).linked == 1
    return given.hash


def code_shown(browser: Browser) -> str:
    """The code in the message an example shows."""
    found = re.search(r"Код для входа: ([0-9]{6})", browser.text)
    assert found is not None, browser.text
    return found[1]
