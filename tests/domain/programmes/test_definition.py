"""A programme file is read whole, and everything wrong with it is told at once, with its line."""

import pytest

from domain.programmes.files import FOOD, FROM_JULY, tree
from given.checkout import CHECKOUT
from socert.domain import programmes
from socert.domain.catalogue import read_categories, tree_of
from socert.domain.files import Mistake
from socert.domain.programmes import ProgrammeDefinition, Share
from socert.rulebook import read_rulebook
from socert.values import Text


def errors_of(text: str) -> list[tuple[str, str]]:
    checked = programmes.check(text=text, tree=tree())
    assert isinstance(checked, tuple)
    assert all(one.text.ru and one.text.en for one in checked)
    return [(one.code, one.path) for one in checked]


def definition_of(text: str) -> ProgrammeDefinition:
    checked = programmes.check(text=text, tree=tree())
    assert isinstance(checked, ProgrammeDefinition), checked
    return checked


def test_a_file_says_what_it_says() -> None:
    food = definition_of(FOOD + FROM_JULY)
    assert (food.id, food.legal_kind, food.is_sensitive, food.title.en) == ("food", "regional", False, "Food")
    assert food.funding == (Share("federal", 60), Share("city", 40))
    january, july = food.versions
    assert (january.hold_seconds, january.valid_days, july.hold_seconds) == (900, 90, 600)
    assert january.allowances[0].amount_kopecks == 500_00
    assert july.allowances[0].amount_kopecks == 700_50
    assert january.allowances[0].deny == ("alcohol", "tobacco")
    assert july.allowances[0].deny == ()


@pytest.mark.parametrize("name", ["food-certificate", "children-goods", "veterans-durables", "discount"])
def test_the_reference_programmes_are_without_mistakes(name: str) -> None:
    reference = CHECKOUT / "reference"
    with (reference / "categories.csv").open(encoding="utf-8", newline="") as lines:
        known = tree_of(read_categories(lines))
    text = (reference / "programmes" / f"{name}.yaml").read_text(encoding="utf-8")
    checked = programmes.check(text=text, tree=known, ground=read_rulebook(reference))
    assert isinstance(checked, ProgrammeDefinition), checked


@pytest.mark.parametrize(
    ("was", "becomes", "code", "path"),
    [
        ("socert.programme/1", "socert.programme/2", "not_a_choice", "format"),
        ("id: food\n", "id: Food!\n", "not_an_id", "id"),
        ("id: food\n", "id: no\n", "not_an_id", "id"),
        ("legal_kind: regional", "legal_kind: national", "not_a_choice", "legal_kind"),
        ("sensitive: false", "sensitive: maybe", "not_true_or_false", "sensitive"),
        (", en: Food}\nfunding", "}\nfunding", "missing", "title.en"),
        ("en: Food}\nfunding", 'en: "\\x00"}\nfunding', "not_a_text", "title.en"),
        ("share: 40", "share: 41", "shares_do_not_sum", "funding"),
        ("share: 40", "share: 40.0", "out_of_range", "funding[1].share"),
        ("share: 40", "share: true", "out_of_range", "funding[1].share"),
        ("source: city", "source: federal", "repeated", "funding[1]"),
        ("2026-01-01", "2026-02-30", "not_a_day", "versions[0].valid_from"),
        ("2026-01-01", "soon", "not_a_day", "versions[0].valid_from"),
        ("valid_days: 90", "valid_days: 0", "out_of_range", "versions[0].certificate.valid_days"),
        ("valid_days: 90", "valid_days: 1101", "out_of_range", "versions[0].certificate.valid_days"),
        ("[card]", "[card, card]", "repeated", "versions[0].certificate.carriers[1]"),
        ("[card]", "[pigeon]", "not_a_choice", "versions[0].certificate.carriers[0]"),
        ("per: person", "per: household", "not_supported_yet", "versions[0].certificate.per"),
        ("    certificate", "    hold_seconds: 59\n    certificate", "out_of_range", "versions[0].hold_seconds"),
        ("kind: points", "kind: units", "not_a_service", "versions[0].allowances[0].covers.allow[0]"),
        ("funding:\n  - {source: federal, share: 60}\n  - {source: city, share: 40}\n", "", "missing", "funding"),
        ("amount: 500", "amount: {first_hit: []}", "not_a_list", "versions[0].allowances[0].amount.first_hit"),
        ("kind: points", "kind: kisses", "not_a_choice", "versions[0].allowances[0].kind"),
        ("amount: 500", "amount: 0", "not_an_amount", "versions[0].allowances[0].amount"),
        ("amount: 500", "amount: -5", "not_an_amount", "versions[0].allowances[0].amount"),
        ("amount: 500", "amount: 0.005", "not_an_amount", "versions[0].allowances[0].amount"),
        ("amount: 500", "amount: 1000000.01", "not_an_amount", "versions[0].allowances[0].amount"),
        ("amount: 500", "amount: .nan", "not_an_amount", "versions[0].allowances[0].amount"),
        ("[goods]", "[]", "not_a_list", "versions[0].allowances[0].covers.allow"),
        ("[goods]", "[groceries]", "unknown_category", "versions[0].allowances[0].covers.allow[0]"),
        ("tobacco]", "cigars]", "unknown_category", "versions[0].allowances[0].covers.deny[1]"),
        ("tobacco]", "alcohol]", "repeated", "versions[0].allowances[0].covers.deny[1]"),
        ("own_money: allowed", "own_money: never", "not_a_choice", "versions[0].allowances[0].own_money"),
        ("amount: 500", "amount: 500\n        amuont: 5", "unknown_field", "versions[0].allowances[0].amuont"),
        ("id: food\n", "id: food\nid: drink\n", "duplicate_key", "id"),
        ("sensitive: false", "<<: {a: 1}\nsensitive: false", "unknown_field", "<<"),
        ("sensitive: false", "sensitive: !!binary false", "unknown_tag", "sensitive"),
        ("sensitive: false", "sensitive: !!python/name:os.system false", "unknown_tag", "sensitive"),
    ],
)
def test_a_mistake_is_named_with_its_place(was: str, becomes: str, code: str, path: str) -> None:
    spoilt = FOOD.replace(was, becomes, 1)
    assert spoilt != FOOD
    assert (code, path) in errors_of(spoilt)


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    spoilt = FOOD.replace("id: food\n", "id: 5\n", 1).replace("share: 40", "share: 0").replace("goods", "groceries")
    checked = programmes.check(text=spoilt + "colour: red\n", tree=tree())
    assert isinstance(checked, tuple)
    assert [(one.line, one.code) for one in checked] == [
        (2, "not_an_id"),
        (8, "out_of_range"),
        (17, "unknown_category"),
        (19, "unknown_field"),
    ]


def test_a_misspelt_field_is_answered_with_the_likely_one() -> None:
    checked = programmes.check(text=FOOD.replace("legal_kind", "legalkind"), tree=tree())
    assert isinstance(checked, tuple)
    assert any("Did you mean 'legal_kind'?" in str(one) for one in checked)


def test_versions_stand_in_order() -> None:
    backwards = FOOD + FROM_JULY.replace("2026-07-01", "2026-01-01")
    assert errors_of(backwards) == [("versions_out_of_order", "versions[1]")]


def test_seventeen_allowances_are_too_many() -> None:
    head, allowance = FOOD.split("    allowances:\n")
    many = "".join(allowance.replace("id: food", f"id: food-{place}") for place in range(17))
    assert errors_of(f"{head}    allowances:\n{many}") == [("not_a_list", "versions[0].allowances")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file_empty"),
        ("# nothing but a comment\n", "file_empty"),
        ("- a\n- b\n", "not_a_mapping"),
        ("just words", "not_a_mapping"),
        ("a: [1, 2", "not_yaml"),
        ("a: 1\n---\nb: 2\n", "not_yaml"),
        ("a: \x00", "not_yaml"),
        ("? [a, b]\n: 1\n", "key_is_no_text"),
        ("a: &x [1]\nb: *x\n", "alias"),
        ("a: *x\n", "alias"),
        ("[" * 100_000, "too_deep"),
        ("a: " * 100, "not_yaml"),
        ("#" * 300_000, "file_too_large"),
    ],
)
def test_a_file_that_is_no_programme_is_refused_quickly(text: str, code: str) -> None:
    assert code in [one for one, _ in errors_of(text)]


def test_a_flood_of_mistakes_is_told_in_part() -> None:
    assert len(errors_of(FOOD + "".join(f"x{number}: 1\n" for number in range(5_000)))) == 100


def test_an_error_reads_as_a_sentence() -> None:
    error = Mistake("id", 2, "not_an_id", Text(ru="Поправьте.", en="Mend it."))
    assert str(error) == "line 2: id: Mend it."
