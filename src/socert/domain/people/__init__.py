"""Residents, the cards that open them, and who may shop for whom.

What it promises: one СНИЛС is one person, whoever registers them at once; a card opens exactly one resident; who
somebody is lies beside the ledger, which knows a random number only, and can be erased (152-ФЗ) without touching it.
"""

from socert.domain.people.actions import (
    block_card,
    cards_of,
    end_representation,
    erase,
    find_by_snils,
    find_card,
    find_holders,
    find_representation,
    hold_standings,
    link_cards,
    register,
    represent,
)
from socert.domain.people.model import (
    Card,
    CardStatus,
    Ended,
    Erased,
    LinkedCards,
    NewCard,
    NewResident,
    Refusal,
    RefusedCard,
    Registered,
    Representation,
    Resident,
    Standing,
    UnusableName,
)
from socert.domain.people.rules import UnusableCardSecret, card_hash, card_key_check

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
    "UnusableCardSecret",
    "UnusableName",
    "block_card",
    "card_hash",
    "card_key_check",
    "cards_of",
    "end_representation",
    "erase",
    "find_by_snils",
    "find_card",
    "find_holders",
    "find_representation",
    "hold_standings",
    "link_cards",
    "register",
    "represent",
]
