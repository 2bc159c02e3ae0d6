"""Which truths the leaves of a tree can have together, worked out from the values their facts can have.

Leaves that share a fact hang together; others are free of each other. For conditions that compare one fact with
numbers, as nearly all do, the values beside the thresholds stand for all values, and what is said here is exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from socert.domain.criteria import (
    AllOf,
    AnyOf,
    Facts,
    FactValue,
    Leaf,
    Node,
    NotOf,
    Truth,
    all_of,
    any_of,
    atoms_of,
    facts_of,
    is_linear,
    not_of,
    truth_of,
)
from socert.domain.decisions.model.ruling import Ruling
from socert.domain.decisions.rules.boundaries import boundaries

#: Above so many combinations nothing is said: a remark has to be true.
COMBINATIONS_MAX = 20_000

Truths = tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Leaves that share facts. `together`: the truths they can have together, everything known.

    `open` are what they show while facts are unknown, with the facts and all truths the answers could bring.
    """

    leaves: tuple[Leaf, ...]
    together: frozenset[Truths]
    open: Mapping[tuple[Truths, frozenset[Truths]], tuple[str, ...]]


def clusters_of(ruling: Ruling, *, facts: Facts) -> tuple[Cluster, ...] | None:
    """The leaves of a ruling by the facts they share; None where it cannot be said exactly."""
    found = [_cluster(leaves, ruling, facts) for leaves in _grouped(ruling.leaves)]
    clusters = tuple(one for one in found if one is not None)
    return clusters if len(clusters) == len(found) else None


def truth_by(root: Node, truths: Mapping[str, Truth]) -> Truth:
    """The truth of a tree from those of its leaves."""
    match root:
        case Leaf():
            return truths[root.id]
        case AllOf():
            return all_of(truth_by(one, truths) for one in root.children)
        case AnyOf():
            return any_of(truth_by(one, truths) for one in root.children)
        case NotOf():
            return not_of(truth_by(root.child, truths))


def settings_of(clusters: Sequence[Cluster]) -> Iterator[Mapping[str, Truth]]:
    """What the leaves of clusters can be together, at most COMBINATIONS_MAX of it."""
    for chosen in islice(product(*(sorted(one.together, key=str) for one in clusters)), COMBINATIONS_MAX):
        pairs = zip(clusters, chosen, strict=True)
        yield {leaf.id: truth for one, truths in pairs for leaf, truth in zip(one.leaves, truths, strict=True)}


def _grouped(leaves: Sequence[Leaf]) -> list[tuple[Leaf, ...]]:
    groups: list[tuple[set[str], list[Leaf]]] = []
    for leaf in leaves:
        looked_at = set(facts_of(leaf.condition))
        touching = [one for one in groups if one[0] & looked_at]
        joined = (looked_at.union(*(one[0] for one in touching)), [two for one in touching for two in one[1]])
        joined[1].append(leaf)
        groups = [one for one in groups if one not in touching] + [joined]
    return [tuple(members) for _, members in groups]


def _cluster(leaves: tuple[Leaf, ...], ruling: Ruling, facts: Facts) -> Cluster | None:
    conditions = [leaf.condition for leaf in leaves]
    if not all(is_linear(atom) and len(facts_of(atom)) <= 1 for one in conditions for atom in atoms_of(one)):
        return None
    tried = boundaries(conditions, facts=facts, numbers=ruling.numbers)
    if prod(len(values) + 1 for values in tried.values()) > COMBINATIONS_MAX:
        return None
    names = tuple(tried)
    reached: dict[tuple[FactValue | None, ...], frozenset[Truths]] = {}
    shown: dict[tuple[Truths, frozenset[Truths]], tuple[str, ...]] = {}
    # What is known comes first, so that what the answers could bring is there when a fact is unknown.
    for row in product(*((*values, None) for values in tried.values())):
        known = dict(zip(names, row, strict=True))
        truths = tuple(truth_of(one, known=known, parameters=ruling.numbers) for one in conditions)
        place = next((at for at, value in enumerate(row) if value is None), None)
        if place is None:
            reached[row] = frozenset({truths})
            continue
        answers = (reached[(*row[:place], value, *row[place + 1 :])] for value in tried[names[place]])
        reached[row] = frozenset().union(*answers)
        shown.setdefault((truths, reached[row]), tuple(name for name, value in known.items() if value is None))
    together = reached[tuple(None for _ in names)]
    return Cluster(leaves, together, shown)
