"""Block, unblock and cancel certificates by the table of transitions, and look them up."""

import json
from dataclasses import replace
from datetime import datetime
from secrets import token_bytes
from uuid import UUID

from psycopg import Connection

from socert.domain import audit, ledger
from socert.domain.certificates.actions.returning import owner_of, return_unspent_of
from socert.domain.certificates.model import (
    Certificate,
    CertificateEvent,
    Changed,
    ChangeRefusal,
    ChangeRefused,
    Event,
    Status,
)
from socert.domain.certificates.rules.life_cycle import status_after
from socert.domain.certificates.rules.sentences import change_refused
from socert.domain.certificates.store import certificates as store
from socert.values import Money, uuid7

_REASON_LENGTH_MAX = 500
_NOTHING = Money(0)


def block(
    conn: Connection, *, certificate: UUID, reason: str, actor: audit.Actor, now: datetime
) -> Changed | ChangeRefused:
    """Let a certificate pay nothing until it is unblocked. Its days run on."""
    return _changed(_change(conn, certificate, Event.BLOCK, reason=reason, actor=actor, now=now))


def unblock(
    conn: Connection, *, certificate: UUID, reason: str, actor: audit.Actor, now: datetime
) -> Changed | ChangeRefused:
    """Let a blocked certificate pay again."""
    return _changed(_change(conn, certificate, Event.UNBLOCK, reason=reason, actor=actor, now=now))


def cancel(
    conn: Connection, *, certificate: UUID, reason: str, actor: audit.Actor, now: datetime
) -> Changed | ChangeRefused:
    """Take a certificate back for good; what is neither spent nor held returns to its sources at once.

    What a hold keeps returns when the hold has lapsed and `expire` runs. Only this holder's purchases wait meanwhile.

    Raises:
        CertificateContradictsItsIssue: its budget year is not the one it was issued in; nothing may be committed.
    """
    cancelled = _change(conn, certificate, Event.CANCEL, reason=reason, actor=actor, now=now)
    if isinstance(cancelled, ChangeRefused):
        return cancelled
    operation = ledger.OfficeOperation(
        id=_new_id(now),
        kind=ledger.OperationKind.EXPIRE,
        total=0,
        details=json.dumps({"certificate": certificate.hex}),
    )
    returned = return_unspent_of(conn, certificate=cancelled, operation=operation.id, now=now)
    if returned.accounts:
        ledger.seal(conn, operation=replace(operation, total=returned.total), at=now)
    return _changed(cancelled, returned=Money(returned.to_sources))


def certificates_of(conn: Connection, *, holder: int) -> list[Certificate]:
    """The certificates of a holder, the newest first."""
    return store.read_certificates(conn, holder=holder)


def history_of(conn: Connection, *, certificate: UUID) -> list[CertificateEvent]:
    """What happened to a certificate since its issue, the oldest first."""
    return store.read_events(conn, certificate=certificate)


def _change(
    conn: Connection, certificate: UUID, event: Event, *, reason: str, actor: audit.Actor, now: datetime
) -> Certificate | ChangeRefused:
    """The certificate as it stands after the event."""
    if not reason.strip() or len(reason) > _REASON_LENGTH_MAX or "\0" in reason:
        return change_refused(ChangeRefusal.REASON_UNUSABLE)
    ledger.lock_office(conn)
    found = store.lock_certificate(conn, certificate)
    if found is None:
        return change_refused(ChangeRefusal.CERTIFICATE_UNKNOWN)
    status = status_after(found.status, event)
    if isinstance(status, ChangeRefused):
        return status
    try:
        _record(conn, found, event, status, reason=reason, actor=actor, now=now)
    except audit.PersonalDataInEvent:
        return change_refused(ChangeRefusal.REASON_NAMES_A_PERSON)
    _write(conn, found, event, status, reason=reason, now=now)
    return replace(found, status=status)


def _changed(certificate: Certificate | ChangeRefused, *, returned: Money = _NOTHING) -> Changed | ChangeRefused:
    if isinstance(certificate, ChangeRefused):
        return certificate
    return Changed(certificate.id, certificate.status, returned)


def _write(
    conn: Connection, certificate: Certificate, event: Event, status: Status, *, reason: str, now: datetime
) -> None:
    operation = ledger.OfficeOperation(
        id=_new_id(now),
        kind=ledger.OperationKind.CHANGE_STATUS,
        total=0,
        details=json.dumps({"certificate": certificate.id.hex, "event": event.value, "status": int(status)}),
        holder=certificate.holder,
    )
    store.update_status(conn, certificate, status=status)
    ledger.set_status(conn, owner=owner_of(certificate), status=int(status))
    store.insert_event(conn, certificate, event=event, at=now, operation=operation.id, reason=reason)
    ledger.seal(conn, operation=operation, at=now)


def _record(
    conn: Connection,
    certificate: Certificate,
    event: Event,
    status: Status,
    *,
    reason: str,
    actor: audit.Actor,
    now: datetime,
) -> None:
    audit.record(
        conn,
        actor=actor,
        action=f"certificate_{event.value}",
        subject=f"certificate:{certificate.id}",
        purpose=reason,
        details={"before": int(certificate.status), "after": int(status)},
        at=now,
    )


def _new_id(now: datetime) -> UUID:
    return uuid7(milliseconds=int(now.timestamp() * 1000), random=token_bytes(10))
