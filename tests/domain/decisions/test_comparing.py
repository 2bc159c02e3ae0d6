"""What changed in a programme is told by what it means, every part of it, in both languages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from domain.criteria.invented import GROUND, TREES
from given.rulebook import REFERENCE, RULEBOOK
from socert.domain import criteria, decisions, programmes
from socert.domain.decisions import Compared
from socert.rulebook import find_programme, read_tree
from socert.values import Language

TREE = read_tree(REFERENCE)
FOOD = find_programme("food-certificate", folder=REFERENCE).read_text(encoding="utf-8")
CARE = find_programme("home-care", folder=REFERENCE).read_text(encoding="utf-8")
LATER = date(2027, 1, 1)


def definition(text: str) -> programmes.ProgrammeDefinition:
    checked = programmes.check(text=text, tree=TREE, ground=RULEBOOK)
    assert isinstance(checked, programmes.ProgrammeDefinition), checked
    return checked


def changes(compared: Compared) -> list[tuple[str, str]]:
    """Code and English words of every change."""
    found = [change for part in compared.parts for change in part.changes]
    assert all("{" not in change.text.ru.replace("{disability_group}", "") for change in found)
    return [(change.code, change.text.en.replace("\u00a0", " ")) for change in found]


def with_later(text: str, change: Callable[[str], str]) -> str:
    """A file with one more version, which is the first one changed."""
    head, version, tail = text.partition("  - valid_from: ")
    body, examples, end = tail.partition("examples:")
    later = change(body.replace("2026-01-01", str(LATER), 1))
    return head + version + body + version + later + examples + end


@pytest.mark.parametrize(
    ("was", "becomes", "code", "told"),
    [
        ('"Food certificate"', '"Food"', "programme_title", "Title: was “Food certificate”; is now “Food”"),
        ("sensitive: false", "sensitive: true", "programme_sensitive", "Sensitive: was no; is now yes"),
        ("{source: city,", "{source: town,", "programme_funding", "Paid by: added town 100 %; taken out city 100 %"),
        ("valid_days: 90", "valid_days: 1", "terms_valid_days", "was 90 days; is now 1 day"),
        ("[card, qr, paper]", "[card]", "terms_carriers", "Presented with: taken out qr, paper"),
        ("per: person", "confirm: {kind: pin, above: 7}", "terms_confirm", "is now PIN, above RUB 7.00"),
        ("amount: 500", "amount: 700", "allowance_gives", "was RUB 500.00; is now RUB 700.00"),
        ("deny: [alcohol, tobacco]", "deny: [alcohol]", "allowance_deny", "does not pay for: taken out tobacco"),
        ("own_money: allowed", "own_money: forbidden", "allowance_own_money", "was allowed; is now not allowed"),
        ("children >= 1", "children >= 2", "criterion_when", "“children under 18” is at least 2 children"),
        ("children >= 1", "children  >=  1", "written_otherwise", "SHA-256 is another"),
        ('"You are not a veteran"', '"No"', "criterion_not_met", "is now “No”"),
        ("Вы не относитесь", "Не относитесь", "criterion_not_met", "(in Russian)"),
        ("id: FAMILY", "id: CHILD", "criterion_removed", "Taken out: criterion FAMILY: “children under 18” is"),
        ("id: FAMILY", "id: CHILD", "criterion_added", "Added: criterion CHILD: “children under 18” is"),
        ("          any:", "          all:", "group_join", "was at least one of these “You belong"),
        ("point: regional", "point: own", "group_join", "a region may add criteria: own"),
    ],
)
def test_a_change_is_told(was: str, becomes: str, code: str, told: str) -> None:
    assert FOOD.count(was) >= 1
    compared = decisions.compare(definition(FOOD), definition(FOOD.replace(was, becomes, 1)), ground=RULEBOOK)
    found = changes(compared)
    assert [words for one, words in found if one == code and told in words], found


def test_what_is_mentioned_no_longer_or_for_the_first_time_is_told() -> None:
    other = FOOD.replace('when: "lives_alone"', 'when: "age >= p_care_age_least"')
    found = changes(decisions.compare(definition(FOOD), definition(other), ground=RULEBOOK))
    assert ("parameter_added", "Added: number compared with: “age from which home care is given”") in found
    assert ("fact_added", "Added: fact that is asked for: “age”") in found
    assert ("fact_removed", "Taken out: fact that is asked for: “lives alone”") in found


def test_a_table_is_told_row_by_row() -> None:
    other = CARE.replace("value: 64", "value: 70").replace("tariff: 240", "tariff: 250")
    found = dict(changes(decisions.compare(definition(CARE), definition(other), ground=RULEBOOK)))
    assert "70 hours if “level of need for care” is at least 3; 40 hours if" in found["allowance_gives"]
    assert "otherwise 24 hours" in found["allowance_gives"]
    assert found["allowance_tariff"] == "Allowance care, tariff: was RUB 240.00; is now RUB 250.00"


def test_a_criterion_that_moves_is_told_and_nothing_else() -> None:
    start = FOOD.index("            - id: VETERAN")
    end = FOOD.index('            - title: {ru: "Вы живёте одни')
    veteran, rest = FOOD[start:end], FOOD[:start] + FOOD[end:]
    outside = veteran.replace("            - ", "        - ").replace("\n    ", "\n")
    moved = rest.replace("    certificate:", f"{outside}    certificate:")
    found = changes(decisions.compare(definition(FOOD), definition(moved), ground=RULEBOOK))
    assert [code for code, _ in found] == ["criterion_place", "criteria_reordered"]
    assert "is now at the top" in found[0][1]


def test_nothing_changed_is_told_too() -> None:
    compared = decisions.compare(definition(FOOD), definition(FOOD), ground=RULEBOOK)
    assert compared.is_unchanged
    assert decisions.lines_of_compared(compared, language=Language.EN) == ("Nothing changed.",)
    assert decisions.lines_of_compared(compared, language=Language.RU) == ("Ничего не изменилось.",)


def test_a_new_version_is_compared_with_the_one_before_it() -> None:
    longer = definition(with_later(FOOD, lambda text: text.replace("amount: 500", "amount: 600")))
    compared = decisions.compare(definition(FOOD), longer, ground=RULEBOOK)
    (part,) = compared.parts
    assert part.version == LATER
    assert [code for code, _ in changes(compared)] == ["version_added", "allowance_gives"]
    back = decisions.compare(longer, definition(FOOD), ground=RULEBOOK)
    assert [code for code, _ in changes(back)] == ["version_removed"]
    first, second = longer.versions
    two = decisions.compare_versions((longer, first), (longer, second), ground=RULEBOOK)
    assert [code for code, _ in changes(two)] == ["allowance_gives"]


@given(TREES, TREES)
@settings(max_examples=40, deadline=None)
def test_any_two_trees_can_be_compared_and_a_tree_equals_itself(one: criteria.Node, other: criteria.Node) -> None:
    programme = definition(FOOD)

    def having(root: criteria.Node) -> programmes.ProgrammeDefinition:
        return replace(programme, versions=(replace(programme.versions[0], criteria=root, allowances=()),))

    assert decisions.compare(having(one), having(one), ground=GROUND).is_unchanged
    compared = decisions.compare(having(one), having(other), ground=GROUND)
    assert compared.is_unchanged <= (one == other)
    for language in Language:
        assert decisions.lines_of_compared(compared, language=language)
