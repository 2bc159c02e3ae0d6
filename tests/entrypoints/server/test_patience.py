"""Slow, endless and broken callers, on the path that moves money and behind it; others are not disturbed."""

import json
import socket
import time
from collections.abc import Iterator

import pytest

from entrypoints.server.conftest import ServedWith
from given.city import ANNA_CARD
from given.serving import Served, line, receipt
from given.wires import RawWire, open_raw, request
from socert.settings import Limits

HOT, ROUTED = "/api/v1/authorisations", "/api/v1/quotes"
BODY = json.dumps(receipt(ANNA_CARD, line(amount=100))).encode()
PATIENCE = 0.4  # seconds


@pytest.fixture
def served(served_with: ServedWith) -> Served:
    """A server of little patience."""
    return served_with(Limits(head_seconds=PATIENCE, body_seconds=PATIENCE))


@pytest.fixture
def wire(served: Served) -> Iterator[RawWire]:
    """A connection to it."""
    with open_raw(served.url) as opened:
        yield opened


def asked(served: Served, path: str = HOT, *, key: str = "k", more: tuple[str, ...] = ()) -> bytes:
    """A loaf for Anna."""
    return request(BODY, path=path, till_key=served.city.bullfinch.till.key, key=key, more=more)


def operations(served: Served) -> int:
    """How many operations of tills the ledger has."""
    served.city.conn.rollback()
    row = served.city.conn.execute("select count(*) from operation where key is not null").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("path", [HOT, ROUTED])
@pytest.mark.parametrize("cut", [20, -len(BODY), -1], ids=["in the head", "before the body", "in the body"])
def test_a_request_that_does_not_arrive_is_ended_and_not_carried_out(
    served: Served, wire: RawWire, path: str, cut: int
) -> None:
    began = time.monotonic()
    wire.say(asked(served, path)[:cut])
    heard = wire.hear()
    assert heard is not None
    assert (heard.status, heard.document["code"]) == (408, "request_too_slow")
    assert wire.hear() is None
    assert PATIENCE <= time.monotonic() - began < PATIENCE * 10
    assert operations(served) == 0


def test_dripping_wins_no_time(served: Served, wire: RawWire) -> None:
    began = time.monotonic()
    with pytest.raises(OSError):  # noqa: PT012, PT011 - whichever way the connection ends
        for place in range(200):
            wire.say(asked(served)[place : place + 1])
            time.sleep(0.02)
    assert time.monotonic() - began < PATIENCE * 6


def test_whoever_says_nothing_or_only_line_breaks_is_let_go_without_a_word(served: Served, wire: RawWire) -> None:
    with open_raw(served.url) as silent:
        wire.say(b"\r\n\r\n")
        assert wire.hear() is None
        assert silent.hear() is None


@pytest.mark.parametrize("path", [HOT, ROUTED])
@pytest.mark.parametrize(
    "header",
    ["x-long: " + "a" * 20_000, "\r\n".join(f"x-{number}: 1" for number in range(101)), "x-endless: " + "a" * 200_000],
    ids=["long", "many", "endless"],
)
def test_a_head_that_is_too_large_is_refused(served: Served, wire: RawWire, path: str, header: str) -> None:
    wire.say(asked(served, path, more=(header,)))
    heard = wire.hear()
    assert heard is not None
    assert (heard.status, heard.document["code"]) == (431, "headers_too_large")
    assert operations(served) == 0


@pytest.mark.parametrize("path", [HOT, ROUTED])
def test_a_body_that_is_too_large_is_refused(served: Served, wire: RawWire, path: str) -> None:
    body = b" " * (2 * 1024 * 1024 + 1)
    wire.say(request(body, path=path, till_key=served.city.bullfinch.till.key))
    heard = wire.hear()
    assert heard is not None
    assert (heard.status, heard.document["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("path", [HOT, ROUTED])
def test_whoever_expects_leave_to_send_gets_it_and_then_the_answer(served: Served, wire: RawWire, path: str) -> None:
    whole = asked(served, path, more=("expect: 100-continue",))
    wire.say(whole[: -len(BODY)])
    leave = wire.hear()
    assert leave is not None
    assert leave.status == 100
    wire.say(BODY)
    heard = wire.hear()
    assert heard is not None
    assert (heard.status, heard.document["covered"]) == (200, 100)


def test_requests_sent_in_one_go_are_answered_in_their_order(served: Served, wire: RawWire) -> None:
    paths = [HOT, ROUTED, HOT, HOT, ROUTED, HOT] * 5
    wire.say(*(asked(served, path, key=f"k{n}", more=(f"x-request-id: r{n}",)) for n, path in enumerate(paths)))
    for number, path in enumerate(paths):
        heard = wire.hear()
        assert heard is not None
        assert (heard.status, heard.headers["x-request-id"]) == (200, f"r{number}")
        assert (heard.document["balances"] != []) == (path == ROUTED) or path == HOT
    assert operations(served) == 20


@pytest.mark.parametrize(
    "broken", [b"GET\r\n\r\n", b"POST /api/v1/authorisations HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02"]
)
def test_what_is_no_request_ends_the_connection_after_what_came_before(
    served: Served, wire: RawWire, broken: bytes
) -> None:
    wire.say(asked(served, key="a"), asked(served, key="b"), broken)
    statuses = []
    while (heard := wire.hear()) is not None:
        statuses.append(heard.status)
    assert statuses == [200, 200, 400]
    assert operations(served) == 2


def test_a_broken_body_does_not_cost_the_answer_before_it(served: Served, wire: RawWire) -> None:
    chunked = asked(served, key="b").partition(b"content-length")[0] + b"transfer-encoding: chunked\r\n\r\nnonsense\r\n"
    wire.say(asked(served, key="a"), chunked)
    statuses = []
    while (heard := wire.hear()) is not None:
        statuses.append(heard.status)
    assert statuses == [200, 400]
    assert operations(served) == 1


def test_whoever_has_said_all_and_closes_that_half_still_hears_the_answers(served: Served, wire: RawWire) -> None:
    wire.say(asked(served, key="a"), asked(served, key="b"))
    wire.socket.shutdown(socket.SHUT_WR)
    answers = [wire.hear(), wire.hear()]
    assert [heard.status for heard in answers if heard] == [200, 200]
    assert wire.hear() is None


def test_many_who_hang_disturb_nobody(served: Served) -> None:
    hanging = [RawWire(served.url) for _ in range(200)]
    for place, one in enumerate(hanging):
        one.say(asked(served)[: 10 + place])
    began = time.monotonic()
    assert served.till().authorise(receipt(ANNA_CARD, line(amount=100)))["covered"] == 100
    assert time.monotonic() - began < 2
    for one in hanging:
        one.socket.close()
    assert operations(served) == 1
