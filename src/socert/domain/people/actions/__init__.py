"""Register residents, link and block their cards, let them be represented, erase who they are."""

from socert.domain.people.actions.cards import block_card, cards_of, find_card, link_cards
from socert.domain.people.actions.representing import represent
from socert.domain.people.actions.residents import erase, find_by_snils, find_holders, register

__all__ = [
    "block_card",
    "cards_of",
    "erase",
    "find_by_snils",
    "find_card",
    "find_holders",
    "link_cards",
    "register",
    "represent",
]
