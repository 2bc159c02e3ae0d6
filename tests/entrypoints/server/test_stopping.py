"""SIGTERM under load: what was taken is answered, what was not is not done."""

import signal
import threading
import uuid
from pathlib import Path

import httpx
import psycopg

from domain.purchases.crowd import verified
from given.city import ANNA_CARD, given_city
from given.databases import Database
from given.processes import serve_process
from given.programmes import given_certificate, given_programme
from given.serving import TillClient, line, receipt
from socert.postgres import connect
from socert.wiring import real_time

TILLS = 24


def test_a_stop_under_load_answers_what_was_taken_and_does_nothing_else(
    database: Database, conn: psycopg.Connection, tmp_path: Path
) -> None:
    city = given_city(conn, now=real_time())
    given_programme(city)
    given_certificate(conn, city.anna, now=city.now)
    conn.commit()
    answered: dict[str, int] = {}
    unanswered: list[str] = []
    half_done: list[str] = []
    enough = threading.Event()

    def trade(url: str) -> None:
        till = TillClient(url, key=city.bullfinch.till.key)
        with till.http:
            while True:
                key = str(uuid.uuid4())
                try:
                    answered[key] = till.post(
                        "/authorisations", receipt(ANNA_CARD, line(amount=1)), key=key
                    ).status_code
                except httpx.ConnectError:
                    return
                except httpx.RemoteProtocolError as error:
                    (half_done if "incomplete" in str(error) else unanswered).append(key)
                    return
                except httpx.TransportError:
                    unanswered.append(key)
                    return
                if len(answered) > TILLS * 10:
                    enough.set()

    with serve_process(database, tmp_path) as (url, process):
        threads = [threading.Thread(target=trade, args=(url,)) for _ in range(TILLS)]
        for thread in threads:
            thread.start()
        assert enough.wait(30)
        process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join(timeout=30)
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert half_done == []
    assert set(answered.values()) == {200}
    with connect(database.application_url) as fresh:
        rows = fresh.execute("select count(*) from operation where key is not null").fetchone()
    verified(database.application_url)
    assert rows == (len(answered),), f"{len(unanswered)} were not answered"
