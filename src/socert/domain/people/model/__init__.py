"""Residents, cards, representations, and why something about them is refused."""

from socert.domain.people.model.card import Card, CardStatus, CarrierKind, LinkedCards, NewCard, RefusedCard, Sheet
from socert.domain.people.model.refusal import Refusal
from socert.domain.people.model.representation import Ended, Representation, Representative
from socert.domain.people.model.resident import Erased, NewResident, Registered, Resident, Standing, UnusableName

__all__ = [
    "Card",
    "CardStatus",
    "CarrierKind",
    "Ended",
    "Erased",
    "LinkedCards",
    "NewCard",
    "NewResident",
    "Refusal",
    "RefusedCard",
    "Registered",
    "Representation",
    "Representative",
    "Resident",
    "Sheet",
    "Standing",
    "UnusableName",
]
