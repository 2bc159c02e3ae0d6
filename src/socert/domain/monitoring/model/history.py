"""Rows of history as they are read back."""

from typing import NamedTuple, TypeAlias

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
