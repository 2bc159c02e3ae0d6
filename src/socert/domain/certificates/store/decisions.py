"""The tables decision_issue and decision_refusal."""

from datetime import date, datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.certificates.model import Counts, DecisionsHead, ProactiveReport, RowOutcome, RowRefusal
from socert.values import Money, Text

_UNLISTED = "unlisted"
_WITHOUT_ROW = Text(
    ru="Этому человеку положен сертификат, но его нет в списке людей. Пожалуйста, добавьте строку и выдайте ещё раз.",
    en="This person is entitled and has no row in the list of people; please add one and issue again.",
)


def read_report(
    conn: Connection, *, programme: int, decisions_sha256: bytes, people_sha256: bytes
) -> ProactiveReport | None:
    """What was reported when these two files were issued for a programme; None when they never were."""
    row = conn.execute(
        """
        select id, decided_on, region, seed, people_in, issued, queued, refused, not_entitled, needs_evidence,
            without_row, issued_kopecks, queued_kopecks
        from decision_issue
        where programme = %(programme)s and decisions_sha256 = %(decisions)s and people_sha256 = %(people)s
        """,
        {"programme": programme, "decisions": decisions_sha256, "people": people_sha256},
    ).fetchone()
    if row is None:
        return None
    refusals, unlisted = _read_refusals(conn, row[0])
    return ProactiveReport(
        id=row[0],
        decided_on=row[1],
        region=row[2],
        seed=row[3],
        counts=Counts(*row[4:11]),
        issued_total=Money(row[11]),
        queued_total=Money(row[12]),
        refusals=refusals,
        unlisted=unlisted,
        already_issued_report=True,
        is_dry_run=False,
    )


def read_seed(conn: Connection, *, programme: int, decided_on: date) -> str | None:
    """The seed by which places of a programme and day were drawn; None when none were."""
    row = conn.execute(
        "select seed from decision_issue where programme = %s and decided_on = %s order by entry limit 1",
        [programme, decided_on],
    ).fetchone()
    return None if row is None else str(row[0])


def insert_issue(
    conn: Connection,
    report: ProactiveReport,
    *,
    head: DecisionsHead,
    programme: int,
    version: int,
    people_sha256: bytes,
    operation: UUID | None,
    at: datetime,
) -> None:
    """Write down what became of a file of decisions."""
    counts = report.counts
    conn.execute(
        """
        insert into decision_issue (id, programme, decisions_sha256, people_sha256, file_name, decided_on, region,
            version, seed, people_in, issued, queued, refused, not_entitled, needs_evidence, without_row,
            issued_kopecks, queued_kopecks, at, operation)
        values (%(id)s, %(programme)s, %(decisions)s, %(people)s, %(file_name)s, %(decided_on)s, %(region)s,
            %(version)s, %(seed)s, %(people_in)s, %(issued)s, %(queued)s, %(refused)s, %(not_entitled)s,
            %(needs_evidence)s, %(without_row)s, %(issued_kopecks)s, %(queued_kopecks)s, %(at)s, %(operation)s)
        """,
        {
            "id": report.id,
            "programme": programme,
            "decisions": head.sha256,
            "people": people_sha256,
            "file_name": head.file_name,
            "decided_on": head.decided_on,
            "region": head.region,
            "version": version,
            "seed": report.seed,
            "people_in": counts.people_in,
            "issued": counts.issued,
            "queued": counts.queued,
            "refused": counts.refused,
            "not_entitled": counts.not_entitled,
            "needs_evidence": counts.needs_evidence,
            "without_row": counts.without_row,
            "issued_kopecks": report.issued_total.kopecks,
            "queued_kopecks": report.queued_total.kopecks,
            "at": at,
            "operation": operation,
        },
    )


def copy_refusals(conn: Connection, report: ProactiveReport) -> None:
    """Write down every row that was refused, and everybody entitled who has none."""
    with (
        conn.cursor() as cursor,
        cursor.copy(
            "copy decision_refusal (issue, line, person, outcome, code, sentence_ru, sentence_en) from stdin"
        ) as copy,
    ):
        for one in report.refusals:
            copy.write_row((report.id, one.line, None, one.outcome.value, one.code, one.text.ru, one.text.en))
        for number in report.unlisted:
            copy.write_row((report.id, None, number, _UNLISTED, "without_row", _WITHOUT_ROW.ru, _WITHOUT_ROW.en))


def _read_refusals(conn: Connection, issue: UUID) -> tuple[tuple[RowRefusal, ...], tuple[int, ...]]:
    rows = conn.execute(
        """
        select line, person, outcome, code, sentence_ru, sentence_en
        from decision_refusal
        where issue = %(issue)s
        order by line, person
        """,
        {"issue": issue},
    ).fetchall()
    refusals = tuple(
        RowRefusal(row[0], RowOutcome(row[2]), row[3], Text(ru=row[4], en=row[5])) for row in rows if row[1] is None
    )
    return refusals, tuple(row[1] for row in rows if row[1] is not None)
