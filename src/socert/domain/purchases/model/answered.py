"""What a till is answered: the shapes of API v1, encoded once and stored byte for byte."""

from datetime import date, datetime

import msgspec

from socert.domain.purchases.model.reasons import SENTENCES, Reason


class Words(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    ru: str
    en: str


class ReasonAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why not, as a stable code and a sentence; `category` names the denied category where one was."""

    code: str
    text: Words
    category: str | None = None


class PartAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one allowance pays of a line; `quantity` where it pays the line alone, `units` where items are used up."""

    certificate: str
    allowance: str
    amount: int
    quantity: str | None = None
    units: int | None = None


class LineAnswer(msgspec.Struct, frozen=True):
    """How a line was decided."""

    position: int
    outcome: str
    covered: int
    own_money: int
    reason: ReasonAnswer | None
    parts: list[PartAnswer]


class CaptureMade(msgspec.Struct, frozen=True):
    """A capture of an authorisation, kopecks."""

    id: str
    amount: int


class BalanceAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An allowance this till may see; `valid_through` is its last day.

    `reason` says why it cannot be spent at this moment: blocked, not started, ended; absent when it can.
    """

    certificate: str
    allowance: str
    available: int
    held: int
    valid_through: date
    reason: str | None = None


class AuthorisationAnswer(msgspec.Struct, frozen=True):
    """The answer to an authorisation."""

    id: str
    outcome: str
    covered: int
    own_money: int
    expires_at: datetime | None
    captures: list[CaptureMade]
    lines: list[LineAnswer]
    balances: list[BalanceAnswer]
    reason: ReasonAnswer | None = None


class MovementAnswer(msgspec.Struct, frozen=True):
    """The answer to a capture or a void: what was taken or given back, kopecks."""

    id: str
    authorisation: str | None
    outcome: str
    amount: int
    reason: ReasonAnswer | None
    balances: list[BalanceAnswer]


def _explain(reason: Reason) -> ReasonAnswer:
    words = SENTENCES[reason]
    return ReasonAnswer(code=reason.value, text=Words(ru=words.ru, en=words.en))


#: One ready answer a reason.
REASON_ANSWERS: dict[Reason, ReasonAnswer] = {reason: _explain(reason) for reason in Reason}


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
CARRIER_DIFFERS = Refused("carrier_differs")
KEY_REVOKED = Refused("key_not_accepted")

AnsweredTo = Stored | Refused
"""What a till's question ends in."""
