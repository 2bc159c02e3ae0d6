"""Monitoring: read-only questions across rooms. Does everything add up, was anything altered, where did money go?

What it promises: nothing is written; `verify` derives every balance again from the postings, recomputes every digest
and chain, and names the first bad row of each check that fails (docs/ledger.md).
"""

from socert.domain.monitoring.actions.bookkeeping import books
from socert.domain.monitoring.actions.refusals import refused_goods
from socert.domain.monitoring.actions.verifying import verify
from socert.domain.monitoring.model import Books, Check, MerchantBooks, Progress, Verification

__all__ = [
    "Books",
    "Check",
    "MerchantBooks",
    "Progress",
    "Verification",
    "books",
    "refused_goods",
    "verify",
]
