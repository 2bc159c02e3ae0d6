"""How a purchase, its captures and what can still be returned are shown to a till."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.purchases.model.answered import AuthorisationAnswer, LineAnswer
from socert.domain.purchases.model.known import Child, Directory, Purchase, State
from socert.domain.purchases.model.shown import (
    AuthorisationView,
    CapturedLineAnswer,
    CaptureView,
    GoodsAnswer,
    LeftAnswer,
    ShownLineAnswer,
)
from socert.domain.purchases.rules import answers
from socert.domain.purchases.rules.bought import CaptureStanding, standing_of
from socert.domain.purchases.rules.portions import Portion, left_of
from socert.values import Quantity, public_id

_read_answer = msgspec.json.Decoder(AuthorisationAnswer).decode


def view(purchase: Purchase, *, state: State, directory: Directory, lane: int, now: datetime) -> AuthorisationView:
    """An authorisation, or the tombstone of one, as it stands."""
    answer = _read_answer(purchase.answer)
    made = _made(state.children.get(purchase.id, ()))
    standing = standing_of(purchase, state=state, directory=directory, lane=lane)
    is_undone = OperationKind.VOID in made
    return AuthorisationView(
        id=answer.id,
        status=_status(purchase, answer, made, is_held=_is_held(purchase, state=state, now=now)),
        outcome=answer.outcome,
        receipt=purchase.receipt,
        at=answers.at_in_zone(purchase.at, directory),
        covered=answer.covered,
        own_money=answer.own_money,
        expires_at=answer.expires_at,
        captures=[
            _capture(number, one, lane=lane, is_undone=is_undone and number == purchase.id)
            for number, one in standing.captures.items()
        ],
        lines=[_shown(line) for line in answer.lines],
        reason=answer.reason,
    )


def with_goods(shown: AuthorisationView, goods: Mapping[int, GoodsAnswer]) -> AuthorisationView:
    """The same with what each line was."""
    lines = [msgspec.structs.replace(line, goods=goods.get(line.position)) for line in shown.lines]
    return msgspec.structs.replace(shown, lines=lines)


def _shown(line: LineAnswer) -> ShownLineAnswer:
    return ShownLineAnswer(**msgspec.structs.asdict(line))


def _made(children: Iterable[Child]) -> set[OperationKind]:
    return {OperationKind(child.kind) for child in children if child.outcome == Outcome.APPROVED}


def _is_held(purchase: Purchase, *, state: State, now: datetime) -> bool:
    holds = state.holds.get(purchase.holder or 0, {}).get(purchase.id, ())
    return any(one.open and one.expires_at > now for one in holds)


def _status(purchase: Purchase, answer: AuthorisationAnswer, made: set[OperationKind], *, is_held: bool) -> str:
    if purchase.outcome == Outcome.DECLINED:
        return "declined"
    if OperationKind.CAPTURE in made:
        return "partly_captured" if is_held else "captured"
    if OperationKind.VOID in made:
        return "voided"
    if answer.captures:
        return "captured"
    return "held" if is_held else "lapsed"


def _capture(number: UUID, one: CaptureStanding, *, lane: int, is_undone: bool) -> CaptureView:
    returned = [portion for portions in one.returned.values() for portion in portions]
    return CaptureView(
        id=public_id("capt", lane, number),
        amount=sum(portion.covered for portion in one.taken.values()),
        refunded=sum(portion.covered for portion in returned),
        lines=[
            CapturedLineAnswer(
                position=position,
                quantity=Quantity(portion.quantity).text(),
                amount=portion.amount,
                covered=portion.covered,
                refundable=_left(portion, [portion] if is_undone else one.returned.get(position, [])),
            )
            for position, portion in one.taken.items()
        ],
    )


def _left(portion: Portion, returned: list[Portion]) -> LeftAnswer:
    left = left_of(portion, returned)
    return LeftAnswer(quantity=Quantity(left.quantity).text(), amount=left.amount, covered=left.covered)
