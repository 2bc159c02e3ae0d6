"""The tables import_row and source_path, and what importing does to the table good."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg import Connection, Copy

from socert.domain.catalogue.model import Standing, Verdict

_BACKSLASH = "\\"
_NULL = "\\N"
_ROWS_A_STEP = 500
_REVIEWED = f"{int(Standing.REVIEWED)}, {int(Standing.SET_ASIDE)}"

# What a row makes of a good: while the name stays what a person reviewed, their decision holds.
_WANTED = f"""
    select
        s.gtin, s.name, s.path, s.offered,
        case when k.holds then g.category else s.category end as category,
        case when k.holds then g.standing else s.standing end as standing,
        case when k.holds then g.suggested else s.suggested end as suggested,
        case when k.holds then g.certainty else s.certainty end as certainty,
        case when k.holds then g.doubt else s.doubt end as doubt,
        case when k.holds then g.source else %(source)s end as source,
        g.gtin is null as is_new,
        g.category as category_before,
        g.gtin is not null and (
            g.name <> s.name
            or g.path is distinct from s.path
            or g.offered is distinct from s.offered
            or not k.holds and (
                g.source <> %(source)s
                or g.standing <> s.standing
                or g.category is distinct from s.category
                or g.suggested is distinct from s.suggested
                or g.certainty is distinct from s.certainty
                or g.doubt is distinct from s.doubt
            )
        ) as is_changed
    from import_row as s
    left join good as g on g.gtin = s.gtin
    cross join lateral (select coalesce(g.standing in ({_REVIEWED}) and g.name = s.name, false) as holds) as k
"""  # noqa: S608 - put together from our own constants


@dataclass(frozen=True, slots=True)
class Differences:
    """How the rows that were put down differ from the goods that are kept."""

    added: int
    changed: int
    moved: tuple[tuple[bool, int | None, int | None, int], ...]


def begin(conn: Connection) -> None:
    """Make room for one import; another one waits until this transaction ends."""
    conn.execute("lock table import_row in access exclusive mode")
    clear(conn)


def clear(conn: Connection) -> None:
    """Leave nothing of the rows."""
    conn.execute("truncate import_row")


class RowWriter:
    """Puts rows down as they come, some hundreds at a time."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._rows: list[str] = []

    def write(self, *, line: int, gtin: int, name: str, path: int, verdict: Verdict) -> None:
        """One row. Names are printable, so that only a backslash has to be doubled."""
        if _BACKSLASH in name:
            name = name.replace(_BACKSLASH, _BACKSLASH * 2)
        self._rows.append(
            f"{line}\t{gtin}\t{name}\t{path}\t{_text(verdict.category)}\t{_text(verdict.offered)}\t"
            f"{int(verdict.standing)}\t{_text(verdict.suggested)}\t{_text(verdict.certainty)}\t{_text(verdict.doubt)}\n"
        )
        if len(self._rows) == _ROWS_A_STEP:
            self.flush()

    def flush(self) -> None:
        """Send what is still here."""
        self._copy.write("".join(self._rows))
        self._rows.clear()


@contextmanager
def putting_down(conn: Connection) -> Iterator[RowWriter]:
    """Put rows down, streamed to the server."""
    with (
        conn.cursor() as cursor,
        cursor.copy(
            """
            copy import_row (
                line, gtin, name, path, category, offered, standing, suggested, certainty, doubt
            ) from stdin
            """
        ) as copy,
    ):
        writer = RowWriter(copy)
        yield writer
        writer.flush()


def _text(value: object) -> str:
    return _NULL if value is None else str(value)


def read_paths(conn: Connection, *, source: str) -> dict[str, int]:
    """The paths of a source that are known, with their numbers."""
    rows = conn.execute("select path, number from source_path where source = %(source)s", {"source": source})
    return dict(rows.fetchall())


def read_last_path(conn: Connection) -> int:
    """The highest number of a path; 0 before there are any."""
    row = conn.execute("select coalesce(max(number), 0) from source_path").fetchone()
    assert row is not None
    number: int = row[0]
    return number


def insert_paths(conn: Connection, *, source: str, paths: Sequence[tuple[str, int]]) -> None:
    """Keep new paths."""
    conn.execute(
        """
        insert into source_path (number, source, path)
        select number, %(source)s, path
        from unnest(%(numbers)s::integer[], %(paths)s::text[]) as given (number, path)
        """,
        {"source": source, "numbers": [number for _, number in paths], "paths": [path for path, _ in paths]},
    )


def compare(conn: Connection, *, source: str, moves_max: int) -> Differences:
    """What writing the rows would add and change, and how many goods go from which category to which."""
    rows = conn.execute(
        f"""
        select is_new, category_before, category, count(*), grouping(is_new) as is_total,
            count(*) filter (where is_new), count(*) filter (where is_changed)
        from ({_WANTED}) as wanted
        where is_new or is_changed
        group by grouping sets ((), (is_new, category_before, category))
        order by is_total desc, count(*) desc
        limit %(limit)s
        """,  # noqa: S608 - put together from our own constants
        {"source": source, "limit": moves_max + 1},
    ).fetchall()
    total, *moves = rows
    return Differences(total[5], total[6], tuple((one[0], one[1], one[2], one[3]) for one in moves))


def write(conn: Connection, *, source: str, directory: int) -> None:
    """Make the goods what the rows say, new ones and those that differ; `directory` marks what tills have to read."""
    parameters = {"source": source, "directory": directory}
    conn.execute("select lock_goods()")
    conn.execute(
        f"""
        update good as g
        set name = w.name, path = w.path, offered = w.offered, category = w.category, standing = w.standing,
            suggested = w.suggested, certainty = w.certainty, doubt = w.doubt, source = w.source,
            changed = case when g.category is distinct from w.category then %(directory)s else g.changed end
        from ({_WANTED}) as w
        where g.gtin = w.gtin and w.is_changed
        """,  # noqa: S608 - put together from our own constants
        parameters,
    )
    conn.execute(
        f"""
        insert into good (
            gtin, name, path, offered, category, standing, suggested, certainty, doubt, source, changed
        )
        select gtin, name, path, offered, category, standing, suggested, certainty, doubt, source, %(directory)s
        from ({_WANTED}) as w
        where w.is_new
        order by gtin
        """,  # noqa: S608 - put together from our own constants
        parameters,
    )
