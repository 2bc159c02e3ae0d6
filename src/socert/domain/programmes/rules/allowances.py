"""The allowances of a version: points, items, discounts and services, each with fields of its own."""

from socert.domain.files import NOTHING, Asking, Entry
from socert.domain.programmes.model import (
    ALLOWANCES_MAX,
    Allowance,
    AllowanceKind,
    BorneBy,
    Option,
    OwnMoney,
    PriceAboveCap,
    When,
)
from socert.domain.programmes.rules.amounts import amount_or_table, condition
from socert.domain.programmes.rules.covers import Known, complain_of_repeats, goods
from socert.domain.programmes.rules.services import service
from socert.values import Text

AMOUNT_ROUBLES_MAX = 1_000_000
UNITS_MAX = 100
OPTIONS_MAX = 16
PERCENT_MAX = 100

_COMMON = ("id", "kind", "title")


def allowances(asking: Asking, entry: Entry, known: Known) -> tuple[Allowance, ...]:
    """Every allowance of a version, in its order, which is the place an account refers to."""
    items = asking.items(entry, least=1, most=ALLOWANCES_MAX)
    found = [_allowance(asking, item, known) for item in items]
    complain_of_repeats(asking, zip(items, (one.id for one in found), strict=True))
    return tuple(found)


def _allowance(asking: Asking, entry: Entry, known: Known) -> Allowance:
    kinds = [one.value for one in AllowanceKind]
    kind = entry.value.get("kind") if isinstance(entry.value, dict) else None
    given = None if kind is None else asking.choice(kind, kinds)
    if kind is not None and not given:
        # Another kind has fields of its own; complaining about those would only hide what matters.
        return Allowance("", Text(ru="-", en="-"), AllowanceKind.POINTS, 0, (), ())
    match given:
        case "items":
            return _items(asking, entry, known)
        case "discount":
            return _discount(asking, entry, known)
        case "units":
            return service(asking, entry, known)
        case _:
            return _points(asking, entry, known)


def _points(asking: Asking, entry: Entry, known: Known) -> Allowance:
    members = asking.members(entry, required=(*_COMMON, "amount", "covers"), optional=("own_money",))
    allow, deny = goods(asking, members.get("covers", NOTHING), known.tree)
    amount, table = amount_or_table(
        asking,
        members.get("amount", NOTHING),
        known.words,
        lambda one, least: asking.roubles(one, high=AMOUNT_ROUBLES_MAX, may_be_nothing=not least),
    )
    return Allowance(
        id=asking.slug(members.get("id", NOTHING)),
        title=asking.bilingual(members.get("title", NOTHING)),
        kind=AllowanceKind.POINTS,
        amount_kopecks=amount,
        allow=allow,
        deny=deny,
        own_money=_own_money(asking, members.get("own_money")),
        table=table,
    )


def _items(asking: Asking, entry: Entry, known: Known) -> Allowance:
    has_options = isinstance(entry.value, dict) and "options" in entry.value
    what = ("options", "choose") if has_options else ("units", "cap", "covers")
    members = asking.members(entry, required=(*_COMMON, *what), optional=("own_money", "price", "by_need", "when"))
    name = asking.slug(members.get("id", NOTHING))
    options = (
        _options(asking, members.get("options", NOTHING), known)
        if has_options
        else (_option(asking, name, members, known),)
    )
    by_need = asking.truth(members.get("by_need", NOTHING))
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
        by_need=by_need,
        when=_need(asking, members.get("when"), known, by_need=by_need),
    )


def _need(asking: Asking, entry: Entry | None, known: Known, *, by_need: bool) -> When | None:
    """For whom a decision finds the need; without it only people do."""
    if entry is None:
        return None
    if not by_need:
        asking.complain(
            entry,
            "when_without_need",
            ru="Условие when бывает только вместе с by_need: true. Пожалуйста, добавьте by_need или уберите when.",
            en="A condition (when) goes with by_need: true only; please add by_need or take out when.",
        )
    return condition(asking, entry, known.words)


def _options(asking: Asking, entry: Entry, known: Known) -> tuple[Option, ...]:
    items = asking.items(entry, least=1, most=OPTIONS_MAX)
    found = []
    for item in items:
        members = asking.members(item, required=("id", "cap", "covers"))
        found.append(_option(asking, asking.slug(members.get("id", NOTHING)), members, known))
    complain_of_repeats(asking, zip(items, (one.id for one in found), strict=True))
    return tuple(found)


def _option(asking: Asking, name: str, members: dict[str, Entry], known: Known) -> Option:
    allow, deny = goods(asking, members.get("covers", NOTHING), known.tree)
    cap = asking.roubles(members.get("cap", NOTHING), high=AMOUNT_ROUBLES_MAX)
    return Option(id=name, cap_kopecks=cap, allow=allow, deny=deny)


def _discount(asking: Asking, entry: Entry, known: Known) -> Allowance:
    members = asking.members(entry, required=(*_COMMON, "percent", "ceiling", "covers"), optional=("borne_by",))
    allow, deny = goods(asking, members.get("covers", NOTHING), known.tree)
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
