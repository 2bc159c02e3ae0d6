"""Verify the books: begin it, and see what the last time found."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from psycopg import Connection

from socert.domain import tasks
from socert.entrypoints.pages.admission import ANYONE, AnyRequest, actor_of, person_of
from socert.entrypoints.pages.rendering import redirect
from socert.entrypoints.pages.staff.ground import READERS, once_of, show, work_at


@get("/staff/verify", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def verify_page(request: AnyRequest) -> Response[str]:
    """What was found last, and whether a check is under way."""

    def work(conn: Connection, _now: datetime) -> dict[str, Any]:
        return {
            "task": tasks.last_done(conn, kind=tasks.Kind.VERIFY, parameters={}),
            "current": tasks.under_way(conn, kind=tasks.Kind.VERIFY),
        }

    return show(request, "verify", **await work_at(request, work))


@post("/staff/verify", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def begin(request: AnyRequest) -> Response[Any]:
    """Begin a check, or go to the one under way."""
    actor, once = actor_of(person_of(request)), once_of(await request.form())

    def work(conn: Connection, now: datetime) -> tasks.Task:
        kind = tasks.Kind.VERIFY
        current = tasks.under_way(conn, kind=kind)
        return current or tasks.ask(conn, kind=kind, once=once, parameters={}, actor=actor, now=now)

    task = await work_at(request, work)
    return redirect(f"/staff/tasks/{task.id}")


HANDLERS = (verify_page, begin)
