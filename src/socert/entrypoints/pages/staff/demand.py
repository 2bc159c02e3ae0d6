"""The weekly picture of demand: a chart with its tables, made as a task and kept."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from psycopg import Connection

from socert.domain import catalogue, monitoring, tasks
from socert.entrypoints.pages.admission import ANYONE, AnyRequest, PageRefused, actor_of, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import HEADERS, redirect, speaker_of
from socert.entrypoints.pages.staff.ground import READERS, once_of, show, word_of, work_at
from socert.entrypoints.pages.staff.papers import paper

_WEEKS_OFFERED = 12
_SHOWN = 15


def offered_weeks(now: datetime, *, zone: Any) -> list[monitoring.Week]:
    """This week and those before it, the latest first."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    return [monitoring.Week(monday - timedelta(weeks=back)) for back in range(_WEEKS_OFFERED)]


def picture_of(conn: Connection, week: monitoring.Week) -> tasks.Task | None:
    """The newest picture of a week."""
    return tasks.last_done(conn, kind=tasks.Kind.DEMAND, parameters={"week": str(week)})


@get("/staff/demand", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def demand_page(request: AnyRequest) -> Response[str]:
    """The picture of a week; `week` says which, the last whole one without."""
    return await _show(request, request.query_params.get("week", ""))


async def _show(request: AnyRequest, typed: str, *, status: int = HTTPStatus.OK, error: str = "") -> Response[str]:
    zone, say = desk_of(request).site.installation.zone, speaker_of(request).say
    wanted = _week(typed)
    if typed and wanted is None:
        status, error = HTTPStatus.UNPROCESSABLE_ENTITY, say("demand_week_unusable")

    def work(conn: Connection, now: datetime) -> dict[str, Any]:
        offered = offered_weeks(now, zone=zone)
        week = wanted or offered[1]
        weeks = offered if week in offered else [*offered, week]
        found = picture_of(conn, week)
        return {
            "week": week,
            "weeks": [(str(one), one) for one in weeks],
            "picture": None if found is None else found.outcome,
            "titles": {one.id: one.title for one in catalogue.categories(conn).categories.values()},
            "made_at": None if found is None else found.asked_at,
        }

    return show(request, "demand", status=status, error=error, most=_SHOWN, **await work_at(request, work))


def _week(text: str) -> monitoring.Week | None:
    try:
        return monitoring.read_week(text) if text else None
    except monitoring.NotAWeek:
        return None


@post("/staff/demand", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def picture(request: AnyRequest) -> Response[Any]:
    """Make the picture of a week."""
    form = await request.form()
    typed = word_of(form, "week", length_max=20)
    week = _week(typed)
    if week is None:
        say = speaker_of(request).say
        return await _show(request, "", status=HTTPStatus.UNPROCESSABLE_ENTITY, error=say("demand_week_unusable"))
    actor, once = actor_of(person_of(request)), f"{once_of(form)} {week}"
    parameters, kind = {"week": str(week)}, tasks.Kind.DEMAND

    def ask(conn: Connection, now: datetime) -> tasks.Task:
        # One picture at a time: whoever asks meanwhile sees that one, and nobody fills the line before others' work.
        current = tasks.under_way(conn, kind=kind)
        return current or tasks.ask(conn, kind=kind, once=once, parameters=parameters, actor=actor, now=now)

    task = await work_at(request, ask)
    return redirect(f"/staff/tasks/{task.id}")


@get("/staff/demand/{week:str}/{kind:str}", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def demand_file(request: AnyRequest, week: FromPath[str], kind: FromPath[str]) -> Response[Any]:
    """The picture of a week as `chart.svg`, `csv` or `xlsx`."""
    wanted = _week(week)
    if wanted is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    found = await work_at(request, lambda conn, _now: picture_of(conn, wanted))
    if found is None or found.outcome is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    if kind == "chart.svg":
        # Its styles stand in its elements, and it is shown as a picture: nothing in it can be run.
        headers = HEADERS | {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
        headers |= {"vary": "accept-language, cookie", "cache-control": "no-cache"}
        svg: str = found.outcome["svg"][speaker_of(request).language.value]
        return Response(svg.encode(), media_type="image/svg+xml", headers=headers)
    name = found.outcome["files"].get(kind)
    if name is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return await paper(request, "demand", name)


HANDLERS = (demand_page, picture, demand_file)
