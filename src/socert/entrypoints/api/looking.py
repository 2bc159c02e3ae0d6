"""Routes that only look: which till this is, what a code stands for, a day's totals, a return that was made."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import FromPath, QueryParameter

from socert.domain import access, catalogue, providers, purchases
from socert.entrypoints.api.admission import AnyRequest, desk_of, grant_of, till_of
from socert.entrypoints.api.problems import FieldError, Problem, Refusal
from socert.entrypoints.api.reading import FIRST_INSTANT, LAST_INSTANT, codes_of
from socert.entrypoints.api.requests import NO_CONTROLS
from socert.values import Gtin, InvalidNumber, Language, parse_public_id

_TILL = frozenset({access.Role.TILL})
_DAY = "The day is written as 2026-11-22, between 2000 and 2100."


class Title(msgspec.Struct, frozen=True):
    """A title in both languages."""

    ru: str
    en: str


class TillAnswer(msgspec.Struct, frozen=True):
    """Which till a key is for, and where it stands; a suspended one sells nothing."""

    till: str
    code: str
    outlet: str
    address: str
    merchant: Title
    inn: str
    suspended: bool


class GoodAnswer(msgspec.Struct, frozen=True):
    """What a barcode or an own article stands for.

    Without a name nobody has listed it; without a category no certificate covers it.
    """

    name: str | None
    category: str | None


@get("/tills/{till:str}", opt={"roles": _TILL, "answer": TillAnswer})
async def show_till(request: AnyRequest, till: FromPath[str]) -> TillAnswer:
    """Which till this key is for: what a receipt says at its top."""
    number = own_till(request, till)
    found = await desk_of(request).transact(lambda conn: providers.find_plate(conn, till=number))
    if found is None:
        raise Refusal(Problem.NOT_FOUND)
    return TillAnswer(
        till=till,
        code=found.code,
        outlet=found.outlet,
        address=found.address,
        merchant=Title(found.merchant.ru, found.merchant.en),
        inn=str(found.inn),
        suspended=found.is_suspended,
    )


@get("/tills/{till:str}/days/{day:str}", opt={"roles": _TILL, "answer": purchases.DayTotals, "queried": True})
async def show_day(request: AnyRequest, till: FromPath[str], day: FromPath[str]) -> purchases.DayTotals:
    """A till's totals of a day on the region's clocks, as we have them now; nothing is reported or kept."""
    desk, number = desk_of(request), own_till(request, till)
    wanted = _read_day(day)
    directory = desk.keeper.current
    return await desk.transact(lambda conn: purchases.count_day(conn, till=number, day=wanted, directory=directory))


@get("/goods", opt={"roles": _TILL, "answer": GoodAnswer, "queried": True})
async def show_good(
    request: AnyRequest,
    gtin: Annotated[str | None, QueryParameter(min_length=1, max_length=14)] = None,
    article: Annotated[str | None, QueryParameter(min_length=1, max_length=32, pattern=NO_CONTROLS)] = None,
) -> GoodAnswer:
    """What a barcode, or one of your organisation's own articles, stands for."""
    _, merchant = till_of(grant_of(request))
    if (gtin is None) == (article is None):
        error = FieldError("", "gtin_or_article", "Either a gtin or an article is asked for.")
        raise Refusal(Problem.INVALID_REQUEST, (error,))
    own = (article,) if article is not None else _own_codes(gtin or "")
    if own:
        return await desk_of(request).transact(
            lambda conn: _good(catalogue.find_articles(conn, merchant=merchant, articles=own))
        )
    wanted = Gtin.parse(gtin or "")
    return await desk_of(request).transact(lambda conn: _good(catalogue.find_goods(conn, gtins=[wanted])))


@get("/refunds/{refund:str}", opt={"roles": _TILL, "answer": purchases.RefundAnswer})
async def show_refund(request: AnyRequest, refund: FromPath[str]) -> purchases.RefundAnswer:
    """What was answered to a return of your organisation's, as it was answered."""
    desk = desk_of(request)
    _, merchant = till_of(grant_of(request))
    parsed = parse_public_id("refd", refund)
    if parsed is None or parsed[0] >= desk.lanes:
        raise Refusal(Problem.NOT_FOUND)
    lane, number = parsed
    found = await desk.transact(lambda conn: purchases.find_refund(conn, lane=lane, refund=number, merchant=merchant))
    if found is None:
        raise Refusal(Problem.NOT_FOUND)
    return found


def own_till(request: AnyRequest, till: str) -> int:
    """The number of the till whose key this is; another till's is not found."""
    own, _ = till_of(grant_of(request))
    if till != f"till_{own}":
        raise Refusal(Problem.NOT_FOUND)
    return own


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(Problem.INVALID_REQUEST, (FieldError("/day", "invalid_value", _DAY),)) from error
    if not FIRST_INSTANT.year <= day.year < LAST_INSTANT.year:
        raise Refusal(Problem.INVALID_REQUEST, (FieldError("/day", "time_out_of_range", _DAY),))
    return day


def _own_codes(gtin: str) -> tuple[str, ...]:
    """The codes under which a shop's own barcode may stand in its list; none for any other barcode."""
    try:
        return codes_of(gtin)[1]
    except InvalidNumber as error:
        flaw = FieldError("/gtin", str(error.code), error.text.in_language(Language.EN))
        raise Refusal(Problem.INVALID_REQUEST, (flaw,)) from error


def _good(found: "list[catalogue.JudgedArticle] | list[catalogue.JudgedGood]") -> GoodAnswer:
    return GoodAnswer(found[0].name, found[0].category) if found else GoodAnswer(None, None)


HANDLERS = (show_till, show_day, show_good, show_refund)
