"""The reference goods are real barcodes in the categories where a shopper would look for them."""

import re
from collections import Counter

import pytest

from reference.reading import header, leaves, line_of, parents, rows
from socert.values import Gtin

KEPT_DIGITS = 14


def test_the_columns_are_the_agreed_ones() -> None:
    assert header("goods.csv") == "gtin,name,category"


def test_there_are_about_four_hundred_goods() -> None:
    assert 380 <= len(rows("goods.csv")) <= 450


def test_every_barcode_is_kept_as_14_digits_with_a_right_check_digit() -> None:
    for row in rows("goods.csv"):
        assert len(row["gtin"]) == KEPT_DIGITS
        assert Gtin.parse(row["gtin"]).code == row["gtin"]


def test_no_barcode_stands_twice() -> None:
    assert [gtin for gtin, count in Counter(row["gtin"] for row in rows("goods.csv")).items() if count > 1] == []


def test_no_good_carries_an_in_store_code() -> None:
    assert [row for row in rows("goods.csv") if Gtin.parse(row["gtin"]).is_in_store] == []


def test_some_goods_carry_a_barcode_of_eight_digits() -> None:
    assert any(row["gtin"].startswith("000000") for row in rows("goods.csv"))


def test_every_good_lies_in_a_category_with_none_below() -> None:
    assert {row["category"] for row in rows("goods.csv")} <= leaves()


def test_every_category_of_goods_with_none_below_has_goods() -> None:
    of_goods = {category for category in leaves() if line_of(category)[-1] == "goods"}
    assert of_goods <= {row["category"] for row in rows("goods.csv")}


def test_every_name_is_readable_russian_and_stands_once() -> None:
    names = [row["name"] for row in rows("goods.csv")]
    assert len(names) == len(set(names))
    unreadable = [name for name in names if name != name.strip() or not re.search("[А-Яа-яЁё]{3}", name)]
    assert unreadable == []


@pytest.mark.parametrize(
    ("words", "branch"),
    [
        (r"водка|коньяк .*40%|виски|настойка|ликер", "alcohol"),
        (r"\b(вино|шампанское|вермут|сидр|медовуха)\b", "alcohol"),
        (r"сигарет|сигарилл|табак|кальян", "tobacco"),
        (r"безалкогольн|\bквас\b", "drinks"),
        (r"^конфеты", "food"),
        (r"телевизор|холодильник|стиральная", "appliances"),
    ],
)
def test_a_telling_name_stands_in_its_branch(words: str, branch: str) -> None:
    found = [row for row in rows("goods.csv") if re.search(words, row["name"].lower())]
    assert found
    assert [row for row in found if branch not in line_of(row["category"])] == []


def test_beer_without_alcohol_is_a_soft_drink_and_beer_with_it_is_not() -> None:
    for row in rows("goods.csv"):
        if re.match(r"пиво\b", row["name"].lower()):
            expected = "soft_drinks" if "безалкогольн" in row["name"].lower() else "beer"
            assert row["category"] == expected, row


def test_sweets_with_cognac_are_sweets() -> None:
    found = {row["category"] for row in rows("goods.csv") if "с коньяком" in row["name"].lower()}
    assert found == {"sweets"}


def test_no_branch_is_left_without_goods() -> None:
    below_root = {category for category, parent in parents().items() if parent == "goods"}
    assert below_root <= {line_of(row["category"])[-2] for row in rows("goods.csv")}
