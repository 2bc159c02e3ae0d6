"""The short way from a socket to the writers' queue: a till's purchase that arrives whole needs no parser, no task.

It stands on uvicorn's own protocol class, whose version is pinned; tests/entrypoints/server/test_quick.py holds that
plain ASGI gives the same bytes. Whatever is not quite plain (a body in pieces, a large one, a request behind another,
an unusual header, a key not known yet, something to be looked up) goes on to the parser and ASGI, which keep limits.
"""

import logging
import re
import time
from collections.abc import Sequence
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from socert.domain.purchases import AnsweredTo
from socert.entrypoints.api import hot, replying
from socert.entrypoints.server import tracing
from socert.entrypoints.server.front import CUT_OFF, Front

_FIRST_LINE = b"POST " + hot.PREFIX.encode() + b" HTTP/1.1\r\n"
_HEAD_END = b"\r\n\r\n"
_HEAD_BYTES_MAX = 4_096
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NAMES_MAX = 1_000
#: Names of headers as they were sent and in small letters: tills send few, and always the same.
_names: dict[bytes, bytes] = {}
#: What changes how a request is read.
_PARTICULAR = frozenset({b"transfer-encoding", b"expect", b"upgrade", b"te", b"trailer", b"proxy-connection"})
_HEADERS_MAX = 100
_log = logging.getLogger(__name__)


class UnknownFailure(Exception):
    """A purchase ended in what no question may end in; a fault of ours."""


class _NobodyWaits:
    """Stands where a cycle of uvicorn's has an event for its task."""

    def set(self) -> None:
        """Nothing to wake."""


_NO_EVENT = _NobodyWaits()


class Asked:
    """A request on the short way: what waits in the queue, and the cycle that uvicorn's protocol looks at."""

    __slots__ = (
        "_protocol",
        "began",
        "disconnected",
        "headers",
        "keep_alive",
        "message_event",
        "request_id",
        "response_complete",
    )  # fmt: skip

    def __init__(self, protocol: "QuickProtocol", headers: replying.Headers) -> None:
        self._protocol = protocol
        self.headers = headers
        self.began = time.perf_counter()
        self.request_id = tracing.request_id(headers.get(tracing.HEADER))
        self.disconnected = False
        self.keep_alive = True
        self.response_complete = False
        self.message_event = _NO_EVENT

    @property
    def response_started(self) -> bool:
        """An answer leaves whole."""
        return self.response_complete

    def done(self) -> bool:
        """Whether it was answered."""
        return self.response_complete

    def set_result(self, answer: AnsweredTo) -> None:
        """Answer it."""
        self._protocol.answer(self, answer)

    def set_exception(self, error: BaseException) -> None:
        """Say why it cannot be answered."""
        self._protocol.answer(self, error)


class _Beginning:
    """The headers that every answer of this second has, as bytes."""

    def __init__(self) -> None:
        self._of: Sequence[tuple[bytes, bytes]] = ()
        self._bytes = b""

    def of(self, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
        if headers is not self._of:
            self._of, self._bytes = headers, b"".join([b"%b: %b\r\n" % one for one in headers])
        return self._bytes


class QuickProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a short way for purchases."""

    _beginning = _Beginning()

    def __init__(self, *, front: Front, **given: Any) -> None:
        super().__init__(**given)
        self._front = front
        self._door = front.door

    def take_whole(self, data: bytes) -> bool:
        """Ask, if this is one plain purchase from its first byte to its last and nothing else is under way."""
        cycle: Any = self.cycle  # None before the first request, whatever uvicorn says of its type
        if not data.startswith(_FIRST_LINE) or (cycle is not None and not cycle.response_complete):
            return False
        end = data.find(_HEAD_END, len(_FIRST_LINE), _HEAD_BYTES_MAX)
        headers = None if end < 0 else _read_plain(data[len(_FIRST_LINE) : end], body_bytes=len(data) - end - 4)
        if headers is None or self.flow.write_paused or self.limit_concurrency is not None:
            return False
        self._unset_keepalive_if_required()
        return self._ask(Asked(self, headers), data[end + 4 :])

    def _ask(self, asked: Asked, body: bytes) -> bool:
        before = tracing.current.set(asked.request_id)
        try:
            is_taken = len(body) <= hot.BODY_BYTES_MAX and self._door.put(hot.PREFIX, asked.headers, body, asked)
        except replying.KNOWN_FAILURES as failure:
            self.cycle = asked  # type: ignore[assignment]
            self.quick_begun()
            self._reply(asked, self._door.refuse(failure, asked.headers))
            return True
        finally:
            tracing.current.reset(before)
        if is_taken:
            self.cycle = asked  # type: ignore[assignment]
            self.quick_begun()
        return is_taken

    def quick_begun(self) -> None:
        """A request went the short way."""

    def quick_done(self) -> None:
        """Its answer left, and nothing waits behind it."""
        self.on_response_complete()

    def answer(self, asked: Asked, answer: AnsweredTo | BaseException) -> None:
        """Send what was decided, or why nothing was. Never raises: others wait for their answers behind it."""
        try:
            reply = self._door.show(answer) if not isinstance(answer, BaseException) else self._told(answer, asked)
        except replying.KNOWN_FAILURES as failure:
            reply = self._door.refuse(failure, asked.headers)
        except Exception:  # noqa: BLE001 - logged; the caller finds the connection closed
            _log.exception("a purchase was not answered")
            self.transport.close()
            return
        self._reply(asked, reply)

    def _told(self, failure: BaseException, asked: Asked) -> replying.Reply:
        if isinstance(failure, replying.KNOWN_FAILURES):
            return self._door.refuse(failure, asked.headers)
        raise UnknownFailure from failure

    def _reply(self, asked: Asked, reply: replying.Reply) -> None:
        asked.response_complete = True
        is_gone = asked.disconnected or self.transport.is_closing()
        status = CUT_OFF if is_gone else reply.status
        self._front.note("POST", hot.PREFIX, status, asked.request_id, time.perf_counter() - asked.began)
        if is_gone:
            return
        self.transport.write(
            b"%b%bcontent-type: %b\r\ncontent-length: %d\r\n%bx-request-id: %b\r\n%b\r\n%b"
            % (
                STATUS_LINE[reply.status],
                self._beginning.of(self.server_state.default_headers),
                reply.content_type.encode(),
                len(reply.body),
                b"".join([b"%b: %b\r\n" % one for one in reply.headers]) if reply.headers else b"",
                asked.request_id.encode(),
                b"" if asked.keep_alive else b"connection: close\r\n",
                reply.body,
            )
        )
        if not asked.keep_alive:
            self.transport.close()
        if self.pipeline:
            self.on_response_complete()
        else:
            self.server_state.total_requests += 1
            self.quick_done()


def _read_plain(head: bytes, *, body_bytes: int) -> replying.Headers | None:
    """The headers of a head that nothing is unusual about, by their names in small letters; None for any other."""
    lines = head.split(b"\r\n")
    headers = {}
    for line in lines:
        sent, _, value = line.partition(b": ")
        name = _names.get(sent) or _learnt(sent)
        if not name or not value or value[0] == _SPACE or value[-1] == _SPACE:
            return None
        headers[name] = value
    is_plain = (
        len(headers) == len(lines) <= _HEADERS_MAX
        and head.isascii()
        and head.replace(b"\r\n", b"").decode().isprintable()
        and headers.get(b"content-length") == b"%d" % body_bytes
        and headers.keys().isdisjoint(_PARTICULAR)
        and headers.get(b"connection", b"keep-alive").lower() == b"keep-alive"
    )
    return headers if is_plain else None


_SPACE = ord(" ")


def _learnt(sent: bytes) -> bytes | None:
    """A header's name in small letters, kept while there are few; None where it is none."""
    if _NAME.fullmatch(sent) is None:
        return None
    name = sent.lower()
    if len(_names) < _NAMES_MAX:
        _names[sent] = name
    return name
