"""A full disk: what cannot be written is refused, what was acknowledged stays, and space brings service back."""

import os
import shutil
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from domain.purchases.crowd import verified
from given.city import ANNA_CARD
from given.disks import small_disk
from given.processes import OwnCity, own_city, serve_process
from given.serving import Json, TillClient, line, receipt
from given.waiting import wait_until
from socert.postgres import connect, open_server
from socert.postgres.postmaster import stop

MEGABYTES = 3
LOG_MEGABYTES = 96
LARGE: Json = receipt(ANNA_CARD, *(line(n, amount=1, name="ё" * 240) for n in range(1, 101)))


def keep_receipts_on(disk: Path, own: OwnCity) -> None:
    """Let the lines of receipts be kept there."""
    place = disk / "tablespace"
    place.mkdir()
    owner = own.data.stat()
    os.chown(place, owner.st_uid, owner.st_gid)
    password = (own.data.parent / "postgres.password").read_text(encoding="utf-8").strip()
    with psycopg.connect(
        make_conninfo(own.database.owner_url, user="postgres", password=password), autocommit=True
    ) as root:
        root.execute(f"create tablespace small location '{place}'")
        months = root.execute(
            "select distinct month_of('receipt_line', at)::text"
            " from (values (clock_timestamp()), (clock_timestamp() + interval '1 hour')) as soon (at)"
        ).fetchall()
        for (month,) in months:
            root.execute(f"alter table {month} set tablespace small".encode())


def kept(own: OwnCity) -> dict[bytes, str]:
    """Every answer that stands in the ledger, by its key."""
    with connect(own.database.application_url) as conn:
        return dict(conn.execute("select key, answer from operation where key is not null").fetchall())


def buy_until_refused(till: TillClient) -> dict[str, str]:
    """Large receipts as long as they are answered; every answer by its key."""
    answers: dict[str, str] = {}
    for number in range(3_000):
        response = till.post("/authorisations", LARGE, key=f"k{number}")
        if response.status_code != 200:
            assert (response.status_code, response.headers["retry-after"]) == (503, "1")
            return answers
        answers[f"k{number}"] = response.text
    raise AssertionError("the disk never was full")


def test_a_full_disk_ends_in_refusal_and_never_in_loss() -> None:
    with own_city() as own, small_disk(own.home.parent / "disk", megabytes=MEGABYTES) as disk:
        keep_receipts_on(disk, own)
        own.city.conn.close()
        with serve_process(own.database, own.home / "till") as (url, _):
            till = TillClient(url, key=own.city.bullfinch.till.key)
            with till.http:
                reserve = disk / "reserve"
                reserve.write_bytes(b"\0" * 1_000_000)
                answers = buy_until_refused(till)
                assert len(answers) > 3
                refused = f"k{len(answers)}"
                assert sorted(kept(own).values()) == sorted(answers.values())
                assert till.post("/authorisations", LARGE, key=refused).status_code == 503
                assert till.post("/authorisations", LARGE, key="k0").text == answers["k0"]
                reserve.unlink()
                answers[refused] = till.post("/authorisations", LARGE, key=refused).raise_for_status().text
                assert sorted(kept(own).values()) == sorted(answers.values())
        verified(own.database.application_url)


def keep_log_on(disk: Path, own: OwnCity) -> None:
    """Let the write-ahead log be kept there; the database is stopped and comes back."""
    stop(own.data)
    log, owner = own.data / "pg_wal", own.data.stat()
    place = disk / "pg_wal"
    shutil.move(log, place)
    for one in (place, *place.rglob("*")):
        os.chown(one, owner.st_uid, owner.st_gid)
    log.symlink_to(place)


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    reserve = disk / "reserve"
    with reserve.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
        except OSError:
            return reserve


def test_a_log_without_room_stops_the_database_and_loses_nothing() -> None:
    """PostgreSQL itself ends then: what was told stands in the log, and everything else is refused until it is back."""
    with own_city() as own, small_disk(own.home.parent / "disk", megabytes=LOG_MEGABYTES) as disk:
        own.city.conn.close()
        keep_log_on(disk, own)
        with (
            open_server(home=own.home, owner_url=None, application_url=None),
            serve_process(own.database, own.home / "till") as (url, _),
        ):
            till = TillClient(url, key=own.city.bullfinch.till.key)
            with till.http:
                reserve = fill(disk)
                answers = buy_until_refused(till)
                assert len(answers) > 3
                refused = f"k{len(answers)}"
                wait_until(lambda: not (own.data / "postmaster.pid").exists())
                assert till.post("/authorisations", LARGE, key=refused).status_code == 503
                assert till.http.get(f"{url}/health/ready").status_code == 503
                reserve.unlink()
                with open_server(home=own.home, owner_url=None, application_url=None):
                    wait_until(lambda: till.post("/authorisations", LARGE, key=refused).status_code == 200)
                    answers[refused] = till.post("/authorisations", LARGE, key=refused).text
                    assert till.post("/authorisations", LARGE, key="k0").text == answers["k0"]
                    assert sorted(kept(own).values()) == sorted(answers.values())
                    verified(own.database.application_url)
