"""Parameters are dated, a region's own go first, and a missing one stops everything with its name."""

from datetime import date
from typing import Any

import pytest

from domain.criteria.invented import GROUND, condition, leaf
from socert.domain import criteria
from socert.domain.criteria import AllOf, AnyOf, NotOf, ParameterIsUnset

NEW_YEAR = date(2026, 1, 1)


def _bound(name: str, region: str | None, day: date) -> criteria.Bound:
    return criteria.bind(GROUND, names=[name], region=criteria.region_of(GROUND, region=region), day=day)[name]


@pytest.mark.parametrize(
    ("name", "region", "day", "value", "whose"),
    [
        ("minimum", None, date(2025, 12, 31), 17_733, None),
        ("minimum", None, NEW_YEAR, 18_939, None),
        ("minimum", None, date(2030, 1, 1), 18_939, None),
        ("minimum", "north", NEW_YEAR, 18_939, None),  # the region says nothing of it
        ("percent", None, NEW_YEAR, 150, None),
        ("percent", "north", date(2025, 6, 1), 200, "north"),  # before there is a common one
        ("percent", "north", NEW_YEAR, 200, "north"),  # an older own value goes before a newer common one
        ("percent", "north", date(2026, 6, 1), 250, "north"),
        ("below", "north", NEW_YEAR, -7, None),
    ],
)
def test_a_parameter_is_what_it_was_on_the_day(
    name: str, region: str | None, day: date, value: int, whose: str | None
) -> None:
    bound = _bound(name, region, day)
    assert (bound.value, bound.region) == (value, whose)
    assert bound.from_day <= day


def test_each_parameter_is_bound_once_with_its_source() -> None:
    bound = criteria.bind(GROUND, names=["minimum", "below", "minimum"], region=None, day=NEW_YEAR)
    assert list(bound) == ["minimum", "below"]
    assert (bound["minimum"].source.en, bound["minimum"].from_day) == ("act", NEW_YEAR)


@pytest.mark.parametrize(
    ("name", "region", "day", "file"),
    [
        ("minimum", None, date(2024, 12, 31), "p.yaml"),
        ("percent", None, date(2025, 12, 31), "p.yaml"),
        ("percent", "north", date(2025, 5, 31), "north.yaml"),  # where it has some is where to look
        ("minimum", "north", date(2024, 12, 31), "p.yaml"),
    ],
)
def test_a_parameter_without_a_value_is_named_with_file_key_region_and_day(
    name: str, region: str | None, day: date, file: str
) -> None:
    with pytest.raises(ParameterIsUnset) as unset:
        _bound(name, region, day)
    assert (unset.value.file, unset.value.key, unset.value.region, unset.value.day) == (file, name, region, day)
    assert all(str(one) in str(unset.value) for one in (file, name, day.isoformat(), region or "common values"))


def test_a_region_nobody_described_is_told_with_those_that_are() -> None:
    with pytest.raises(criteria.RegionIsUnknown, match=r"'south'.*Known: north"):
        criteria.region_of(GROUND, region="south")
    assert criteria.region_of(GROUND, region=None) is None


def test_a_region_adds_its_criteria_at_the_point_and_last() -> None:
    own = leaf("AGE", condition("age > 1"))
    inner = AllOf((leaf("RICH", condition("income > 1")),), point="regional")
    root = AnyOf((own, NotOf(AllOf((own, inner)))))
    added = criteria.with_additions(root, programme="food", region=GROUND.regions["north"])
    assert [one.id for one in criteria.leaves(added)] == ["AGE", "AGE", "RICH", "ALONE"]
    assert criteria.with_additions(root, programme="other", region=GROUND.regions["north"]) is root
    assert criteria.with_additions(root, programme="food", region=None) is root


@pytest.mark.parametrize(
    ("root", "error", "words"),
    [
        (AllOf((leaf("AGE", condition("age > 1")),), point="elsewhere"), criteria.PointIsUnknown, "'regional'"),
        (leaf("AGE", condition("age > 1")), criteria.PointIsUnknown, "food"),
        (AllOf((leaf("ALONE", condition("alone")),), point="regional"), criteria.CriterionIsRepeated, "ALONE"),
        (
            AllOf(tuple(leaf(f"L{n}", condition("age > 1")) for n in range(criteria.LEAVES_MAX)), point="regional"),
            criteria.CriteriaAreTooMany,
            "62",
        ),
    ],
)
def test_an_addition_that_fits_nowhere_is_told_with_its_file(root: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as told:
        criteria.with_additions(root, programme="food", region=GROUND.regions["north"])
    assert "north.yaml" in str(told.value)
    assert words in str(told.value)
