"""What a hostile or broken till tries: nothing is moved that was not asked for, and others are not disturbed."""

import json
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from given.city import ANNA_CARD, BORIS_CARD, given_city
from given.databases import Database
from given.programmes import given_certificate, given_programme
from given.serving import Served, TillClient, answer, line, receipt, serve
from socert.domain import access, monitoring
from socert.postgres import DatabaseServer, connect
from socert.wiring import SYSTEM, real_time


def test_an_encoded_letter_does_not_turn_a_capture_into_a_void(till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, line()))
    for path in (
        f"/authorisations/{held['id']}/c%61pture",
        f"/authorisations/{held['id']}/vo%69d",
        "/%61uthorisations",
    ):
        assert till.post(path, {}).status_code in (200, 400, 404, 405, 422)
    view = answer(till.http.get(f"/authorisations/{held['id']}"))
    assert view["status"] in ("held", "captured")


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1999-12-31T23:59:59Z"])
def test_a_till_with_a_broken_clock_is_told_so(shared: Served, at: str) -> None:
    for path in ("/authorisations", "/quotes"):
        response = shared.till().post(path, receipt(ANNA_CARD, line()) | {"at": at})
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/at")


def test_a_day_beyond_the_calendar_is_refused(shared: Served) -> None:
    till = shared.till()
    path = f"/tills/till_{shared.city.bullfinch.till.till}/days"
    for day in ("9999-12-31", "0001-01-01"):
        assert till.post(path, {"day": day, "captures": 0, "captured": 0}).status_code == 422


@pytest.mark.parametrize("spoilt", ["a\x00b", "\x1f", "line\nbreak", "end\n", "\x7f"])
def test_what_cannot_be_printed_is_refused_before_it_reaches_a_batch(shared: Served, spoilt: str) -> None:
    till = shared.till()
    bread = {key: value for key, value in line().items() if key != "gtin"}
    for body in (
        receipt(ANNA_CARD, line(), number=spoilt),
        receipt(ANNA_CARD, line(name=spoilt)),
        receipt(ANNA_CARD, bread | {"article": spoilt}),
    ):
        assert till.post("/authorisations", body).status_code == 422


def test_a_receipts_number_that_cannot_be_printed_is_not_looked_for(shared: Served) -> None:
    assert shared.till().http.get("/authorisations", params={"receipt": "a\x00b"}).status_code == 422


def test_an_empty_body_captures_nothing(till: TillClient) -> None:
    held = till.authorise(receipt(ANNA_CARD, line()))
    response = till.http.post(f"/authorisations/{held['id']}/capture", headers={"idempotency-key": "k"})
    assert response.status_code == 400
    assert answer(till.http.get(f"/authorisations/{held['id']}"))["status"] == "held"


def test_a_request_cut_off_on_the_way_does_nothing(served: Served, till: TillClient) -> None:
    body = json.dumps(receipt(ANNA_CARD, line())).encode()
    head = (
        "POST /api/v1/authorisations HTTP/1.1\r\nhost: x\r\nidempotency-key: cut\r\ncontent-type: application/json\r\n"
        f"authorization: Bearer {served.city.bullfinch.till.key}\r\ncontent-length: {len(body) + 1}\r\n\r\n"
    )
    address = urlsplit(served.url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as raw:
        raw.sendall(head.encode() + body)
    assert till.http.get("/authorisations/by-key/cut").status_code == 404
    assert till.authorise(receipt(ANNA_CARD, line()), key="cut")["covered"] == 5_000


def test_two_keys_are_no_key(till: TillClient) -> None:
    response = till.http.post(
        "/authorisations",
        content=json.dumps(receipt(ANNA_CARD, line())),
        headers=[(b"idempotency-key", b"a"), (b"idempotency-key", b"b")],
    )
    assert (response.status_code, response.json()["code"]) == (400, "idempotency_key_invalid")


def test_a_key_with_a_slash_is_a_key_like_any_other(till: TillClient) -> None:
    till.authorise(receipt(ANNA_CARD, line()), key="shop/7?x ё".encode().hex() + "/1")
    found = till.http.get("/authorisations/by-key/" + "shop/7?x ё".encode().hex() + "%2F1")
    assert answer(found)["status"] == "held"


def test_a_tombstone_answers_its_late_original_alone(till: TillClient) -> None:
    body = receipt(ANNA_CARD, line())
    answer(till.post("/authorisations/by-key/T1/void", {"carrier": body["carrier"]}))
    held = till.authorise(body)
    response = till.post(f"/authorisations/{held['id']}/capture", {}, key="T1")
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert till.authorise(body, key="T1")["reason"]["code"] == "reversed_before_arrival"


def test_a_revoked_key_is_refused_at_every_door(served: Served, till: TillClient) -> None:
    carrier = {"carrier": receipt(ANNA_CARD)["carrier"]}
    answer(till.post("/balances", carrier))
    access.revoke_key(
        served.city.conn,
        credential=served.city.bullfinch.till.grant.credential,
        actor=SYSTEM,
        now=real_time(),
        reason="stolen",
    )
    served.city.conn.commit()
    for response in (
        till.post("/quotes", receipt(ANNA_CARD, line())),
        till.post("/balances", carrier),
        till.http.get("/authorisations/by-key/k"),
        till.post("/authorisations", receipt(ANNA_CARD, line())),
    ):
        assert (response.status_code, response.json()["code"]) == (401, "key_not_accepted")


def test_very_large_receipts_at_once_are_all_answered(served: Served) -> None:
    """More than the database reads in one go: the batch is cut by lines, and nothing waits for ever."""
    body = receipt(ANNA_CARD, *(line(n, amount=1, name="ё" * 200) for n in range(1, 301)))
    found: list[str] = []

    def buy() -> None:
        found.append(served.client(served.city.bullfinch.till.key).authorise(body)["outcome"])

    threads = [threading.Thread(target=buy) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert found == ["approved"] * 40


@pytest.fixture
def four_lanes(server: DatabaseServer, database: Database, owner: object) -> Iterator[Served]:  # noqa: ARG001
    """The same city in four lanes."""
    with connect(database.owner_url) as conn:
        conn.execute("update installation set lanes = 4")
    with connect(database.application_url) as conn:
        city = given_city(conn, now=real_time(), lanes=4)
        given_programme(city)
        for person in (city.anna, city.boris, city.vera):
            given_certificate(conn, person, now=city.now)
        with serve(server, database, city) as running:
            yield running


def test_four_lanes_answer_as_one_does(four_lanes: Served) -> None:
    till = four_lanes.till()
    for number, card in enumerate((ANNA_CARD, BORIS_CARD)):
        body = receipt(card, line())
        held = till.authorise(body, key=f"k{number}")
        assert answer(till.http.get(f"/authorisations/by-key/k{number}"))["id"] == held["id"]
        other = {"carrier": receipt(BORIS_CARD if card is ANNA_CARD else ANNA_CARD)["carrier"]}
        response = till.post(f"/authorisations/by-key/k{number}/void", other)
        assert (response.status_code, response.json()["code"]) == (422, "carrier_differs")
        assert (
            answer(till.post(f"/authorisations/by-key/k{number}/void", {"carrier": body["carrier"]}))["amount"] == 5_000
        )
        bought = till.authorise(body | {"capture": True})
        assert till.void(bought["id"])["amount"] == 5_000
    with connect(four_lanes.site.application_url) as conn:
        assert monitoring.verify(conn).first_bad is None
