"""The table sealed_row, and the rows it speaks of."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from psycopg import Connection, sql

from socert.domain.evidence.store.relations import Relation
from socert.domain.ledger import OperationKind

_CHUNK = 5_000


def read_settled(conn: Connection, relation: Relation) -> int:
    """The number up to which every row of a table is committed or never will be.

    Raises:
        psycopg.errors.LockNotAvailable: somebody has been writing to it for more than two seconds.
    """
    row = conn.execute("select settled_entry(%(name)s, %(entry)s)", _names(relation)).fetchone()
    assert row is not None
    return int(row[0])


def read_ends(conn: Connection) -> dict[str, int]:
    """The last sealed number of each table."""
    rows = conn.execute("select relation, max(entry) from sealed_row group by relation").fetchall()
    return {str(relation): int(entry) for relation, entry in rows}


def rows(conn: Connection, relation: Relation, *, after: int, until: int) -> Iterator[tuple[Any, ...]]:
    """Rows of a table with their numbers first, in the order of these: from after one number up to another."""
    query = sql.SQL("select {entry}, {fields} from {table} where {entry} > {after} and {entry} <= {until} order by 1")
    return _stream(
        conn,
        f"rows_of_{relation.name}",
        query.format(
            entry=sql.Identifier(relation.entry),
            fields=sql.SQL(relation.fields),
            table=sql.Identifier(relation.name),
            after=after,
            until=until,
        ),
    )


def leaves(conn: Connection, relation: Relation) -> Iterator[tuple[Any, ...]]:
    """What was sealed of a table: number, digest, operation as text; in the order of numbers."""
    query = sql.SQL("select entry, digest, operation::text from sealed_row where relation = {name} order by entry")
    return _stream(conn, f"leaves_of_{relation.name}", query.format(name=relation.name))


def copy_sealed(conn: Connection, relation: Relation, digests: Iterable[tuple[int, bytes]], *, operation: UUID) -> None:
    """Write what was sealed of a table: numbers and digests."""
    with (
        conn.cursor() as cursor,
        cursor.copy("copy sealed_row (relation, entry, digest, operation) from stdin") as copy,
    ):
        for entry, digest in digests:
            copy.write_row((relation.name, entry, digest, operation))


def read_strangers(conn: Connection, *, known: Iterable[str]) -> str | None:
    """A table that is named as sealed and never is, if any."""
    row = conn.execute(
        "select min(relation) from sealed_row where relation <> all (%(known)s)", {"known": list(known)}
    ).fetchone()
    return None if row is None else row[0]


def read_sums(conn: Connection) -> dict[tuple[str, str], tuple[int, str]]:
    """What each operation says it sealed, by operation and table: rows and digest.

    Raises:
        ValueError: an operation that seals says something else.
    """
    found = conn.execute(
        "select id::text, answer from operation where kind = %(kind)s", {"kind": OperationKind.SEAL}
    ).fetchall()
    return {
        (str(operation), str(relation)): (int(count), str(digest))
        for operation, answer in found
        for relation, (count, digest) in _sealed(answer).items()
    }


def _sealed(answer: str) -> Mapping[str, tuple[int, str]]:
    said = json.loads(answer)
    try:
        return dict(said["sealed"])
    except (KeyError, TypeError) as error:
        raise ValueError(answer) from error


def _names(relation: Relation) -> dict[str, str]:
    return {"name": relation.name, "entry": relation.entry}


def _stream(conn: Connection, name: str, query: sql.Composed) -> Iterator[tuple[Any, ...]]:
    with conn.cursor(name) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(query)
        yield from cursor
