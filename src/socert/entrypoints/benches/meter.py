"""What a stretch of load cost: rows and bytes of log a purchase, updates in place, processor time by whom."""

import os
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import psycopg

from socert.entrypoints.benches.ground import Ground
from socert.postgres import connect

_TABLES = ("account", "operation", "posting", "receipt_line", "batch", "hold", "writer_head")
_TICKS = os.sysconf("SC_CLK_TCK")
_STATISTICS_SECONDS = 1.1
#: A line of `pg_waldump --stats`: kind, count and share, size of records and share, size of images and share.
_WAL_ROW = re.compile(r"^(?!Total)(\w+) +\d+ \( *[0-9.]+\) +(\d+) \( *[0-9.]+\) +(\d+) \(", re.MULTILINE)


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of one stretch; `processor` is shares of all cores by load, web, database and others.

    Pages that are written whole after a checkpoint are counted as images.
    """

    operations: int
    seconds: float
    batches: int
    mean_batch: float | None
    rows_per_operation: float
    wal_per_operation: int
    wal_per_operation_without_images: int
    hot_ratio: float | None
    processor: dict[str, float]
    processor_us_per_operation: dict[str, float]
    wal_by_kind: dict[str, int]


@dataclass(slots=True)
class Stretch:
    """Filled while a stretch is under way."""

    web: list[int] = field(default_factory=list)
    load_seconds: float = 0.0
    begun: float = 0.0
    ended: float = 0.0
    spent: dict[str, float] = field(default_factory=dict)
    measured: Measured | None = None
    _before: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, ground: Ground) -> Iterator[None]:
        """The load itself: processor time is counted here only."""
        before, machine = _spent(self.web, ground), _machine()
        self.begun = time.monotonic()
        yield
        self.ended = time.monotonic()
        after = _spent(self.web, ground)
        self.spent = {name: after[name] - before[name] for name in after}
        self.spent["machine"] = _machine() - machine


@contextmanager
def stretch(ground: Ground, database: str) -> Iterator[Stretch]:
    """Count what is written in a database between a checkpoint and the end; `measured` is set afterwards."""
    with connect(ground.superuser_url(database), autocommit=True) as conn:
        conn.execute("checkpoint")
        time.sleep(0.2)
        begin, before = _position(conn), _counts(conn)
        found = Stretch()
        yield found
        end = _position(conn)
        time.sleep(_STATISTICS_SECONDS)
        conn.execute("select pg_stat_clear_snapshot()")
        after = _counts(conn)
        found.measured = _measure(found, ground, begin=begin, end=end, before=before, after=after)


def _measure(
    found: Stretch, ground: Ground, *, begin: str, end: str, before: dict[str, int], after: dict[str, int]
) -> Measured:
    grown = {name: after[name] - before[name] for name in after}
    operations = max(grown["operation inserted"], 1)
    whole, images, kinds = _wal(ground, begin=begin, end=end)
    batches = grown["batch inserted"]
    updated = grown["account updated"]
    seconds = found.ended - found.begun
    cores = seconds * (os.cpu_count() or 1)
    shares = {
        "load": found.load_seconds,
        "web": found.spent["web"],
        "database": found.spent["database"],
    }
    shares["others"] = max(0.0, found.spent["machine"] - sum(shares.values()))
    inserted = sum(count for name, count in grown.items() if name.endswith("inserted"))
    return Measured(
        operations=grown["operation inserted"],
        seconds=round(seconds, 2),
        batches=batches,
        mean_batch=round(grown["operation inserted"] / batches, 1) if batches else None,
        rows_per_operation=round((inserted + updated + grown["writer_head updated"]) / operations, 2),
        wal_per_operation=round(whole / operations),
        wal_per_operation_without_images=round((whole - images) / operations),
        hot_ratio=round(grown["account hot"] / updated, 4) if updated else None,
        processor={name: round(value / cores, 3) for name, value in shares.items()},
        processor_us_per_operation={name: round(value / operations * 1e6, 1) for name, value in shares.items()},
        wal_by_kind={name: round(size / operations) for name, size in kinds.items() if size > operations},
    )


def _position(conn: psycopg.Connection) -> str:
    row = conn.execute("select pg_current_wal_insert_lsn()").fetchone()
    assert row is not None
    return str(row[0])


def _counts(conn: psycopg.Connection) -> dict[str, int]:
    rows = conn.execute(
        """
        select coalesce(inhparent, relid)::regclass::text, sum(n_tup_ins)::bigint, sum(n_tup_upd)::bigint,
            sum(n_tup_hot_upd)::bigint
        from pg_stat_user_tables
        left join pg_inherits on inhrelid = relid
        where schemaname = 'public' and coalesce(inhparent, relid)::regclass::text = any (%s)
        group by 1
        """,
        [list(_TABLES)],
    ).fetchall()
    found: dict[str, int] = {}
    for name, inserted, updated, hot in rows:
        found |= {f"{name} inserted": inserted, f"{name} updated": updated, f"{name} hot": hot}
    return found


def _wal(ground: Ground, *, begin: str, end: str) -> tuple[int, int, dict[str, int]]:
    """Bytes between two positions, of them those of full-page images, and the others by kind of record."""
    answer = subprocess.run(  # noqa: S603 - our own finding
        [
            ground.bin_dir / "pg_waldump",
            "--stats",
            "--path",
            ground.data_dir / "pg_wal",
            "--start",
            begin,
            "--end",
            end,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    kinds, images = {}, 0
    for name, size, image_size in _WAL_ROW.findall(answer.stdout):
        kinds[name] = int(size)
        images += int(image_size)
    return sum(kinds.values()) + images, images, kinds


def _spent(web: Sequence[int], ground: Ground) -> dict[str, float]:
    """Seconds of processor so far of the web processes and of PostgreSQL with all its children, also ended ones."""
    postmaster = int((ground.data_dir / "postmaster.pid").read_text().splitlines()[0])
    return {
        "web": sum(_seconds(one) for one in _with_children(web)),
        "database": sum(_seconds(one) for one in _with_children([postmaster])),
    }


def _with_children(processes: Sequence[int]) -> list[int]:
    found = list(processes)
    for process in processes:
        tasks = Path(f"/proc/{process}/task/{process}/children")
        with suppress(OSError):  # one that has just ended is counted with its parent
            found += _with_children([int(one) for one in tasks.read_text().split()])
    return found


def _seconds(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(one) for one in fields[11:15]) / _TICKS  # own and waited-for children, user and system


def _machine() -> float:
    """Seconds of processor the whole machine has worked."""
    fields = [int(one) for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) / _TICKS
