"""What the database keeps, and exactly what `lock_purchase_batch` and `write_purchase_batch` do with it, in memory.

Every function of SQL is here in plain Python over dictionaries: the rows it locks and in which order, what a later
statement sees, and what it raises: SC001 fenced, SC002 period closed, SC003 row missing, a key or number that is there.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from psycopg import DatabaseError, errors

from chaos.simulated.locks import Locks, Transaction
from socert.domain.ledger import FIRST_CHAIN
from socert.domain.purchases.model.known import Account, Carrier, Hold, MovedLine
from socert.domain.purchases.model.written import (
    AccountChange,
    HoldChange,
    HoldRow,
    LineRow,
    MovedRows,
    OperationRow,
    PostingRow,
)

Pause = Callable[[], Awaitable[None]]
Json = dict[str, Any]
Row = TypeVar("Row", bound=msgspec.Struct)
_encode = msgspec.json.Encoder().encode
_holds = msgspec.json.Decoder(list[HoldRow]).decode
_changes = msgspec.json.Decoder(list[HoldChange]).decode
_moved = msgspec.json.Decoder(MovedRows).decode


def _rows(shape: type[Row], kind: str, parameters: Json) -> list[Row]:
    """Columns as rows again."""
    names = [name for name in shape.__struct_fields__ if f"{kind}_{name}" in parameters]
    columns = [_unfolded(name, parameters[f"{kind}_{name}"]) for name in names]
    return [shape(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def _unfolded(name: str, column: list[Any]) -> list[Any]:
    """Parts of lines are arrays written as text."""
    if name not in ("accounts", "amounts", "units"):
        return column
    return [one and [int(number) for number in one.strip("{}").split(",") if number] for one in column]


class Fenced(DatabaseError):
    """Another server took over this writer's chain."""

    sqlstate = "SC001"


class PeriodClosed(DatabaseError):
    """The period was closed meanwhile."""

    sqlstate = "SC002"


class RowMissing(DatabaseError):
    """A row that must be there was not."""

    sqlstate = "SC003"


@dataclass(frozen=True, slots=True)
class Kept:
    """An operation that stands in the ledger, with what was written beside it."""

    lane: int
    writer: int
    batch: int
    at: datetime
    row: OperationRow


@dataclass(frozen=True, slots=True)
class BatchKept:
    """A row of `batch`."""

    lane: int
    writer: int
    seq: int
    at: datetime
    operations: int
    chain: bytes


@dataclass(slots=True)
class Tables:
    """Everything that is committed. Lists, where the real table is only added to: nothing doubled goes unseen."""

    locks: Locks = field(default_factory=Locks)
    carriers: dict[UUID, Carrier] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)
    lane_of: dict[int, int] = field(default_factory=dict)  # by holder
    operations: list[Kept] = field(default_factory=list)
    by_id: dict[tuple[UUID, int], Kept] = field(default_factory=dict)
    by_key: dict[tuple[UUID, int], Kept] = field(default_factory=dict)
    by_parent: dict[tuple[UUID, int], list[Kept]] = field(default_factory=dict)
    postings: list[PostingRow] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    holds: dict[tuple[UUID, int], Hold] = field(default_factory=dict)
    moved: dict[tuple[UUID, int], list[MovedLine]] = field(default_factory=dict)
    batches: list[BatchKept] = field(default_factory=list)
    heads: dict[tuple[int, int], tuple[int, bytes]] = field(default_factory=dict)
    is_unique: bool = True
    directory: int = 1
    closed_through: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    # lock_purchase_batch and with_movement_lines

    async def lock(
        self, transaction: Transaction, parameters: Json, *, now: Callable[[], datetime], pause: Pause, is_locking: bool
    ) -> str:
        """Lock everybody a batch concerns, then read, each in a statement of its own."""
        lane, request = parameters["lane"], msgspec.json.decode(parameters["request"])
        cards, parents, targets, keys = (
            [UUID(one) for one in request[name]] for name in ("cards", "parents", "targets", "keys")
        )
        holders = {self.carriers[card].holder for card in cards if card in self.carriers}
        holders |= {self.by_id[one, lane].row.holder or 0 for one in parents if (one, lane) in self.by_id}
        holders |= {self.by_key[one, lane].row.holder or 0 for one in targets if (one, lane) in self.by_key}
        await pause()
        found = [one.id for one in self._accounts_of(holders, lane)]
        for number in found if is_locking else ():
            await self.locks.take(transaction, ("account", number))
        accounts = [self.accounts[number] for number in found]
        encoded = _encode(accounts or None)
        await pause()
        rest = self._rest(lane, parameters["writer"], holders, now()) | self._history(
            lane, cards, parents, targets, keys
        )
        lines = [one for parent in dict.fromkeys(parents) for one in self.moved.get((parent, lane), ())]
        return f"[[{encoded.decode()},{_encode(rest).decode()}],{_encode(lines or None).decode()}]"

    def _accounts_of(self, holders: Iterable[int], lane: int) -> list[Account]:
        chosen = set(holders)
        found = [one for one in self.accounts.values() if one.holder in chosen and self.lane_of[one.holder] == lane]
        return sorted(found, key=lambda one: (one.holder, one.id))

    def _rest(self, lane: int, writer: int, holders: set[int], now: datetime) -> Json:
        head = self.heads.get((lane, writer))
        return {
            "now": now,
            "directory": self.directory,
            "closed_through": self.closed_through,
            "holds": [one for one in self.holds.values() if one.holder in holders and one.open] or None,
            "head": None if head is None else (head[0], head[1].hex()),
        }

    def _history(
        self, lane: int, cards: list[UUID], parents: list[UUID], targets: list[UUID], keys: list[UUID]
    ) -> Json:
        known = {one for one in parents if (one, lane) in self.by_id}
        known |= {self.by_key[one, lane].row.id for one in targets if (one, lane) in self.by_key}
        purchases = [self.by_id[one, lane] for one in sorted(known)]
        answers = [self.by_key[key, lane].row for key in (*keys, *targets) if (key, lane) in self.by_key]
        children = [child.row for one in purchases for child in self.by_parent.get((one.row.id, lane), ())]
        return {
            "carriers": [self.carriers[card] for card in cards if card in self.carriers] or None,
            "answers": [(one.key, one.id, one.kind, one.body, one.answer) for one in answers] or None,
            "purchases": [_purchase(one) for one in purchases] or None,
            "children": [(one.id, one.parent, one.kind, one.outcome, one.covered) for one in children] or None,
        }

    # write_purchase_batch and write_movement_lines

    async def write(self, transaction: Transaction, parameters: Json, *, pause: Pause) -> list[Callable[[], None]]:
        """Check what the real functions and constraints check, and give what is to happen at the commit."""
        lane, writer, seq, at = (parameters[name] for name in ("lane", "writer", "seq", "at"))
        await self.locks.take(transaction, ("head", lane, writer))
        if self.heads.get((lane, writer), (0, FIRST_CHAIN)) != (seq - 1, parameters["previous"]):
            raise Fenced(f"the chain of writer {writer} has moved on")
        await pause()
        if self.closed_through > at:
            raise PeriodClosed("the period is closed")
        if any("\0" in receipt for receipt in parameters["operations_receipt"] if receipt):
            raise errors.UntranslatableCharacter("a NUL cannot be kept")
        accounts = _rows(AccountChange, "accounts", parameters)
        operations = _rows(OperationRow, "operations", parameters)
        for place, row in enumerate(operations):
            row.place, row.digest = place, row.digest.removeprefix("\\x")
        for change in accounts:
            self._check(change)
        for row in operations if self.is_unique else ():
            await self._is_new(transaction, row, lane)
        kept = [Kept(lane, writer, seq, at, row) for row in operations]
        holds = _holds(parameters["holds"]) if parameters["holds"] else []
        changes = _changes(parameters["hold_changes"]) if parameters["hold_changes"] else []
        fresh = {(one.operation, one.account) for one in holds}
        if any((one.operation, one.account) not in self.holds.keys() | fresh for one in changes):
            raise RowMissing("a hold is missing")
        batch = BatchKept(lane, writer, seq, at, len(kept), parameters["chain"])
        postings, lines = _rows(PostingRow, "postings", parameters), _rows(LineRow, "lines", parameters)
        return [
            lambda: self.heads.__setitem__((lane, writer), (seq, parameters["chain"])),
            lambda: self.batches.append(batch),
            lambda: self._keep(kept),
            lambda: self._change(accounts),
            lambda: self._add_holds(holds, changes),
            lambda: self.postings.extend(postings),
            lambda: self.lines.extend(lines),
            lambda: self._keep_moved(lane, parameters["moved"]),
        ]

    def _check(self, change: AccountChange) -> None:
        account = self.accounts.get(change.id)
        if account is None or account.holder != change.holder:
            raise RowMissing("an account is missing")
        left = account.issued - change.held - change.consumed - change.returned
        if min(left, change.held, change.consumed, change.returned) < 0:
            raise errors.CheckViolation(f"account {change.id} would be overspent: {change}")

    async def _is_new(self, transaction: Transaction, row: OperationRow, lane: int) -> None:
        await self.locks.take(transaction, ("id", row.id, lane))
        if (row.id, lane) in self.by_id:
            raise errors.UniqueViolation(f"operation {row.id} is there")
        if row.key is not None:
            await self.locks.take(transaction, ("key", row.key, lane))
            if (row.key, lane) in self.by_key:
                raise errors.UniqueViolation(f"key {row.key} is there")

    def _keep(self, kept: list[Kept]) -> None:
        for one in kept:
            self.operations.append(one)
            self.by_id[one.row.id, one.lane] = one
            if one.row.key is not None:
                self.by_key[one.row.key, one.lane] = one
            if one.row.parent is not None:
                self.by_parent.setdefault((one.row.parent, one.lane), []).append(one)

    def _change(self, changes: list[AccountChange]) -> None:
        for change in changes:
            account = self.accounts[change.id]
            for name in ("held", "consumed", "returned", "units_held", "units_used"):
                setattr(account, name, getattr(change, name))

    def _add_holds(self, holds: list[HoldRow], changes: list[HoldChange]) -> None:
        for one in holds:
            self.holds[one.operation, one.account] = Hold(
                one.holder, one.operation, one.account, one.amount, 0, 0, one.expires_at, one.units
            )
        for change in changes:
            hold = self.holds[change.operation, change.account]
            hold.captured, hold.released = change.captured, change.released
            hold.units_captured = change.units_captured

    def _keep_moved(self, lane: int, moved: str | None) -> None:
        for line in [] if moved is None else _moved(moved).lines:
            self.moved.setdefault((line.authorisation, lane), []).append(line)


def _purchase(kept: Kept) -> tuple[object, ...]:
    row = kept.row
    return (
        row.id, row.kind, row.outcome, row.merchant, row.till, row.holder, row.total, row.covered, kept.at, row.receipt,
        row.key, row.answer,
    )  # fmt: skip
