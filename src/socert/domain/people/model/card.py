"""What opens a resident: a social card or a printed sheet as a keyed hash and last four digits, or a phone's QR."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from socert.domain.people.model.refusal import Refusal
from socert.values import CardNumber


class CarrierKind(StrEnum):
    """How certificates are presented. The values are stored, and stand in programmes and in what tills send."""

    CARD = "card"
    QR = "qr"
    PAPER = "paper"


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
    """A linked card, a printed sheet, or what the QR of a phone stands for, which has no last digits."""

    hash: UUID
    holder: int
    lane: int
    last_four: str
    status: CardStatus
    representation: UUID | None
    valid_from: datetime
    valid_until: datetime | None
    kind: CarrierKind = CarrierKind.CARD

    def is_good(self, *, now: datetime) -> bool:
        """Whether it opens its holder at this instant."""
        is_over = self.valid_until is not None and self.valid_until <= now
        return self.status is CardStatus.ACTIVE and self.valid_from <= now and not is_over


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be printed: its number, which is kept nowhere, and what is kept."""

    number: CardNumber
    card: Card


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
