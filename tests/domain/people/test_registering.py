"""One СНИЛС is one person, in whatever order and however often they are registered."""

import threading
from dataclasses import replace
from datetime import date

import psycopg
import pytest

from given.city import CLERK, NOW, anna, boris, vera
from given.databases import Database
from socert.domain import audit, people
from socert.domain.people import NewResident, Registered, Resident
from socert.postgres import connect
from socert.values import Snils, lane_of


def register(conn: psycopg.Connection, *residents: NewResident, lanes: int = 1) -> list[Registered]:
    return people.register(conn, residents=residents, lanes=lanes, actor=CLERK, now=NOW)


def crowd(count: int, *, first: int = 400_000_000) -> list[NewResident]:
    return [
        NewResident(Snils.from_nine(first + number), "Иванов", "Иван", None, date(1950, 1, 1), "Заозёрный")
        for number in range(count)
    ]


def test_people_are_registered_in_the_order_given(conn: psycopg.Connection) -> None:
    registered = register(conn, vera, anna, boris)
    assert [one.snils for one in registered] == [vera.snils, anna.snils, boris.snils]
    assert all(one.is_new for one in registered)
    assert len({one.holder for one in registered}) == 3


def test_a_registered_person_is_found_with_all_that_was_said(conn: psycopg.Connection) -> None:
    (one,) = register(conn, vera)
    assert people.find_by_snils(conn, snils=vera.snils) == Resident(one.holder, one.lane, NOW, vera)


def test_nobody_is_found_under_another_number(conn: psycopg.Connection) -> None:
    register(conn, anna)
    assert people.find_by_snils(conn, snils=boris.snils) is None


def test_a_person_registered_again_is_the_same_and_keeps_the_name(conn: psycopg.Connection) -> None:
    (first,) = register(conn, anna)
    (again,) = register(conn, replace(anna, last_name="Новикова"))
    assert again == replace(first, is_new=False)
    found = people.find_by_snils(conn, snils=anna.snils)
    assert found is not None
    assert found.identity.last_name == anna.last_name


def test_a_person_named_twice_in_a_list_is_new_once(conn: psycopg.Connection) -> None:
    registered = register(conn, anna, boris, replace(anna, last_name="Новикова"))
    assert [one.is_new for one in registered] == [True, True, False]
    assert registered[0].holder == registered[2].holder
    found = people.find_by_snils(conn, snils=anna.snils)
    assert found is not None
    assert found.identity == anna


def test_nobody_to_register_is_nothing_to_do(conn: psycopg.Connection) -> None:
    assert register(conn) == []
    assert audit.events_of(conn, subject="residents", limit=1) == []


def test_holders_are_random_and_lanes_follow_from_them(conn: psycopg.Connection) -> None:
    registered = register(conn, *crowd(200), lanes=4)
    assert {one.lane for one in registered} == {0, 1, 2, 3}
    for one in registered:
        assert 0 < one.holder < 2**62
        assert one.lane == lane_of(holder=one.holder, lanes=4)


def test_a_long_list_is_registered_at_once(conn: psycopg.Connection) -> None:
    residents = crowd(25_000)
    registered = register(conn, *reversed(residents))
    assert sum(one.is_new for one in registered) == 25_000
    assert [one.snils for one in registered] == [one.snils for one in reversed(residents)]
    found = people.find_holders(conn, snils=[one.snils for one in residents])
    assert found == {one.snils: (one.holder, one.lane) for one in registered}


def test_registering_is_written_down_without_names(conn: psycopg.Connection) -> None:
    register(conn, anna, boris)
    register(conn, boris, vera)
    events = audit.events_of(conn, subject="residents", limit=10)
    assert [event.details for event in events] == [{"new": 1, "known": 1}, {"new": 2, "known": 0}]
    rows = conn.execute("select row_to_json(audit_event)::text from audit_event").fetchall()
    assert anna.last_name not in str(rows)
    assert anna.snils.digits not in str(rows)


def test_two_who_register_the_same_people_at_once_register_them_once(database: Database) -> None:
    residents = crowd(300)
    answers: dict[int, list[Registered]] = {}
    together = threading.Barrier(2)

    def work(number: int, given: list[NewResident]) -> None:
        with connect(database.application_url) as conn:
            together.wait(timeout=10)
            answers[number] = register(conn, *given)

    threads = [threading.Thread(target=work, args=args) for args in ((1, residents), (2, residents[::-1]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    first, second = answers[1], answers[2][::-1]
    assert [(one.snils, one.holder) for one in first] == [(one.snils, one.holder) for one in second]
    assert all(one.is_new != other.is_new for one, other in zip(first, second, strict=True))
    with connect(database.application_url) as conn:
        counted = conn.execute("select (select count(*) from resident), (select count(*) from identity)").fetchone()
    assert counted == (300, 300)


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_name": ""},
        {"first_name": "  "},
        {"last_name": "Ивано\0ва"},
        {"patronymic": ""},
        {"district": "\n"},
        {"first_name": "я" * 101},
    ],
)
def test_an_unreadable_name_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(people.UnusableName):
        replace(anna, **wrong)  # type: ignore[arg-type]


def test_a_resident_shows_no_name_and_no_whole_number() -> None:
    shown = f"{anna} {anna!r}"
    assert not any(word in shown for word in (anna.last_name, anna.first_name, "1951", anna.snils.text))
