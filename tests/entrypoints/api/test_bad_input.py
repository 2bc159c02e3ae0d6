"""Bad input: refused with a stable code and a clear sentence, and nothing half-done."""

import json
from collections.abc import Iterator

import httpx
import pytest

from given.city import ANNA_CARD
from given.serving import Json, Served, TillClient, answer, line, receipt

_GOOD = receipt(ANNA_CARD, line())


@pytest.fixture
def served(shared: Served) -> Served:
    """One for all tests here: what they send is refused."""
    return shared


@pytest.fixture(autouse=True)
def nothing_was_moved(served: Served) -> Iterator[None]:
    """Whatever is refused leaves no operation and no posting behind."""
    before = _history(served)
    yield
    assert _history(served) == before


def _history(served: Served) -> tuple[int, ...]:
    served.city.conn.rollback()
    row = served.city.conn.execute(
        "select (select count(*) from operation), (select count(*) from posting), (select count(*) from hold)"
    ).fetchone()
    assert row is not None
    return tuple(row)


def _problem(response: httpx.Response) -> Json:
    assert response.headers["content-type"] == "application/problem+json"
    found: Json = response.json()
    assert found["status"] == response.status_code
    assert found["type"] == f"urn:socert:problem:{found['code']}"
    assert found["detail"]
    return found


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"carrier": nan}',
        b"\xff\xfe{}",
        b'{"carrier": {"kind": "card", "number": "' + b"1" * 10,
        b"\x00",
    ],
)
def test_what_is_no_json_is_400(till: TillClient, content: bytes) -> None:
    for path in ("/authorisations", "/quotes", "/balances"):
        response = till.http.post(path, content=content, headers={"idempotency-key": "k"})
        assert (response.status_code, _problem(response)["code"]) == (400, "malformed_json")


@pytest.mark.parametrize("content", [b"[]", b"1", b"null", b"[" * 50_000, b'"' + b"a" * 1_000 + b'"'])
def test_json_that_is_no_object_is_refused(till: TillClient, content: bytes) -> None:
    for path in ("/authorisations", "/quotes"):
        response = till.http.post(path, content=content, headers={"idempotency-key": "k"})
        assert response.status_code in (400, 422)
        assert _problem(response)["code"] in ("malformed_json", "invalid_request")


def _with(**changes: object) -> Json:
    return _GOOD | changes


def _with_line(**changes: object) -> Json:
    return _GOOD | {"lines": [line(**changes)]}  # type: ignore[arg-type]


def _without(name: str) -> Json:
    return {key: value for key, value in _GOOD.items() if key != name}


def _line_without(name: str) -> Json:
    return _GOOD | {"lines": [{key: value for key, value in line().items() if key != name}]}


_CASES: dict[str, tuple[Json, str]] = {
    "an unknown field": (_with(colour="blue"), ""),
    "an unknown field in a line": (_with_line(colour="blue"), "/lines/0"),
    "no carrier": (_without("carrier"), ""),
    "no receipt": (_without("receipt"), ""),
    "an empty receipt number": (_with(receipt=""), "/receipt"),
    "a time without a zone": (_with(at="2026-11-22T10:00:00"), "/at"),
    "no time": (_with(at="noon"), "/at"),
    "another kind of carrier": (_with(carrier={"kind": "watch", "number": "1"}), "/carrier/kind"),
    "a card with a wrong check digit": (
        _with(carrier={"kind": "card", "number": "9643000000000010"}),
        "/carrier/number",
    ),
    "a card with letters": (_with(carrier={"kind": "card", "number": "964300000000001x"}), "/carrier/number"),
    "no lines": (_with(lines=[]), "/lines"),
    "301 lines": (_with(lines=[line(n) for n in range(1, 302)]), "/lines"),
    "the same position twice": (_with(lines=[line(1), line(1)]), "/lines/1/position"),
    "position zero": (_with_line(position=0), "/lines/0/position"),
    "a barcode with a wrong check digit": (_with_line(gtin="04600610082648"), "/lines/0/gtin"),
    "a barcode of nine digits": (_with_line(gtin="460061008"), "/lines/0/gtin"),
    "Arabic-Indic digits": (_with_line(gtin="٠٤٦٠٠٦١٠٠٨٢٦٤٧"), "/lines/0/gtin"),
    "neither gtin nor article": (_line_without("gtin"), "/lines/0"),
    "both gtin and article": (_with_line(article="1"), "/lines/0"),
    "a negative amount": (_with_line(amount=-1), "/lines/0/price"),
    "a negative discount": (_with_line(discount=-1), "/lines/0/discount"),
    "an enormous amount": (_with_line(amount=1_000_000_001), "/lines/0/price"),
    "an amount as text": (_with_line() | {"lines": [line() | {"amount": "5000"}]}, "/lines/0/amount"),
    "an amount with a fraction": (_with_line() | {"lines": [line() | {"amount": 50.5}]}, "/lines/0/amount"),
    "a negative quantity": (_with_line(quantity="-1"), "/lines/0/quantity"),
    "an enormous quantity": (_with_line(quantity="1000000000"), "/lines/0/quantity"),
    "a quantity with an exponent": (_with_line(quantity="1e3"), "/lines/0/quantity"),
    "a quantity with a comma": (_with_line(quantity="1,5"), "/lines/0/quantity"),
    "a quantity as a number": (_with_line() | {"lines": [line() | {"quantity": 1}]}, "/lines/0/quantity"),
    "an amount that is not price times quantity": (_with_line(quantity="2"), "/lines/0/amount"),
    "a rounding of a rouble": (_with(rounding=100), "/rounding"),
    "capture as text": (_with(capture="yes"), "/capture"),
}


@pytest.mark.parametrize("name", _CASES)
def test_what_cannot_be_is_422_and_says_where(till: TillClient, name: str) -> None:
    body, pointer = _CASES[name]
    for path in ("/authorisations", "/quotes"):
        response = till.post(path, body)
        assert response.status_code == 422, response.text
        problem = _problem(response)
        assert problem["code"] == "invalid_request"
        assert problem["errors"][0]["pointer"] == pointer
        assert problem["errors"][0]["detail"]
        assert "964300000000001" not in response.text


def test_every_wrong_line_is_listed_at_once(till: TillClient) -> None:
    lines = [line(1, gtin="04600610082648"), line(2, quantity="0x1"), line(3), line(3)]
    problem = _problem(till.post("/authorisations", _with(lines=lines)))
    assert [one["pointer"] for one in problem["errors"]] == [
        "/lines/0/gtin",
        "/lines/1/quantity",
        "/lines/3/position",
    ]


@pytest.mark.parametrize("amount", [16_237, 16_238])
def test_half_a_kopeck_may_be_rounded_either_way(till: TillClient, amount: int) -> None:
    body = _with(lines=[line(quantity="1.250", price=12_990, amount=amount)])
    assert answer(till.post("/quotes", body))["covered"] == amount


@pytest.mark.parametrize("amount", [16_235, 16_240])
def test_more_than_a_kopeck_off_is_refused(till: TillClient, amount: int) -> None:
    body = _with(lines=[line(quantity="1.250", price=12_990, amount=amount)])
    assert till.post("/quotes", body).status_code == 422


def test_a_post_that_moves_money_needs_its_key(till: TillClient) -> None:
    for path in ("/authorisations", "/authorisations/auth_1/void", "/authorisations/by-key/k/void"):
        response = till.http.post(path, json=_GOOD)
        assert (response.status_code, _problem(response)["code"]) == (400, "idempotency_key_missing")


@pytest.mark.parametrize("key", ["", "a" * 256, "\x7f", "k\x01"])
def test_an_unusable_key_is_refused(till: TillClient, key: str) -> None:
    response = till.http.post("/authorisations", json=_GOOD, headers=[(b"idempotency-key", key.encode())])
    assert response.status_code == 400


def test_no_key_and_a_strange_key_are_401(served: Served) -> None:
    for key in (None, "socert_strange", "x"):
        response = served.client(key).post("/authorisations", _GOOD)
        assert (response.status_code, _problem(response)["code"]) == (401, "key_not_accepted")


def test_a_body_of_another_type_or_size_is_refused(till: TillClient) -> None:
    content = json.dumps(_GOOD).encode()
    headers = {"idempotency-key": "k", "content-type": "text/xml"}
    assert till.http.post("/authorisations", content=content, headers=headers).status_code == 415
    huge = content + b" " * (256 * 1024)
    response = till.http.post("/authorisations", content=huge, headers={"idempotency-key": "k"})
    assert (response.status_code, _problem(response)["code"]) == (413, "body_too_large")


def test_strange_addresses_and_methods_are_problems_too(till: TillClient) -> None:
    assert _problem(till.http.get("/nothing"))["code"] == "not_found"
    assert _problem(till.http.delete("/quotes"))["code"] == "method_not_allowed"
    for path in ("/authorisations/void", "/authorisations/x/y/capture", "/authorisations//capture"):
        assert till.post(path, {}).status_code in (404, 405)


def test_the_sentence_is_in_the_callers_language(served: Served) -> None:
    russian = _problem(served.till(language="ru-RU,ru;q=0.9").post("/quotes", _without("receipt")))
    english = _problem(served.till(language="en-GB").post("/quotes", _without("receipt")))
    assert russian["detail"].startswith("В запросе")
    assert english["detail"].startswith("The request")


def test_three_hundred_lines_are_answered(till: TillClient) -> None:
    body = _with(lines=[line(n, amount=100) for n in range(1, 301)])
    found = answer(till.post("/quotes", body))
    assert len(found["lines"]) == 300
    assert found["covered"] == 30_000


def test_cyrillic_and_yo_come_through(till: TillClient) -> None:
    found = answer(till.post("/quotes", _with(lines=[line(name="Тёплый хлёб «Ёж» №1")], receipt="чек-ё-1")))
    assert found["covered"] == 5_000
