"""Where certificates can be spent: shops with an agreement now, those of one's own district first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from litestar import Response, get

from socert.domain import catalogue, people, programmes, providers, purchases
from socert.entrypoints.pages.admission import ANYONE, RESIDENT, AnyRequest
from socert.entrypoints.pages.resident import cursors
from socert.entrypoints.pages.resident.showing import Own, look, show
from socert.values import Text

_PAGE = 20
_ADDRESS = "/me/shops"
#: How far below the root categories are offered to choose from.
_DEPTH_MAX = 2


@dataclass(frozen=True, slots=True)
class ShopsShown:
    """A page of shops and what can be chosen.

    `titles` are those of programmes by number, `held` how many of them somebody has.
    """

    near: str | None
    shops: Sequence[providers.Shop]
    has_more: bool
    districts: Sequence[str]
    categories: Sequence[catalogue.Category]
    titles: dict[int, Text]
    district: str
    category: str
    held: int


@get("/me/shops", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def shops(request: AnyRequest) -> Response[str]:
    """Shops, by district, perhaps only those where something can be paid for."""
    asked = request.query_params
    district, category = asked.get("district", "")[:100], asked.get("category", "")[:100]
    after = cursors.read(asked.get("after"), kind=providers.ShopPlace)
    found = await look(request, lambda own: _find(own, district=district, category=category, after=after))
    chosen = {name: value for name, value in (("district", district), ("category", category)) if value}
    next_href = ""
    if found.has_more:
        next_href = f"{_ADDRESS}?{urlencode(chosen | {'after': cursors.written(found.shops[-1].place)})}"
    first_href = f"{_ADDRESS}?{urlencode(chosen)}" if after is not None else ""
    return show(request, "shops", shown={"found": found, "next_href": next_href, "first_href": first_href})


def _find(own: Own, *, district: str, category: str, after: providers.ShopPlace | None) -> ShopsShown:
    tree = catalogue.categories(own.conn)
    rules = purchases.rules_in_force(own.conn, holder=own.holder, lane=own.lane, directory=own.directory, now=own.now)
    number = tree.number_of(category) if tree.knows(category) else None
    held = sorted({one.programme for one in rules})
    wanted = sorted({one.programme for one in rules if number is None or number in one.rule.allowed})
    near = people.district_of(own.conn, holder=own.holder)
    found = providers.shops(
        own.conn, programmes=wanted, near=near, district=district or None, after=after, limit=_PAGE + 1, now=own.now
    )
    return ShopsShown(
        near=near,
        shops=found[:_PAGE],
        has_more=len(found) > _PAGE,
        districts=providers.districts(own.conn, programmes=held, now=own.now),
        categories=_offered(tree, covered={number for one in rules for number in one.rule.allowed}, chosen=number),
        titles={one.programme: one.title for one in programmes.versions(own.conn)},
        district=district,
        category="" if number is None else category,
        held=len(held),
    )


def _offered(tree: catalogue.CategoryTree, *, covered: Iterable[int], chosen: int | None) -> list[catalogue.Category]:
    """The categories near the root that some certificate pays for, and the one that is chosen already."""
    numbers = {number for number in covered if len(tree.ancestors(number)) <= _DEPTH_MAX + 1}
    if chosen is not None:
        numbers.add(chosen)
    return sorted((tree.categories[number] for number in numbers), key=lambda one: one.title.ru.lower())


HANDLERS = (shops,)
