"""Goods that come back, captures in parts, and finding a purchase by its receipt: over real HTTP."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from given.city import ANNA_CARD, BORIS_CARD
from given.serving import Json, Served, TillClient, answer, line, receipt
from socert.domain import certificates, installation, monitoring
from socert.postgres import connect
from socert.wiring import SYSTEM, real_time

AT = "2026-11-25T12:00:00+03:00"


def refund(till: TillClient, capture: str, *lines: Json, key: str | None = None, **more: object) -> Json:
    """Return lines of a capture."""
    return answer(till.post(f"/captures/{capture}/refunds", {"lines": list(lines), "at": AT} | more, key=key))


def buy(till: TillClient, *lines: Json, card: Any = ANNA_CARD, **more: Any) -> Json:
    """A purchase captured at once."""
    return till.authorise(receipt(card, *lines, capture=True, **more))


def capture_of(bought: Json) -> str:
    """The number of its capture."""
    found: str = bought["captures"][0]["id"]
    return found


def available(till: TillClient, card: Any = ANNA_CARD) -> int:
    """What is left on a card's first certificate."""
    shown = answer(till.post("/balances", {"carrier": {"kind": "card", "number": card.digits}}))
    found: int = shown["balances"][0]["available"]
    return found


def three(position: int = 1, *, price: int = 20_000) -> Json:
    """Three pieces of bread."""
    return line(position, quantity="3", price=price, amount=3 * price)


def test_a_part_goes_back_in_the_lines_own_proportion_and_the_last_piece_takes_the_remainder(till: TillClient) -> None:
    bought = buy(till, three())  # 600.00, of which the certificate had 500.00
    assert (bought["covered"], bought["own_money"]) == (50_000, 10_000)
    found = [refund(till, capture_of(bought), {"position": 1, "quantity": "1"}) for _ in range(3)]
    assert [(one["outcome"], one["covered"], one["own_money"]) for one in found] == [
        ("approved", 16_666, 3_334),
        ("approved", 16_667, 3_333),
        ("approved", 16_667, 3_333),
    ]
    (first,) = found[0]["lines"]
    assert (first["quantity"], first["amount"], first["covered"], first["own_money"]) == ("1", 20_000, 16_666, 3_334)
    part = bought["lines"][0]["parts"][0]
    assert first["parts"] == [{"certificate": part["certificate"], "allowance": "food", "amount": 16_666}]
    assert found[-1]["balances"][0]["available"] == 50_000
    more = refund(till, capture_of(bought), {"position": 1, "quantity": "1"})
    assert (more["outcome"], more["reason"]["code"], more["lines"]) == ("declined", "more_than_bought", [])


def test_a_line_of_own_money_comes_back_as_own_money(till: TillClient) -> None:
    bought = buy(till, line(1), line(2, gtin="5901234123457", amount=700))
    found = refund(till, capture_of(bought), {"position": 2}, {"position": 1, "amount": 1_000})
    assert [(one["position"], one["covered"], one["own_money"]) for one in found["lines"]] == [
        (1, 1_000, 0),
        (2, 0, 700),
    ]
    assert (found["covered"], found["own_money"], available(till)) == (1_000, 700, 46_000)


@pytest.mark.parametrize(
    "part",
    [
        {"position": 1, "quantity": "3.000001"},
        {"position": 1, "amount": 60_001},
        {"position": 1, "quantity": "1", "amount": 60_001},
        {"position": 7},
    ],
)
def test_more_than_was_bought_is_declined_and_moves_nothing(till: TillClient, part: Json) -> None:
    bought = buy(till, three(), line(2, amount=100))
    found = refund(till, capture_of(bought), {"position": 2}, part)
    assert (found["outcome"], found["reason"]["code"], found["covered"]) == ("declined", "more_than_bought", 0)
    assert available(till) == 0


def test_a_repeat_of_a_refund_gets_the_same_bytes_and_moves_nothing(till: TillClient) -> None:
    bought = buy(till, line())
    first = refund(till, capture_of(bought), {"position": 1}, key="r", receipt="V-17")
    assert refund(till, capture_of(bought), {"position": 1}, key="r", receipt="V-17") == first
    assert first["id"].startswith("refd_")
    body = {"lines": [{"position": 1, "amount": 1}], "at": AT}
    assert (
        till.post(f"/captures/{capture_of(bought)}/refunds", body, key="r").json()["code"] == "idempotency_key_reused"
    )
    assert available(till) == 50_000


def test_two_refunds_at_once_give_back_what_was_bought_and_no_more(served: Served) -> None:
    bought = buy(served.till(), line(1, quantity="10", price=1_000, amount=10_000))
    found: list[Json] = []

    def give_back() -> None:
        till = served.till(served.city.bullfinch.second_till)
        found.extend(refund(till, capture_of(bought), {"position": 1, "quantity": "1"}) for _ in range(5))

    threads = [threading.Thread(target=give_back) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(one["outcome"] for one in found) == ["approved"] * 10 + ["declined"] * 10
    assert available(served.till()) == 50_000


def test_only_what_was_captured_and_stands_can_come_back(till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, line()))
    number = held["id"].replace("auth_", "capt_")
    assert refund(till, number, {"position": 1})["reason"]["code"] == "not_captured"
    till.void(held["id"])
    assert refund(till, number, {"position": 1})["reason"]["code"] == "already_voided"
    bought = buy(till, line())
    till.void(bought["id"])
    assert refund(till, capture_of(bought), {"position": 1})["reason"]["code"] == "already_voided"
    declined = till.authorise(receipt(BORIS_CARD, line(gtin="5901234123457"), capture=True))
    assert refund(till, declined["id"].replace("auth_", "capt_"), {"position": 1})["reason"]["code"] == "not_captured"
    assert available(till) == 50_000


def test_another_merchants_capture_is_absent(served: Served, till: TillClient) -> None:
    bought = buy(till, line())
    rowan = served.till(served.city.rowan.till)
    body = {"lines": [{"position": 1}], "at": AT}
    for asking, number in (
        (rowan, capture_of(bought)),
        (till, "capt_nonsense"),
        (till, bought["id"]),
        (till, "capt_00" + "0" * 32),
    ):
        response = asking.post(f"/captures/{number}/refunds", body)
        assert (response.status_code, response.json()["code"]) == (404, "capture_not_found")
    assert (
        refund(served.till(served.city.bullfinch.second_till), capture_of(bought), {"position": 1})["covered"] == 5_000
    )


def test_a_purchase_returned_in_part_is_no_longer_voided(till: TillClient) -> None:
    bought = buy(till, three(price=1_000))
    refund(till, capture_of(bought), {"position": 1, "quantity": "1"})
    assert till.void(bought["id"])["reason"]["code"] == "already_refunded"
    assert available(till) == 48_000


def test_what_comes_back_to_an_ended_certificate_goes_on_to_its_source(served: Served, till: TillClient) -> None:
    bought = buy(till, line(), line(2, gtin="5901234123457", amount=700))
    conn = served.city.conn
    row = conn.execute("select max(valid_until) from account").fetchone()
    assert row is not None
    installation.move_clock(conn, to=row[0] + timedelta(days=1), real=real_time())
    now = installation.now(conn, real=real_time())
    first = certificates.expire(conn, now=now, actor=SYSTEM)
    conn.commit()
    assert first.returned.kopecks == 95_000
    found = refund(till, capture_of(bought), {"position": 1}, {"position": 2})
    assert (found["outcome"], found["covered"], found["own_money"]) == ("approved", 5_000, 700)
    assert found["reason"]["code"] == "returned_to_budget"
    assert [one.get("reason", {}).get("code") for one in found["lines"]] == ["returned_to_budget", None]
    second = certificates.expire(conn, now=now + timedelta(seconds=1), actor=SYSTEM)
    conn.commit()
    assert second.returned.kopecks == 5_000
    assert {source: amount.kopecks for source, amount in second.by_source.items()} == {"city": 5_000}
    with connect(served.site.application_url) as fresh:
        assert monitoring.verify(fresh).first_bad is None


def test_a_sale_is_captured_in_parts_until_the_final_one(till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, three(1, price=5_000), line(2, amount=7_000), line(3, amount=3_000)))
    path = f"/authorisations/{held['id']}/capture"
    body = {"lines": [{"position": 1, "quantity": "1"}, {"position": 2, "amount": 6_500}], "final": False}
    first = answer(till.post(path, body))
    assert (first["outcome"], first["amount"], first["balances"][0]["held"]) == ("approved", 11_500, 13_500)
    assert [(one["position"], one["quantity"], one["covered"]) for one in first["lines"]] == [
        (1, "1", 5_000),
        (2, "0", 6_500),
    ]
    assert answer(till.http.get(f"/authorisations/{held['id']}"))["status"] == "partly_captured"
    too_much = answer(till.post(path, {"lines": [{"position": 1, "quantity": "3"}]}))
    assert (too_much["outcome"], too_much["reason"]["code"]) == ("declined", "more_than_held")
    last = answer(till.post(path, {"lines": [{"position": 1, "quantity": "1"}]}))
    assert (last["amount"], last["balances"][0]["held"], last["balances"][0]["available"]) == (5_000, 0, 33_500)
    assert till.capture(held["id"])["reason"]["code"] == "already_captured"
    view = answer(till.http.get(f"/authorisations/{held['id']}"))
    assert view["status"] == "captured"
    assert [(one["id"], one["amount"]) for one in view["captures"]] == [(first["id"], 11_500), (last["id"], 5_000)]
    assert view["captures"][0]["lines"][1]["refundable"] == {"quantity": "0", "amount": 6_500, "covered": 6_500}
    back = refund(till, first["id"], {"position": 1}, {"position": 2})
    assert back["covered"] == 11_500
    assert refund(till, first["id"], {"position": 1})["outcome"] == "declined"
    assert refund(till, last["id"], {"position": 1})["covered"] == 5_000
    assert available(till) == 50_000


def test_a_capture_without_lines_takes_what_earlier_ones_left(till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, three(1, price=5_000), line(2, amount=7_000)))
    path = f"/authorisations/{held['id']}/capture"
    answer(till.post(path, {"lines": [{"position": 1, "quantity": "1"}], "final": False}))
    rest = answer(till.post(path, {}))
    assert (rest["amount"], rest["balances"][0]["held"]) == (17_000, 0)
    assert [(one["position"], one["quantity"]) for one in rest["lines"]] == [(1, "2"), (2, "1")]


def test_what_is_not_captured_can_be_voided_and_what_is_captured_stays(till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, three(1, price=5_000)))
    path = f"/authorisations/{held['id']}/capture"
    taken = answer(till.post(path, {"lines": [{"position": 1, "quantity": "1"}], "final": False}))
    assert till.void(held["id"])["amount"] == 10_000
    assert answer(till.http.get(f"/authorisations/{held['id']}"))["status"] == "captured"
    assert till.capture(held["id"])["reason"]["code"] == "already_voided"
    assert refund(till, taken["id"], {"position": 1})["covered"] == 5_000


def test_what_is_not_captured_in_time_lapses_and_what_is_captured_stays(served: Served, till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, three(1, price=5_000)))
    path = f"/authorisations/{held['id']}/capture"
    answer(till.post(path, {"lines": [{"position": 1, "quantity": "1"}], "final": False}))
    now = real_time()
    installation.move_clock(served.city.conn, to=now + timedelta(seconds=901), real=now)
    served.city.conn.commit()
    assert till.capture(held["id"])["reason"]["code"] == "hold_expired"
    assert answer(till.http.get(f"/authorisations/{held['id']}"))["status"] == "captured"
    assert available(till) == 45_000


def test_a_tills_day_counts_parts_and_returns(served: Served, till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, three(1, price=5_000)))
    path = f"/authorisations/{held['id']}/capture"
    first = answer(till.post(path, {"lines": [{"position": 1, "quantity": "1"}], "final": False}))
    answer(till.post(path, {"lines": [{"position": 1, "quantity": "1"}], "final": True}))
    refund(till, first["id"], {"position": 1, "amount": 300})
    day = real_time().astimezone(served.site.installation.zone).date().isoformat()
    body = {"day": day, "captures": 2, "captured": 10_000, "taken_back_count": 1, "taken_back": 300}
    assert answer(till.post(f"/tills/till_{served.city.bullfinch.till.till}/days", body))["agrees"] is True


def test_a_receipt_finds_its_purchases_newest_first_and_says_what_can_come_back(
    served: Served, till: TillClient
) -> None:
    old, new = (buy(till, three(price=1_000), number="0001-7") for _ in range(2))
    buy(till, line(amount=100), number="0001-8")
    buy(served.till(served.city.rowan.till), line(amount=100), number="0001-7")
    refund(till, capture_of(new), {"position": 1, "quantity": "2"})
    page = answer(till.http.get("/authorisations", params={"receipt": "0001-7"}))
    assert [one["id"] for one in page["authorisations"]] == [new["id"], old["id"]]
    assert page["next"] is None
    (captured,) = page["authorisations"][0]["captures"]
    assert captured["refunded"] == 2_000
    assert captured["lines"][0]["refundable"] == {"quantity": "1", "amount": 1_000, "covered": 1_000}
    none = answer(served.till(served.city.rowan.till).http.get("/authorisations", params={"receipt": "0001-8"}))
    assert none == {"authorisations": [], "next": None}


def test_a_long_list_comes_in_pages(till: TillClient) -> None:
    made = [till.authorise(receipt(ANNA_CARD, line(amount=1), number="7"))["id"] for _ in range(53)]
    first = answer(till.http.get("/authorisations", params={"receipt": "7"}))
    second = answer(till.http.get("/authorisations", params={"receipt": "7", "after": first["next"]}))
    assert (len(first["authorisations"]), second["next"]) == (50, None)
    assert [one["id"] for one in first["authorisations"] + second["authorisations"]] == made[::-1]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"receipt": ""},
        {"receipt": "7" * 65},
        {"receipt": "7", "after": "nonsense"},
        {"receipt": "7", "after": "W10"},
    ],
)
def test_a_list_that_cannot_be_is_refused(till: TillClient, params: dict[str, str]) -> None:
    response = till.http.get("/authorisations", params=params)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


_GOOD: Json = {"lines": [{"position": 1}], "at": AT}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"at": AT}, ""),
        ({"lines": [], "at": AT}, "/lines"),
        ({"lines": [{"position": 1}]}, ""),
        (_GOOD | {"at": "2026-11-25T12:00:00"}, "/at"),
        (_GOOD | {"receipt": ""}, "/receipt"),
        (_GOOD | {"cash": True}, ""),
        (_GOOD | {"lines": [{"position": 0}]}, "/lines/0/position"),
        (_GOOD | {"lines": [{"position": 1}, {"position": 1}]}, "/lines/1/position"),
        (_GOOD | {"lines": [{"position": 1, "quantity": "0.000"}]}, "/lines/0/quantity"),
        (_GOOD | {"lines": [{"position": 1, "quantity": "-1"}]}, "/lines/0/quantity"),
        (_GOOD | {"lines": [{"position": 1, "quantity": 1}]}, "/lines/0/quantity"),
        (_GOOD | {"lines": [{"position": 1, "amount": 0}]}, "/lines/0/amount"),
        (_GOOD | {"lines": [{"position": 1, "amount": 1.5}]}, "/lines/0/amount"),
        (_GOOD | {"lines": [{"position": number} for number in range(1, 302)]}, "/lines"),
    ],
)
def test_a_refund_that_cannot_be_is_422_and_says_where(till: TillClient, body: Json, pointer: str) -> None:
    bought = buy(till, line())
    response = till.post(f"/captures/{capture_of(bought)}/refunds", body)
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["pointer"] == pointer
    assert available(till) == 45_000


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"lines": []}, "/lines"),
        ({"lines": [{"position": 1}, {"position": 1}]}, "/lines/1/position"),
        ({"final": "yes"}, "/final"),
        ({"lines": [{"position": 1, "quantity": "x"}]}, "/lines/0/quantity"),
        ({"amount": 1}, ""),
    ],
)
def test_a_capture_that_cannot_be_is_422_and_says_where(till: TillClient, body: Json, pointer: str) -> None:
    held = till.authorise(receipt(ANNA_CARD, line()))
    response = till.post(f"/authorisations/{held['id']}/capture", body)
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["pointer"] == pointer


def test_a_void_takes_no_lines(till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, line()))
    assert till.post(f"/authorisations/{held['id']}/void", {"lines": [{"position": 1}]}).status_code == 422


def test_a_refund_needs_its_key(till: TillClient) -> None:
    response = till.http.post("/captures/capt_1/refunds", json=_GOOD)
    assert (response.status_code, response.json()["code"]) == (400, "idempotency_key_missing")


@pytest.mark.parametrize("at", ["2026-06-01T00:00:00+23:59", "2026-06-01T00:00:00-23:59"])
def test_a_till_whose_clock_has_a_strange_offset_buys_and_takes_back_alone_or_among_others(
    till: TillClient, at: str
) -> None:
    bought = till.authorise(receipt(ANNA_CARD, line(amount=1_000), capture=True) | {"at": at})
    assert bought["outcome"] == "approved"
    assert refund(till, capture_of(bought), {"position": 1}, at=at)["outcome"] == "approved"


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "1999-12-31T23:59:59Z", "2100-01-01T00:00:01Z"])
def test_a_return_at_an_impossible_time_is_refused(till: TillClient, at: str) -> None:
    bought = till.authorise(receipt(ANNA_CARD, line(amount=1_000), capture=True))
    body = {"lines": [{"position": 1}], "at": at}
    answered = till.post(f"/captures/{capture_of(bought)}/refunds", body).json()
    assert [one["code"] for one in answered["errors"]] == ["time_out_of_range"]
