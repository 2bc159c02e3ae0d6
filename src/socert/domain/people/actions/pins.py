"""Set a card's PIN, try one, lift the block of too many wrong tries."""

import secrets
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from psycopg import Connection

from socert.domain import audit
from socert.domain.people.model import Refusal
from socert.domain.people.model.pin import PinHash, PinTry
from socert.domain.people.rules import SALT_BYTES, is_a_pin, pin_digest
from socert.domain.people.store import cards as card_store
from socert.domain.people.store import pins as store
from socert.domain.people.store import representations as person_store


def set_pin(conn: Connection, *, card: UUID, pin: str, actor: audit.Actor, now: datetime) -> Refusal | None:
    """Set the PIN of a card, by its keyed hash, or set it anew; tries begin again. None when it was done."""
    if not is_a_pin(pin):
        return Refusal.PIN_UNUSABLE
    if not card_store.read_cards(conn, [card]):
        return Refusal.CARD_UNKNOWN
    salt = secrets.token_bytes(SALT_BYTES)
    store.upsert(conn, PinHash(card, salt, pin_digest(pin, salt=salt), now))
    _record(conn, card, action="pin_set", actor=actor, now=now)
    return None


def unblock_pin(conn: Connection, *, card: UUID, actor: audit.Actor, now: datetime) -> Refusal | None:
    """Let a PIN that was given wrong too often be tried again. None when it was done."""
    if not store.lift_block(conn, card):
        return Refusal.PIN_NOT_SET
    _record(conn, card, action="pin_unblocked", actor=actor, now=now)
    return None


def begin_pin_try(conn: Connection, *, card: UUID) -> PinHash | PinTry:
    """Count a try, in a transaction that is committed before the PIN is looked at; or say why there is none.

    A QR and a sheet have no PIN of their own: it is that of a card of the same person.
    """
    found = store.count_try(conn, card)
    if found is not None:
        return found
    if store.is_set(conn, card):
        return PinTry.BLOCKED
    other = person_store.read_pin_card(conn, card)
    if other is None:
        return PinTry.NOT_SET
    return store.count_try(conn, other) or PinTry.BLOCKED


def judge_pin_try(begun: PinHash | PinTry, *, pin: str) -> PinTry:
    """Whether the PIN is right. Slow on purpose, and as slow where there is none: run it in a thread."""
    salt = begun.salt if isinstance(begun, PinHash) else bytes(SALT_BYTES)
    digest = pin_digest(pin, salt=salt)
    if isinstance(begun, PinTry):
        return begun
    return PinTry.RIGHT if compare_digest(digest, begun.digest) else PinTry.WRONG


def end_pin_try(conn: Connection, *, begun: PinHash) -> None:
    """After a right PIN all tries are there again."""
    store.forgive_tries(conn, begun)


def _record(conn: Connection, card: UUID, *, action: str, actor: audit.Actor, now: datetime) -> None:
    audit.record(conn, actor=actor, action=action, subject=f"card:{card}", purpose="PIN of a card", details={}, at=now)
