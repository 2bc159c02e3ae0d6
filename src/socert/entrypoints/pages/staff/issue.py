"""Issue to a list: hand it in, see what would happen, then let it happen with the very same file."""

import csv
import io
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from psycopg import Connection

from socert.domain import programmes, tasks
from socert.entrypoints.pages.admission import ANYONE, OPERATOR, AnyRequest, PageRefused, actor_of, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import HEADERS, redirect, speaker_of
from socert.entrypoints.pages.staff.ground import once_of, show, word_of, work_at
from socert.entrypoints.pages.staff.long_work import found_task
from socert.values import Language

_LISTS = (tasks.Kind.REHEARSE_LIST, tasks.Kind.ISSUE_LIST)
_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PDF = b"%PDF"


def current_programmes(conn: Connection, now: datetime, *, zone: Any) -> list[programmes.ProgrammeVersion]:
    """The version in force today of each programme."""
    today = now.astimezone(zone).date()
    found: dict[str, programmes.ProgrammeVersion] = {}
    for one in sorted(programmes.versions(conn), key=lambda each: each.valid_from):
        if one.valid_from <= today:
            found[one.programme_id] = one
    return list(found.values())


@get("/staff/issue", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def issue_page(request: AnyRequest) -> Response[str]:
    """Choose a programme and a file."""
    return await _show(request)


async def _show(
    request: AnyRequest, *, status: int = HTTPStatus.OK, programme: str = "", failed: dict[str, str] | None = None
) -> Response[str]:
    zone, speaker = desk_of(request).site.installation.zone, speaker_of(request)

    def work(conn: Connection, now: datetime) -> tuple[list[Any], list[tasks.Task]]:
        giving = [one for one in current_programmes(conn, now, zone=zone) if not one.is_decision_only]
        return giving, tasks.recent(conn, kinds=_LISTS, limit=10)

    current, recent = await work_at(request, work)
    options = [("", speaker.say("issue_choose")), *((one.programme_id, speaker.text(one.title)) for one in current)]
    return show(
        request, "issue", status=status, options=options, programme=programme, failed=failed or {}, tasks=recent
    )


@post(
    "/staff/issue",
    opt={"people": OPERATOR, "roles": ANYONE},
    include_in_schema=False,
    request_max_body_size=2 * 1024 * 1024,
)
async def hand_in(request: AnyRequest) -> Response[Any]:
    """Take a list in and begin its check."""
    form = await request.form()
    programme, file = word_of(form, "programme"), form.get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""
    name = file.filename if isinstance(file, UploadFile) else ""
    say = speaker_of(request).say
    failed = {field: say(word) for field, word in _flaws(programme, content)}
    desk, actor, once = desk_of(request), actor_of(person_of(request)), once_of(form)

    def work(conn: Connection, now: datetime) -> tasks.Task | None:
        if programmes.number_of(conn, programme=programme) is None:
            return None
        upload = tasks.hand_in(conn, name=name, content=content, secret=desk.site.card_secret)
        kept = tasks.open_upload(conn, upload=upload, secret=desk.site.card_secret)
        assert kept is not None, "kept a moment ago"
        parameters = {"programme": programme, "upload": str(upload), "sha256": kept.sha256}
        # Another file or programme in a form that was sent before is another question.
        asked = f"{once} {kept.sha256} {programme}"
        kind = tasks.Kind.REHEARSE_LIST
        return tasks.ask(conn, kind=kind, once=asked, parameters=parameters, actor=actor, now=now)

    task = None if failed else await work_at(request, work)
    if task is None:
        failed = failed or {"programme": say("issue_programme_needed")}
        return await _show(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, programme=programme, failed=failed)
    return redirect(f"/staff/tasks/{task.id}")


def _flaws(programme: str, content: bytes) -> list[tuple[str, str]]:
    """What is wrong with what was handed in, field and word."""
    flaws = []
    if not programme:
        flaws.append(("programme", "issue_programme_needed"))
    if not content:
        flaws.append(("file", "issue_file_needed"))
    elif content.startswith(_EXCEL):
        flaws.append(("file", "issue_file_excel"))
    elif content.startswith(_PDF) or b"\0" in content:
        flaws.append(("file", "issue_file_other"))
    return flaws


@post("/staff/tasks/{number:str}/issue", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def issue(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Issue to the list that was checked; the same form again leads to the same task."""
    rehearsal = await found_task(request, number)
    outcome = rehearsal.outcome
    if rehearsal.kind is not tasks.Kind.REHEARSE_LIST or rehearsal.state is not tasks.State.DONE or outcome is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    form = await request.form()
    once, actor = once_of(form), actor_of(person_of(request))
    parameters = {
        "programme": rehearsal.parameters["programme"],
        "upload": rehearsal.parameters["upload"],
        "sha256": word_of(form, "sha256"),
        "rehearsal": str(rehearsal.id),
    }
    task = await work_at(
        request,
        lambda conn, now: tasks.ask(
            conn, kind=tasks.Kind.ISSUE_LIST, once=once, parameters=parameters, actor=actor, now=now
        ),
    )
    return redirect(f"/staff/tasks/{task.id}")


@get("/staff/tasks/{number:str}/report.csv", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def report(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Every row of a list and what became of it, for a spreadsheet; lines only, no names."""
    task = await found_task(request, number)
    if task.kind not in _LISTS or task.state is not tasks.State.DONE or task.outcome is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    speaker = speaker_of(request)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([speaker.say(word) for word in ("issue_line", "issue_result", "issue_code", "staff_reason")])
    said = {one: speaker.say(f"issue_outcome_{one}") for one in ("issued", "refused", "failed")}
    writer.writerows(_rows(task.outcome, language=speaker.language, said=said))
    headers = HEADERS | {
        "content-disposition": f'attachment; filename="list-{task.id}.csv"',
        "cache-control": "no-store",
    }
    # With a byte order mark, so that office programs read it as UTF-8.
    return Response(("\ufeff" + text.getvalue()).encode(), media_type="text/csv; charset=utf-8", headers=headers)


def _rows(outcome: tasks.Outcome, *, language: Language, said: dict[str, str]) -> list[tuple[Any, ...]]:
    rows = [
        (line, said["issued"], "", "") for first, last in outcome["issued_lines"] for line in range(first, last + 1)
    ]
    rows += [(one["line"], said[one["outcome"]], one["code"], one[language.value]) for one in outcome["refusals"]]
    return sorted(rows)


HANDLERS = (issue_page, hand_in, issue, report)
