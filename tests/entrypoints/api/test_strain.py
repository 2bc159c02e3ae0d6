"""What many certificates, many lines and the office's own work do to a till's answers: over real HTTP."""

import threading
from datetime import timedelta

from given.checkout import CHECKOUT
from given.city import ANNA_CARD, BORIS_CARD, City
from given.programmes import FOOD, given_certificate, publish_with_money
from given.serving import Json, Served, TillClient, answer, line, receipt
from socert.domain import certificates, installation, monitoring
from socert.postgres import connect
from socert.wiring import SYSTEM, real_time

AT = "2026-11-25T12:00:00+03:00"


def more_food(city: City, numbers: range) -> None:
    """More food certificates for Anna, each of a programme of its own; committed."""
    text = (CHECKOUT / "reference" / "programmes" / f"{FOOD}.yaml").read_text(encoding="utf-8")
    for number in numbers:
        name = f"food-{number}"
        publish_with_money(city, text.replace(f"id: {FOOD}", f"id: {name}"), name=name)
        given_certificate(city.conn, city.anna, name=name, now=city.now)
    city.conn.commit()


def verified(served: Served) -> None:
    """The books verify."""
    with connect(served.site.application_url) as fresh:
        assert monitoring.verify(fresh).first_bad is None


def test_nine_certificates_with_something_left_are_refused_and_one_that_is_spent_does_not_count(
    served: Served, till: TillClient
) -> None:
    more_food(served.city, range(8))
    refused = till.authorise(receipt(ANNA_CARD, line(1, amount=1)))
    assert (refused["covered"], refused["reason"]["code"]) == (0, "too_many_certificates")
    assert till.authorise(receipt(BORIS_CARD, line(1, amount=1)))["covered"] == 1
    one = certificates.certificates_of(served.city.conn, holder=served.city.anna.holder)[0]
    certificates.block(served.city.conn, certificate=one.id, reason="lost", actor=SYSTEM, now=real_time())
    served.city.conn.commit()
    spent = till.authorise(receipt(ANNA_CARD, line(1, amount=50_000), capture=True))
    assert spent["covered"] == 50_000
    certificates.unblock(served.city.conn, certificate=one.id, reason="found", actor=SYSTEM, now=real_time())
    served.city.conn.commit()
    eight = till.authorise(receipt(ANNA_CARD, line(1, amount=400_001)))
    assert (eight["covered"], eight["own_money"]) == (400_000, 1)
    verified(served)


def test_three_hundred_lines_of_several_certificates_come_back_line_by_line(served: Served, till: TillClient) -> None:
    more_food(served.city, range(3))
    lines = [line(n, quantity="3", price=233, amount=699) for n in range(1, 301)]
    bought = till.authorise(receipt(ANNA_CARD, *lines, capture=True))
    assert (bought["covered"], bought["own_money"]) == (200_000, 9_700)
    capture, back = bought["captures"][0]["id"], 0
    for part in ({"quantity": "1"}, {"amount": 232}, {}):
        body = {"lines": [{"position": n} | part for n in range(1, 301)], "at": AT}
        found = answer(till.post(f"/captures/{capture}/refunds", body))
        assert found["outcome"] == "approved", found["reason"]
        back += found["covered"] + found["own_money"]
    assert back == 209_700
    verified(served)


def test_a_refund_beside_the_office_that_ends_certificates_loses_nothing(served: Served, till: TillClient) -> None:
    bought = till.authorise(receipt(ANNA_CARD, line(1, quantity="20", price=1_000, amount=20_000), capture=True))
    capture = bought["captures"][0]["id"]
    conn = served.city.conn
    row = conn.execute("select max(valid_until) from account").fetchone()
    assert row is not None
    installation.move_clock(conn, to=row[0] + timedelta(seconds=1), real=real_time())
    conn.commit()
    found: list[Json] = []

    def give_back() -> None:
        body = {"lines": [{"position": 1, "quantity": "1"}], "at": AT}
        found.extend(answer(till.post(f"/captures/{capture}/refunds", body)) for _ in range(20))

    thread = threading.Thread(target=give_back)
    thread.start()
    returned = 0
    while thread.is_alive():
        returned += _expire(served)
    thread.join(timeout=30)
    returned += _expire(served)
    assert [one["outcome"] for one in found] == ["approved"] * 20
    assert {one["reason"]["code"] for one in found} == {"returned_to_budget"}
    assert returned == 100_000
    verified(served)


def _expire(served: Served) -> int:
    """End what has ended; gives what returned, kopecks."""
    with connect(served.site.application_url) as conn:
        now = installation.now(conn, real=real_time())
        return certificates.expire(conn, now=now, actor=SYSTEM).returned.kopecks
