"""What a till is answered: the shapes of API v1, encoded once and stored byte for byte."""

from datetime import date, datetime

import msgspec

from socert.domain.purchases.model.reasons import SENTENCES, WANTED_SENTENCES, Reason, Wanted


class Words(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    ru: str
    en: str


class ReasonAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why not, as a stable code and a sentence.

    `category` names the denied category where one was, `confirmation` what the buyer is asked
    for: `pin`, `code` or `pin_and_code`.
    """

    code: str
    text: Words
    category: str | None = None
    confirmation: str | None = None


class PartAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one allowance pays of a line; `quantity` where it pays the line alone, `units` where it is an item's."""

    certificate: str
    allowance: str
    amount: int
    quantity: str | None = None
    units: int = 0


class LineAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a line was decided; `quantity` is the till's own.

    `waived` is what the shop forgoes where a programme pays no more than its cap.
    """

    position: int
    outcome: str
    covered: int
    own_money: int
    reason: ReasonAnswer | None
    parts: list[PartAnswer]
    quantity: str = "0"
    waived: int = 0


class CaptureMade(msgspec.Struct, frozen=True):
    """A capture of an authorisation, kopecks."""

    id: str
    amount: int


class BalanceAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An allowance this till may see; `valid_through` is its last day, `units` what is left of an item's.

    `reason` says why it cannot be spent at this moment: blocked, not started, ended; absent when it can.
    """

    certificate: str
    allowance: str
    available: int
    held: int
    valid_through: date
    units: int | None = None
    reason: str | None = None


class AuthorisationAnswer(msgspec.Struct, frozen=True):
    """The answer to an authorisation; `optimal` is said only where the split may not be the best there is."""

    id: str
    outcome: str
    covered: int
    own_money: int
    expires_at: datetime | None
    captures: list[CaptureMade]
    lines: list[LineAnswer]
    balances: list[BalanceAnswer]
    reason: ReasonAnswer | None = None
    optimal: bool | msgspec.UnsetType = msgspec.UNSET


class MovedLineAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Some of a receipt line that was taken or given back: its amount, who bears how much of it, kopecks."""

    position: int
    quantity: str
    amount: int
    covered: int
    own_money: int
    parts: list[PartAnswer]
    reason: ReasonAnswer | None = None


class MovementAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to a capture or a void: what certificates gave or got back, kopecks; `lines` of a capture in parts."""

    id: str
    authorisation: str | None
    outcome: str
    amount: int
    reason: ReasonAnswer | None
    balances: list[BalanceAnswer]
    lines: list[MovedLineAnswer] = []


class RefundAnswer(msgspec.Struct, frozen=True):
    """The answer to a refund, kopecks: what goes back to certificates and what own money the shop gives back.

    The certificates' part is never cash. An approved refund has a reason where that part went back to the budget.
    """

    id: str
    capture: str
    authorisation: str
    outcome: str
    covered: int
    own_money: int
    lines: list[MovedLineAnswer]
    reason: ReasonAnswer | None
    balances: list[BalanceAnswer]


def _explain(reason: Reason) -> ReasonAnswer:
    words = SENTENCES[reason]
    return ReasonAnswer(code=reason.value, text=Words(ru=words.ru, en=words.en))


#: One ready answer a reason.
REASON_ANSWERS: dict[Reason, ReasonAnswer] = {reason: _explain(reason) for reason in Reason}


def explain_wanted(wanted: Wanted) -> ReasonAnswer:
    """The answer where the buyer has to confirm: how."""
    words = WANTED_SENTENCES[wanted]
    code = Reason.CONFIRMATION_REQUIRED.value
    return ReasonAnswer(code=code, text=Words(ru=words.ru, en=words.en), confirmation=wanted.value)


def explain_denied(category: str) -> ReasonAnswer:
    """The answer for a denied category, which it names."""
    plain = REASON_ANSWERS[Reason.CATEGORY_DENIED]
    return ReasonAnswer(code=plain.code, text=plain.text, category=category)


class Stored(msgspec.Struct, frozen=True):
    """An answer that stands in the ledger: new, or the same bytes as the first time."""

    body: str
    is_replay: bool


class Refused(msgspec.Struct, frozen=True):
    """A request that was not decided at all and left no trace."""

    code: str


KEY_REUSED = Refused("idempotency_key_reused")
NOT_FOUND = Refused("authorisation_not_found")
CAPTURE_NOT_FOUND = Refused("capture_not_found")
CARRIER_DIFFERS = Refused("carrier_differs")
KEY_REVOKED = Refused("key_not_accepted")

AnsweredTo = Stored | Refused
"""What a till's question ends in."""
