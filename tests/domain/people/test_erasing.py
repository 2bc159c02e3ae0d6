"""An erased person is gone from everything but the ledger's random number (152-ФЗ)."""

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from given.city import ANNA_CARD, CLERK, NOW, Carded, anna, given_residents, new_card
from socert.domain import audit, people
from socert.domain.people import Erased, Refusal, RefusedCard, Representation
from socert.values import CardNumber

SECOND_CARD = CardNumber.complete("964300000000011")


def erase(conn: psycopg.Connection, holder: int) -> Erased | Refusal:
    return people.erase(conn, holder=holder, actor=CLERK, now=NOW, reason="at the resident's own wish")


def card_for_another(conn: psycopg.Connection, *, representative: Carded, represented: Carded) -> people.NewCard:
    until = NOW + timedelta(days=30)
    right = people.represent(
        conn,
        representative=representative.holder,
        represented=represented.holder,
        valid_from=NOW,
        valid_until=until,
        actor=CLERK,
        now=NOW,
    )
    assert isinstance(right, Representation)
    own = new_card(SECOND_CARD, holder=represented.holder)
    card = replace(own, representation=right.id, valid_from=NOW, valid_until=until)
    assert people.link_cards(conn, cards=[card], actor=CLERK, now=NOW).linked == 1
    return card


def test_an_erased_person_is_not_found_by_number_or_card(conn: psycopg.Connection) -> None:
    one, _, _ = given_residents(conn)
    assert erase(conn, one.holder) == Erased(one.holder, NOW, cards=1)
    assert people.find_by_snils(conn, snils=anna.snils) is None
    assert people.find_holders(conn, snils=[anna.snils]) == {}
    assert people.find_card(conn, card=one.card_hash) is None


@pytest.mark.parametrize("table", ["resident", "identity", "carrier", "representation", "audit_event"])
def test_nothing_by_which_an_erased_person_is_known_is_left(conn: psycopg.Connection, table: str) -> None:
    one, _, _ = given_residents(conn)
    erase(conn, one.holder)
    rows = conn.execute(f"select to_json(t)::text from {table} as t").fetchall()
    for word in (anna.snils.digits, anna.last_name, anna.first_name, str(one.card_hash)):
        assert word not in str(rows)


def test_the_number_of_an_erased_person_stays_with_the_ledger(conn: psycopg.Connection) -> None:
    one, _, _ = given_residents(conn)
    erase(conn, one.holder)
    rows = conn.execute("select holder, erased_at from resident where erased_at is not null").fetchall()
    assert rows == [(one.holder, NOW)]


def test_all_cards_of_an_erased_person_are_blocked_and_empty(conn: psycopg.Connection) -> None:
    one, boris, _ = given_residents(conn)
    card_for_another(conn, representative=boris, represented=one)
    assert erase(conn, one.holder) == Erased(one.holder, NOW, cards=2)
    cards = people.cards_of(conn, holder=one.holder)
    assert [(card.status, card.last_four) for card in cards] == [(people.CardStatus.BLOCKED, "")] * 2


def test_the_card_an_erased_representative_holds_opens_nobody_any_more(conn: psycopg.Connection) -> None:
    one, boris, _ = given_residents(conn)
    card = card_for_another(conn, representative=boris, represented=one)
    assert erase(conn, boris.holder) == Erased(boris.holder, NOW, cards=2)
    assert people.find_card(conn, card=card.hash) is None
    kept = people.find_card(conn, card=one.card_hash)
    assert kept is not None
    assert kept.status is people.CardStatus.ACTIVE


def test_no_card_is_linked_to_an_erased_person_or_for_one(conn: psycopg.Connection) -> None:
    one, boris, _ = given_residents(conn)
    card = card_for_another(conn, representative=boris, represented=one)
    erase(conn, boris.holder)
    linked = people.link_cards(
        conn,
        cards=[new_card(CardNumber.complete("964300000000012"), holder=boris.holder), card],
        actor=CLERK,
        now=NOW,
    )
    assert linked.refused == (RefusedCard(0, Refusal.RESIDENT_ERASED), RefusedCard(1, Refusal.RESIDENT_ERASED))


def test_a_person_is_erased_once(conn: psycopg.Connection) -> None:
    one, _, _ = given_residents(conn)
    erase(conn, one.holder)
    assert erase(conn, one.holder) is Refusal.RESIDENT_ERASED
    assert erase(conn, 5) is Refusal.RESIDENT_UNKNOWN
    assert len(audit.events_of(conn, subject=f"resident:{one.holder}", limit=10)) == 1


def test_an_erased_person_who_comes_back_is_somebody_new_and_may_use_the_old_card(conn: psycopg.Connection) -> None:
    before, _, _ = given_residents(conn)
    erase(conn, before.holder)
    (after,) = people.register(conn, residents=[anna], lanes=1, actor=CLERK, now=NOW)
    assert after.is_new
    assert after.holder != before.holder
    linked = people.link_cards(conn, cards=[new_card(ANNA_CARD, holder=after.holder)], actor=CLERK, now=NOW)
    assert linked.linked == 1
