"""What the pages point at exists, and decisions keep their form."""

import re
from pathlib import Path

import pytest

from given.checkout import CHECKOUT, place

PAGES = (*sorted(CHECKOUT.glob("*.md")), *sorted((CHECKOUT / "docs").rglob("*.md")))
DECISIONS = tuple(sorted((CHECKOUT / "docs" / "adr").glob("*.md")))
LINK = re.compile(r"\]\(([^)\s]+)\)")
DECISION_LINES_MAX = 40


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    targets = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8"))]
    near = [target for target in targets if target and not re.match(r"[a-z]+:", target)]
    assert [target for target in near if not (page.parent / target).exists()] == []


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=place)
def test_a_decision_says_context_decision_and_consequences_on_one_screen(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert re.search(r"^Accepted, \d{4}-\d\d-\d\d", text, re.MULTILINE)
    assert len(text.splitlines()) <= DECISION_LINES_MAX
