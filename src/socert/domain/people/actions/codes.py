"""Send a card's carrier a one-time code, try one, let one go that confirmed nothing."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID, uuid4

from psycopg import Connection

from socert.domain import messages
from socert.domain.people.model.code import (
    CODE_DIGITS,
    CODE_LIFE,
    CODE_TRIES_MAX,
    LIMIT_SPAN,
    Asker,
    AskingBrowser,
    CodeHash,
    CodePlace,
    CodeTry,
    TriedToSignIn,
)
from socert.domain.people.rules import SALT_BYTES, code_digest, code_message
from socert.domain.people.store import codes as store
from socert.domain.people.store import contacts as contact_store
from socert.values import Language

_CODES_KEPT = timedelta(days=1)


def send_code(conn: Connection, *, card: UUID, asker: Asker, secret: bytes, now: datetime) -> UUID | None:
    """Send a new code to whoever carries a card, if they are reached; None when codes were asked for too often.

    An unknown card counts as any other, so that the answer says nothing of it: the number given is that of the message,
    or of none. The code sent before to be given in the same place is good no more.
    """
    since = now - LIMIT_SPAN
    # The asker first, always: two that ask at once wait in one order, and no till makes rows without end.
    for subject, times_max in asker.limits(card):
        if store.count_asked(conn, subject, now=now, since=since) > times_max:
            return None
    if isinstance(asker, AskingBrowser):
        store.begin_tries(conn, asker.tries(card), now=now)
    reached = contact_store.read_reached(conn, card, now=now)
    # Held, so that whoever is erased meanwhile is erased with this message.
    phone = None if reached is None else contact_store.hold_phone(conn, reached.holder)
    if reached is None or phone is None:
        return uuid4()
    place = asker.place(card)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    salt = secrets.token_bytes(SALT_BYTES)
    expires_at = now + CODE_LIFE
    store.upsert(conn, CodeHash(place, salt, code_digest(code, secret=secret, place=place, salt=salt), expires_at))
    return messages.write(
        conn,
        recipient=reached.holder,
        phone=phone,
        body=code_message(code, purpose=place.purpose).in_language(Language.RU),
        now=now,
        expires_at=expires_at,
    )


def is_reachable(conn: Connection, *, card: UUID, now: datetime) -> bool:
    """Whether a code can be sent to whoever carries a card; True for one that opens nobody, as it says nothing."""
    reached = contact_store.read_reached(conn, card, now=now)
    return reached is None or reached.phone is not None


def try_code(
    conn: Connection, *, card: UUID, code: str, purchase: UUID | None, secret: bytes, now: datetime
) -> CodeTry:
    """Whether a code is right; a wrong one is counted. Commit whatever the answer.

    A right one belongs from now on to `purchase`, the digest of its idempotency key, and to no other; a quote, which
    has none, uses nothing up.
    """
    place = CodePlace(card)
    kept = store.lock(conn, place)
    if kept is None:
        return CodeTry.NOT_SET if is_reachable(conn, card=card, now=now) else CodeTry.UNREACHABLE
    if kept.used_by is not None and kept.used_by != purchase:
        return CodeTry.USED
    if kept.expires_at <= now:
        return CodeTry.EXPIRED
    if kept.tries >= CODE_TRIES_MAX:
        return CodeTry.BLOCKED
    if not _is_right(kept, code, secret=secret):
        store.count_try(conn, place)
        return CodeTry.WRONG
    if purchase is not None:
        store.use(conn, place, purchase=purchase)
    return CodeTry.RIGHT


def try_sign_in_code(
    conn: Connection, *, card: UUID, asker: AskingBrowser, code: str, secret: bytes, now: datetime
) -> TriedToSignIn:
    """Whether a code to sign in is right, at the browser that asked for it. Commit whatever the answer.

    A right one is used up. A card that opens nobody is answered in the same way: its code is wrong, and tries end.
    """
    tries = store.count_tries(conn, asker.tries(card))
    if tries is None:
        return TriedToSignIn(CodeTry.NOT_SET, 0)
    sent_at, count = tries
    if sent_at + CODE_LIFE <= now:
        return TriedToSignIn(CodeTry.EXPIRED, 0)
    if count > CODE_TRIES_MAX:
        return TriedToSignIn(CodeTry.BLOCKED, 0)
    kept = store.lock(conn, asker.place(card))
    if kept is None or kept.expires_at <= now or not _is_right(kept, code, secret=secret):
        return TriedToSignIn(CodeTry.WRONG, CODE_TRIES_MAX - count)
    store.forget(conn, kept.place)
    store.end_tries(conn, asker.tries(card))
    return TriedToSignIn(CodeTry.RIGHT, 0)


def _is_right(kept: CodeHash, code: str, *, secret: bytes) -> bool:
    return compare_digest(code_digest(code, secret=secret, place=kept.place, salt=kept.salt), kept.digest)


def release_code(conn: Connection, *, card: UUID, purchase: UUID) -> None:
    """The purchase a code was given with was not paid: the code may confirm another while it lives."""
    store.release(conn, CodePlace(card), purchase=purchase)


def forget_old_codes(conn: Connection, *, now: datetime) -> None:
    """Forget codes and counts that matter no more."""
    store.delete_over(conn, limits=now - LIMIT_SPAN, codes=now - _CODES_KEPT)
