"""What a till's request is answered over HTTP: status, headers, body; and a failure as a problem."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from socert.entrypoints.api import problems
from socert.entrypoints.api.problems import Problem, Refusal
from socert.postgres import DatabaseIsAway, QueueIsFull, UnableToAnswer

Headers: TypeAlias = Mapping[bytes, bytes]

KEY_HEADER = b"idempotency-key"


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, headers and a body."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: tuple[tuple[bytes, bytes], ...] = ()

    @property
    def is_replay(self) -> bool:
        """Whether the same was answered before."""
        return self.headers is REPLAYED


#: What a request may end with; anything else is a fault of ours.
KNOWN_FAILURES = (Refusal, QueueIsFull, DatabaseIsAway, OperationalError, PoolTimeout, UnableToAnswer)
REPLAYED = ((b"idempotent-replayed", b"true"),)


def read_headers(sent: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Headers by their names in small letters."""
    headers: dict[bytes, bytes] = {}
    for name, value in sent:
        # Of two keys neither can be the one that was meant.
        headers[name.lower()] = b"" if name.lower() == KEY_HEADER and KEY_HEADER in headers else value
    return headers


def refusal_of(failure: BaseException) -> Refusal:
    """What a caller is told of a failure."""
    match failure:
        case Refusal():
            return failure
        case QueueIsFull():
            return Refusal(Problem.OVERLOADED)
        case DatabaseIsAway() | OperationalError() | PoolTimeout():
            return Refusal(Problem.DATABASE_AWAY)
        case _:
            return Refusal(Problem.INTERNAL_ERROR)


def refuse(refusal: Refusal, headers: Headers) -> Reply:
    """A refusal as a reply in the caller's language."""
    language = problems.language_of(headers.get(b"accept-language", b"").decode("latin-1"))
    extra: tuple[tuple[bytes, bytes], ...] = ()
    if refusal.retry_after is not None:
        extra = ((b"retry-after", b"%d" % refusal.retry_after),)
    return Reply(refusal.problem.status, problems.encode(refusal, language=language), problems.CONTENT_TYPE, extra)
