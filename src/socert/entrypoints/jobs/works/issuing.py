"""Issuing to a list, in two tasks: first what would happen, then, with the very same file, what does."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from socert.domain import budgets, certificates, ledger, programmes, tasks
from socert.entrypoints.jobs.tasking import Declined, Run
from socert.values import Text

_GONE = Text(
    ru="Списка больше нет: он хранится час и удаляется после выдачи. Пожалуйста, загрузите его ещё раз.",
    en="The list is not here any more: it is kept for an hour, and removed when issued. Please hand it in again.",
)
_OTHER = Text(
    ru="Это не тот список, который проверялся. Ничего не выдано. Пожалуйста, начните с проверки.",
    en="This is not the list that was checked. Nothing was issued. Please begin with the check again.",
)
_BUSY = Text(
    ru="Сейчас идёт другая долгая работа с книгами. Ничего не сделано. Пожалуйста, повторите через несколько минут.",
    en="Another long work on the books is under way. Nothing was done. Please repeat in a few minutes.",
)


def rehearse(run: Run) -> None:
    """What issuing a list would do, with the money before and after; nothing is issued."""
    _issue(run, is_rehearsal=True)


def issue(run: Run) -> None:
    """Issue to a list that was rehearsed, wholly or not at all; the list is forgotten with it."""
    _issue(run, is_rehearsal=False)


def _issue(run: Run, *, is_rehearsal: bool) -> None:
    with run.transaction() as conn:
        upload = _opened(conn, run)
        now, programme = run.now(conn), str(run.task.parameters["programme"])
        before = _stages(conn, programme)
        try:
            report = certificates.issue_list(
                conn,
                programme=programme,
                file_name=upload.name,
                content=upload.content,
                dry_run=is_rehearsal,
                lanes=run.site.installation.lanes,
                zone=run.site.installation.zone,
                card_secret=run.site.card_secret,
                now=now,
                actor=run.actor,
                progress=run.tell,
            )
        except (ledger.UnableToPauseTills, certificates.AccountsKeepChanging) as error:
            raise Declined("busy", _BUSY) from error
        if isinstance(report, certificates.ListRefused):
            tasks.forget_upload(conn, upload=upload.id)
            run.decline(conn, report.code, _placed(report))
            return
        if not is_rehearsal or report.already_issued_report or not report.rows_issued:
            tasks.forget_upload(conn, upload=upload.id)
        today = now.astimezone(run.site.installation.zone).date()
        read = certificates.read_list(upload.content, today=today, progress=lambda _done, _total: None)
        assert isinstance(read, certificates.RecipientList), "it was read a moment ago"
        run.finish(conn, _document(report, read, before=before) | {"sha256": upload.sha256, "programme": programme})


def _opened(conn: Connection, run: Run) -> tasks.Upload:
    parameters = run.task.parameters
    upload = tasks.open_upload(conn, upload=UUID(str(parameters["upload"])), secret=run.site.card_secret)
    if upload is None:
        raise Declined("upload_gone", _GONE)
    if upload.sha256 != parameters["sha256"]:
        raise Declined("other_list", _OTHER)
    return upload


def _stages(conn: Connection, programme: str) -> Sequence[budgets.Stage]:
    number = programmes.number_of(conn, programme=programme)
    return [] if number is None else budgets.stages(conn, programme=number)


def _placed(refused: certificates.ListRefused) -> Text:
    if refused.line is None:
        return refused.text
    return Text(ru=f"Строка {refused.line}. {refused.text.ru}", en=f"Line {refused.line}. {refused.text.en}")


def _document(
    report: certificates.IssueReport, read: certificates.RecipientList, *, before: Sequence[budgets.Stage]
) -> dict[str, Any]:
    refused = {one.line for one in report.refusals}
    issued = [] if report.already_issued_report else [one.line for one in read.rows if one.line not in refused]
    return {
        "is_rehearsal": report.is_dry_run,
        "already_issued": report.already_issued_report,
        "rows_in": report.rows_in,
        "rows_issued": report.rows_issued,
        "rows_refused": report.rows_refused,
        "rows_failed": report.rows_failed,
        "issued_kopecks": report.issued_total.kopecks,
        "issued_lines": list(_ranges(issued)),
        "refusals": [
            {
                "line": one.line,
                "outcome": one.outcome.value,
                "code": str(one.code),
                "ru": one.text.ru,
                "en": one.text.en,
            }
            for one in report.refusals
        ],
        "money": [_money(one, report.budget) for one in before],
    }


def _money(before: budgets.Stage, after: Sequence[budgets.Stage]) -> dict[str, Any]:
    then = next((one for one in after if (one.source, one.budget_year) == (before.source, before.budget_year)), before)
    return {
        "source": before.source,
        "year": before.budget_year,
        "limit": before.limit.kopecks,
        "free_before": before.free.kopecks,
        "free_after": then.free.kopecks,
    }


def _ranges(lines: Iterable[int]) -> Iterable[list[int]]:
    """Lines as first and last of each run of them."""
    run: list[int] = []
    for line in lines:
        if run and line == run[1] + 1:
            run[1] = line
        else:
            if run:
                yield run
            run = [line, line]
    if run:
        yield run
