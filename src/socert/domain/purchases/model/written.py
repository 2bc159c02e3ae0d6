"""What a batch writes: the rows `write_purchase_batch` reads, and the bundle that carries them."""

from datetime import datetime
from uuid import UUID

import msgspec

from socert.domain.purchases.model.known import MovedLine


class OperationRow(msgspec.Struct):
    """A row of `operation`; its digest, hexadecimal, is set when its place in the chain is known."""

    id: UUID
    kind: int
    outcome: int
    merchant: int | None
    till: int | None
    holder: int | None
    parent: UUID | None
    total: int
    covered: int
    till_at: datetime | None
    receipt: str | None
    key: UUID | None
    body: UUID | None
    answer: str
    place: int = 0
    digest: str = ""


class PostingRow(msgspec.Struct, frozen=True):
    """A row of `posting`."""

    operation: UUID
    place: int
    debit: int
    credit: int
    amount: int


class LineRow(msgspec.Struct, frozen=True):
    """A row of `receipt_line`; `units` beside `accounts`, None where no part uses any."""

    operation: UUID
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
    units: list[int] | None = None
    waived: int = 0


class HoldRow(msgspec.Struct, frozen=True):
    """A new row of `hold`."""

    holder: int
    operation: UUID
    account: int
    amount: int
    expires_at: datetime
    units: int = 0


class HoldChange(msgspec.Struct, frozen=True):
    """What became of a hold."""

    holder: int
    operation: UUID
    account: int
    captured: int
    released: int
    units_captured: int


class AccountChange(msgspec.Struct, frozen=True):
    """The counters of an account after the batch."""

    holder: int
    id: int
    held: int
    consumed: int
    returned: int
    units_held: int
    units_used: int


class Record(msgspec.Struct):
    """One operation with everything that is written beside it."""

    operation: OperationRow
    postings: list[PostingRow] = []
    lines: list[LineRow] = []
    holds: list[HoldRow] = []
    moved: list[MovedLine] = []


class BatchRows(msgspec.Struct):
    """The parameters of `write_purchase_batch`."""

    seq: int
    at: datetime
    previous: bytes
    chain: bytes
    accounts: list[AccountChange]
    operations: list[OperationRow]
    postings: list[PostingRow]
    lines: list[LineRow]
    holds: list[HoldRow]
    hold_changes: list[HoldChange]


class MovedRows(msgspec.Struct, frozen=True):
    """The parameter of `write_movement_lines`."""

    at: datetime
    lines: list[MovedLine]
