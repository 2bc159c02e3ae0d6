"""What of a card number is kept, and which cards may be linked. Pure."""

import re
from collections.abc import Mapping
from hashlib import blake2b, scrypt
from uuid import UUID

from socert.domain.people.model import Card, CardStatus, NewCard, Refusal, Representation, Standing
from socert.domain.people.model.code import CodePlace, CodePurpose
from socert.values import CardNumber, Text

_HASH_BYTES = 16
_LAST_FOUR_LENGTH = 4
_PURPOSE_CARD = b"socert card"
_PURPOSE_CHECK = b"socert card key"
_PURPOSE_CODE = b"socert code"
_PURPOSE_SIGN_IN = b"socert sign-in"

#: A PIN has few digits, so each guess must cost: some 50 ms and 16 MiB.
_SCRYPT_ROUNDS = 2**14
_SCRYPT_BLOCKS = 8
SALT_BYTES = 16
_PIN_DIGITS = range(4, 9)

_PHONE = re.compile(r"\+[0-9]{10,15}")
_RUSSIAN_PHONE = re.compile(r"8[0-9]{10}")
_PHONE_SPACING = re.compile(r"[ ()\u00a0-]")


class UnusableCardSecret(ValueError):
    """The secret of the card hashes is empty or longer than BLAKE2b takes."""


def card_hash(*, secret: bytes, card: CardNumber) -> UUID:
    """The keyed hash (BLAKE2b) by which a card is known; without the secret nobody can find the number by trying.

    Args:
        secret: the installation's card key, 1 to 64 bytes.
        card: the number.

    Raises:
        UnusableCardSecret: the secret is empty or too long.
    """
    return UUID(bytes=_keyed(secret, purpose=_PURPOSE_CARD, message=card.digits.encode("ascii")))


def card_key_check(secret: bytes) -> bytes:
    """What an installation keeps to tell a wrong card key from the right one; 16 bytes, says nothing of the key.

    Raises:
        UnusableCardSecret: the secret is empty or too long.
    """
    return _keyed(secret, purpose=_PURPOSE_CHECK, message=b"")


def is_a_pin(text: str) -> bool:
    """Whether a text is 4 to 8 digits."""
    return len(text) in _PIN_DIGITS and text.isascii() and text.isdigit()


def pin_digest(pin: str, *, salt: bytes) -> bytes:
    """What is kept of a PIN: scrypt, slow on purpose."""
    return scrypt(pin.encode("ascii", "replace"), salt=salt, n=_SCRYPT_ROUNDS, r=_SCRYPT_BLOCKS, p=1, dklen=32)


def code_digest(code: str, *, secret: bytes, place: CodePlace, salt: bytes) -> bytes:
    """What is kept of a one-time code: a hash keyed with the card key, as a million codes are soon tried; 16 bytes.

    It is a hash of where the code may be given as well, so that moved elsewhere it fits no code.
    """
    message = place.card.bytes + salt + code.encode()
    if place.purpose is CodePurpose.PURCHASE:
        return _keyed(secret, purpose=_PURPOSE_CODE, message=message)
    return _keyed(secret, purpose=_PURPOSE_SIGN_IN, message=place.browser.bytes + message)


def code_message(code: str, *, purpose: CodePurpose) -> Text:
    """What the carrier of a card is told."""
    if purpose is CodePurpose.SIGN_IN:
        return Text(
            ru=f"Код для входа: {code}. Действует 5 минут. Не называйте его никому. Если вы не входите, ничего не "
            "делайте.",
            en=f"Code to sign in: {code}. Good for 5 minutes. Tell nobody. If you are not signing in, do nothing.",
        )
    return Text(
        ru=f"Код подтверждения покупки: {code}. Действует 5 минут. Если вы ничего не покупаете, не называйте его.",
        en=f"Code to confirm your purchase: {code}. Good for 5 minutes. If you are buying nothing, tell nobody.",
    )


def phone_of(text: str) -> str | None:
    """A phone as it is kept, such as +79990001122; None when unusable. Spaces, brackets, a Russian 8 are understood."""
    digits = _PHONE_SPACING.sub("", text.strip())
    if _RUSSIAN_PHONE.fullmatch(digits):
        digits = f"+7{digits[1:]}"
    return digits if _PHONE.fullmatch(digits) else None


def _keyed(secret: bytes, *, purpose: bytes, message: bytes) -> bytes:
    if not 1 <= len(secret) <= blake2b.MAX_KEY_SIZE:
        raise UnusableCardSecret(f"The card key has to have 1 to {blake2b.MAX_KEY_SIZE} bytes, not {len(secret)}.")
    return blake2b(message, key=secret, person=purpose, digest_size=_HASH_BYTES).digest()


def refusal_of(
    card: NewCard, *, residents: Mapping[int, Standing], representations: Mapping[UUID, Representation]
) -> Refusal | None:
    """Why a card cannot be linked, whatever cards there are already; None when it can."""
    if not (len(card.last_four) == _LAST_FOUR_LENGTH and card.last_four.isascii() and card.last_four.isdigit()):
        return Refusal.LAST_FOUR_UNUSABLE
    if card.valid_until is not None and card.valid_until <= card.valid_from:
        return Refusal.DATES_REVERSED
    refusal = _refusal_of_holder(residents.get(card.holder))
    if refusal is not None or card.representation is None:
        return refusal
    representation = representations.get(card.representation)
    if representation is None:
        return Refusal.REPRESENTATION_UNKNOWN
    return _refusal_by_right(card, representation, residents=residents)


def _refusal_of_holder(resident: Standing | None) -> Refusal | None:
    if resident is None:
        return Refusal.RESIDENT_UNKNOWN
    return Refusal.RESIDENT_ERASED if resident.is_erased else None


def _refusal_by_right(
    card: NewCard, representation: Representation, *, residents: Mapping[int, Standing]
) -> Refusal | None:
    if representation.represented != card.holder:
        return Refusal.REPRESENTS_SOMEBODY_ELSE
    if card.valid_until is None or not (
        representation.valid_from <= card.valid_from and card.valid_until <= representation.valid_until
    ):
        return Refusal.DATES_BEYOND_REPRESENTATION
    return _refusal_of_holder(residents.get(representation.representative))


def refusal_beside(card: NewCard, existing: Card) -> Refusal | None:
    """Why a card cannot be linked when its hash is linked already; None when it is linked just so."""
    if existing.holder != card.holder:
        return Refusal.CARD_LINKED_ELSEWHERE
    if existing.status is CardStatus.BLOCKED:
        return Refusal.CARD_BLOCKED
    given = (card.representation, card.valid_from, card.valid_until, card.last_four)
    kept = (existing.representation, existing.valid_from, existing.valid_until, existing.last_four)
    return None if given == kept else Refusal.CARD_LINKED_OTHERWISE


def refusal_of_representation(representation: Representation, *, residents: Mapping[int, Standing]) -> Refusal | None:
    """Why somebody cannot represent somebody; None when they can."""
    if representation.representative == representation.represented:
        return Refusal.REPRESENTS_THEMSELVES
    if representation.valid_until <= representation.valid_from:
        return Refusal.DATES_REVERSED
    for holder in (representation.representative, representation.represented):
        refusal = _refusal_of_holder(residents.get(holder))
        if refusal is not None:
            return refusal
    return None
