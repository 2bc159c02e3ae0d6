"""Serve a city and let schemathesis try everything its description says: `make explore` for long, a test for short."""

import json
import subprocess
import sys
from pathlib import Path

from given.city import ANNA_CARD
from given.serving import Served, line, receipt

_CONFIG = """
[checks]
# What cannot be said in a schema is refused all the same: check digits, sums, a time in this century.
positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "415", "422", "429"]
# A repeated key with another body is 422 before its body is looked at twice; unknown keys of JSON come first.
negative_data_rejection.expected-statuses = ["4xx"]
[[operations]]
include-path-regex = "/health/"
checks.negative_data_rejection.enabled = false
"""


def explore(served: Served, *, folder: Path, examples: int, seed: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run schemathesis with a till's key; its exit code is 0 when nothing failed."""
    (folder / "schemathesis.toml").write_text(_CONFIG, encoding="utf-8")
    held = served.till().authorise(receipt(ANNA_CARD, line(amount=1)))
    assert held["outcome"] == "approved", json.dumps(held)
    arguments = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(folder / "schemathesis.toml"), "run"),
        f"{served.url}/api/v1/openapi.json",
        *("--header", f"Authorization: Bearer {served.city.bullfinch.till.key}"),
        *("--max-examples", str(examples), "--request-timeout", "10", "--no-color"),
        *("--continue-on-failure", "--generation-database", "none"),
        *(() if seed is None else ("--seed", str(seed))),
    ]
    return subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
