"""How single questions are decided: who may pay, what a refusal says, what capture and void do. No database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.purchases.asking import authorise, capture, number, void, void_by_key
from domain.purchases.basics import (
    CARD,
    FOOD,
    FOREIGN_TILL,
    HOLDER,
    NOW,
    SUSPENDED_TILL,
    TILL,
    TOYS,
    TOYS_ONLY,
    UNBOUND_TILL,
    account,
    directory,
    fold,
    line,
)
from socert.domain.ledger import OperationKind
from socert.domain.purchases import CARRIER_DIFFERS, KEY_REUSED, NOT_FOUND, Question, Reason, Refused, Stored
from socert.domain.purchases.model.known import Account, AccountStatus, Carrier, CarrierStatus
from socert.domain.purchases.rules.batch import decide
from socert.domain.purchases.rules.fold import Fold

SECOND = timedelta(seconds=1)
STRANGE_CARD = UUID(int=4)


def ask(question: Question, at: Fold) -> dict[str, Any]:
    """The answer as a till reads it."""
    answer = decide(question, fold=at)
    assert isinstance(answer, Stored), answer
    found: dict[str, Any] = msgspec.json.decode(answer.body)
    return found


def outcome(question: Question, at: Fold) -> tuple[str, str | None]:
    """Outcome and reason."""
    found = ask(question, at)
    return found["outcome"], None if found.get("reason") is None else found["reason"]["code"]


ACTIVE, BLOCKED = account(1), account(2, status=AccountStatus.BLOCKED)
ENDED, OVER = account(3, status=AccountStatus.ENDED), account(4, valid_until=NOW)
CANCELLED, FUTURE = account(5, status=AccountStatus.CANCELLED), account(6, valid_from=NOW + SECOND)
BLOCKED_AND_OVER = account(7, status=AccountStatus.BLOCKED, valid_until=NOW)


@pytest.mark.parametrize(
    ("accounts", "reason"),
    [
        ([], Reason.NO_CERTIFICATE),
        ([BLOCKED], Reason.CERTIFICATE_BLOCKED),
        ([FUTURE], Reason.CERTIFICATE_NOT_STARTED),
        ([ENDED], Reason.CERTIFICATE_ENDED),
        ([OVER], Reason.CERTIFICATE_ENDED),
        ([CANCELLED], Reason.CERTIFICATE_ENDED),
        ([ENDED, FUTURE], Reason.CERTIFICATE_NOT_STARTED),
        ([ENDED, FUTURE, BLOCKED], Reason.CERTIFICATE_BLOCKED),
        ([BLOCKED_AND_OVER], Reason.CERTIFICATE_BLOCKED),
    ],
)
def test_a_certificate_that_cannot_pay_says_why(accounts: list[Account], reason: Reason) -> None:
    batch = fold(*accounts)
    found = ask(authorise(), batch)
    assert (found["outcome"], found["reason"]["code"]) == ("declined", reason)
    assert found["lines"][0]["reason"]["code"] == reason
    assert (found["covered"], found["own_money"]) == (0, 100)
    assert batch.touched == {}


@pytest.mark.parametrize("other", [BLOCKED, ENDED, OVER, CANCELLED, FUTURE])
def test_one_that_can_pay_is_enough(other: Account) -> None:
    assert outcome(authorise(), fold(other, account(1))) == ("approved", None)


def test_a_certificate_pays_in_its_first_and_its_last_instant() -> None:
    for now in (NOW, NOW + timedelta(days=1) - timedelta(microseconds=1)):
        batch = fold(account(valid_from=NOW, valid_until=NOW + timedelta(days=1)), now=now)
        assert outcome(authorise(), batch) == ("approved", None)


@pytest.mark.parametrize(
    ("carrier", "is_accepted"),
    [
        (Carrier(CARD, HOLDER, CarrierStatus.ACTIVE, NOW, None), True),
        (Carrier(CARD, HOLDER, CarrierStatus.ACTIVE, NOW, NOW + SECOND), True),
        (Carrier(CARD, HOLDER, CarrierStatus.BLOCKED, NOW, None), False),
        (Carrier(CARD, HOLDER, CarrierStatus.ACTIVE, NOW + SECOND, None), False),
        (Carrier(CARD, HOLDER, CarrierStatus.ACTIVE, NOW - SECOND, NOW), False),
        (None, False),
    ],
)
def test_unknown_blocked_and_ended_cards_are_answered_alike(carrier: Carrier | None, is_accepted: bool) -> None:  # noqa: FBT001 - a case of the table
    batch = fold(account(1))
    batch.state.carriers = {} if carrier is None else {CARD: carrier}
    asked = authorise()
    found = ask(asked, batch)
    if is_accepted:
        assert found["outcome"] == "approved"
        return
    unknown = ask(authorise(card=STRANGE_CARD), fold(account(1)))
    assert found["reason"]["code"] == "card_not_accepted"
    assert found | {"id": ""} == unknown | {"id": ""}


@pytest.mark.parametrize(
    ("till", "reason"), [(SUSPENDED_TILL, Reason.TILL_SUSPENDED), (UNBOUND_TILL, Reason.NO_AGREEMENT)]
)
def test_a_till_that_takes_nothing_shows_no_balance_and_no_difference_between_cards(till: int, reason: Reason) -> None:
    answers = [ask(authorise(till=till, card=card), fold(account(1))) for card in (CARD, STRANGE_CARD)]
    for found in answers:
        assert (found["reason"]["code"], found["balances"]) == (reason, [])
    assert answers[0] | {"id": ""} == answers[1] | {"id": ""}


def test_a_till_sees_only_what_its_merchant_has_an_agreement_for() -> None:
    known = directory(versions=[FOOD, TOYS_ONLY])
    agreements = {parties: periods for parties, periods in known.agreements.items() if parties[1] == 2}
    known = msgspec.structs.replace(known) if False else _with_agreements(known, agreements)
    batch = fold(account(1, version=1), account(2, version=2), known=known)
    found = ask(authorise(line(1), line(2, gtin=TOYS)), batch)
    assert [one["allowance"] for one in found["balances"]] == ["toys"]
    assert [one["outcome"] for one in found["lines"]] == ["not_covered", "covered"]
