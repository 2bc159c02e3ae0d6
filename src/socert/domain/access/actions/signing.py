"""Sign in as a colleague: take an invitation, prove a password, prove a second factor, change both."""

import secrets
from base64 import b32encode
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.access.actions.sessions import open_session
from socert.domain.access.model.colleagues import (
    RECOVERY_CODES,
    Colleague,
    ColleagueRefusal,
    Enrolment,
    KeptPassword,
)
from socert.domain.access.model.sessions import OpenedSession
from socert.domain.access.rules import passwords, sealing, second_factor
from socert.domain.access.rules.keys import digest_of
from socert.domain.access.store import colleagues as store
from socert.domain.access.store import sessions as session_store

_ISSUER = "socert"
_KEPT = "second factor"
_OFFERED = "second factor offered"


def make_password_hash(password: str) -> str:
    """What is kept of a password. Slow, a tenth of a second or so: not within a transaction."""
    return passwords.password_hash(password, salt=secrets.token_bytes(passwords.SALT_BYTES))


def find_invited(conn: Connection, *, code: str, real_now: datetime) -> Colleague | None:
    """Whom an invitation invites, by its code as it was typed; None when it is unknown, used or over."""
    number = store.read_invited(conn, digest_of(second_factor.typed(code)), at=real_now)
    found = None if number is None else store.read_by_number(conn, number)
    return None if found is None or found.is_blocked else found


def offer_second_factor(colleague: Colleague, *, secret: bytes) -> Enrolment:
    """A new second factor to be set; nothing is kept until a code of it comes back with `sealed`."""
    totp = b32encode(secrets.token_bytes(second_factor.TOTP_BYTES)).decode("ascii")
    return _enrolment(colleague, totp=totp, secret=secret)


def offered_again(colleague: Colleague, *, sealed: str, secret: bytes) -> Enrolment:
    """The same one again, after a mistake; a new one when `sealed` is not ours."""
    totp = _offered(colleague, sealed=sealed, secret=secret)
    if totp is None:
        return offer_second_factor(colleague, secret=secret)
    return _enrolment(colleague, totp=totp, secret=secret)


def accept_invitation(
    conn: Connection,
    *,
    code: str,
    password: str,
    sealed: str,
    confirmation: str,
    secret: bytes,
    now: datetime,
    real_now: datetime,
) -> list[str] | ColleagueRefusal:
    """Set password and second factor of whom an invitation invites; gives ten recovery codes, shown this once.

    Args:
        conn: the caller's transaction.
        code: the invitation's.
        password: its hash, by `make_password_hash`, of a password that `judge_password` took.
        sealed: the second factor as offered.
        confirmation: a code of it.
        secret: the installation's.
        now: the installation's time, for the audit.
        real_now: real time.
    """
    invited = find_invited(conn, code=code, real_now=real_now)
    held = None if invited is None else store.lock(conn, invited.number)
    # Looked for again behind the lock: of two who take it at once one does.
    if held is None or held.is_blocked or find_invited(conn, code=code, real_now=real_now) is None:
        return ColleagueRefusal.INVITATION_OVER
    proven = _confirmed(held, sealed=sealed, confirmation=confirmation, secret=secret, at=real_now)
    if proven is None:
        return ColleagueRefusal.CODE_WRONG
    kept, step = proven
    store.write_proofs(conn, held.number, password=password, totp=kept, step=step)
    store.delete_invitation(conn, held.number)
    note_own(conn, held, "invitation_accepted", why="to sign in", now=now)
    return _new_recovery_codes(conn, held, secret=secret)


def kept_password(conn: Connection, *, login: str) -> KeptPassword:
    """What a password is held against at sign-in; of nobody where there is no such colleague, or a blocked one."""
    found = store.read_by_login(conn, login)
    kept = None if found is None or found.is_blocked else store.read_password(conn, found.number)
    if found is None or kept is None:
        return KeptPassword(None, passwords.NOBODYS_HASH)
    return KeptPassword(found.number, kept)


def is_right_password(kept: KeptPassword, *, password: str) -> bool:
    """Whether a password is a colleague's; as slow for nobody's. Slow: not within a transaction."""
    return passwords.is_password(password, kept=kept.hash) and kept.colleague is not None


def sign_in_colleague(
    conn: Connection, *, number: int, code: str, secret: bytes, now: datetime, real_now: datetime
) -> OpenedSession | None:
    """Open a session for a colleague whose password was right, by a code from their app or a recovery code.

    Each code works once. Commit whatever the answer.
    """
    held = store.lock(conn, number)
    if held is None or held.is_blocked or not held.is_ready:
        return None
    how = _proof(conn, held, code=code, secret=secret, at=real_now)
    if how is None:
        note_own(conn, held, "sign_in_failed", why="a wrong code", now=now)
        return None
    note_own(conn, held, "signed_in", why=how, now=now)
    return open_session(conn, role=held.role, subject=held.number, now=real_now)


def note_wrong_password(conn: Connection, *, kept: KeptPassword, now: datetime) -> None:
    """Write down that a colleague's password was given wrong; nothing where the login was nobody's."""
    found = None if kept.colleague is None else store.read_by_number(conn, kept.colleague)
    if found is not None:
        note_own(conn, found, "sign_in_failed", why="a wrong password", now=now)


def change_password(conn: Connection, *, number: int, password: str, now: datetime) -> ColleagueRefusal | None:
    """Keep the hash of a colleague's new password and end all their sessions; refused to whom was just shut out."""
    held = _held(conn, number)
    if _is_shut_out(held):
        return ColleagueRefusal.COLLEAGUE_BLOCKED
    store.write_password(conn, number, password=password)
    session_store.delete_of(conn, role=held.role, subject=number)
    note_own(conn, held, "password_changed", why="asked for", now=now)
    return None


def change_second_factor(
    conn: Connection, *, number: int, sealed: str, confirmation: str, secret: bytes, now: datetime, real_now: datetime
) -> list[str] | ColleagueRefusal:
    """Set a new second factor and new recovery codes, shown this once; ends all sessions of theirs.

    Refused to whom was just shut out.
    """
    held = _held(conn, number)
    if _is_shut_out(held):
        return ColleagueRefusal.COLLEAGUE_BLOCKED
    proven = _confirmed(held, sealed=sealed, confirmation=confirmation, secret=secret, at=real_now)
    if proven is None:
        return ColleagueRefusal.CODE_WRONG
    kept, step = proven
    store.write_totp(conn, number, totp=kept, step=step)
    session_store.delete_of(conn, role=held.role, subject=number)
    note_own(conn, held, "second_factor_changed", why="asked for", now=now)
    return _new_recovery_codes(conn, held, secret=secret)


def end_sessions(conn: Connection, *, number: int, now: datetime) -> int:
    """End every session of a colleague; gives how many there were."""
    held = _held(conn, number)
    note_own(conn, held, "signed_out_everywhere", why="asked for", now=now)
    return session_store.delete_of(conn, role=held.role, subject=number)


def note_own(conn: Connection, colleague: Colleague, action: str, *, why: str, now: datetime) -> None:
    """Write down what a colleague did about themselves."""
    actor = audit.Actor(name=f"{colleague.role} {colleague.number}", role=colleague.role)
    audit.record(conn, actor=actor, action=action, subject=colleague.subject, purpose=why, details={}, at=now)


class NoSuchColleague(LookupError):
    """Somebody is signed in who is no colleague."""


def _held(conn: Connection, number: int) -> Colleague:
    held = store.lock(conn, number)
    if held is None:
        raise NoSuchColleague(f"There is no colleague {number}, and yet they are signed in.")
    return held


def _is_shut_out(held: Colleague) -> bool:
    """Whether somebody was blocked, or let begin anew, after their session was looked up."""
    return held.is_blocked or not held.is_ready


def _proof(conn: Connection, colleague: Colleague, *, code: str, secret: bytes, at: datetime) -> str | None:
    """By what somebody proved it is them; None when they did not. What was used is used up."""
    given = second_factor.typed(code)
    if second_factor.is_recovery_code(given):
        digest = second_factor.recovery_digest(given, secret=secret, colleague=colleague.number)
        return "password and recovery code" if store.use_recovery_code(conn, colleague.number, digest) else None
    sealed = store.read_totp(conn, colleague.number)
    totp = None if sealed is None else sealing.unseal(sealed, secret=secret, purpose=_KEPT, owner=colleague.subject)
    if totp is None or not second_factor.is_totp_code(given):
        return None
    step = second_factor.matched_step(given, totp=totp.decode("ascii"), at=at)
    is_fresh = step is not None and store.use_step(conn, colleague.number, step=step)
    return "password and code" if is_fresh else None


def _enrolment(colleague: Colleague, *, totp: str, secret: bytes) -> Enrolment:
    sealed = _sealed(totp, colleague=colleague, purpose=_OFFERED, secret=secret)
    uri = second_factor.enrolment_uri(totp=totp, login=colleague.login, issuer=_ISSUER)
    return Enrolment(totp, uri, sealing.as_text(sealed))


def _offered(colleague: Colleague, *, sealed: str, secret: bytes) -> str | None:
    raw = sealing.from_text(sealed)
    totp = sealing.unseal(raw, secret=secret, purpose=_OFFERED, owner=colleague.subject)
    return None if totp is None else totp.decode("ascii")


def _confirmed(
    colleague: Colleague, *, sealed: str, confirmation: str, secret: bytes, at: datetime
) -> tuple[bytes, int] | None:
    """A second factor as it is kept and the half minute of the code that confirmed it; None when none did."""
    totp, code = _offered(colleague, sealed=sealed, secret=secret), second_factor.typed(confirmation)
    if totp is None or not second_factor.is_totp_code(code):
        return None
    step = second_factor.matched_step(code, totp=totp, at=at)
    return None if step is None else (_sealed(totp, colleague=colleague, purpose=_KEPT, secret=secret), step)


def _sealed(totp: str, *, colleague: Colleague, purpose: str, secret: bytes) -> bytes:
    nonce = secrets.token_bytes(sealing.NONCE_BYTES)
    return sealing.seal(totp.encode("ascii"), secret=secret, purpose=purpose, owner=colleague.subject, nonce=nonce)


def _new_recovery_codes(conn: Connection, colleague: Colleague, *, secret: bytes) -> list[str]:
    codes = [
        "".join(secrets.choice(second_factor.ALPHABET) for _ in range(second_factor.RECOVERY_LETTERS))
        for _ in range(RECOVERY_CODES)
    ]
    digests = [second_factor.recovery_digest(code, secret=secret, colleague=colleague.number) for code in codes]
    store.write_recovery_codes(conn, colleague.number, digests)
    return [second_factor.grouped(code) for code in codes]
