"""What every page works with: the installation, work in transactions, the clock, the secret forms are signed with."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from litestar.connection import ASGIConnection
from psycopg import Connection

from socert import wiring
from socert.domain import access
from socert.postgres import Worker


@dataclass(slots=True)
class PageDesk(Worker):
    """Put together by the server, one a process."""

    site: wiring.Site
    real_time: Callable[[], datetime]
    #: The doors that open by an identity from elsewhere.
    entrances: Mapping[access.OpenIdDoor, wiring.Entrance] = field(default_factory=dict)

    def now(self, conn: Connection) -> datetime:
        """What time it is in this installation."""
        return self.site.now(conn)

    async def session_of(self, token: str) -> access.Session | None:
        """The session of a browser's token; None when there is none or it is over."""
        return await self.transact(lambda conn: access.find_session(conn, token=token, now=self.real_time()))

    def seal(self, *parts: str) -> str:
        """A signature nobody else can make, 64 hexadecimal digits, with a key derived from the installation's own."""
        key = hmac.digest(self.site.card_secret, b"socert pages", sha256)
        return hmac.new(key, "\0".join(parts).encode(), sha256).hexdigest()


def desk_of(connection: ASGIConnection[Any, Any, Any, Any]) -> PageDesk:
    """The desk that the server laid into the application's state."""
    desk: PageDesk = connection.app.state.page_desk
    return desk
