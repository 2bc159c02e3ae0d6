"""A programme is shown as a resident reads it: every one of the reference, in every region, nothing left in braces."""

from dataclasses import replace
from datetime import date

import pytest

from domain.decisions.cases import DAY
from domain.programmes.files import FOOD, tree
from given.rulebook import REFERENCE, RULEBOOK
from socert.domain import decisions, programmes
from socert.rulebook import programme_files, read_programme, read_tree
from socert.values import Language

TREE = read_tree(REFERENCE)
FILES = {path.stem: path for path in programme_files(REFERENCE)}


def definition(name: str) -> programmes.ProgrammeDefinition:
    return read_programme(FILES[name], tree=TREE, ground=RULEBOOK)


def shown(
    name: str, *, region: str | None = None, language: Language = Language.EN, day: date = DAY
) -> decisions.Shown:
    return decisions.show(definition(name), day=day, region=region, ground=RULEBOOK, language=language)


@pytest.mark.parametrize("name", FILES)
def test_every_programme_can_be_shown(name: str) -> None:
    one = definition(name)
    for region in (None, *RULEBOOK.regions):
        for language in Language:
            found = decisions.show(one, day=DAY, region=region, ground=RULEBOOK, language=language)
            lines = decisions.lines_of_shown(found)
            assert lines[0] == one.title.in_language(language)
            assert not any("{" in line for line in lines)


def test_a_resident_reads_what_is_given_to_whom_and_which_papers_may_be_asked() -> None:
    found = shown("food-certificate", region="north")
    said = {section.title: section.lines for section in found.sections}
    assert said["What is given"] == ("Points for food and goods: RUB 500.00",)
    assert said["Who is entitled"][:4] == (
        "All of these:",
        "  You live in the region",
        "  You belong to at least one of the groups (at least one of these):",
        "    You have …\u00a0children under 18",
    )
    assert said["Who is entitled"][-1] == "  You live at home, not in a care home"
    assert "(RUB\u00a024,680)" in " ".join(said["Who is entitled"])
    assert said["The numbers compared with"][0].endswith("Northern Territory (example))")
    papers = said["Papers that may be asked for where registers are silent"]
    assert any(line.startswith("Lives alone: an extract from the house register") for line in papers)
    assert "The certificate is valid for 90\u00a0days after the day of issue" in said["On which terms"]


def test_the_opposite_of_one_criterion_is_said_as_it_should_be() -> None:
    said = {section.title: section.lines for section in shown("home-care").sections}
    assert "  You live at home" in said["Who is entitled"]
    hours = next(place for place, line in enumerate(said["What is given"]) if line.startswith("  64\u00a0hours if"))
    assert said["What is given"][hours - 1].endswith(":")
    assert said["What is given"][hours + 1].startswith("  40\u00a0hours")


def test_a_programme_that_decides_nothing_tells_what_it_gives() -> None:
    plain = programmes.check(text=FOOD, tree=tree())
    assert isinstance(plain, programmes.ProgrammeDefinition), plain
    found = decisions.show(plain, day=DAY, region=None, ground=RULEBOOK, language=Language.EN)
    assert [section.title for section in found.sections] == ["What is given", "On which terms"]


def test_who_pays_is_said_in_words_where_there_are_any() -> None:
    plain = definition("food-certificate")
    funding = (programmes.Share("regional", 70), programmes.Share("somebody", 30))
    found = decisions.show(replace(plain, funding=funding), day=DAY, region=None, ground=RULEBOOK, language=Language.RU)
    assert "Кто платит: региональный бюджет 70\u00a0%, somebody 30\u00a0%" in found.sections[-1].lines


def test_the_numbers_are_those_of_the_day() -> None:
    before, after = (
        " ".join(shown("food-certificate", day=day).sections[2].lines) for day in (date(2026, 1, 1), date(2027, 1, 1))
    )
    assert before == after
    with pytest.raises(decisions.NothingDecides):
        shown("food-certificate", day=date(2025, 12, 31))
