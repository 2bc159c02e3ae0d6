"""Put the directory together from the rooms that keep its parts."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import access, catalogue, ledger, programmes, providers
from socert.domain.purchases import store
from socert.domain.purchases.model.known import AllowanceRule, Directory, TillPlace, VersionRules
from socert.values import Period


def load_directory(conn: Connection, *, zone: ZoneInfo, lanes: int) -> Directory:
    """Read everything a till's answer depends on besides accounts and cards.

    The number is read first: what changes while the rest is read brings a higher one, and another reading.
    """
    number = store.read_directory_number(conn)
    tree = catalogue.categories(conn)
    return Directory(
        number=number,
        zone=zone,
        tills={
            one.till: TillPlace(one.till, one.outlet, one.merchant, one.is_suspended)
            for one in providers.till_places(conn)
        },
        agreements=_agreements(conn),
        versions={version.number: _rules(version, tree) for version in programmes.versions(conn)},
        goods=dict(catalogue.goods(conn)),
        articles={(merchant, article): category for merchant, article, category in catalogue.articles(conn)},
        category_ids={category.number: category.id for category in tree.categories.values()},
        payables=ledger.payables(conn, merchants=[one.id for one in providers.merchants(conn)], lanes=lanes),
        credentials=frozenset(grant.credential for grant in access.all_grants(conn).values()),
    )


def _agreements(conn: Connection) -> Mapping[tuple[int, int], tuple[Period, ...]]:
    found: dict[tuple[int, int], tuple[Period, ...]] = {}
    for one in providers.agreements(conn):
        parties = (one.merchant, one.programme)
        found[parties] = (*found.get(parties, ()), one.period)
    return found


def _rules(version: programmes.ProgrammeVersion, tree: catalogue.CategoryTree) -> VersionRules:
    return VersionRules(
        number=version.number,
        programme=version.programme,
        hold_seconds=version.hold_seconds,
        confirm_above=version.confirm_above,
        allowances=tuple(
            allowance_rule(allowance.id, allow=allowance.allow, deny=allowance.deny, tree=tree)
            for allowance in version.allowances
        ),
    )


def allowance_rule(
    name: str, *, allow: tuple[str, ...], deny: tuple[str, ...], tree: catalogue.CategoryTree
) -> AllowanceRule:
    """Allow and deny lists as sets over the whole tree, so that a line needs one look-up."""
    allowed = {number for entry in allow for number in tree.descendants(_number(entry, tree))}
    denied = {number: _number(entry, tree) for entry in deny for number in tree.descendants(_number(entry, tree))}
    covered = frozenset(allowed - denied.keys())
    return AllowanceRule(id=name, allowed=covered, denied=denied, breadth=len(covered))


def _number(entry: str, tree: catalogue.CategoryTree) -> int:
    number = tree.number_of(entry)
    assert number is not None, f"the published category {entry} is gone"
    return number
