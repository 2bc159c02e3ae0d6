"""«Can I buy this?»: a good by barcode or name, its price, and what a till would say to it."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from litestar import Response, get

from socert.domain import catalogue, purchases
from socert.entrypoints.pages.admission import ANYONE, RESIDENT, AnyRequest, PageRefused
from socert.entrypoints.pages.rendering import speaker_of
from socert.entrypoints.pages.resident.held import held_by, titles_of_allowances
from socert.entrypoints.pages.resident.showing import Own, look, show
from socert.values import Gtin, InvalidNumber, Money, Text

_ASKED_MAX = 200
#: Nobody pays more for one thing in a shop; kopecks.
_PRICE_MAX = 1_000_000_000
_BARCODE = re.compile(r"[0-9][0-9 \u00a0-]{5,}[0-9]")


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody thinks of buying: a good, or something of a category; `is_paid` says whether anything pays it."""

    name: Text
    category: catalogue.Category | None
    gtin: str
    is_paid: bool

    @property
    def address(self) -> str:
        """What names it in an address."""
        return f"gtin={self.gtin}" if self.gtin or self.category is None else f"category={self.category.id}"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a till would answer to one piece; `paid_by` are allowances with kopecks, `denied` the excluded category."""

    thing: Thing
    price: int
    line: purchases.LineAnswer
    paid_by: tuple[tuple[Text, int], ...]
    denied: Text | None


@get("/me/check", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def check(request: AnyRequest) -> Response[Any]:
    """Look for a good; a barcode leads to it at once."""
    asked = request.query_params.get("q", "")[:_ASKED_MAX].strip()
    if not asked:
        await look(request, lambda _: None)
        return _search_page(request, asked="")
    if _BARCODE.fullmatch(asked):
        return await _by_barcode(request, asked)
    things = await look(request, lambda own: _found(own, asked=asked))
    return _search_page(request, asked=asked, things=things)


async def _by_barcode(request: AnyRequest, asked: str) -> Response[Any]:
    try:
        gtin = Gtin.parse(re.sub(r"[^0-9]", "", asked))
    except InvalidNumber as error:
        return _search_page(request, asked=asked, error=speaker_of(request).text(error.text))
    if gtin.is_in_store:
        return _search_page(request, asked=asked, error=speaker_of(request).say("check_in_store_code"))
    thing = await look(request, lambda own: _thing(own, gtin=gtin.code, category=""))
    if thing is None:
        return _search_page(request, asked=asked, things=[])
    return show(request, "price", shown={"thing": thing, "price": "", "error": "", "answer": None})


@get("/me/check/price", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def price(request: AnyRequest) -> Response[str]:
    """What is paid of a price by certificates, what of one's own money, and why."""
    asked = request.query_params
    gtin, category = asked.get("gtin", "")[:20], asked.get("category", "")[:100]
    written = asked.get("price")
    if written is None:
        thing = await look(request, lambda own: _thing(own, gtin=gtin, category=category))
        return show(request, "price", shown=_price_shown(thing))
    kopecks, error = _kopecks(request, written)
    if error:
        thing = await look(request, lambda own: _thing(own, gtin=gtin, category=category))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return show(request, "price", status=status, shown=_price_shown(thing, price=written[:40], error=error))
    answer = await look(request, lambda own: _foreseen(own, gtin=gtin, category=category, price=kopecks))
    thing = None if answer is None else answer.thing
    return show(request, "price", shown=_price_shown(thing, price=written[:40], answer=answer))


def _price_shown(
    thing: Thing | None, *, price: str = "", error: str = "", answer: Foreseen | None = None
) -> dict[str, Any]:
    if thing is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return {"thing": thing, "price": price, "error": error, "answer": answer}


def _kopecks(request: AnyRequest, written: str) -> tuple[int, str]:
    speaker = speaker_of(request)
    try:
        kopecks = Money.parse(written.replace("₽", "").replace("руб.", "").replace("руб", "")).kopecks
    except InvalidNumber as error:
        return 0, speaker.text(error.text)
    if not 0 < kopecks <= _PRICE_MAX:
        return 0, speaker.say("check_price_unusable")
    return kopecks, ""


def _search_page(
    request: AnyRequest, *, asked: str, things: list[Thing] | None = None, error: str = ""
) -> Response[str]:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    shown = {"asked": asked, "things": things, "error": error, "found_max": catalogue.FOUND_MAX}
    return show(request, "check", status=status, shown=shown)


def _found(own: Own, *, asked: str) -> list[Thing]:
    tree = catalogue.categories(own.conn)
    paid = _paid(own)
    found = catalogue.search(own.conn, asked=asked, tree=tree)
    categories = [Thing(one.title, one, "", one.number in paid) for one in found.categories]
    return categories + [_of_good(one, tree=tree, paid=paid) for one in found.goods]


def _thing(own: Own, *, gtin: str, category: str) -> Thing | None:
    tree, paid = catalogue.categories(own.conn), _paid(own)
    if tree.knows(category):
        one = tree.categories[tree.number_of(category)]
        return Thing(one.title, one, "", one.number in paid)
    try:
        good = catalogue.find_good(own.conn, gtin=Gtin.parse(gtin))
    except InvalidNumber:
        return None
    return None if good is None else _of_good(good, tree=tree, paid=paid)


def _of_good(good: catalogue.FoundGood, *, tree: catalogue.CategoryTree, paid: frozenset[int]) -> Thing:
    category = None if good.category is None else tree.categories[good.category]
    return Thing(Text(ru=good.name, en=good.name), category, good.gtin, good.category in paid)


def _paid(own: Own) -> frozenset[int]:
    """The categories that some certificate in force pays for with what is left of it."""
    rules = purchases.rules_in_force(own.conn, holder=own.holder, lane=own.lane, directory=own.directory, now=own.now)
    return frozenset[int]().union(*(one.rule.allowed for one in rules if one.has_left))


def _foreseen(own: Own, *, gtin: str, category: str, price: int) -> Foreseen | None:
    thing = _thing(own, gtin=gtin, category=category)
    if thing is None:
        return None
    wish = purchases.Wish(None if thing.category is None else thing.category.number, price)
    answer = purchases.foresee(
        own.conn, holder=own.holder, lane=own.lane, wishes=[wish], directory=own.directory, now=own.now
    )
    line = answer.lines[0]
    titles = titles_of_allowances(held_by(own))
    tree = catalogue.categories(own.conn)
    denied = None if line.reason is None else line.reason.category
    return Foreseen(
        thing,
        price,
        line,
        tuple((titles[part.certificate, part.allowance], part.amount) for part in line.parts),
        None if denied is None else tree.categories[tree.number_of(denied)].title,
    )


HANDLERS = (check, price)
