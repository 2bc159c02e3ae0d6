"""What proves who somebody is elsewhere: an identity provider spoken to by OpenID Connect."""

from datetime import datetime
from typing import Protocol

from socert.domain.access.model.openid import Identity, OpenIdAsk, OpenIdRefusal


class IdentityProvider(Protocol):
    """An identity provider. Both may take seconds; they raise nothing they can tell by their answer."""

    def address(self, ask: OpenIdAsk, *, redirect_uri: str) -> str | OpenIdRefusal:
        """Where a browser is sent to prove who sits before it."""

    def identity(self, *, code: str, ask: OpenIdAsk, redirect_uri: str, now: datetime) -> Identity | OpenIdRefusal:
        """Who somebody is, by the code they brought back; `now` is real time."""
