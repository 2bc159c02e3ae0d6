"""Logs as lines of JSON: what happened, where, for which request; never who bought what with which card.

Two walls. Requests are told by what we know of them: method, form of the path, status, time; never by the path, query,
headers or body that were sent. And whatever message any library writes loses everything that could be a number of a
person or a secret before it leaves; exceptions are told by their kind and place, not by their words.
"""

import logging
import queue
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener
from typing import Any, TextIO

import msgspec
from psycopg import Error as DatabaseError

from socert.entrypoints.server import tracing

_WAITING_MAX = 10_000
_FRAMES_MAX = 12
_HIDDEN = "…"
#: Four digits and more, however they are grouped or percent-encoded: PIN, code, phone, СНИЛС, card.
_NUMBER = re.compile(r"[+(]*(?:(?:\d|%3\d)(?:[\s().+_-]|%20|%2[dD])*){4,}")
#: A word long enough for a key.
_KEY = re.compile(r"[A-Za-z0-9_%+/=-]{24,}")

_encode = msgspec.json.Encoder(enc_hook=str).encode


def hide(text: str) -> str:
    """A text without anything that could be a number of a person or a secret."""
    return _KEY.sub(_HIDDEN, _NUMBER.sub(_HIDDEN, text))


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": hide(record.getMessage()),
        }
        told |= getattr(record, "told", {})
        if "request_id" not in told and (one := getattr(record, "request_id", None)):
            told["request_id"] = one
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told["errors"] = [_error(one) for one in _chain(error)]
        return _encode(told).decode()


class _Handler(QueueHandler):
    """Hands records to a thread, so that nobody waits for a slow reader of logs; drops what does not fit."""

    def __init__(self, waiting: "queue.Queue[Any]") -> None:
        super().__init__(waiting)
        self.dropped = 0

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """What only the asking thread knows."""
        record.request_id = tracing.current.get()
        return record

    def enqueue(self, record: logging.LogRecord) -> None:
        """Put it in, or count it."""
        try:
            self.queue.put_nowait(record)
        except queue.Full:
            self.dropped += 1


@contextmanager
def logging_to(stream: TextIO) -> Iterator[None]:
    """Write everything that is logged meanwhile as lines of JSON, warnings and what we tell of requests."""
    handler = _Handler(queue.Queue(_WAITING_MAX))
    writer = logging.StreamHandler(stream)
    writer.setFormatter(JsonLines())
    listener = QueueListener(handler.queue, writer)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    requests.setLevel(logging.INFO)
    # What is no HTTP is counted; a line for each would let anybody fill a disk.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)
    listener.start()
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.handlers[:] = before
        root.setLevel(level)
        if handler.dropped:
            handler.enqueue(_dropped(handler.dropped))
        listener.stop()


#: Where requests are told.
requests = logging.getLogger("socert.requests")


def tell_request(
    *, request_id: str, method: str, route: str, status: int, seconds: float, level: int = logging.INFO
) -> None:
    """One line for a request."""
    told = {
        "request_id": request_id,
        "method": method,
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1_000, 2),
    }
    requests.log(level, "answered", extra={"told": told})


def _dropped(count: int) -> logging.LogRecord:
    return logging.LogRecord(__name__, logging.WARNING, "", 0, "%d lines were dropped", (count,), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_FRAMES_MAX):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _error(error: BaseException) -> dict[str, Any]:
    """Kind and place; of the database's errors also the state and the name of the rule, which hold no data."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_MAX:]
    told: dict[str, Any] = {
        "kind": f"{type(error).__module__}.{type(error).__qualname__}",
        "frames": [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, DatabaseError):
        told |= {"sqlstate": error.sqlstate, "rule": error.diag.constraint_name}
    return told
