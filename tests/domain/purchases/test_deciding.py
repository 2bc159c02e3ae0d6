"""How single questions are decided: who may pay, what a refusal says, what capture and void do. No database."""

import dataclasses
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

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
def test_unknown_blocked_and_ended_cards_are_answered_alike(*, carrier: Carrier | None, is_accepted: bool) -> None:
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
    batch = fold(account(1, version=1), account(2, version=2), known=dataclasses.replace(known, agreements=agreements))
    found = ask(authorise(line(1), line(2, gtin=TOYS)), batch)
    assert [one["allowance"] for one in found["balances"]] == ["toys"]
    assert [one["outcome"] for one in found["lines"]] == ["not_covered", "covered"]


def test_a_hold_lasts_as_long_as_the_shortest_of_the_programmes_that_pay() -> None:
    both = fold(account(1, issued=50), account(2, version=2), known=directory(versions=[FOOD, TOYS_ONLY]))
    assert ask(authorise(line(gtin=TOYS, amount=1_040)), both)["expires_at"] == "2026-11-22T12:01:00+03:00"
    bread = fold(account(1), account(2, version=2), known=directory(versions=[FOOD, TOYS_ONLY]))
    assert ask(authorise(), bread)["expires_at"] == "2026-11-22T12:15:00+03:00"


def test_a_purchase_that_takes_nothing_has_no_hold() -> None:
    batch = fold(account(1, issued=0))
    found = ask(authorise(), batch)
    assert (found["outcome"], found["expires_at"], found["captures"]) == ("declined", None, [])
    assert outcome(capture(_last(batch)), batch) == ("declined", Reason.NOTHING_HELD)
    assert outcome(void(_last(batch)), batch) == ("approved", None)


def _last(batch: Fold) -> Any:
    """The last basket decided, as far as questions about it need it."""
    return next(one.operation for one in reversed(batch.records) if one.operation.kind == OperationKind.AUTHORISE)


APPROVED = ("approved", None)


@pytest.mark.parametrize(
    ("at_once", "steps", "expected"),
    [
        (False, "cc", [APPROVED, ("declined", Reason.ALREADY_CAPTURED)]),
        (False, "cv", [APPROVED, ("declined", Reason.ALREADY_CAPTURED)]),
        (False, "vc", [APPROVED, ("declined", Reason.ALREADY_VOIDED)]),
        (False, "vv", [APPROVED, APPROVED]),
        (True, "c", [("declined", Reason.ALREADY_CAPTURED)]),
        (True, "vv", [APPROVED, APPROVED]),
        (True, "vc", [APPROVED, ("declined", Reason.ALREADY_VOIDED)]),
        (False, "kk", [APPROVED, APPROVED]),
        (False, "kc", [APPROVED, ("declined", Reason.ALREADY_VOIDED)]),
        (True, "kv", [APPROVED, APPROVED]),
        (False, "ck", [APPROVED, ("declined", Reason.ALREADY_CAPTURED)]),
        (False, "ev", [APPROVED]),  # late, but the money is back: what the till hopes for
        (False, "ec", [("declined", Reason.HOLD_EXPIRED)]),
        (False, "evc", [APPROVED, ("declined", Reason.ALREADY_VOIDED)]),
        (False, "ce", [APPROVED]),
        (True, "zv", [("declined", Reason.ALREADY_CLEARED)]),
        (False, "zv", [APPROVED]),  # what is only held was not cleared
    ],
)
def test_what_may_follow_an_authorisation(
    at_once: bool,  # noqa: FBT001 - a case of the table
    steps: str,
    expected: list[tuple[str, str | None]],
) -> None:
    """Letters: c capture, v void, k void by key; e the hold's end passes, z the period is closed."""
    batch = fold(account(1))
    bought = authorise(capture=at_once)
    ask(bought, batch)
    found = []
    for step in steps:
        match step:
            case "c":
                found.append(outcome(capture(bought), batch))
            case "v":
                found.append(outcome(void(bought), batch))
            case "k":
                found.append(outcome(void_by_key(bought.key), batch))
            case "e":
                batch.now = NOW + 900 * SECOND
            case _:
                batch.closed_through = batch.now = NOW + SECOND
    assert found == expected
    kept = sum(
        posting.amount * ((posting.credit == 2**32 + 1) - (posting.debit == 2**32 + 1))
        for record in batch.records
        for posting in record.postings
    )
    assert batch.state.accounts[HOLDER][0].available == 1_000 + kept


def test_a_hold_can_be_captured_until_just_before_its_end() -> None:
    batch = fold(account(1))
    bought = authorise()
    ask(bought, batch)
    batch.now = NOW + 900 * SECOND - timedelta(microseconds=1)
    assert outcome(capture(bought), batch) == APPROVED


def test_another_merchants_till_finds_nothing() -> None:
    batch = fold(account(1))
    bought = authorise()
    ask(bought, batch)
    for asked in (
        capture(bought, till=FOREIGN_TILL),
        void(bought, till=FOREIGN_TILL),
        void_by_key(bought.key, till=FOREIGN_TILL),
        capture(authorise()),
    ):
        assert decide(asked, fold=batch) == NOT_FOUND
    assert [record.operation.kind for record in batch.records] == [OperationKind.AUTHORISE]


def test_a_capture_is_no_authorisation() -> None:
    batch = fold(account(1))
    bought = authorise()
    ask(bought, batch)
    taken = capture(bought)
    ask(taken, batch)
    assert decide(void(replace(bought, id=taken.id)), fold=batch) == NOT_FOUND
    assert decide(void_by_key(taken.key), fold=batch) == NOT_FOUND


def test_voiding_by_key_needs_a_card_of_the_same_person() -> None:
    batch = fold(account(1))
    bought = authorise()
    ask(bought, batch)
    assert decide(void_by_key(bought.key, card=STRANGE_CARD), fold=batch) == CARRIER_DIFFERS
    batch.state.carriers[STRANGE_CARD] = Carrier(STRANGE_CARD, HOLDER, CarrierStatus.BLOCKED, NOW, None)
    assert outcome(void_by_key(bought.key, card=STRANGE_CARD), batch) == APPROVED


def test_a_tombstone_declines_the_late_original_whatever_it_says() -> None:
    batch = fold(account(1))
    late = authorise()
    assert ask(void_by_key(late.key), batch) | {"id": ""} == {
        "id": "",
        "authorisation": None,
        "outcome": "approved",
        "amount": 0,
        "reason": None,
        "balances": [],
    }
    assert outcome(late, batch) == ("declined", Reason.REVERSED_BEFORE_ARRIVAL)
    assert outcome(replace(late, body=number()), batch) == ("declined", Reason.REVERSED_BEFORE_ARRIVAL)
    assert outcome(void_by_key(late.key), batch) == APPROVED
    assert [record.operation.kind for record in batch.records].count(OperationKind.TOMBSTONE) == 1


def test_a_void_that_names_its_own_key_is_a_reused_key() -> None:
    batch = fold(account(1))
    key = number()
    assert decide(void_by_key(key, key=key), fold=batch) == KEY_REUSED
    assert batch.records == []


def test_a_key_is_good_for_one_body() -> None:
    batch = fold(account(1))
    bought = authorise()
    first = decide(bought, fold=batch)
    assert isinstance(first, Stored)
    assert decide(replace(bought, id=number()), fold=batch) == Stored(first.body, is_replay=True)
    assert decide(replace(bought, body=number()), fold=batch) == KEY_REUSED
    assert decide(capture(bought, key=bought.key), fold=batch) == KEY_REUSED
    assert len(batch.records) == 1


def test_a_revoked_key_gets_not_even_an_old_answer() -> None:
    batch = fold(account(1))
    bought = authorise()
    decide(bought, fold=batch)
    answer = decide(replace(bought, credential=number()), fold=batch)
    assert answer == Refused("key_not_accepted")


def test_a_lapse_is_an_operation_of_its_own_and_happens_once() -> None:
    batch = fold(account(1))
    first, second = authorise(line(amount=700)), authorise(line(amount=700))
    assert ask(first, batch)["covered"] == 700
    batch.now = NOW + 901 * SECOND
    assert ask(second, batch)["covered"] == 700
    batch.now = NOW + 902 * SECOND
    ask(authorise(till=TILL), batch)
    lapses = [record for record in batch.records if record.operation.kind == OperationKind.LAPSE]
    assert [(record.operation.parent, record.operation.total) for record in lapses] == [(first.id, 700)]
