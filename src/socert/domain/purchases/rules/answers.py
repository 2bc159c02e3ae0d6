"""How decisions are put into the words and shapes of the API."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from socert.domain.ledger import Outcome
from socert.domain.people import CarrierKind
from socert.domain.purchases.model.answered import (
    REASON_ANSWERS,
    AuthorisationAnswer,
    BalanceAnswer,
    CaptureMade,
    LineAnswer,
    MovedLineAnswer,
    MovementAnswer,
    PartAnswer,
    ReasonAnswer,
    RefundAnswer,
    explain_denied,
    explain_wanted,
)
from socert.domain.purchases.model.known import Account, Directory
from socert.domain.purchases.rules.basket import LineSplit
from socert.domain.purchases.rules.coverage import Obstacle
from socert.domain.purchases.rules.portions import Portion
from socert.domain.purchases.rules.standing import hindrance_by
from socert.values import Quantity, public_id

OUTCOME_WORDS = {Outcome.APPROVED: "approved", Outcome.PARTIAL: "partial", Outcome.DECLINED: "declined"}

_encode = msgspec.json.Encoder().encode


def encode(answer: AuthorisationAnswer | MovementAnswer | RefundAnswer) -> str:
    """The bytes that are sent and stored."""
    return _encode(answer).decode()


def explain(against: Obstacle | None, *, category_ids: Mapping[int, str]) -> ReasonAnswer | None:
    """An obstacle as the cashier is told it."""
    if against is None:
        return None
    if against.denied is not None:
        return explain_denied(category_ids[against.denied])
    if against.wanted is not None:
        return explain_wanted(against.wanted)
    return REASON_ANSWERS[against.reason]


def split_answers(
    splits: Sequence[LineSplit],
    *,
    certificates: Sequence[str],
    allowances: Sequence[str],
    category_ids: Mapping[int, str],
) -> list[LineAnswer]:
    """One answer a line, in the order of the receipt; certificates and allowances are named by pot."""
    found = []
    for split in splits:
        line, covered, own_money = split.line, split.covered, split.own_money
        parts = [
            PartAnswer(
                certificates[place],
                allowances[place],
                amount,
                line.quantity_text if amount == line.amount else None,
                units,
            )
            for place, amount, units in split.parts
        ]
        outcome = "not_covered" if covered == 0 else "partial" if own_money else "covered"
        reason = None if split.obstacle is None else explain(split.obstacle, category_ids=category_ids)
        found.append(
            LineAnswer(line.position, outcome, covered, own_money, reason, parts, line.quantity_text, split.waived)
        )
    return found


def basket_sums(splits: Iterable[LineSplit]) -> tuple[int, int, Outcome]:
    """What is covered and what is not, kopecks; approved: nothing is left to pay, declined: nothing is covered."""
    covered = own = 0
    for split in splits:
        covered += split.covered
        own += split.own_money
    if covered == 0:
        return covered, own, Outcome.DECLINED
    return covered, own, Outcome.APPROVED if own == 0 else Outcome.PARTIAL


def balances(
    accounts: Iterable[Account], *, lane: int, directory: Directory, now: datetime, kind: str = CarrierKind.CARD
) -> list[BalanceAnswer]:
    """What is left on the accounts a till may see, presented with a kind of carrier."""
    return [
        BalanceAnswer(
            certificate=public_id("cert", lane, account.certificate),
            allowance=directory.versions[account.version].allowances[account.slot].id,
            available=account.available,
            held=account.held,
            valid_through=_last_day(account.valid_until, directory.zone),
            units=account.units_left if account.units else None,
            reason=hindrance_by(kind, account, directory=directory, now=now),
        )
        for account in accounts
    ]


@lru_cache(maxsize=4_096)  # certificates end at few instants
def _last_day(end: datetime, zone: ZoneInfo) -> date:
    return (end.astimezone(zone) - timedelta(microseconds=1)).date()


def moved_line(
    position: int,
    portion: Portion,
    *,
    accounts: Mapping[int, Account],
    lane: int,
    directory: Directory,
    reason: ReasonAnswer | None = None,
) -> MovedLineAnswer:
    """Some of a line as a till is told it; `accounts` are the holder's by number."""
    units = portion.units_by_account
    return MovedLineAnswer(
        position=position,
        quantity=Quantity(portion.quantity).text(),
        amount=portion.amount,
        covered=portion.covered,
        own_money=portion.own_money,
        parts=[
            PartAnswer(
                certificate=public_id("cert", lane, accounts[number].certificate),
                allowance=directory.rule_of(accounts[number]).id,
                amount=amount,
                units=units.get(number, 0),
            )
            for number, amount in portion.parts
        ],
        reason=reason,
    )


def captures_of(capture: UUID | None, amount: int, *, lane: int) -> list[CaptureMade]:
    """The list of captures an answer shows."""
    return [] if capture is None else [CaptureMade(id=public_id("capt", lane, capture), amount=amount)]


def at_in_zone(instant: datetime, directory: Directory) -> datetime:
    """An instant as the region's clocks show it, to the second."""
    return instant.astimezone(directory.zone).replace(microsecond=0)
