"""Budgets: whose money a programme may reserve, and how much of it; nothing is issued beyond.

What it promises: what is reserved never passes the limit, however many issue at once; every kopeck of a limit stands in
the ledger as a posting from its source.
"""

from socert.domain.budgets.actions import (
    UnableToRelease,
    appropriate,
    register_sources,
    release,
    reserve,
    sources,
    stages,
)
from socert.domain.budgets.model import Appropriated, BudgetRefusal, Refused, Source, Stage

__all__ = [
    "Appropriated",
    "BudgetRefusal",
    "Refused",
    "Source",
    "Stage",
    "UnableToRelease",
    "appropriate",
    "register_sources",
    "release",
    "reserve",
    "sources",
    "stages",
]
