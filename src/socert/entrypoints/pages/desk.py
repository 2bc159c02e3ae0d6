"""What every page works with: the installation, work in transactions, the clock, the secret forms are signed with."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from litestar.connection import ASGIConnection
from psycopg import Connection

from socert import outside, wiring
from socert.domain import access, purchases
from socert.postgres import Worker

_NONCE_BYTES = 12


@dataclass(slots=True)
class PageDesk(Worker):
    """Put together by the server, one a process."""

    site: wiring.Site
    real_time: Callable[[], datetime]
    keeper: purchases.DirectoryKeeper
    #: The doors that open by an identity from elsewhere.
    entrances: Mapping[access.OpenIdDoor, outside.Entrance] = field(default_factory=dict)

    def now(self, conn: Connection) -> datetime:
        """What time it is in this installation."""
        return self.site.now(conn)

    async def look_up(self, token: str) -> tuple[access.Session | None, datetime]:
        """The session of a browser's token, None when there is none or it is over; and what time it is here."""

        def read(conn: Connection) -> tuple[access.Session | None, datetime]:
            found = access.find_session(conn, token=token, now=self.real_time()) if token else None
            return found, self.now(conn)

        return await self.transact(read)

    async def directory(self) -> purchases.Directory:
        """What tills are answered by, as it stands now."""
        return await self.keeper.up_to(await self.transact(purchases.read_directory_number))

    async def grant_of(self, key: str) -> tuple[access.Grant | None, datetime]:
        """What a key grants now, None for nothing, and what time it is in this installation."""
        return await self.transact(lambda conn: (access.find_grant(conn, key=key) if key else None, self.now(conn)))

    def seal(self, *parts: str) -> str:
        """A signature nobody else can make, 64 hexadecimal digits, with a key derived from the installation's own."""
        key = hmac.digest(self.site.card_secret, b"socert pages", sha256)
        return hmac.new(key, "\0".join(parts).encode(), sha256).hexdigest()

    def conceal(self, text: str, *, owner: str) -> str:
        """A text that only this installation can read again, with `reveal`, for the same owner; for a cookie."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return urlsafe_b64encode(nonce + self._cipher().encrypt(nonce, text.encode(), owner.encode())).decode("ascii")

    def reveal(self, concealed: str, *, owner: str) -> str | None:
        """What was concealed; None when it was altered, or concealed for somebody else."""
        try:
            raw = urlsafe_b64decode(concealed.encode())
            return self._cipher().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], owner.encode()).decode()
        except (ValueError, InvalidTag):
            return None

    def _cipher(self) -> AESGCM:
        return AESGCM(hmac.digest(self.site.card_secret, b"socert pages concealed", sha256))


def desk_of(connection: ASGIConnection[Any, Any, Any, Any]) -> PageDesk:
    """The desk that the server laid into the application's state."""
    desk: PageDesk = connection.app.state.page_desk
    return desk
