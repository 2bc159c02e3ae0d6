"""Block, unblock and cancel certificates by the table of transitions, and look them up."""

import json
from datetime import UTC, datetime
from secrets import token_bytes
from uuid import UUID

from psycopg import Connection

from socert.domain import audit, ledger
from socert.domain.certificates.actions.returning import return_unspent
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
#: Before every certificate: what is returned then comes from cancelled ones alone.
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def block(
    conn: Connection, *, certificate: UUID, reason: str, actor: audit.Actor, now: datetime
) -> Changed | ChangeRefused:
    """Let a certificate pay nothing until it is unblocked. Its days run on."""
    return _change(conn, certificate, Event.BLOCK, reason=reason, actor=actor, now=now)


def unblock(
    conn: Connection, *, certificate: UUID, reason: str, actor: audit.Actor, now: datetime
) -> Changed | ChangeRefused:
    """Let a blocked certificate pay again."""
    return _change(conn, certificate, Event.UNBLOCK, reason=reason, actor=actor, now=now)


def cancel(
    conn: Connection, *, certificate: UUID, reason: str, actor: audit.Actor, now: datetime
) -> Changed | ChangeRefused:
    """Take a certificate back for good; what is neither spent nor held returns to its sources at once.

    What a hold keeps returns when the hold has lapsed and `expire` runs.
    """
    changed = _change(conn, certificate, Event.CANCEL, reason=reason, actor=actor, now=now)
    if isinstance(changed, ChangeRefused):
        return changed
    returned = return_unspent(conn, ended_by=_BEFORE_ALL, operation=_new_id(now), now=now)
    return Changed(changed.certificate, changed.status, Money(returned.of(changed.certificate)))


def certificates_of(conn: Connection, *, holder: int) -> list[Certificate]:
    """The certificates of a holder, the newest first."""
    return store.read_certificates(conn, holder=holder)


def history_of(conn: Connection, *, certificate: UUID) -> list[CertificateEvent]:
    """What happened to a certificate since its issue, the oldest first."""
    return store.read_events(conn, certificate=certificate)
