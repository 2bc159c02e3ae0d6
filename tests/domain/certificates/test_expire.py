"""What is not spent returns to its sources to the kopeck, once, and what comes back later returns later."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from domain.certificates.pilot import LATER, assert_books_balance, count, issue, publish, spend
from domain.programmes.files import FOOD, OPERATOR
from given.databases import Database
from socert.domain import budgets, certificates
from socert.domain.certificates.rules.returning import returned_parts
from socert.postgres import connect
from socert.values import Money, split_by_shares

SHARES = st.lists(st.integers(1, 99), max_size=4, unique=True).map(
    lambda cuts: [high - low for low, high in zip([0, *sorted(cuts)], [*sorted(cuts), 100], strict=True)]
)


def test_unspent_money_returns_by_source(conn: Connection) -> None:
    publish(conn)
    certificate = issue(conn, 7).certificate
    spend(conn, certificate, consumed=333_33)
    expired = certificates.expire(conn, now=LATER, actor=OPERATOR)
    assert (expired.certificates, expired.accounts, expired.returned) == (1, 1, Money(166_67))
    assert expired.by_source == {"federal": Money(300_00 - 199_99), "city": Money(200_00 - 133_34)}
    assert_books_balance(conn)


def test_a_certificate_is_over_at_the_end_of_its_last_day_and_not_before(conn: Connection) -> None:
    publish(conn)
    until = issue(conn, 7).valid_until
    before = certificates.expire(conn, now=until - timedelta(microseconds=1), actor=OPERATOR)
    assert (before.certificates, before.returned) == (0, Money(0))
    assert certificates.expire(conn, now=until, actor=OPERATOR).certificates == 1


def test_expiring_again_does_nothing(conn: Connection) -> None:
    publish(conn)
    issue(conn, 7)
    certificates.expire(conn, now=LATER, actor=OPERATOR)
    tables = ("operation", "posting", "certificate_event", "audit_event")
    before = [count(conn, table) for table in tables]
    again = certificates.expire(conn, now=LATER, actor=OPERATOR)
    assert (again.certificates, again.accounts, again.returned, again.by_source) == (0, 0, Money(0), {})
    assert [count(conn, table) for table in tables] == before


def test_a_certificate_spent_to_the_end_ends_without_a_posting(conn: Connection) -> None:
    publish(conn)
    spend(conn, issue(conn, 7).certificate, consumed=500_00)
    before = count(conn, "posting")
    expired = certificates.expire(conn, now=LATER, actor=OPERATOR)
    assert (expired.certificates, expired.accounts) == (1, 0)
    assert count(conn, "posting") == before
    assert conn.execute("select total from operation where kind = 7").fetchall() == [(0,)]


def test_a_hold_that_lapses_after_the_end_returns_at_the_next_run(conn: Connection) -> None:
    publish(conn)
    certificate = issue(conn, 7).certificate
    spend(conn, certificate, held=100_01)
    assert certificates.expire(conn, now=LATER, actor=OPERATOR).returned == Money(399_99)
    spend(conn, certificate, released=100_01, at=LATER)
    later = certificates.expire(conn, now=LATER, actor=OPERATOR)
    assert (later.certificates, later.returned) == (0, Money(100_01))
    assert [one.reserved for one in budgets.stages(conn, programme=None)] == [Money(0), Money(0)]
    assert_books_balance(conn)


def test_the_money_returned_can_be_issued_again(conn: Connection) -> None:
    publish(conn, limit=300_00)
    issue(conn, 7)
    certificates.expire(conn, now=LATER, actor=OPERATOR)
    issue(conn, 8, now=LATER)
    assert_books_balance(conn)


@given(
    shares=SHARES,
    issued=st.integers(1, 10**8),
    fractions=st.lists(st.fractions(0, 1), min_size=3, max_size=3),
)
def test_parts_never_are_negative_and_sum_to_what_is_left(
    shares: list[int], issued: int, fractions: list[float]
) -> None:
    kept = issued
    total = [0] * len(shares)
    # In three runs, each returning what was released since, as lapsing holds do.
    needs = sorted((int(issued * fraction) for fraction in fractions), reverse=True)
    for needed in needs:
        parts = returned_parts(kept=kept, needed=needed, shares=shares)
        assert min(parts) >= 0
        assert sum(parts) == kept - needed
        total = [had + part for had, part in zip(total, parts, strict=True)]
        kept = needed
    paid = split_by_shares(amount=needs[-1], shares=shares)
    whole = split_by_shares(amount=issued, shares=shares)
    assert [part + returned for part, returned in zip(paid, total, strict=True)] == list(whole)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shares=SHARES,
    roubles=st.integers(1, 1_000),
    kopecks=st.integers(0, 99),
    spending=st.lists(st.tuples(st.fractions(0, 1), st.fractions(0, 1)), min_size=1, max_size=4),
)
def test_money_never_appears_or_vanishes(
    database: Database, shares: list[int], roubles: int, kopecks: int, spending: list[tuple[float, float]]
) -> None:
    funding = "".join(f"  - {{source: source-{place}, share: {share}}}\n" for place, share in enumerate(shares))
    head, rest = FOOD.split("  - {source: federal")[0], FOOD[FOOD.index("versions:") :]
    text = head + funding + rest.replace("amount: 500", f"amount: {roubles}.{kopecks:02d}")
    amount = roubles * 100 + kopecks
    with connect(database.application_url) as conn:
        publish(conn, text, limit=10_000_00)
        spent = 0
        for holder, (spend_part, hold_part) in enumerate(spending, start=1):
            certificate = issue(conn, holder).certificate
            consumed = int(amount * spend_part)
            held = int((amount - consumed) * hold_part)
            spent += consumed
            spend(conn, certificate, consumed=consumed, held=held)
            assert_books_balance(conn)
            certificates.expire(conn, now=LATER, actor=OPERATOR)
            spend(conn, certificate, released=held, at=LATER)
        certificates.expire(conn, now=LATER, actor=OPERATOR)
        assert_books_balance(conn)
        reserved = sum(one.reserved.kopecks for one in budgets.stages(conn, programme=None))
        assert reserved == spent
        conn.rollback()


def test_money_that_comes_back_while_it_is_counted_stops_the_run(conn: Connection, owner: Connection) -> None:
    publish(conn)
    spend(conn, issue(conn, 7).certificate, held=500_00)
    issue(conn, 8)
    conn.commit()
    # As if a till let a hold lapse after the balances were read and before they are counted as returned.
    owner.execute(
        "create function lapse() returns trigger language plpgsql security definer as"
        " $$ begin update account set held = 0; return null; end $$"
    )
    owner.execute("create trigger lapses after insert on posting execute function lapse()")
    owner.commit()
    with pytest.raises(certificates.AccountsKeepChanging):
        certificates.expire(conn, now=LATER, actor=OPERATOR)
    conn.rollback()
    assert count(conn, "certificate where status = 1") == 2
    assert_books_balance(conn)
