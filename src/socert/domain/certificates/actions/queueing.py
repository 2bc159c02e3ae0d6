"""The queue: who waits, and issuing to them in their order once money was added."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import audit, budgets, ledger, programmes
from socert.domain.certificates.actions.issuing import Issue, issue_to, who_cannot
from socert.domain.certificates.actions.listing import version_in_force
from socert.domain.certificates.actions.placing import how_many, recipients_of
from socert.domain.certificates.model import (
    Entitlement,
    IssueRefusal,
    IssueRefused,
    ListRefused,
    PlaceRefusal,
    Progress,
    QueuePlace,
    QueueReport,
)
from socert.domain.certificates.rules.giving import refuse_entitlement
from socert.domain.certificates.rules.sentences import holds
from socert.domain.certificates.store import queue
from socert.values import Money


def waiting(conn: Connection, *, programme: int | None) -> list[QueuePlace]:
    """Who waits, of one programme (its number) or of all: programme by programme, in the order of the queue."""
    return queue.read_waiting(conn, programme=programme)


def issue_queue(
    conn: Connection,
    *,
    programme: str,
    dry_run: bool,
    now: datetime,
    zone: ZoneInfo,
    actor: audit.Actor,
    progress: Progress | None = None,
) -> QueueReport | ListRefused:
    """Issue to those who wait for a programme (its id), in their order and as far as the money reaches.

    They get what was decided, under the version in force today; whoever it cannot be given to any more leaves the
    queue with the reason. Whose former certificate is yet to be closed keeps their place.

    Args:
        conn: the caller's transaction.
        programme: its id.
        dry_run: do everything and take it back, to see what would happen.
        now: when.
        zone: in which days begin and end.
        actor: who issues.
        progress: called with the stage, rows done and rows in all.
    """
    version = version_in_force(conn, programme=programme, day=now.astimezone(zone).date())
    if isinstance(version, ListRefused):
        return version
    ledger.lock_office(conn)
    with conn.transaction() as savepoint:
        result = _issue(conn, version, now=now, zone=zone, progress=progress or _silent, dry_run=dry_run)
        savepoint.force_rollback = dry_run or isinstance(result, ListRefused)
    if isinstance(result, QueueReport):
        _record(conn, result, version, actor=actor, now=now)
    return result


def _issue(
    conn: Connection,
    version: programmes.ProgrammeVersion,
    *,
    now: datetime,
    zone: ZoneInfo,
    progress: Progress,
    dry_run: bool,
) -> QueueReport | ListRefused:
    places = queue.read_waiting(conn, programme=version.programme)
    able, refusals = _sorted(conn, version, places, now=now)
    year = now.astimezone(zone).year
    reached, lacking = how_many(conn, version, before=(), places=able, budget_year=year)
    paid = able[:reached]
    done: Issue | IssueRefused | None = None
    if paid:
        done = issue_to(conn, version, recipients=recipients_of(paid), now=now, zone=zone, progress=progress)
    if isinstance(done, IssueRefused):
        return ListRefused(done.code, done.text, None, done.source, done.missing)
    if done is not None:
        given = {place.id: one.id for place, one in zip(paid, done.certificates, strict=True)}
        ended = queue.end_issued(conn, given, at=now)
        assert ended == len(paid), "the office is locked, so that everybody waits still"
    queue.end_refused(conn, refusals, at=now)
    gone = {one.place for one in refusals} | {one.id for one in paid}
    still = [one for one in places if one.id not in gone]
    return QueueReport(
        waited=len(places),
        issued=len(paid),
        still_waiting=len(still),
        issued_total=Money(0) if done is None else done.total,
        waiting_total=Money(sum(one.kopecks for one in still)),
        refusals=tuple(refusals),
        is_dry_run=dry_run,
        budget=tuple(budgets.stages(conn, programme=version.programme)),
        lacking=lacking,
    )


def _sorted(
    conn: Connection, version: programmes.ProgrammeVersion, places: Sequence[QueuePlace], *, now: datetime
) -> tuple[list[QueuePlace], list[PlaceRefusal]]:
    """Whoever can get a certificate now, and whoever never will."""
    cannot = who_cannot(conn, version, holders=[one.holder for one in places], now=now)
    judged: dict[Entitlement, IssueRefused | None] = {}
    able, refusals = [], []
    for one in places:
        if one.entitlement not in judged:
            judged[one.entitlement] = refuse_entitlement(version, one.entitlement)
        against, code = judged[one.entitlement], cannot.get(one.holder)
        if code is IssueRefusal.FORMER_NOT_ENDED:
            continue
        if code is not None:
            refusals.append(PlaceRefusal(one.id, code.value, holds(code)))
        elif against is not None:
            refusals.append(PlaceRefusal(one.id, against.code.value, against.text))
        else:
            able.append(one)
    return able, refusals


def _record(
    conn: Connection,
    report: QueueReport,
    version: programmes.ProgrammeVersion,
    *,
    actor: audit.Actor,
    now: datetime,
) -> None:
    audit.record(
        conn,
        actor=actor,
        action="queue_rehearsed" if report.is_dry_run else "queue_issued",
        subject=f"programme:{version.programme_id}",
        purpose=f"programme {version.programme_id}",
        details={
            "waited": report.waited,
            "issued": report.issued,
            "refused": len(report.refusals),
            "still_waiting": report.still_waiting,
            "issued_kopecks": report.issued_total.kopecks,
        },
        at=now,
    )


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""
