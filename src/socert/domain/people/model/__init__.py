"""Residents, cards, representations, and why something about them is refused."""

from socert.domain.people.model.card import Card, CardStatus, LinkedCards, NewCard, RefusedCard
from socert.domain.people.model.refusal import Refusal
from socert.domain.people.model.representation import Ended, Representation
from socert.domain.people.model.resident import Erased, NewResident, Registered, Resident, Standing, UnusableName

__all__ = [
    "Card",
    "CardStatus",
    "Ended",
    "Erased",
    "LinkedCards",
    "NewCard",
    "NewResident",
    "Refusal",
    "RefusedCard",
    "Registered",
    "Representation",
    "Resident",
    "Standing",
    "UnusableName",
]
