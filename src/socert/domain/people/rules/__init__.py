"""What of a number is kept, which cards may be linked, what a phone shows and a sheet carries. Pure."""

from socert.domain.people.rules.cards import (
    SALT_BYTES,
    UnusableCardSecret,
    card_hash,
    card_key_check,
    code_digest,
    code_message,
    is_a_pin,
    phone_of,
    pin_digest,
    refusal_beside,
    refusal_of,
    refusal_of_representation,
)
from socert.domain.people.rules.naming import is_same_name
from socert.domain.people.rules.sheets import SHEETS_AT_ONCE, begins_like_a_sheet, is_sheet_number, sheet_number
from socert.domain.people.rules.tokens import (
    TOKEN_LENGTH,
    QrShown,
    UnreadableToken,
    is_fresh,
    qr_shown,
    qr_token,
    read_qr_token,
    step_of,
)

__all__ = [
    "SALT_BYTES",
    "SHEETS_AT_ONCE",
    "TOKEN_LENGTH",
    "QrShown",
    "UnreadableToken",
    "UnusableCardSecret",
    "begins_like_a_sheet",
    "card_hash",
    "card_key_check",
    "code_digest",
    "code_message",
    "is_a_pin",
    "is_fresh",
    "is_same_name",
    "is_sheet_number",
    "phone_of",
    "pin_digest",
    "qr_shown",
    "qr_token",
    "read_qr_token",
    "refusal_beside",
    "refusal_of",
    "refusal_of_representation",
    "sheet_number",
    "step_of",
]
