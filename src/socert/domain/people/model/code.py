"""A one-time code: how long it lives, how often it may be tried and asked for, what a try ends in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

CODE_DIGITS = 6
#: The doors of the throttle at which residents sign in: asking for a code, entering it.
SIGN_IN_DOORS = ("resident-code", "resident")
CODE_LIFE = timedelta(minutes=5)
#: How often a code may be given wrong before another one has to be asked for.
CODE_TRIES_MAX = 5
#: Within this time a card is sent so many codes at most, and a till may ask for so many.
LIMIT_SPAN = timedelta(hours=1)
CODES_OF_A_CARD_MAX = 5
CODES_OF_A_TILL_MAX = 120
#: A browser may ask for so many codes to sign in, whatever the card.
CODES_OF_A_BROWSER_MAX = 12
#: Of them so many for one card.
CODES_TO_SIGN_IN_MAX = 6

#: Where a code for a purchase may be given: at any till.
NO_BROWSER = UUID(int=0)


class CodePurpose(StrEnum):
    """What a code is for; a code for one thing never passes for the other. The values are stored."""

    PURCHASE = "purchase"
    SIGN_IN = "sign_in"


class CodeTry(StrEnum):
    """What a code that was given turned out to be."""

    RIGHT = "right"
    WRONG = "wrong"
    BLOCKED = "blocked"
    NOT_SET = "not_set"
    EXPIRED = "expired"
    USED = "used"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class CodePlace:
    """Where a code may be given: a card's code for purchases at any till, its code to sign in at one browser only."""

    card: UUID
    purpose: CodePurpose = CodePurpose.PURCHASE
    browser: UUID = NO_BROWSER


@dataclass(frozen=True, slots=True)
class AskingTill:
    """A till that asks for a code, for a purchase."""

    till: int

    def place(self, card: UUID) -> CodePlace:
        """Where the code may be given."""
        return CodePlace(card)

    def limits(self, card: UUID) -> tuple[tuple[str, int], ...]:
        """What counts, and how often it may be asked in an hour; the asker first."""
        return (f"till:{self.till}", CODES_OF_A_TILL_MAX), (f"card:{card}", CODES_OF_A_CARD_MAX)


@dataclass(frozen=True, slots=True)
class AskingBrowser:
    """A browser that asks for a code, to sign in.

    It is counted apart from tills and from other browsers: nobody else uses up somebody's codes. How many strangers'
    browsers may ask for in all is for `access` to bound.
    """

    browser: UUID

    def place(self, card: UUID) -> CodePlace:
        """Where the code may be given."""
        return CodePlace(card, CodePurpose.SIGN_IN, self.browser)

    def limits(self, card: UUID) -> tuple[tuple[str, int], ...]:
        """What counts, and how often it may be asked in an hour; the asker first."""
        return (
            (f"browser:{self.browser}", CODES_OF_A_BROWSER_MAX),
            (f"sign-in:{card}:{self.browser}", CODES_TO_SIGN_IN_MAX),
        )

    def tries(self, card: UUID) -> str:
        """What counts the tries at this browser, whether or not the card opens anybody."""
        return f"tries:{card}:{self.browser}"


Asker = AskingTill | AskingBrowser


@dataclass(frozen=True, slots=True)
class CodeHash:
    """A code as it is kept: keyed hash with a salt of its own; `used_by` is the purchase it is used up by."""

    place: CodePlace
    salt: bytes
    digest: bytes
    expires_at: datetime
    tries: int = 0
    used_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class TriedToSignIn:
    """What a code to sign in turned out to be, and how often the code sent may still be tried."""

    outcome: CodeTry
    tries_left: int


@dataclass(frozen=True, slots=True)
class Reached:
    """Who carries a card, and where they are reached; None where that is not known."""

    holder: int
    phone: str | None
