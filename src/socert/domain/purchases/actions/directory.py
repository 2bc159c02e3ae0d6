"""Put the directory together from the rooms that keep its parts."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import access, catalogue, ledger, people, programmes, providers
from socert.domain.programmes import ConfirmKind
from socert.domain.purchases import store
from socert.domain.purchases.model.known import AllowanceRule, Directory, OptionRule, TillPlace, VersionRules
from socert.values import Period

_Key = TypeVar("_Key", bound=Hashable)


#: So many changed goods are read while tills wait, in hundredths of a second; more are read beside them.
CHANGES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class _Goods:
    """Categories by barcode and by merchant's article, complete up to a number of the directory."""

    number: int
    goods: Mapping[int, int]
    articles: Mapping[tuple[int, str], int]


def load_directory(conn: Connection, *, zone: ZoneInfo, lanes: int, previous: Directory | None = None) -> Directory:
    """Read everything a till's answer depends on besides accounts and cards.

    The number is read first: what changes while the rest is read brings a higher one, and another reading.
    Of goods and articles only those that have changed since `previous` are read. Where they are too many, as after an
    import, the former ones stay and the directory `is_behind`; without `previous` everything is read.
    """
    number = store.read_directory_number(conn)
    tree = catalogue.categories(conn)
    known = _all_goods(conn, number) if previous is None else _changed_goods(conn, number, previous)
    versions = {version.number: _rules(version, tree) for version in programmes.versions(conn)}
    return Directory(
        number=number,
        zone=zone,
        tills={
            one.till: TillPlace(one.till, one.outlet, one.merchant, one.is_suspended)
            for one in providers.till_places(conn)
        },
        agreements=_agreements(conn),
        versions=versions,
        code_above=_code_above(versions.values()),
        goods=known.goods,
        articles=known.articles,
        goods_number=known.number,
        category_ids={category.number: category.id for category in tree.categories.values()},
        payables=ledger.payables(conn, merchants=[one.id for one in providers.merchants(conn)], lanes=lanes),
        credentials=frozenset(grant.credential for grant in access.all_grants(conn).values()),
        borne=ledger.cold_account(conn, kind=ledger.ColdAccount.BORNE),
    )


def _code_above(versions: Iterable[VersionRules]) -> int | None:
    asked = [one.confirm.above for one in versions if one.confirm and one.confirm.kind is ConfirmKind.CODE]
    return min(asked, default=None)


def _all_goods(conn: Connection, number: int) -> _Goods:
    articles = {(merchant, article): category for merchant, article, category in catalogue.articles(conn)}
    return _Goods(number, dict(catalogue.goods(conn)), articles)


def _changed_goods(conn: Connection, number: int, previous: Directory) -> _Goods:
    after = previous.goods_number
    goods = catalogue.changed_goods(conn, after=after, limit=CHANGES_MAX + 1)
    articles = catalogue.changed_articles(conn, after=after, limit=CHANGES_MAX + 1)
    if len(goods) + len(articles) > CHANGES_MAX:
        return _Goods(after, previous.goods, previous.articles)
    named = [((merchant, article), category) for merchant, article, category in articles]
    return _Goods(number, _amended(previous.goods, goods), _amended(previous.articles, named))


def _amended(kept: Mapping[_Key, int], changes: Sequence[tuple[_Key, int | None]]) -> Mapping[_Key, int]:
    """A copy, as batches that are being decided still look at the old one; without changes the same."""
    if not changes:
        return kept
    amended = dict(kept)
    for key, category in changes:
        if category is None:
            amended.pop(key, None)
        else:
            amended[key] = category
    return amended


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
        confirm=version.confirm,
        refused=frozenset(people.CarrierKind) - set(version.carriers),
        allowances=tuple(rule_of(allowance, tree=tree) for allowance in version.allowances),
    )


def allowance_rule(
    name: str, *, allow: tuple[str, ...], deny: tuple[str, ...], tree: catalogue.CategoryTree
) -> AllowanceRule:
    """Allow and deny lists as sets over the whole tree, so that a line needs one look-up."""
    allowed = {number for entry in allow for number in tree.descendants(_number(entry, tree))}
    denied = {number: _number(entry, tree) for entry in deny for number in tree.descendants(_number(entry, tree))}
    covered = frozenset(allowed - denied.keys())
    return AllowanceRule(id=name, allowed=covered, denied=denied, breadth=len(covered))


def rule_of(allowance: programmes.Allowance, *, tree: catalogue.CategoryTree) -> AllowanceRule:
    """An allowance with the terms of its kind. Items pay for what any of their options pays for, services never."""
    if allowance.kind is programmes.AllowanceKind.UNITS:
        return AllowanceRule(allowance.id, allowed=frozenset(), denied={}, breadth=0, kind=allowance.kind)
    if allowance.kind is not programmes.AllowanceKind.ITEMS:
        plain = allowance_rule(allowance.id, allow=allowance.allow, deny=allowance.deny, tree=tree)
        return replace(
            plain,
            kind=allowance.kind,
            own_money=allowance.own_money,
            percent=allowance.percent,
            borne_by=allowance.borne_by,
        )
    rules = [allowance_rule(one.id, allow=one.allow, deny=one.deny, tree=tree) for one in allowance.options]
    allowed = frozenset[int]().union(*(rule.allowed for rule in rules))
    return AllowanceRule(
        id=allowance.id,
        allowed=allowed,
        denied={category: by for rule in rules for category, by in rule.denied.items() if category not in allowed},
        breadth=len(allowed),
        kind=allowance.kind,
        own_money=allowance.own_money,
        options=tuple(
            OptionRule(one.id, one.cap_kopecks, rule.allowed)
            for one, rule in zip(allowance.options, rules, strict=True)
        ),
        price=allowance.price,
    )


def _number(entry: str, tree: catalogue.CategoryTree) -> int:
    number = tree.number_of(entry)
    assert number is not None, f"the published category {entry} is gone"
    return number
