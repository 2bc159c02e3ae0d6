"""Register residents, link and block their cards, let them be represented, erase who they are."""

from socert.domain.people.actions.cards import (
    block_card,
    card_to_sign_in,
    cards_of,
    find_card,
    link_cards,
    take_away_card,
)
from socert.domain.people.actions.carriers import NoNumberLeft, find_sheet, make_sheet, own_carriers, qr_token
from socert.domain.people.actions.codes import (
    forget_old_codes,
    is_reachable,
    release_code,
    send_code,
    try_code,
    try_sign_in_code,
)
from socert.domain.people.actions.contacts import set_contact
from socert.domain.people.actions.pins import begin_pin_try, end_pin_try, judge_pin_try, set_pin, unblock_pin
from socert.domain.people.actions.representing import (
    end_representation,
    find_named,
    find_representation,
    represent,
    representatives_of,
)
from socert.domain.people.actions.residents import (
    district_of,
    erase,
    find_by_snils,
    find_holders,
    find_resident,
    hold_standings,
    register,
)

__all__ = [
    "NoNumberLeft",
    "begin_pin_try",
    "block_card",
    "card_to_sign_in",
    "cards_of",
    "district_of",
    "end_pin_try",
    "end_representation",
    "erase",
    "find_by_snils",
    "find_card",
    "find_holders",
    "find_named",
    "find_representation",
    "find_resident",
    "find_sheet",
    "forget_old_codes",
    "hold_standings",
    "is_reachable",
    "judge_pin_try",
    "link_cards",
    "make_sheet",
    "own_carriers",
    "qr_token",
    "register",
    "release_code",
    "represent",
    "representatives_of",
    "send_code",
    "set_contact",
    "set_pin",
    "take_away_card",
    "try_code",
    "try_sign_in_code",
    "unblock_pin",
]
