"""Serve a city and let schemathesis try everything its description says: `make explore` for long, a test for short."""

import os
import subprocess
import sys
from pathlib import Path

from given.serving import Served
from socert.domain import access
from socert.wiring import SYSTEM, real_time

#: What a merchant's key opens; all else is a till's or anybody's.
_MERCHANTS = "/articles"
_MERCHANT_ONLY = ("--include-path-regex", _MERCHANTS, "--phases", "coverage,fuzzing")  # no links lead from or to them
_CONFIG = """
[parameters]
"path.till" = "till_{till}"
[checks]
# What no schema can say is refused all the same: check digits, sums, a time in this century.
positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "422", "429"]
"""


def explore_as_till(served: Served, *, folder: Path, examples: int, seed: int | None) -> str:
    """All a till may ask; what was found, empty when nothing."""
    key = served.city.bullfinch.till.key
    return _explore(served, key, "--exclude-path-regex", _MERCHANTS, folder=folder, examples=examples, seed=seed)


def explore_as_merchant(served: Served, *, folder: Path, examples: int, seed: int | None) -> str:
    """All a merchant may ask; what was found, empty when nothing."""
    issued = access.issue_keys(
        served.city.conn,
        orders=[access.KeyOrder(access.Role.MERCHANT, served.city.bullfinch.till.merchant, None, "explored")],
        actor=SYSTEM,
        now=real_time(),
    )
    served.city.conn.commit()
    return _explore(served, issued[0].key, *_MERCHANT_ONLY, folder=folder, examples=examples, seed=seed)


def _explore(served: Served, key: str, *which: str, folder: Path, examples: int, seed: int | None) -> str:
    config = folder / "schemathesis.toml"
    config.write_text(_CONFIG.replace("{till}", str(served.city.bullfinch.till.till)), encoding="utf-8")
    here = Path(__file__)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(here.parents[2]), str(here.parent))),
        "SCHEMATHESIS_HOOKS": "st_hooks",
    }
    command = (
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "--no-color", "run"),
        f"{served.url}/api/v1/openapi.json",
        *("--header", f"Authorization: Bearer {key}", "--max-examples", str(examples), "--request-timeout", "10"),
        *("--continue-on-failure", "--generation-database", "none", *which),
        *(() if seed is None else ("--seed", str(seed))),
    )
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    print(done.stdout)  # noqa: T201 - pytest -s shows what was tried
    return "" if done.returncode == 0 else done.stdout + done.stderr
