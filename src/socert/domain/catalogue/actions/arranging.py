"""Load the tree of categories, and read it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from psycopg import Connection

from socert.domain import audit, ledger
from socert.domain.catalogue.model import CategoryTree, LoadedCategories, NewCategory, TreeRefused
from socert.domain.catalogue.rules import TreePlan, plan_tree
from socert.domain.catalogue.store import categories as store
from socert.domain.installation import directory_changed

_MICROSECOND = timedelta(microseconds=1)


def load_categories(
    conn: Connection, *, rows: Sequence[NewCategory], actor: audit.Actor, now: datetime
) -> LoadedCategories | TreeRefused:
    """Make the tree that of a list: new categories are added, others moved or renamed, those not named stay.

    A category is never removed: receipts and published programmes name it. Nothing happens when the root would change.

    Raises:
        UnusableTree: the list is no tree, by itself or with the categories it leaves out; names the line.
    """
    store.lock(conn)
    plan = plan_tree(rows, tree=categories(conn))
    if isinstance(plan, TreeRefused):
        return plan
    added = sum(map(len, plan.levels))
    loaded = LoadedCategories(added, len(plan.changed), plan.unchanged, plan.missing)
    if plan.changes_something:
        _write(conn, plan, now=now)
        audit.record(
            conn,
            actor=actor,
            action="categories_loaded",
            subject="categories",
            purpose="the list of categories changes",
            details={"added": loaded.added, "changed": loaded.changed, "missing": len(loaded.missing)},
            at=now,
        )
        directory_changed(conn)
    return loaded


def _write(conn: Connection, plan: TreePlan, *, now: datetime) -> None:
    for level in plan.levels:
        store.insert_categories(conn, level)
    store.update_categories(conn, plan.changed)
    if plan.placed:
        store.insert_parents(conn, plan.placed, since=_since(conn, now=now))


def _since(conn: Connection, *, now: datetime) -> datetime:
    """From when on the new tree decides: after every purchase and every tree that was before."""
    since = ledger.takes_effect(conn, at=now)
    last = store.read_last_change(conn)
    return since if last is None else max(since, last + _MICROSECOND)


def categories(conn: Connection) -> CategoryTree:
    """The tree of categories; empty before any were loaded."""
    return CategoryTree.of(store.read_categories(conn))
