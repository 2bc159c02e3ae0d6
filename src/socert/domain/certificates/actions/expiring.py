"""End certificates whose last day is over, and return what is left on them."""

import json
from datetime import datetime
from secrets import token_bytes

from psycopg import Connection

from socert.domain import audit, budgets, ledger
from socert.domain.certificates.actions.returning import Returned, return_unspent
from socert.domain.certificates.model import Expired
from socert.domain.certificates.store import certificates as store
from socert.values import Money, uuid7

_REASON = "the last day is over"


def expire(conn: Connection, *, now: datetime, actor: audit.Actor) -> Expired:
    """End every certificate whose validity is over, and return unspent money to its sources.

    Run again it does nothing but collect what came back since, such as money of holds that lapsed. Certificates of
    holders who shop meanwhile are waited for.

    Raises:
        AccountsKeepChanging: tills kept changing ended certificates; nothing was done.
        CertificateContradictsItsIssue: a certificate was altered and is named; nothing was done.
    """
    ledger.lock_office(conn)
    operation = uuid7(milliseconds=int(now.timestamp() * 1000), random=token_bytes(10))
    # All of them first and in the order in which tills lock: neither waits for the other in a ring.
    ledger.lock_ended(conn, ended_by=now)
    returned = return_unspent(conn, ended_by=now, operation=operation, now=now)
    ended = store.end_certificates(conn, ended_by=now, operation=operation, at=now, reason=_REASON)
    ledger.end_accounts(conn, ended_by=now)
    if ended or returned.accounts:
        ledger.seal(
            conn,
            operation=ledger.OfficeOperation(
                id=operation,
                kind=ledger.OperationKind.EXPIRE,
                total=returned.total,
                details=json.dumps({"certificates": ended, "accounts": returned.accounts}),
            ),
            at=now,
        )
        _record(conn, ended, returned, actor=actor, now=now)
    names = {one.number: one.id for one in budgets.sources(conn)}
    by_source = {names[source]: Money(amount) for source, amount in sorted(returned.by_source.items())}
    return Expired(ended, returned.accounts, Money(returned.to_sources), by_source)


def _record(conn: Connection, ended: int, returned: Returned, *, actor: audit.Actor, now: datetime) -> None:
    audit.record(
        conn,
        actor=actor,
        action="certificates_expired",
        subject="certificates",
        purpose=_REASON,
        details={"certificates": ended, "accounts": returned.accounts, "returned_kopecks": returned.to_sources},
        at=now,
    )
