"""PINs of cards: which can be set, and what a file of a programme says of them."""

import psycopg
import pytest

from given.checkout import CHECKOUT
from given.city import CLERK, NOW, given_city
from given.rulebook import RULEBOOK
from socert.domain import audit, people
from socert.domain.people import PinTry, Refusal
from socert.domain.programmes import Confirm, ConfirmKind, check


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12 4", "１２３４", "abcd"])
def test_a_pin_has_four_to_eight_digits(conn: psycopg.Connection, pin: str) -> None:
    city = given_city(conn)
    refused = people.set_pin(conn, card=city.anna.card_hash, pin=pin, actor=CLERK, now=NOW)
    assert refused is Refusal.PIN_UNUSABLE


def test_an_unknown_card_gets_no_pin(conn: psycopg.Connection) -> None:
    city = given_city(conn)
    card = people.card_hash(secret=b"another key", card=city.anna.card)
    assert people.set_pin(conn, card=card, pin="1234", actor=CLERK, now=NOW) is Refusal.CARD_UNKNOWN
    assert people.unblock_pin(conn, card=city.anna.card_hash, actor=CLERK, now=NOW) is Refusal.PIN_NOT_SET
    assert people.begin_pin_try(conn, card=city.anna.card_hash) is PinTry.NOT_SET


def test_setting_it_anew_begins_anew(conn: psycopg.Connection) -> None:
    card = given_city(conn).anna.card_hash
    people.set_pin(conn, card=card, pin="1234", actor=CLERK, now=NOW)
    for _ in range(5):
        assert people.judge_pin_try(people.begin_pin_try(conn, card=card), pin="4321") is PinTry.WRONG
    assert people.judge_pin_try(people.begin_pin_try(conn, card=card), pin="1234") is PinTry.BLOCKED
    people.set_pin(conn, card=card, pin="5678", actor=CLERK, now=NOW)
    assert people.judge_pin_try(people.begin_pin_try(conn, card=card), pin="5678") is PinTry.RIGHT
    events = audit.events_of(conn, subject=f"card:{card}", limit=5)
    assert [one.action for one in events] == ["pin_set", "pin_set"]
    assert "5678" not in str(events)


_FILE = (CHECKOUT / "reference" / "programmes" / "food-certificate.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("confirm", "code"),
    [
        ("{kind: pin, above: 1000}", None),
        ("{kind: none}", None),
        ("{kind: code, above: 1000}", None),
        ("{kind: fingerprint}", "not_a_choice"),
        ("{kind: pin, above: -1}", "out_of_range"),
        ("{above: 5}", "missing"),
    ],
)
def test_a_programme_file_says_above_which_sum(conn: psycopg.Connection, confirm: str, code: str | None) -> None:
    tree = given_city(conn).tree
    found = check(
        text=_FILE.replace("per: person", f"per: person\n      confirm: {confirm}"), tree=tree, ground=RULEBOOK
    )
    if code is None:
        assert not isinstance(found, tuple), found
        kind = next((one for one in ConfirmKind if one in confirm), None)
        assert found.versions[0].confirm == (None if kind is None else Confirm(kind, 100_000))
    else:
        assert isinstance(found, tuple)
        assert [error.code for error in found] == [code]
