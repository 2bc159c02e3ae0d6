"""The shops of the example city: chains, outlets, articles of their own, price ranges and baskets."""

from collections import Counter
from typing import Any

import pytest

from reference.reading import document, header, leaves, rows
from socert.values import Inn, Ogrn

PLACES: dict[str, Any] = {name: document(f"example/{name}.yaml") for name in ("district", "durables", "family")}
BASKETS: dict[str, Any] = document("example/baskets.yaml")
FOOD_CHAINS = [chain["id"] for chain in PLACES["district"]["chains"]]


def numbers_of(kind: str) -> list[str]:
    """Every chain's ИНН or ОГРН, of all places."""
    return [chain[kind] for place in PLACES.values() for chain in place["chains"]]


def test_numbers_are_right_and_obviously_fictional() -> None:
    for digits in numbers_of("inn"):
        assert Inn.parse(digits).is_organisation
        assert digits.startswith("00"), "the region code 00 belongs to no region"
    for digits in numbers_of("ogrn"):
        assert Ogrn.parse(digits).digits == digits
        assert digits[3:5] == "00", "the region code 00 belongs to no region"


@pytest.mark.parametrize("kind", ["inn", "ogrn"])
def test_no_two_chains_share_a_number(kind: str) -> None:
    assert len(set(numbers_of(kind))) == len(numbers_of(kind)) == 10


@pytest.mark.parametrize(
    ("place", "districts", "chains", "outlets"), [("district", 1, 4, 24), ("durables", 4, 3, 12), ("family", 2, 3, 6)]
)
def test_outlets_are_told_apart_by_id_name_and_address(place: str, districts: int, chains: int, outlets: int) -> None:
    plan = PLACES[place]
    assert [len(plan[part]) for part in ("districts", "chains", "outlets")] == [districts, chains, outlets]
    assert len({outlet["id"] for outlet in plan["outlets"]}) == outlets
    for language in ("ru", "en"):
        assert len({outlet["name"][language] for outlet in plan["outlets"]}) == outlets
        assert len({outlet["address"][language] for outlet in plan["outlets"]}) == outlets


@pytest.mark.parametrize("place", PLACES)
def test_every_outlet_belongs_to_a_chain_and_a_district_and_none_of_them_is_without(place: str) -> None:
    plan = PLACES[place]
    for part, of in (("chains", "chain"), ("districts", "district")):
        assert {outlet[of] for outlet in plan["outlets"]} == {one["id"] for one in plan[part]}


@pytest.mark.parametrize("place", PLACES)
def test_an_outlet_stands_in_a_street_of_the_place(place: str) -> None:
    streets = [street["en"] for street in PLACES[place]["streets"]]
    assert all(outlet["address"]["en"].endswith(tuple(streets)) for outlet in PLACES[place]["outlets"])


@pytest.mark.parametrize("place", PLACES)
def test_a_places_own_prices_are_of_categories_that_have_goods(place: str) -> None:
    for category, (low, high) in PLACES[place].get("prices", {}).items():
        assert category in {row["category"] for row in rows("goods.csv")}
        assert 0 < low < high


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
    assert set(counts) == set(FOOD_CHAINS)
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
