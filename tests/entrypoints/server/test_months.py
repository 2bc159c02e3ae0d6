"""A month without its partition: tills are refused, nothing moves, health and `verify` say so, and it is made."""

from datetime import timedelta

import psycopg
import pytest

from domain.purchases.crowd import verified
from given.city import ANNA_CARD
from given.processes import OwnCity, own_city, serve_process
from given.serving import Json, TillClient, line, receipt
from given.waiting import wait_until
from socert.domain import installation, monitoring
from socert.postgres import connect
from socert.wiring import real_time

LOAF = receipt(ANNA_CARD, line(amount=1), capture=True)
MOVED = "select (select count(*) from operation), (select count(*) from posting), (select sum(consumed) from account)"


def month_of(conn: psycopg.Connection, table: str) -> str:
    """The partition in which a table keeps what happens now."""
    row = conn.execute("select month_of(%s, clock_timestamp())::text", [table]).fetchone()
    assert row is not None
    return str(row[0])


def first_bad(own: OwnCity) -> str | None:
    """What `verify` says."""
    with connect(own.database.application_url) as conn:
        return monitoring.verify(conn).first_bad


@pytest.mark.parametrize("table", ["posting", "receipt_line"])
def test_a_missing_partition_ends_in_refusal_and_never_in_loss(table: str) -> None:
    with own_city() as own, connect(own.database.owner_url, autocommit=True) as owner:
        own.city.conn.close()
        with serve_process(own.database, own.home / "till") as (url, _):
            till = TillClient(url, key=own.city.bullfinch.till.key)
            with till.http:
                first = till.post("/authorisations", LOAF, key="before").raise_for_status().text
                month = month_of(owner, table)
                before = owner.execute(MOVED).fetchone() if table != "posting" else None
                # Its table stays under its name, so that nothing can put another one into its place.
                owner.execute(f"alter table {table} detach partition {month}".encode())
                for _ in range(3):
                    refused = till.post("/authorisations", LOAF, key="k")
                    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
                assert before is None or owner.execute(MOVED).fetchone() == before
                assert owner.execute("select from operation where key is not null").rowcount == 1
                assert till.post("/authorisations", LOAF, key="before").text == first  # what was answered stays so
                assert till.post("/quotes", LOAF).status_code == 200
                ready = till.http.get(f"{url}/health/ready")
                assert (ready.status_code, ready.headers["retry-after"]) == (503, "1")
                assert 'status="503"' in till.http.get(f"{url}/metrics").text
                assert first_bad(own) is not None
                reattach(owner, table, month)
                answered: Json = till.post("/authorisations", LOAF, key="k").raise_for_status().json()
                assert answered["outcome"] == "approved"
                assert till.http.get(f"{url}/health/ready").status_code == 200
        assert owner.execute("select from operation where key is not null").rowcount == 2
        verified(own.database.application_url)


def reattach(owner: psycopg.Connection, table: str, month: str) -> None:
    """Put a month back where it was."""
    owner.execute("set timezone = 'UTC'")
    row = owner.execute(
        "select at::text, (at + interval '1 month')::text from date_trunc('month', clock_timestamp()) as at"
    ).fetchone()
    assert row is not None
    owner.execute(f"alter table {table} attach partition {month} for values from ('{row[0]}') to ('{row[1]}')".encode())


def test_a_running_server_makes_what_is_missing() -> None:
    with own_city() as own, connect(own.database.owner_url, autocommit=True) as owner:
        own.city.conn.close()
        with serve_process(own.database, own.home / "till") as (url, _):
            till = TillClient(url, key=own.city.bullfinch.till.key)
            with till.http:
                owner.execute(f"drop table {month_of(owner, 'receipt_line')}".encode())
                wait_until(lambda: till.post("/authorisations", LOAF, key="k").status_code == 200)
        verified(own.database.application_url)


def test_nobody_meets_a_missing_month_when_the_clock_leaps_by_years() -> None:
    with own_city() as own:
        own.city.conn.close()
        with serve_process(own.database, own.home / "till") as (url, _):
            till = TillClient(url, key=own.city.bullfinch.till.key)
            with till.http:
                for days in (40, 400, 4_000):
                    to = real_time() + timedelta(days=days)
                    with connect(own.database.application_url) as conn:
                        assert isinstance(installation.move_clock(conn, to=to, real=real_time()), timedelta)
                    answered = till.post("/authorisations", LOAF, key=f"after {days}")
                    assert answered.status_code == 200  # approved, or declined as the certificate has ended
                    assert till.http.get(f"{url}/health/ready").status_code == 200
        verified(own.database.application_url)
