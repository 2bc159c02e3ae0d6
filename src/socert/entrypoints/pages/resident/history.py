"""What somebody bought and brought back, and what became of their certificates, the newest first; and one receipt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from socert.domain import catalogue, certificates, monitoring, programmes, providers, purchases
from socert.domain.purchases import Moment
from socert.entrypoints.pages.admission import ANYONE, RESIDENT, AnyRequest, PageRefused
from socert.entrypoints.pages.resident import cursors
from socert.entrypoints.pages.resident.held import held_by, titles_of_allowances
from socert.entrypoints.pages.resident.showing import Own, look, show
from socert.values import Gtin, InvalidNumber, Quantity, Text, parse_public_id

_PAGE = 20
_ADDRESS = "/me/history"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something in the history: a receipt or return with its shop, or what became of a certificate.

    `event` is a word for it: purchase, return, issue, block, unblock, end, cancel. `amount` in kopecks is what
    certificates paid or got back, what was issued, or what was left unspent.
    """

    moment: Moment
    event: str
    amount: int
    own_money: int = 0
    status: str = ""
    receipt: str = ""
    place: str = ""
    title: Text | None = None

    @property
    def href(self) -> str:
        """The page of its receipt, if it has one."""
        return f"{_ADDRESS}/{self.receipt}" if self.receipt else ""


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of a receipt: what it was, who paid how much, what came back of it."""

    name: str
    quantity: str
    line: purchases.ReceiptLineShown
    returned: str
    paid_by: tuple[tuple[Text, int], ...]
    denied: Text | None


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """A receipt with its shop and lines."""

    receipt: purchases.Receipt
    outlet: providers.Outlet | None
    lines: tuple[LineShown, ...]


@get("/me/history", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def history(request: AnyRequest) -> Response[str]:
    """A page of the history."""
    before = cursors.read(request.query_params.get("before"), kind=Moment)
    found = await look(request, lambda own: _history(own, before=before))
    shown = found[:_PAGE]
    next_href = f"{_ADDRESS}?before={cursors.written(shown[-1].moment)}" if len(found) > _PAGE else ""
    first_href = _ADDRESS if before is not None else ""
    return show(request, "history", shown={"happened": shown, "next_href": next_href, "first_href": first_href})


@get("/me/history/{authorisation:str}", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def receipt(request: AnyRequest, authorisation: FromPath[str]) -> Response[str]:
    """One receipt; somebody else's is not there."""
    named = parse_public_id("auth", authorisation)
    found = None if named is None else await look(request, lambda own: _receipt(own, named=named))
    if found is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return show(request, "receipt", shown={"found": found, "receipt": found.receipt, "view": found.receipt.view})


def _history(own: Own, *, before: Moment | None) -> list[Happened]:
    """One more than a page shows, so that it is known whether there is another."""
    told = purchases.remembered(
        own.conn,
        holder=own.holder,
        lane=own.lane,
        before=before,
        limit=_PAGE + 1,
        directory=own.directory,
        now=own.now,
    )
    happened = [*_at_tills(own, told), *(one for one in _lives(own) if before is None or one.moment < before)]
    happened.sort(key=lambda one: one.moment, reverse=True)
    return happened[: _PAGE + 1]


def _at_tills(own: Own, told: Sequence[purchases.Remembered]) -> Iterator[Happened]:
    outlets = _outlets(own, told)
    for one in told:
        yield Happened(
            one.moment,
            one.kind.value,
            one.covered,
            one.own_money,
            one.status,
            one.authorisation,
            "" if one.till is None or one.till not in outlets else outlets[one.till].title,
        )


def _outlets(own: Own, told: Iterable[purchases.Remembered]) -> dict[int, providers.Outlet]:
    tills = sorted({one.till for one in told if one.till is not None})
    return providers.outlets_of_tills(own.conn, tills=tills)


def _lives(own: Own) -> Iterator[Happened]:
    """What became of each certificate: issued, blocked, ended; a person has few."""
    titles = {one.number: one.title for one in programmes.versions(own.conn)}
    balances = monitoring.balances_of(own.conn, holder=own.holder)
    for one in certificates.certificates_of(own.conn, holder=own.holder):
        title = titles[one.version]
        issued = sum(balance.issued for balance in balances if balance.certificate == one.id)
        returned = sum(balance.returned for balance in balances if balance.certificate == one.id)
        yield Happened(Moment(one.valid_from, one.issued_by), "issue", issued, title=title)
        for event in certificates.history_of(own.conn, certificate=one.id):
            is_over = event.event in (certificates.Event.END, certificates.Event.CANCEL)
            amount = returned if is_over else 0
            yield Happened(Moment(event.at, event.operation), event.event.value, amount, title=title)


def _receipt(own: Own, *, named: tuple[int, UUID]) -> ReceiptShown | None:
    lane, number = named
    if lane != own.lane:
        return None
    found = purchases.receipt_of(
        own.conn, holder=own.holder, lane=lane, authorisation=number, directory=own.directory, now=own.now
    )
    if found is None:
        return None
    outlets = providers.outlets_of_tills(own.conn, tills=[] if found.till is None else [found.till])
    return ReceiptShown(found, next(iter(outlets.values()), None), _lines(own, found))


def _lines(own: Own, found: purchases.Receipt) -> tuple[LineShown, ...]:
    tree = catalogue.categories(own.conn)
    titles = titles_of_allowances(held_by(own))
    names = _names(own, found)
    return tuple(
        LineShown(
            name=one.bought.name or names.get(one.bought.gtin or 0, ""),
            quantity=one.decided.quantity,
            line=one,
            returned=Quantity(one.returned_quantity).text(),
            paid_by=tuple((titles[part.certificate, part.allowance], part.amount) for part in one.decided.parts),
            denied=_denied(one, tree),
        )
        for one in found.lines
    )


def _denied(one: purchases.ReceiptLineShown, tree: catalogue.CategoryTree) -> Text | None:
    category = None if one.decided.reason is None else one.decided.reason.category
    return None if category is None else tree.categories[tree.number_of(category)].title


def _names(own: Own, found: purchases.Receipt) -> dict[int, str]:
    """What the catalogue calls goods that came from the till without a name."""
    nameless = {one.bought.gtin for one in found.lines if one.bought.gtin and not one.bought.name}
    gtins = [gtin for one in nameless if (gtin := _gtin(one)) is not None]
    return {int(one.gtin): one.name for one in catalogue.find_goods(own.conn, gtins=gtins)} if gtins else {}


def _gtin(code: int) -> Gtin | None:
    try:
        return Gtin(f"{code:014d}")
    except InvalidNumber:
        return None


HANDLERS = (history, receipt)
