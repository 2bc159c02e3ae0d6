"""The same order writes the same region; a folder is never written over; people can be given certificates."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from given.regions import DAY, FACTS_TEXT, MadeRegion, make, write
from socert.domain.certificates import RecipientList
from socert.domain.certificates.rules.recipients import read_list
from socert.entrypoints import generating
from socert.entrypoints.generating import people as making

A_NEW_REGISTER = """
  - id: apiaries
    title: {ru: "реестр пасек", en: "register of apiaries"}
    fresh_days: 30
    complete: false
    authoritative: true
"""
A_NEW_FACT = """
  - id: keeps_bees
    type: boolean
    title: {ru: "держит пчёл", en: "keeps bees"}
    sources: [care, apiaries]
    absence: unknown
    evidence: {ru: "справка", en: "a statement"}
"""


def test_the_same_seed_gives_the_same_people_whatever_the_parts_and_another_gives_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, other = make(tmp_path / "a", count=5_000), make(tmp_path / "c", count=5_000, seed=2)
    monkeypatch.setattr(making, "_HOUSEHOLDS_A_PART", 777)
    in_parts = make(tmp_path / "b", count=5_000)
    assert _everything(in_parts) == _everything(whole)
    assert in_parts.told.answers == whole.told.answers
    assert in_parts.told.households == whole.told.households
    equal = sum(one == two for one, two in zip(whole.rows("truth"), other.rows("truth"), strict=True))
    assert equal < 10


def test_more_people_begin_with_the_same_ones(tmp_path: Path, region: MadeRegion) -> None:
    few = make(tmp_path, count=200)
    assert few.rows("facts")[:190] == region.rows("facts")[:190]


def test_one_person_lives_alone(tmp_path: Path) -> None:
    one = make(tmp_path, count=1)
    assert one.ask("select person, household_size, lives_alone, children from truth") == [(1, 1, True, 0)]
    assert one.told.households == 1


def test_people_can_be_read_as_a_list_of_recipients_and_are_as_old_as_the_truth_says(region: MadeRegion) -> None:
    text = (region.folder / "people.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["person", "snils", "last_name", "first_name", "patronymic", "birth_date", "district", "card"]
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 60_001)]
    listed = "".join(";".join(row[1:]) + "\n" for row in rows).encode()
    read = read_list(listed, today=DAY, progress=lambda *_: None)
    assert isinstance(read, RecipientList)
    assert read.refusals == ()
    ages = region.ask(
        f"select date_sub('year', birth_date::date, date '{DAY}') - age from people join truth on "
        "truth.person = people.person::bigint"
    )
    assert set(ages) == {(0,)}
    with_cards = sum(1 for row in rows[1:] if row[-1])
    assert with_cards / 60_000 == pytest.approx(making.CARD_SHARE, abs=0.01)


def test_every_fact_and_register_of_the_reference_is_drawn(region: MadeRegion) -> None:
    assert (region.told.not_invented, region.told.not_asked) == ((), ())


def test_a_fact_of_a_regions_own_is_left_empty_and_a_new_register_never_asked(tmp_path: Path) -> None:
    text = FACTS_TEXT.replace("facts:\n", A_NEW_REGISTER + "facts:\n", 1) + A_NEW_FACT
    done = write(tmp_path, count=300, facts_text=text)
    assert isinstance(done, generating.Written)
    assert (done.region.not_invented, done.region.not_asked) == (("keeps_bees",), ("apiaries",))
    assert "keeps_bees" not in done.region.answers
    own = MadeRegion(tmp_path, done.region)
    told = "count(*), count(keeps_bees), count(keeps_bees__apiaries), count(apiaries__as_of), count(age) > 250"
    assert own.ask(f"select {told} from facts") == [(300, 0, 0, 0, True)]
    assert own.ask("select count(keeps_bees), count(age), typeof(any_value(keeps_bees)) from truth") == [
        (0, 300, "BOOLEAN")
    ]


def test_the_same_region_again_writes_nothing_and_another_is_refused(tmp_path: Path) -> None:
    region = make(tmp_path, count=10)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert write(tmp_path, count=10) == generating.Written(region=region.told, is_new=False)
    refused = write(tmp_path, count=11)
    assert isinstance(refused, generating.Refusal)
    assert refused.code == "folder_not_empty"
    assert "facts.parquet, people.csv, region.json" in refused.sentence
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    (tmp_path / "people.csv").write_text("cut", encoding="utf-8")
    assert isinstance(write(tmp_path, count=10), generating.Refusal)


def test_what_a_broken_run_left_is_cleared_and_what_others_left_is_not(tmp_path: Path) -> None:
    rest = tmp_path / f"{making.UNFINISHED}x"
    rest.mkdir()
    (rest / "0-truth.parquet").touch()
    make(tmp_path, count=10)
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        *("facts.parquet", "people.csv", "region.json", "truth.parquet")
    ]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    refused = write(tmp_path / "mine", count=10)
    assert isinstance(refused, generating.Refusal)
    assert "letter.txt" in refused.sentence


def test_a_folder_that_cannot_be_written_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = write(tmp_path / "file" / "folder", count=10)
    assert isinstance(refused, generating.Refusal)
    assert refused.code == "region_not_written"
    assert str(tmp_path / "file" / "folder") in refused.sentence


def test_a_region_says_how_it_was_made_and_that_it_is_invented(region: MadeRegion) -> None:
    told = region.told
    assert (told.recipe.people, told.recipe.seed, told.recipe.date, told.recipe.region) == (60_000, 1, DAY, "north")
    assert told.shares.registers["tax"].not_asked > 0
    assert "выдуманы" in told.invented["ru"]
    assert isinstance(told.recipe.date, date)
    assert set(told.files) == {"truth.parquet", "facts.parquet", "people.csv"}


def _everything(region: MadeRegion) -> list[object]:
    return [region.rows("truth"), region.rows("facts"), (region.folder / "people.csv").read_bytes()]
