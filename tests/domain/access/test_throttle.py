"""Guessing is bounded whatever is rotated, and nobody is shut out of a browser they have signed in with before."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from given.databases import Database
from socert.domain import access
from socert.domain.access.model.throttle import KNOWN_DEVICE, NETWORK, UNKNOWN_DEVICES, Budget, Spent
from socert.domain.access.rules import throttle as rules
from socert.postgres import connect

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SECRET = b"s" * 32
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ANNA = "anna"


def tries(
    conn: psycopg.Connection,
    *,
    whom: str = ANNA,
    device: str = "",
    origin: str = "203.0.113.7",
    door: str = "staff",
    now: datetime = NOW,
) -> timedelta | None:
    return access.try_allowed(conn, door=door, whom=whom, device=device, origin=origin, secret=SECRET, now=now)


def fails(
    conn: psycopg.Connection, *, device: str = "", origin: str = "203.0.113.7", now: datetime = NOW, whom: str = ANNA
) -> timedelta | None:
    """One wrong answer; how long to wait where none was even taken."""
    wait = tries(conn, device=device, origin=origin, now=now, whom=whom)
    if wait is None:
        access.note_failure(conn, door="staff", whom=whom, device=device, origin=origin, secret=SECRET, now=now)
    return wait


def signs_in(
    conn: psycopg.Connection, *, device: str, origin: str = "198.51.100.1", now: datetime = NOW, whom: str = ANNA
) -> None:
    assert tries(conn, device=device, origin=origin, now=now, whom=whom) is None
    access.note_success(conn, door="staff", whom=whom, device=device, origin=origin, secret=SECRET, now=now)


def test_whoever_guesses_gets_no_more_tries_than_the_budget_whatever_they_rotate(conn: psycopg.Connection) -> None:
    signs_in(conn, device="annas")
    signs_in(conn, device="attackers", whom="mallory")
    admitted = [
        at
        for number in range(600)
        if fails(
            conn,
            device=("attackers" if number % 7 == 0 else f"device-{number}"),
            origin=f"10.{number % 200}.{number % 250}.9" if number % 2 else f"2001:db8:{number:x}::1",
            now=(at := NOW + timedelta(minutes=5 * number)),
        )
        is None
    ]
    # 50 hours of guessing: never more than ten within an hour, never more than forty within a day.
    for first in admitted:
        assert sum(first <= at < first + HOUR for at in admitted) <= UNKNOWN_DEVICES.tries_hour
        assert sum(first <= at < first + DAY for at in admitted) <= UNKNOWN_DEVICES.failures_day
    assert len(admitted) >= UNKNOWN_DEVICES.failures_day
    # And all that while Anna gets in with her own browser, also from the attacker's network.
    for hours in range(50):
        signs_in(conn, device="annas", origin="10.1.1.9", now=NOW + timedelta(hours=hours))


def test_a_known_browser_has_a_budget_of_its_own_that_success_refills(conn: psycopg.Connection) -> None:
    signs_in(conn, device="annas")
    for _ in range(KNOWN_DEVICE.tries_hour - 1):
        assert fails(conn, device="annas") is None
    signs_in(conn, device="annas")
    for _ in range(KNOWN_DEVICE.tries_hour):
        assert fails(conn, device="annas") is None
    assert fails(conn, device="annas") == HOUR
    # Her stolen computer spends nothing of what her telephone has.
    signs_in(conn, device="telephone")


def test_a_day_of_failures_at_a_known_browser_locks_it_until_they_are_a_day_old(conn: psycopg.Connection) -> None:
    signs_in(conn, device="annas")
    at = NOW
    for number in range(KNOWN_DEVICE.failures_day):
        at = NOW + timedelta(minutes=7 * number)
        assert fails(conn, device="annas", now=at) is None
    assert fails(conn, device="annas", now=at + HOUR) == NOW + DAY - (at + HOUR)
    signs_in(conn, device="annas", now=NOW + DAY)


def test_a_try_is_counted_before_it_is_judged(conn: psycopg.Connection) -> None:
    assert [tries(conn) for _ in range(UNKNOWN_DEVICES.tries_hour)] == [None] * UNKNOWN_DEVICES.tries_hour
    assert tries(conn) == HOUR
    assert tries(conn, now=NOW + timedelta(minutes=59)) == timedelta(minutes=1)
    assert tries(conn, now=NOW + HOUR) is None


def test_tries_at_once_are_no_more_than_tries_one_after_another(database: Database) -> None:
    def one(number: int) -> timedelta | None:
        with connect(database.application_url) as conn:
            return tries(conn, device=f"device-{number}", origin=f"10.0.{number}.1")

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(one, range(24)))
    assert waits.count(None) == UNKNOWN_DEVICES.tries_hour


def test_being_refused_does_not_prolong_the_wait(conn: psycopg.Connection) -> None:
    for _ in range(UNKNOWN_DEVICES.tries_hour):
        fails(conn)
    for minutes in range(60):
        assert tries(conn, now=NOW + timedelta(minutes=minutes)) == timedelta(minutes=60 - minutes)


def test_a_network_that_tries_many_people_is_stopped_and_others_are_not(conn: psycopg.Connection) -> None:
    for number in range(NETWORK.tries_hour):
        assert fails(conn, whom=f"person-{number}", origin=f"203.0.113.{number}") is None
    assert fails(conn, whom="one more", origin="203.0.113.250") == HOUR
    assert fails(conn, whom="one more", origin="203.0.114.1") is None
    before = conn.execute("select count(*) from sign_in_budget").fetchone()
    for number in range(20):
        assert fails(conn, whom=f"thought up {number}") == HOUR
    assert conn.execute("select count(*) from sign_in_budget").fetchone() == before


def test_doors_and_people_count_for_themselves(conn: psycopg.Connection) -> None:
    for _ in range(UNKNOWN_DEVICES.tries_hour):
        fails(conn)
    assert tries(conn, whom="boris") is None
    assert tries(conn, door="resident") is None
    assert tries(conn) == HOUR


def test_a_browser_is_a_strangers_again_after_half_a_year_or_when_devices_are_forgotten(
    conn: psycopg.Connection,
) -> None:
    later = NOW + timedelta(days=180)
    signs_in(conn, device="old")
    signs_in(conn, device="lost", now=later)
    access.forget_devices(conn, door="staff", whom=ANNA, secret=SECRET)
    for _ in range(UNKNOWN_DEVICES.tries_hour):
        fails(conn, now=later)
    assert tries(conn, device="old", now=later) == HOUR
    assert tries(conn, device="lost", now=later) == HOUR


def test_the_latest_ten_browsers_are_remembered(conn: psycopg.Connection) -> None:
    for number in range(12):
        signs_in(conn, device=f"browser-{number}", now=NOW + timedelta(minutes=number))
    row = conn.execute("select count(*) from known_device").fetchone()
    assert row == (10,)
    later = NOW + timedelta(minutes=15)
    for _ in range(UNKNOWN_DEVICES.tries_hour):
        fails(conn, now=later)
    assert tries(conn, device="browser-1", now=later) is not None
    assert tries(conn, device="browser-2", now=later) is None


def test_only_hashes_are_kept_and_rows_go_when_they_are_over(conn: psycopg.Connection) -> None:
    signs_in(conn, device="annas")
    fails(conn)
    kept = str([conn.execute(f"select * from {table}").fetchall() for table in ("sign_in_budget", "known_device")])
    assert "anna" not in kept
    assert "203.0" not in kept
    access.forget_tries_over(conn, now=NOW + timedelta(hours=23))
    assert conn.execute("select count(*) from sign_in_budget").fetchone() == (2,)
    access.forget_tries_over(conn, now=NOW + DAY)
    assert conn.execute("select count(*) from sign_in_budget").fetchone() == (0,)
    assert conn.execute("select count(*) from known_device").fetchone() == (1,)
    access.forget_tries_over(conn, now=NOW + timedelta(days=180))
    assert conn.execute("select count(*) from known_device").fetchone() == (0,)


@pytest.mark.parametrize(
    ("origin", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "elsewhere"),
        ("testclient", "elsewhere"),
        ("203.0.113.77, 1.1.1.1", "elsewhere"),
    ],
)
def test_an_address_counts_as_its_network(origin: str, network: str) -> None:
    assert rules.network_of(origin) == network


def test_no_two_tries_hash_alike_and_another_secret_hashes_otherwise() -> None:
    words = ["", "a", "b", "ab", "a\0b", "\ud800"]
    owns = {
        rules.trier_of(door=door, whom=whom, device=device, origin="", secret=SECRET).own
        for door, whom, device in itertools.product(words, repeat=3)
    }
    assert len(owns) == len(words) ** 3
    assert not owns & {rules.trier_of(door="a", whom="b", device="", origin="", secret=b"t").own}


@given(
    steps=st.lists(st.tuples(st.integers(0, 5_000), st.sampled_from(["fails", "succeeds", "is left"])), max_size=120),
    budget=st.builds(Budget, tries_hour=st.integers(1, 6), failures_day=st.integers(1, 9)),
)
def test_within_any_hour_and_any_day_no_more_is_admitted_than_the_budget_allows(
    steps: list[tuple[int, str]], budget: Budget
) -> None:
    now, spent = NOW, Spent()
    begun: list[datetime] = []
    failed: list[datetime] = []
    for seconds, end in steps:
        now += timedelta(seconds=seconds)
        spent = rules.current(spent, now=now)
        wait = rules.wait_of(spent, budget=budget, now=now)
        if wait is not None:
            assert timedelta(0) < wait <= DAY
            freed = rules.current(spent, now=now + wait)
            assert rules.wait_of(freed, budget=budget, now=now + wait) is None, "after waiting one is let in"
            continue
        spent = rules.with_try(spent, now=now)
        if end == "succeeds":
            spent = rules.without_try(spent, now=now)
            continue
        begun.append(now)
        if end == "fails":
            spent = rules.with_failure(spent, now=now)
            failed.append(now)
    assert all(sum(first <= at < first + HOUR for at in begun) <= budget.tries_hour for first in begun)
    assert all(sum(first <= at < first + DAY for at in failed) <= budget.failures_day for first in failed)
