"""How many allowances a basket may be tried with, and the order in which they are used."""

from collections.abc import Sequence
from typing import Any

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.model.reasons import Reason

#: More than this is refused, not tried: a person's card never opens so many, and the time at a till is bounded.
LINES_MAX = 300
CERTIFICATES_MAX = 8
ALLOWANCES_MAX = 16


def order_of_use(pot: Pot) -> tuple[Any, ...]:
    """Key to sort by: soonest to end first, then the narrower allowance, then by certificate and allowance."""
    return pot.ends_at, pot.rule.breadth, pot.certificate, pot.rule.id


def too_many(pots: Sequence[Pot]) -> Reason | None:
    """Why so many allowances are not tried at all, if they are too many; those that are spent do not count."""
    if len(pots) <= CERTIFICATES_MAX:
        return None
    paying = [pot for pot in pots if pot.has_something]
    if len({pot.certificate for pot in paying}) > CERTIFICATES_MAX:
        return Reason.TOO_MANY_CERTIFICATES
    return Reason.TOO_MANY_ALLOWANCES if len(paying) > ALLOWANCES_MAX else None
