"""Load from outside, in a process of its own: wrk where it is installed, a lean generator of ours otherwise."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec

SCRIPT = Path(__file__).with_name("load.lua")


class LoadFailed(Exception):
    """The load generator ended without figures; says what it wrote."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What a load generator saw; milliseconds. `rate` is requests a second where a fixed rate was kept."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p99: float
    mean: float
    rate: int | None = None
    #: Seconds of processor the generator took, reading its pools not counted.
    processor: float = 0.0


@dataclass(frozen=True, slots=True)
class Order:
    """How much is to be asked: purchases in all and for how long at most; so many in a request."""

    address: str
    folder: str
    connections: int
    requests: int
    seconds_max: int
    seed: int = 1
    is_apart: bool = False
    batch: int = 1
    rate: int | None = None


def generator() -> str:
    """Which generator makes the load."""
    return "wrk" if shutil.which("wrk") else "ours"


def run(order: Order) -> Load:
    """Make the load and wait for its end.

    Raises:
        LoadFailed: there were no figures.
    """
    # wrk knows neither a rate nor an end after so many answers: it hangs up once all is asked.
    is_ours = order.rate is not None or order.requests <= order.connections or shutil.which("wrk") is None
    command = _ours(order) if is_ours else _wrk(order)
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    figures = done.stdout.rpartition("JSON")[2]
    if not figures.startswith("{"):
        raise LoadFailed((done.stdout + done.stderr)[-2_000:])
    return msgspec.structs.replace(msgspec.json.decode(figures, type=Load), rate=order.rate)


def _wrk(order: Order) -> list[str]:
    return [
        "wrk",
        "--threads=1",
        f"--connections={order.connections}",
        f"--duration={order.seconds_max}s",
        "--timeout=30s",
        f"--script={SCRIPT}",
        order.address,
        "--",
        order.folder,
        str(order.seed),
        str(order.requests),
        "apart" if order.is_apart else "at once",
        str(order.batch),
    ]


def _ours(order: Order) -> list[str]:
    return [
        sys.executable,
        "-m",
        "socert.entrypoints.benches.generator",
        msgspec.json.encode(order).decode(),
    ]


def cores() -> int:
    """How many cores this machine shows."""
    return os.cpu_count() or 1
