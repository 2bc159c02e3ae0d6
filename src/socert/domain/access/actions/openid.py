"""Begin to sign in by an identity from elsewhere, come back from there once, and find the colleague it is."""

import secrets
from base64 import urlsafe_b64encode
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.access.actions.sessions import open_session
from socert.domain.access.actions.signing import note_own
from socert.domain.access.model.colleagues import Colleague, ColleagueRefusal
from socert.domain.access.model.openid import OPENID_LIFE, Identity, OpenIdAsk, OpenIdDoor
from socert.domain.access.model.sessions import OpenedSession
from socert.domain.access.rules.keys import digest_of
from socert.domain.access.rules.sealing import keyed_digest
from socert.domain.access.store import colleagues as store
from socert.domain.access.store import openid as state_store
from socert.domain.access.store import sessions as session_store

_STATE_BYTES = 32
#: As OpenID Connect Core bounds it.
_SUBJECT_LENGTH_MAX = 255
#: Under this claim a provider says by which name somebody signs in there.
_LOGIN_CLAIM = "preferred_username"


def begin_openid(
    conn: Connection, *, door: OpenIdDoor, browser: str, back_to: str, secret: bytes, real_now: datetime
) -> OpenIdAsk:
    """Begin; only the same browser can come back, once, within ten minutes.

    Args:
        conn: the caller's transaction.
        door: by which door they will come in.
        browser: the number in the browser's visitor cookie.
        back_to: the page of ours they wanted.
        secret: the installation's.
        real_now: real time.
    """
    ask = _ask(secrets.token_urlsafe(_STATE_BYTES), browser=browser, back_to=back_to, secret=secret)
    digest = _digest(ask.state, browser=browser)
    state_store.insert(conn, digest, door=door, back_to=back_to, expires_at=real_now + OPENID_LIFE)
    return ask


def take_openid(
    conn: Connection, *, door: OpenIdDoor, state: str, browser: str, secret: bytes, real_now: datetime
) -> OpenIdAsk | None:
    """What was begun with a state; None when nothing was here, at this browser, or it was taken already. Commit."""
    back_to = state_store.take(conn, _digest(state, browser=browser), door=door, at=real_now)
    return None if back_to is None else _ask(state, browser=browser, back_to=back_to, secret=secret)


def sign_in_by_openid(
    conn: Connection, *, identity: Identity, links_by_login: bool, now: datetime, real_now: datetime
) -> OpenedSession | None:
    """Open a session for the colleague an identity is linked to; None when it is nobody's, or they are blocked.

    With `links_by_login` an identity that comes for the first time is linked to the colleague whose login the provider
    names, unless they are linked already: only where nobody can choose at the provider how they are called there.
    """
    held = store.lock_by_openid(conn, issuer=identity.issuer, subject=identity.subject)
    if held is None and links_by_login:
        held = _linked_now(conn, identity, now=now)
    if held is None or held.is_blocked:
        return None
    note_own(conn, held, "signed_in", why="identity provider", now=now)
    return open_session(conn, role=held.role, subject=held.number, now=real_now)


def link_colleague(
    conn: Connection, *, login: str, issuer: str, subject: str, actor: audit.Actor, now: datetime
) -> ColleagueRefusal | None:
    """Link a colleague to an identity elsewhere, instead of the one they had; by it they may then sign in.

    Args:
        conn: the caller's transaction.
        login: whose.
        issuer: the provider's address, as it stands in the settings.
        subject: the claim `sub` under which the provider knows them.
        actor: who links.
        now: the installation's time, for the audit.
    """
    if not 1 <= len(subject) <= _SUBJECT_LENGTH_MAX or not subject.isprintable():
        return ColleagueRefusal.IDENTITY_UNUSABLE
    found = store.lock_by_login(conn, login)
    if found is None:
        return ColleagueRefusal.COLLEAGUE_UNKNOWN
    if found.is_blocked:
        return ColleagueRefusal.COLLEAGUE_BLOCKED
    other = store.lock_by_openid(conn, issuer=issuer, subject=subject)
    if other is not None:
        return None if other.number == found.number else ColleagueRefusal.IDENTITY_TAKEN
    store.link(conn, found.number, issuer=issuer, subject=subject)
    # Whoever signed in by the identity before is somebody else now.
    session_store.delete_of(conn, role=found.role, subject=found.number)
    audit.record(
        conn,
        actor=actor,
        action="identity_linked",
        subject=found.subject,
        purpose="to sign in by the identity provider",
        details={"role": found.role.value},
        at=now,
    )
    return None


def forget_openid_over(conn: Connection, *, now: datetime) -> None:
    """Forget sign-ins that were begun and never ended; `now` is real time."""
    state_store.delete_over(conn, now=now)


def _linked_now(conn: Connection, identity: Identity, *, now: datetime) -> Colleague | None:
    found = store.lock_by_login(conn, identity.claim(_LOGIN_CLAIM))
    if found is None or found.is_blocked or store.is_linked(conn, found.number):
        return None
    store.link(conn, found.number, issuer=identity.issuer, subject=identity.subject)
    note_own(conn, found, "identity_linked", why="first sign-in by the identity provider", now=now)
    return found


def _ask(state: str, *, browser: str, back_to: str, secret: bytes) -> OpenIdAsk:
    """Nonce and verifier follow from the state, so that neither is kept anywhere."""
    nonce, verifier = (
        urlsafe_b64encode(keyed_digest(secret, purpose=f"openid {what}", text=f"{state}\0{browser}"))
        .rstrip(b"=")
        .decode("ascii")
        for what in ("nonce", "verifier")
    )
    return OpenIdAsk(state, nonce, verifier, back_to)


def _digest(state: str, *, browser: str) -> bytes:
    return digest_of(f"{state}\0{browser}")
