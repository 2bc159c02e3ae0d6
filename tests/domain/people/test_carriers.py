"""The QR of a phone depends on no card; of sheets there is one at a time; representatives have their own."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from given.city import ANNA_CARD, BORIS_CARD, CARD_SECRET, CLERK, NOW, Carded, anna, boris, given_residents
from given.databases import Database
from socert.domain import audit, people
from socert.domain.people import CarrierKind, PinTry, Refusal, Representation, Sheet
from socert.postgres import connect
from socert.values import CardNumber

DAY = timedelta(days=1)


@pytest.fixture
def residents(conn: psycopg.Connection) -> tuple[Carded, Carded, Carded]:
    """Anna, Boris and Vera with a card each."""
    return given_residents(conn)


def shown(conn: psycopg.Connection, who: Carded, *, now: datetime = NOW) -> UUID:
    """What the QR on somebody's phone stands for."""
    found = people.qr_token(conn, holder=who.holder, secret=CARD_SECRET, actor=CLERK, now=now)
    assert isinstance(found, people.QrShown), found
    return people.read_qr_token(found.token, secret=CARD_SECRET)[0]


def sheet(
    conn: psycopg.Connection, who: Carded, *, now: datetime = NOW, representation: Representation | None = None
) -> Sheet:
    """A new sheet of somebody's."""
    made = people.make_sheet(
        conn, holder=who.holder, secret=CARD_SECRET, actor=CLERK, now=now, representation=representation
    )
    assert isinstance(made, Sheet), made
    return made


def kinds(conn: psycopg.Connection, who: Carded, *, now: datetime = NOW) -> list[str]:
    """The kinds of what somebody opens themself with."""
    return sorted(one.kind for one in people.own_carriers(conn, holder=who.holder, now=now))


def block(conn: psycopg.Connection, carrier: UUID) -> None:
    """Block a carrier as lost."""
    done = people.block_card(conn, card=carrier, actor=CLERK, now=NOW, reason="lost")
    assert not isinstance(done, Refusal)


def test_a_qr_stands_for_the_same_from_step_to_step(
    conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded]
) -> None:
    first, second, _ = residents
    stands_for = shown(conn, first)
    assert stands_for not in (first.card_hash, shown(conn, second))
    assert shown(conn, first, now=NOW + DAY) == stands_for
    found = people.find_card(conn, card=stands_for)
    assert found is not None
    assert (found.holder, found.kind, found.last_four) == (first.holder, CarrierKind.QR, "")
    made = "select count(*) from audit_event where action = 'qr_made' and subject = %s"
    assert conn.execute(made, (f"resident:{first.holder}",)).fetchone() == (1,)


def test_a_lost_card_leaves_the_qr_and_a_lost_phone_the_card(
    conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded]
) -> None:
    first = residents[0]
    before = shown(conn, first)
    block(conn, first.card_hash)
    assert (shown(conn, first), kinds(conn, first)) == (before, ["qr"])
    block(conn, before)
    assert kinds(conn, first) == []
    assert shown(conn, first) != before
    assert kinds(conn, first) == ["qr"]


def test_phones_that_show_it_first_at_once_show_the_same(database: Database, conn: psycopg.Connection) -> None:
    first = given_residents(conn)[0]
    conn.commit()
    found: list[UUID] = []

    def show() -> None:
        with connect(database.application_url) as own:
            found.append(shown(own, first))

    threads = [threading.Thread(target=show) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (len(found), len(set(found))) == (6, 1)


def test_a_sheet_has_a_number_of_its_own_and_can_be_printed_again(
    conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded]
) -> None:
    first = residents[0]
    assert people.find_sheet(conn, holder=first.holder, secret=CARD_SECRET) is None
    made = sheet(conn, first)
    assert people.is_sheet_number(made.number)
    assert (len(made.number.digits), made.number.digits[:6]) == (16, "964399")
    assert not people.is_sheet_number(ANNA_CARD)
    assert (made.card.kind, made.card.last_four) == (CarrierKind.PAPER, made.number.last_four)
    assert people.find_sheet(conn, holder=first.holder, secret=CARD_SECRET) == made
    assert people.find_card(conn, card=people.card_hash(secret=CARD_SECRET, card=made.number)) == made.card
    assert made.number.digits not in str(conn.execute("select array_agg(c::text) from carrier as c").fetchone())


def test_a_new_sheet_blocks_the_one_before(conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded]) -> None:
    first = residents[0]
    # At one and the same instant the same number would follow: the next is taken.
    sheets = [sheet(conn, first), sheet(conn, first), sheet(conn, first, now=NOW + DAY)]
    assert len({one.number.digits for one in sheets}) == 3
    assert kinds(conn, first, now=NOW + DAY) == ["card", "paper"]
    assert people.find_sheet(conn, holder=first.holder, secret=CARD_SECRET) == sheets[-1]
    block(conn, sheets[-1].card.hash)
    assert people.find_sheet(conn, holder=first.holder, secret=CARD_SECRET) is None


def test_of_sheets_made_at_once_one_stays(database: Database, conn: psycopg.Connection) -> None:
    first = given_residents(conn)[0]
    conn.commit()

    def make() -> None:
        with connect(database.application_url) as own:
            sheet(own, first)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    found = conn.execute("select status, count(*) from carrier where kind = 'paper' group by status").fetchall()
    assert sorted(found) == [(1, 1), (2, 3)]


def test_a_representatives_sheet_is_theirs_and_ends_with_the_right(
    conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded]
) -> None:
    first, second, _ = residents
    right = people.represent(
        conn, representative=second.holder, represented=first.holder, valid_from=NOW + DAY, valid_until=NOW + 30 * DAY,
        actor=CLERK, now=NOW,
    )  # fmt: skip
    assert isinstance(right, Representation)
    same = {"representative": second.holder, "represented": first.holder, "valid_from": NOW + DAY, "actor": CLERK}
    until = {"valid_until": NOW + 30 * DAY, "now": NOW}
    assert people.represent(conn, **same, **until) is Refusal.REPRESENTED_ALREADY  # type: ignore[arg-type]
    (told,) = audit.events_of(conn, subject=f"resident:{second.holder}", limit=1)
    assert told.action == "named_as_representative"
    assert people.representatives_of(conn, holder=first.holder, now=NOW) == []
    own, theirs = sheet(conn, first), sheet(conn, first, representation=right)
    assert own.card.hash != theirs.card.hash
    assert (theirs.card.valid_from, theirs.card.valid_until) == (NOW + DAY, NOW + 30 * DAY)
    assert people.find_sheet(conn, holder=first.holder, secret=CARD_SECRET) == own
    again = people.find_sheet(conn, holder=first.holder, secret=CARD_SECRET, representation=right.id)
    assert again == theirs
    assert kinds(conn, first, now=NOW + 2 * DAY) == ["card", "paper"]
    (named,) = people.representatives_of(conn, holder=first.holder, now=NOW)
    assert (named.first_name, named.last_name, named.has_sheet) == (boris.first_name, boris.last_name, True)
    ended = people.end_representation(conn, representation=right.id, actor=CLERK, now=NOW, reason="asked for")
    assert isinstance(ended, people.Ended)
    assert ended.cards == 1
    assert isinstance(people.represent(conn, **same, **until), Representation)  # type: ignore[arg-type]
    assert people.representatives_of(conn, holder=first.holder, now=NOW) == []
    late = people.make_sheet(
        conn, holder=first.holder, secret=CARD_SECRET, actor=CLERK, now=NOW + 31 * DAY, representation=right
    )
    assert late is Refusal.DATES_BEYOND_REPRESENTATION


def test_a_sheet_is_confirmed_by_the_pin_of_the_persons_card(
    conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded]
) -> None:
    first, second, _ = residents
    made, phone = sheet(conn, first), shown(conn, first)
    assert people.begin_pin_try(conn, card=made.card.hash) is PinTry.NOT_SET
    assert people.set_pin(conn, card=first.card_hash, pin="4711", actor=CLERK, now=NOW) is None
    for carrier in (made.card.hash, phone):
        begun = people.begin_pin_try(conn, card=carrier)
        assert people.judge_pin_try(begun, pin="4711") is PinTry.RIGHT
    for _ in range(3):
        people.begin_pin_try(conn, card=made.card.hash)
    assert people.begin_pin_try(conn, card=phone) is PinTry.BLOCKED
    assert people.begin_pin_try(conn, card=first.card_hash) is PinTry.BLOCKED
    assert people.begin_pin_try(conn, card=sheet(conn, second).card.hash) is PinTry.NOT_SET


def test_who_is_erased_has_neither(conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded]) -> None:
    first = residents[0]
    made, phone = sheet(conn, first), shown(conn, first)
    erased = people.erase(conn, holder=first.holder, actor=CLERK, now=NOW, reason="asked for")
    assert isinstance(erased, people.Erased)
    assert erased.cards == 3
    assert [people.find_card(conn, card=one) for one in (made.card.hash, phone)] == [None, None]
    given = {"holder": first.holder, "secret": CARD_SECRET, "actor": CLERK, "now": NOW}
    assert people.qr_token(conn, **given) is Refusal.RESIDENT_ERASED  # type: ignore[arg-type]
    assert people.make_sheet(conn, **given) is Refusal.RESIDENT_ERASED  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "name", "found"),
    [
        (anna.snils.digits, "Иванова", True),
        (anna.snils.digits, " ИВАНОВА ", True),
        (str(ANNA_CARD.digits), "иванова", True),
        ("9643 0000 0000 0001" + ANNA_CARD.digits[16:], "Иванова", Refusal.NUMBER_UNUSABLE),
        (anna.snils.digits, "Петрова", Refusal.PERSON_NOT_FOUND),
        (anna.snils.digits, "", Refusal.PERSON_NOT_FOUND),
        (BORIS_CARD.digits, "Иванова", Refusal.PERSON_NOT_FOUND),
        (CardNumber.complete("964300000000077").digits, "Иванова", Refusal.PERSON_NOT_FOUND),
        ("12345678901", "Иванова", Refusal.NUMBER_UNUSABLE),
        ("", "Иванова", Refusal.NUMBER_UNUSABLE),
        ("номер", "Иванова", Refusal.NUMBER_UNUSABLE),
    ],
)
def test_a_person_is_found_by_number_and_name_together(
    conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded], number: str, name: str, found: object
) -> None:
    first, second, _ = residents
    answer = people.find_named(
        conn, number=number, last_name=name, asker=second.holder, actor=CLERK, secret=CARD_SECRET, now=NOW
    )
    assert answer == (first.holder if found is True else found)


def test_nobody_finds_people_out_by_trying(conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded]) -> None:
    first, second, _ = residents
    given = {"number": anna.snils.digits, "asker": second.holder, "actor": CLERK, "secret": CARD_SECRET}
    for _ in range(10):
        tried = people.find_named(conn, last_name="Петрова", now=NOW, **given)  # type: ignore[arg-type]
        assert tried is Refusal.PERSON_NOT_FOUND
    for resident in (first, second):
        said = audit.events_of(conn, subject=f"resident:{resident.holder}", limit=11)
        assert [one.action for one in said].count("representative_not_found") == 10
    tried = people.find_named(conn, last_name="Иванова", now=NOW, **given)  # type: ignore[arg-type]
    assert tried is Refusal.ASKED_TOO_OFTEN
    later = people.find_named(conn, last_name="Иванова", now=NOW + timedelta(hours=1), **given)  # type: ignore[arg-type]
    assert later == first.holder


def test_a_sheet_of_a_new_years_night_can_be_printed_again(
    conn: psycopg.Connection, residents: tuple[Carded, Carded, Carded]
) -> None:
    first, at = residents[0], datetime.combine(date(2026, 12, 31), datetime.max.time(), tzinfo=UTC)
    made = sheet(conn, first, now=at)
    assert people.find_sheet(conn, holder=first.holder, secret=CARD_SECRET) == made
