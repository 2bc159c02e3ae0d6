"""Let somebody shop for somebody, and let that end."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import Connection

from socert.domain import audit
from socert.domain.people.model import Ended, Refusal, Representation, Representative
from socert.domain.people.rules import card_hash, is_same_name, is_sheet_number, refusal_of_representation
from socert.domain.people.store import cards as store
from socert.domain.people.store import codes as code_store
from socert.domain.people.store import representations as name_store
from socert.domain.people.store import residents as resident_store
from socert.values import CardNumber, InvalidNumber, Snils, uuid7

_SNILS_DIGITS = 11
_DIGITS = frozenset("0123456789")
#: So often an hour somebody may ask whether a number and a name belong together.
_NAMED_MAX = 10
_NAMED_SPAN = timedelta(hours=1)


def represent(
    conn: Connection,
    *,
    representative: int,
    represented: int,
    valid_from: datetime,
    valid_until: datetime,
    actor: audit.Actor,
    now: datetime,
) -> Representation | Refusal:
    """Let a resident shop for another between two instants; `link_cards` then gives them a card for it.

    Refused when the same is recorded already and was not ended. Both stand in the audit, each as a subject.
    """
    number = uuid7(milliseconds=int(now.timestamp() * 1000), random=secrets.token_bytes(10))
    representation = Representation(number, representative, represented, valid_from, valid_until)
    residents = resident_store.lock_standings(conn, [representative, represented])
    refusal = refusal_of_representation(representation, residents=residents)
    if refusal is not None:
        return refusal
    if name_store.has_equal(conn, representation):
        return Refusal.REPRESENTED_ALREADY
    store.insert_representation(conn, representation)
    named = {"representative_named": represented, "named_as_representative": representative}
    for action, resident in named.items():
        audit.record(
            conn,
            actor=actor,
            action=action,
            subject=f"resident:{resident}",
            purpose="somebody shops for the resident",
            details={"representation": str(number), "until": valid_until.isoformat()},
            at=now,
        )
    return representation


def find_representation(conn: Connection, *, representation: UUID) -> Representation | None:
    """Who may shop for whom, by the number; None when there is no such representation."""
    return store.read_representations(conn, [representation]).get(representation)


def representatives_of(conn: Connection, *, holder: int, now: datetime) -> list[Representative]:
    """Who may shop for a resident, now or later, with something to shop with."""
    return name_store.read_representatives(conn, holder, now=now)


def find_named(
    conn: Connection, *, number: str, last_name: str, asker: int, actor: audit.Actor, secret: bytes, now: datetime
) -> int | Refusal:
    """Who has a СНИЛС or a card of their own with this number and is called so; says nothing more of them.

    Both have to fit, and `asker` may try a few times an hour, so that nobody finds out who somebody is. Commit whatever
    the answer: a try is counted, and one that found nobody stands in the audit of the asker and of whose number it is.
    """
    if code_store.count_asked(conn, f"named:{asker}", now=now, since=now - _NAMED_SPAN) > _NAMED_MAX:
        return Refusal.ASKED_TOO_OFTEN
    try:
        holder = _holder_by(conn, number, secret=secret, now=now)
    except InvalidNumber:
        return Refusal.NUMBER_UNUSABLE
    kept = None if holder is None else name_store.read_last_name(conn, holder)
    if holder is None or kept is None or not is_same_name(kept, last_name):
        for resident in {asker, asker if holder is None else holder}:
            audit.record(
                conn,
                actor=actor,
                action="representative_not_found",
                subject=f"resident:{resident}",
                purpose="somebody is to shop for the resident who asks",
                details={},
                at=now,
            )
        return Refusal.PERSON_NOT_FOUND
    return holder


def _holder_by(conn: Connection, number: str, *, secret: bytes, now: datetime) -> int | None:
    if sum(one in _DIGITS for one in number) == _SNILS_DIGITS:
        found = resident_store.read_holders(conn, [Snils.parse(number).digits])
        return next((holder for holder, _ in found.values()), None)
    given = CardNumber.parse(number)
    hashed = card_hash(secret=secret, card=given)
    card = store.read_cards(conn, [hashed]).get(hashed)
    is_own = card is not None and card.representation is None and card.is_good(now=now)
    return card.holder if card is not None and is_own and not is_sheet_number(given) else None


def end_representation(
    conn: Connection, *, representation: UUID, actor: audit.Actor, now: datetime, reason: str
) -> Ended | Refusal:
    """Let nobody shop by a representation any more: its cards are blocked for good. Again: nothing changes.

    Its dates stay as they were recorded; only a card given anew would make it good again. `reason` goes into the audit
    as it is: no names and numbers of people, please.
    """
    found = find_representation(conn, representation=representation)
    if found is None:
        return Refusal.REPRESENTATION_UNKNOWN
    done = Ended(found, store.block_cards_of_representation(conn, representation))
    if done.cards:
        audit.record(
            conn,
            actor=actor,
            action="representation_ended",
            subject=f"resident:{found.represented}",
            purpose=reason,
            details={"representation": str(representation), "cards": done.cards},
            at=now,
        )
    return done
