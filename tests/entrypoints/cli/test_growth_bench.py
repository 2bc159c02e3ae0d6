"""`socert bench growth`, short: every stage is seeded, bought in and reported, and its database is gone."""

import json
from pathlib import Path

from given.command_line import CommandLine
from socert.entrypoints.benches.seeding import DATABASE
from socert.postgres import open_server


def test_a_short_bench_reports_every_stage_and_its_ratio_to_the_first(socert: CommandLine, tmp_path: Path) -> None:
    found = socert.ask("bench", "growth", "--short", "--out", str(tmp_path))

    stages = found["stages"]
    assert [(one["certificates"], one["journal_rows"]) for one in stages] == [
        (100, 0),
        (400, 0),
        (400, 2_000),
    ]
    for stage in stages:
        assert [(row["way"], row["processes"]) for row in stage["rows"]] == [("engine", 1), ("engine", 2), ("http", 1)]
        assert all(row["measured"]["operations"] >= 300 and row["errors"] == 0 for row in stage["rows"])
        # Postings and lines are counted in their partitions; what is declined has no posting.
        assert all(5.3 < row["measured"]["rows_per_operation"] < 7 for row in stage["rows"])
    assert stages[-1]["database_bytes"] > stages[-2]["database_bytes"]
    assert set(found["ratios"]) == {
        f"{way}_{grown}" for way in ("engine_1", "engine_2", "http_1") for grown in ("at_400", "after_2000_rows")
    }
    assert found["work_ratios"].keys() == found["ratios"].keys()
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".md"}
    assert json.loads(next(tmp_path.glob("*.json")).read_bytes())["ratios"] == found["ratios"]
    with open_server(home=socert.home / "bench", owner_url=None, application_url=None) as server:
        assert not server.database_exists(DATABASE)


def test_it_says_how_much_room_it_wants_where_there_is_too_little(socert: CommandLine) -> None:
    said = socert.run("bench", "growth", "--journal-rows", "1000000000", "--json")
    assert said.code == 1
    assert said.document["refused"]["code"] == "unable_to_grow"
