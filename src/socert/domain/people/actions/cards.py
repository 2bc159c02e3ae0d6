"""Link cards to residents, block and find them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain import access, audit
from socert.domain.people.model import (
    Card,
    CardStatus,
    CarrierKind,
    LinkedCards,
    NewCard,
    Refusal,
    RefusedCard,
    Standing,
)
from socert.domain.people.model.code import SIGN_IN_DOORS
from socert.domain.people.rules import refusal_beside, refusal_of
from socert.domain.people.store import cards as store
from socert.domain.people.store import residents as resident_store

_CHUNK = 10_000
#: A card with its place in the list it came in.
_Placed = tuple[int, NewCard]


def link_cards(conn: Connection, *, cards: Sequence[NewCard], actor: audit.Actor, now: datetime) -> LinkedCards:
    """Link cards to the residents they open, hundreds of thousands at once; each succeeds or is refused alone.

    A card opens exactly one resident: linked elsewhere it is refused, linked just so it changes nothing.
    """
    # In the order of hashes, so that two lists linked at once never wait for each other in a ring.
    placed = sorted(enumerate(cards), key=lambda one: one[1].hash)
    linked = 0
    refused: list[RefusedCard] = []
    for start in range(0, len(placed), _CHUNK):
        count, refusals = _link(conn, placed[start : start + _CHUNK])
        linked += count
        refused += refusals
    if linked:
        audit.record(
            conn,
            actor=actor,
            action="cards_linked",
            subject="cards",
            purpose="cards of residents and their representatives",
            details={"linked": linked, "refused": len(refused)},
            at=now,
        )
    refused.sort(key=lambda one: one.place)
    return LinkedCards(linked, len(cards) - linked - len(refused), tuple(refused))


def _link(conn: Connection, placed: Sequence[_Placed]) -> tuple[int, list[RefusedCard]]:
    refusals, lanes = _judge(conn, [card for _, card in placed])
    refused = [RefusedCard(place, refusal) for (place, _), refusal in zip(placed, refusals, strict=True) if refusal]
    fit = [one for one, refusal in zip(placed, refusals, strict=True) if refusal is None]
    first: dict[UUID, _Placed] = {}
    for one in fit:
        first.setdefault(one[1].hash, one)
    wanted = [card for _, card in first.values()]
    fresh = store.insert_cards(conn, wanted, lanes=[lanes[card.holder].lane for card in wanted])
    others = [one for one in fit if one[1].hash not in fresh or first[one[1].hash] is not one]
    existing = store.read_cards(conn, [card.hash for _, card in others])
    for place, card in others:
        refusal = refusal_beside(card, existing[card.hash])
        if refusal is not None:
            refused.append(RefusedCard(place, refusal))
    return len(fresh), refused


def _judge(conn: Connection, cards: Sequence[NewCard]) -> tuple[list[Refusal | None], Mapping[int, Standing]]:
    rights = {card.representation for card in cards if card.representation is not None}
    representations = store.read_representations(conn, sorted(rights))
    holders = {card.holder for card in cards} | {one.representative for one in representations.values()}
    residents = resident_store.lock_standings(conn, sorted(holders))
    refusals = [refusal_of(card, residents=residents, representations=representations) for card in cards]
    return refusals, residents


def block_card(conn: Connection, *, card: UUID, actor: audit.Actor, now: datetime, reason: str) -> Card | Refusal:
    """Block a card for good, by its hash; it is then answered like an unknown one. Blocked already: nothing changes."""
    found = find_card(conn, card=card)
    if found is None:
        return Refusal.CARD_UNKNOWN
    blocked = replace(found, status=CardStatus.BLOCKED)
    if not store.block(conn, card):
        return blocked
    audit.record(
        conn,
        actor=actor,
        action="card_blocked",
        subject=f"resident:{found.holder}",
        purpose=reason,
        details={},
        at=now,
    )
    return blocked


def take_away_card(
    conn: Connection, *, card: UUID, secret: bytes, actor: audit.Actor, now: datetime, reason: str
) -> Card | Refusal:
    """Block a card that others say is lost, as `block_card` does; a resident's own one also signs them out everywhere.

    Whoever found it may have signed in with it, so browsers it was used at are strangers' again. A representative's
    card signs nobody in and ends no session.
    """
    done = block_card(conn, card=card, actor=actor, now=now, reason=reason)
    if isinstance(done, Card) and done.representation is None:
        access.close_sessions_of(conn, role=access.Role.RESIDENT, subject=done.holder)
        for door in SIGN_IN_DOORS:
            access.forget_devices(conn, door=door, whom=card.hex, secret=secret)
    return done


def find_card(conn: Connection, *, card: UUID) -> Card | None:
    """A card by its hash, also a blocked one; None when it was never linked or its resident was erased."""
    return store.read_cards(conn, [card]).get(card)


def card_to_sign_in(conn: Connection, *, card: UUID, now: datetime) -> Card | Refusal | None:
    """A resident's own card that is good now and signs them in; why it does not; None where it opens nobody."""
    found = find_card(conn, card=card)
    if found is None:
        return None
    if found.kind is not CarrierKind.CARD:
        return Refusal.SHEET_SIGNS_NOBODY_IN
    if found.status is CardStatus.BLOCKED:
        return Refusal.CARD_BLOCKED
    if found.representation is not None:
        return Refusal.CARD_IS_A_REPRESENTATIVES
    return found if found.is_good(now=now) else Refusal.CARD_NOT_VALID_NOW


def cards_of(conn: Connection, *, holder: int) -> list[Card]:
    """The cards that open a resident: their own and their representatives'."""
    return store.read_cards_of(conn, holder)
