"""A card opens exactly one resident; a representative's opens the person represented, within the dates of the right."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from given.city import ANNA_CARD, CARD_SECRET, CLERK, NOW, STRANGE_CARD, given_residents, new_card
from socert.domain import audit, people
from socert.domain.people import Card, CardStatus, LinkedCards, NewCard, Refusal, RefusedCard, Representation
from socert.values import CardNumber

DAY = timedelta(days=1)
SECOND_CARD = CardNumber.complete("964300000000011")


def link(conn: psycopg.Connection, *cards: NewCard) -> LinkedCards:
    return people.link_cards(conn, cards=cards, actor=CLERK, now=NOW)


def represent(conn: psycopg.Connection, representative: int, represented: int) -> Representation | Refusal:
    return people.represent(
        conn,
        representative=representative,
        represented=represented,
        valid_from=NOW,
        valid_until=NOW + 30 * DAY,
        actor=CLERK,
        now=NOW,
    )


def test_a_hash_depends_on_the_number_and_on_the_secret() -> None:
    one = people.card_hash(secret=CARD_SECRET, card=ANNA_CARD)
    assert one == people.card_hash(secret=CARD_SECRET, card=ANNA_CARD)
    assert one != people.card_hash(secret=b"another", card=ANNA_CARD)
    assert one != people.card_hash(secret=CARD_SECRET, card=SECOND_CARD)


def test_a_hash_never_changes() -> None:
    """Installations keep these hashes: another value here would lock everybody out."""
    assert people.card_hash(secret=b"test", card=ANNA_CARD) == UUID("69719de1-5961-00a1-5e7c-fa4ddc3d6484")


def test_the_check_tells_one_key_from_another() -> None:
    assert people.card_key_check(b"one") == people.card_key_check(b"one")
    assert people.card_key_check(b"one") != people.card_key_check(b"two")


@pytest.mark.parametrize("secret", [b"", b"x" * 65])
def test_a_key_that_protects_nothing_is_not_used(secret: bytes) -> None:
    with pytest.raises(people.UnusableCardSecret):
        people.card_hash(secret=secret, card=ANNA_CARD)
    with pytest.raises(people.UnusableCardSecret):
        people.card_key_check(secret)


def test_a_linked_card_opens_its_resident(conn: psycopg.Connection) -> None:
    anna, _, _ = given_residents(conn)
    assert people.find_card(conn, card=anna.card_hash) == Card(
        anna.card_hash, anna.holder, anna.lane, anna.card.last_four, CardStatus.ACTIVE, None, NOW - 365 * DAY, None
    )


def test_only_the_last_four_digits_of_a_number_are_kept(conn: psycopg.Connection) -> None:
    anna, _, _ = given_residents(conn)
    rows = conn.execute("select row_to_json(carrier)::text from carrier").fetchall()
    assert anna.card.last_four in str(rows)
    assert anna.card.digits[:12] not in str(rows)


def test_a_resident_may_have_several_cards(conn: psycopg.Connection) -> None:
    anna, _, _ = given_residents(conn)
    later = replace(new_card(SECOND_CARD, holder=anna.holder), valid_from=NOW)
    assert link(conn, later) == LinkedCards(1, 0, ())
    assert [card.hash for card in people.cards_of(conn, holder=anna.holder)] == [anna.card_hash, later.hash]


def test_the_same_card_again_changes_nothing(conn: psycopg.Connection) -> None:
    anna, _, _ = given_residents(conn)
    before = audit.events_of(conn, subject="cards", limit=10)
    again = new_card(ANNA_CARD, holder=anna.holder)
    assert link(conn, again, again) == LinkedCards(0, 2, ())
    assert audit.events_of(conn, subject="cards", limit=10) == before


def test_a_card_twice_in_a_list_is_linked_once(conn: psycopg.Connection) -> None:
    anna, boris, _ = given_residents(conn)
    card = new_card(SECOND_CARD, holder=anna.holder)
    linked = link(conn, card, card, replace(card, holder=boris.holder))
    assert linked == LinkedCards(1, 1, (RefusedCard(2, Refusal.CARD_LINKED_ELSEWHERE),))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"holder": 5}, Refusal.RESIDENT_UNKNOWN),
        ({"valid_until": NOW - 365 * DAY}, Refusal.DATES_REVERSED),
        ({"representation": UUID(int=5)}, Refusal.REPRESENTATION_UNKNOWN),
        ({"last_four": "123"}, Refusal.LAST_FOUR_UNUSABLE),
        ({"last_four": "12a4"}, Refusal.LAST_FOUR_UNUSABLE),
        ({"last_four": "١٢٣٤"}, Refusal.LAST_FOUR_UNUSABLE),
    ],
)
def test_a_wrong_card_is_refused_and_the_right_one_beside_it_is_linked(
    conn: psycopg.Connection, change: dict[str, object], refusal: Refusal
) -> None:
    anna, _, _ = given_residents(conn)
    right = new_card(SECOND_CARD, holder=anna.holder)
    wrong = replace(new_card(STRANGE_CARD, holder=anna.holder), **change)  # type: ignore[arg-type]
    assert link(conn, wrong, right) == LinkedCards(1, 0, (RefusedCard(0, refusal),))
    assert people.find_card(conn, card=wrong.hash) is None


def test_a_card_linked_elsewhere_is_refused(conn: psycopg.Connection) -> None:
    anna, boris, _ = given_residents(conn)
    stolen = new_card(ANNA_CARD, holder=boris.holder)
    assert link(conn, stolen) == LinkedCards(0, 0, (RefusedCard(0, Refusal.CARD_LINKED_ELSEWHERE),))
    found = people.find_card(conn, card=anna.card_hash)
    assert found is not None
    assert found.holder == anna.holder


def test_a_card_linked_with_other_dates_is_refused(conn: psycopg.Connection) -> None:
    anna, _, _ = given_residents(conn)
    longer = replace(new_card(ANNA_CARD, holder=anna.holder), valid_until=NOW + DAY)
    assert link(conn, longer).refused == (RefusedCard(0, Refusal.CARD_LINKED_OTHERWISE),)


def test_a_blocked_card_stays_blocked(conn: psycopg.Connection) -> None:
    anna, _, _ = given_residents(conn)
    for _ in range(2):
        blocked = people.block_card(conn, card=anna.card_hash, actor=CLERK, now=NOW, reason="lost")
        assert isinstance(blocked, Card)
        assert blocked == people.find_card(conn, card=anna.card_hash)
        assert blocked.status is CardStatus.BLOCKED
    assert link(conn, new_card(ANNA_CARD, holder=anna.holder)).refused == (RefusedCard(0, Refusal.CARD_BLOCKED),)
    events = audit.events_of(conn, subject=f"resident:{anna.holder}", limit=10)
    assert [event.action for event in events] == ["card_blocked"]


def test_an_unknown_card_is_not_blocked(conn: psycopg.Connection) -> None:
    refused = people.block_card(conn, card=UUID(int=7), actor=CLERK, now=NOW, reason="lost")
    assert refused is Refusal.CARD_UNKNOWN


def test_a_representatives_card_opens_the_person_represented(conn: psycopg.Connection) -> None:
    anna, boris, _ = given_residents(conn)
    right = represent(conn, boris.holder, anna.holder)
    assert isinstance(right, Representation)
    card = replace(
        new_card(SECOND_CARD, holder=anna.holder),
        representation=right.id,
        valid_from=right.valid_from,
        valid_until=right.valid_until,
    )
    assert link(conn, card) == LinkedCards(1, 0, ())
    found = people.find_card(conn, card=card.hash)
    assert found is not None
    assert (found.holder, found.representation) == (anna.holder, right.id)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"valid_from": NOW - DAY}, Refusal.DATES_BEYOND_REPRESENTATION),
        ({"valid_until": NOW + 31 * DAY}, Refusal.DATES_BEYOND_REPRESENTATION),
        ({"valid_until": None}, Refusal.DATES_BEYOND_REPRESENTATION),
    ],
)
def test_a_representatives_card_lives_no_longer_than_the_right(
    conn: psycopg.Connection, change: dict[str, object], refusal: Refusal
) -> None:
    anna, boris, _ = given_residents(conn)
    right = represent(conn, boris.holder, anna.holder)
    assert isinstance(right, Representation)
    card = replace(
        new_card(SECOND_CARD, holder=anna.holder), representation=right.id, valid_from=NOW, valid_until=NOW + DAY
    )
    assert link(conn, replace(card, **change)).refused == (RefusedCard(0, refusal),)  # type: ignore[arg-type]


def test_a_representatives_card_opens_nobody_else(conn: psycopg.Connection) -> None:
    anna, boris, vera = given_residents(conn)
    right = represent(conn, boris.holder, anna.holder)
    assert isinstance(right, Representation)
    card = replace(
        new_card(SECOND_CARD, holder=vera.holder), representation=right.id, valid_from=NOW, valid_until=NOW + DAY
    )
    assert link(conn, card).refused == (RefusedCard(0, Refusal.REPRESENTS_SOMEBODY_ELSE),)


def test_nobody_represents_themselves_or_a_stranger(conn: psycopg.Connection) -> None:
    anna, _, _ = given_residents(conn)
    assert represent(conn, anna.holder, anna.holder) is Refusal.REPRESENTS_THEMSELVES
    assert represent(conn, anna.holder, 5) is Refusal.RESIDENT_UNKNOWN
    assert represent(conn, 5, anna.holder) is Refusal.RESIDENT_UNKNOWN


def test_a_representation_does_not_end_before_it_begins(conn: psycopg.Connection) -> None:
    anna, boris, _ = given_residents(conn)
    refused = people.represent(
        conn,
        representative=boris.holder,
        represented=anna.holder,
        valid_from=NOW,
        valid_until=NOW,
        actor=CLERK,
        now=NOW,
    )
    assert refused is Refusal.DATES_REVERSED


def test_nobody_shops_by_a_representation_that_was_ended(conn: psycopg.Connection) -> None:
    anna, boris, _ = given_residents(conn)
    right = represent(conn, boris.holder, anna.holder)
    assert isinstance(right, Representation)
    card = replace(
        new_card(SECOND_CARD, holder=anna.holder), representation=right.id, valid_from=NOW, valid_until=NOW + DAY
    )
    assert link(conn, card).linked == 1
    for blocked in (1, 0):
        done = people.end_representation(conn, representation=right.id, actor=CLERK, now=NOW, reason="moved away")
        assert done == people.Ended(right, blocked)
    cards = {one.hash: one.status for one in people.cards_of(conn, holder=anna.holder)}
    assert cards == {card.hash: CardStatus.BLOCKED, anna.card_hash: CardStatus.ACTIVE}
    unknown = people.end_representation(conn, representation=uuid4(), actor=CLERK, now=NOW, reason="a mistake")
    assert unknown is Refusal.REPRESENTATION_UNKNOWN


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_has_a_sentence(refusal: Refusal) -> None:
    assert refusal.text.ru.endswith(".")
    assert refusal.text.en.endswith(".")
