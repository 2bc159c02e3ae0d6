"""An explanation as lines of plain text, for a terminal or a letter."""

from collections.abc import Iterable

from socert.domain.decisions.model.explained import Explained, ExplainedNode

_STEP = "  "


def lines_of(explained: Explained) -> tuple[str, ...]:
    """The outcome first, then the tree, then what it rests on; an empty line before each part."""
    lines = [explained.outcome, *explained.notes, "", explained.why, *_tree(explained.tree, _STEP)]
    for section in explained.sections:
        lines += ["", section.title, *(_STEP + line for line in section.lines)]
    return tuple(lines)


def _tree(node: ExplainedNode, before: str) -> Iterable[str]:
    yield f"{before}{node.sign} {node.word}: {node.words}"
    if node.basis is not None:
        yield f"{before}{_STEP}{node.basis}"
    for child in node.children:
        yield from _tree(child, before + _STEP)
