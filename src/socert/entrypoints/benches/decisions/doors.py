"""Decisions from file to file, by the command people use: its time and the most memory it had."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_KIB_A_MIB = 1024
#: A process begins with the memory peak of whoever started it, and a bench is large: a small one stands between.
_MEASURED = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class CommandFailed(Exception):
    """The command that was measured did not do its work."""


@dataclass(frozen=True, slots=True)
class FromFileToFile:
    """One run of `socert decide population`: start and end of the process and everything between."""

    people: int
    programmes: int
    seconds: float
    peak_mib: int
    written_mib: int


def measure(
    programmes: Sequence[str], *, facts: Path, people: int, out: Path, day: date, region: str | None
) -> FromFileToFile:
    """Run the command once."""
    command = [sys.executable, "-m", "socert", "decide", "population", "--json"]
    command += ["--date", str(day), "--decided-on", str(day)]
    command += ["--facts", str(facts), "--out", str(out)]
    command += [word for one in programmes for word in ("--programme", one)]
    command += [] if region is None else ["--region", region]
    begun = time.perf_counter()
    # Nothing but the paths and ids of this bench.
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begun
    if ran.returncode:
        raise CommandFailed(ran.stderr.strip()[-2000:])
    return FromFileToFile(
        people=people,
        programmes=len(programmes),
        seconds=round(seconds, 2),
        peak_mib=int(ran.stdout) // _KIB_A_MIB,
        written_mib=out.stat().st_size // _KIB_A_MIB**2,
    )
