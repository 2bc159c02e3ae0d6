"""A served city whose staff work at pages: Anna and Boris hold certificates, goods wait for review."""

import uuid
from collections.abc import Callable, Iterator

import pytest

from given.browsing import Browser
from given.city import given_city
from given.databases import Database
from given.imports import DAIRY, DEFAULT, Importer, given_suggester, row
from given.programmes import CHILDREN, given_certificate, given_programme
from given.serving import Served, serve
from socert.domain import access, catalogue
from socert.postgres import DatabaseServer, connect
from socert.wiring import SYSTEM, real_time

SignIn = Callable[..., Browser]


@pytest.fixture(scope="session")
def staffed(server: DatabaseServer, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server, answering; one for all tests here, so that each looks at things of its own."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    server.create_database(name, template=template)
    database = Database(name=name, owner_url=server.owner_url(name), application_url=server.application_url(name))
    try:
        with connect(database.application_url) as conn:
            city = given_city(conn, now=real_time())
            for programme in ("food-certificate", CHILDREN):
                given_programme(city, programme)
            for person in (city.anna, city.boris):
                given_certificate(conn, person, now=city.now)
            given_goods(city.conn, merchant=city.bullfinch.merchant.id)
            with serve(server, database, city, home=tmp_path_factory.mktemp("home")) as running:
                yield running
    finally:
        server.drop_database(name)


def given_goods(conn: object, *, merchant: int) -> None:
    """Goods that wait: some nobody classified, some that contradict, one with a hostile name, and articles."""
    importer = Importer(conn, suggester=given_suggester())  # type: ignore[arg-type]
    importer.take(
        row(901, "Водка Пять озёр 0.5л", DAIRY),
        row(902, "Хлеб Бородинский нарезка", DEFAULT),
        row(903, "Сыр Российский 200г", DEFAULT),
        row(904, "<script>alert(1)</script> Чай чёрный", DEFAULT),
        row(905, "Конфеты шоколадные Мишка", DEFAULT),
        *(row(number, f"Печенье овсяное {number}", DEFAULT) for number in range(910, 950)),
    )
    articles = [catalogue.NewArticle("сыр-1", "Водка Лавочная 0.5л", "cheese")]
    handed_in = catalogue.hand_in_articles(
        importer.conn, merchant=merchant, articles=articles, dry_run=False, actor=SYSTEM, now=real_time()
    )
    assert handed_in.rejected == ()


@pytest.fixture
def sign_in(staffed: Served) -> Iterator[SignIn]:
    """Sign somebody in: gives their browser."""
    browsers: list[Browser] = []

    def signed_in(role: access.Role = access.Role.OPERATOR, *, subject: int = 1, language: str = "ru") -> Browser:
        with connect(staffed.site.application_url) as conn:
            opened = access.open_session(conn, role=role, subject=subject, now=real_time())
        browsers.append(Browser(staffed.url, session=opened.token, language=language))
        return browsers[-1]

    yield signed_in
    for one in browsers:
        one.close()


@pytest.fixture
def operator(sign_in: SignIn) -> Browser:
    """An operator, reading Russian."""
    return sign_in()
