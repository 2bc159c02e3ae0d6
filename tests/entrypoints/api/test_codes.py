"""Above a sum a programme wants a code sent to whoever carries the card: good for minutes, few tries, one purchase."""

import re
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from given.city import ANNA_CARD, BORIS_CARD, CARD_SECRET, CLERK, STRANGE_CARD, given_city, new_card
from given.confirming import given_demand
from given.databases import Database
from given.programmes import CHILDREN, given_certificate, given_programme
from given.serving import Json, Served, TillClient, line, receipt, serve
from socert.domain import installation, people
from socert.postgres import DatabaseServer, connect
from socert.values import CardNumber, key_digest
from socert.wiring import real_time

PHONE = "+79990001122"
PIN = "4711"
TOY = "04602010343625"
REPRESENTATIVES_CARD = CardNumber.complete("964300000000021")
_SHOWN_SECONDS_MAX = 10


@pytest.fixture
def served(server: DatabaseServer, database: Database, conn: psycopg.Connection) -> Iterator[Served]:
    """Above 100 roubles food wants a code; Anna has a phone, Boris has none."""
    city = given_city(conn, now=real_time())
    given_programme(city)
    given_demand(city, kind="code", above=100)
    for person in (city.anna, city.boris):
        given_certificate(conn, person, now=city.now)
    assert people.set_contact(conn, holder=city.anna.holder, phone=PHONE, actor=CLERK, now=city.now) is None
    with serve(server, database, city) as running:
        yield running


@pytest.fixture
def till(served: Served) -> TillClient:
    """The Bullfinch's first till."""
    return served.till()


def basket(*given: Json, amount: int = 10_001, card: CardNumber = ANNA_CARD) -> Json:
    """Bread for so many kopecks, with what the buyer confirms by."""
    body = receipt(card, line(amount=amount), capture=True)
    return body if not given else body | {"confirmation": given[0] if len(given) == 1 else list(given)}


def code(value: str) -> Json:
    """A code as a confirmation."""
    return {"kind": "code", "value": value}


def pin(value: str = PIN) -> Json:
    """A PIN as a confirmation."""
    return {"kind": "pin", "value": value}


def ask(till: TillClient, *, card: CardNumber = ANNA_CARD) -> int:
    """Ask for a code; the status."""
    return till.post("/confirmations", {"carrier": {"kind": "card", "number": card.digits}}).status_code


def sent(served: Served, *, to: str = PHONE) -> list[str]:
    """The codes sent to a phone, the newest first."""
    rows = served.city.conn.execute("select body from message where phone = %s order by made_at desc", (to,)).fetchall()
    served.city.conn.rollback()
    return [found[0] for (body,) in rows if (found := re.search(r"\b[0-9]{6}\b", body))]


def asked(served: Served, till: TillClient) -> str:
    """Ask for a code and read it."""
    assert ask(till) == 202
    return sent(served)[0]


def wrong(right: str) -> str:
    """Another code."""
    return f"{(int(right) + 1) % 1_000_000:06}"


def reason(answer: Json) -> str | None:
    """The reason's code."""
    return None if answer.get("reason") is None else answer["reason"]["code"]


def move(served: Served, ahead: timedelta) -> None:
    """Set the installation's clock forward."""
    moved = installation.move_clock(served.city.conn, to=real_time() + ahead, real=real_time())
    assert isinstance(moved, timedelta), moved
    served.city.conn.commit()


def test_above_the_sum_a_code_is_asked_for_sent_and_taken(served: Served, till: TillClient) -> None:
    assert till.authorise(basket(amount=10_000))["covered"] == 10_000
    declined = till.authorise(basket())
    assert (declined["covered"], reason(declined), declined["reason"]["confirmation"]) == (
        0,
        "confirmation_required",
        "code",
    )
    assert declined["lines"][0]["reason"] == declined["reason"]
    found = asked(served, till)
    assert till.authorise(basket(code(found)))["covered"] == 10_001


def test_asking_says_nothing_of_the_card(served: Served, till: TillClient) -> None:
    answers = {
        till.post("/confirmations", {"carrier": {"kind": "card", "number": card.digits}}).text
        for card in (ANNA_CARD, BORIS_CARD, STRANGE_CARD)
    }
    assert answers == {'{"valid_seconds":300}'}
    assert served.city.conn.execute("select count(*) from message").fetchone() == (1,)


def test_a_code_confirms_one_purchase_and_its_repeats(served: Served, till: TillClient) -> None:
    found = asked(served, till)
    first = till.post("/authorisations", basket(code(found)), key="k")
    again = till.post("/authorisations", basket(code(found)), key="k")
    assert (first.content, again.headers["idempotent-replayed"]) == (again.content, "true")
    assert reason(till.authorise(basket(code(found)))) == "code_used"
    assert reason(till.post("/quotes", basket(code(found))).json()) == "code_used"


def test_of_two_purchases_at_once_one_code_confirms_one(served: Served, till: TillClient) -> None:
    body = basket(code(asked(served, till)))
    found: list[str | None] = []

    def buy() -> None:
        found.append(reason(served.till(served.city.bullfinch.second_till).authorise(body)))

    threads = [threading.Thread(target=buy) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(str(one) for one in found) == ["None", *["code_used"] * 5]


def test_a_purchase_that_was_not_paid_and_a_quote_leave_the_code_good(served: Served, till: TillClient) -> None:
    found = asked(served, till)
    assert till.post("/quotes", basket(code(found))).json()["covered"] == 10_001
    body = receipt(ANNA_CARD, line(gtin="5901234123457")) | {"confirmation": code(found)}
    assert till.authorise(body)["outcome"] == "declined"
    assert till.authorise(basket(code(found)))["covered"] == 10_001


def test_a_purchase_that_was_lost_on_the_way_may_be_sent_again_with_its_code(served: Served, till: TillClient) -> None:
    found = asked(served, till)
    city = served.city
    key = key_digest(scope=f"till:{city.bullfinch.till.till}", key="lost")
    # As if the server had died between looking at the code and writing the purchase.
    tried = people.try_code(
        city.conn, card=city.anna.card_hash, code=found, purchase=key, secret=CARD_SECRET, now=real_time()
    )
    city.conn.commit()
    assert tried is people.CodeTry.RIGHT
    assert reason(till.authorise(basket(code(found)))) == "code_used"
    assert till.authorise(basket(code(found)), key="lost")["covered"] == 10_001


def test_after_five_wrong_tries_only_a_new_code_helps(served: Served, till: TillClient) -> None:
    found = asked(served, till)
    for _ in range(5):
        assert reason(till.authorise(basket(code(wrong(found))))) == "code_wrong"
    assert reason(till.authorise(basket(code(found)))) == "code_blocked"
    assert till.authorise(basket(code(asked(served, till))))["covered"] == 10_001


def test_guesses_at_once_are_all_counted(served: Served, till: TillClient) -> None:
    body = basket(code(wrong(asked(served, till))))
    found: list[str | None] = []

    def guess() -> None:
        client = served.till(served.city.bullfinch.second_till)
        found.extend(reason(client.authorise(body)) for _ in range(3))

    threads = [threading.Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(str(one) for one in found) == ["code_blocked"] * 7 + ["code_wrong"] * 5


def test_only_the_newest_code_is_good(served: Served, till: TillClient) -> None:
    former, latter = asked(served, till), asked(served, till)
    if former != latter:
        assert reason(till.authorise(basket(code(former)))) == "code_wrong"
    assert till.authorise(basket(code(latter)))["covered"] == 10_001


def test_a_code_is_good_for_five_minutes(served: Served, till: TillClient) -> None:
    found = asked(served, till)
    move(served, timedelta(minutes=5))
    assert reason(till.authorise(basket(code(found)))) == "code_expired"


def test_without_a_phone_the_till_is_told_at_once(till: TillClient) -> None:
    assert till.authorise(basket(amount=10_000, card=BORIS_CARD))["covered"] == 10_000
    assert reason(till.authorise(basket(card=BORIS_CARD))) == "contact_missing"
    assert ask(till, card=BORIS_CARD) == 202
    assert reason(till.authorise(basket(code("123456"), card=BORIS_CARD))) == "contact_missing"
    assert reason(till.authorise(basket(code("123456")))) == "code_not_asked"
    assert reason(till.authorise(basket(card=STRANGE_CARD))) == "card_not_accepted"


def test_a_card_gets_few_codes_an_hour_whatever_the_till(served: Served, till: TillClient) -> None:
    second = served.till(served.city.rowan.till)
    for card in (ANNA_CARD, STRANGE_CARD):
        assert [ask(one, card=card) for one in (till, second, till, second, till, second, till)] == [202] * 5 + [
            429
        ] * 2
    problem = till.post("/confirmations", {"carrier": {"kind": "card", "number": ANNA_CARD.digits}}).json()
    assert problem["code"] == "too_many_codes"
    assert len(sent(served)) == 5
    move(served, timedelta(hours=1, seconds=1))
    assert ask(till) == 202


def test_a_till_asks_for_so_many_codes_an_hour(served: Served, till: TillClient) -> None:
    with connect(served.site.owner_url) as owner:
        owner.execute(
            "insert into code_limit values (%s, %s, 119)", (f"till:{served.city.bullfinch.till.till}", real_time())
        )
    assert [ask(till), ask(till), ask(served.till(served.city.rowan.till))] == [202, 429, 202]


def test_a_pin_is_no_code_and_a_code_no_pin(served: Served, till: TillClient) -> None:
    city = served.city
    assert people.set_pin(city.conn, card=city.anna.card_hash, pin=PIN, actor=CLERK, now=real_time()) is None
    city.conn.commit()
    assert till.authorise(basket(pin()))["reason"]["confirmation"] == "code"
    assert reason(till.authorise(basket(pin("0000")))) == "confirmation_required"


def test_where_two_programmes_want_different_kinds_both_are_given(
    server: DatabaseServer, database: Database, conn: psycopg.Connection
) -> None:
    city = given_city(conn, now=real_time())
    for name, kind in (("food-certificate", "code"), (CHILDREN, "pin")):
        given_programme(city, name)
        given_demand(city, kind=kind, above=100, name=name)
        given_certificate(conn, city.anna, name=name, now=city.now)
    people.set_contact(conn, holder=city.anna.holder, phone=PHONE, actor=CLERK, now=city.now)
    assert people.set_pin(conn, card=city.anna.card_hash, pin=PIN, actor=CLERK, now=city.now) is None
    with serve(server, database, city) as served:
        till = served.till()
        body = receipt(ANNA_CARD, line(1, amount=50_000), line(2, gtin=TOY, amount=50_000), capture=True)
        wanting = till.authorise(body)["reason"]
        assert (wanting["code"], wanting["confirmation"]) == ("confirmation_required", "pin_and_code")
        found = asked(served, till)
        for half in (pin(), code(found)):
            assert till.authorise(body | {"confirmation": half})["reason"] == wanting
        assert reason(till.authorise(body | {"confirmation": [pin("0000"), code(found)]})) == "pin_wrong"
        assert till.authorise(body | {"confirmation": [code(found), pin()]})["covered"] == 100_000
        twice = till.post("/authorisations", body | {"confirmation": [pin(), pin()]})
        assert (twice.status_code, twice.json()["errors"][0]["code"]) == (422, "kind_given_twice")


def test_a_representatives_card_sends_the_code_to_the_representative(served: Served, till: TillClient) -> None:
    city = served.city
    right = people.represent(
        city.conn,
        representative=city.vera.holder,
        represented=city.anna.holder,
        valid_from=city.now - timedelta(days=1),
        valid_until=city.now + timedelta(days=1),
        actor=CLERK,
        now=city.now,
    )
    assert isinstance(right, people.Representation)
    own = new_card(REPRESENTATIVES_CARD, holder=city.anna.holder)
    card = people.NewCard(own.hash, own.last_four, own.holder, right.id, right.valid_from, right.valid_until)
    assert people.link_cards(city.conn, cards=[card], actor=CLERK, now=city.now).linked == 1
    people.set_contact(city.conn, holder=city.vera.holder, phone="+79990003344", actor=CLERK, now=city.now)
    city.conn.commit()
    assert ask(till, card=REPRESENTATIVES_CARD) == 202
    (found,) = sent(served, to="+79990003344")
    assert sent(served) == []
    assert till.authorise(basket(code(found), card=REPRESENTATIVES_CARD))["covered"] == 10_001


@pytest.mark.parametrize("value", ["", "12345", "1234567", "12a456", "１２３４５６"])
def test_what_is_no_code_is_refused_and_no_try(served: Served, till: TillClient, value: str) -> None:
    asked(served, till)
    response = till.post("/authorisations", basket(code(value)))
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/confirmation/value")
    assert served.city.conn.execute("select tries from confirmation_code").fetchone() == (0,)


def test_nothing_that_stays_tells_the_code_or_the_phone(served: Served, till: TillClient) -> None:
    found = asked(served, till)
    till.authorise(basket(code(wrong(found))), key="a")
    till.authorise(basket(code(found)), key="b")
    bodies = served.city.conn.execute("select body, answer from operation where kind = 1").fetchall()
    assert len({body for body, _ in bodies}) == 1
    assert not any(found in answer or PHONE in answer for _, answer in bodies)
    kept = served.city.conn.execute("select octet_length(salt), octet_length(digest) from confirmation_code")
    assert kept.fetchone() == (16, 16)
    served.city.conn.rollback()
    _wait_until(served, "select status = 3 from message")
    move(served, timedelta(minutes=6))
    _wait_until(served, "select phone is null and body is null from message")


def test_erasing_a_person_forgets_phone_code_and_messages(served: Served, till: TillClient) -> None:
    asked(served, till)
    city = served.city
    people.erase(city.conn, holder=city.anna.holder, actor=CLERK, now=real_time(), reason="asked for")
    for table in ("contact", "confirmation_code", "message"):
        assert city.conn.execute(f"select count(*) from {table}".encode()).fetchone() == (0,)


def test_the_description_says_what_asking_is_answered(served: Served) -> None:
    described = served.client(None).http.get("/openapi.json").json()["paths"]["/api/v1/confirmations"]["post"]
    assert described["x-roles"] == ["till"]
    assert {"202", "429"} <= described["responses"].keys()
    assert "200" not in described["responses"]


def _wait_until(served: Served, question: str) -> None:
    end = time.monotonic() + _SHOWN_SECONDS_MAX
    while served.city.conn.execute(question.encode()).fetchone() != (True,):
        served.city.conn.rollback()
        assert time.monotonic() < end, question
        time.sleep(0.05)
    served.city.conn.rollback()
