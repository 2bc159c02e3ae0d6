"""What has to be done so that the categories kept become those of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from socert.domain.catalogue.model import (
    SERVICES,
    Category,
    CategoryTree,
    NewCategory,
    TreeRefusal,
    TreeRefused,
    depths,
)


@dataclass(frozen=True, slots=True)
class TreePlan:
    """Categories to add, level by level from the root down; to change; ids of those moved; how many stay as they are.

    `missing` are the ids of kept categories the list does not name: they stay where they are.
    """

    levels: tuple[tuple[NewCategory, ...], ...]
    changed: tuple[NewCategory, ...]
    moved: tuple[str, ...]
    unchanged: int
    missing: tuple[str, ...]

    @property
    def changes_something(self) -> bool:
        """Whether anything has to be written."""
        return bool(self.levels or self.changed)

    @property
    def placed(self) -> tuple[str, ...]:
        """The ids of the categories that come to lie somewhere: new and moved ones."""
        return (*(row.id for level in self.levels for row in level), *self.moved)


def plan_tree(rows: Sequence[NewCategory], *, tree: CategoryTree) -> TreePlan | TreeRefused:
    """How to get from the tree that is kept to one that has the list's categories where the list has them.

    Raises:
        UnusableTree: the list is no tree, or no longer one together with what it leaves out.
    """
    depth = depths([(row.line, row.id, row.parent) for row in rows])
    if changed_roots := _changed_roots(rows, tree):
        return TreeRefused(TreeRefusal.ROOT_CHANGES, changed_roots)
    named = {row.id for row in rows}
    left_out = [one for one in tree.categories.values() if one.id not in named]
    _check_together(rows, left_out, tree)
    fresh = [row for row in rows if not tree.knows(row.id)]
    kept = [(row, tree.categories[tree.number_of(row.id)]) for row in rows if tree.knows(row.id)]
    changed = tuple(row for row, before in kept if _differs(row, before, tree))
    return TreePlan(
        levels=tuple(
            tuple(row for row in fresh if depth[row.id] == level) for level in sorted({depth[row.id] for row in fresh})
        ),
        changed=changed,
        moved=tuple(row.id for row, before in kept if row.parent != _parent_of(before, tree)),
        unchanged=len(kept) - len(changed),
        missing=tuple(sorted(one.id for one in left_out)),
    )


def _changed_roots(rows: Sequence[NewCategory], tree: CategoryTree) -> tuple[str, ...]:
    """The kept roots, where the list would make another: a root stays one, and only services may come beside it."""
    roots = {row.id for row in rows if row.parent is None}
    kept = {one.id for one in tree.categories.values() if one.parent is None}
    named = {row.id for row in rows}
    came = {one for one in roots - kept if one != SERVICES or tree.knows(one)}
    went = (kept - roots) & (named | (kept - {SERVICES}))
    return tuple(sorted(kept)) if kept and (came or went) else ()


def _check_together(rows: Sequence[NewCategory], left_out: Sequence[Category], tree: CategoryTree) -> None:
    """What is left out stays below what it lay below, which the list may have moved: too deep, or too many of them."""
    last = rows[-1].line
    lines = [(row.line, row.id, row.parent) for row in rows]
    depths([*lines, *((last, one.id, _parent_of(one, tree)) for one in left_out)])


def _differs(row: NewCategory, kept: Category, tree: CategoryTree) -> bool:
    return (row.parent, row.title) != (_parent_of(kept, tree), kept.title)


def _parent_of(kept: Category, tree: CategoryTree) -> str | None:
    return None if kept.parent is None else tree.id_of(kept.parent)
