"""The reference tree of categories is one tree with the ids other files rely on."""

import re

import pytest

from reference.reading import header, line_of, parents, rows

# Programmes, example data and replays name these.
FIXED_IDS = [
    *("goods", "food", "bread", "dairy", "drinks", "household"),
    *("alcohol", "beer", "wine", "spirits", "tobacco", "cigarettes"),
    *("children", "clothing", "footwear", "stationery", "toys"),
    *("appliances", "television", "refrigerator", "washing_machine"),
    *("services", "home_care", "addiction_rehabilitation", "care_home_stay", "retraining", "childrens_education"),
    *("school_tours", "active_longevity", "sports_training", "palliative_care"),
]


def test_the_columns_are_the_agreed_ones() -> None:
    assert header("categories.csv") == "id,parent,title_ru,title_en"


def test_an_id_names_one_category_and_is_an_english_slug() -> None:
    ids = [row["id"] for row in rows("categories.csv")]
    assert len(ids) == len(set(ids))
    assert [name for name in ids if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []


def test_goods_and_services_are_the_two_roots() -> None:
    assert [name for name, parent in parents().items() if not parent] == ["goods", "services"]


def test_every_parent_exists_and_stands_above_its_children_in_the_file() -> None:
    seen = {""}
    for row in rows("categories.csv"):
        assert row["parent"] in seen, row
        seen.add(row["id"])


def test_every_category_lies_under_goods_or_services() -> None:
    assert {line_of(category)[-1] for category in parents()} == {"goods", "services"}


def test_both_titles_are_filled_and_told_apart() -> None:
    table = rows("categories.csv")
    for column in ("title_ru", "title_en"):
        titles = [row[column].strip() for row in table]
        assert all(titles)
        assert len(titles) == len(set(titles))
    assert all(re.search("[а-яё]", row["title_ru"].lower()) for row in table)
    assert all(row["title_en"].isascii() for row in table)


@pytest.mark.parametrize("category", FIXED_IDS)
def test_an_id_that_other_files_name_exists(category: str) -> None:
    assert category in parents()


@pytest.mark.parametrize("category", ["alcohol", "tobacco", "food", "drinks"])
def test_what_a_programme_denies_stands_beside_food_and_not_within_it(category: str) -> None:
    assert parents()[category] == "goods"
