"""Post, open accounts, seal operations into the office chain, close the past. Callers own the transaction."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import AsyncConnection, Connection
from psycopg.errors import LockNotAvailable

from socert.domain.ledger import store
from socert.domain.ledger.model import (
    OFFICE_LANE,
    OFFICE_WRITER,
    WRITERS_MAX,
    AccountOpening,
    AccountOwner,
    ColdAccount,
    Head,
    OfficeOperation,
    Outcome,
    Posting,
    UnspentBalance,
)
from socert.domain.ledger.rules import OperationDigest, Row, chain_after, microseconds, opening_row_end

_MICROSECOND = timedelta(microseconds=1)


class PeriodIsClosed(Exception):
    """Something was to be posted at an instant that belongs to a closed period."""


class NoWriterLeft(Exception):
    """More servers want to write one lane than there are writers."""


class UnableToPauseTills(Exception):
    """A change that tills have to learn of could not be made between two batches; nothing was done."""


async def claim_writer(conn: AsyncConnection, *, lane: int) -> int:
    """A writer's number that no other connection holds; kept as long as the connection lives.

    Raises:
        NoWriterLeft: all are taken.
    """
    for writer in range(1, WRITERS_MAX + 1):
        if await store.try_writer(conn, lane=lane, writer=writer):
            return writer
    raise NoWriterLeft(f"All {WRITERS_MAX} writers of lane {lane} are taken; stop a server first.")


def lock_office(conn: Connection) -> None:
    """Take the office chain for this transaction, before anything is posted: issues and payments queue here."""
    store.lock_office_head(conn)


def open_accounts(conn: Connection, *, openings: Iterable[AccountOpening]) -> int:
    """Open certificates' allowances; gives how many."""
    return store.copy_accounts(conn, openings)


def take_account_numbers(conn: Connection, *, count: int) -> list[int]:
    """`count` unused numbers for allowance accounts."""
    return store.take_account_numbers(conn, count)


def post(conn: Connection, *, postings: Iterable[Posting], operation: UUID, at: datetime) -> int:
    """Write the postings of an office operation, once, in their order; gives how many. `seal` it afterwards."""
    return store.copy_postings(conn, postings, operation=operation, at=at)


def opening_row(opening: AccountOpening) -> Row:
    """An opened account as the digest of its issue sees it."""
    return (
        "a", opening.holder, opening.id, opening.lane, opening.certificate, opening.version, opening.slot,
        microseconds(opening.valid_from), microseconds(opening.valid_until), opening.issued,
        *opening_row_end(units=opening.units),
    )  # fmt: skip


def seal(
    conn: Connection, *, operation: OfficeOperation, at: datetime, openings: Iterable[AccountOpening] = ()
) -> None:
    """Write an office operation, digest and all, and chain it: after its postings, in the same transaction.

    Args:
        conn: the caller's transaction.
        operation: what was done.
        at: the instant its postings carry.
        openings: the accounts it opened, in the order of their numbers.

    Raises:
        PeriodIsClosed: `at` lies in a closed period.
    """
    head = store.lock_office_head(conn)
    if at < store.read_closed_through(conn):
        raise PeriodIsClosed("This instant belongs to a closed period; post it today instead.")
    seq = head.seq + 1
    digest = OperationDigest(office_row(operation, at=at, batch=seq))
    for rows in store.read_posting_rows(conn, operation=operation.id, at=at):
        digest.add(rows)
    digest.add(opening_row(one) for one in openings)
    value = digest.value()
    chain = chain_after(head.chain, lane=OFFICE_LANE, writer=OFFICE_WRITER, seq=seq, at=at, digests=[value])
    after = Head(seq, chain)
    store.insert_operation(conn, operation, at=at, batch=seq, digest=value)
    store.insert_batch(conn, head=after, at=at)
    store.advance_office_head(conn, head=after)


def office_row(operation: OfficeOperation, *, at: datetime, batch: int) -> Row:
    """An office operation's own row as its digest sees it; the order of fields is the one of a till's operation."""
    return (
        "o", operation.id, OFFICE_LANE, operation.kind, Outcome.APPROVED, operation.merchant, None, operation.holder,
        None, operation.total, operation.total, microseconds(at), None, None, None, None, OFFICE_WRITER, batch, 0,
        operation.details,
    )  # fmt: skip


def cold_account(
    conn: Connection,
    *,
    kind: ColdAccount,
    source: int | None = None,
    appropriation: int | None = None,
    merchant: int | None = None,
    lane: int | None = None,
) -> int:
    """The number of a source's, appropriation's, payable, paid or borne account; made if absent."""
    return store.find_or_insert_cold_account(
        conn, kind, source=source, appropriation=appropriation, merchant=merchant, lane=lane
    )


def payables(conn: Connection, *, merchants: Iterable[int], lanes: int) -> dict[tuple[int, int], int]:
    """What merchants are owed, as account numbers by merchant and lane; written only when one is absent."""
    owners = [(merchant, lane) for merchant in merchants for lane in range(lanes)]
    found = store.read_payables(conn)
    missing = [owner for owner in owners if owner not in found]
    if missing:
        store.insert_payables(conn, missing)
        found = store.read_payables(conn)
    return {owner: found[owner] for owner in owners}


def lock_ended(conn: Connection, *, ended_by: datetime) -> int:
    """Lock all accounts that `unspent` and `end_accounts` will touch, before they do; gives how many.

    In the order in which tills lock, so that neither waits for the other in a ring.
    """
    return store.lock_ended(conn, ended_by=ended_by)


def unspent(conn: Connection, *, ended_by: datetime) -> Iterator[UnspentBalance]:
    """What is left on accounts that ended by an instant or were cancelled; `lock_ended` came before."""
    return store.lock_unspent(conn, ended_by=ended_by)


def count_as_returned(conn: Connection, *, ended_by: datetime) -> int:
    """Count all that `unspent` showed as returned, in the same transaction; gives how many accounts."""
    return store.return_unspent(conn, ended_by=ended_by)


def unspent_of(conn: Connection, *, owner: AccountOwner) -> list[UnspentBalance]:
    """What is left on one certificate's accounts; locks them, and no others."""
    return store.lock_unspent_of(conn, owner)


def count_as_returned_of(conn: Connection, *, owner: AccountOwner) -> int:
    """Count all that `unspent_of` showed as returned, in the same transaction; gives how many accounts."""
    return store.return_unspent_of(conn, owner)


def set_status(conn: Connection, *, owner: AccountOwner, status: int) -> int:
    """Let a certificate's accounts follow its status; gives how many."""
    return store.update_status(conn, owner, status=status)


def end_accounts(conn: Connection, *, ended_by: datetime) -> int:
    """Let accounts whose validity is over follow their certificates; gives how many. `lock_ended` came before."""
    return store.end_accounts(conn, ended_by=ended_by)


def takes_effect(conn: Connection, *, at: datetime) -> datetime:
    """When a change of what tills know takes effect: at `at`, or right after the last batch that knew no better.

    Waits for every batch under way and lets none begin until the transaction ends, so call it right before that.
    Whatever is decided later knows of the change.

    Raises:
        UnableToPauseTills: something was at work on accounts for too long; the caller's transaction has failed.
    """
    # The office first: an issue or expiry under way holds accounts for long, and tills would queue behind our wait.
    store.lock_office_head(conn)
    try:
        store.pause_batches(conn)
    except LockNotAvailable as error:
        raise UnableToPauseTills(
            "Tills could not be paused for a moment, as something was at work on accounts. Please try again."
        ) from error
    last = store.read_last_batch(conn)
    return at if last is None else max(at, last + _MICROSECOND)


def close_through(conn: Connection, *, until: datetime) -> None:
    """Let nothing more be posted before `until`: waits for every batch under way, and holds the next ones meanwhile."""
    # The office first: an issue under way would be waited for with the tills' heads in hand.
    store.lock_office_head(conn)
    store.lock_all_heads(conn)
    if until > store.read_closed_through(conn):
        store.update_closed_through(conn, until)


def closed_through(conn: Connection) -> datetime:
    """The end of the last closed period."""
    return store.read_closed_through(conn)
