"""Erase who a holder is, once they hold no certificate that has not ended."""

from datetime import datetime

from psycopg import Connection

from socert.domain import audit, ledger, people
from socert.domain.certificates.model import ForgetRefused, IssueRefusal
from socert.domain.certificates.rules.sentences import forget_refused
from socert.domain.certificates.store import certificates as store
from socert.domain.certificates.store import queue


def forget(
    conn: Connection, *, holder: int, actor: audit.Actor, now: datetime, reason: str
) -> people.Erased | ForgetRefused:
    """Forget who a resident is (152-ФЗ), unless they hold an active or blocked certificate (docs/adr/0009-erasure.md).

    Where they wait in a queue they wait no more.

    `reason` goes into the audit as it is: no names and numbers of people, please.
    """
    # Issues queue here, so nobody gets a certificate between the question and the answer.
    ledger.lock_office(conn)
    if current := store.read_current_of(conn, holder=holder):
        return forget_refused(current)
    done = people.erase(conn, holder=holder, actor=actor, now=now, reason=reason)
    if isinstance(done, people.Erased):
        queue.forget_holder(conn, holder=holder, code=IssueRefusal.HOLDER_ERASED, at=now)
    return ForgetRefused(done, done.text) if isinstance(done, people.Refusal) else done
