"""Above a sum a programme wants the card's PIN: right it pays, wrong it is counted, and nobody can go on guessing."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from given.city import ANNA_CARD, BORIS_CARD, CLERK, given_city
from given.confirming import given_demand
from given.databases import Database
from given.programmes import given_certificate, given_programme
from given.serving import Json, Served, TillClient, line, receipt, serve
from socert.domain import people
from socert.postgres import DatabaseServer
from socert.wiring import real_time

PIN = "4711"


@pytest.fixture
def served(server: DatabaseServer, database: Database, conn: psycopg.Connection) -> Iterator[Served]:
    """Anna's card has a PIN, Boris's has none; above 100 roubles one is wanted."""
    city = given_city(conn, now=real_time())
    given_programme(city)
    given_demand(city, kind="pin", above=100)
    for person in (city.anna, city.boris):
        given_certificate(conn, person, now=city.now)
    assert people.set_pin(conn, card=city.anna.card_hash, pin=PIN, actor=CLERK, now=city.now) is None
    with serve(server, database, city) as running:
        yield running


def basket(pin: str | None = None, *, amount: int = 10_001, card: object = ANNA_CARD) -> Json:
    """Bread for so many kopecks, with a PIN if one is given."""
    body = receipt(card, line(amount=amount), capture=True)  # type: ignore[arg-type]
    return body if pin is None else body | {"confirmation": {"kind": "pin", "value": pin}}


def code(answer: Json) -> str | None:
    """The reason's code."""
    return None if answer.get("reason") is None else answer["reason"]["code"]


def tries(served: Served) -> int:
    """How many tries are used up."""
    row = served.city.conn.execute("select tries from pin").fetchone()
    served.city.conn.rollback()
    assert row is not None
    found: int = row[0]
    return found


def test_above_the_sum_the_pin_is_asked_for_and_up_to_it_not(till: TillClient) -> None:
    assert till.authorise(basket(amount=10_000))["covered"] == 10_000
    declined = till.authorise(basket())
    assert (declined["outcome"], code(declined)) == ("declined", "confirmation_required")
    assert declined["reason"]["confirmation"] == "pin"
    assert (declined["covered"], declined["own_money"]) == (0, 10_001)
    assert declined["lines"][0]["reason"]["code"] == "confirmation_required"
    assert till.authorise(basket(PIN))["covered"] == 10_001


def test_lines_that_were_not_covered_anyway_keep_their_reason(till: TillClient) -> None:
    body = receipt(ANNA_CARD, line(1, amount=20_000), line(2, gtin="5901234123457"))
    assert [one["reason"]["code"] for one in till.authorise(body)["lines"]] == [
        "confirmation_required",
        "not_classified",
    ]


def test_a_wrong_pin_is_counted_and_a_right_one_forgives(served: Served, till: TillClient) -> None:
    assert code(till.authorise(basket("0000"))) == "pin_wrong"
    assert tries(served) == 1
    assert code(till.authorise(basket(PIN))) is None
    assert tries(served) == 0


def test_a_repeat_is_no_further_try_and_gets_the_same_bytes(served: Served, till: TillClient) -> None:
    first = till.post("/authorisations", basket("0000"), key="k")
    again = till.post("/authorisations", basket("0000"), key="k")
    with_another = till.post("/authorisations", basket(PIN), key="k")
    assert first.content == again.content == with_another.content
    assert tries(served) == 1


def test_after_five_wrong_ones_not_even_the_right_pin_helps(served: Served, till: TillClient) -> None:
    for _ in range(5):
        assert code(till.authorise(basket("0000"))) == "pin_wrong"
    assert code(till.authorise(basket(PIN))) == "pin_blocked"
    assert till.authorise(basket(amount=5_000))["covered"] == 5_000
    city = served.city
    assert people.unblock_pin(city.conn, card=city.anna.card_hash, actor=CLERK, now=real_time()) is None
    city.conn.commit()
    assert till.authorise(basket(PIN))["covered"] == 10_001


def test_guesses_at_once_are_all_counted(served: Served) -> None:
    found: list[str | None] = []

    def guess() -> None:
        till = served.till(served.city.bullfinch.second_till)
        found.extend(code(till.authorise(basket(f"000{number}"))) for number in range(3))

    threads = [threading.Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(str(one) for one in found) == ["pin_blocked"] * 7 + ["pin_wrong"] * 5


def test_a_card_without_a_pin_is_told_so(till: TillClient) -> None:
    assert code(till.authorise(basket(PIN, card=BORIS_CARD))) == "pin_not_set"
    assert code(till.authorise(basket(card=BORIS_CARD))) == "confirmation_required"


def test_a_quote_asks_for_the_pin_too(till: TillClient) -> None:
    assert code(till.post("/quotes", basket()).json()) == "confirmation_required"
    assert till.post("/quotes", basket(PIN)).json()["covered"] == 10_001
    assert code(till.post("/quotes", basket("0000")).json()) == "pin_wrong"


@pytest.mark.parametrize("value", ["", "123", "123456789", "12a4", "１２３４", "-123"])
def test_what_is_no_pin_is_refused_and_no_try(served: Served, till: TillClient, value: str) -> None:
    response = till.post("/authorisations", basket(value))
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/confirmation/value")
    assert value == "" or value not in response.text
    assert tries(served) == 0


def test_nothing_that_is_kept_depends_on_the_pin(served: Served, till: TillClient) -> None:
    till.authorise(basket("0000"), key="a")
    till.authorise(basket(PIN), key="b")
    rows = served.city.conn.execute("select body from operation where kind = 1").fetchall()
    assert len(set(rows)) == 1
    row = served.city.conn.execute("select octet_length(salt), octet_length(digest) from pin").fetchone()
    assert row == (16, 32)


def test_erasing_a_person_forgets_their_pin(served: Served) -> None:
    city = served.city
    people.erase(city.conn, holder=city.anna.holder, actor=CLERK, now=real_time(), reason="asked for")
    assert city.conn.execute("select count(*) from pin").fetchone() == (0,)
