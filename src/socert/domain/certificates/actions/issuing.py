"""Issue certificates: reserve the money, open the accounts, post and seal; one person or hundreds of thousands."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import audit, budgets, ledger, people, programmes
from socert.domain.certificates.model import (
    Certificate,
    DecidedAmount,
    Entitlement,
    Gift,
    Issued,
    IssueRefusal,
    IssueRefused,
    Progress,
    Recipient,
    Status,
)
from socert.domain.certificates.rules.giving import gifts_of, parts, refuse_entitlement, reserves, worth
from socert.domain.certificates.rules.sentences import holds, no_version
from socert.domain.certificates.store import certificates as store
from socert.values import Money, Period, uuid7

_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Issue:
    """What an issue did: its operation, its certificates in the order of the recipients, what they are worth in all."""

    operation: UUID
    certificates: Sequence[Certificate]
    total: Money


def issue(
    conn: Connection,
    *,
    programme: str,
    holder: int,
    lane: int,
    now: datetime,
    zone: ZoneInfo,
    actor: audit.Actor,
    need: Iterable[str] = (),
    decided: Iterable[DecidedAmount] = (),
) -> Issued | IssueRefused:
    """Issue one certificate of a programme (its id), valid from now to the end of its last day in the zone.

    `holder` and `lane` are those of a registered resident; `need` holds the ids of allowances by need found for them,
    `decided` how much was decided of allowances whose amount depends on facts.
    """
    version = programmes.version_on(conn, programme=programme, day=now.astimezone(zone).date())
    if version is None:
        return no_version(programme)
    recipient = Recipient(holder, lane, Entitlement(frozenset(need), tuple(decided)))
    if refused := refuse_entitlement(version, recipient.entitlement):
        return refused
    ledger.lock_office(conn)
    if refusals := who_cannot(conn, version, holders=[holder], now=now):
        return IssueRefused(refusals[holder], holds(refusals[holder]))
    done = issue_to(conn, version, recipients=[recipient], now=now, zone=zone, progress=_silent)
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
    givers = _reserve(conn, version, recipients, budget_year=now.astimezone(zone).year)
    if isinstance(givers, IssueRefused):
        return givers
    given = {one: gifts_of(version, one) for one in {one.entitlement for one in recipients}}
    gifts = [given[one.entitlement] for one in recipients]
    accounts = ledger.take_account_numbers(conn, count=sum(map(len, gifts)))
    store.copy_certificates(conn, certificates)
    ledger.open_accounts(conn, openings=_counted(_openings(certificates, gifts, accounts), len(accounts), progress))
    ledger.post(
        conn,
        postings=_postings(_payers(conn, version, givers, given.values()), certificates, gifts, accounts),
        operation=operation,
        at=now,
    )
    done = Issue(operation, certificates, Money(worth(version, recipients)))
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
        openings=_openings(certificates, gifts, accounts),
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


def _reserve(
    conn: Connection, version: programmes.ProgrammeVersion, recipients: Sequence[Recipient], *, budget_year: int
) -> list[int] | IssueRefused:
    """Set the money aside; gives the appropriation account of each source, 0 where it gives nothing."""
    numbers = {one.id: one.number for one in budgets.sources(conn)}
    sources = [numbers[one.source] for one in version.funding]
    reserved = budgets.reserve(
        conn,
        programme=version.programme,
        budget_year=budget_year,
        amounts=dict(zip(sources, reserves(version, recipients), strict=True)),
    )
    if isinstance(reserved, budgets.Refused):
        return IssueRefused(IssueRefusal.BEYOND_APPROPRIATION, reserved.text, reserved.source, reserved.missing)
    return [
        ledger.cold_account(conn, kind=ledger.ColdAccount.APPROPRIATION, appropriation=reserved[source])
        if source in reserved
        else 0
        for source in sources
    ]


def _payers(
    conn: Connection, version: programmes.ProgrammeVersion, givers: Sequence[int], given: Iterable[Sequence[Gift]]
) -> dict[Gift, list[tuple[int, int]]]:
    """From which cold account how much comes, gift by gift; nothing of what costs nothing."""
    payers = {}
    for gift in {one for gifts in given for one in gifts}:
        if version.allowances[gift.slot].is_from_budget:
            payers[gift] = [one for one in zip(givers, parts(version, gift), strict=True) if one[1]]
        else:
            payers[gift] = [(ledger.cold_account(conn, kind=ledger.ColdAccount.BORNE), gift.kopecks)]
    return payers


def _openings(
    certificates: Sequence[Certificate], gifts: Sequence[Sequence[Gift]], accounts: Sequence[int]
) -> Iterator[ledger.AccountOpening]:
    numbers = iter(accounts)
    for one, given in zip(certificates, gifts, strict=True):
        for gift in given:
            yield ledger.AccountOpening(
                id=next(numbers),
                lane=one.lane,
                holder=one.holder,
                certificate=one.id,
                version=one.version,
                slot=gift.slot,
                valid_from=one.valid_from,
                valid_until=one.valid_until,
                issued=gift.kopecks,
                units=gift.units,
            )


def _postings(
    payers: Mapping[Gift, Sequence[tuple[int, int]]],
    certificates: Sequence[Certificate],
    gifts: Sequence[Sequence[Gift]],
    accounts: Sequence[int],
) -> Iterator[ledger.Posting]:
    numbers = iter(accounts)
    for one, given in zip(certificates, gifts, strict=True):
        for gift in given:
            account = next(numbers)
            for giver, amount in payers[gift]:
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
