"""The ledger: debits equal credits, history is only added to, and every batch is chained to the one before.

What it promises: money moves only by postings; an account's counters are what its postings say; nothing is posted into
a closed period; an altered row is found (docs/ledger.md).
"""

from socert.domain.ledger.actions import (
    NoWriterLeft,
    PeriodIsClosed,
    claim_writer,
    close_through,
    closed_through,
    cold_account,
    count_as_returned,
    end_accounts,
    lock_office,
    open_accounts,
    opening_row,
    post,
    seal,
    set_status,
    take_account_numbers,
    unspent,
)
from socert.domain.ledger.model import (
    OFFICE_LANE,
    OFFICE_WRITER,
    AccountOpening,
    ColdAccount,
    Head,
    OfficeOperation,
    OperationKind,
    Outcome,
    Posting,
    UnspentBalance,
)
from socert.domain.ledger.rules import FIRST_CHAIN, OperationDigest, Row, chain_after, microseconds, operation_digest

__all__ = [
    "FIRST_CHAIN",
    "OFFICE_LANE",
    "OFFICE_WRITER",
    "AccountOpening",
    "ColdAccount",
    "Head",
    "NoWriterLeft",
    "OfficeOperation",
    "OperationDigest",
    "OperationKind",
    "Outcome",
    "PeriodIsClosed",
    "Posting",
    "Row",
    "UnspentBalance",
    "chain_after",
    "claim_writer",
    "close_through",
    "closed_through",
    "cold_account",
    "count_as_returned",
    "end_accounts",
    "lock_office",
    "microseconds",
    "open_accounts",
    "opening_row",
    "operation_digest",
    "post",
    "seal",
    "set_status",
    "take_account_numbers",
    "unspent",
]
