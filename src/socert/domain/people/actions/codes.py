"""Send a card's carrier a one-time code, try one, let one go that confirmed nothing."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from psycopg import Connection

from socert.domain import messages
from socert.domain.people.model.code import (
    CODE_DIGITS,
    CODE_LIFE,
    CODE_TRIES_MAX,
    CODES_OF_A_CARD_MAX,
    CODES_OF_A_TILL_MAX,
    LIMIT_SPAN,
    CodeHash,
    CodeTry,
)
from socert.domain.people.rules import SALT_BYTES, code_digest, code_message
from socert.domain.people.store import codes as store
from socert.domain.people.store import contacts as contact_store
from socert.values import Language

_CODES_KEPT = timedelta(days=1)


def send_code(conn: Connection, *, card: UUID, till: int, secret: bytes, now: datetime) -> bool:
    """Send a new code to whoever carries a card, if they are reached; False when codes were asked for too often.

    An unknown card counts as any other, so that the answer says nothing of it. The code before is good no more.
    """
    since = now - LIMIT_SPAN
    # The till first, always: two that ask at once wait in one order, and no till makes rows without end.
    if store.count_asked(conn, f"till:{till}", now=now, since=since) > CODES_OF_A_TILL_MAX:
        return False
    if store.count_asked(conn, f"card:{card}", now=now, since=since) > CODES_OF_A_CARD_MAX:
        return False
    reached = contact_store.read_reached(conn, card, now=now)
    # Held, so that whoever is erased meanwhile is erased with this message.
    phone = None if reached is None else contact_store.hold_phone(conn, reached.holder)
    if reached is not None and phone is not None:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        salt = secrets.token_bytes(SALT_BYTES)
        digest = code_digest(code, secret=secret, card=card, salt=salt)
        expires_at = now + CODE_LIFE
        store.upsert(conn, CodeHash(card, salt, digest, expires_at))
        messages.write(
            conn,
            recipient=reached.holder,
            phone=phone,
            body=code_message(code).in_language(Language.RU),
            now=now,
            expires_at=expires_at,
        )
    return True


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
    kept = store.lock(conn, card)
    if kept is None:
        return CodeTry.NOT_SET if is_reachable(conn, card=card, now=now) else CodeTry.UNREACHABLE
    if kept.used_by is not None and kept.used_by != purchase:
        return CodeTry.USED
    if kept.expires_at <= now:
        return CodeTry.EXPIRED
    if kept.tries >= CODE_TRIES_MAX:
        return CodeTry.BLOCKED
    if not compare_digest(code_digest(code, secret=secret, card=card, salt=kept.salt), kept.digest):
        store.count_try(conn, card)
        return CodeTry.WRONG
    if purchase is not None:
        store.use(conn, card, purchase=purchase)
    return CodeTry.RIGHT


def release_code(conn: Connection, *, card: UUID, purchase: UUID) -> None:
    """The purchase a code was given with was not paid: the code may confirm another while it lives."""
    store.release(conn, card, purchase=purchase)


def forget_old_codes(conn: Connection, *, now: datetime) -> None:
    """Forget codes and counts that matter no more."""
    store.delete_over(conn, limits=now - LIMIT_SPAN, codes=now - _CODES_KEPT)
