"""Agree with merchants on the programmes they take."""

from datetime import datetime

from psycopg import Connection

from socert.domain import audit, ledger
from socert.domain.installation import directory_changed
from socert.domain.providers.model import Agreement, Refusal
from socert.domain.providers.store import agreements as store
from socert.domain.providers.store import places as place_store
from socert.values import Period


def agree(
    conn: Connection,
    *,
    merchant: int,
    programme: int,
    valid_from: datetime,
    valid_until: datetime | None,
    actor: audit.Actor,
    now: datetime,
) -> Agreement | Refusal:
    """Let a merchant take a programme between two instants; without an end, until it is ended.

    Raises:
        psycopg.errors.ForeignKeyViolation: there is no programme of that number.
    """
    if valid_until is not None and valid_until <= valid_from:
        return Refusal.DATES_REVERSED
    if not place_store.merchant_exists(conn, merchant):
        return Refusal.MERCHANT_UNKNOWN
    period = Period(valid_from, valid_until)
    agreement = store.insert_agreement(conn, merchant=merchant, programme=programme, period=period)
    if agreement is None:
        return Refusal.AGREEMENTS_OVERLAP
    _record(conn, agreement, action="agreement_made", actor=actor, now=now, reason="a merchant takes a programme")
    return agreement


def end_agreement(
    conn: Connection, *, agreement: int, at: datetime, actor: audit.Actor, now: datetime, reason: str
) -> Agreement | Refusal:
    """Let an agreement end at an instant, now or later; ended at that very instant already, nothing changes.

    It never ends before the last purchase that was decided without knowing of it. Tills wait until the caller's
    transaction ends.
    """
    found = store.lock_agreement(conn, agreement)
    if found is None:
        return Refusal.AGREEMENT_UNKNOWN
    if found.period.end == at:
        return found
    if at < now:
        return Refusal.END_LIES_IN_THE_PAST
    if found.period.end is not None and found.period.end < at:
        return Refusal.AGREEMENT_ENDS_EARLIER
    if at <= found.period.start:
        return Refusal.DATES_REVERSED
    end = ledger.takes_effect(conn, at=at)
    if found.period.end is not None:
        end = min(end, found.period.end)
    store.update_end(conn, agreement, valid_until=end)
    ended = Agreement(found.id, found.merchant, found.programme, Period(found.period.start, end))
    _record(conn, ended, action="agreement_ended", actor=actor, now=now, reason=reason)
    return ended


def agreements(conn: Connection) -> list[Agreement]:
    """All agreements, past ones too."""
    return store.read_agreements(conn)


def _record(
    conn: Connection, agreement: Agreement, *, action: str, actor: audit.Actor, now: datetime, reason: str
) -> None:
    period = agreement.period
    audit.record(
        conn,
        actor=actor,
        action=action,
        subject=f"merchant:{agreement.merchant}",
        purpose=reason,
        details={
            "agreement": agreement.id,
            "programme": agreement.programme,
            "from": period.start.isoformat(),
            "until": None if period.end is None else period.end.isoformat(),
        },
        at=now,
    )
    directory_changed(conn)
