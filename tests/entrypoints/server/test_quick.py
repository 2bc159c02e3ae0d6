"""The short way from socket to queue answers what plain ASGI answers, byte for byte, and keeps every limit."""

import json
import re
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from entrypoints.server.conftest import ServedWith
from given.city import ANNA_CARD, STRANGE_CARD
from given.serving import Json, Served, line, receipt
from socert.entrypoints.api import hot, replying
from socert.entrypoints.server.application import make_application
from socert.entrypoints.server.quick import Asked, QuickProtocol
from socert.entrypoints.server.running import make_config
from socert.postgres import connect
from socert.settings import Limits

#: Of what Anna has, little: all tests here buy at one city.
PLAIN = receipt(ANNA_CARD, line(amount=100), capture=True)
DATE = re.compile(rb"\r\ndate: [^\r]*")


@contextmanager
def server_of(served: Served, *, is_quick: bool) -> Iterator[int]:
    """Another server on the same database; gives its port."""
    application = make_application(served.site)
    config = make_config(application, limits=Limits())
    if not is_quick:
        config.http_protocol_class = HttpToolsProtocol
        config.http = "httptools"
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not running.started and time.monotonic() < end:
        time.sleep(0.01)
    try:
        yield running.servers[0].sockets[0].getsockname()[1]
    finally:
        running.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def served(shared: Served) -> Served:
    """A city where Anna has 500 points, for all tests here."""
    return shared


@pytest.fixture(scope="module")
def quick(served: Served) -> Iterator[int]:
    """A server with the short way."""
    with server_of(served, is_quick=True) as port:
        yield port


@pytest.fixture(scope="module")
def plain(served: Served) -> Iterator[int]:
    """A server with plain ASGI."""
    with server_of(served, is_quick=False) as port:
        yield port


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Filled with the way each request to the quick server's purchases took in the end."""
    taken: list[str] = []
    reply, take_whole = QuickProtocol._reply, QuickProtocol.take_whole

    def replied(self: QuickProtocol, asked: Asked, given: replying.Reply) -> None:
        taken.append("quick")
        reply(self, asked, given)

    def took_whole(self: QuickProtocol, data: bytes) -> bool:
        is_taken = take_whole(self, data)
        if not is_taken:
            taken.append("handed over")
        return is_taken

    monkeypatch.setattr(QuickProtocol, "_reply", replied)
    monkeypatch.setattr(QuickProtocol, "take_whole", took_whole)
    return taken


def request(served: Served, body: bytes | Json, *, key: str | None = None, **headers: str) -> bytes:
    """The bytes of a purchase."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {
        "host": "till",
        "x-request-id": "a-test",
        "authorization": f"Bearer {served.city.bullfinch.till.key}",
        "idempotency-key": key or str(uuid.uuid4()),
        "content-type": "application/json",
        "content-length": str(len(content)),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in given.items() if value]
    return ("POST /api/v1/authorisations HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode() + content


def talk(port: int, *pieces: bytes, answers: int = 1) -> list[bytes]:
    """Send the pieces a moment apart on one connection; its answers whole, without the date."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for place, piece in enumerate(pieces):
            if place:
                time.sleep(0.05)
            connection.sendall(piece)
        got = b""
        found: list[bytes] = []
        while len(found) < answers:
            received = connection.recv(65_536)
            assert received, got
            got += received
            while (end := got.find(b"\r\n\r\n")) >= 0:
                length = int(re.search(rb"content-length: (\d+)", got[:end])[1])  # type: ignore[index]
                if len(got) < end + 4 + length:
                    break
                found.append(DATE.sub(b"", got[: end + 4 + length]))
                got = got[end + 4 + length :]
    return found


def warm(served: Served, *ports: int) -> None:
    """Let the servers read their keys, as a first request does on the long way."""
    for port in ports:
        talk(port, request(served, PLAIN))


def test_plain_asgi_gives_the_same_bytes(served: Served, quick: int, plain: int, ways: list[str]) -> None:
    warm(served, quick, plain)
    ways.clear()
    key = str(uuid.uuid4())
    first = talk(quick, request(served, PLAIN, key=key))[0]
    requests = [
        request(served, PLAIN, key=key),  # a replay
        request(served, PLAIN | {"receipt": "other"}, key=key),  # the key of another body
        request(served, PLAIN | {"lines": []}),
        request(served, PLAIN | {"lines": []}, accept_language="ru"),
        request(served, PLAIN | {"lines": [line(1), line(1)]}),
        request(served, b"{"),
        request(served, b""),
        request(served, PLAIN, idempotency_key=""),
        request(served, PLAIN, key="x" * 256),
        request(served, PLAIN, content_type="text/plain"),
        request(served, PLAIN | {"carrier": {"kind": "card", "number": "1" * 16}}),
        request(served, receipt(STRANGE_CARD, line()), key=key),
        # Of two ids the first counts.
        request(served, PLAIN, key=key).replace(b"x-request-id: a-test", b"x-request-id: a\r\nX-Request-Id: b"),
    ]
    ours = [talk(quick, one)[0] for one in requests]
    theirs = [talk(plain, one)[0] for one in requests]
    assert ours == theirs
    assert ways == ["quick"] * len(requests) + ["handed over"]
    replayed = ours[0].replace(b"idempotent-replayed: true\r\n", b"")
    assert replayed == first
    assert len({one.split(b"\r\n")[0] for one in ours}) >= 4


def test_the_short_way_is_limited_counted_named_and_told(
    served_with: ServedWith, ways: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    served = served_with(Limits(till_rate=0.01))  # one at once
    port = urlsplit(served.url).port
    assert port is not None
    warm(served, port)
    refused = talk(port, request(served, PLAIN, x_request_id="till-7"))[0]
    named = talk(port, request(served, PLAIN, x_request_id=""))[0]
    assert refused.startswith(b"HTTP/1.1 429 ")
    assert b"\r\nx-request-id: till-7\r\n" in refused
    assert re.search(rb"\r\nx-request-id: req-[0-9a-f]{32}\r\n", named)
    assert ways == ["quick"] * 3
    figures = httpx.get(f"{served.url}/metrics").text
    assert 'socert_http_requests_total{method="POST",route="/api/v1/authorisations",status="429"} 2.0' in figures
    assert 'socert_http_request_seconds_count{route="/api/v1/authorisations"} 3.0' in figures
    told: list[Json] = [vars(one)["told"] for one in caplog.records if "told" in vars(one)]
    assert [one["status"] for one in told if one["request_id"] == "till-7"] == [429]


def test_what_is_not_quite_plain_takes_the_long_way_and_is_answered_alike(
    served: Served, quick: int, plain: int, ways: list[str]
) -> None:
    warm(served, quick, plain)
    ways.clear()
    whole = request(served, PLAIN, key=str(uuid.uuid4()))
    head, _, body = whole.partition(b"\r\n\r\n")
    large = request(served, b"[" * (hot.BODY_BYTES_MAX + 1))
    unknown = request(served, PLAIN, authorization="Bearer nobody's")
    pinned = request(served, PLAIN | {"confirmation": {"kind": "pin", "value": "1234"}}, key=str(uuid.uuid4()))
    talk(plain, pinned)
    told = [
        (head + b"\r\n\r\n", body),
        (whole[:-5], whole[-5:]),
        (large,),
        (unknown,),
        (pinned,),
    ]
    assert [talk(quick, *one) for one in told][2:] == [talk(plain, *one) for one in told][2:]
    assert "quick" not in ways[:2]
    assert talk(quick, whole) == talk(plain, whole) == talk(quick, head + b"\r\n\r\n", body)


@pytest.mark.parametrize(
    ("plain_line", "unusual"),
    [
        (b"host: till", b"host:till"),
        (b"host: till", b"host:  till"),
        (b"host: till", b"host: till "),
        (b"host: till", b"host: till\r\nx-two: a\r\n b"),
        (b"host: till", b"host: till\r\nx-none:"),
        (b"host: till", b"host: till\r\nx-tab: a\tb"),
        (b"host: till", "host: till\r\nx-name: Боб".encode()),
        (b"host: till", b"host: till\r\nx name: a"),
        (b"host: till", b"host: till\r\nx-nul: a\0b"),
        (b"host: till", b"host: till\r\nx-bare: a\nb: c"),
        (b"host: till", b"host: till\r\nx-long: " + b"a" * 5_000),
        (b"host: till", b"host: till\r\nhost: other"),
        (b"host: till", b"host: till\r\nproxy-connection: close"),
        (b"host: till", b"host: till" + b"".join(b"\r\nx-%d: a" % number for number in range(100))),
        (b"host: till", b"host: till\r\nconnection: close"),
        (b"host: till", b"host: till\r\nupgrade: websocket\r\nconnection: upgrade"),
        (b"content-length: ", b"content-length: 0"),
        (b"content-length: ", b"content-length: +"),
        (b" HTTP/1.1", b" HTTP/1.0"),
        (b"POST ", b"post "),
        (b"/authorisations ", b"/authorisations? "),
    ],
)
def test_an_unusual_head_takes_the_long_way_and_is_answered_alike(  # noqa: PLR0917 - fixtures
    served: Served, quick: int, plain: int, ways: list[str], plain_line: bytes, unusual: bytes
) -> None:
    warm(served, quick, plain)
    ways.clear()
    sent = request(served, PLAIN, key=str(uuid.uuid4())).replace(plain_line, unusual, 1)
    ours, theirs = talk(quick, sent)[0], talk(plain, sent)[0]
    assert ways[0] == "handed over"
    assert status_of(ours) == status_of(theirs) or b"problem+json" in ours


def status_of(answer: bytes) -> bytes:
    """The first line."""
    return answer.partition(b"\r\n")[0]


def test_a_usual_head_takes_the_short_way_however_its_names_are_written(
    served: Served, quick: int, ways: list[str]
) -> None:
    warm(served, quick)
    ways.clear()
    sent = request(served, PLAIN, connection="Keep-Alive", accept="*/*")
    for name in (b"host", b"authorization", b"idempotency-key", b"content-length"):
        sent = sent.replace(name + b":", name.title() + b":", 1)
    assert talk(quick, sent)[0].startswith(b"HTTP/1.1 200 ")
    assert ways == ["quick"]


def test_a_connection_on_the_short_way_is_closed_when_nothing_more_is_asked(served_with: ServedWith) -> None:
    served = served_with(Limits(head_seconds=0.5))
    port = urlsplit(served.url).port
    assert port is not None
    warm(served, port)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request(served, PLAIN))
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
        assert connection.recv(1) == b""


def test_requests_behind_each_other_are_answered_in_their_order(served: Served, quick: int) -> None:
    warm(served, quick)
    bodies = [PLAIN | {"receipt": f"r{number}"} for number in range(5)]
    keys = [str(uuid.uuid4()) for _ in bodies]
    together = b"".join(request(served, body, key=key) for body, key in zip(bodies, keys, strict=True))
    elsewhere = b"GET /health/live HTTP/1.1\r\nhost: till\r\n\r\n"
    found = talk(quick, together + elsewhere + request(served, bodies[0], key=keys[0]), answers=7)
    alone = [talk(quick, request(served, body, key=key))[0] for body, key in zip(bodies, keys, strict=True)]
    bare = [one.replace(b"idempotent-replayed: true\r\n", b"") for one in alone]
    assert found[:5] == bare
    assert b'{"status":"live"}' in found[5]
    assert found[6] == alone[0]


def test_a_connection_that_is_to_close_and_one_that_expects_to_go_on_are_served(
    served: Served, quick: int, plain: int
) -> None:
    warm(served, quick, plain)
    key = str(uuid.uuid4())
    talk(quick, request(served, PLAIN, key=key))
    closing = request(served, PLAIN, key=key, connection="close")
    assert talk(quick, closing) == talk(plain, closing)
    head, _, body = request(served, PLAIN, key=key, expect="100-continue").partition(b"\r\n\r\n")
    with socket.create_connection(("127.0.0.1", quick), timeout=10) as connection:
        connection.sendall(head + b"\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 100 Continue")
        connection.sendall(body)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")


def test_a_caller_who_hangs_up_is_served_nothing_and_costs_nobody_anything(served: Served, quick: int) -> None:
    warm(served, quick)
    before = purchases(served)
    key = str(uuid.uuid4())
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", quick), timeout=10) as connection:
            connection.sendall(request(served, PLAIN, key=key))
    answered = talk(quick, request(served, PLAIN, key=key))[0]
    assert b'"outcome":"approved"' in answered
    assert purchases(served) == before + 1


def purchases(served: Served) -> int:
    """How many the ledger has."""
    with connect(served.site.owner_url) as conn:
        row = conn.execute("select count(*) from operation where kind = 1").fetchone()
    assert row is not None
    return int(row[0])
