"""The allowances of a version: points, items and discounts, each with fields of its own."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from socert.domain.files import NOTHING, Asking, Entry
from socert.domain.programmes.model import (
    ALLOWANCES_MAX,
    Allowance,
    AllowanceKind,
    BorneBy,
    Option,
    OwnMoney,
    PriceAboveCap,
)
from socert.values import Text

CATEGORIES_MAX = 500
AMOUNT_ROUBLES_MAX = 1_000_000
UNITS_MAX = 100
OPTIONS_MAX = 16
PERCENT_MAX = 100

KnowsCategory: TypeAlias = Callable[[str], bool]

_COMMON = ("id", "kind", "title")


def allowances(asking: Asking, entry: Entry, knows_category: KnowsCategory) -> tuple[Allowance, ...]:
    """Every allowance of a version, in its order, which is the place an account refers to."""
    items = asking.items(entry, least=1, most=ALLOWANCES_MAX)
    found = [_allowance(asking, item, knows_category) for item in items]
    complain_of_repeats(asking, zip(items, (one.id for one in found), strict=True))
    return tuple(found)


def _allowance(asking: Asking, entry: Entry, knows_category: KnowsCategory) -> Allowance:
    kinds = [one.value for one in AllowanceKind]
    kind = entry.value.get("kind") if isinstance(entry.value, dict) else None
    given = None if kind is None else asking.choice(kind, kinds, later=("units",))
    if kind is not None and not given:
        # Another kind has fields of its own; complaining about those would only hide what matters.
        return Allowance("", Text(ru="-", en="-"), AllowanceKind.POINTS, 0, (), ())
    match given:
        case "items":
            return _items(asking, entry, knows_category)
        case "discount":
            return _discount(asking, entry, knows_category)
        case _:
            return _points(asking, entry, knows_category)


def _points(asking: Asking, entry: Entry, knows_category: KnowsCategory) -> Allowance:
    members = asking.members(entry, required=(*_COMMON, "amount", "covers"), optional=("own_money",))
    allow, deny = _covers(asking, members.get("covers", NOTHING), knows_category)
    return Allowance(
        id=asking.slug(members.get("id", NOTHING)),
        title=asking.bilingual(members.get("title", NOTHING)),
        kind=AllowanceKind.POINTS,
        amount_kopecks=asking.roubles(members.get("amount", NOTHING), high=AMOUNT_ROUBLES_MAX),
        allow=allow,
        deny=deny,
        own_money=_own_money(asking, members.get("own_money")),
    )


def _items(asking: Asking, entry: Entry, knows_category: KnowsCategory) -> Allowance:
    has_options = isinstance(entry.value, dict) and "options" in entry.value
    what = ("options", "choose") if has_options else ("units", "cap", "covers")
    members = asking.members(entry, required=(*_COMMON, *what), optional=("own_money", "price", "by_need"))
    name = asking.slug(members.get("id", NOTHING))
    options = (
        _options(asking, members.get("options", NOTHING), knows_category)
        if has_options
        else (_option(asking, name, members, knows_category),)
    )
    units = asking.whole(members.get("choose" if has_options else "units", NOTHING), low=1, high=UNITS_MAX)
    return Allowance(
        id=name,
        title=asking.bilingual(members.get("title", NOTHING)),
        kind=AllowanceKind.ITEMS,
        amount_kopecks=units * max((one.cap_kopecks for one in options), default=0),
        allow=tuple(dict.fromkeys(category for one in options for category in one.allow)),
        deny=(),
        own_money=_own_money(asking, members.get("own_money")),
        units=units,
        options=options,
        price=PriceAboveCap(_choice(asking, members.get("price"), [one.value for one in PriceAboveCap])),
        by_need=asking.truth(members.get("by_need", NOTHING)),
    )


def _options(asking: Asking, entry: Entry, knows_category: KnowsCategory) -> tuple[Option, ...]:
    items = asking.items(entry, least=1, most=OPTIONS_MAX)
    found = []
    for item in items:
        members = asking.members(item, required=("id", "cap", "covers"))
        found.append(_option(asking, asking.slug(members.get("id", NOTHING)), members, knows_category))
    complain_of_repeats(asking, zip(items, (one.id for one in found), strict=True))
    return tuple(found)


def _option(asking: Asking, name: str, members: dict[str, Entry], knows_category: KnowsCategory) -> Option:
    allow, deny = _covers(asking, members.get("covers", NOTHING), knows_category)
    cap = asking.roubles(members.get("cap", NOTHING), high=AMOUNT_ROUBLES_MAX)
    return Option(id=name, cap_kopecks=cap, allow=allow, deny=deny)


def _discount(asking: Asking, entry: Entry, knows_category: KnowsCategory) -> Allowance:
    members = asking.members(entry, required=(*_COMMON, "percent", "ceiling", "covers"), optional=("borne_by",))
    allow, deny = _covers(asking, members.get("covers", NOTHING), knows_category)
    return Allowance(
        id=asking.slug(members.get("id", NOTHING)),
        title=asking.bilingual(members.get("title", NOTHING)),
        kind=AllowanceKind.DISCOUNT,
        amount_kopecks=asking.roubles(members.get("ceiling", NOTHING), high=AMOUNT_ROUBLES_MAX),
        allow=allow,
        deny=deny,
        percent=asking.whole(members.get("percent", NOTHING), low=1, high=PERCENT_MAX),
        borne_by=BorneBy(_choice(asking, members.get("borne_by"), [one.value for one in BorneBy])),
    )


def _own_money(asking: Asking, entry: Entry | None) -> OwnMoney:
    return OwnMoney(_choice(asking, entry, [one.value for one in OwnMoney]))


def _choice(asking: Asking, entry: Entry | None, choices: list[str]) -> str:
    """One of the choices; the first where nothing is said, or where something else was and was complained about."""
    return choices[0] if entry is None else asking.choice(entry, choices) or choices[0]


def _covers(asking: Asking, entry: Entry, knows_category: KnowsCategory) -> tuple[tuple[str, ...], tuple[str, ...]]:
    covers = asking.members(entry, required=("allow",), optional=("deny",))
    allow = _categories(asking, covers.get("allow", NOTHING), least=1, knows_category=knows_category)
    deny = _categories(asking, covers.get("deny"), least=0, knows_category=knows_category)
    return allow, deny


def _categories(asking: Asking, entry: Entry | None, *, least: int, knows_category: KnowsCategory) -> tuple[str, ...]:
    items = [] if entry is None else asking.items(entry, least=least, most=CATEGORIES_MAX)
    categories = [asking.slug(item) for item in items]
    for item, category in zip(items, categories, strict=True):
        if category and not knows_category(category):
            asking.complain(
                item,
                "unknown_category",
                ru=f"Категории «{category}» нет в справочнике. Пожалуйста, исправьте её или сначала добавьте.",
                en=f"There is no category '{category}' in the tree; please correct it or add it there first.",
            )
    complain_of_repeats(asking, zip(items, categories, strict=True))
    return tuple(categories)


def complain_of_repeats(asking: Asking, named: Iterable[tuple[Entry, str]]) -> None:
    """Complain of every name that stood before."""
    seen: dict[str, int] = {}
    for entry, name in named:
        if name and name in seen:
            asking.complain(
                entry,
                "repeated",
                ru=f"«{name}» уже есть в строке {seen[name]}. Пожалуйста, оставьте одно из двух.",
                en=f"'{name}' stands in line {seen[name]} already; please keep one of the two.",
            )
        seen.setdefault(name, entry.line)
