"""The reference programmes speak of categories that exist and say what is invented in them."""

from typing import Any

import pytest

from reference.reading import REFERENCE, document, parents

NAMES = sorted(path.stem for path in (REFERENCE / "programmes").glob("*.yaml"))
PROGRAMMES = [pytest.param(document(f"programmes/{name}.yaml"), id=name) for name in NAMES]


def test_there_are_four_programmes() -> None:
    assert NAMES == ["children-goods", "discount", "food-certificate", "veterans-durables"]


@pytest.mark.parametrize("name", NAMES)
def test_a_programme_is_named_like_its_file(name: str) -> None:
    assert document(f"programmes/{name}.yaml")["id"] == name


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_programme_has_the_format_it_claims_and_says_it_is_illustrative(programme: dict[str, Any]) -> None:
    assert programme["format"] == "socert.programme/1"
    assert programme["legal_kind"] in {"social_service_189", "goods_491", "regional"}
    assert programme["illustrative"] is True
    assert programme["sensitive"] is False


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_funding_shares_sum_to_a_hundred(programme: dict[str, Any]) -> None:
    assert sum(source["share"] for source in programme["funding"]) == 100


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_what_people_read_stands_in_both_languages(programme: dict[str, Any]) -> None:
    texts = [programme["title"]]
    for version in programme["versions"]:
        texts += [version["legal_basis"], *(allowance["title"] for allowance in version["allowances"])]
    assert all(text["ru"] and text["en"] for text in texts)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_covered_and_denied_categories_exist(programme: dict[str, Any]) -> None:
    for version in programme["versions"]:
        for allowance in version["allowances"]:
            covers = allowance["covers"]
            assert covers["allow"]
            assert set(covers["allow"]) | set(covers["deny"]) <= set(parents())


def test_the_food_certificate_is_500_roubles_for_all_goods_but_alcohol_and_tobacco() -> None:
    programme = document("programmes/food-certificate.yaml")
    (allowance,) = programme["versions"][0]["allowances"]
    assert (allowance["kind"], allowance["amount"]) == ("points", 500)
    assert allowance["covers"] == {"allow": ["goods"], "deny": ["alcohol", "tobacco"]}
    assert programme["funding"] == [{"source": "city", "share": 100}]


def test_veterans_receive_one_of_each_device_by_need_up_to_its_cap() -> None:
    allowances = document("programmes/veterans-durables.yaml")["versions"][0]["allowances"]
    assert {one["id"]: (one["units"], one["cap"], one["covers"]["allow"]) for one in allowances} == {
        "television": (1, 12_500, ["television"]),
        "refrigerator": (1, 10_900, ["refrigerator"]),
        "washing-machine": (1, 10_500, ["washing_machine"]),
    }
    assert all(one["by_need"] is True and one["price"] == "resident_adds" for one in allowances)


def test_one_discount_is_repaid_by_the_budget_and_one_is_given_by_shops() -> None:
    allowances = document("programmes/discount.yaml")["versions"][0]["allowances"]
    assert [(one["kind"], one["percent"], one["borne_by"]) for one in allowances] == [
        ("discount", 10, "budget"),
        ("discount", 5, "merchant"),
    ]
