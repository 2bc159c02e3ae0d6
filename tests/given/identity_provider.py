"""A small identity provider (OpenID Connect) on loopback with real RSA keys, which can be told to answer wrongly."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey

from given.waiting import wait_until

CLIENT_ID = "socert at the ministry"
CLIENT_SECRET = "s3cret: with signs/&="
Claims = dict[str, Any]
Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


def new_key() -> RSAKey:
    """A key pair."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"})
    key.ensure_kid()
    return key


@dataclass(slots=True)
class Provider:
    """The provider; `claims` is who signs in next, `alter` and `sign` make an ID token what it should not be."""

    issuer: str = ""
    claims: Claims = field(default_factory=lambda: {"sub": "person-1"})
    key: RSAKey = field(default_factory=new_key)
    #: What the discovery document says besides or instead.
    discovered: Claims = field(default_factory=dict)
    alter: Callable[[Claims], Claims] = field(default=lambda claims: claims)
    sign: Callable[[Claims, RSAKey], str] | None = None
    codes: dict[str, Claims] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def be_honest(self, **claims: object) -> None:
        """From now on answer as one should, about this person."""
        self.claims, self.alter, self.sign, self.discovered = dict(claims), lambda given: given, None, {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] != "http":
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        query = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, answer, location = self._answer(scope["path"], query, form, headers)
        told = [(b"content-type", b"application/json")] + ([(b"location", location.encode())] if location else [])
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    def _answer(
        self, path: str, query: dict[str, str], form: dict[str, str], headers: dict[str, str]
    ) -> tuple[int, object, str]:
        if path == "/.well-known/openid-configuration":
            return 200, self._document(), ""
        if path == "/jwks":
            return 200, {"keys": [self.key.as_dict(private=False), {"kty": "unheard of", "kid": "other"}]}, ""
        if path == "/authorize":
            code = secrets.token_urlsafe()
            self.codes[code] = query
            back = urlencode({"code": code, "state": query["state"]})
            return 302, {}, f"{query['redirect_uri']}?{back}"
        if path == "/token":
            return self._token(form, headers)
        return 404, {}, ""

    def _document(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
        } | self.discovered

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, object, str]:
        asked = self.codes.pop(form.get("code", ""), None)
        basic = base64.b64decode(headers.get("authorization", "").removeprefix("Basic ")).decode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        complaints = {
            "code": asked is None,
            "client": [unquote(part) for part in basic.split(":")] != [CLIENT_ID, CLIENT_SECRET],
            "pkce": asked is not None and challenge.rstrip(b"=").decode() != asked["code_challenge"],
            "redirect_uri": asked is not None and form.get("redirect_uri") != asked["redirect_uri"],
            "grant": form.get("grant_type") != "authorization_code",
        }
        self.refused += [name for name, is_wrong in complaints.items() if is_wrong]
        if asked is None or any(complaints.values()):
            return 400, {"error": "invalid_grant"}, ""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        told = self.alter(claims | self.claims)
        token = (self.sign or signed)(told, self.key)
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": token}, ""


def signed(claims: Claims, key: RSAKey) -> str:
    """An ID token as it should be."""
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def unsigned(claims: Claims, key: RSAKey) -> str:
    """One with alg none."""
    header = {"alg": "none", "kid": key.kid}
    return ".".join([*(_part(json.dumps(one).encode()) for one in (header, claims)), ""])


def signed_with_what_is_public(claims: Claims, key: RSAKey) -> str:
    """One whose HMAC is keyed with the public key, which everybody has."""
    header = {"typ": "JWT", "alg": "HS256", "kid": key.kid}
    said = ".".join(_part(json.dumps(one).encode()) for one in (header, claims))
    return f"{said}.{_part(hmac.digest(key.as_pem(private=False), said.encode(), 'sha256'))}"


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """A provider that answers at its issuer."""
    provider = Provider()
    config = uvicorn.Config(provider, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    wait_until(lambda: running.started)
    provider.issuer = f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield provider
    finally:
        running.should_exit = True
        thread.join(timeout=20)
