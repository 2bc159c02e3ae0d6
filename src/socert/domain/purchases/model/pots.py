"""What may pay a basket: an allowance of a certificate with what is left in it and on what terms it gives."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec

from socert.domain.programmes import AllowanceKind
from socert.domain.purchases.model.known import AllowanceRule


def no_cap(category: int | None) -> int:
    """The cap of what has no items: nothing is paid by the unit."""
    del category
    return 0


class Pot(msgspec.Struct, frozen=True):
    """An allowance that may pay now; points without own money's restrictions unless more is said.

    `rule` names it and says which categories it pays for. `ends_at` is the first instant at which its certificate can
    no longer pay. `available` is kopecks: of points, and what is left of a discount's ceiling. `is_strict` points and
    items pay only into lines that end without own money. Items have `units` left, a cap per unit by category
    (`cap_for`, kopecks), `forgoes` where the shop and not the resident bears what a piece costs above the cap, and
    `choose`: the most units that the items of the certificate that carry a choice may give together. A discount gives
    `percent` of a line's amount. Services have nothing for a till.
    """

    certificate: UUID | str
    ends_at: datetime
    rule: AllowanceRule
    kind: AllowanceKind = AllowanceKind.POINTS
    available: int = 0
    is_strict: bool = False
    units: int = 0
    cap_for: Callable[[int | None], int] = no_cap
    forgoes: bool = False
    choose: int | None = None
    percent: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it is points that may stand beside own money: what needs no search."""
        return self.kind is AllowanceKind.POINTS and not self.is_strict

    @property
    def has_something(self) -> bool:
        """Whether anything is left in it."""
        return (self.units if self.kind is AllowanceKind.ITEMS else self.available) > 0
