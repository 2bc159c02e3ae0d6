"""What covers each table of history, and what a checkpoint says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

FORMAT = "socert checkpoint 1"


class Cover(StrEnum):
    """How an altered row of a table is found.

    CHAINED: its digest is in a writer's chain from the moment it was written. SEALED: its digest is in the office chain
    from the next checkpoint on. DERIVED: every column follows from chained rows and is derived again.
    """

    CHAINED = "chained"
    SEALED = "sealed"
    DERIVED = "derived"


#: Every table of history. docs/reliability.md says the same in words.
COVER: Mapping[str, Cover] = {
    "operation": Cover.CHAINED,
    "posting": Cover.CHAINED,
    "batch": Cover.CHAINED,
    "receipt_line": Cover.CHAINED,
    "movement_line": Cover.CHAINED,
    "sealed_row": Cover.CHAINED,
    "audit_event": Cover.SEALED,
    "certificate_event": Cover.SEALED,
    "issue_list": Cover.SEALED,
    "issue_row": Cover.SEALED,
    "programme_version": Cover.SEALED,
    "category_parent": Cover.SEALED,
    "till_day": Cover.SEALED,
    "period": Cover.SEALED,
    "claim_source": Cover.SEALED,
    "decision_issue": Cover.SEALED,
    "decision_refusal": Cover.SEALED,
    "claim_line": Cover.DERIVED,
}


class HeadThen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a writer's chain ended; `chain` in hexadecimal. Writer 0 of lane 0 is the office."""

    lane: int
    writer: int
    seq: int
    chain: str


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many rows all heads stand for."""

    batches: int
    operations: int
    sealed_rows: int


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far an installation's history had come; what is signed are the bytes of its JSON, in this order of fields.

    `made_at` is real time, `at` the time in the installation; both ISO 8601 in UTC.
    """

    format: str
    installation: str
    made_at: str
    at: str
    heads: tuple[HeadThen, ...]
    counts: Counts


class SignedCheckpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A checkpoint as it stands in a file; key and signature in hexadecimal."""

    checkpoint: Checkpoint
    public_key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a checkpoint proves nothing here."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Looked:
    """How many rows were looked at, and what is wrong with the first that is not as it must be."""

    rows: int
    first_bad: str | None
