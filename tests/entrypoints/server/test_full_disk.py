"""A full disk: what cannot be written is refused, what was acknowledged stays, and space brings service back."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from domain.purchases.crowd import verified
from given.city import ANNA_CARD
from given.processes import OwnCity, own_city, serve_process
from given.serving import Json, TillClient, line, receipt
from socert.postgres import connect

MEGABYTES = 3
LARGE: Json = receipt(ANNA_CARD, *(line(n, amount=1, name="ё" * 240) for n in range(1, 101)))


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of three megabytes."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no small file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


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


def test_a_full_disk_ends_in_refusal_and_never_in_loss() -> None:
    with own_city() as own, small_disk(own.home.parent / "disk") as disk:
        keep_receipts_on(disk, own)
        own.city.conn.close()
        with serve_process(own.database, own.home / "till") as (url, _):
            till = TillClient(url, key=own.city.bullfinch.till.key)
            with till.http:
                reserve = disk / "reserve"
                reserve.write_bytes(b"\0" * 1_000_000)
                answers: dict[str, str] = {}
                for number in range(200):
                    response = till.post("/authorisations", LARGE, key=f"k{number}")
                    if response.status_code != 200:
                        break
                    answers[f"k{number}"] = response.text
                assert (response.status_code, response.headers["retry-after"]) == (503, "1")
                assert len(answers) > 3
                refused = f"k{len(answers)}"
                assert sorted(kept(own).values()) == sorted(answers.values())
                assert till.post("/authorisations", LARGE, key=refused).status_code == 503
                assert till.post("/authorisations", LARGE, key="k0").text == answers["k0"]
                reserve.unlink()
                answers[refused] = till.post("/authorisations", LARGE, key=refused).raise_for_status().text
                assert sorted(kept(own).values()) == sorted(answers.values())
        verified(own.database.application_url)
