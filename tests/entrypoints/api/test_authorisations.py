"""What a till may ask and is answered, over real HTTP against the real database."""

import uuid
from datetime import timedelta

import pytest

from given.city import ANNA_CARD, BORIS_CARD, STRANGE_CARD, VERA_CARD
from given.serving import Served, TillClient, answer, line, receipt
from socert.domain import access, certificates, installation, people
from socert.values import Gtin
from socert.wiring import SYSTEM, real_time


@pytest.fixture
def vodka(served: Served) -> str:
    """A real good of the category spirits."""
    row = served.city.conn.execute(
        "select gtin from good where category = (select number from category where id = 'spirits') limit 1"
    ).fetchone()
    assert row is not None
    return f"{row[0]:014d}"


def test_a_basket_is_answered_line_by_line(till: TillClient, vodka: str) -> None:
    body = receipt(ANNA_CARD, line(1, amount=20_000), line(2, gtin=vodka, amount=30_000))
    found = till.authorise(body)
    assert (found["outcome"], found["covered"], found["own_money"]) == ("partial", 20_000, 30_000)
    bread, spirits = found["lines"]
    assert (bread["outcome"], bread["covered"], bread["reason"]) == ("covered", 20_000, None)
    assert bread["parts"][0]["allowance"] == "food"
    assert bread["parts"][0]["quantity"] == "1"
    assert (spirits["outcome"], spirits["own_money"]) == ("not_covered", 30_000)
    assert spirits["reason"]["code"] == "category_denied"
    assert spirits["reason"]["category"] == "alcohol"
    assert spirits["reason"]["text"]["ru"]
    assert found["balances"] == [
        {
            "certificate": bread["parts"][0]["certificate"],
            "allowance": "food",
            "available": 30_000,
            "held": 20_000,
            "valid_through": found["balances"][0]["valid_through"],
        }
    ]
    assert found["expires_at"] is not None


def test_own_money_pays_what_the_balance_does_not(till: TillClient) -> None:
    found = till.authorise(receipt(ANNA_CARD, line(1, amount=40_000), line(2, amount=30_000), capture=True))
    assert (found["covered"], found["own_money"]) == (50_000, 20_000)
    assert [one["outcome"] for one in found["lines"]] == ["covered", "partial"]
    assert found["lines"][1]["reason"]["code"] == "balance_short"
    again = till.authorise(receipt(ANNA_CARD, line(1, amount=100)))
    assert again["outcome"] == "declined"
    assert again["lines"][0]["reason"]["code"] == "balance_spent"


def test_a_zero_line_is_not_covered_and_refuses_nothing(till: TillClient) -> None:
    found = till.authorise(receipt(ANNA_CARD, line(1, amount=0), line(2, amount=100)))
    assert [one["outcome"] for one in found["lines"]] == ["not_covered", "covered"]
    assert found["lines"][0]["reason"]["code"] == "zero_line"


def test_weighed_goods_are_known_by_the_merchants_own_list(till: TillClient) -> None:
    code = Gtin.complete("210000101250").code[1:]
    weighed = line(1, gtin=code, quantity="1.250", price=12_990, amount=16_238)
    assert till.authorise(receipt(ANNA_CARD, weighed))["lines"][0]["outcome"] == "covered"
    by_article = line(1, quantity="1.250", price=12_990, amount=16_238)
    by_article = {key: value for key, value in by_article.items() if key != "gtin"} | {"article": "2100001"}
    assert till.authorise(receipt(ANNA_CARD, by_article))["lines"][0]["outcome"] == "covered"
    unknown = line(1, gtin=Gtin.complete("210999901250").code[1:])
    assert till.authorise(receipt(ANNA_CARD, unknown))["lines"][0]["reason"]["code"] == "not_classified"


def test_an_unknown_good_is_not_classified(till: TillClient) -> None:
    found = till.authorise(receipt(ANNA_CARD, line(1, gtin="5901234123457")))
    assert found["lines"][0]["reason"]["code"] == "not_classified"


def test_a_repeat_gets_the_same_bytes(till: TillClient) -> None:
    body, key = receipt(ANNA_CARD, line()), "the same key"
    first, again = (till.post("/authorisations", body, key=key) for _ in range(2))
    assert first.content == again.content
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    reordered = dict(reversed(body.items()))
    assert till.post("/authorisations", reordered, key=key).content == first.content
    assert answer(till.post("/balances", {"carrier": body["carrier"]}))["balances"][0]["held"] == 5_000


def test_a_key_with_another_body_is_refused(till: TillClient) -> None:
    till.authorise(receipt(ANNA_CARD, line()), key="k")
    response = till.post("/authorisations", receipt(ANNA_CARD, line(amount=5_001)), key="k")
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")


def test_a_key_belongs_to_its_till(served: Served, till: TillClient) -> None:
    first = till.authorise(receipt(ANNA_CARD, line()), key="k")
    other = served.till(served.city.bullfinch.second_till).authorise(receipt(ANNA_CARD, line()), key="k")
    assert first["id"] != other["id"]


def test_capture_takes_what_is_held_once(till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, line()))
    captured = till.capture(held["id"], key="c")
    assert (captured["outcome"], captured["amount"]) == ("approved", 5_000)
    assert captured["balances"][0]["held"] == 0
    assert till.capture(held["id"], key="c") == captured
    again = till.capture(held["id"])
    assert (again["outcome"], again["reason"]["code"]) == ("declined", "already_captured")
    assert till.void(held["id"])["reason"]["code"] == "already_captured"
    view = answer(till.http.get(f"/authorisations/{held['id']}"))
    assert view["status"] == "captured"
    assert [(one["id"], one["amount"], one["refunded"]) for one in view["captures"]] == [(captured["id"], 5_000, 0)]


def test_void_gives_back_what_is_held(till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, line()))
    voided = till.void(held["id"])
    assert (voided["outcome"], voided["amount"]) == ("approved", 5_000)
    assert voided["balances"][0]["available"] == 50_000
    assert till.capture(held["id"])["reason"]["code"] == "already_voided"
    again = till.void(held["id"])
    assert (again["outcome"], again["amount"]) == ("approved", 0)


def test_a_purchase_captured_at_once_can_be_voided(till: TillClient) -> None:
    bought = till.authorise(receipt(ANNA_CARD, line(), capture=True))
    assert bought["captures"][0]["amount"] == 5_000
    assert bought["captures"][0]["id"].startswith("capt_")
    assert till.void(bought["id"])["balances"][0]["available"] == 50_000
    again = till.void(bought["id"])
    assert (again["outcome"], again["amount"]) == ("approved", 0)


def test_void_by_key_undoes_an_answer_that_was_lost(till: TillClient) -> None:
    body = receipt(ANNA_CARD, line(), capture=True)
    till.authorise(body, key="lost")
    voided = answer(till.post("/authorisations/by-key/lost/void", {"carrier": body["carrier"]}))
    assert voided["amount"] == 5_000
    assert answer(till.http.get("/authorisations/by-key/lost"))["status"] == "voided"


def test_a_reversal_before_its_original_leaves_a_tombstone(till: TillClient) -> None:
    body = receipt(ANNA_CARD, line())
    path = "/authorisations/by-key/never%20seen%2F1/void"
    voided = answer(till.post(path, {"carrier": body["carrier"]}, key="v"))
    assert (voided["outcome"], voided["amount"], voided["authorisation"]) == ("approved", 0, None)
    late = till.authorise(body, key="never seen/1")
    assert (late["outcome"], late["reason"]["code"]) == ("declined", "reversed_before_arrival")
    assert answer(till.post(path, {"carrier": body["carrier"]}, key="v")) == voided
    assert answer(till.post("/balances", {"carrier": body["carrier"]}))["balances"][0]["available"] == 50_000


def test_void_by_key_with_another_persons_card_is_refused(till: TillClient) -> None:
    till.authorise(receipt(ANNA_CARD, line()), key="hers")
    his = {"carrier": {"kind": "card", "number": BORIS_CARD.digits}}
    response = till.post("/authorisations/by-key/hers/void", his)
    assert (response.status_code, response.json()["code"]) == (422, "carrier_differs")


def test_unknown_and_blocked_cards_are_answered_alike(served: Served, till: TillClient) -> None:
    people.block_card(served.city.conn, card=served.city.boris.card_hash, actor=SYSTEM, now=real_time(), reason="lost")
    served.city.conn.commit()
    unknown = till.authorise(receipt(STRANGE_CARD, line()))
    blocked = till.authorise(receipt(BORIS_CARD, line()))
    assert unknown["reason"]["code"] == "card_not_accepted"
    for found in (unknown, blocked):
        assert found["outcome"] == "declined"
        found.pop("id")
    assert unknown == blocked
    assert answer(till.post("/balances", {"carrier": receipt(BORIS_CARD)["carrier"]}))["balances"] == []


def test_a_resident_without_a_certificate_is_told_so(till: TillClient) -> None:
    assert till.authorise(receipt(VERA_CARD, line()))["reason"]["code"] == "no_certificate"


def test_a_blocked_certificate_pays_nothing(served: Served, till: TillClient) -> None:
    found = certificates.certificates_of(served.city.conn, holder=served.city.anna.holder)
    certificates.block(served.city.conn, certificate=found[0].id, reason="asked for", actor=SYSTEM, now=real_time())
    served.city.conn.commit()
    declined = till.authorise(receipt(ANNA_CARD, line()))
    assert (declined["outcome"], declined["reason"]["code"]) == ("declined", "certificate_blocked")


def test_a_shop_without_an_agreement_takes_nothing(served: Served, till: TillClient) -> None:
    served.city.conn.execute("update agreement set valid_until = now() where merchant = %s", [_merchant(served)])
    installation.directory_changed(served.city.conn)
    served.city.conn.commit()
    declined = till.authorise(receipt(ANNA_CARD, line()))
    assert (declined["outcome"], declined["reason"]["code"]) == ("declined", "no_agreement")
    assert declined["balances"] == []


def _merchant(served: Served) -> int:
    return served.city.bullfinch.merchant.id


def test_another_merchants_authorisation_is_absent(served: Served, till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, line()), key="k")
    rowan = served.till(served.city.rowan.till)
    for response in (
        rowan.http.get(f"/authorisations/{held['id']}"),
        rowan.http.get("/authorisations/by-key/k"),
        rowan.post(f"/authorisations/{held['id']}/capture", {}),
        rowan.post(f"/authorisations/{held['id']}/void", {}),
        rowan.post("/authorisations/auth_nonsense/void", {}),
    ):
        assert (response.status_code, response.json()["code"]) == (404, "authorisation_not_found")
    assert till.capture(held["id"])["outcome"] == "approved"


def test_a_quote_moves_nothing_and_says_what_authorising_would(till: TillClient) -> None:
    body = receipt(ANNA_CARD, line(amount=60_000))
    quoted = answer(till.post("/quotes", body))
    assert quoted["covered"] == 50_000
    assert quoted["id"].startswith("quot_")
    assert quoted["expires_at"] is None
    assert answer(till.post("/balances", {"carrier": body["carrier"]}))["balances"][0]["available"] == 50_000
    decided = till.authorise(body)
    for one in (quoted, decided):
        one.pop("id")
        one.pop("expires_at")
    assert quoted == decided


def test_a_hold_lapses_at_its_end(served: Served, till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, line()))
    now = real_time()
    installation.move_clock(served.city.conn, to=now + timedelta(seconds=901), real=now)
    served.city.conn.commit()
    late = till.capture(held["id"])
    assert (late["outcome"], late["reason"]["code"]) == ("declined", "hold_expired")
    assert late["balances"][0]["available"] == 50_000
    assert answer(till.http.get(f"/authorisations/{held['id']}"))["status"] == "lapsed"
    assert till.void(held["id"])["outcome"] == "approved"


def test_a_hold_made_in_time_is_captured_after_the_last_day(served: Served, till: TillClient) -> None:
    last_moment = served.city.conn.execute("select max(valid_until) from account").fetchone()
    assert last_moment is not None
    installation.move_clock(served.city.conn, to=last_moment[0] - timedelta(seconds=60), real=real_time())
    served.city.conn.commit()
    held = till.authorise(receipt(ANNA_CARD, line()))
    assert held["covered"] == 5_000
    installation.move_clock(served.city.conn, to=last_moment[0] + timedelta(seconds=60), real=real_time())
    served.city.conn.commit()
    assert till.authorise(receipt(ANNA_CARD, line()))["reason"]["code"] == "certificate_ended"
    assert till.capture(held["id"])["outcome"] == "approved"


def test_a_tills_day_agrees_with_ours(served: Served, till: TillClient) -> None:
    till.authorise(receipt(ANNA_CARD, line(), capture=True))
    held = till.authorise(receipt(BORIS_CARD, line(amount=700)))
    till.capture(held["id"])
    undone = till.authorise(receipt(BORIS_CARD, line(amount=300), capture=True))
    till.void(undone["id"])
    day = real_time().astimezone(served.site.installation.zone).date().isoformat()
    body = {"day": day, "captures": 3, "captured": 6_000, "taken_back_count": 1, "taken_back": 300}
    path = f"/tills/till_{served.city.bullfinch.till.till}/days"
    assert answer(till.post(path, body))["agrees"] is True
    wrong = answer(till.post(path, body | {"captured": 6_001}))
    assert (wrong["agrees"], wrong["counted"]["captured"]) == (False, 6_000)
    other = f"/tills/till_{served.city.bullfinch.second_till.till}/days"
    assert till.post(other, body).status_code == 404


def test_a_new_key_is_admitted_and_a_revoked_one_refused_at_once(served: Served) -> None:
    client = served.till()
    assert client.authorise(receipt(ANNA_CARD, line()))["covered"] == 5_000
    grant = served.city.bullfinch.till.grant
    access.revoke_key(served.city.conn, credential=grant.credential, actor=SYSTEM, now=real_time(), reason="stolen")
    served.city.conn.commit()
    response = client.post("/authorisations", receipt(ANNA_CARD, line()), key=str(uuid.uuid4()))
    assert (response.status_code, response.json()["code"]) == (401, "key_not_accepted")
