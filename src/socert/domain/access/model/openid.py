"""Signing in by an identity from elsewhere (OpenID Connect): what is asked, what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

#: So long somebody may take at their identity provider.
OPENID_LIFE = timedelta(minutes=10)


class OpenIdDoor(StrEnum):
    """Who comes in by it. The values are stored."""

    STAFF = "staff"
    RESIDENT = "resident"


class OpenIdRefusal(StrEnum):
    """Why somebody is not let in by an identity from elsewhere. The values are stable codes."""

    #: The provider does not answer, or not as it should.
    PROVIDER_AWAY = "provider_away"
    #: What it answered does not prove who somebody is.
    NOT_PROVEN = "not_proven"


@dataclass(frozen=True, slots=True)
class OpenIdAsk:
    """A sign-in begun: what goes to the provider, and where it leads afterwards."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    #: Of PKCE (RFC 7636): whoever catches the code on its way can do nothing with it.
    verifier: str = field(repr=False)
    back_to: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as a provider proved it."""

    issuer: str
    subject: str = field(repr=False)
    claims: Mapping[str, object] = field(repr=False)

    def claim(self, name: str) -> str:
        """What is claimed under a name; empty when nothing is, or no text."""
        said = self.claims.get(name)
        return said if isinstance(said, str) else ""
