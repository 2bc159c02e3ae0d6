"""What may pay: an allowance of a certificate with what is left in it, and the order in which allowances are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from socert.domain.purchases.model.allowances import AllowanceKind, AllowanceRule, OwnMoney
from socert.domain.purchases.model.reasons import Reason

#: More than this is refused, not tried: a person's card never opens so many, and the time at a till is bounded.
LINES_MAX = 300
CERTIFICATES_MAX = 8
ALLOWANCES_MAX = 16


@dataclass(frozen=True, slots=True)
class Pot:
    """An allowance that may pay now.

    `available` is kopecks for points and a discount (what is left of its ceiling); `units` is what is left of items.
    `ends_at` is the first instant at which the certificate can no longer pay.
    """

    certificate: UUID | str
    ends_at: datetime
    rule: AllowanceRule
    available: int = 0
    units: int = 0

    @property
    def kind(self) -> AllowanceKind:
        """What it gives."""
        return self.rule.kind

    @property
    def is_strict(self) -> bool:
        """Whether it pays only into lines that end without own money."""
        return self.rule.own_money is OwnMoney.FORBIDDEN and self.kind is not AllowanceKind.DISCOUNT

    @property
    def is_plain(self) -> bool:
        """Whether it is points that may stand beside own money: what needs no search."""
        return self.rule.kind is AllowanceKind.POINTS and self.rule.own_money is OwnMoney.ALLOWED

    @property
    def has_something(self) -> bool:
        """Whether anything is left in it."""
        return (self.units if self.rule.kind is AllowanceKind.ITEMS else self.available) > 0


def order_of_use(pot: Pot) -> tuple[Any, ...]:
    """Key to sort by: soonest to end first, then the narrower allowance, then by certificate and allowance."""
    return pot.ends_at, pot.rule.breadth, pot.certificate, pot.rule.id


def too_many(pots: Sequence[Pot]) -> Reason | None:
    """Why so many allowances are not tried at all, if they are too many."""
    if len(pots) <= CERTIFICATES_MAX:
        return None
    if len({pot.certificate for pot in pots}) > CERTIFICATES_MAX:
        return Reason.TOO_MANY_CERTIFICATES
    return Reason.TOO_MANY_ALLOWANCES if len(pots) > ALLOWANCES_MAX else None
