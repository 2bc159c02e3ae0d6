"""`socert report demand`: a pilot's third week sums to the ledger; bad weeks are bad usage."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from given.command_line import CommandLine
from socert.postgres import connect, open_server


def test_the_third_week_of_a_pilot_sums_to_its_ledger(socert: CommandLine, tmp_path: Path) -> None:
    played = socert.ask("replay", "food-pilot", "--people", "60", "--seed", "5")
    weeks, database = played["weeks"], ("--database", played["database"])
    files = {kind: str(tmp_path / f"demand.{kind}") for kind in ("csv", "xlsx", "svg")}
    paths = ("--csv", files["csv"], "--xlsx", files["xlsx"], "--chart", files["svg"])
    third = socert.ask("report", "demand", "--week", weeks[2], *paths, *database)
    assert third["totals"]["amount_kopecks"] == _posted(socert, played["database"], weeks[2]) > 0
    assert third["totals"]["previous_amount_kopecks"] == _posted(socert, played["database"], weeks[1])
    for prefix in ("", "previous_"):
        shown = sum(row[f"{prefix}amount_kopecks"] or 0 for row in third["rows"])
        hidden = sum(row[f"{prefix}amount_kopecks"] for row in third["hidden"])
        assert shown + hidden == third["totals"][f"{prefix}amount_kopecks"]
    assert CalamineWorkbook.from_path(files["xlsx"]).sheet_names[0] == "График"
    assert Path(files["csv"]).read_bytes().startswith(b"\xef\xbb\xbf")
    assert "<svg" in Path(files["svg"]).read_text(encoding="utf-8")
    all_weeks = [socert.ask("report", "demand", "--week", week, *database)["totals"] for week in weeks]
    assert sum(one["amount_kopecks"] for one in all_weeks) == played["captured_kopecks"] - played["refunded_kopecks"]
    said = socert.run("report", "demand", "--week", weeks[2], *database)
    assert said.code == 0
    assert f"Demand in {weeks[2]}" in said.out
    assert "week before" in said.out


@pytest.mark.parametrize("week", ["2026-W54", "2026-W00", "2026-47", "last"])
def test_what_is_no_week_is_bad_usage(socert: CommandLine, week: str) -> None:
    said = socert.run("report", "demand", "--week", week, "--json")
    assert said.code == 2
    assert said.document["refused"]["code"] == "bad_usage"
    assert "is not a week" in said.err


def test_a_week_to_come_says_so(socert: CommandLine) -> None:
    assert "still to come" in socert.run("report", "demand", "--week", "2099-W10").out
    assert socert.ask("report", "demand", "--week", "2099-W10")["stage"] == "to_come"


def test_a_file_that_cannot_be_written_is_refused(socert: CommandLine, tmp_path: Path) -> None:
    for option in ("--csv", "--xlsx", "--chart"):
        said = socert.run("report", "demand", "--week", "2026-W10", option, str(tmp_path / "no" / "file"), "--json")
        assert said.code == 1, option
        assert said.document["refused"]["code"] == "file_not_written"


def _posted(socert: CommandLine, database: str, week: str) -> int:
    with (
        open_server(home=socert.home, owner_url=None, application_url=None) as server,
        connect(server.application_url(database)) as conn,
    ):
        row = conn.execute(
            """
            select coalesce(sum(case when p.credit = l.id then p.amount else -p.amount end), 0)
            from posting as p
            join ledger_account as l on l.kind = 'payable' and l.id in (p.debit, p.credit)
            where to_char(p.at at time zone 'Europe/Moscow', 'IYYY-"W"IW') = %(week)s
                and not exists (select from ledger_account as o where o.kind = 'paid' and o.id in (p.debit, p.credit))
            """,
            {"week": week},
        ).fetchone()
    assert row is not None
    return int(row[0])
