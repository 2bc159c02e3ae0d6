"""Register residents, link and block their cards, let them be represented, erase who they are."""

from socert.domain.people.actions.cards import block_card, cards_of, find_card, link_cards
from socert.domain.people.actions.representing import end_representation, find_representation, represent
from socert.domain.people.actions.residents import erase, find_by_snils, find_holders, hold_standings, register

__all__ = [
    "block_card",
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
