"""Trees of criteria: leaves with conditions and words, joined by all, any and not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from socert.domain.criteria.model.conditions import Condition
from socert.values import Text

LEAVES_MAX = 62
DEPTH_MAX = 8
_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One criterion: its condition, and what a person reads when it is met, not met or unknown.

    `text` is the condition as its file has it; the words may hold {fact} and {p_parameter}.
    """

    id: str
    condition: Condition
    text: str
    met: Text
    not_met: Text
    unknown: Text
    basis: Text | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when all children are; regions may add leaves where it has a point."""

    children: tuple["Node", ...]
    title: Text | None = None
    point: str | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when any child is; regions may add leaves where it has a point."""

    children: tuple["Node", ...]
    title: Text | None = None
    point: str | None = None


@dataclass(frozen=True, slots=True)
class NotOf:
    """True when its child is false."""

    child: "Node"
    title: Text | None = None


Node: TypeAlias = Leaf | AllOf | AnyOf | NotOf


def names_in_words(leaf: Leaf) -> tuple[str, ...]:
    """What the words of a leaf name in braces, each once: facts, and parameters with p_."""
    words = (leaf.met, leaf.not_met, leaf.unknown)
    return tuple(dict.fromkeys(name for text in words for name in _BRACES.findall(text.ru + text.en)))


def nodes(root: Node) -> Iterator[Node]:
    """Every node in reading order, parents first."""
    yield root
    for child in children_of(root):
        yield from nodes(child)


def children_of(node: Node) -> tuple[Node, ...]:
    """What a node joins; nothing for a leaf."""
    match node:
        case Leaf():
            return ()
        case AllOf() | AnyOf():
            return node.children
        case NotOf():
            return (node.child,)


def leaves(root: Node) -> tuple[Leaf, ...]:
    """The leaves in reading order: the bits of a reason mask from 0 on."""
    return tuple(one for one in nodes(root) if isinstance(one, Leaf))
