"""Invite a browser to be a till, and take the invitation up."""

import secrets
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.access.actions.keys import issue_key
from socert.domain.access.model.invitations import INVITATION_LIFE, TillInvitation, TillInvitationRefused
from socert.domain.access.model.keys import IssuedKey, Role
from socert.domain.access.rules.invitations import ALPHABET, CODE_LENGTH, code_text, invitation_digest, read_code
from socert.domain.access.store import invitations as store


def invite_till(conn: Connection, *, merchant: int, till: int, actor: audit.Actor, now: datetime) -> TillInvitation:
    """Make a code by which a browser becomes a merchant's till, once, within three days.

    It takes the place of a code for this till that nobody has used yet.
    """
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    expires_at = now + INVITATION_LIFE
    store.replace(conn, invitation_digest(symbols), till=till, merchant=merchant, at=now, expires_at=expires_at)
    audit.record(
        conn,
        actor=actor,
        action="till_invited",
        subject=f"till:{till}",
        purpose="a browser becomes a till",
        details={"merchant": merchant},
        at=now,
    )
    return TillInvitation(code_text(symbols), expires_at)


def till_code_digest(code: str) -> bytes | None:
    """A code as somebody typed it, for `accept_till_invitation`; None for no code. Takes 50 ms: no connection waits."""
    symbols = read_code(code)
    return None if symbols is None else invitation_digest(symbols)


def accept_till_invitation(
    conn: Connection, *, digest: bytes | None, now: datetime
) -> IssuedKey | TillInvitationRefused:
    """Give whoever brings a code, by its `till_code_digest`, the till's key; the door has to bound the tries."""
    kept = None if digest is None else store.lock(conn, digest)
    if digest is None or kept is None:
        return TillInvitationRefused.INVITATION_UNKNOWN
    if kept.is_accepted:
        return TillInvitationRefused.INVITATION_USED
    if kept.expires_at <= now:
        return TillInvitationRefused.INVITATION_EXPIRED
    issued = issue_key(
        conn,
        role=Role.TILL,
        merchant=kept.merchant,
        till=kept.till,
        label=f"till_{kept.till} at a browser",
        actor=audit.Actor(name=f"till {kept.till}", role=Role.TILL),
        now=now,
    )
    store.accept(conn, digest, credential=issued.grant.credential, at=now)
    return issued
