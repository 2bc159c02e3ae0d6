"""What has to be done so that the categories kept become those of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from socert.domain.catalogue.model import Category, CategoryTree, NewCategory, TreeRefusal, TreeRefused, depths


@dataclass(frozen=True, slots=True)
class TreePlan:
    """Categories to add, level by level from the root down; to change; numbers to remove; and how many stay."""

    levels: tuple[tuple[NewCategory, ...], ...]
    changed: tuple[NewCategory, ...]
    removed: tuple[int, ...]
    unchanged: int

    @property
    def changes_something(self) -> bool:
        """Whether anything has to be written."""
        return bool(self.levels or self.changed or self.removed)


def plan_tree(rows: Sequence[NewCategory], *, tree: CategoryTree) -> TreePlan | TreeRefused:
    """How to get from the tree that is kept to the list.

    Raises:
        UnusableTree: the list is no tree.
    """
    depth = depths([(row.line, row.id, row.parent) for row in rows])
    roots = {row.id for row in rows if row.parent is None}
    kept_roots = {one.id for one in tree.categories.values() if one.parent is None}
    if kept_roots and kept_roots != roots:
        return TreeRefused(TreeRefusal.ROOT_CHANGES, tuple(sorted(kept_roots)))
    fresh = [row for row in rows if not tree.knows(row.id)]
    levels = [
        tuple(row for row in fresh if depth[row.id] == level) for level in sorted({depth[row.id] for row in fresh})
    ]
    changed = [
        row for row in rows if tree.knows(row.id) and _differs(row, tree.categories[tree.number_of(row.id)], tree)
    ]
    named = {row.id for row in rows}
    removed = [one.number for one in tree.categories.values() if one.id not in named]
    return TreePlan(tuple(levels), tuple(changed), tuple(removed), len(rows) - len(fresh) - len(changed))


def _differs(row: NewCategory, kept: Category, tree: CategoryTree) -> bool:
    parent = None if kept.parent is None else tree.id_of(kept.parent)
    return (row.parent, row.title) != (parent, kept.title)
