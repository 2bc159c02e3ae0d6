"""What was presented decides too: an old QR is declined, a sheet confirmed, a programme need not take every kind."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.purchases.asking import authorise, void_by_key
from domain.purchases.basics import CARD, FOOD, HOLDER, LONG_AGO, NOW, TOYS, TOYS_ONLY, account, directory, fold, line
from domain.purchases.test_deciding import ask
from socert.domain.people.rules import step_of
from socert.domain.programmes import Confirm, ConfirmKind
from socert.domain.purchases import KEY_REUSED, Authorise, Confirmation, Confirmed, Directory
from socert.domain.purchases.model.known import Carrier, CarrierStatus
from socert.domain.purchases.rules.batch import decide
from socert.domain.purchases.rules.fold import Fold

STEP = timedelta(seconds=30)
PIN, CODE = ConfirmKind.PIN, ConfirmKind.CODE
RIGHT = Confirmed.RIGHT


def presented(kind: str, *accounts: Any, known: Directory | None = None) -> Fold:
    """A batch in which the card is of another kind."""
    batch = fold(*(accounts or (account(1),)), known=known)
    batch.state.carriers[CARD] = Carrier(CARD, HOLDER, CarrierStatus.ACTIVE, LONG_AGO, None, kind)
    return batch


def by_qr(*, age: int = 0, confirmation: Confirmation | None = None) -> Authorise:
    """A basket with a QR of so many steps ago."""
    asked = replace(authorise(), qr_step=step_of(NOW) - age)
    return asked if confirmation is None else replace(asked, confirmation=confirmation)


def confirmed_by(confirmation: Confirmation) -> Authorise:
    """A basket with what the buyer confirmed by."""
    return replace(authorise(), confirmation=confirmation)


def told(asked: Authorise, at: Fold) -> tuple[int, str | None, str | None]:
    """What is covered, why not, and what is asked for."""
    found = ask(asked, at)
    reason = found["reason"] or {}
    return found["covered"], reason.get("code"), reason.get("confirmation")


def wanting(*asked: Confirm | None, **more: Any) -> Directory:
    """Programmes, the first for food and the second for toys, with what they want confirmed."""
    known = directory(versions=[FOOD, TOYS_ONLY][: len(asked)])
    versions = {
        number: dataclasses.replace(known.versions[number], confirm=one, **more) for number, one in enumerate(asked, 1)
    }
    return dataclasses.replace(known, versions=versions)


@pytest.mark.parametrize(("age", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False), (99, False)])
def test_a_qr_is_taken_in_its_step_and_the_next(*, age: int, is_taken: bool) -> None:
    found = ask(by_qr(age=age), presented("qr"))
    if is_taken:
        assert (found["covered"], found["reason"]) == (100, None)
    else:
        assert (found["covered"], found["reason"]["code"], found["balances"]) == (0, "qr_expired", [])
        assert found["lines"][0]["reason"]["code"] == "qr_expired"


@pytest.mark.parametrize(
    ("confirmation", "is_taken"),
    [
        (Confirmation(code=RIGHT), True),
        (Confirmation(pin=RIGHT), True),
        (Confirmation(code=Confirmed.WRONG), False),
        (Confirmation(pin=Confirmed.UNREACHABLE), False),
        (None, False),
    ],
)
def test_a_buyer_who_confirms_may_take_minutes(*, confirmation: Confirmation | None, is_taken: bool) -> None:
    covered, reason, _ = told(by_qr(age=10, confirmation=confirmation), presented("qr"))
    assert (covered, reason) == ((100, None) if is_taken else (0, "qr_expired"))
    assert told(by_qr(age=11, confirmation=confirmation), presented("qr"))[1] == "qr_expired"


def test_a_repeat_gets_its_answer_however_old_its_qr_has_become() -> None:
    batch, asked = presented("qr"), by_qr()
    first = ask(asked, batch)
    batch.now = NOW + 100 * STEP
    assert ask(asked, batch) == first
    late = by_qr()
    declined = ask(late, batch)
    assert declined["reason"]["code"] == "qr_expired"
    batch.now = NOW
    assert ask(late, batch) == declined
    assert decide(replace(by_qr(age=1), key=asked.key), fold=batch) == KEY_REUSED


def test_voiding_by_key_takes_whatever_qr() -> None:
    batch, asked = presented("qr"), by_qr()
    ask(asked, batch)
    batch.now = NOW + 100 * STEP
    assert ask(void_by_key(asked.key), batch)["outcome"] == "approved"


def test_a_blocked_phone_is_told_so_and_not_that_its_code_is_old() -> None:
    batch = presented("qr")
    batch.state.carriers[CARD] = Carrier(CARD, HOLDER, CarrierStatus.BLOCKED, LONG_AGO, None, "qr")
    assert told(by_qr(age=99), batch)[1] == "card_not_accepted"


@pytest.mark.parametrize(
    ("rules", "confirmation", "expected"),
    [
        # Programmes that say nothing: a code is asked for, and either is enough.
        ([None], Confirmation(), (0, "confirmation_required", "code")),
        ([None], Confirmation(code=RIGHT), (100, None, None)),
        ([None], Confirmation(pin=RIGHT), (100, None, None)),
        ([None], Confirmation(pin=Confirmed.WRONG), (0, "pin_wrong", None)),
        ([None], Confirmation(code=Confirmed.WRONG), (0, "code_wrong", None)),
        ([None], Confirmation(code=Confirmed.UNREACHABLE), (0, "contact_missing", None)),
        # A programme's kind counts from the first kopeck.
        ([Confirm(PIN, 10_000)], Confirmation(), (0, "confirmation_required", "pin")),
        ([Confirm(PIN, 10_000)], Confirmation(code=RIGHT), (0, "confirmation_required", "pin")),
        ([Confirm(PIN, 10_000)], Confirmation(pin=RIGHT), (100, None, None)),
        ([Confirm(CODE, 10_000)], Confirmation(), (0, "confirmation_required", "code")),
    ],
)
def test_a_sheet_is_confirmed_from_the_first_kopeck(
    rules: list[Confirm | None], confirmation: Confirmation, expected: tuple[int, str | None, str | None]
) -> None:
    assert told(confirmed_by(confirmation), presented("paper", known=wanting(*rules))) == expected


@pytest.mark.parametrize("kind", ["card", "qr"])
def test_other_carriers_are_confirmed_above_the_programmes_sum_only(kind: str) -> None:
    assert told(authorise(), presented(kind, known=wanting(Confirm(PIN, 10_000))))[0] == 100


def test_with_a_sheet_nothing_is_asked_where_nothing_would_be_paid() -> None:
    assert told(authorise(line(gtin=9)), presented("paper"))[:2] == (0, None)


def test_programmes_that_want_different_kinds_want_both() -> None:
    known = wanting(Confirm(PIN, 10_000), Confirm(CODE, 0))
    batch = presented("paper", account(1), account(2, version=2, days=1), known=known)
    asked = replace(authorise(line(1), line(2, gtin=TOYS)), confirmation=Confirmation(pin=RIGHT))
    assert told(asked, batch) == (0, "confirmation_required", "pin_and_code")


def test_a_certificate_is_not_spent_by_a_carrier_its_programme_does_not_name() -> None:
    known = wanting(None, refused=frozenset({"qr", "paper"}))
    for kind in ("qr", "paper"):
        found = ask(authorise(), presented(kind, known=known))
        assert (found["covered"], found["reason"]["code"]) == (0, "carrier_not_accepted")
        assert [one["reason"] for one in found["balances"]] == ["carrier_not_accepted"]
    found = ask(authorise(), presented("card", known=known))
    assert (found["covered"], "reason" in found["balances"][0]) == (100, False)


def test_beside_a_certificate_that_is_not_shown_another_pays() -> None:
    known = directory(versions=[FOOD, TOYS_ONLY])
    hidden = dataclasses.replace(known.versions[1], refused=frozenset({"qr"}))
    known = dataclasses.replace(known, versions={**known.versions, 1: hidden})
    batch = presented("qr", account(1), account(2, version=2), known=known)
    found = ask(replace(authorise(line(1), line(2, gtin=TOYS)), qr_step=step_of(NOW)), batch)
    assert [one["outcome"] for one in found["lines"]] == ["not_covered", "covered"]
    assert [one.get("reason") for one in found["balances"]] == ["carrier_not_accepted", None]


def test_a_blocked_certificate_is_told_as_blocked_whatever_shows_it() -> None:
    known = wanting(None, refused=frozenset({"qr"}))
    assert told(authorise(), presented("qr", account(1, status=2), known=known))[1] == "certificate_blocked"
