"""The sale: card and goods go on the belt, one scan after another."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post

from socert.entrypoints.pages.admission import ANYONE, AnyRequest
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.till import changing
from socert.entrypoints.pages.till.asking import look_or_leave
from socert.entrypoints.pages.till.belt import Belt, Carrier, cleared, with_step
from socert.entrypoints.pages.till.entries import Flaw, GoodsEntry, read_entry, read_whole
from socert.entrypoints.pages.till.keeping import belt_of, change
from socert.entrypoints.pages.till.showing import sentence, show_belt, show_sale

#: Of a till's page: whoever opens it is a till, and nobody has to be signed in.
TILL = {"people": ANYONE, "roles": ANYONE, "till": True}
_STEP_LENGTH_MAX = 64


@get("/till", opt=TILL, include_in_schema=False)
async def sale(request: AnyRequest) -> Response[Any]:
    """What lies on the belt."""
    belt = await belt_of(request)
    return redirect("/till/unknown") if belt.is_asked else await show_sale(request, belt)


@post("/till/scan", opt=TILL, include_in_schema=False)
async def scan(request: AnyRequest) -> Response[Any]:
    """A card, a QR or goods were scanned or typed."""
    form = await request.form()
    return await _scan(request, str(form.get("entry", "")))


async def _scan(request: AnyRequest, text: str) -> Response[Any]:
    found = await _named(request, read_entry(text))
    if isinstance(found, Flaw):
        return await _refuse(request, found, entry=text)
    entry, name = found

    def work(belt: Belt) -> Belt | Flaw:
        if isinstance(entry, Carrier):
            return changing.with_carrier(belt, entry)
        return changing.with_entry(belt, entry, name=name)

    return await _changed(request, work, entry=text)


@post("/till/price", opt=TILL, include_in_schema=False)
async def price(request: AnyRequest) -> Response[Any]:
    """The price of what was scanned, or that it is not bought after all."""
    form = await request.form()
    if form.get("drop"):
        return await _changed(request, changing.without_asking)
    text = str(form.get("price", ""))
    if (await belt_of(request)).asking is None:  # scanned before the page with the next field was there
        return await _scan(request, text)
    return await _changed(request, lambda belt: changing.with_told_price(belt, text), entry=text)


@post("/till/lines", opt=TILL, include_in_schema=False)
async def lines(request: AnyRequest) -> Response[Any]:
    """Quantities and prices corrected, or a line or the card taken away."""
    form = await request.form()
    given = {name: str(form[name]) for name in form if name.startswith(("quantity-", "price-"))}
    taken = str(form.get("remove", ""))
    if taken == "card":
        return await _changed(request, _without_card)
    if (place := read_whole(taken)) is not None:
        return await _changed(request, lambda belt: changing.without_line(belt, place))
    flaws: list[changing.LineFlaw] = []

    def work(belt: Belt) -> Belt | Flaw:
        found = changing.with_corrections(belt, given)
        if isinstance(found, Belt):
            return found
        flaws.extend(found)
        return found[0].flaw

    done = await _kept(request, work)
    if isinstance(done, Belt):
        return redirect("/till")
    belt, speaker = await belt_of(request), speaker_of(request)
    errors = [(one.field, sentence(one.flaw, speaker)) for one in flaws] or [("entry", sentence(done, speaker))]
    return await show_belt(request, belt, errors=errors, fields=given)


@post("/till/clear", opt=TILL, include_in_schema=False)
async def clear(request: AnyRequest) -> Response[Any]:
    """The buyer goes without buying: an empty belt."""
    return await _changed(request, cleared)


def _without_card(belt: Belt) -> Belt:
    return Belt(sale=belt.sale, lines=belt.lines, asking=belt.asking, steps=belt.steps, prices=belt.prices)


async def _named(request: AnyRequest, entry: Carrier | GoodsEntry | Flaw) -> tuple[Carrier | GoodsEntry, str] | Flaw:
    """An entry with the name the API knows the goods by; letters that are no article anybody knows are a slip."""
    if isinstance(entry, Flaw):
        return entry
    if isinstance(entry, Carrier):
        return entry, ""
    query = {"article" if entry.goods.is_article else "gtin": entry.goods.code}
    name = (await look_or_leave(request, "/goods", query=query)).get("name") or ""
    if not name and not entry.is_sure:
        return Flaw("till_article_unknown", values={"code": entry.goods.code})
    return entry, name


async def _kept(request: AnyRequest, work: Callable[[Belt], Belt | Flaw]) -> Belt | Flaw:
    """Change the belt a form was about; a form that comes twice counts once."""
    form = await request.form()
    step, sale_key = str(form.get("step", ""))[:_STEP_LENGTH_MAX], str(form.get("sale", ""))

    def once(belt: Belt) -> Belt | Flaw:
        if step in belt.steps:
            return belt
        if belt.sale != sale_key:
            return Flaw("till_other_sale")
        if belt.is_asked:
            return Flaw("till_is_asked")
        after = work(belt)
        return with_step(after, step) if isinstance(after, Belt) and step else after

    return await change(request, once)


async def _changed(request: AnyRequest, work: Callable[[Belt], Belt | Flaw], *, entry: str = "") -> Response[Any]:
    done = await _kept(request, work)
    return redirect("/till") if isinstance(done, Belt) else await _refuse(request, done, entry=entry)


async def _refuse(request: AnyRequest, flaw: Flaw, *, entry: str) -> Response[Any]:
    belt = await belt_of(request)
    if belt.is_asked:
        return redirect("/till/unknown")
    return await show_sale(request, belt, flaw=flaw, entry=entry)


HANDLERS = (sale, scan, price, lines, clear)
