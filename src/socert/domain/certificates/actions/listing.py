"""Issue to a list of people: every row issued, refused or failed, in one transaction or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from secrets import token_bytes
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import audit, budgets, ledger, people, programmes
from socert.domain.certificates.actions.issuing import Issue, issue_to, who_cannot
from socert.domain.certificates.model import (
    IssueRefusal,
    IssueRefused,
    IssueReport,
    ListRefused,
    Progress,
    Recipient,
    RecipientList,
    RecipientRow,
    RowOutcome,
    RowRefusal,
)
from socert.domain.certificates.rules.giving import refuse_entitlement, refuse_undecided
from socert.domain.certificates.rules.recipients import read_list
from socert.domain.certificates.rules.sentences import decision_only, holds, no_version
from socert.domain.certificates.store import lists as store
from socert.values import Money, uuid7

_FILE_NAME_LENGTH_MAX = 200


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what a list is issued."""

    version: programmes.ProgrammeVersion
    sha256: bytes
    file_name: str
    lanes: int
    zone: ZoneInfo
    card_secret: bytes
    now: datetime
    actor: audit.Actor
    progress: Progress


def issue_list(
    conn: Connection,
    *,
    programme: str,
    file_name: str,
    content: bytes,
    dry_run: bool,
    lanes: int,
    zone: ZoneInfo,
    card_secret: bytes,
    now: datetime,
    actor: audit.Actor,
    progress: Progress | None = None,
) -> IssueReport | ListRefused:
    """Register the people of a CSV list, link their cards and issue each a certificate of a programme (its id).

    Args:
        conn: the caller's transaction.
        programme: its id.
        file_name: kept with the list.
        content: UTF-8, ";" or ",", the columns of `rules.recipients` (need: ids of allowances by need, separated by
            blanks); every line ended. The same content again changes nothing.
        dry_run: do everything and take it back, to see what would happen.
        lanes: how many lanes the installation has.
        zone: in which days begin and end.
        card_secret: the installation's card key.
        now: when.
        actor: who issues.
        progress: called with the stage, rows done and rows in all.
    """
    told = progress or _silent
    today = now.astimezone(zone).date()
    read = read_list(content, today=today, progress=lambda done, total: told("read", done, total))
    if isinstance(read, ListRefused):
        return read
    version = version_in_force(conn, programme=programme, day=today, is_decided=False)
    if isinstance(version, ListRefused):
        return version
    terms = Terms(version, sha256(content).digest(), short_name(file_name), lanes, zone, card_secret, now, actor, told)
    # From here on no other issue happens beside this one: who holds what, and which lists there are, stays so.
    ledger.lock_office(conn)
    stored = store.read_report(conn, programme=version.programme, sha256=terms.sha256)
    if stored is not None:
        return stored
    with conn.transaction() as savepoint:
        result = _issue_rows(conn, read, terms, dry_run=dry_run)
        savepoint.force_rollback = dry_run or isinstance(result, ListRefused)
    _record(conn, result, terms)
    return result


def version_in_force(
    conn: Connection, *, programme: str, day: date, is_decided: bool = True
) -> programmes.ProgrammeVersion | ListRefused:
    """The version of a programme (its id) in force on a day, if it gives something, and undecided as well if asked."""
    version = programmes.version_on(conn, programme=programme, day=day)
    if version is None:
        refused: IssueRefused | None = no_version(programme)
    elif version.is_decision_only:
        refused = decision_only(programme)
    else:
        refused = None if is_decided else refuse_undecided(version)
    if refused is not None:
        return ListRefused(refused.code, refused.text)
    assert version is not None, "no version is a refusal"
    return version


def _issue_rows(conn: Connection, read: RecipientList, terms: Terms, *, dry_run: bool) -> IssueReport | ListRefused:
    needing, empty = _with_something_to_give(read.rows, terms)
    rows, holding = without_holders(conn, needing, terms)
    recipients, unlinked = admit(conn, rows, terms)
    refusals = (*read.refusals, *empty, *holding, *unlinked)
    done: Issue | IssueRefused | None = None
    if recipients:
        done = issue_to(
            conn, terms.version, recipients=recipients, now=terms.now, zone=terms.zone, progress=terms.progress
        )
    if isinstance(done, IssueRefused):
        return ListRefused(done.code, done.text, None, done.source, done.missing)
    report = IssueReport(
        list=uuid7(milliseconds=int(terms.now.timestamp() * 1000), random=token_bytes(10)),
        rows_in=read.rows_in,
        rows_issued=len(recipients),
        rows_refused=sum(one.outcome is RowOutcome.REFUSED for one in refusals),
        rows_failed=sum(one.outcome is RowOutcome.FAILED for one in refusals),
        issued_total=Money(0) if done is None else done.total,
        refusals=tuple(sorted(refusals, key=lambda one: one.line)),
        already_issued_report=False,
        is_dry_run=dry_run,
        budget=tuple(budgets.stages(conn, programme=terms.version.programme)),
    )
    store.insert_list(
        conn,
        report,
        programme=terms.version.programme,
        sha256=terms.sha256,
        file_name=terms.file_name,
        operation=None if done is None else done.operation,
        at=terms.now,
    )
    return report


def _with_something_to_give(rows: Sequence[RecipientRow], terms: Terms) -> tuple[list[RecipientRow], list[RowRefusal]]:
    """Leave out whoever would get an empty certificate, or needs what the programme does not give."""
    able, refusals = [], []
    for row in rows:
        refused = refuse_entitlement(terms.version, row.entitlement)
        if refused is None:
            able.append(row)
        else:
            refusals.append(RowRefusal(row.line, RowOutcome.REFUSED, refused.code.value, refused.text, row.number))
    return able, refusals


def without_holders(
    conn: Connection, rows: Sequence[RecipientRow], terms: Terms
) -> tuple[list[RecipientRow], list[RowRefusal]]:
    """Leave out whoever holds a certificate, before anything is registered."""
    known = people.find_holders(conn, snils=[row.person.snils for row in rows])
    cannot = who_cannot(conn, terms.version, holders=[holder for holder, _ in known.values()], now=terms.now)
    codes = {snils: cannot[holder] for snils, (holder, _) in known.items() if holder in cannot}
    able = [row for row in rows if row.person.snils not in codes]
    return able, [_holding(row, codes[row.person.snils]) for row in rows if row.person.snils in codes]


def admit(conn: Connection, rows: Sequence[RecipientRow], terms: Terms) -> tuple[list[Recipient], list[RowRefusal]]:
    """Register people and link their cards; whoever's card is refused is not registered either."""
    refusals: list[RowRefusal] = []
    while True:
        with conn.transaction() as savepoint:
            recipients, refused = _register(conn, rows, terms)
            savepoint.force_rollback = bool(refused)
        if not refused:
            return recipients, refusals
        refusals += refused.values()
        rows = [row for row in rows if row.line not in refused]


def _register(
    conn: Connection, rows: Sequence[RecipientRow], terms: Terms
) -> tuple[list[Recipient], dict[int, RowRefusal]]:
    terms.progress("register", 0, len(rows))
    registered = people.register(
        conn, residents=[row.person for row in rows], lanes=terms.lanes, actor=terms.actor, now=terms.now
    )
    recipients = [Recipient(one.holder, one.lane, row.entitlement) for one, row in zip(registered, rows, strict=True)]
    with_card = [(row, to, row.card) for row, to in zip(rows, recipients, strict=True) if row.card is not None]
    cards = [
        people.NewCard(
            hash=people.card_hash(secret=terms.card_secret, card=card),
            last_four=card.last_four,
            holder=to.holder,
            representation=None,
            valid_from=terms.now,
            valid_until=None,
        )
        for _, to, card in with_card
    ]
    linked = people.link_cards(conn, cards=cards, actor=terms.actor, now=terms.now)
    terms.progress("register", len(rows), len(rows))
    refused = {}
    for one in linked.refused:
        # Linked to the same person since an earlier day: the card is theirs, which is all that matters here.
        if one.refusal is not people.Refusal.CARD_LINKED_OTHERWISE:
            row = with_card[one.place][0]
            text = one.refusal.text
            refused[row.line] = RowRefusal(row.line, RowOutcome.REFUSED, one.refusal.value, text, row.number)
    return recipients, refused


def _holding(row: RecipientRow, code: IssueRefusal) -> RowRefusal:
    return RowRefusal(row.line, RowOutcome.REFUSED, code.value, holds(code), row.number)


def _record(conn: Connection, result: IssueReport | ListRefused, terms: Terms) -> None:
    if isinstance(result, ListRefused):
        action, subject = "list_refused", f"programme:{terms.version.programme_id}"
        details: audit.Details = {"code": result.code.value}
    else:
        action = "list_rehearsed" if result.is_dry_run else "list_issued"
        subject = f"programme:{terms.version.programme_id}" if result.is_dry_run else f"issue_list:{result.list}"
        details = {
            "rows_in": result.rows_in,
            "rows_issued": result.rows_issued,
            "rows_refused": result.rows_refused,
            "rows_failed": result.rows_failed,
            "issued_kopecks": result.issued_total.kopecks,
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


def short_name(file_name: str) -> str:
    """A file's name as it is kept."""
    return "".join(sign for sign in file_name if sign.isprintable())[:_FILE_NAME_LENGTH_MAX]


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""
