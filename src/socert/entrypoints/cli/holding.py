"""What somebody holds: certificates with what is left of them, and what happened to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from socert.domain import certificates, monitoring, programmes
from socert.entrypoints.cli.answering import answer, table
from socert.entrypoints.cli.identifiers import shown_certificate
from socert.entrypoints.cli.moments import last_day, shown, validity
from socert.entrypoints.cli.opening import Work
from socert.entrypoints.cli.refusing import Refused
from socert.values import Language, Money

#: Of one instant: what was decided stands before what it moved.
_ISSUED, _DECIDED, _MOVED = range(3)


@dataclass(frozen=True, slots=True)
class _Happened:
    """A line of a certificate's history; kopecks and receipt where money moved, a reason where somebody decided."""

    at: datetime
    rank: int
    event: str
    kopecks: int | None = None
    receipt: str | None = None
    outlet: str | None = None
    reason: str | None = None


def show_certificates(work: Work, *, holder: int) -> None:
    """The certificates of a holder, the newest first, with what is left of each allowance."""
    zone = work.site.installation.zone
    found = certificates.certificates_of(work.conn, holder=holder)
    names = {one.programme: one.programme_id for one in programmes.versions(work.conn)}
    left: dict[UUID, list[monitoring.AllowanceBalance]] = {}
    for one in monitoring.balances_of(work.conn, holder=holder):
        left.setdefault(one.certificate, []).append(one)
    document = [
        {
            "certificate": shown_certificate(one),
            "programme": names[one.programme],
            "status": one.status.name.lower(),
            "valid_from": one.valid_from,
            "valid_until": one.valid_until,
            "valid_through": last_day(one.valid_until, zone=zone),
            "allowances": [_allowance(each) for each in left.get(one.id, [])],
        }
        for one in found
    ]
    rows = [
        (
            shown_certificate(one),
            names[one.programme],
            one.status.name.lower(),
            validity(one.valid_from, one.valid_until, zone=zone),
            _named(each),
            *(Money(kopecks).text(Language.EN) for kopecks in (each.available, each.held, each.issued)),
        )
        for one in found
        for each in left.get(one.id, [])
    ]
    columns = ("certificate", "programme", "status", "valid", "allowance", "available", "held", "of")
    answer({"certificates": document}, lines=[table(columns, rows, numbers=columns[-3:])])


def _allowance(one: monitoring.AllowanceBalance) -> dict[str, object]:
    shown_amounts: dict[str, object] = {
        "allowance": one.allowance,
        "kind": one.kind,
        "issued_kopecks": one.issued,
        "held_kopecks": one.held,
        "spent_kopecks": one.consumed,
        "returned_kopecks": one.returned,
        "available_kopecks": one.available,
    }
    if one.units:
        shown_amounts |= {"units": one.units, "units_left": one.units_left}
    if one.unit is not None:
        shown_amounts["unit"] = one.unit
    return shown_amounts


def _named(one: monitoring.AllowanceBalance) -> str:
    return f"{one.allowance} ({one.units_left} of {one.units})" if one.units else one.allowance


def show_history(work: Work, certificate: UUID) -> None:
    """Everything that happened to a certificate from its issue on.

    Raises:
        Refused: there is no such certificate.
    """
    history = _history(work, certificate)
    if not history:
        raise Refused("certificate_unknown", "There is no such certificate. See: socert certificates show --snils …")
    zone = work.site.installation.zone
    document = [
        {
            "event": one.event,
            "at": one.at,
            "kopecks": one.kopecks,
            "receipt": one.receipt,
            "outlet": one.outlet,
            "reason": one.reason,
        }
        for one in history
    ]
    rows = [
        (
            shown(one.at, zone=zone),
            one.event,
            None if one.kopecks is None else Money(one.kopecks).text(Language.EN),
            one.receipt,
            one.outlet,
            one.reason,
        )
        for one in history
    ]
    columns = ("when", "what", "amount", "receipt", "outlet", "reason")
    answer({"events": document}, lines=[table(columns, rows, numbers=("amount",))])


def _history(work: Work, certificate: UUID) -> Sequence[_Happened]:
    decided = [
        _Happened(one.at, _DECIDED, one.event, reason=one.reason)
        for one in certificates.history_of(work.conn, certificate=certificate)
    ]
    moved = [
        _Happened(
            one.at,
            _ISSUED if one.event is monitoring.StatementEvent.ISSUE else _MOVED,
            one.event,
            kopecks=one.amount,
            receipt=one.receipt,
            outlet=one.outlet,
        )
        for one in monitoring.statement_of(work.conn, certificate=certificate)
    ]
    return sorted(decided + moved, key=lambda one: (one.at, one.rank))
