"""What a verification found, what the books say, and rows of history as they are read back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

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


@dataclass(frozen=True, slots=True)
class MerchantBooks:
    """What became of a merchant's sales, kopecks: owed by claims, and paid."""

    merchant: int
    inn: str
    title_ru: str
    title_en: str
    claimed_kopecks: int
    paid_kopecks: int


@dataclass(frozen=True, slots=True)
class Books:
    """Where the money of all certificates went, kopecks.

    Own money is what buyers added to, or paid instead of, a certificate on receipts that were not cancelled. Lines are
    counted as the till was answered, those of cancelled receipts too.
    """

    people: int
    certificates_issued: int
    issued_kopecks: int
    captured_kopecks: int
    refunded_kopecks: int
    own_money_kopecks: int
    claimed_kopecks: int
    paid_kopecks: int
    returned_to_source_kopecks: int
    lines_not_covered: Mapping[str, int]
    lines_denied: Mapping[str, int]
    weeks: tuple[str, ...]
    merchants: tuple[MerchantBooks, ...]

    @property
    def unaccounted_kopecks(self) -> int:
        """Issued and neither claimed nor returned: nothing, once everything has ended and is cleared."""
        return self.issued_kopecks - self.claimed_kopecks - self.returned_to_source_kopecks


#: Microseconds since 1970 in UTC. The database knows instants, and an altered row may hold one, that Python does not.
Microseconds: TypeAlias = int


class OperationRead(NamedTuple):
    """A row of `operation`; UUIDs as text."""

    id: str
    lane: int
    kind: int
    outcome: int
    merchant: int | None
    till: int | None
    holder: int | None
    parent: str | None
    total: int
    covered: int
    at: Microseconds
    till_at: Microseconds | None
    receipt: str | None
    key: str | None
    body: str | None
    writer: int
    batch: int
    place: int
    answer: str
    digest: bytes


class PostingRead(NamedTuple):
    """A row of `posting`."""

    operation: str
    place: int
    lane: int
    debit: int
    credit: int
    amount: int
    at: Microseconds


class LineRead(NamedTuple):
    """A row of `receipt_line`."""

    operation: str
    position: int
    gtin: int | None
    article: str | None
    name: str
    category: int | None
    quantity: int
    price: int
    discount: int
    amount: int
    covered: int
    reason: str | None
    denied: int | None
    accounts: list[int]
    amounts: list[int]
    lane: int
    at: Microseconds


class MovedLineRead(NamedTuple):
    """A row of `movement_line`."""

    operation: str
    position: int
    capture: str
    quantity: int
    amount: int
    accounts: list[int]
    amounts: list[int]
    authorisation: str
    lane: int
    at: Microseconds


class HoldRead(NamedTuple):
    """A row of `hold`, as far as it was written with its authorisation."""

    operation: str
    holder: int
    account: int
    amount: int
    expires_at: Microseconds
    lane: int


class OpeningRead(NamedTuple):
    """An account as it was opened by an issue."""

    operation: str
    holder: int
    id: int
    lane: int
    certificate: str
    version: int
    slot: int
    valid_from: Microseconds
    valid_until: Microseconds
    issued: int


class ColdAccountRead(NamedTuple):
    """A row of `ledger_account`."""

    id: int
    kind: str
    source: int | None
    appropriation: int | None
    merchant: int | None
    lane: int | None


class BatchRead(NamedTuple):
    """A row of `batch`."""

    lane: int
    writer: int
    seq: int
    at: Microseconds
    operations: int
    chain: bytes


class ChainedRead(NamedTuple):
    """What a batch chains of an operation."""

    lane: int
    writer: int
    batch: int
    place: int
    id: str
    at: Microseconds
    digest: bytes
