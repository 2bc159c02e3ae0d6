"""Issue certificates: reserve the money, open the accounts, post and seal; one person or hundreds of thousands."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import audit, budgets, ledger, people, programmes
from socert.domain.certificates.model import (
    Certificate,
    Issued,
    IssueRefusal,
    IssueRefused,
    Progress,
    Recipient,
    Status,
)
from socert.domain.certificates.rules.sentences import holds, no_version
from socert.domain.certificates.store import certificates as store
from socert.values import Money, Period, split_by_shares, uuid7

_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Issue:
    """What an issue did: its operation and its certificates, in the order of the recipients."""

    operation: UUID
    certificates: Sequence[Certificate]
    amount_each: Money

    @property
    def total(self) -> Money:
        """Over all certificates."""
        return Money(self.amount_each.kopecks * len(self.certificates))


def issue(
    conn: Connection,
    *,
    programme: str,
    holder: int,
    lane: int,
    now: datetime,
    zone: ZoneInfo,
    actor: audit.Actor,
) -> Issued | IssueRefused:
    """Issue one certificate of a programme (its id), valid from now to the end of its last day in the zone.

    `holder` and `lane` are those of a registered resident.
    """
    version = programmes.version_on(conn, programme=programme, day=now.astimezone(zone).date())
    if version is None:
        return no_version(programme)
    ledger.lock_office(conn)
    if refusals := who_cannot(conn, version, holders=[holder], now=now):
        return IssueRefused(refusals[holder], holds(refusals[holder]))
    done = issue_to(conn, version, recipients=[Recipient(holder, lane)], now=now, zone=zone, progress=_silent)
    if isinstance(done, IssueRefused):
        return done
    one = done.certificates[0]
    audit.record(
        conn,
        actor=actor,
        action="certificate_issued",
        subject=f"certificate:{one.id}",
        purpose=f"programme {programme}",
        details={"amount_kopecks": done.total.kopecks},
        at=now,
    )
    return Issued(one.id, one.lane, one.valid_from, one.valid_until, done.total)


def who_cannot(
    conn: Connection, version: programmes.ProgrammeVersion, *, holders: Sequence[int], now: datetime
) -> dict[int, IssueRefusal]:
    """The holders nobody knows, who were erased, or who have a certificate of the programme already.

    With the office locked it stays so; nobody among them can be erased until the transaction ends.
    """
    current = store.read_current(conn, programme=version.programme, holders=holders)
    refusals = {
        holder: IssueRefusal.HOLDS_CURRENT_CERTIFICATE if now < until else IssueRefusal.FORMER_NOT_ENDED
        for holder, until in current.items()
    }
    standings = people.hold_standings(conn, holders=holders)
    for holder in holders:
        if holder not in standings:
            refusals[holder] = IssueRefusal.HOLDER_UNKNOWN
        elif standings[holder].is_erased:
            refusals[holder] = IssueRefusal.HOLDER_ERASED
    return refusals


def issue_to(
    conn: Connection,
    version: programmes.ProgrammeVersion,
    *,
    recipients: Sequence[Recipient],
    now: datetime,
    zone: ZoneInfo,
    progress: Progress,
) -> Issue | IssueRefused:
    """Issue to everybody in one operation, or to nobody when the money is lacking. The office is locked already."""
    operation = _new_id(now)
    certificates = _certificates(version, recipients, operation=operation, now=now, zone=zone)
    numbers = {one.id: one.number for one in budgets.sources(conn)}
    sources = [numbers[one.source] for one in version.funding]
    parts = [split_by_shares(amount=one.amount_kopecks, shares=version.shares) for one in version.allowances]
    reserved = budgets.reserve(
        conn,
        programme=version.programme,
        budget_year=now.astimezone(zone).year,
        amounts={source: sum(part[place] for part in parts) * len(recipients) for place, source in enumerate(sources)},
    )
    if isinstance(reserved, budgets.Refused):
        return IssueRefused(IssueRefusal.BEYOND_APPROPRIATION, reserved.text, reserved.source, reserved.missing)
    givers = [
        ledger.cold_account(conn, kind=ledger.ColdAccount.APPROPRIATION, appropriation=reserved[source])
        if source in reserved
        else 0
        for source in sources
    ]
    accounts = ledger.take_account_numbers(conn, count=len(certificates) * len(version.allowances))
    store.copy_certificates(conn, certificates)
    ledger.open_accounts(conn, openings=_counted(_openings(version, certificates, accounts), len(accounts), progress))
    ledger.post(conn, postings=_postings(certificates, accounts, parts, givers), operation=operation, at=now)
    amount = Money(sum(one.amount_kopecks for one in version.allowances))
    done = Issue(operation, certificates, amount)
    ledger.seal(
        conn,
        operation=ledger.OfficeOperation(
            id=operation,
            kind=ledger.OperationKind.ISSUE,
            total=done.total.kopecks,
            details=json.dumps({"version": version.number, "certificates": len(certificates)}),
            holder=recipients[0].holder if len(recipients) == 1 else None,
        ),
        at=now,
        openings=_openings(version, certificates, accounts),
    )
    return done


def _certificates(
    version: programmes.ProgrammeVersion,
    recipients: Sequence[Recipient],
    *,
    operation: UUID,
    now: datetime,
    zone: ZoneInfo,
) -> list[Certificate]:
    today = now.astimezone(zone).date()
    days = Period.of_days(first=today, last=today + timedelta(days=version.valid_days), zone=zone)
    assert days.end is not None
    return [
        Certificate(
            id=_new_id(now),
            lane=recipient.lane,
            holder=recipient.holder,
            programme=version.programme,
            version=version.number,
            budget_year=today.year,
            status=Status.ACTIVE,
            valid_from=now,
            valid_until=days.end,
            issued_by=operation,
        )
        for recipient in recipients
    ]


def _openings(
    version: programmes.ProgrammeVersion, certificates: Sequence[Certificate], accounts: Sequence[int]
) -> Iterator[ledger.AccountOpening]:
    numbers = iter(accounts)
    for one in certificates:
        for slot, allowance in enumerate(version.allowances):
            yield ledger.AccountOpening(
                id=next(numbers),
                lane=one.lane,
                holder=one.holder,
                certificate=one.id,
                version=one.version,
                slot=slot,
                valid_from=one.valid_from,
                valid_until=one.valid_until,
                issued=allowance.amount_kopecks,
            )


def _postings(
    certificates: Sequence[Certificate],
    accounts: Sequence[int],
    parts: Sequence[Sequence[int]],
    givers: Sequence[int],
) -> Iterator[ledger.Posting]:
    numbers = iter(accounts)
    for one in certificates:
        for part in parts:
            account = next(numbers)
            for giver, amount in zip(givers, part, strict=True):
                if amount:
                    yield ledger.Posting(lane=one.lane, debit=giver, credit=account, amount=amount)


def _counted(
    openings: Iterator[ledger.AccountOpening], total: int, progress: Progress
) -> Iterator[ledger.AccountOpening]:
    for count, one in enumerate(openings, start=1):
        yield one
        if not count % _CHUNK:
            progress("issue", count, total)
    progress("issue", total, total)


def _silent(stage: str, done: int, total: int) -> None:
    """One certificate needs no progress."""


def _new_id(now: datetime) -> UUID:
    return uuid7(milliseconds=int(now.timestamp() * 1000), random=token_bytes(10))
