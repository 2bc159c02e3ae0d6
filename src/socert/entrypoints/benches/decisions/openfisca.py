"""The same rule on the same people by OpenFisca, in an environment of its own: its licence stays apart from ours."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

RULE = Path("benchmarks") / "openfisca_rule.py"
_SECONDS_MAX = 600


class OpenFiscaIsAway(Exception):
    """The comparison cannot run here: no checkout, or its packages cannot be installed."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What OpenFisca took for one boolean of everybody, in memory and from file to file, and what it decided.

    In memory from columns as the file has them; `coded_seconds` from such whose words are OpenFisca's codes already.
    """

    people: int
    seconds: float
    coded_seconds: float
    file_seconds: float
    granted: int
    threads: int
    version: str


def measure(checkout: Path, *, facts: Path, reference: Path, region: str, day: date, runs: int, out: Path) -> Compared:
    """Run the rule in `.venv-openfisca`, which is made when it is absent; the answers are written to `out`."""
    made = _run([checkout / "tools" / "openfisca"])
    if made.returncode:
        raise OpenFiscaIsAway(made.stderr.strip() or "tools/openfisca failed")
    told = _run(
        [
            checkout / ".venv-openfisca" / "bin" / "python",
            *(checkout / RULE, "--facts", facts, "--region", region, "--date", str(day)),
            *("--parameters", reference / "parameters.yaml", "--runs", str(runs), "--out", out, "--json"),
        ]
    )
    if told.returncode:
        raise OpenFiscaIsAway(told.stderr.strip()[-2000:])
    found = json.loads(told.stdout)
    return Compared(
        people=found["people"],
        seconds=round(found["best_seconds"], 4),
        coded_seconds=round(found["best_coded_seconds"], 4),
        file_seconds=round(found["best_file_seconds"], 4),
        granted=found["granted"],
        threads=found["threads"],
        version=found["openfisca"],
    )


def _run(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    # The checkout's own programs, with paths of our own choosing.
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS_MAX)  # noqa: S603
