"""Seal the history that no chain covers into the office chain."""

import json
from datetime import datetime
from secrets import token_bytes

from psycopg import Connection
from psycopg.errors import LockNotAvailable

from socert.domain import ledger
from socert.domain.evidence.rules.digesting import SealedSum, row_digest
from socert.domain.evidence.store import seals
from socert.domain.evidence.store.relations import RELATIONS, Relation
from socert.values import uuid7


class UnableToSeal(Exception):
    """Somebody was writing history for too long; nothing was done."""


def seal_history(conn: Connection, *, now: datetime) -> int:
    """Seal every row of history written since the last time; gives how many.

    Tills are not waited for and do not wait. Whoever writes to a sealed table meanwhile waits for an instant.

    Raises:
        UnableToSeal: a long command is at work; the caller's transaction has failed.
    """
    try:
        # Before the office is taken: who is writing now may be about to take it.
        settled = {relation: seals.read_settled(conn, relation) for relation in RELATIONS}
    except LockNotAvailable as error:
        raise UnableToSeal(
            "History cannot be sealed at the moment, as a command is writing it. Please try again when it has ended."
        ) from error
    ledger.lock_office(conn)
    ends = seals.read_ends(conn)
    operation = uuid7(milliseconds=int(now.timestamp() * 1000), random=token_bytes(10))
    sums: dict[str, tuple[int, str]] = {}
    for relation, until in settled.items():
        after = ends.get(relation.name, 0)
        if until > after:
            total = SealedSum()
            found = _digested(conn, relation, after=after, until=until, total=total)
            seals.copy_sealed(conn, relation, found, operation=operation)
            sums[relation.name] = total.value()
    if not sums:
        return 0
    sealing = ledger.OfficeOperation(
        id=operation, kind=ledger.OperationKind.SEAL, total=0, details=json.dumps({"sealed": sums})
    )
    ledger.seal(conn, operation=sealing, at=max(now, ledger.closed_through(conn)))
    return sum(count for count, _ in sums.values())


def _digested(
    conn: Connection, relation: Relation, *, after: int, until: int, total: SealedSum
) -> list[tuple[int, bytes]]:
    """Numbers and digests of new rows; whole, as a connection cannot read one table while it copies into another."""
    found = [(row[0], row_digest(relation.name, row)) for row in seals.rows(conn, relation, after=after, until=until)]
    for _, digest in found:
        total.add(digest)
    return found
