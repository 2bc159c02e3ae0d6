"""No secret reaches a log, wherever a caller puts it; every line is JSON and says for which request."""

import json
from pathlib import Path
from urllib.parse import quote

import httpx
import psycopg
import pytest

from given.city import ANNA_CARD, City, given_city
from given.databases import Database
from given.processes import serve_process
from given.programmes import given_certificate, given_programme
from given.serving import TillClient, line, receipt
from given.wires import open_raw, request
from socert.entrypoints.server.logs import hide
from socert.entrypoints.server.tracing import request_id
from socert.postgres import DatabaseServer
from socert.wiring import real_time

SNILS, SNILS_WRITTEN = "11223344595", "112-233-445 95"
PHONE, PHONE_WRITTEN = "79161234567", "+7 (916) 123-45-67"
CODE, PIN = "482913", "7391"


@pytest.fixture
def city(conn: psycopg.Connection) -> City:
    """A city where Anna has 500 points."""
    city = given_city(conn, now=real_time())
    given_programme(city)
    given_certificate(conn, city.anna, now=city.now)
    conn.commit()
    return city


def test_no_secret_sent_anywhere_is_in_the_logs(
    server: DatabaseServer, database: Database, city: City, tmp_path: Path
) -> None:
    key = city.bullfinch.till.key
    secrets = (SNILS, SNILS_WRITTEN, PHONE, PHONE_WRITTEN, CODE, PIN, ANNA_CARD.digits, key)
    with serve_process(database, tmp_path, SOCERT_LOG_REQUESTS="all") as (url, process):
        till = TillClient(url, key=key)
        with till.http:
            till.authorise(receipt(ANNA_CARD, line(amount=1)))
            for secret in secrets:
                _send_everywhere(url, till, secret)
            _break_a_batch(database, till, secrets)
        process.terminate()
        out, err = process.communicate(timeout=30)
    lines = [json.loads(one) for one in out.splitlines()]
    assert len(lines) > 100
    answered = [one for one in lines if one["message"] == "answered"]
    assert all(one["request_id"] and one["route"] and one["status"] for one in answered)
    broken = [one for one in lines if "errors" in one]
    assert any("request_id" in one for one in broken)
    assert any(error.get("sqlstate") for one in broken for error in one["errors"])
    # Times and our own ids are digits too; a PIN of four could stand in them by chance.
    told = "\n".join(
        json.dumps({k: v for k, v in one.items() if k not in _OUR_DIGITS}, ensure_ascii=False) for one in lines
    )
    assert server.data_dir is not None
    databases_log = (server.data_dir.parent / "postgres.log").read_text(encoding="utf-8", errors="replace")
    for secret in secrets:
        for form in {secret, quote(secret), secret.replace(" ", "%20"), "".join(f"%{ord(c):x}" for c in secret)}:
            assert form not in told + err
            if len(form) > len(CODE):
                assert form not in out
                assert form not in databases_log[-1_000_000:]


_OUR_DIGITS = {"at", "request_id", "milliseconds", "errors"}


def _send_everywhere(url: str, till: TillClient, secret: str) -> None:
    """In bodies, headers, paths, queries, methods, and in what is no JSON and no HTTP at all."""
    good = receipt(ANNA_CARD, line(amount=1))
    shown = secret.encode()
    for path in ("/authorisations", "/quotes", "/confirmations", "/articles", f"/{quote(secret)}"):
        for body in (
            good | {"receipt": secret},
            good | {"carrier": {"kind": "card", "number": secret}},
            good | {secret: secret},
            good | {"confirmation": {"kind": "code", "value": secret}},
            good | {"confirmation": {"kind": "pin", "value": secret}},
            good | {"at": secret},
            good | {"lines": [line(name=secret, gtin=secret)]},
        ):
            till.post(path, body, key=secret)
        till.http.post(path, content=b'{"carrier": "' + shown, headers={"idempotency-key": "k"})
    for path in (f"/authorisations/{quote(secret)}/capture", f"/authorisations/by-key/{quote(secret)}/void"):
        till.post(path, {"carrier": good["carrier"]}, key=secret)
    for name in (
        "authorization",
        "x-request-id",
        "user-agent",
        "cookie",
        "content-type",
        "accept-language",
        "traceparent",
    ):
        for path in ("/authorisations", "/balances"):
            till.http.post(path, json=good, headers={name: secret, "idempotency-key": secret})
    httpx.get(f"{url}/api/v1/authorisations/{quote(secret)}", params={"receipt": secret, secret: secret})
    httpx.get(f"{url}/{quote(secret)}", params={"q": secret})
    for raw in (
        shown + b" /" + shown + b" HTTP/1.1\r\n\r\n",
        b"GET /" + shown.replace(b" ", b"%20") + b" HTTP/" + shown + b"\r\n\r\n",
        request(shown, till_key=secret, key=secret).replace(b"host: x", b"ho st: " + shown),
        request(b"", more=("transfer-encoding: chunked",)) + shown,
    ):
        with open_raw(url) as wire:
            wire.say_what_is_taken(raw)
            wire.hear()


def _break_a_batch(database: Database, till: TillClient, secrets: tuple[str, ...]) -> None:
    """An error of the database that holds what was sent, in its words and in its detail."""
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("alter table receipt_line add constraint broken check (name = '') not valid")
        for secret in secrets:
            body = receipt(ANNA_CARD, line(amount=1, name=secret), number=secret)
            assert till.post("/authorisations", body).status_code == 500
        owner.execute("alter table receipt_line drop constraint broken")


@pytest.mark.parametrize(
    ("sent", "is_kept"),
    [
        ("018f3c8e-7d2a-7b4c-9e1f-123456789012", True),
        ("till-17.retry_2", True),
        ("", False),
        (PIN, False),
        (SNILS, False),
        ("1.2.3.4", False),
        ("a" * 33, False),
        ("дом", False),
        ("a b", False),
    ],
)
def test_a_request_id_in_which_a_secret_could_hide_is_replaced(sent: str, is_kept: bool) -> None:  # noqa: FBT001 (a table)
    assert (request_id(sent.encode("utf-8")) == sent) is is_kept


@pytest.mark.parametrize("text", [SNILS_WRITTEN, PHONE_WRITTEN, CODE, PIN, ANNA_CARD.digits, "%37%33%39%31", "k" * 43])
def test_a_message_loses_what_could_be_a_secret(text: str) -> None:
    assert hide(f"it was «{text}», line 12") == "it was «…», line 12"


def test_the_callers_id_comes_back_and_an_answer_always_has_one(database: Database, city: City, tmp_path: Path) -> None:
    with serve_process(database, tmp_path) as (url, _):
        for path in ("/api/v1/authorisations", "/api/v1/quotes", "/health/live", "/nowhere"):
            sent = httpx.post(f"{url}{path}", headers={"x-request-id": "till-7"}, json=receipt(ANNA_CARD, line()))
            assert sent.headers["x-request-id"] == "till-7"
            assert httpx.get(f"{url}{path}").headers["x-request-id"].startswith("req-")
    assert city.bullfinch.till.key
