"""Invite colleagues, block them, let them begin anew."""

import secrets
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.access.model.colleagues import (
    COLLEAGUE_ROLES,
    INVITATION_LIFE,
    Colleague,
    ColleagueRefusal,
    Invitation,
)
from socert.domain.access.model.keys import Role
from socert.domain.access.rules.colleagues import is_a_login, login_of
from socert.domain.access.rules.keys import digest_of
from socert.domain.access.rules.second_factor import ALPHABET, INVITATION_LETTERS, grouped
from socert.domain.access.store import colleagues as store
from socert.domain.access.store import sessions as session_store

_NAME_LENGTH_MAX = 200


class NotAColleaguesRole(ValueError):
    """Residents, tills and merchants are no colleagues."""


def add_colleague(
    conn: Connection, *, login: str, name: str, role: Role, actor: audit.Actor, now: datetime, real_now: datetime
) -> Invitation | ColleagueRefusal:
    """Add a colleague with an invitation, at which they set password and second factor themselves.

    Args:
        conn: the caller's transaction.
        login: what they will sign in with; kept in lower case.
        name: what colleagues call them.
        role: operator, clerk or auditor.
        actor: who invites.
        now: the installation's time, for the audit.
        real_now: real time, by which the invitation runs out.

    Raises:
        NotAColleaguesRole: any other role.
    """
    if role not in COLLEAGUE_ROLES:
        raise NotAColleaguesRole(
            f"'{role}' is no role of a colleague; please give one of {', '.join(COLLEAGUE_ROLES)}."
        )
    if not is_a_login(login_of(login)):
        return ColleagueRefusal.LOGIN_UNUSABLE
    if not 1 <= len(name.strip()) <= _NAME_LENGTH_MAX:
        return ColleagueRefusal.NAME_UNUSABLE
    added = store.insert(conn, login=login_of(login), name=name.strip(), role=role, at=now)
    if added is None:
        return ColleagueRefusal.LOGIN_TAKEN
    _write_down(conn, "colleague_added", added, actor=actor, why="a new colleague", now=now)
    return _invite(conn, added, real_now=real_now)


def reset_colleague(
    conn: Connection, *, login: str, actor: audit.Actor, now: datetime, real_now: datetime
) -> Invitation | ColleagueRefusal:
    """Let a colleague begin anew, as when a phone is lost: nothing they signed in with is good any more."""
    found = store.lock_by_login(conn, login)
    if found is None:
        return ColleagueRefusal.COLLEAGUE_UNKNOWN
    if found.is_blocked:
        return ColleagueRefusal.COLLEAGUE_BLOCKED
    store.write_proofs(conn, found.number, password=None, totp=None, step=0)
    store.write_recovery_codes(conn, found.number, [])
    session_store.delete_of(conn, role=found.role, subject=found.number)
    _write_down(conn, "colleague_reset", found, actor=actor, why="to sign in anew", now=now)
    return _invite(conn, found, real_now=real_now)


def block_colleague(
    conn: Connection, *, login: str, actor: audit.Actor, now: datetime, reason: str
) -> int | ColleagueRefusal:
    """Let a colleague in no more, and end the sessions they have; gives how many."""
    found = store.lock_by_login(conn, login)
    if found is None:
        return ColleagueRefusal.COLLEAGUE_UNKNOWN
    if found.is_blocked:
        return ColleagueRefusal.COLLEAGUE_BLOCKED
    store.set_blocked(conn, found.number, is_blocked=True)
    store.delete_invitation(conn, found.number)
    _write_down(conn, "colleague_blocked", found, actor=actor, why=reason, now=now)
    return session_store.delete_of(conn, role=found.role, subject=found.number)


def unblock_colleague(
    conn: Connection, *, login: str, actor: audit.Actor, now: datetime, reason: str
) -> ColleagueRefusal | None:
    """Let a blocked colleague in again, with what they signed in with before."""
    found = store.lock_by_login(conn, login)
    if found is None:
        return ColleagueRefusal.COLLEAGUE_UNKNOWN
    if not found.is_blocked:
        return ColleagueRefusal.COLLEAGUE_NOT_BLOCKED
    store.set_blocked(conn, found.number, is_blocked=False)
    _write_down(conn, "colleague_unblocked", found, actor=actor, why=reason, now=now)
    return None


def all_colleagues(conn: Connection) -> list[Colleague]:
    """Everybody who works here, by login."""
    return store.read_all(conn)


def find_colleague(conn: Connection, *, number: int) -> Colleague | None:
    """A colleague by number."""
    return store.read_by_number(conn, number)


def recovery_codes_left(conn: Connection, *, number: int) -> int:
    """How many recovery codes a colleague has left."""
    return store.count_recovery_codes(conn, number)


def forget_invitations_over(conn: Connection, *, now: datetime) -> None:
    """Forget invitations that are over; `now` is real time."""
    store.delete_invitations_over(conn, now=now)


def _invite(conn: Connection, colleague: Colleague, *, real_now: datetime) -> Invitation:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(INVITATION_LETTERS))
    expires_at = real_now + INVITATION_LIFE
    store.upsert_invitation(conn, colleague.number, digest=digest_of(letters), expires_at=expires_at)
    return Invitation(store.read_by_number(conn, colleague.number) or colleague, grouped(letters), expires_at)


def _write_down(
    conn: Connection, action: str, colleague: Colleague, *, actor: audit.Actor, why: str, now: datetime
) -> None:
    details = {"role": colleague.role.value}
    audit.record(conn, actor=actor, action=action, subject=colleague.subject, purpose=why, details=details, at=now)
