"""A resident's phone: how it may be written, where it comes from, and that it goes with who they are."""

from dataclasses import replace

import psycopg
import pytest

from given.city import ANNA_CARD, CARD_SECRET, CLERK, NOW, anna, given_city
from socert.domain import audit, people


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+79990001122", "+79990001122"),
        (" 8 (999) 000-11-22 ", "+79990001122"),
        ("+375 29 000 11 22", "+375290001122"),
        ("89990001", None),
        ("9990001122", None),
        ("+7999000112a", None),
        ("+７9990001122", None),
        ("", None),
    ],
)
def test_a_phone_is_kept_in_one_form(written: str, kept: str | None) -> None:
    assert people.phone_of(written) == kept


def test_a_list_brings_a_phone_where_none_is_known(conn: psycopg.Connection) -> None:
    city = given_city(conn)
    for phone in ("+79990001122", "+79990003344"):
        people.register(conn, residents=[replace(anna, phone=phone)], lanes=1, actor=CLERK, now=NOW)
    found = people.find_by_snils(conn, snils=city.anna.snils)
    assert found is not None
    assert found.identity.phone == "+79990001122"
    assert "+7999" not in repr(found)


def test_the_office_sets_and_removes_it_and_audit_has_no_phone(conn: psycopg.Connection) -> None:
    city = given_city(conn)
    for phone, reachable in (("8 999 000-11-22", True), (None, False)):
        assert people.set_contact(conn, holder=city.anna.holder, phone=phone, actor=CLERK, now=NOW) is None
        assert people.is_reachable(conn, card=city.anna.card_hash, now=NOW) is reachable
    events = audit.events_of(conn, subject=f"resident:{city.anna.holder}", limit=5)
    assert [one.action for one in events] == ["contact_removed", "contact_set"]
    assert "999" not in str([one.details for one in events])
    refused = people.set_contact(conn, holder=city.anna.holder, phone="12", actor=CLERK, now=NOW)
    assert refused is people.Refusal.PHONE_UNUSABLE


def test_nobody_gets_a_phone_who_is_unknown_or_erased(conn: psycopg.Connection) -> None:
    city = given_city(conn)
    people.erase(conn, holder=city.anna.holder, actor=CLERK, now=NOW, reason="asked for")
    for holder, refusal in ((city.anna.holder, people.Refusal.RESIDENT_ERASED), (1, people.Refusal.RESIDENT_UNKNOWN)):
        assert people.set_contact(conn, holder=holder, phone="+79990001122", actor=CLERK, now=NOW) is refusal


def test_a_blocked_card_is_sent_nothing(conn: psycopg.Connection) -> None:
    city = given_city(conn)
    people.set_contact(conn, holder=city.anna.holder, phone="+79990001122", actor=CLERK, now=NOW)
    people.block_card(conn, card=city.anna.card_hash, actor=CLERK, now=NOW, reason="lost")
    card = people.card_hash(secret=CARD_SECRET, card=ANNA_CARD)
    assert people.send_code(conn, card=card, asker=people.AskingTill(1), secret=CARD_SECRET, now=NOW)
    assert conn.execute("select count(*) from message").fetchone() == (0,)
