"""Whoever is erased leaves no phone, code or number behind, also when a code is sent at that moment."""

import threading

import psycopg

from given.city import CARD_SECRET, CLERK, NOW, Carded, given_city
from given.databases import Database
from socert.domain import people
from socert.postgres import connect

LEFT = """
    select
        (select count(*) from contact), (select count(*) from message), (select count(*) from confirmation_code),
        (select count(*) from code_limit where subject like 'card:%')
"""


def send(conn: psycopg.Connection, who: Carded) -> None:
    """Send a code to somebody's phone."""
    assert people.send_code(conn, card=who.card_hash, asker=people.AskingTill(1), secret=CARD_SECRET, now=NOW)


def reached(conn: psycopg.Connection) -> Carded:
    """Anna, whose phone is known."""
    anna = given_city(conn).anna
    people.set_contact(conn, holder=anna.holder, phone="+79990001122", actor=CLERK, now=NOW)
    return anna


def erase(conn: psycopg.Connection, who: Carded) -> None:
    """Erase somebody."""
    erased = people.erase(conn, holder=who.holder, actor=CLERK, now=NOW, reason="asked for")
    assert isinstance(erased, people.Erased)


def test_nothing_is_left_of_codes_and_of_how_often_they_were_asked_for(conn: psycopg.Connection) -> None:
    anna = reached(conn)
    send(conn, anna)
    assert conn.execute(LEFT).fetchone() == (1, 1, 1, 1)
    erase(conn, anna)
    assert conn.execute(LEFT).fetchone() == (0, 0, 0, 0)


def test_a_code_on_its_way_is_erased_with_its_reader(database: Database) -> None:
    with connect(database.application_url) as conn:
        anna = reached(conn)
    with connect(database.application_url) as sending, connect(database.application_url) as erasing:
        send(sending, anna)
        thread = threading.Thread(target=erase, args=(erasing, anna))
        thread.start()
        thread.join(timeout=0.3)
        sending.commit()
        thread.join(timeout=10)
        assert not thread.is_alive()
        erasing.commit()
        row = sending.execute(LEFT).fetchone()
        assert row is not None
        assert row[:3] == (0, 0, 0)


def test_nobody_who_is_being_erased_is_sent_a_code(database: Database) -> None:
    with connect(database.application_url) as conn:
        anna = reached(conn)
    with connect(database.application_url) as sending, connect(database.application_url) as erasing:
        erase(erasing, anna)
        thread = threading.Thread(target=send, args=(sending, anna))
        thread.start()
        thread.join(timeout=0.3)
        erasing.commit()
        thread.join(timeout=10)
        assert not thread.is_alive()
        sending.commit()
        row = sending.execute(LEFT).fetchone()
        assert row is not None
        assert row[:3] == (0, 0, 0)
