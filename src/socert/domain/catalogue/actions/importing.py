"""Import a long list of goods in the published barcode format: streamed, compared, written in one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.catalogue.actions.arranging import categories
from socert.domain.catalogue.model import (
    CategoryTree,
    ImportReport,
    ListFlaw,
    Moved,
    Progress,
    Rejected,
    RowFlaw,
    Standing,
    UnmappedPath,
    UnreadableList,
    Verdict,
)
from socert.domain.catalogue.rules import (
    NAMED_TWICE_DIFFERENTLY,
    NAMED_TWICE_TEXT,
    Judge,
    PathMapping,
    SourceReader,
    SourceRow,
    Suggester,
)
from socert.domain.catalogue.store import imports as store
from socert.domain.installation import directory_changed, next_directory

#: The most rows an imported list has.
IMPORT_ROWS_MAX = 5_000_000

_MOVES_MAX = 40
_UNMAPPED_MAX = 100
#: After so many rows that cannot be decoded it is asked whether the whole list is in another encoding.
_UNDECODABLE_MAX = 1_000

Rejects = Callable[[Rejected], None]


@dataclass(slots=True)
class _Tally:
    """What was counted while reading."""

    rows: int = 0
    rejected: int = 0
    unclassified: int = 0
    contradictory: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)

    def count(self, verdict: Verdict, *, path: str) -> None:
        """Count a usable row."""
        if verdict.standing is Standing.CONTRADICTORY:
            self.contradictory += 1
        elif verdict.is_default:
            self.unclassified += 1
        elif verdict.standing is Standing.UNCLASSIFIED:
            self.unmapped[path] += 1


def import_goods(
    conn: Connection,
    *,
    lines: Iterable[bytes],
    mapping: PathMapping,
    suggester: Suggester,
    source: str,
    dry_run: bool,
    rejects: Rejects,
    progress: Progress,
    actor: audit.Actor,
    now: datetime,
) -> ImportReport:
    """Make the goods what a list says; each row is taken in or rejected alone, goods it does not name stay.

    Args:
        conn: the caller's transaction; the same list again changes nothing in it.
        lines: the list as lines of bytes, header first, as `rules.SourceReader` reads it.
        mapping: from the list's categories to ours.
        suggester: for goods the list has not classified.
        source: what the list is called; its paths are kept under that name.
        dry_run: only tell what would happen.
        rejects: given every row that is not taken in, in order.
        progress: told when the list was read and is being compared.
        actor: who imports.
        now: when.

    Raises:
        UnreadableList: nothing of the list can be used: encoding, a column missing, too long, empty.
    """
    tree = categories(conn)
    store.begin(conn)
    paths = _Paths(store.read_paths(conn, source=source), store.read_last_path(conn))
    tally = _Tally()
    judge = Judge(tree, mapping, suggester)
    rows = _usable_rows(lines, tally=tally, rejects=rejects, number_of=paths.number_of)
    _put_down(conn, rows, judge=judge, paths=paths, tally=tally)
    progress("comparing", 0, 1)
    found = store.compare(conn, source=source, moves_max=_MOVES_MAX)
    if not dry_run and found.added + found.changed:
        directory = next_directory(conn)
        store.insert_paths(conn, source=source, paths=paths.fresh)
        store.write(conn, source=source, directory=directory)
        directory_changed(conn)
        _record(conn, tally, found, source=source, actor=actor, now=now)
    store.clear(conn)
    progress("comparing", 1, 1)
    return _report(tally, found, tree)


@dataclass(slots=True)
class _Paths:
    """Numbers the paths of a list; new ones are kept when the list is written."""

    known: dict[str, int]
    last: int
    fresh: list[tuple[str, int]] = field(default_factory=list)

    def number_of(self, path: str) -> int:
        """A path's number, a new one where it has none."""
        number = self.known.get(path)
        if number is None:
            self.last += 1
            number = self.known[path] = self.last
            self.fresh.append((path, number))
        return number


def _put_down(conn: Connection, rows: Iterable[SourceRow], *, judge: Judge, paths: _Paths, tally: _Tally) -> None:
    with store.putting_down(conn) as writer:
        for row in rows:
            verdict = judge.judge(name=row.name, path=row.path)
            tally.count(verdict, path=row.path)
            writer.write(line=row.line, gtin=row.gtin, name=row.name, path=paths.number_of(row.path), verdict=verdict)


def _usable_rows(
    lines: Iterable[bytes], *, tally: _Tally, rejects: Rejects, number_of: Callable[[str], int]
) -> Iterator[SourceRow]:
    """The usable rows; of a barcode named twice the first. What cannot be used is told and counted."""
    remaining = iter(lines)
    reader = SourceReader.of(next(remaining, b""))
    seen: dict[int, int] = {}
    for line, raw in enumerate(remaining, start=2):
        if not raw.strip():
            continue
        tally.rows += 1
        if tally.rows > IMPORT_ROWS_MAX:
            raise UnreadableList(ListFlaw.TOO_LONG, line=line, detail=str(IMPORT_ROWS_MAX))
        row = reader.read(raw, line=line)
        if isinstance(row, SourceRow):
            path = number_of(row.path)
            first = seen.setdefault(row.gtin, path)
            # A dictionary that did not grow knew the barcode already.
            if len(seen) + tally.rejected == tally.rows:
                yield row
                continue
            row = _named_twice(line, is_same=first == path)
        elif row.code is RowFlaw.NOT_UTF8 and tally.rejected == _UNDECODABLE_MAX and reader.is_in_another_encoding:
            raise UnreadableList(ListFlaw.ENCODING, line=line)
        tally.rejected += 1
        rejects(row)
    if tally.rows == 0:
        raise UnreadableList(ListFlaw.EMPTY, line=1)
    if reader.is_in_another_encoding:
        raise UnreadableList(ListFlaw.ENCODING, line=2)


def _named_twice(line: int, *, is_same: bool) -> Rejected:
    if is_same:
        return Rejected(line, RowFlaw.NAMED_TWICE, NAMED_TWICE_TEXT)
    return Rejected(line, RowFlaw.NAMED_TWICE_DIFFERENTLY, NAMED_TWICE_DIFFERENTLY)


def _record(
    conn: Connection, tally: _Tally, found: store.Differences, *, source: str, actor: audit.Actor, now: datetime
) -> None:
    audit.record(
        conn,
        actor=actor,
        action="goods_imported",
        subject="goods",
        purpose="a list of goods is imported",
        details={
            "source": source,
            "rows": tally.rows,
            "added": found.added,
            "changed": found.changed,
            "rejected": tally.rejected,
            "contradictory": tally.contradictory,
        },
        at=now,
    )


def _report(tally: _Tally, found: store.Differences, tree: CategoryTree) -> ImportReport:
    usable = tally.rows - tally.rejected

    def name(number: int | None) -> str | None:
        return None if number is None else tree.id_of(number)

    return ImportReport(
        rows=tally.rows,
        added=found.added,
        changed=found.changed,
        unchanged=usable - found.added - found.changed,
        rejected=tally.rejected,
        unclassified=tally.unclassified,
        contradictory=tally.contradictory,
        unmapped=tally.unmapped.total(),
        unmapped_paths=tuple(UnmappedPath(path, goods) for path, goods in tally.unmapped.most_common(_UNMAPPED_MAX)),
        moved=tuple(Moved(is_new, name(before), name(after), goods) for is_new, before, after, goods in found.moved),
    )
