"""The bench of growth: the same purchases at few and at many certificates, and after much history."""

import os
import platform
import shutil
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random

import msgspec

from socert import wiring
from socert.entrypoints.benches import history, receipts, rows
from socert.entrypoints.benches.ground import Ground, open_ground, server_settings
from socert.entrypoints.benches.rows import Field, Row
from socert.entrypoints.benches.seeding import DATABASE, make_town
from socert.entrypoints.replays.bars import Bars
from socert.postgres import connect
from socert.settings import Settings

_ENGINE = "socert.entrypoints.benches.engine"
_BATCH = 100
_CONNECTIONS = 64
#: So many people, evenly among all, have cards that tills of this bench show: more than a row has purchases.
_SHOPPERS = 200_000
_BYTES_A_CERTIFICATE = 1_500
_BYTES_A_JOURNAL_ROW = 600
_BYTES_BESIDE = 10_000_000_000


class UnableToGrow(Exception):
    """The disk has not room enough; the message says how much is wanted."""


class Size(msgspec.Struct, frozen=True):
    """How far it grows: certificates stage by stage, then rows of the journal beside the last of them."""

    certificates: tuple[int, ...] = (10_000, 1_000_000, 10_000_000)
    journal_rows: int = 10_000_000
    goods: int = 100_000
    purchases: int = 60_000
    seconds_max: int = 15


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """What the database had grown to, how long that took, and how purchases went then."""

    certificates: int
    journal_rows: int
    seeding_seconds: float
    database_bytes: int
    rows: list[Row]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was seen.

    `ratios` are purchases a second at each stage to those at the first, way by way; `work_ratios` are processor time of
    a purchase, server and database together, which tells more where the machine had other work too. Both are 1 where
    growth costs nothing.
    """

    at: datetime
    size: Size
    machine: dict[str, str]
    settings: dict[str, str]
    ratios: dict[str, float]
    work_ratios: dict[str, float]
    stages: list[Stage]
    seconds: float


def measure(settings: Settings, size: Size, *, bars: Bars) -> Report:
    """Grow, and measure on the way; the database is gone afterwards.

    Raises:
        UnableToGrow: there is too little room on the disk.
    """
    begun = time.monotonic()
    _refuse_small_disk(settings, size)
    with open_ground(settings, certificates=max(size.certificates)) as ground:
        try:
            stages = _stages(ground, size, bars=bars)
            shown = server_settings(ground)
        finally:
            ground.server.drop_database(DATABASE)
    return Report(
        at=wiring.real_time().replace(microsecond=0),
        size=size,
        machine=_machine(),
        settings=shown,
        ratios=_ratios(stages, lambda row: row.per_second),
        work_ratios=_ratios(stages, work),
        stages=stages,
        seconds=round(time.monotonic() - begun, 1),
    )


def _refuse_small_disk(settings: Settings, size: Size) -> None:
    wanted = max(size.certificates) * _BYTES_A_CERTIFICATE + size.journal_rows * _BYTES_A_JOURNAL_ROW
    if wanted > _BYTES_BESIDE // 10:  # a short run needs no look at the disk
        wanted += _BYTES_BESIDE
    folder = next(one for one in (settings.home, *settings.home.parents) if one.exists())
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise UnableToGrow(
            f"Growing that far wants {wanted / 1e9:.0f} GB, and {free / 1e9:.0f} GB are free at {folder}. "
            "Free some, move the installation with SOCERT_HOME, or choose fewer with --certificates and --journal-rows."
        )


def _stages(ground: Ground, size: Size, *, bars: Bars) -> list[Stage]:
    """A fresh town for each number of certificates; the last one gets its history."""
    stages: list[Stage] = []
    total = len(size.certificates) + 1
    for certificates in size.certificates:
        begun = time.monotonic()
        field = _grown(ground, size, certificates=certificates, bars=bars)
        stages.append(_measured(field, certificates, 0, seeding=time.monotonic() - begun))
        bars("stages", len(stages), total)
    begun = time.monotonic()
    history.write(ground, field.town, certificates=certificates, journal_rows=size.journal_rows, bars=bars)
    stages.append(_measured(field, certificates, size.journal_rows, seeding=time.monotonic() - begun))
    bars("stages", total, total)
    return stages


def _grown(ground: Ground, size: Size, *, certificates: int, bars: Bars) -> Field:
    """A town of so many certificates, and the requests of its shoppers."""
    shoppers = min(_SHOPPERS, certificates)
    site, town = make_town(ground, certificates=certificates, goods=size.goods, bars=bars, shoppers=shoppers)
    shopping = msgspec.structs.replace(town, certificates=shoppers)
    receipts.even(shopping, random=Random(1)).write(ground.settings.home / "even")  # noqa: S311 - load
    return Field(ground, site, shopping, size.purchases, size.seconds_max)


def _measured(field: Field, certificates: int, journal_rows: int, *, seeding: float) -> Stage:
    """Purchases at this size: once to warm the pages, then by one writer, by two, and over HTTP."""
    _engine(field, writers=1)
    found = [
        _engine(field, writers=1),
        _engine(field, writers=2),
        rows.http(field, "http", pools="even", connections=_CONNECTIONS, processes=1),
    ]
    with connect(field.ground.superuser_url(DATABASE)) as conn:
        row = conn.execute("select pg_database_size(current_database())").fetchone()
    assert row is not None
    return Stage(
        certificates=certificates,
        journal_rows=journal_rows,
        seeding_seconds=round(seeding, 1),
        database_bytes=row[0],
        rows=found,
    )


def _engine(field: Field, *, writers: int) -> Row:
    return rows.set_based(field, "engine", module=_ENGINE, batch=_BATCH, writers=writers)


def work(row: Row) -> float:
    """Microseconds of processor a purchase took, server and database together."""
    spent = row.measured.processor_us_per_operation
    return spent["web"] + spent["database"]


def _ratios(stages: Sequence[Stage], figure: Callable[[Row], float]) -> dict[str, float]:
    """A figure of each way at each later stage, of the one at the first."""
    first, *later = stages
    return {
        _title(row, stage): round(figure(row) / max(figure(small), 0.1), 3)
        for stage in later
        for row, small in zip(stage.rows, first.rows, strict=True)
    }


def _title(row: Row, stage: Stage) -> str:
    grown = f"after_{stage.journal_rows}_rows" if stage.journal_rows else f"at_{stage.certificates}"
    return f"{row.way}_{row.processes}_{grown}"


def _machine() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": str(os.cpu_count()),
        "memory_gb": str(round(memory / 1e9, 1)),
        "system": f"{platform.system()} {platform.release()}",
        "load_average_at_end": " ".join(f"{one:.1f}" for one in os.getloadavg()),
    }
