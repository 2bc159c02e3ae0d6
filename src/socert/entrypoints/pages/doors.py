"""The demo's doors: a ready sign-in for each kind of person, on the demo's own invented data and nowhere else."""

from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from litestar import Response, post
from psycopg import Connection

from socert import wiring
from socert.domain import access, installation
from socert.entrypoints.pages.admission import ANYONE, SESSION_COOKIE, AnyRequest, PageRefused
from socert.entrypoints.pages.desk import PageDesk, desk_of
from socert.entrypoints.pages.rendering import make_cookie, redirect
from socert.entrypoints.pages.till.joining import make_till_cookie


class _Kept(msgspec.Struct, frozen=True):
    """What the demo left: residents and colleagues by their door."""

    residents: dict[str, int]
    colleagues: dict[str, int]


@dataclass(frozen=True, slots=True)
class Door:
    """Who one is behind it, and the page it leads to; its words are `door_{name}` and `door_{name}_text`."""

    name: str
    role: access.Role
    leads_to: str


DOORS = (
    *(Door(name, access.Role.RESIDENT, "/me") for name in ("pensioner", "veteran", "mother")),
    Door("till", access.Role.TILL, "/till"),
    Door("operator", access.Role.OPERATOR, "/staff"),
    Door("clerk", access.Role.CLERK, "/staff/catalogue"),
)


def doors_of(site: wiring.Site) -> tuple[Door, ...]:
    """The doors that stand open: the demo's all, anywhere else none."""
    is_demo = site.installation.kind is installation.Kind.EXAMPLE and site.database == wiring.DEMO_DATABASE
    return DOORS if is_demo and (site.home / wiring.DEMO_DOORS).exists() else ()


@post("/example/enter", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def enter(request: AnyRequest) -> Response[None]:
    """Sign in as somebody the demo invented."""
    desk = desk_of(request)
    wanted = (await request.form()).get("door")
    door = next((one for one in doors_of(desk.site) if one.name == wanted), None)
    if door is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    if door.role is access.Role.TILL:
        key = (desk.site.home / wiring.DEMO_TILL_KEY).read_text(encoding="utf-8").strip()
        return redirect(door.leads_to, cookies=[make_till_cookie(request, key)])
    return await _sign_in(request, door, subject=_subject(desk, door))


async def _sign_in(request: AnyRequest, door: Door, *, subject: int) -> Response[None]:
    desk, before = desk_of(request), request.cookies.get(SESSION_COOKIE, "")

    def change(conn: Connection) -> access.OpenedSession:
        access.close_session(conn, token=before)
        return access.open_session(conn, role=door.role, subject=subject, now=desk.real_time())

    opened = await desk.transact(change)
    return redirect(door.leads_to, cookies=[make_cookie(request, SESSION_COOKIE, opened.token)])


def _subject(desk: PageDesk, door: Door) -> int:
    kept = msgspec.json.decode((desk.site.home / wiring.DEMO_DOORS).read_bytes(), type=_Kept)
    return (kept.residents | kept.colleagues)[door.name]


HANDLERS = (enter,)
