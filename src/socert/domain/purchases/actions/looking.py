"""What moves nothing: quotes, balances, looking an authorisation up, a till's day."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
from psycopg import Connection

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.purchases import store
from socert.domain.purchases.model.answered import (
    AuthorisationAnswer,
    BalanceAnswer,
    CaptureMade,
    LineAnswer,
    ReasonAnswer,
    Refused,
)
from socert.domain.purchases.model.asked import Authorise
from socert.domain.purchases.model.known import Child, Directory, Locked, Purchase, State
from socert.domain.purchases.rules import answers
from socert.domain.purchases.rules.authorising import authorise, holder_of, visible_accounts
from socert.domain.purchases.rules.fold import Fold
from socert.values import public_id

_read_answer = msgspec.json.Decoder(AuthorisationAnswer).decode


class AuthorisationView(msgspec.Struct, frozen=True):
    """An authorisation and what became of it: held, captured, voided, lapsed or declined."""

    id: str
    status: str
    outcome: str
    receipt: str | None
    at: datetime
    covered: int
    own_money: int
    expires_at: datetime | None
    captures: list[CaptureMade]
    lines: list[LineAnswer]
    reason: ReasonAnswer | None = None


class DayAnswer(msgspec.Struct, frozen=True):
    """A till's own totals beside ours; kopecks and numbers of operations."""

    day: date
    agrees: bool
    reported: dict[str, int]
    counted: dict[str, int]


def quote(
    conn: Connection, *, question: Authorise, lane: int, directory: Directory, now: datetime
) -> AuthorisationAnswer | Refused:
    """The answer an authorisation would get now, `balances` as they would be then; nothing is moved or kept.

    Its id names nothing that could be captured, and nothing expires.
    """
    state, rest = store.read_card(conn, lane=lane, card=question.card)
    answer = authorise(question, fold=_fold(state, rest, lane=lane, directory=directory, now=now))
    if isinstance(answer, Refused):
        return answer
    number = public_id("quot", lane, question.id)
    return msgspec.structs.replace(_read_answer(answer.body), id=number, expires_at=None, captures=[])


def balances(
    conn: Connection, *, card: UUID, till: int, lane: int, directory: Directory, now: datetime
) -> list[BalanceAnswer] | None:
    """What a card's certificates have left, those this till may see; None when the card opens nobody here."""
    state, rest = store.read_card(conn, lane=lane, card=card)
    fold = _fold(state, rest, lane=lane, directory=directory, now=now)
    holder = holder_of(card, fold=fold)
    if holder is None:
        return None
    fold.release_lapsed(holder)
    merchant = directory.tills[till].merchant
    shown = visible_accounts(holder, merchant=merchant, fold=fold)
    return answers.balances(shown, lane=lane, directory=directory, now=now)


def _fold(state: State, rest: Locked, *, lane: int, directory: Directory, now: datetime) -> Fold:
    return Fold(state=state, directory=directory, lane=lane, now=now, closed=rest.closed_through)


def find_authorisation(
    conn: Connection, *, lane: int, authorisation: UUID, merchant: int, directory: Directory, now: datetime
) -> AuthorisationView | None:
    """An authorisation of this merchant; another merchant's is as good as absent."""
    state, _ = store.read_purchase(conn, lane=lane, authorisation=authorisation)
    return _view(state, merchant=merchant, lane=lane, directory=directory, now=now)


def find_authorisation_by_key(
    conn: Connection, *, lane: int, key: UUID, merchant: int, directory: Directory, now: datetime
) -> AuthorisationView | None:
    """The same by the digest of (till, key)."""
    state, _ = store.read_purchase_by_key(conn, lane=lane, key=key)
    return _view(state, merchant=merchant, lane=lane, directory=directory, now=now)


def _view(state: State, *, merchant: int, lane: int, directory: Directory, now: datetime) -> AuthorisationView | None:
    purchase = next(
        (
            one
            for one in state.purchases.values()
            if one.kind in (OperationKind.AUTHORISE, OperationKind.TOMBSTONE) and one.merchant == merchant
        ),
        None,
    )
    if purchase is None:
        return None
    answer = _read_answer(purchase.answer)
    children = state.children.get(purchase.id, [])
    captures = answer.captures + [
        CaptureMade(id=public_id("capt", lane, child.id), amount=child.covered)
        for child in children
        if child.kind == OperationKind.CAPTURE and child.outcome == Outcome.APPROVED
    ]
    return AuthorisationView(
        id=answer.id,
        status=_status(purchase, answer, children, now=now),
        outcome=answer.outcome,
        receipt=purchase.receipt,
        at=answers.at_in_zone(purchase.at, directory),
        covered=answer.covered,
        own_money=answer.own_money,
        expires_at=answer.expires_at,
        captures=captures,
        lines=answer.lines,
        reason=answer.reason,
    )


def _status(purchase: Purchase, answer: AuthorisationAnswer, children: list[Child], *, now: datetime) -> str:
    made = {OperationKind(child.kind) for child in children if child.outcome == Outcome.APPROVED}
    if purchase.outcome == Outcome.DECLINED:
        return "declined"
    if OperationKind.VOID in made:
        return "voided"
    if OperationKind.CAPTURE in made or answer.captures:
        return "captured"
    if OperationKind.LAPSE in made or (answer.expires_at is not None and answer.expires_at <= now):
        return "lapsed"
    return "held"


def report_day(
    conn: Connection, *, till: int, day: date, reported: dict[str, int], directory: Directory, now: datetime
) -> DayAnswer:
    """Keep a till's day totals beside ours and say whether they agree."""
    starts_at = datetime.combine(day, time.min, tzinfo=directory.zone)
    ends_at = datetime.combine(day + timedelta(days=1), time.min, tzinfo=directory.zone)
    takers = {taker for funding in directory.fundings.values() for taker in funding.takers}
    counted = store.read_day(conn, till=till, starts_at=starts_at, ends_at=ends_at, takers=takers)
    agrees = store.insert_day(conn, till=till, day=day, reported=reported, counted=counted, at=now)
    return DayAnswer(day=day, agrees=agrees, reported=reported, counted=counted)
