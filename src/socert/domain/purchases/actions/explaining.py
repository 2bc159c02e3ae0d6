"""Tell, good by good, whether a programme's allowances pay for it, by the rules tills are answered with."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection

from socert.domain import catalogue, programmes
from socert.domain.purchases.actions.directory import rule_of
from socert.domain.purchases.model.known import AllowanceRule
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.rules.coverage import obstacle
from socert.values import Gtin


@dataclass(frozen=True, slots=True)
class GoodExplained:
    """Whether and why a good is covered; `good` is None when nobody has listed it.

    A shop's own code is never looked up as a barcode, so that what a list says of it does not count.
    """

    gtin: Gtin
    good: catalogue.JudgedGood | None
    is_covered: bool
    reason: Reason | None
    denied: str | None


def explain_goods(
    conn: Connection, *, gtins: Sequence[Gtin], allowances: Sequence[programmes.Allowance]
) -> list[GoodExplained]:
    """The goods in the order asked, each as a till that scans it would be answered."""
    tree = catalogue.categories(conn)
    rules = [rule_of(one, tree=tree) for one in allowances]
    found = {one.gtin: one for one in catalogue.find_goods(conn, gtins=gtins)}
    return [_explained(gtin, found.get(gtin.code), rules, tree) for gtin in gtins]


def _explained(
    gtin: Gtin,
    good: catalogue.JudgedGood | None,
    rules: Sequence[AllowanceRule],
    tree: catalogue.CategoryTree,
) -> GoodExplained:
    known = None if good is None or good.category is None or gtin.is_in_store else tree.number_of(good.category)
    obstacles = [obstacle(known, rule=rule) for rule in rules]
    if None in obstacles:
        return GoodExplained(gtin, good, is_covered=True, reason=None, denied=None)
    # What is denied says more than what merely is not allowed.
    met = sorted((one for one in obstacles if one is not None), key=lambda one: one.reason != Reason.CATEGORY_DENIED)
    reason, denied = (met[0].reason, met[0].denied) if met else (Reason.CATEGORY_NOT_ALLOWED, None)
    return GoodExplained(
        gtin, good, is_covered=False, reason=reason, denied=None if denied is None else tree.id_of(denied)
    )
