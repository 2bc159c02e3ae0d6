"""How a purchase stands: what its receipt said, what each capture took of it, what was given back of each capture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.purchases.model.answered import AuthorisationAnswer, LineAnswer
from socert.domain.purchases.model.known import Directory, MovedLine, Purchase, State
from socert.domain.purchases.rules.portions import Portion
from socert.values import public_id, quantity_millionths

_read_answer = msgspec.json.Decoder(AuthorisationAnswer).decode

Portions = Mapping[int, Portion]
"""Parts of receipt lines by position."""


@dataclass(slots=True)
class CaptureStanding:
    """What a capture took, and what refunds gave back of it, both by position."""

    taken: Portions
    returned: dict[int, list[Portion]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A purchase's lines as they were decided, and its captures by number."""

    lines: Portions
    captures: Mapping[UUID, CaptureStanding]

    def taken_of(self, position: int) -> list[Portion]:
        """What captures took of a line so far."""
        return [one.taken[position] for one in self.captures.values() if position in one.taken]

    def returned_of(self, position: int) -> list[Portion]:
        """What came back of a line so far, whichever capture took it."""
        return [back for one in self.captures.values() for back in one.returned.get(position, ())]


def is_captured_at_once(purchase: Purchase) -> bool:
    """Whether the authorisation took its money itself."""
    return bool(_read_answer(purchase.answer).captures)


def standing_of(purchase: Purchase, *, state: State, directory: Directory, lane: int) -> Standing:
    """Read from the stored answer, its captures and refunds."""
    answer = _read_answer(purchase.answer)
    accounts = _accounts(purchase, state=state, directory=directory, lane=lane)
    lines = {line.position: _portion(line, accounts) for line in answer.lines}
    captures = {purchase.id: CaptureStanding(lines)} if answer.captures else {}
    moved = state.moved.get(purchase.id, [])
    for child in state.children.get(purchase.id, []):
        if child.kind == OperationKind.CAPTURE and child.outcome == Outcome.APPROVED:
            taken = _portions(one for one in moved if one.operation == child.id)
            captures[child.id] = CaptureStanding(taken or lines)
    for one in moved:
        if one.operation != one.capture:
            captures[one.capture].returned.setdefault(one.position, []).append(_moved_portion(one))
    return Standing(lines, captures)


def _portion(line: LineAnswer, accounts: Mapping[tuple[str, str], int]) -> Portion:
    return Portion(
        quantity=quantity_millionths(line.quantity),
        amount=line.covered + line.own_money,
        parts=tuple((accounts[part.certificate, part.allowance], part.amount) for part in line.parts),
        units=_units([part.units for part in line.parts]),
    )


def _portions(moved: Iterable[MovedLine]) -> Portions:
    return {one.position: _moved_portion(one) for one in moved}


def _moved_portion(one: MovedLine) -> Portion:
    parts = tuple(zip(one.accounts, one.amounts, strict=True))
    return Portion(one.quantity, one.amount, parts, _units(one.units or ()))


def _units(units: Sequence[int]) -> tuple[int, ...]:
    return tuple(units) if any(units) else ()


def _accounts(purchase: Purchase, *, state: State, directory: Directory, lane: int) -> dict[tuple[str, str], int]:
    """The numbers of the holder's accounts by what answers call them."""
    if purchase.holder is None:
        return {}
    return {
        (
            public_id("cert", lane, account.certificate),
            directory.versions[account.version].allowances[account.slot].id,
        ): account.id
        for account in state.accounts.get(purchase.holder, [])
    }


def moved_line(portion: Portion, *, operation: UUID, authorisation: UUID, capture: UUID, position: int) -> MovedLine:
    """A part of a line as it is written."""
    return MovedLine(
        operation=operation,
        authorisation=authorisation,
        capture=capture,
        position=position,
        quantity=portion.quantity,
        amount=portion.amount,
        accounts=[account for account, _ in portion.parts],
        amounts=[amount for _, amount in portion.parts],
        units=list(portion.units) or None,
    )
