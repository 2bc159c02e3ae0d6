"""Issue what was decided for a population: to whom the money reaches in a fair order, and a place for the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import audit, budgets, ledger, people, programmes
from socert.domain.certificates.actions.issuing import Issue, issue_to
from socert.domain.certificates.actions.listing import Terms, admit, short_name, version_in_force, without_holders
from socert.domain.certificates.actions.placing import how_many, in_order, recipients_of
from socert.domain.certificates.model import (
    Counts,
    Entitlement,
    IssueRefusal,
    IssueRefused,
    Lacking,
    ListFlaw,
    ListRefused,
    ProactiveReport,
    Progress,
    QueuePlace,
    Recipient,
    RecipientList,
    RecipientRow,
    RowOutcome,
    RowRefusal,
)
from socert.domain.certificates.ports import Decisions
from socert.domain.certificates.rules.deciding import (
    Entitlements,
    impossible,
    refuse_amounts,
    refuse_changed,
    refuse_decisions,
    refuse_other_seed,
    unusable_seed,
)
from socert.domain.certificates.rules.drawing import draw, seed_of
from socert.domain.certificates.rules.giving import refuse_entitlement
from socert.domain.certificates.rules.list_flaws import flawed
from socert.domain.certificates.rules.recipients import WITH_DECISIONS, read_list
from socert.domain.certificates.rules.sentences import holds
from socert.domain.certificates.store import decisions as store
from socert.domain.certificates.store import queue
from socert.values import Money, uuid7


@dataclass(frozen=True, slots=True)
class _Files:
    """What is issued from: decisions, the version they were made by, the list of people, the seed of the draw."""

    decisions: Decisions
    decided_by: programmes.ProgrammeVersion
    people: RecipientList
    people_sha256: bytes
    seed: str


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of the entitled: places in order, of which so many are paid at once; refused rows; missing rows.

    `lacking` says whose money ended.
    """

    places: Sequence[QueuePlace]
    paid: int
    lacking: tuple[Lacking, ...]
    refusals: Sequence[RowRefusal]
    unlisted: Sequence[int]
    done: Issue | None


def issue_decided(
    conn: Connection,
    *,
    decisions: Decisions,
    people_list: bytes,
    seed: str | None,
    dry_run: bool,
    lanes: int,
    zone: ZoneInfo,
    card_secret: bytes,
    now: datetime,
    actor: audit.Actor,
    progress: Progress | None = None,
) -> ProactiveReport | ListRefused:
    """Issue to everybody entitled for whom the money suffices, and give the others a place in the queue.

    Whoever waits already comes before them: their money is left for them.

    Args:
        conn: the caller's.
        decisions: one programme's decisions about a population.
        people_list: CSV of the columns of `issue_list` but need, and `person`: the number in the decisions.
        seed: what places are drawn by; None takes programme and day.
        dry_run: do everything and take it back.
        lanes: how many lanes the installation has.
        zone: in which days begin and end.
        card_secret: the installation's card key.
        now: when.
        actor: who issues.
        progress: called with the stage, rows done and rows in all.
    """
    told, head = progress or _silent, decisions.head
    version = version_in_force(conn, programme=head.programme, day=now.astimezone(zone).date())
    if isinstance(version, ListRefused):
        return version
    terms = Terms(version, head.sha256, short_name(head.file_name), lanes, zone, card_secret, now, actor, told)
    files = _read(conn, decisions, people_list, terms, seed=seed)
    if isinstance(files, ListRefused):
        return files
    # From here on who holds what, who waits and what is free stays so.
    ledger.lock_office(conn)
    stored = _stored(conn, files, terms)
    if stored is not None:
        return stored
    with conn.transaction() as savepoint:
        result = _issue(conn, files, terms, dry_run=dry_run)
        savepoint.force_rollback = dry_run or isinstance(result, ListRefused)
    _record(conn, result, terms)
    return result


def _read(
    conn: Connection, decisions: Decisions, people_list: bytes, terms: Terms, *, seed: str | None
) -> _Files | ListRefused:
    head, today = decisions.head, terms.now.astimezone(terms.zone).date()
    decided_by = programmes.version_on(conn, programme=head.programme, day=head.decided_for)
    refused = refuse_decisions(head, decided_by=decided_by, today=today)
    if refused is not None:
        return refused
    assert decided_by is not None, "decisions by no version are refused"
    known: dict[object, bool] = {}
    wrong = []
    for person in decisions.entitled():
        if person.amounts not in known:
            known[person.amounts] = impossible(decided_by, head.amounts, person)
        if known[person.amounts]:
            wrong.append(person.number)
    if wrong:
        return refuse_amounts(wrong)
    used = seed_of(seed, programme=head.programme, decided_on=head.decided_on.isoformat())
    if used is None:
        return unusable_seed()
    read = read_list(
        people_list,
        today=today,
        progress=lambda done, total: terms.progress("read", done, total),
        columns=WITH_DECISIONS,
    )
    if isinstance(read, ListRefused):
        return read
    lines = {one.number: one.line for one in read.rows if one.number is not None}
    lines |= {one.number: one.line for one in read.refusals if one.number is not None}
    stranger = decisions.first_stranger(list(lines))
    if stranger is not None:
        return flawed(ListFlaw.PERSON_NOT_DECIDED, line=lines[stranger])
    return _Files(decisions, decided_by, read, sha256(people_list).digest(), used)


def _stored(conn: Connection, files: _Files, terms: Terms) -> ProactiveReport | None:
    return store.read_report(
        conn,
        programme=terms.version.programme,
        decisions_sha256=terms.sha256,
        people_sha256=files.people_sha256,
    )


def _issue(conn: Connection, files: _Files, terms: Terms, *, dry_run: bool) -> ProactiveReport | ListRefused:
    # One draw a programme and day: nobody draws again for a better place, and a draw stands for a number.
    drawn_by = store.read_seed(conn, programme=terms.version.programme, decided_on=files.decisions.head.decided_on)
    if drawn_by not in (None, files.seed):
        return refuse_other_seed()
    rows, refused, unlisted = _entitled(files, terms)
    standing, holding = without_holders(conn, rows, terms)
    waitless, waiting = _without_waiting(conn, standing, terms)
    new, given = _without_given(conn, waitless, files, terms)
    recipients, unlinked = admit(conn, new, terms)
    places = _places(files, terms, new, recipients, unlinked)
    paid, lacking = how_many(
        conn,
        terms.version,
        before=queue.read_waiting(conn, programme=terms.version.programme),
        places=places,
        budget_year=terms.now.astimezone(terms.zone).year,
    )
    done = _issue_to(conn, places[:paid], terms)
    if isinstance(done, IssueRefused):
        return ListRefused(done.code, done.text, None, done.source, done.missing)
    refusals = sorted((*refused, *holding, *waiting, *given, *unlinked), key=lambda one: one.line)
    outcome = _Outcome(places, paid, lacking, refusals, unlisted, done)
    if not files.decisions.is_unchanged():
        return refuse_changed()
    report = _report(conn, files, terms, outcome, dry_run=dry_run)
    if not dry_run:
        _write(conn, report, files, terms, outcome)
    return report


def _entitled(files: _Files, terms: Terms) -> tuple[list[RecipientRow], list[RowRefusal], list[int]]:
    """The entitled: rows of those something can be given to, refused rows, and numbers without a row."""
    of_number: dict[int | None, RecipientRow | RowRefusal] = {one.number: one for one in files.people.rows}
    of_number |= {one.number: one for one in files.people.refusals}
    entitlements = Entitlements(files.decided_by, files.decisions.head.amounts)
    judged: dict[Entitlement, IssueRefused | None] = {}
    rows, refusals, unlisted = [], [], []
    for person in files.decisions.entitled():
        row = of_number.get(person.number)
        if row is None:
            unlisted.append(person.number)
            continue
        if isinstance(row, RowRefusal):
            refusals.append(row)
            continue
        given = entitlements.of(person)
        if given not in judged:
            judged[given] = refuse_entitlement(terms.version, given)
        against = judged[given]
        if against is None:
            rows.append(row.given(given))
        else:
            refusals.append(_refusal(row, against))
    return rows, refusals, unlisted


def _refusal(row: RecipientRow, against: IssueRefused) -> RowRefusal:
    return RowRefusal(row.line, RowOutcome.REFUSED, against.code.value, against.text, row.number)


def _without_waiting(
    conn: Connection, rows: Sequence[RecipientRow], terms: Terms
) -> tuple[list[RecipientRow], list[RowRefusal]]:
    """Leave out whoever waits for the programme already."""
    known = people.find_holders(conn, snils=[row.person.snils for row in rows])
    holders = {snils: holder for snils, (holder, _) in known.items()}
    waiting = queue.read_waiting_holders(conn, programme=terms.version.programme, holders=list(holders.values()))
    code = IssueRefusal.WAITS_IN_QUEUE
    against = IssueRefused(code, holds(code))
    new = [row for row in rows if holders.get(row.person.snils) not in waiting]
    return new, [_refusal(row, against) for row in rows if holders.get(row.person.snils) in waiting]


def _without_given(
    conn: Connection, rows: Sequence[RecipientRow], files: _Files, terms: Terms
) -> tuple[list[RecipientRow], list[RowRefusal]]:
    """Leave out rows under whose number a place was given already: a decision is about one person."""
    draws = [draw(files.seed, number=row.number) for row in rows if row.number is not None]
    day = files.decisions.head.decided_on
    drawn = queue.read_drawn(conn, programme=terms.version.programme, decided_on=day, draws=draws)
    code = IssueRefusal.NUMBER_GIVEN_ALREADY
    against = IssueRefused(code, holds(code))
    new = [row for row, one in zip(rows, draws, strict=True) if one not in drawn]
    return new, [_refusal(row, against) for row, one in zip(rows, draws, strict=True) if one in drawn]


def _places(
    files: _Files,
    terms: Terms,
    rows: Sequence[RecipientRow],
    recipients: Sequence[Recipient],
    unlinked: Sequence[RowRefusal],
) -> list[QueuePlace]:
    lines = {one.line for one in unlinked}
    numbers = [row.number for row in rows if row.line not in lines]
    drawn = [(to, number) for to, number in zip(recipients, numbers, strict=True) if number is not None]
    return in_order(terms.version, drawn, decided_on=files.decisions.head.decided_on, seed=files.seed, now=terms.now)


def _issue_to(conn: Connection, places: Sequence[QueuePlace], terms: Terms) -> Issue | IssueRefused | None:
    if not places:
        return None
    to = recipients_of(places)
    return issue_to(conn, terms.version, recipients=to, now=terms.now, zone=terms.zone, progress=terms.progress)


def _report(conn: Connection, files: _Files, terms: Terms, outcome: _Outcome, *, dry_run: bool) -> ProactiveReport:
    head = files.decisions.head
    counts = Counts(
        people_in=head.people,
        issued=outcome.paid,
        queued=len(outcome.places) - outcome.paid,
        refused=len(outcome.refusals),
        not_entitled=head.not_entitled,
        needs_evidence=head.needs_evidence,
        without_row=len(outcome.unlisted),
    )
    assert counts.is_reconciled, f"people are lost: {counts}"
    return ProactiveReport(
        id=uuid7(milliseconds=int(terms.now.timestamp() * 1000), random=token_bytes(10)),
        decided_on=head.decided_on,
        region=head.region,
        seed=files.seed,
        counts=counts,
        issued_total=Money(0) if outcome.done is None else outcome.done.total,
        queued_total=Money(sum(one.kopecks for one in outcome.places[outcome.paid :])),
        refusals=tuple(outcome.refusals),
        unlisted=tuple(outcome.unlisted),
        already_issued_report=False,
        is_dry_run=dry_run,
        budget=tuple(budgets.stages(conn, programme=terms.version.programme)),
        lacking=outcome.lacking,
    )


def _write(conn: Connection, report: ProactiveReport, files: _Files, terms: Terms, outcome: _Outcome) -> None:
    done = outcome.done
    store.insert_issue(
        conn,
        report,
        head=files.decisions.head,
        programme=terms.version.programme,
        version=files.decided_by.number,
        people_sha256=files.people_sha256,
        operation=None if done is None else done.operation,
        at=terms.now,
    )
    store.copy_refusals(conn, report)
    certificates = () if done is None else done.certificates
    given = {place.id: one.id for place, one in zip(outcome.places[: outcome.paid], certificates, strict=True)}
    queue.copy_places(conn, outcome.places, issue=report.id, certificates=given)


def _record(conn: Connection, result: ProactiveReport | ListRefused, terms: Terms) -> None:
    subject = f"programme:{terms.version.programme_id}"
    if isinstance(result, ListRefused):
        action = "decisions_refused"
        details: audit.Details = {"code": result.code.value}
    else:
        action = "decisions_rehearsed" if result.is_dry_run else "decisions_issued"
        subject = subject if result.is_dry_run else f"decision_issue:{result.id}"
        details = {
            "people_in": result.counts.people_in,
            "issued": result.counts.issued,
            "queued": result.counts.queued,
            "refused": result.counts.refused,
            "without_row": result.counts.without_row,
            "issued_kopecks": result.issued_total.kopecks,
            "queued_kopecks": result.queued_total.kopecks,
        }
    audit.record(
        conn,
        actor=terms.actor,
        action=action,
        subject=subject,
        purpose=f"programme {terms.version.programme_id}",
        details=details,
        at=terms.now,
    )


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""
