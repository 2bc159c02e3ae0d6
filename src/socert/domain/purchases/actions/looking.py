"""What moves nothing: quotes, balances, looking an authorisation up, a till's day."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
from psycopg import Connection

from socert.domain.ledger import OperationKind
from socert.domain.purchases import store
from socert.domain.purchases.model.answered import AuthorisationAnswer, BalanceAnswer, RefundAnswer, Refused
from socert.domain.purchases.model.asked import Authorise
from socert.domain.purchases.model.known import Directory, Locked, Place, Purchase, State
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.model.shown import AuthorisationView
from socert.domain.purchases.rules import answers
from socert.domain.purchases.rules.authorising import authorise, good_carrier, is_qr_stale, visible_accounts
from socert.domain.purchases.rules.fold import Fold
from socert.domain.purchases.rules.showing import view, with_goods
from socert.values import public_id

_read_answer = msgspec.json.Decoder(AuthorisationAnswer).decode
_read_refund = msgspec.json.Decoder(RefundAnswer).decode

#: How many authorisations a page of them has.
PAGE = 50


class DayTotals(msgspec.Struct, frozen=True):
    """What was captured and taken back at a till on a day: numbers of operations and kopecks."""

    day: date
    captures: int
    captured: int
    taken_back_count: int
    taken_back: int


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
    conn: Connection,
    *,
    card: UUID,
    till: int,
    lane: int,
    directory: Directory,
    now: datetime,
    qr_step: int | None = None,
) -> list[BalanceAnswer] | Reason:
    """What the certificates a carrier shows have left, those this till may see, or why it shows nothing."""
    state, rest = store.read_card(conn, lane=lane, card=card)
    fold = _fold(state, rest, lane=lane, directory=directory, now=now)
    carrier = good_carrier(card, fold=fold)
    if carrier is None:
        return Reason.CARD_NOT_ACCEPTED
    if is_qr_stale(qr_step, now=now, is_confirmed=False):
        return Reason.QR_EXPIRED
    fold.release_lapsed(carrier.holder)
    merchant = directory.tills[till].merchant
    shown = visible_accounts(carrier.holder, merchant=merchant, fold=fold)
    return answers.balances(shown, lane=lane, directory=directory, now=now, kind=carrier.kind)


def _fold(state: State, rest: Locked, *, lane: int, directory: Directory, now: datetime) -> Fold:
    return Fold(state=state, directory=directory, lane=lane, now=now, closed=rest.closed_through)


def find_authorisation(
    conn: Connection, *, lane: int, authorisation: UUID, merchant: int, directory: Directory, now: datetime
) -> AuthorisationView | None:
    """An authorisation of this merchant; another merchant's is as good as absent."""
    state, _ = store.read_purchases(conn, lane=lane, authorisations=[authorisation])
    purchase = state.purchases.get(authorisation)
    if purchase is None or not _is_shown(purchase, merchant=merchant):
        return None
    goods = store.read_goods_of(conn, lane=lane, authorisation=authorisation, at=purchase.at)
    return with_goods(view(purchase, state=state, directory=directory, lane=lane, now=now), goods)


def find_authorisation_by_key(
    conn: Connection, *, lane: int, key: UUID, merchant: int, directory: Directory, now: datetime
) -> AuthorisationView | None:
    """The same by the digest of (till, key)."""
    authorisation = store.read_number_by_key(conn, lane=lane, key=key)
    if authorisation is None:
        return None
    return find_authorisation(
        conn, lane=lane, authorisation=authorisation, merchant=merchant, directory=directory, now=now
    )


def find_by_receipt(
    conn: Connection, *, receipt: str, merchant: int, before: Place | None, directory: Directory, now: datetime
) -> tuple[list[AuthorisationView], Place | None]:
    """The authorisations of a receipt's number at this merchant, newest first, and where the next page goes on."""
    places = store.read_places_of_receipt(conn, receipt=receipt, merchant=merchant, before=before, limit=PAGE + 1)
    by_lane: dict[int, list[UUID]] = {}
    for place in places[:PAGE]:
        by_lane.setdefault(place.lane, []).append(place.id)
    states = {lane: store.read_purchases(conn, lane=lane, authorisations=ids)[0] for lane, ids in by_lane.items()}
    found = [
        view(states[one.lane].purchases[one.id], state=states[one.lane], directory=directory, lane=one.lane, now=now)
        for one in places[:PAGE]
    ]
    return found, places[PAGE - 1] if len(places) > PAGE else None


def _is_shown(purchase: Purchase, *, merchant: int) -> bool:
    return purchase.kind in (OperationKind.AUTHORISE, OperationKind.TOMBSTONE) and purchase.merchant == merchant


def report_day(
    conn: Connection, *, till: int, day: date, reported: dict[str, int], directory: Directory, now: datetime
) -> DayAnswer:
    """Keep a till's day totals beside ours and say whether they agree."""
    counted = _count_day(conn, till=till, day=day, directory=directory)
    agrees = store.insert_day(conn, till=till, day=day, reported=reported, counted=counted, at=now)
    return DayAnswer(day=day, agrees=agrees, reported=reported, counted=counted)


def count_day(conn: Connection, *, till: int, day: date, directory: Directory) -> DayTotals:
    """A till's totals of a day on the region's clocks, as the ledger has them; nothing is kept."""
    return DayTotals(day=day, **_count_day(conn, till=till, day=day, directory=directory))


def _count_day(conn: Connection, *, till: int, day: date, directory: Directory) -> dict[str, int]:
    starts_at = datetime.combine(day, time.min, tzinfo=directory.zone)
    ends_at = datetime.combine(day + timedelta(days=1), time.min, tzinfo=directory.zone)
    return store.read_day(conn, till=till, starts_at=starts_at, ends_at=ends_at)


def find_refund(conn: Connection, *, lane: int, refund: UUID, merchant: int) -> RefundAnswer | None:
    """What was answered to a return of this merchant's; another merchant's is as good as absent."""
    answer = store.read_refund_answer(conn, lane=lane, refund=refund, merchant=merchant)
    return None if answer is None else _read_refund(answer)
