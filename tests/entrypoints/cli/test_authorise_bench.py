"""`socert bench authorise`, short: every kind of row is run, counted and reported."""

import json
from pathlib import Path

from given.command_line import CommandLine

SHORT = ("--short", "--certificates", "300", "--goods", "100", "--purchases", "300", "--seconds", "1")
WAYS = {
    "http",
    "http, 75 in a request",
    "http, two messages",
    "pgbench",
    "engine",
    "bare batch",
    "naive",
    "http, fixed rate",
    "http, 4 lanes",
}


def test_a_short_bench_reports_every_kind_of_row(socert: CommandLine, tmp_path: Path) -> None:
    found = socert.ask("bench", "authorise", *SHORT, "--out", str(tmp_path))

    rows = {row["way"]: row for row in found["rows"]}
    assert set(rows) >= WAYS
    assert {way: row["errors"] for way, row in rows.items() if row["errors"]} == {}
    assert all(row["per_second"] > 0 and row["measured"]["operations"] > 0 for row in rows.values())
    assert {"http_to_pgbench", "http_to_pgbench_at_64", "http_to_naive", "engine_to_bare_batch"} <= set(found["ratios"])
    # The same rows by pgbench as by us, or the comparison would be void.
    ours, theirs = rows["engine"]["measured"], rows["pgbench"]["measured"]
    assert theirs["rows_per_operation"] == 6.0
    assert abs(ours["rows_per_operation"] - 6) < 0.2
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".md", ".svg"}
    assert json.loads(next(tmp_path.glob("*.json")).read_bytes())["ratios"] == found["ratios"]
