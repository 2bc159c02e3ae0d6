"""Long work: what was asked for, how far it is, what came of it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from socert.domain import access, tasks
from socert.entrypoints.pages.admission import ANYONE, AnyRequest, PageRefused, person_of
from socert.entrypoints.pages.rendering import speaker_of
from socert.entrypoints.pages.staff.ground import READERS, show, work_at

_LISTED = 50
#: What auditors may look at: nothing in it is about one person.
_FOR_AUDITORS = (tasks.Kind.VERIFY, tasks.Kind.DEMAND, tasks.Kind.EXPECT_CLAIMS, tasks.Kind.CLOSE_PERIOD,
                 tasks.Kind.REGISTERS)  # fmt: skip


def kinds_for(role: access.Role) -> tuple[tasks.Kind, ...]:
    """Which kinds of tasks a role may look at."""
    return tuple(tasks.Kind) if role is access.Role.OPERATOR else _FOR_AUDITORS


async def found_task(request: AnyRequest, number: str) -> tasks.Task:
    """A task that whoever is signed in may look at.

    Raises:
        PageRefused: there is none.
    """
    try:
        wanted = UUID(number)
    except ValueError:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found") from None
    found = await work_at(request, lambda conn, _now: tasks.find(conn, task=wanted))
    if found is None or found.kind not in kinds_for(person_of(request).role):
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return found


@get("/staff/tasks", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def task_list(request: AnyRequest) -> Response[str]:
    """What was asked for lately."""
    kinds = kinds_for(person_of(request).role)
    found = await work_at(request, lambda conn, _now: tasks.recent(conn, kinds=kinds, limit=_LISTED))
    return show(request, "tasks", tasks=found)


@get("/staff/tasks/{number:str}", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def task_page(request: AnyRequest, number: FromPath[str]) -> Response[str]:
    """One task: how far it is, or what came of it."""
    task = await found_task(request, number)
    rehearsal = await _rehearsed(request, task)
    differing = [] if rehearsal is None or task.outcome is None else differences(rehearsal, task.outcome)
    return show(
        request,
        "task",
        task=task,
        sentence=sentence_of(request, task),
        rehearsal=rehearsal if differing else None,
        differing=differing,
    )


async def _rehearsed(request: AnyRequest, task: tasks.Task) -> tasks.Outcome | None:
    """What was expected of a list that was issued."""
    if task.kind is not tasks.Kind.ISSUE_LIST or task.outcome is None or "rows_issued" not in task.outcome:
        return None
    wanted = UUID(str(task.parameters["rehearsal"]))
    found = await work_at(request, lambda conn, _now: tasks.find(conn, task=wanted))
    return None if found is None else found.outcome


def differences(expected: tasks.Outcome, done: tasks.Outcome) -> list[int]:
    """The lines of a list of which something else became than its check said."""
    before = {(one["line"], one["code"]) for one in expected["refusals"]}
    after = {(one["line"], one["code"]) for one in done["refusals"]}
    return sorted({line for line, _ in before ^ after})


def sentence_of(request: AnyRequest, task: tasks.Task) -> str:
    """Why a task failed, in the reader's language; nothing otherwise."""
    if task.state is not tasks.State.FAILED or task.outcome is None:
        return ""
    said: Any = task.outcome.get(speaker_of(request).language.value, "")
    return str(said)


HANDLERS = (task_list, task_page)
