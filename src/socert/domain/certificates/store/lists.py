"""The tables issue_list and issue_row."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.certificates.model import IssueReport, RowOutcome, RowRefusal
from socert.values import Money, Text


def read_report(conn: Connection, *, programme: int, sha256: bytes) -> IssueReport | None:
    """What was reported when this file was issued for a programme; None when it never was."""
    row = conn.execute(
        """
        select id, rows_in, rows_issued, rows_refused, rows_failed, issued_kopecks
        from issue_list
        where programme = %(programme)s and sha256 = %(sha256)s
        """,
        {"programme": programme, "sha256": sha256},
    ).fetchone()
    if row is None:
        return None
    return IssueReport(
        list=row[0],
        rows_in=row[1],
        rows_issued=row[2],
        rows_refused=row[3],
        rows_failed=row[4],
        issued_total=Money(row[5]),
        refusals=_read_refusals(conn, row[0]),
        already_issued_report=True,
        is_dry_run=False,
    )


def insert_list(
    conn: Connection,
    report: IssueReport,
    *,
    programme: int,
    sha256: bytes,
    file_name: str,
    operation: UUID | None,
    at: datetime,
) -> None:
    """Write down what became of a list, and of each row that got nothing."""
    conn.execute(
        """
        insert into issue_list (id, programme, sha256, file_name, rows_in, rows_issued, rows_refused, rows_failed,
            issued_kopecks, at, operation)
        values (%(id)s, %(programme)s, %(sha256)s, %(file_name)s, %(rows_in)s, %(rows_issued)s, %(rows_refused)s,
            %(rows_failed)s, %(issued_kopecks)s, %(at)s, %(operation)s)
        """,
        {
            "id": report.list,
            "programme": programme,
            "sha256": sha256,
            "file_name": file_name,
            "rows_in": report.rows_in,
            "rows_issued": report.rows_issued,
            "rows_refused": report.rows_refused,
            "rows_failed": report.rows_failed,
            "issued_kopecks": report.issued_total.kopecks,
            "at": at,
            "operation": operation,
        },
    )
    _copy_refusals(conn, report.list, report.refusals)


def _copy_refusals(conn: Connection, list_id: UUID, refusals: Iterable[RowRefusal]) -> None:
    with (
        conn.cursor() as cursor,
        cursor.copy("copy issue_row (list, line, outcome, code, sentence_ru, sentence_en) from stdin") as copy,
    ):
        for one in refusals:
            copy.write_row((list_id, one.line, one.outcome.value, one.code, one.text.ru, one.text.en))


def _read_refusals(conn: Connection, list_id: UUID) -> tuple[RowRefusal, ...]:
    rows = conn.execute(
        """
        select line, outcome, code, sentence_ru, sentence_en
        from issue_row
        where list = %(list)s
        order by line
        """,
        {"list": list_id},
    )
    return tuple(RowRefusal(row[0], RowOutcome(row[1]), row[2], Text(ru=row[3], en=row[4])) for row in rows)
