"""A try to get in as the throttle knows it: who, at which browser, from where."""

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from psycopg import Connection

from socert.domain import access
from socert.entrypoints.pages.admission import AnyRequest, visitor_of
from socert.entrypoints.pages.desk import desk_of


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try; `now` is real time. Let the transaction of `wait` commit before the answer is judged."""

    door: str
    whom: str = field(repr=False)
    device: str = field(repr=False)
    origin: str = field(repr=False)
    secret: bytes = field(repr=False)

    def wait(self, conn: Connection, *, now: datetime) -> timedelta | None:
        """None when it may be made, which counts it; else how long to wait."""
        return access.try_allowed(
            conn,
            door=self.door,
            whom=self.whom,
            device=self.device,
            origin=self.origin,
            secret=self.secret,
            now=now,
        )

    def failed(self, conn: Connection, *, now: datetime) -> None:
        """It failed."""
        access.note_failure(
            conn,
            door=self.door,
            whom=self.whom,
            device=self.device,
            origin=self.origin,
            secret=self.secret,
            now=now,
        )

    def succeeded(self, conn: Connection, *, now: datetime) -> None:
        """It succeeded: from now on this browser is known."""
        access.note_success(
            conn,
            door=self.door,
            whom=self.whom,
            device=self.device,
            origin=self.origin,
            secret=self.secret,
            now=now,
        )


def attempt_of(request: AnyRequest, *, door: str, whom: str) -> Attempt:
    """The try this request is."""
    origin = request.client.host if request.client else ""
    return Attempt(door, whom, visitor_of(request), origin, desk_of(request).site.card_secret)


def minutes_of(wait: timedelta) -> int:
    """A wait in whole minutes, at least one."""
    return max(1, math.ceil(wait / timedelta(minutes=1)))
