"""The reference programmes speak of categories that exist and say what is invented in them."""

from collections.abc import Iterator
from typing import Any

import pytest

from reference.reading import REFERENCE, document, line_of

NAMES = sorted(path.stem for path in (REFERENCE / "programmes").glob("*.yaml"))
DOCUMENTS = {name: document(f"programmes/{name}.yaml") for name in NAMES}
PROGRAMMES = [pytest.param(one, id=name) for name, one in DOCUMENTS.items()]
DECISION_ONLY = {"sanatorium"}


def allowances(programme: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for version in programme["versions"]:
        yield from version.get("allowances", [])


def test_every_programme_of_the_mission_is_here() -> None:
    assert [
        *("active-longevity", "addiction-rehabilitation", "care-home", "children-goods", "childrens-education"),
        *("discount", "food-certificate", "home-care", "palliative-care", "parents-retraining"),
        *("pensioners-retraining", "sanatorium", "school-tourism", "sports-training", "technical-aids"),
        "veterans-durables",
    ] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_programme_is_named_like_its_file_and_so_are_its_examples(name: str) -> None:
    assert DOCUMENTS[name]["id"] == name
    assert DOCUMENTS[name]["examples"] == f"{name}.examples.csv"


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_programme_has_the_format_it_claims_and_says_it_is_illustrative(programme: dict[str, Any]) -> None:
    assert programme["format"] == "socert.programme/1"
    assert programme["legal_kind"] in {"social_service_189", "goods_491", "regional"}
    assert programme["illustrative"] is True


def test_those_that_tell_of_addiction_disability_or_a_fatal_illness_are_sensitive() -> None:
    sensitive = {name for name, programme in DOCUMENTS.items() if programme["sensitive"] is True}
    assert sensitive == {"addiction-rehabilitation", "palliative-care", "technical-aids"}


@pytest.mark.parametrize("name", NAMES)
def test_funding_shares_sum_to_a_hundred_where_money_is_given(name: str) -> None:
    if name in DECISION_ONLY:
        assert "funding" not in DOCUMENTS[name]
    else:
        assert sum(source["share"] for source in DOCUMENTS[name]["funding"]) == 100


@pytest.mark.parametrize("name", NAMES)
def test_only_what_is_funded_otherwise_gives_no_certificate(name: str) -> None:
    (version,) = DOCUMENTS[name]["versions"]
    given = {"certificate", "allowances"} & set(version)
    assert given == (set() if name in DECISION_ONLY else {"certificate", "allowances"})


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_what_people_read_stands_in_both_languages(programme: dict[str, Any]) -> None:
    texts = [programme["title"], programme["summary"], *(one["title"] for one in allowances(programme))]
    texts += [version["legal_basis"] for version in programme["versions"]]
    assert all(text["ru"] and text["en"].isascii() for text in texts)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_summary_is_one_to_three_sentences(programme: dict[str, Any]) -> None:
    for language in ("ru", "en"):
        assert 1 <= programme["summary"][language].count(". ") + 1 <= 3
        assert programme["summary"][language].endswith(".")


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_covered_categories_exist_services_for_units_and_goods_for_the_rest(programme: dict[str, Any]) -> None:
    for one in allowances(programme):
        root = "services" if one["kind"] == "units" else "goods"
        assert one["covers"]["allow"]
        assert {line_of(name)[-1] for name in one["covers"]["allow"] + one["covers"].get("deny", [])} == {root}


def test_every_service_of_the_tree_is_given_by_a_programme() -> None:
    covered = {
        name
        for programme in DOCUMENTS.values()
        for one in allowances(programme)
        if one["kind"] == "units"
        for name in one["covers"]["allow"]
    }
    assert covered == {
        *("home_care", "addiction_rehabilitation", "care_home_stay", "retraining", "childrens_education"),
        *("school_tours", "active_longevity", "sports_training", "palliative_care"),
    }


def test_active_longevity_is_group_classes_nobody_pays_and_nobody_claims_for() -> None:
    (allowance,) = allowances(DOCUMENTS["active-longevity"])
    assert (allowance["kind"], allowance["tariff"], allowance["claim"]) == ("units", 0, False)
    assert allowance["group"] == ["venue", "timetable", "attendance"]


def test_a_term_of_rehabilitation_costs_what_certificates_of_the_city_did_on_average() -> None:
    (allowance,) = allowances(DOCUMENTS["addiction-rehabilitation"])
    assert abs(allowance["units"] * allowance["tariff"] - 74_500_000 // 673) < 10


def test_the_food_certificate_is_500_roubles_for_all_goods_but_alcohol_and_tobacco() -> None:
    programme = DOCUMENTS["food-certificate"]
    (allowance,) = programme["versions"][0]["allowances"]
    assert (allowance["kind"], allowance["amount"]) == ("points", 500)
    assert allowance["covers"] == {"allow": ["goods"], "deny": ["alcohol", "tobacco"]}
    assert programme["funding"] == [{"source": "city", "share": 100}]


def test_veterans_receive_one_of_each_device_by_need_up_to_its_cap() -> None:
    given = list(allowances(DOCUMENTS["veterans-durables"]))
    assert {one["id"]: (one["units"], one["cap"], one["covers"]["allow"]) for one in given} == {
        "television": (1, 12_500, ["television"]),
        "refrigerator": (1, 10_900, ["refrigerator"]),
        "washing-machine": (1, 10_500, ["washing_machine"]),
    }
    assert all(one["by_need"] is True and one["price"] == "resident_adds" for one in given)
    assert [one["when"] for one in given] == ["needs_television", "needs_refrigerator", "needs_washing_machine"]


def test_one_discount_is_repaid_by_the_budget_and_one_is_given_by_shops() -> None:
    given = allowances(DOCUMENTS["discount"])
    assert [(one["kind"], one["percent"], one["borne_by"]) for one in given] == [
        ("discount", 10, "budget"),
        ("discount", 5, "merchant"),
    ]
