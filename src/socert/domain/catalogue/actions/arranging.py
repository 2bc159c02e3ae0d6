"""Load the tree of categories, and read it."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.catalogue.model import CategoryTree, LoadedCategories, NewCategory, TreeRefusal, TreeRefused
from socert.domain.catalogue.rules import TreePlan, plan_tree
from socert.domain.catalogue.store import categories as store
from socert.domain.installation import directory_changed


def load_categories(
    conn: Connection, *, rows: Sequence[NewCategory], actor: audit.Actor, now: datetime
) -> LoadedCategories | TreeRefused:
    """Make the tree that of a list: new categories are added, others moved or renamed, those not named removed.

    Nothing happens when a category to be removed still has goods or articles, or when the root would change.

    Raises:
        UnusableTree: the list is no tree; names the line.
    """
    store.lock(conn)
    plan = plan_tree(rows, tree=categories(conn))
    if isinstance(plan, TreeRefused):
        return plan
    in_use = store.read_in_use(conn, plan.removed)
    if in_use:
        return TreeRefused(TreeRefusal.CATEGORIES_IN_USE, tuple(in_use))
    added = sum(map(len, plan.levels))
    loaded = LoadedCategories(added, len(plan.changed), plan.unchanged, len(plan.removed))
    if plan.changes_something:
        _write(conn, plan)
        audit.record(
            conn,
            actor=actor,
            action="categories_loaded",
            subject="categories",
            purpose="the list of categories changes",
            details={"added": loaded.added, "changed": loaded.changed, "removed": loaded.removed},
            at=now,
        )
        directory_changed(conn)
    return loaded


def _write(conn: Connection, plan: TreePlan) -> None:
    for level in plan.levels:
        store.insert_categories(conn, level)
    store.update_categories(conn, plan.changed)
    store.delete_categories(conn, plan.removed)


def categories(conn: Connection) -> CategoryTree:
    """The tree of categories; empty before any were loaded."""
    return CategoryTree.of(store.read_categories(conn))
