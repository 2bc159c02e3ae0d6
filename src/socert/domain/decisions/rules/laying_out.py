"""An explanation, what a programme says, or what changed in it, as lines of plain text, for a terminal or a letter."""

from collections.abc import Iterable

from socert.domain.decisions.model.compared import Compared
from socert.domain.decisions.model.explained import Explained, ExplainedNode, Section, Shown
from socert.domain.decisions.rules.describing_words import CHANGES, NOTHING
from socert.values import Language, written_count

_STEP = "  "


def lines_of(explained: Explained) -> tuple[str, ...]:
    """The outcome first, then the tree, then what it rests on; an empty line before each part."""
    lines = [explained.outcome, *explained.notes, "", explained.why, *_tree(explained.tree, _STEP)]
    return (*lines, *_sections(explained.sections))


def lines_of_shown(shown: Shown) -> tuple[str, ...]:
    """What a programme says, a part after the other."""
    summary = () if shown.summary is None else (shown.summary,)
    return (shown.title, *summary, *_sections(shown.sections))


def lines_of_compared(compared: Compared, *, language: Language) -> tuple[str, ...]:
    """What changed, part by part, or that nothing did."""
    if compared.is_unchanged:
        return (NOTHING.in_language(language),)
    count = sum(len(part.changes) for part in compared.parts)
    told = CHANGES.in_language(language, count=count).format(count=written_count(count, language))
    sections = (
        Section(part.title.in_language(language), tuple(one.text.in_language(language) for one in part.changes))
        for part in compared.parts
    )
    return (f"{compared.programme}: {told}", *_sections(sections))


def _sections(sections: Iterable[Section]) -> Iterable[str]:
    for section in sections:
        yield from ("", section.title, *(_STEP + line for line in section.lines))


def _tree(node: ExplainedNode, before: str) -> Iterable[str]:
    yield f"{before}{node.sign} {node.word}: {node.words}"
    if node.basis is not None:
        yield f"{before}{_STEP}{node.basis}"
    for child in node.children:
        yield from _tree(child, before + _STEP)
