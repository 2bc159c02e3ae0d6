"""The database goes away and comes back: tills are told at once, health tells the truth, service resumes by itself."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from domain.purchases.crowd import verified
from given.city import ANNA_CARD
from given.processes import OwnCity, own_city, serve_process
from given.serving import TillClient, line, receipt
from socert.postgres import connect, open_server
from socert.postgres.postmaster import processes, stop

LOAF = receipt(ANNA_CARD, line(amount=1))
AT_ONCE = 1.0  # seconds; a machine may be busy


@pytest.fixture
def own() -> Iterator[OwnCity]:
    """A city whose database may go away."""
    with own_city() as made:
        yield made


def wait_until(is_so: Callable[[], bool], *, seconds: float = 20.0) -> None:
    """Wait for it, with an end."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def assert_away_at_once(till: TillClient) -> None:
    """Every door says so, and none lets a till wait."""
    for path in ("/authorisations", "/quotes", "/balances"):
        body = LOAF if path != "/balances" else {"carrier": LOAF["carrier"]}
        began = time.monotonic()
        response = till.post(path, body, key="away")
        assert time.monotonic() - began < AT_ONCE
        assert (response.status_code, response.json()["code"]) == (503, "database_away")
        assert response.headers["retry-after"] == "1"


def test_a_stopped_database_is_told_at_once_and_found_again(own: OwnCity) -> None:
    with serve_process(own.database, own.home / "till") as (url, _):
        till = TillClient(url, key=own.city.bullfinch.till.key)
        with till.http:
            assert till.http.get(f"{url}/health/ready").status_code == 200
            assert till.authorise(LOAF, key="before")["outcome"] == "approved"
            own.city.conn.close()
            stop(own.data)
            wait_until(lambda: till.post("/authorisations", LOAF, key="away").status_code == 503)
            time.sleep(0.3)  # the watch has looked by now
            assert_away_at_once(till)
            assert till.http.get(f"{url}/health/live").json() == {"status": "live"}
            ready = till.http.get(f"{url}/health/ready")
            assert (ready.status_code, ready.json()["code"]) == (503, "database_away")
            assert "socert_database_up 0.0" in till.http.get(f"{url}/metrics").text
            with open_server(home=own.home, owner_url=None, application_url=None):
                wait_until(lambda: till.http.get(f"{url}/health/ready").status_code == 200)
                assert till.authorise(LOAF, key="away")["outcome"] == "approved"
                assert till.authorise(LOAF, key="before")["outcome"] == "approved"
                assert till.post("/quotes", LOAF).status_code == 200
                with connect(own.database.application_url) as conn:
                    row = conn.execute("select count(*) from operation where key is not null").fetchone()
                    assert row == (2,)
                verified(own.database.application_url)


def test_a_database_that_says_no_word_is_away_after_three_seconds(own: OwnCity) -> None:
    with serve_process(own.database, own.home / "till") as (url, _):
        till = TillClient(url, key=own.city.bullfinch.till.key)
        with till.http:
            till.authorise(LOAF, key="before")
            frozen = processes(own.data)
            try:
                for pid in frozen:
                    os.kill(pid, signal.SIGSTOP)
                wait_until(lambda: "socert_database_up 0.0" in till.http.get(f"{url}/metrics").text, seconds=8)
                assert_away_at_once(till)
            finally:
                for pid in frozen:
                    os.kill(pid, signal.SIGCONT)
            wait_until(lambda: till.post("/authorisations", LOAF, key="away").status_code == 200)
