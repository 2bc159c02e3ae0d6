"""Issuing: what was issued to whom, or why not, for one person and for a whole list."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias
from uuid import UUID

from socert.domain.budgets import Stage
from socert.domain.people import NewResident
from socert.values import CardNumber, Money, Text

#: Called with the stage ("read", "register", "issue"), how many rows are done, and of how many.
Progress: TypeAlias = Callable[[str, int, int], None]


class IssueRefusal(StrEnum):
    """Why no certificate was issued; the values are stable. Rows that cannot be read have codes of their own."""

    NO_VERSION_IN_FORCE = "no_version_in_force"
    BEYOND_APPROPRIATION = "beyond_appropriation"
    HOLDS_CURRENT_CERTIFICATE = "holds_current_certificate"
    FORMER_NOT_ENDED = "former_not_ended"
    HOLDER_UNKNOWN = "holder_unknown"
    HOLDER_ERASED = "holder_erased"
    NAMED_TWICE = "named_twice"
    CARD_NAMED_TWICE = "card_named_twice"
    NEED_UNKNOWN = "need_unknown"
    NOTHING_TO_GIVE = "nothing_to_give"
    DECISION_ONLY = "decision_only"
    AMOUNT_BY_FACTS = "amount_by_facts"
    ALLOWANCE_GONE = "allowance_gone"
    WAITS_IN_QUEUE = "waits_in_queue"
    NUMBER_GIVEN_ALREADY = "number_given_already"


class ListFlaw(StrEnum):
    """Why a whole list cannot be read; the values are stable."""

    LIST_TOO_LARGE = "list_too_large"
    LIST_EMPTY = "list_empty"
    WRONG_ENCODING = "wrong_encoding"
    LIST_CUT_OFF = "list_cut_off"
    LIST_UNREADABLE = "list_unreadable"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_REPEATED = "column_repeated"
    PERSON_UNUSABLE = "person_unusable"
    PERSON_TWICE = "person_twice"
    PERSON_NOT_DECIDED = "person_not_decided"


class DecisionsFlaw(StrEnum):
    """Why a file of decisions cannot be issued from; the values are stable."""

    DECISIONS_UNREADABLE = "decisions_unreadable"
    DECISIONS_CHANGED = "decisions_changed"
    NO_DECISIONS = "no_decisions"
    OTHER_PROGRAMME = "other_programme"
    OTHER_VERSION = "other_version"
    DECIDED_FOR_THE_FUTURE = "decided_for_the_future"
    DECIDED_LONG_AGO = "decided_long_ago"
    DECISION_COLUMN_MISSING = "decision_column_missing"
    DECISION_COLUMN_OF_OTHER_TYPE = "decision_column_of_other_type"
    AMOUNT_IMPOSSIBLE = "amount_impossible"
    DECIDED_TWICE = "decided_twice"
    DECISION_UNUSABLE = "decision_unusable"
    SEED_UNUSABLE = "seed_unusable"
    SEED_CHANGED = "seed_changed"


class RowOutcome(StrEnum):
    """A failed row could not be read; a refused one could, and nothing was issued to the person."""

    REFUSED = "refused"
    FAILED = "failed"


class DecidedAmount(NamedTuple):
    """How much of an allowance (its id) was decided for somebody: kopecks of points, or units of a service."""

    allowance: str
    kopecks: int
    units: int


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What somebody is to get: allowances by need, by id, and what was decided of points and units.

    Where nothing was decided of an allowance its programme version says how much it is. Equal ones are common, so many
    people share few of them.
    """

    need: frozenset[str] = frozenset()
    decided: tuple[DecidedAmount, ...] = ()


#: What most people are to get: what the version gives to everybody.
PLAIN = Entitlement()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a certificate, and what they are to get."""

    holder: int
    lane: int
    entitlement: Entitlement = PLAIN


class Gift(NamedTuple):
    """An allowance that is given, by its place in the version: kopecks, and units where it counts any."""

    slot: int
    kopecks: int
    units: int


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate, valid until `valid_until` (not within); `amount` over all its allowances."""

    certificate: UUID
    lane: int
    valid_from: datetime
    valid_until: datetime
    amount: Money


@dataclass(frozen=True, slots=True)
class IssueRefused:
    """Why nothing was issued; `source` and `missing` where money is lacking."""

    code: IssueRefusal
    text: Text
    source: str | None = None
    missing: Money | None = None


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """A readable row of a list; lines count from 1, the header included.

    `number` is what decisions call the person, where the list has it.
    """

    line: int
    person: NewResident
    card: CardNumber | None
    entitlement: Entitlement = PLAIN
    number: int | None = None

    def given(self, entitlement: Entitlement) -> "RecipientRow":
        """The same person with what was decided for them."""
        return replace(self, entitlement=entitlement)


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """A row that got no certificate, and why; no personal data in it. `number` as in `RecipientRow`."""

    line: int
    outcome: RowOutcome
    code: str
    text: Text
    number: int | None = None


@dataclass(frozen=True, slots=True)
class RecipientList:
    """A list as it was read: the rows that may get a certificate, and those that may not."""

    rows: tuple[RecipientRow, ...]
    refusals: tuple[RowRefusal, ...]

    @property
    def rows_in(self) -> int:
        """How many rows the list has, its header and blank lines aside."""
        return len(self.rows) + len(self.refusals)


@dataclass(frozen=True, slots=True)
class ListRefused:
    """Why a whole list was refused; nothing was written. `line` where one is to blame."""

    code: ListFlaw | IssueRefusal | DecisionsFlaw
    text: Text
    line: int | None = None
    source: str | None = None
    missing: Money | None = None


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What became of a list: in = issued + refused + failed, and each refused or failed row with its reason.

    `already_issued_report`: the same file was issued before and this is what was reported then; nothing changed now.
    `is_dry_run`: this is what would have happened; nothing was written, and `list` is no list's id.
    `budget`: how the programme's money stands after it, or would; nothing for a list issued before.
    """

    list: UUID
    rows_in: int
    rows_issued: int
    rows_refused: int
    rows_failed: int
    issued_total: Money
    refusals: tuple[RowRefusal, ...]
    already_issued_report: bool
    is_dry_run: bool
    budget: tuple[Stage, ...] = ()
