"""One row of the bench of purchases: a way of buying under a load, with everything that was counted."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from socert import wiring
from socert.entrypoints.benches import load, one_by_one
from socert.entrypoints.benches.engine import EngineOrder, EngineRun
from socert.entrypoints.benches.ground import Ground
from socert.entrypoints.benches.meter import Measured, Stretch, stretch
from socert.entrypoints.benches.seeding import DATABASE, Town
from socert.entrypoints.replays.stage import running_process

_START_SECONDS_MAX = 60


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the report; milliseconds. `way` and the numbers behind it name it.

    `per_second` counts purchases; of two messages, pairs of them.
    """

    way: str
    processes: int
    connections: int | None = None
    batch: int | None = None
    per_second: float
    p50: float | None = None
    p99: float | None = None
    mean: float | None = None
    errors: int = 0
    fixed_rate: int | None = None
    measured: Measured


@dataclass(frozen=True, slots=True)
class Field:
    """What all rows share."""

    ground: Ground
    site: wiring.Site
    town: Town
    purchases: int
    seconds_max: int
    database: str = DATABASE


def http(
    field: Field,
    way: str,
    *,
    pools: str,
    connections: int,
    processes: int,
    rate: int | None = None,
    count: int = 0,
    batch: int = 1,
) -> Row:
    """Purchases over HTTP, from a folder of pools."""
    with (
        stretch(field.ground, field.database) as measured,
        running_process(field.site, processes=processes, SOCERT_TILL_RATE="0") as server,
    ):
        measured.web = [server.process]
        order = load.Order(
            address=server.address,
            folder=str(field.ground.settings.home / pools),
            connections=connections,
            requests=count or field.purchases,
            seconds_max=field.seconds_max,
            seed=connections,
            is_apart=pools == "apart",
            batch=batch,
            rate=rate,
        )
        seen = _under_load(field, measured, order)
    messages = 2 if order.is_apart else 1 / batch
    return _row(way, seen, measured, processes=processes, connections=connections, messages=messages)


def naive(field: Field, *, connections: int) -> Row:
    """Purchases the usual way."""
    with stretch(field.ground, DATABASE) as measured, _naive_server(field) as (address, process):
        measured.web = [process]
        order = load.Order(
            address=address,
            folder=str(field.ground.settings.home / "even"),
            connections=connections,
            requests=field.purchases,
            seconds_max=field.seconds_max,
            seed=connections,
        )
        seen = _under_load(field, measured, order)
    return _row("naive", seen, measured, processes=1, connections=connections)


def _under_load(field: Field, measured: Stretch, order: load.Order) -> load.Load:
    with measured.timed(field.ground):
        seen = load.run(order)
    measured.load_seconds = seen.processor
    return seen


def _row(way: str, seen: load.Load, measured: Stretch, *, processes: int, connections: int, messages: float = 1) -> Row:
    assert measured.measured is not None
    return Row(
        way=way,
        processes=processes,
        connections=connections,
        per_second=round(seen.requests / seen.seconds / messages, 1),
        p50=round(seen.p50, 2),
        p99=round(seen.p99, 2),
        mean=round(seen.mean, 2),
        errors=seen.errors,
        fixed_rate=seen.rate,
        measured=measured.measured,
    )


@contextmanager
def _naive_server(field: Field) -> Iterator[tuple[str, int]]:
    with tempfile.TemporaryDirectory(prefix="socert-") as folder, ExitStack() as stack:
        port = Path(folder) / "port"
        command = [sys.executable, "-m", "socert.entrypoints.benches.naive", str(port)]
        process = _start(field, command, stack)
        end = time.monotonic() + _START_SECONDS_MAX
        while not port.exists() or not port.read_text():
            assert process.poll() is None, "the naive server ended"
            assert time.monotonic() < end, "the naive server did not start"
            time.sleep(0.05)
        time.sleep(1)  # its pool connects
        yield port.read_text().strip(), process.pid


def _start(field: Field, command: list[str], stack: ExitStack) -> "subprocess.Popen[str]":
    process = subprocess.Popen(  # noqa: S603 - our own command
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=field.ground.environment,
    )
    stack.callback(_end, process)
    return process


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    process.communicate()


def set_based(field: Field, way: str, *, module: str, batch: int, writers: int, count: int = 0) -> Row:
    """Purchases without HTTP: so many writers, each a process, each its share of the purchases."""
    purchases = count or field.purchases
    orders = [
        EngineOrder(
            folder=str(field.ground.settings.home / "even"),
            purchases=purchases // writers,
            batch=batch,
            seconds_max=field.seconds_max,
            seed=100 * batch + writer,
        )
        for writer in range(writers)
    ]
    with stretch(field.ground, DATABASE) as measured, ExitStack() as stack:
        processes = [
            _start(field, [sys.executable, "-m", module, msgspec.json.encode(one).decode()], stack) for one in orders
        ]
        for one in processes:
            assert one.stdout is not None
            ready = one.stdout.readline()
            assert ready == "ready\n", ready
        with measured.timed(field.ground):
            runs = _runs(processes)
        measured.spent["web"] = sum(one.processor for one in runs)
    assert measured.measured is not None
    per_second = sum(one.purchases for one in runs) / max(one.seconds for one in runs)
    return Row(way=way, processes=writers, batch=batch, per_second=round(per_second, 1), measured=measured.measured)


def _runs(processes: "list[subprocess.Popen[str]]") -> list[EngineRun]:
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    found = []
    for one in processes:
        assert one.stdout is not None
        line = one.stdout.readline()
        assert line.startswith("JSON"), line
        found.append(msgspec.json.decode(line.removeprefix("JSON"), type=EngineRun))
    return found


def one_at_a_time(field: Field, *, clients: int) -> Row:
    """Pgbench."""
    with stretch(field.ground, DATABASE) as measured:
        before = _children_seconds()
        with measured.timed(field.ground):
            seen = one_by_one.run(
                field.ground, field.town, clients=clients, purchases=field.purchases, seconds_max=field.seconds_max
            )
        measured.load_seconds = _children_seconds() - before
    assert measured.measured is not None
    return Row(
        way="pgbench",
        processes=1,
        connections=clients,
        per_second=round(seen.per_second, 1),
        mean=round(seen.mean, 2),
        measured=measured.measured,
    )


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
