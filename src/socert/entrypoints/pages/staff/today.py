"""The start of those who work here: what needs them today."""

from datetime import datetime
from typing import Any

from litestar import Response, get
from psycopg import Connection

from socert.domain import access, catalogue, monitoring, tasks
from socert.entrypoints.pages.admission import ANYONE, STAFF, AnyRequest, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.staff.demand import offered_weeks, picture_of
from socert.entrypoints.pages.staff.ground import show, work_at
from socert.entrypoints.pages.staff.health import MONTHS_MIN, checkpoints_in, months_ahead
from socert.entrypoints.pages.staff.long_work import kinds_for

#: Goods that wait are counted no further than this.
_COUNTED = 100
_TASKS = 5


@get("/staff", opt={"people": STAFF, "roles": ANYONE}, include_in_schema=False)
async def today(request: AnyRequest) -> Response[str]:
    """What a clerk, an operator or an auditor has to do or to look at today."""
    site, role = desk_of(request).site, person_of(request).role

    def work(conn: Connection, now: datetime) -> dict[str, Any]:
        shown: dict[str, Any] = {"to_review": None, "waiting": None}
        if role is not access.Role.AUDITOR:
            shown["to_review"] = len(catalogue.goods_to_review(conn, refusals={}, limit=_COUNTED))
        if role is not access.Role.CLERK:
            week = offered_weeks(now, zone=site.installation.zone)[1]
            picture = picture_of(conn, week)
            state = monitoring.state(conn)
            shown |= {
                "waiting": monitoring.waiting(conn, now=now),
                "verified": tasks.last_done(conn, kind=tasks.Kind.VERIFY, parameters={}),
                "recent": tasks.recent(conn, kinds=kinds_for(role), limit=_TASKS),
                "week": week,
                "picture": None if picture is None else picture.outcome,
                "state": state,
                "is_well": months_ahead(state.last_month, now) >= MONTHS_MIN,
            }
        return shown

    shown = await work_at(request, work)
    checkpoints = checkpoints_in(site.checkpoint_folder)
    return show(
        request,
        "today",
        counted=_COUNTED,
        ending_counted=monitoring.ENDING_COUNTED,
        ending_days=monitoring.ENDING_WITHIN.days,
        checkpoints=checkpoints,
        **shown,
    )


HANDLERS = (today,)
