"""Clearing: close a period, compute what every merchant is owed, hand out registers, note what was paid.

What it promises: nothing slips under a closed period; every posting to or from a merchant is in exactly one claim; a
claim is the sum of its lines, by funding source to the kopeck; a register shows receipt lines whose sum is the claim;
a claim is paid once. A claim of zero or less is kept, never paid, and carried into the merchant's next one.
"""

from socert.domain.clearing.actions.closing import ClaimsDiffer, close_period, expect_claims
from socert.domain.clearing.actions.looking import claims, find_period, period_sums, periods
from socert.domain.clearing.actions.paying import mark_paid
from socert.domain.clearing.actions.register_files import CsvFile, Sheet, XlsxFile
from socert.domain.clearing.actions.registers import PeriodNotClosed, RegisterDiffers, RegisterFile, registers
from socert.domain.clearing.model import (
    Claim,
    ClaimStatus,
    ClearingRefused,
    ClosedPeriod,
    ExpectedClaim,
    ExpectedPeriod,
    PeriodSums,
    SourceAmount,
)
from socert.domain.clearing.rules.wording import harmless, roubles

__all__ = [
    "Claim",
    "ClaimStatus",
    "ClaimsDiffer",
    "ClearingRefused",
    "ClosedPeriod",
    "CsvFile",
    "ExpectedClaim",
    "ExpectedPeriod",
    "PeriodNotClosed",
    "PeriodSums",
    "RegisterDiffers",
    "RegisterFile",
    "Sheet",
    "SourceAmount",
    "XlsxFile",
    "claims",
    "close_period",
    "expect_claims",
    "find_period",
    "harmless",
    "mark_paid",
    "period_sums",
    "periods",
    "registers",
    "roubles",
]
