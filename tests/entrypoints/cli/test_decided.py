"""A region is invented, decided and issued to by commands: rehearsed, reconciled, the others in a queue."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from given.command_line import CommandLine
from given.decided import ENTITLED, write_decisions

COUNT = 300


@pytest.fixture(scope="module")
def region(socert: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts, people and decisions of 300 invented people, and money for thirty certificates."""
    folder = tmp_path_factory.mktemp("region") / "people"
    socert.ask("generate", "people", "--count", str(COUNT), "--out", str(folder))
    decisions = folder / "decisions.parquet"
    names = ("--programme", "food-certificate", "--programme", "home-care")
    socert.ask("decide", "population", *names, "--facts", str(folder / "facts.parquet"), "--out", str(decisions))
    give_money(socert, 15_000)
    return folder


def give_money(
    socert: CommandLine, roubles: int, *, programme: str = "food-certificate", sources: tuple[str, ...] = ("city",)
) -> None:
    """Let each of these sources give so much to a programme in all."""
    year = str(datetime.now(tz=UTC).year)
    for source in sources:
        money = ("--source", source, "--year", year, "--limit", str(roubles), "--code", "example")
        socert.ask("budget", "appropriate", "--programme", programme, *money)


def given(region: Path, *more: str, programme: str = "food-certificate") -> tuple[str, ...]:
    """The command that issues from the region's decisions."""
    files = ("--from", str(region / "decisions.parquet"), "--people", str(region / "people.csv"))
    return ("certificates", "issue", *files, "--programme", programme, *more)


def test_decisions_are_rehearsed_then_issued_and_the_others_wait(
    socert: CommandLine, region: Path, tmp_path: Path
) -> None:
    rehearsed = socert.ask(*given(region, "--dry-run"))
    assert rehearsed["dry_run"]
    parts = ("issued", "queued", "refused", "not_entitled", "needs_evidence", "without_row")
    assert rehearsed["people_in"] == COUNT == sum(rehearsed[one] for one in parts)
    assert (rehearsed["issued"], rehearsed["issued_kopecks"]) == (30, 15_000_00)
    assert rehearsed["queued"] > 0
    refused = tmp_path / "refused.csv"
    done = socert.ask(*given(region, "--refused", str(refused)))
    same = {*parts, "people_in", "issued_kopecks", "queued_kopecks", "seed", "refusals"}
    assert {name: done[name] for name in same} == {name: rehearsed[name] for name in same}
    with refused.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file, delimiter=";"))) == done["refused"] + done["without_row"]
    again = socert.run(*given(region))
    assert again.code == 0
    assert "nothing changed" in again.err
    waiting = socert.ask("certificates", "queue", "--programme", "food-certificate")
    assert waiting["waiting"] == done["queued"]
    draws = [one["draw"] for one in waiting["places"]]
    assert draws == sorted(draws)
    assert "wait for" in socert.run("certificates", "queue").out
    assert "food-certificate" in socert.run("certificates", "queue").out


def test_money_that_is_added_reaches_those_who_wait_in_their_order(socert: CommandLine, region: Path) -> None:
    socert.ask(*given(region))
    places = socert.ask("certificates", "queue")["places"]
    give_money(socert, 16_000)
    from_queue = ("certificates", "issue", "--from-queue", "--programme", "food-certificate")
    assert socert.ask(*from_queue, "--dry-run")["issued"] == 2
    assert socert.ask(*from_queue)["issued"] == 2
    left = socert.ask("certificates", "queue")["places"]
    assert [one["id"] for one in left] == [one["id"] for one in places[2:]]
    assert socert.run("verify").code == 0


def test_hours_by_level_of_need_are_issued_as_they_were_decided(socert: CommandLine, region: Path) -> None:
    said = socert.run(*given(region, "--dry-run", programme="home-care"))
    assert "no money is appropriated for home-care in" in said.err
    assert "(source regional): socert budget appropriate --programme home-care --source regional" in said.err
    give_money(socert, 16_000, programme="home-care", sources=("regional",))
    said = socert.run(*given(region, "--dry-run", programme="home-care"))
    assert "the money for home-care in" in said.err
    give_money(socert, 1_000_000, programme="home-care", sources=("regional",))
    done = socert.ask(*given(region, programme="home-care"))
    assert done["issued"] > 0
    assert (done["queued"], done["lacking"]) == (0, [])
    with duckdb.connect() as conn:
        decided = conn.execute(
            'select count(*), sum("home-care.amount.care"), sum("home-care.units.care"), max("home-care.units.care")'
            " from read_parquet(?) where \"home-care.decision\" = 'entitled'",
            [str(region / "decisions.parquet")],
        ).fetchone()
    assert decided is not None
    people, kopecks, hours, most = decided
    assert (done["issued"], done["issued_kopecks"], hours * 240_00) == (people, kopecks, kopecks)
    assert most in (24, 40, 64)
    assert socert.run("verify").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "one of"),
        (("--from-queue", "--rows", "3"), "--rows goes with"),
        (("--from-queue", "--seed", "x"), "--seed goes with"),
        (("--people", "people.csv", "--from-queue"), "go together"),
    ],
)
def test_options_that_do_not_go_together_are_told(
    socert: CommandLine, region: Path, options: tuple[str, ...], said: str
) -> None:
    named = tuple(str(region / one) if one.endswith(".csv") else one for one in options)
    refused = socert.run("certificates", "issue", *named, "--programme", "food-certificate")
    assert refused.code == 2
    assert said in refused.err


def test_decisions_of_another_text_of_the_programme_are_refused(
    socert: CommandLine, region: Path, tmp_path: Path
) -> None:
    today = datetime.now(tz=UTC).date()
    path = write_decisions(
        tmp_path / "other.parquet",
        [{"person": 1, "decision": ENTITLED, "amount.food": 500_00}],
        programme="food-certificate",
        version_sha256="0" * 64,
        decided_for=today,
    )
    files = ("--from", str(path), "--people", str(region / "people.csv"))
    refused = socert.run("certificates", "issue", *files, "--programme", "food-certificate", "--json")
    assert (refused.code, refused.document["refused"]["code"]) == (1, "other_version")
    unknown = socert.run(*given(region, programme="discount"), "--json")
    assert unknown.document["refused"]["code"] == "other_programme"
