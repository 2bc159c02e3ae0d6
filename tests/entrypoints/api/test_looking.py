"""What a till may look up: itself, a code, its day, a return; and that a receipt shows its goods."""

from urllib.parse import quote

import pytest

from given.city import ANNA_CARD
from given.serving import Served, TillClient, answer, line, receipt
from socert.values import Gtin

APPLES = Gtin.complete("210000101234").code[1:]


def test_a_till_is_told_which_it_is_and_nothing_of_others(shared: Served) -> None:
    till = shared.till()
    number = shared.city.bullfinch.till.till
    shown = answer(till.http.get(f"/tills/till_{number}"))
    assert (shown["code"], shown["merchant"]["en"], shown["suspended"]) == ("1", "Bullfinch Shop", False)
    for other in (f"till_{shared.city.bullfinch.second_till.till}", "till_0", "x", "till_1%00"):
        assert till.http.get(f"/tills/{other}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "name", "category"),
    [
        ({"gtin": "4600610082647"}, "Хлебцы", "bread"),
        ({"gtin": "5901234123457"}, None, None),
        ({"gtin": APPLES}, "Яблоки", "fruit"),
        ({"article": "2100001"}, "Яблоки", "fruit"),
        ({"article": "нет/такого"}, None, None),
    ],
)
def test_a_code_stands_for_a_good_or_for_the_merchants_own(
    shared: Served, asked: dict[str, str], name: str | None, category: str | None
) -> None:
    shown = answer(shared.till().http.get("/goods", params=asked))
    assert shown["category"] == category
    assert shown["name"] == name if name is None else shown["name"].startswith(name)


@pytest.mark.parametrize("query", ["", "gtin=1&article=2", "gtin=4600610082648", "gtin=", "article=%00", "gtin=x"])
def test_what_is_no_code_is_refused(shared: Served, query: str) -> None:
    refused = shared.till().http.get(f"/goods?{query}")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


def test_a_receipt_shows_its_goods_and_a_return_its_answer(served: Served, till: TillClient) -> None:
    bought = till.authorise(
        receipt(
            ANNA_CARD,
            line(1, name="Хлеб", quantity="2", price=2_500, amount=5_000),
            {name: value for name, value in line(2, article="Ж/7", amount=300).items() if name != "gtin"},
            capture=True,
        )
    )
    shown = answer(till.http.get(f"/authorisations/{bought['id']}"))
    first, second = (one["goods"] for one in shown["lines"])
    assert first == {"name": "Хлеб", "quantity": "2", "price": 2_500, "amount": 5_000, "gtin": "04600610082647"}
    assert (second["article"], second["amount"]) == ("Ж/7", 300)
    capture = bought["captures"][0]["id"]
    body = {"lines": [{"position": 1, "quantity": "1"}], "at": "2026-11-25T12:00:00+03:00"}
    made = till.post(f"/captures/{capture}/refunds", body)
    again = till.http.get(f"/refunds/{made.json()['id']}")
    assert (again.status_code, again.json()) == (200, made.json())
    rowan = served.till(served.city.rowan.till)
    for client, number in ((rowan, made.json()["id"]), (till, bought["id"]), (till, "refd_x"), (till, quote("/", ""))):
        assert client.http.get(f"/refunds/{number}").status_code == 404


def test_a_tills_day_is_counted_without_being_reported(served: Served, till: TillClient) -> None:
    bought = till.authorise(receipt(ANNA_CARD, line(amount=700), capture=True))
    till.void(till.authorise(receipt(ANNA_CARD, line(amount=300), capture=True))["id"])
    day = answer(till.http.get(f"/authorisations/{bought['id']}"))["at"][:10]
    path = f"/tills/till_{served.city.bullfinch.till.till}/days"
    counted = {"day": day, "captures": 2, "captured": 1_000, "taken_back_count": 1, "taken_back": 300}
    assert answer(till.http.get(f"{path}/{day}")) == counted
    assert answer(till.http.get(f"{path}/2026-01-01"))["captures"] == 0
    for wrong in ("2026-02-30", "today", "1999-12-31", "2100-01-01"):
        assert till.http.get(f"{path}/{wrong}").status_code == 422
    assert served.city.conn.execute("select count(*) from till_day").fetchone() == (0,)
