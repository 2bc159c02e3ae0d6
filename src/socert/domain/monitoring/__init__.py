"""Monitoring: read-only questions across rooms. Does everything add up, was anything altered, where did money go?

What it promises: nothing is written; `verify` derives every balance again from the postings, recomputes every digest
and chain, and names the first bad row of each check that fails (docs/ledger.md).
"""

from socert.domain.monitoring.actions.bookkeeping import books
from socert.domain.monitoring.actions.stating import (
    AllowanceBalance,
    StatementEvent,
    StatementLine,
    balances_of,
    statement_of,
)
from socert.domain.monitoring.actions.verifying import verify
from socert.domain.monitoring.model import (
    Books,
    Check,
    MerchantBooks,
    Progress,
    Verification,
)

__all__ = [
    "AllowanceBalance",
    "Books",
    "Check",
    "MerchantBooks",
    "Progress",
    "StatementEvent",
    "StatementLine",
    "Verification",
    "balances_of",
    "books",
    "statement_of",
    "verify",
]
