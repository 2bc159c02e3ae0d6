"""The shops of the example city: chains, outlets, articles of their own, price ranges and baskets."""

from collections import Counter
from typing import Any

import pytest

from reference.reading import document, header, leaves, rows
from socert.values import Inn, Ogrn

DISTRICT: dict[str, Any] = document("example/district.yaml")
BASKETS: dict[str, Any] = document("example/baskets.yaml")
CHAINS = [chain["id"] for chain in DISTRICT["chains"]]


def test_there_are_four_chains_with_right_and_obviously_fictional_numbers() -> None:
    assert len(set(CHAINS)) == len(CHAINS) == 4
    for chain in DISTRICT["chains"]:
        assert Inn.parse(chain["inn"]).is_organisation
        assert chain["inn"].startswith("00"), "the region code 00 belongs to no region"
        assert Ogrn.parse(chain["ogrn"]).digits == chain["ogrn"]
        assert chain["ogrn"][3:5] == "00", "the region code 00 belongs to no region"


@pytest.mark.parametrize("number", ["inn", "ogrn"])
def test_no_two_chains_share_a_number(number: str) -> None:
    assert len({chain[number] for chain in DISTRICT["chains"]}) == len(CHAINS)


def test_there_are_24_outlets_told_apart_by_id_name_and_address() -> None:
    outlets = DISTRICT["outlets"]
    assert len(outlets) == 24
    assert len({outlet["id"] for outlet in outlets}) == 24
    for language in ("ru", "en"):
        assert len({outlet["name"][language] for outlet in outlets}) == 24
        assert len({outlet["address"][language] for outlet in outlets}) == 24


def test_every_outlet_belongs_to_a_chain_and_every_chain_has_outlets() -> None:
    assert {outlet["chain"] for outlet in DISTRICT["outlets"]} == set(CHAINS)


def test_an_outlet_stands_in_a_street_of_the_district() -> None:
    streets = [street["en"] for street in DISTRICT["streets"]]
    assert all(outlet["address"]["en"].endswith(tuple(streets)) for outlet in DISTRICT["outlets"])


def test_an_article_is_seven_digits_beginning_with_two_and_stands_once_in_its_chain() -> None:
    articles = rows("example/articles.csv")
    assert header("example/articles.csv") == "chain,article,name,category,price,unit"
    for row in articles:
        assert len(row["article"]) == 7
        assert row["article"].isdecimal()
        assert row["article"].startswith("2")
    assert max(Counter((row["chain"], row["article"]) for row in articles).values()) == 1


def test_every_chain_weighs_about_a_dozen_goods_of_its_own_in_known_categories() -> None:
    articles = rows("example/articles.csv")
    counts = Counter(row["chain"] for row in articles)
    assert set(counts) == set(CHAINS)
    assert all(10 <= count <= 15 for count in counts.values())
    assert {row["category"] for row in articles} <= leaves()
    assert {row["unit"] for row in articles} == {"kg"}
    assert all(1_000 <= int(row["price"]) <= 150_000 for row in articles), "kopecks per kilogram"


def test_one_article_number_means_different_goods_in_different_chains() -> None:
    names: dict[str, set[str]] = {}
    for row in rows("example/articles.csv"):
        names.setdefault(row["article"], set()).add(row["name"])
    assert any(len(meanings) > 1 for meanings in names.values())


def test_every_category_with_goods_has_one_price_range() -> None:
    prices = rows("example/prices.csv")
    assert header("example/prices.csv") == "category,price_low,price_high"
    categories = [row["category"] for row in prices]
    assert len(categories) == len(set(categories))
    assert {row["category"] for row in rows("goods.csv")} == set(categories)
    assert all(0 < int(row["price_low"]) < int(row["price_high"]) for row in prices)


def test_people_buy_from_categories_that_have_goods() -> None:
    categories = [entry["category"] for entry in BASKETS["categories"]]
    assert len(categories) == len(set(categories))
    assert set(categories) <= {row["category"] for row in rows("goods.csv")}


def test_people_also_buy_what_a_food_certificate_does_not_cover() -> None:
    weights = {entry["category"]: entry["weight"] for entry in BASKETS["categories"]}
    for category in ("beer", "spirits", "cigarettes"):
        assert 0 < weights[category] < weights["bread"] / 4


@pytest.mark.parametrize("part", ["categories", "lines_per_receipt", "pieces_per_line", "hours"])
def test_a_weight_is_a_whole_number_above_zero(part: str) -> None:
    assert all(isinstance(entry["weight"], int) and entry["weight"] > 0 for entry in BASKETS[part])


def test_a_receipt_has_two_to_twelve_lines_and_begins_in_opening_hours() -> None:
    assert [entry["lines"] for entry in BASKETS["lines_per_receipt"]] == list(range(2, 13))
    assert [entry["hour"] for entry in BASKETS["hours"]] == list(range(8, 22))


def test_a_weighed_line_has_a_plausible_weight() -> None:
    weighed = BASKETS["weighed"]
    assert 0 < weighed["share_percent"] < 100
    assert 0 < weighed["grams_low"] < weighed["grams_high"] <= 5_000
