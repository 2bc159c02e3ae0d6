"""A social card as we keep it: a keyed hash and the last four digits; it opens exactly one resident."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from uuid import UUID

from socert.domain.people.model.refusal import Refusal


class CardStatus(IntEnum):
    """What a card may do. The numbers are stored; never renumber."""

    ACTIVE = 1
    BLOCKED = 2


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to be linked to `holder`, whom it opens.

    A representative's card opens the represented person: `holder` is the represented one, `representation` says by
    which right, and the dates lie within that right's. Without `valid_until` a card is good until it is blocked.
    """

    hash: UUID
    last_four: str
    holder: int
    representation: UUID | None
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """A linked card."""

    hash: UUID
    holder: int
    lane: int
    last_four: str
    status: CardStatus
    representation: UUID | None
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class RefusedCard:
    """A card that was not linked: its place in the list, from 0, and why."""

    place: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class LinkedCards:
    """What became of a list of cards: linked + unchanged + refused are all of it."""

    linked: int
    unchanged: int
    refused: tuple[RefusedCard, ...]
