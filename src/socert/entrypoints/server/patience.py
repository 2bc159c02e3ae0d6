"""How long and how much a connection may send: limits that hold before any application sees the request.

It stands between sockets and the front on every path, so it leans on uvicorn's own protocol class; the version is
pinned and `tests/entrypoints/server/test_patience.py` holds what is promised here.
"""

import asyncio
from enum import Enum, auto
from http import HTTPStatus
from typing import Any

from socert.entrypoints.api import problems
from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.server.front import Front
from socert.entrypoints.server.quick import QuickProtocol
from socert.settings import Limits

_HEADERS_MAX = 100
_LINGER_SECONDS = 1.0


class _Stage(Enum):
    """What of a request is awaited."""

    NOTHING = auto()
    HEAD = auto()
    BODY = auto()


class _TooLarge(Exception):
    """The head of a request is larger than we read; ends the parser's work."""


class PatientProtocol(QuickProtocol):
    """uvicorn's protocol with an end to its patience: for a head, for a body, for an answer nobody takes."""

    def __init__(self, *, limits: Limits, front: Front, **given: Any) -> None:
        super().__init__(front=front, **given)
        self._limits = limits
        self._tally = front.tally
        self._stage = _Stage.NOTHING
        self._owed = 0  # answers that are still to leave
        self._begun = 0  # requests on this connection, to see whether a piece belongs to one head alone
        self._head_bytes = 0
        self._head_count = 0
        self._deadline: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._unsent = 0
        self._refusal = Problem.MALFORMED_HTTP
        #: What is said after the answers under way, before the connection is closed; None while it stays open.
        self._last_words: bytes | None = None
        self._has_heard_all = False
        self._is_ended = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a first request."""
        super().connection_made(transport)
        self._wait(self._limits.head_seconds)
        self._look_again(self._limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a head that grows without end is refused."""
        if self._last_words is not None:
            return  # nothing more is heard on this connection
        if self._stage is _Stage.NOTHING and self._owed == 0 and self.take_whole(data):
            return
        if self._deadline is None and self._owed == 0:
            self._wait(self._limits.head_seconds)
        stage, begun = self._stage, self._begun
        super().data_received(data)
        if stage is _Stage.HEAD and self._stage is _Stage.HEAD and self._begun == begun:
            self._head_bytes += len(data)
            if self._head_bytes > self._limits.head_bytes:
                self._refuse(Problem.HEADERS_TOO_LARGE)

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """The caller sends no more: what is whole is answered, then the connection ends."""
        self._has_heard_all = True
        if self._is_ended or self._stage is not _Stage.NOTHING or self._owed == 0:
            return None
        self._last_words = b""
        return True

    def on_message_begin(self) -> None:
        """A head begins."""
        self._begun += 1
        self._stage, self._head_bytes, self._head_count = _Stage.HEAD, 0, 0
        self._wait(self._limits.head_seconds)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A piece of the address."""
        self._weigh(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One whole header."""
        self._head_count += 1
        self._weigh(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole, the body follows."""
        self._stage = _Stage.BODY
        self._wait(self._limits.body_seconds)
        super().on_headers_complete()
        self._owed += 1

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._stage, self._deadline = _Stage.NOTHING, None
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """An answer left; after the last of them the last words."""
        super().on_response_complete()
        self._owed -= 1
        if self._last_words is not None and self._owed == 0:
            self._end()

    def quick_begun(self) -> None:
        """A whole request came at once: nothing more of it is awaited."""
        self._owed += 1
        self._deadline = None

    def quick_done(self) -> None:
        """Its answer left: the next request is awaited as long as a connection is kept; the timer looks anyway."""
        self._owed -= 1
        if self._last_words is not None:
            self._end()
        elif self._stage is _Stage.NOTHING and not self.transport.is_closing():
            self._wait(self.timeout_keep_alive)

    def send_400_response(self, msg: str) -> None:
        """What cannot be parsed, as a problem; `msg` is uvicorn's own word for it."""
        del msg
        self._refuse(self._refusal)

    def _weigh(self, length: int) -> None:
        self._head_bytes += length
        if self._head_bytes > self._limits.head_bytes or self._head_count > _HEADERS_MAX:
            self._refusal = Problem.HEADERS_TOO_LARGE
            raise _TooLarge

    def _refuse(self, problem: Problem) -> None:
        """Refuse what is arriving and hear nothing more; requests before it are answered first."""
        if self._last_words is not None or self.transport.is_closing():
            return
        self._deadline = None
        self._tally.requests["none", "none", problem.status] += 1
        is_body = self._stage is _Stage.BODY
        self._last_words = b"" if is_body and self.cycle.response_started else self._words(problem)
        if is_body and self.pipeline and self.pipeline[0][0] is self.cycle:
            self.pipeline.popleft()  # it was never begun; those before it are answered
            self._owed -= 1
        elif is_body:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self._end()
        elif self._owed == 0:
            self._end()

    def _words(self, problem: Problem) -> bytes:
        heard = dict(self.headers or ())
        language = problems.language_of(heard.get(b"accept-language", b"").decode("latin-1"))
        body = problems.encode(Refusal(problem), language=language)
        head = (
            f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}\r\n"
            f"content-type: {problems.CONTENT_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        return head.encode() + body

    def _end(self) -> None:
        """Say the last words and close; what a caller still sends is let run out, lest it costs them the words."""
        if self.transport.is_closing() or self._is_ended:
            return
        self._is_ended = True
        self.transport.write(self._last_words or b"")
        if self._has_heard_all:
            self.transport.close()
            return
        self.transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)

    def _wait(self, seconds: float) -> None:
        self._deadline = self.loop.time() + seconds

    def _look_again(self, seconds: float) -> None:
        self._timer = self.loop.call_later(seconds, self._look)

    def _look(self) -> None:
        """One timer a connection, seldom: a deadline that has passed, or an answer that nobody takes."""
        if self.transport.is_closing() and not self.transport.get_write_buffer_size():
            return
        unsent = self.transport.get_write_buffer_size()
        if unsent and unsent == self._unsent:
            self.transport.abort()
            return
        self._unsent = unsent
        left = self._limits.head_seconds if self._deadline is None else self._deadline - self.loop.time()
        if left <= 0:
            self._run_out()
            left = self._limits.head_seconds
        self._look_again(max(left, 0.01))

    def _run_out(self) -> None:
        if self._stage is _Stage.NOTHING:
            self.transport.close()  # nothing was asked, so there is nothing to say
        else:
            self._refuse(Problem.REQUEST_TOO_SLOW)
