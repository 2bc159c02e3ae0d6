"""What a verification found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, int], None]
"""Told which check is at work and how many rows it has seen so far."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: how many rows it looked at, and the first one that is not as it must be."""

    name: str
    rows: int
    first_bad: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """What all checks found."""

    checks: tuple[Check, ...]

    @property
    def rows(self) -> int:
        """Rows looked at, all checks together."""
        return sum(check.rows for check in self.checks)

    @property
    def first_bad(self) -> str | None:
        """The first bad row of the first check that failed; None when all passed."""
        return next((check.first_bad for check in self.checks if check.first_bad is not None), None)

    @property
    def passed(self) -> bool:
        """Whether everything is as it must be."""
        return self.first_bad is None
