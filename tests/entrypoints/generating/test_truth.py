"""What is true of invented people is plausible and agrees with itself."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from given.regions import MadeRegion, facts_of

#: A share of all people, or a figure, that lies between two bounds.
PLAUSIBLE = {
    "people under 18": ("avg((age < 18)::int)", 0.17, 0.27),
    "people of 65 and more": ("avg((age >= 65)::int)", 0.14, 0.22),
    "very old people": ("avg((age >= 90)::int)", 0.0005, 0.01),
    "women": ("avg(woman::int)", 0.50, 0.58),
    "living alone": ("avg(lives_alone::int)", 0.15, 0.21),
    "with children": ("avg((children > 0)::int)", 0.22, 0.33),
    "pensioners": ("avg(pensioner::int)", 0.20, 0.32),
    "disabled": ("avg((disability_group <> 'none')::int)", 0.06, 0.12),
    "veterans of the war": ("avg((veteran_kind = 'war')::int)", 0.00001, 0.001),
    "veterans of labour": ("avg((veteran_kind = 'labour')::int)", 0.03, 0.09),
    "on parental leave": ("avg(on_parental_leave::int)", 0.005, 0.03),
    "seeking work": ("avg(seeks_work::int)", 0.005, 0.03),
    "pupils": ("avg(pupil::int)", 0.10, 0.18),
    "with a need for care": ("avg((care_level > 0)::int)", 0.01, 0.07),
    "in care homes": ("avg(in_care_home::int)", 0.0005, 0.01),
    "with an aid recommended": ("avg(aid_recommended::int)", 0.01, 0.06),
    "in difficulties": ("avg(hardship::int)", 0.02, 0.15),
    "addicted": ("avg(addiction_diagnosed::int)", 0.0005, 0.005),
    "in sports training": ("avg(in_sports_programme::int)", 0.02, 0.06),
    "living elsewhere": ("avg((not resident)::int)", 0.01, 0.02),
    "below the minimum": ("avg((income_per_head < 18939)::int)", 0.10, 0.30),
    "the middle income": ("median(income_per_head)", 22_000, 45_000),
    "skewed incomes": ("avg(income_per_head) / median(income_per_head)", 1.08, 1.8),
    "low for a good reason, of low incomes": (
        "avg(income_reason_is_valid::int) filter (income_per_head < 18939)",
        0.4,
        0.9,
    ),
}
#: What is true of nobody.
IMPOSSIBLE = {
    "living alone in company": "lives_alone <> (household_size = 1)",
    "more children than people": "children >= household_size",
    "a child with children": "age < 18 and (children > 0 or on_parental_leave or employed)",
    "an age of the youngest without children, or the reverse": "(youngest_child_months is null) <> (children = 0)",
    "parental leave without a small child": "on_parental_leave and (youngest_child_months >= 36 or not employed)",
    "a young and healthy pensioner": "pensioner and age < 59 and disability_group = 'none'",
    "an old person without a pension": "age >= 64 and not pensioner",
    "employed and seeking work": "employed and seeks_work",
    "a pupil of another age": "pupil and age not between 6 and 18",
    "a form without a school, or the reverse": "(school_form is null) <> (not pupil)",
    "a disabled child that is grown up": "(disability_group = 'child') <> (disability_group <> 'none' and age < 18)",
    "an aid for the healthy": "aid_recommended and disability_group = 'none'",
    "an aid of no kind, or the reverse": "(aid_kind is null) <> (not aid_recommended)",
    "an aid given and not recommended": "aid_given_months_ago < 600 and not aid_recommended",
    "a young veteran of the war": "veteran_kind = 'war' and age < 97",
    "a care home for a family": "in_care_home and (household_size > 1 or care_level = 0)",
    "a private home that is none": "in_private_care_home and not in_care_home",
    "detoxified without a diagnosis": "detoxified and not addiction_diagnosed",
    "a tour without a school": "toured_this_year and not pupil",
    "a stage without training, or the reverse": "(sports_stage > 0) <> in_sports_programme",
    "a good reason for a good income": "income_reason_is_valid and income_per_head >= 30000",
}


@pytest.mark.parametrize(("measure", "low", "high"), PLAUSIBLE.values(), ids=PLAUSIBLE)
def test_the_region_is_plausible(region: MadeRegion, measure: str, low: float, high: float) -> None:
    ((found,),) = region.ask(f"select {measure} from truth")
    assert low <= found <= high


def test_nobody_contradicts_themselves(region: MadeRegion) -> None:
    counts = ", ".join(f"count(*) filter ({rule})" for rule in IMPOSSIBLE.values())
    assert dict(zip(IMPOSSIBLE, region.ask(f"select {counts} from truth")[0], strict=True)) == dict.fromkeys(
        IMPOSSIBLE, 0
    )


def test_members_of_a_household_agree_on_it(region: MadeRegion) -> None:
    people = region.ask(
        "select household_size, income_per_head, resident, hardship, age, children, youngest_child_months from truth "
        "order by person"
    )
    households = list(_households(people))
    assert sum(map(len, households)) == len(people)
    assert {len({one[:4] for one in members}) for members in households} == {1}
    for members in households:
        minors = sum(1 for one in members if one[4] < 18)
        assert {one[5] for one in members} in ({0}, {minors}, {0, minors})
        # Parents, and they alone, may have no child under 18 at home only when there is none.
        assert minors == 0 or any(one[5] == minors for one in members)


def _households(people: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    first = 0
    while first < len(people):
        size = people[first][0]
        yield people[first : first + size]
        first += size


def test_every_answer_is_one_the_fact_admits_and_truth_is_missing_only_where_there_is_none(region: MadeRegion) -> None:
    none_there = {"youngest_child_months", "aid_kind", "school_form"}
    for name in ("truth", "facts"):
        rows = duckdb.read_parquet(str(region.folder / f"{name}.parquet"))
        for fact in facts_of().facts.values():
            values = {value for (value,) in rows.project(f'"{fact.id}"').distinct().fetchall()}
            assert {value for value in values - {None} if not fact.admits(value)} == set()
            assert name == "facts" or len(values - {None}) > 1, fact.id
            assert name == "facts" or (None in values) == (fact.id in none_there), fact.id


def test_columns_are_those_of_the_file_of_facts(region: MadeRegion) -> None:
    types = {"boolean": "BOOLEAN", "integer": "BIGINT", "text": "VARCHAR"}
    own = {fact.id: types[fact.type] for fact in facts_of().facts.values()}
    said = {
        column: types[fact.type]
        for fact in facts_of().facts.values()
        for column in (fact.id, *(f"{fact.id}__{source}" for source in fact.sources[1:]))
    }
    asked = {f"{source}__as_of": "DATE" for source in facts_of().sources}
    for name, expected in (("truth", own), ("facts", said | asked)):
        rows = duckdb.read_parquet(str(region.folder / f"{name}.parquet"))
        found = dict(zip(rows.columns, map(str, rows.types), strict=True))
        assert list(found.items()) == list(({"person": "BIGINT"} | expected).items())
        assert rows.project("person").fetchall() == [(number,) for number in range(1, 60_001)]
