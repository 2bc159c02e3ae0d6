"""Decisions from file to file, by the command people use: its time and the most memory it had."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_KIB_A_MIB = 1024


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
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)  # noqa: S603 - our own command
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        if process.returncode:
            said.seek(0)
            raise CommandFailed(said.read().decode(errors="replace")[-2000:])
    return FromFileToFile(
        people=people,
        programmes=len(programmes),
        seconds=round(seconds, 2),
        peak_mib=usage.ru_maxrss // _KIB_A_MIB,
        written_mib=out.stat().st_size // _KIB_A_MIB**2,
    )
