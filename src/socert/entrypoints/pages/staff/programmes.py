"""Programmes as residents see them, and where their money is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath
from psycopg import Connection

from socert.domain import budgets, catalogue, monitoring, programmes
from socert.entrypoints.pages.admission import ANYONE, AnyRequest, PageRefused
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.staff.ground import READERS, show, work_at
from socert.entrypoints.pages.staff.issue import current_programmes
from socert.values import Text

_FRESH_SECONDS = 60.0
_WIDTH = 1_000


@dataclass(slots=True)
class KeptMoney:
    """Where programmes' money was a minute ago: at the size of a city it takes a while to add up."""

    kept: dict[int, tuple[float, monitoring.ProgrammeMoney]] = field(default_factory=dict)

    def current(self, programme: int, read: Callable[[], monitoring.ProgrammeMoney]) -> monitoring.ProgrammeMoney:
        """The money of a programme, read anew when what is kept is too old."""
        found = self.kept.get(programme)
        if found is None or monotonic() - found[0] > _FRESH_SECONDS:
            found = self.kept[programme] = (monotonic(), read())
        return found[1]


@dataclass(frozen=True, slots=True)
class Pays:
    """An allowance in words: what is paid for, what never."""

    allowance: programmes.Allowance
    pays: tuple[Text, ...]
    never: tuple[Text, ...]


@get("/staff/programmes", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def programme_list(request: AnyRequest) -> Response[str]:
    """All programmes in force, with what each gives."""
    zone = desk_of(request).site.installation.zone
    found = await work_at(request, lambda conn, now: current_programmes(conn, now, zone=zone))
    return show(request, "programmes", programmes=found)


@get("/staff/programmes/{name:str}", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def programme_page(request: AnyRequest, name: FromPath[str]) -> Response[str]:
    """A programme: what it pays for, through when, who funds it, where the money is."""
    zone = desk_of(request).site.installation.zone
    kept: KeptMoney = request.app.state.setdefault("programme_money", KeptMoney())
    shown = await work_at(request, lambda conn, now: _programme(conn, name, now=now, zone=zone, kept=kept))
    if shown is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return show(request, "programme", **shown)


def _programme(conn: Connection, name: str, *, now: datetime, zone: ZoneInfo, kept: KeptMoney) -> dict[str, Any] | None:
    versions = sorted(
        (one for one in programmes.versions(conn) if one.programme_id == name), key=lambda one: one.valid_from
    )
    if not versions:
        return None
    today = now.astimezone(zone).date()
    current = next((one for one in reversed(versions) if one.valid_from <= today), versions[0])
    money = kept.current(current.programme, lambda: monitoring.money_of(conn, programme=current.programme))
    tree = catalogue.categories(conn)
    return {
        "current": current,
        "versions": versions[::-1],
        "allowances": [_pays(one, tree) for one in current.allowances],
        "stages": budgets.stages(conn, programme=current.programme),
        "money_now": money,
        "parts": parts_of(money),
    }


def _pays(one: programmes.Allowance, tree: catalogue.CategoryTree) -> Pays:
    allow = one.allow or tuple(entry for option in one.options for entry in option.allow)
    deny = one.deny or tuple(entry for option in one.options for entry in option.deny)
    return Pays(one, _titles(allow, tree), _titles(deny, tree))


def _titles(entries: tuple[str, ...], tree: catalogue.CategoryTree) -> tuple[Text, ...]:
    return tuple(tree.categories[tree.number_of(one)].title for one in dict.fromkeys(entries) if tree.knows(one))


def parts_of(money: monitoring.ProgrammeMoney) -> list[tuple[str, int, int]]:
    """Word, kopecks and width of the stages money goes through, apart from each other: paid, owed, on certificates."""
    owed = money.consumed - money.paid
    stages = (("money_paid", money.paid), ("money_owed", owed), ("money_unspent", money.unspent))
    free = money.appropriated - sum(kopecks for _, kopecks in stages)
    whole = max(money.appropriated, 1)
    return [(word, kopecks, max(_WIDTH * kopecks // whole, 0)) for word, kopecks in (*stages, ("money_free", free))]


HANDLERS = (programme_list, programme_page)
