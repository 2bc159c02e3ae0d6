"""Many requests in one: each is answered as if it had come alone."""

import json
import uuid

import pytest

from given.city import ANNA_CARD, BORIS_CARD
from given.serving import Json, Served, TillClient, answer, line, receipt
from socert.entrypoints.api.requests import BATCH_MAX


def operation(body: Json, *, key: str | None = None, **more: str) -> Json:
    """One request of a batch; a purchase unless a path is given."""
    return {"idempotency_key": key or str(uuid.uuid4()), "body": body, **more}


def post(till: TillClient, *operations: Json) -> list[Json]:
    """A batch; its answers."""
    response = till.http.post("/authorisations:batch", json={"operations": operations})
    found: list[Json] = answer(response)["answers"]
    return found


def test_each_is_answered_in_its_place_and_fails_alone(till: TillClient) -> None:
    good = receipt(ANNA_CARD, line(amount=10_000), capture=True)
    first, bad, nowhere, nested, last = post(
        till,
        operation(good),
        operation(good | {"lines": []}),
        operation(good, path="/balances"),
        operation({"operations": []}, path="/authorisations:batch"),
        operation(receipt(BORIS_CARD, line(amount=20_000), capture=True)),
    )
    assert [one["status"] for one in (first, bad, nowhere, nested, last)] == [200, 422, 404, 404, 200]
    assert (first["body"]["covered"], last["body"]["covered"]) == (10_000, 20_000)
    assert bad["body"]["errors"][0]["pointer"] == "/lines"


def test_a_batch_and_the_single_door_give_the_same_bytes(till: TillClient) -> None:
    requests = [
        ("/authorisations", receipt(ANNA_CARD, line(amount=1_000)), str(uuid.uuid4())),
        ("/authorisations", receipt(ANNA_CARD, line(amount=900_000), number="short"), str(uuid.uuid4())),
        ("/authorisations", receipt(ANNA_CARD, line(1), line(1)), str(uuid.uuid4())),
        ("/authorisations", {"carrier": None}, str(uuid.uuid4())),
        ("/authorisations", receipt(ANNA_CARD, line()), "\n"),
        ("/authorisations/auth_00" + "0" * 32 + "/capture", {}, str(uuid.uuid4())),
        ("/captures/capt_99/refunds", {}, str(uuid.uuid4())),
    ]
    alone = [till.post(path, body, key=key) for path, body, key in requests if key != "\n"]
    batch = [operation(body, key=key, path=path) for path, body, key in requests]
    response = till.http.post("/authorisations:batch", json={"operations": batch})
    together = answer(response)["answers"]
    refused = together.pop(4)
    assert refused["body"]["code"] == "idempotency_key_invalid"
    assert [one["status"] for one in together] == [one.status_code for one in alone]
    assert [one["replayed"] for one in together] == [True, True, False, False, False, False]
    # Found in the batch's own bytes, not only equal once they are read.
    assert [one.content in response.content for one in alone] == [True] * len(alone)
    assert [one["body"] for one in together] == [json.loads(one.content) for one in alone]


def test_the_same_key_twice_moves_money_once(till: TillClient) -> None:
    one = operation(receipt(ANNA_CARD, line(amount=10_000), capture=True))
    first, second = post(till, one, one)
    again = post(till, one)[0]
    assert first["body"] == second["body"] == again["body"]
    assert [entry["replayed"] for entry in (first, second, again)] == [False, True, True]
    assert first["body"]["balances"][0]["available"] == 40_000


def test_a_hold_of_one_batch_is_captured_in_the_next(till: TillClient) -> None:
    held = post(till, operation(receipt(ANNA_CARD, line(amount=10_000))))[0]["body"]
    captured = post(till, operation({}, path=f"/authorisations/{held['id']}/capture"))[0]
    assert (captured["status"], captured["body"]["amount"]) == (200, 10_000)


def test_a_host_brings_the_keys_of_its_tills(served: Served, till: TillClient) -> None:
    other = served.city.rowan.till.key
    body = receipt(ANNA_CARD, line(amount=1_000), capture=True)
    mine, theirs, nobodys = post(
        till,
        operation(body),
        operation(body, authorization=f"Bearer {other}"),
        operation(body, authorization="Bearer nobody's"),
    )
    assert [one["status"] for one in (mine, theirs, nobodys)] == [200, 200, 401]
    assert served.till(served.city.rowan.till).http.get(f"/authorisations/{theirs['body']['id']}").status_code == 200
    assert till.http.get(f"/authorisations/{theirs['body']['id']}").status_code == 404


@pytest.mark.parametrize(
    ("key", "operations", "status"),
    [
        ("till", BATCH_MAX, 200),
        ("till", BATCH_MAX + 1, 422),
        ("till", 0, 422),
        (None, 1, 401),
    ],
)
def test_a_batch_has_its_limits_and_needs_a_key(served: Served, key: str | None, operations: int, status: int) -> None:
    client = served.till() if key else served.client(None)
    one = receipt(ANNA_CARD, line(amount=1), capture=True)
    response = client.http.post(
        "/authorisations:batch", json={"operations": [operation(one) for _ in range(operations)]}
    )
    assert response.status_code == status
    if status == 200:
        found = response.json()["answers"]
        assert [entry["status"] for entry in found] == [200] * operations
        left = [entry["body"]["balances"][0]["available"] for entry in found]
        assert left == list(range(49_999, 49_999 - operations, -1))


def test_a_request_of_a_batch_is_no_larger_than_a_single_one(till: TillClient) -> None:
    large = receipt(ANNA_CARD, line(name="x" * 300_000))
    found = post(till, operation(large), operation(receipt(ANNA_CARD, line())))
    assert [one["status"] for one in found] == [413, 200]
