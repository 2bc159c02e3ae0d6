"""The short way from a socket to the writers' queue: a till's purchase that arrives whole needs no task, no scope.

It leans on uvicorn's own protocol class, whose version is pinned; tests/entrypoints/server/test_quick.py holds that
plain ASGI gives the same bytes. Whatever is not quite plain (a body in pieces, a large one, a request behind another,
a key not known yet, something to be looked up) goes on to ASGI, which keeps its limits.
"""

import asyncio
import logging
import time
from functools import partial
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from socert.domain.purchases import AnsweredTo
from socert.entrypoints.api import hot, replying
from socert.entrypoints.server import tracing
from socert.entrypoints.server.front import CUT_OFF, Front

_URL = hot.PREFIX.encode()
_POST = b"POST"
_log = logging.getLogger(__name__)


class _NobodyWaits:
    """Stands where a cycle of uvicorn's has an event for its task."""

    def set(self) -> None:
        """Nothing to wake."""


class _Quick:
    """A request on the short way, in the shape in which uvicorn's protocol looks at the one under way."""

    __slots__ = (
        "began",
        "body",
        "disconnected",
        "keep_alive",
        "message_event",
        "more_body",
        "request_id",
        "response_complete",
        "response_started",
    )  # fmt: skip

    def __init__(self, *, began: float) -> None:
        self.began = began
        self.request_id = ""
        self.body = bytearray()
        self.more_body = True
        self.disconnected = False
        self.keep_alive = True
        self.response_started = False
        self.response_complete = False
        self.message_event = _NO_EVENT


_NO_EVENT = _NobodyWaits()


class QuickProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a short way for purchases."""

    def __init__(self, *, front: Front, **given: Any) -> None:
        super().__init__(**given)
        self._front = front
        self._door = front.door

    def on_headers_complete(self) -> None:
        """Choose the way."""
        if self.url == _URL and self._is_plain():
            self.cycle = _Quick(began=time.perf_counter())  # type: ignore[assignment]
        else:
            super().on_headers_complete()

    def _is_plain(self) -> bool:
        """Whether nothing about this request or its connection is out of the ordinary."""
        before: Any = self.cycle  # None before the first request, whatever uvicorn says of its type
        return (
            self.parser.get_method() == _POST
            and self.parser.get_http_version() == "1.1"
            and self.parser.should_keep_alive()
            and not self.parser.should_upgrade()
            and not self.expect_100_continue
            and (before is None or before.response_complete)
            and not self.flow.write_paused
            and self.limit_concurrency is None
        )

    def on_message_complete(self) -> None:
        """A request is whole: ask."""
        super().on_message_complete()
        cycle: object = self.cycle
        if isinstance(cycle, _Quick) and not cycle.response_started:
            self._ask(cycle)

    def data_received(self, data: bytes) -> None:
        """Read on; what did not arrive whole goes on to ASGI."""
        super().data_received(data)
        cycle: object = self.cycle
        if isinstance(cycle, _Quick) and cycle.more_body and not self.transport.is_closing():
            self._hand_over(cycle)

    def _ask(self, cycle: _Quick) -> None:
        cycle.request_id = tracing.request_id_among(self.headers)
        before = tracing.current.set(cycle.request_id)
        try:
            self._put(cycle, replying.read_headers(self.headers))
        finally:
            tracing.current.reset(before)

    def _put(self, cycle: _Quick, headers: replying.Headers) -> None:
        body = bytes(cycle.body)
        try:
            asked = self._door.ask(hot.PREFIX, headers, body) if len(body) <= hot.BODY_BYTES_MAX else None
        except replying.KNOWN_FAILURES as failure:
            self._reply(cycle, self._door.refuse(failure, headers))
            return
        if asked is None:
            self._hand_over(cycle)
        else:
            asked.add_done_callback(partial(self._answered, cycle, headers))

    def _answered(self, cycle: _Quick, headers: replying.Headers, asked: "asyncio.Future[AnsweredTo]") -> None:
        try:
            reply = self._door.show(asked.result())
        except replying.KNOWN_FAILURES as failure:
            reply = self._door.refuse(failure, headers)
        except BaseException:
            _log.exception("a purchase was not answered")
            self.transport.close()
            raise
        self._reply(cycle, reply)

    def _reply(self, cycle: _Quick, reply: replying.Reply) -> None:
        is_gone = cycle.disconnected or self.transport.is_closing()
        status = CUT_OFF if is_gone else reply.status
        self._front.note("POST", hot.PREFIX, status, cycle.request_id, time.perf_counter() - cycle.began)
        if is_gone:
            return
        headers = (
            *self.server_state.default_headers,
            (b"content-type", reply.content_type.encode()),
            (b"content-length", b"%d" % len(reply.body)),
            *reply.headers,
            (tracing.HEADER, cycle.request_id.encode()),
            *(() if cycle.keep_alive else _CLOSE),
        )
        head = b"".join([b"%b: %b\r\n" % one for one in headers])
        self.transport.write(b"".join((STATUS_LINE[reply.status], head, b"\r\n", reply.body)))
        cycle.response_started = cycle.response_complete = True
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def _hand_over(self, cycle: _Quick) -> None:
        """Let ASGI have what is here of a request, as if it had had it from its beginning."""
        self.cycle = None  # type: ignore[assignment]
        HttpToolsProtocol.on_headers_complete(self)
        self.cycle.keep_alive = self.cycle.keep_alive and cycle.keep_alive
        self.cycle.body = cycle.body
        self.cycle.more_body = cycle.more_body
        self.cycle.disconnected = cycle.disconnected
        if cycle.body or not cycle.more_body:
            self.cycle.message_event.set()


_CLOSE = ((b"connection", b"close"),)
