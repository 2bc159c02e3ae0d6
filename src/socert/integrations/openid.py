"""An identity provider spoken to by OpenID Connect: authorisation code flow with PKCE, the ID token checked whole.

After OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636 (PKCE), RFC 9700 (best current practice).
"""

import logging
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from socert.domain.access import Identity, OpenIdAsk, OpenIdRefusal

#: Signatures by a key pair only: nobody who knows the client's secret can sign, and `none` is no signature.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
SECONDS_MAX = 10.0
_BYTES_MAX = 1 << 20
#: What was discovered is believed so long.
_KEPT_SECONDS = 3_600.0
_LEEWAY_SECONDS = 60
_SUBJECT_LENGTH_MAX = 255

_log = logging.getLogger(__name__)
_Kind = TypeVar("_Kind")


class _Discovered(msgspec.Struct, frozen=True):
    """What a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Answer(msgspec.Struct, frozen=True):
    """What the token endpoint answers."""

    id_token: str


class _NotAsItShould(Exception):
    """The provider answers otherwise than the standard says."""


@dataclass(slots=True)
class OpenIdProvider:
    """A provider by its issuer, and who we are there. Without a secret we are a public client."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = "openid profile"
    _found: _Discovered | None = None
    _found_at: float = 0.0
    _keys: KeySet | None = None

    def address(self, ask: OpenIdAsk, *, redirect_uri: str) -> str | OpenIdRefusal:
        """Where a browser is sent."""
        try:
            found = self._discover()
        except (httpx.HTTPError, _NotAsItShould) as error:
            return _away(error)
        challenge = urlsafe_b64encode(sha256(ask.verifier.encode()).digest()).rstrip(b"=").decode("ascii")
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "scope": self.scope,
            "state": ask.state,
            "nonce": ask.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{found.authorization_endpoint}{'&' if '?' in found.authorization_endpoint else '?'}{urlencode(asked)}"

    def identity(self, *, code: str, ask: OpenIdAsk, redirect_uri: str, now: datetime) -> Identity | OpenIdRefusal:
        """Who somebody is, by the code they brought back."""
        try:
            token = self._exchange(code=code, ask=ask, redirect_uri=redirect_uri)
            if token is None:
                return OpenIdRefusal.NOT_PROVEN
            claims = self._proven(token, nonce=ask.nonce, now=now)
        except (httpx.HTTPError, _NotAsItShould) as error:
            return _away(error)
        except (JoseError, ValueError) as error:
            _log.warning("an ID token was not taken: %s", type(error).__name__)
            return OpenIdRefusal.NOT_PROVEN
        return Identity(self.issuer, claims["sub"], claims)

    def _exchange(self, *, code: str, ask: OpenIdAsk, redirect_uri: str) -> str | None:
        """The ID token a code stands for; None when the provider takes the code for none of ours."""
        found = self._discover()
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": ask.verifier,
        }
        auth = None
        if self.client_secret and "client_secret_basic" in found.token_endpoint_auth_methods_supported:
            # Form-encoded first (RFC 6749, 2.3.1).
            auth = (quote(self.client_id, safe=""), quote(self.client_secret, safe=""))
        else:
            given["client_id"] = self.client_id
            if self.client_secret:
                given["client_secret"] = self.client_secret
        status, content = _ask("POST", found.token_endpoint, data=given, auth=auth)
        if status in (httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            _log.warning("a code was not taken: status %d", status)
            return None
        return _decoded(content, _Answer, status=status).id_token

    def _proven(self, token: str, *, nonce: str, now: datetime) -> dict[str, Any]:
        """The claims of an ID token that holds; JoseError or ValueError when it does not."""
        claims = self._verified(token)
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        registry.validate(claims)
        said, subject = claims.get("nonce"), claims["sub"]
        if not isinstance(said, str) or not compare_digest(said.encode(), nonce.encode()):
            raise ValueError("the nonce is not the one asked with")
        audience, party = claims["aud"], claims.get("azp")
        if (isinstance(audience, list) and len(audience) > 1 and party is None) or party not in (None, self.client_id):
            raise ValueError("the token was made for another party")
        if not isinstance(subject, str) or not subject.isprintable() or not 1 <= len(subject) <= _SUBJECT_LENGTH_MAX:
            raise ValueError("the subject is unusable")
        return claims

    def _verified(self, token: str) -> dict[str, Any]:
        if self._keys is None:
            self._keys = self._read_keys()
        try:
            return jwt.decode(token, self._keys, algorithms=ALGORITHMS).claims
        except InvalidKeyIdError:  # the provider has changed its keys
            self._keys = self._read_keys()
            return jwt.decode(token, self._keys, algorithms=ALGORITHMS).claims

    def _read_keys(self) -> KeySet:
        status, content = _ask("GET", self._discover().jwks_uri)
        try:
            return KeySet.import_key_set(_decoded(content, dict[str, Any], status=status))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise _NotAsItShould("its keys cannot be read") from error

    def _discover(self) -> _Discovered:
        if self._found is not None and time.monotonic() - self._found_at < _KEPT_SECONDS:
            return self._found
        status, content = _ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        found = _decoded(content, _Discovered, status=status)
        if found.issuer != self.issuer:
            raise _NotAsItShould("it calls itself otherwise than we were told")
        if not all(map(is_safe_address, (found.authorization_endpoint, found.token_endpoint, found.jwks_uri))):
            raise _NotAsItShould("it names an address without TLS")
        self._found, self._found_at = found, time.monotonic()
        return found


def is_safe_address(url: str) -> bool:
    """Whether secrets may go there: over TLS, or to this machine itself."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(host)
    return parts.scheme == "http" and (host == "localhost" or _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _ask(
    method: str, url: str, *, data: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
) -> tuple[int, bytes]:
    """Status and body; a redirect is not followed, and what is far too long is not read."""
    content = b""
    headers = {"accept": "application/json"}
    with (
        httpx.Client(timeout=SECONDS_MAX, follow_redirects=False) as client,
        client.stream(method, url, data=data, auth=auth, headers=headers) as answer,
    ):
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > _BYTES_MAX:
                raise _NotAsItShould("it answers without end")
        return answer.status_code, content


def _decoded(content: bytes, kind: type[_Kind], *, status: int) -> _Kind:
    if status != httpx.codes.OK:
        raise _NotAsItShould(f"status {status}")
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _NotAsItShould("it cannot be read") from error


def _away(error: Exception) -> OpenIdRefusal:
    why = error if isinstance(error, _NotAsItShould) else type(error).__name__
    _log.warning("the identity provider is away: %s", why)
    return OpenIdRefusal.PROVIDER_AWAY
