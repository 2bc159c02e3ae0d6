"""Reads the reference programmes with their examples, and decides these with the small interpreter."""

from collections.abc import Sequence
from functools import cache

from given.rulebook import RULEBOOK
from reference.reading import REFERENCE
from socert.domain import catalogue, programmes
from socert.domain.criteria import Settled, Standing
from socert.domain.decisions import Decided, Example, decide, read_examples

PROGRAMMES = sorted(path.stem for path in (REFERENCE / "programmes").glob("*.yaml"))


@cache
def definition(programme: str) -> programmes.ProgrammeDefinition:
    """A reference programme.

    Raises:
        AssertionError: its file has mistakes.
    """
    with (REFERENCE / "categories.csv").open(encoding="utf-8", newline="") as lines:
        tree = catalogue.tree_of(catalogue.read_categories(lines))
    text = (REFERENCE / "programmes" / f"{programme}.yaml").read_text(encoding="utf-8")
    checked = programmes.check(text=text, tree=tree, ground=RULEBOOK)
    assert isinstance(checked, programmes.ProgrammeDefinition), checked
    return checked


@cache
def examples(programme: str) -> Sequence[Example]:
    """The examples of a programme, in their order.

    Raises:
        AssertionError: their file has mistakes.
    """
    name = definition(programme).examples
    assert name is not None
    text = (REFERENCE / "programmes" / name).read_text(encoding="utf-8")
    read = read_examples(text, definition=definition(programme), ground=RULEBOOK)
    found = [one for one in read if isinstance(one, Example)]
    assert found
    assert len(found) == len(read), read
    return found


def decided(example: Example) -> Decided:
    """What the interpreter decides when just that is known."""
    settled = {
        name: Settled(name, Standing.KNOWN if name in example.known else Standing.MISSING, example.known.get(name))
        for name in example.ruling.facts
    }
    return decide(example.ruling, settled=settled, facts=RULEBOOK.facts, decided_on=example.ruling.day)
