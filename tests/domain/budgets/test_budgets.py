"""Money is appropriated, reserved and released, and never reserved beyond its limit, however many try at once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from domain.programmes.files import FOOD, OPERATOR, tree
from given.databases import Database
from socert.domain import budgets, programmes
from socert.domain.budgets import Appropriated, Refused
from socert.postgres import connect
from socert.values import Money

NOW = datetime(2026, 1, 10, tzinfo=UTC)


@pytest.fixture
def programme(conn: Connection) -> int:
    published = programmes.publish(conn, text=FOOD, tree=tree(), actor=OPERATOR, now=NOW)
    assert isinstance(published, programmes.Published)
    return published.programme


def appropriate(conn: Connection, programme: int, source: str, kopecks: int) -> Appropriated | Refused:
    return budgets.appropriate(
        conn,
        programme=programme,
        source=source,
        budget_year=2026,
        budget_code="example",
        limit=Money(kopecks),
        actor=OPERATOR,
        now=NOW,
    )


def numbers(conn: Connection) -> dict[str, int]:
    return {one.id: one.number for one in budgets.sources(conn)}


def reserve(conn: Connection, programme: int, amounts: Mapping[int, int]) -> dict[int, int] | Refused:
    return budgets.reserve(conn, programme=programme, budget_year=2026, amounts=amounts)


def in_ledger(conn: Connection, source: str) -> int:
    """What stands on a source's appropriation account: credits less debits."""
    row = conn.execute(
        """
        select coalesce(sum(case when p.credit = a.id then p.amount else -p.amount end), 0)
        from ledger_account a
        join appropriation b on b.number = a.appropriation
        join funding_source s on s.number = b.source
        join posting p on a.id in (p.debit, p.credit)
        where s.id = %s
        """,
        [source],
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_an_appropriation_is_booked_from_its_source(conn: Connection, programme: int) -> None:
    made = appropriate(conn, programme, "city", 1000_00)
    assert isinstance(made, Appropriated)
    assert made.added == Money(1000_00)
    assert in_ledger(conn, "city") == 1000_00
    (stage,) = budgets.stages(conn, programme=programme)
    assert (stage.source, stage.limit, stage.reserved, stage.free) == (
        "city",
        Money(1000_00),
        Money(0),
        Money(1000_00),
    )
    assert budgets.stages(conn, programme=programme + 1) == []
    assert budgets.stages(conn, programme=None) == [stage]


def test_raising_a_limit_books_the_difference_and_lowering_takes_it_back(conn: Connection, programme: int) -> None:
    appropriate(conn, programme, "city", 1000_00)
    for limit, added in [(1500_00, 500_00), (1500_00, 0), (700_00, -800_00)]:
        made = appropriate(conn, programme, "city", limit)
        assert isinstance(made, Appropriated)
        assert made.added == Money(added)
        assert in_ledger(conn, "city") == limit


def test_a_limit_is_not_lowered_below_what_is_reserved(conn: Connection, programme: int) -> None:
    appropriate(conn, programme, "city", 1000_00)
    reserve(conn, programme, {numbers(conn)["city"]: 600_00})
    refused = appropriate(conn, programme, "city", 599_99)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.missing) == ("below_reserved", Money(1))
    assert in_ledger(conn, "city") == 1000_00
    assert isinstance(appropriate(conn, programme, "city", 600_00), Appropriated)


@pytest.mark.parametrize("kopecks", [0, -1])
def test_a_limit_is_above_zero(conn: Connection, programme: int, kopecks: int) -> None:
    refused = appropriate(conn, programme, "city", kopecks)
    assert isinstance(refused, Refused)
    assert refused.code == "unusable_limit"


@pytest.mark.parametrize("code", ["", " ", "1" * 19, "1" * 21, "\u0661" * 20, "illustrative", "\x00"])
def test_a_budget_code_is_a_code(conn: Connection, programme: int, code: str) -> None:
    refused = budgets.appropriate(
        conn,
        programme=programme,
        source="city",
        budget_year=2026,
        budget_code=code,
        limit=Money(1),
        actor=OPERATOR,
        now=NOW,
    )
    assert isinstance(refused, Refused)
    assert refused.code == "unusable_budget_code"


def test_the_word_example_is_a_code_only_where_it_is_allowed(conn: Connection, programme: int) -> None:
    for allowed in (False, True):
        made = budgets.appropriate(
            conn,
            programme=programme,
            source="city",
            budget_year=2026,
            budget_code="example",
            limit=Money(1),
            actor=OPERATOR,
            now=NOW,
            may_be_example=allowed,
        )
        assert isinstance(made, Appropriated) == allowed


def test_the_code_of_a_limit_is_changed_only_when_asked_for(conn: Connection, programme: int) -> None:
    appropriate(conn, programme, "city", 1000_00)
    for allowed in (False, True):
        made = budgets.appropriate(
            conn,
            programme=programme,
            source="city",
            budget_year=2026,
            budget_code="1" * 20,
            limit=Money(1500_00),
            actor=OPERATOR,
            now=NOW,
            may_change_code=allowed,
        )
        assert isinstance(made, Appropriated) or made.code == "other_budget_code"
        (stage,) = budgets.stages(conn, programme=programme)
        assert stage.budget_code == ("1" * 20 if allowed else "example")


def test_reserving_beyond_the_limit_names_the_source_and_what_is_missing(conn: Connection, programme: int) -> None:
    appropriate(conn, programme, "city", 1000_00)
    appropriate(conn, programme, "federal", 100_00)
    of = numbers(conn)
    refused = reserve(conn, programme, {of["city"]: 1000_00, of["federal"]: 100_01})
    assert isinstance(refused, Refused)
    assert (refused.code, refused.source, refused.missing) == ("beyond_appropriation", "federal", Money(1))
    assert "federal" in refused.text.en
    assert [one.reserved for one in budgets.stages(conn, programme=None)] == [Money(0), Money(0)]


def test_a_source_without_an_appropriation_lacks_everything(conn: Connection, programme: int) -> None:
    refused = reserve(conn, programme, {numbers(conn)["city"]: 5})
    assert isinstance(refused, Refused)
    assert refused.missing == Money(5)
    assert refused.text.en == "No limit is set for 'city' in 2026; see `socert budget appropriate`."


def test_what_is_released_can_be_reserved_again_and_no_more_than_that(conn: Connection, programme: int) -> None:
    appropriate(conn, programme, "city", 1000_00)
    city = numbers(conn)["city"]
    reserve(conn, programme, {city: 1000_00})
    budgets.release(conn, programme=programme, budget_year=2026, amounts={city: 400_00})
    assert isinstance(reserve(conn, programme, {city: 400_00}), dict)
    with pytest.raises(budgets.UnableToRelease):
        budgets.release(conn, programme=programme, budget_year=2026, amounts={city: 1000_01})


def test_nothing_is_reserved_for_nothing(conn: Connection, programme: int) -> None:
    assert reserve(conn, programme, {numbers(conn)["city"]: 0}) == {}


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(st.lists(st.integers(1, 400), min_size=1, max_size=5), min_size=2, max_size=4))
def test_those_who_reserve_at_once_never_pass_the_limit(database: Database, wishes: list[list[int]]) -> None:
    with connect(database.application_url) as conn:
        published = programmes.publish(conn, text=FOOD, tree=tree(), actor=OPERATOR, now=NOW)
        assert isinstance(published, programmes.Published)
        programme = published.programme
        before = {one.source: one.reserved.kopecks for one in budgets.stages(conn, programme=programme)}
        for source in ("federal", "city"):
            appropriate(conn, programme, source, before.get(source, 0) + 1000)
        both = numbers(conn)
    reserved: list[int] = []

    def run(amounts: list[int]) -> None:
        with connect(database.application_url) as conn:
            for amount in amounts:
                # Named in either order; rows are locked in one.
                asked = {both[source]: amount for source in sorted(both, reverse=bool(amount % 2))}
                if isinstance(reserve(conn, programme, asked), dict):
                    reserved.append(amount)
                conn.commit()

    threads = [Thread(target=run, args=(amounts,)) for amounts in wishes]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with connect(database.application_url) as conn:
        for stage in budgets.stages(conn, programme=programme):
            assert stage.reserved.kopecks - before.get(stage.source, 0) == sum(reserved) <= 1000
    wanted = sum(map(sum, wishes))
    assert sum(reserved) == wanted if wanted <= 1000 else sum(reserved) > 1000 - 400
