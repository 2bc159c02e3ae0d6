"""Note that a claim was paid: once, with postings from what a merchant is owed to what its sources have paid."""

from collections.abc import Iterator
from datetime import datetime
from secrets import token_bytes
from uuid import UUID

import msgspec
from psycopg import Connection

from socert.domain import audit, ledger
from socert.domain.clearing.model import CLAIM_LIFE, Claim, ClaimEvent, ClearingRefused
from socert.domain.clearing.store import periods
from socert.values import Text, uuid7

_MICROSECONDS_A_MILLISECOND = 1_000
_RANDOM_BYTES = 10

_NO_SUCH_CLAIM = ClearingRefused(
    "claim_not_found",
    Text(
        ru="Такой заявки нет. Проверьте, пожалуйста, её номер.",
        en="There is no such claim. Please check its number.",
    ),
)
_ALREADY_PAID = ClearingRefused(
    "claim_already_paid",
    Text(
        ru="Эта заявка уже оплачена, второй раз платить не нужно.",
        en="This claim has been paid already; nothing more needs to be paid.",
    ),
)
_NOTHING_TO_PAY = ClearingRefused(
    "nothing_to_pay",
    Text(
        ru="По этой заявке платить нечего: возвращено не меньше, чем куплено. Остаток войдёт в следующую заявку.",
        en="There is nothing to pay on this claim: as much was taken back as was bought. The next claim carries it.",
    ),
)


def mark_paid(
    conn: Connection, *, claim: UUID, now: datetime, actor: audit.Actor, reference: str
) -> Claim | ClearingRefused:
    """Note a payment; gives the claim as it stands then, or why it cannot be paid.

    Args:
        conn: the caller's transaction.
        claim: the claim that was paid, in full.
        now: what time it is here; the postings carry it.
        actor: who notes it, for the audit.
        reference: the payment order's number or whatever finds it again.
    """
    ledger.lock_office(conn)
    found = periods.lock_claim(conn, claim=claim)
    if found is None:
        return _NO_SUCH_CLAIM
    if found.due <= 0:
        return _NOTHING_TO_PAY
    status = CLAIM_LIFE.get((found.status, ClaimEvent.PAY))
    if status is None:
        return _ALREADY_PAID
    operation = uuid7(milliseconds=_milliseconds(now), random=token_bytes(_RANDOM_BYTES))
    ledger.post(conn, postings=list(_postings(conn, found)), operation=operation, at=now)
    ledger.seal(conn, operation=_payment(operation, found, reference=reference), at=now)
    periods.update_paid(conn, claim=claim, status=status, paid_by=operation)
    audit.record(
        conn,
        actor=actor,
        action="claim_paid",
        subject=f"claim:{claim}",
        purpose="clearing",
        details={"operation": str(operation), "kopecks": found.due},
        at=now,
    )
    return periods.lock_claim(conn, claim=claim) or _NO_SUCH_CLAIM


def _postings(conn: Connection, claim: Claim) -> Iterator[ledger.Posting]:
    for part in periods.read_sources(conn, claim=claim.id):
        owed = ledger.cold_account(conn, kind=ledger.ColdAccount.PAYABLE, merchant=claim.merchant, lane=part.lane)
        paid = ledger.cold_account(conn, kind=ledger.ColdAccount.PAID, source=part.source)
        # A source whose part came back in this period gets it from the merchant's account.
        debit, credit = (owed, paid) if part.due > 0 else (paid, owed)
        if part.due:
            yield ledger.Posting(lane=ledger.OFFICE_LANE, debit=debit, credit=credit, amount=abs(part.due))


def _payment(operation: UUID, claim: Claim, *, reference: str) -> ledger.OfficeOperation:
    details = {"claim": str(claim.id), "period": claim.period, "reference": reference}
    return ledger.OfficeOperation(
        id=operation,
        kind=ledger.OperationKind.PAY,
        total=claim.due,
        details=msgspec.json.encode(details).decode(),
        merchant=claim.merchant,
    )


def _milliseconds(now: datetime) -> int:
    since = ledger.microseconds(now)
    assert since is not None
    return since // _MICROSECONDS_A_MILLISECOND
