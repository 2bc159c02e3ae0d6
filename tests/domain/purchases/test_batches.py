"""However a sequence of questions is cut into batches, the answers and the tables are the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.purchases.town import BEGIN, Town, open_town
from given.city import CLERK, Carded
from given.programmes import CHILDREN, FOOD, ZONE
from socert.domain import certificates
from socert.domain.purchases import Authorise, Question

SECOND = timedelta(seconds=1)
#: Everything a batch writes but where in which batch it was written.
TABLES = {
    "account": "select * from account order by holder, id",
    "operation": "select id, lane, kind, outcome, merchant, till, holder, parent, total, covered, at, till_at, receipt,"
    " key, body, answer from operation where kind < 6 order by lane, id",
    "posting": "select * from posting order by lane, operation, place",
    "receipt_line": "select * from receipt_line order by lane, operation, position",
    "hold": "select * from hold order by lane, holder, operation, account",
}
Table = list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One question in the making: a basket, or something about an earlier one."""

    verb: str
    which: int
    amount: int


steps = st.lists(
    st.builds(
        Step,
        verb=st.sampled_from(["hold", "hold", "take", "capture", "void", "void by key", "repeat", "overtake"]),
        which=st.integers(0, 9),
        amount=st.integers(0, 40_000),
    ),
    min_size=1,
    max_size=24,
)
cuts = st.lists(st.integers(1, 23), max_size=8)


def questions(town: Town, people: Sequence[Carded], drawn: Sequence[Step]) -> list[tuple[int, Question]]:
    """The steps as questions, each with its lane."""
    bought: list[tuple[int, Authorise]] = []
    asked: list[tuple[int, Question]] = []
    for step in drawn:
        who = people[step.which % len(people)]
        if step.verb in ("hold", "take", "overtake") or not bought:
            lines = [town.line(1, "bread", step.amount), town.line(2, "toys", 2 * step.amount)]
            till = town.trade.city.rowan.till
            basket = town.trade.buy(who, till, *lines, at=BEGIN, capture=step.verb == "take")
            bought.append((who.lane, basket))
            if step.verb == "overtake":
                asked.append((who.lane, town.trade.void_by_key(basket, at=BEGIN)))
            asked.append(bought[-1])
            continue
        lane, basket = bought[step.which % len(bought)]
        match step.verb:
            case "capture":
                asked.append((lane, town.trade.capture(basket, at=BEGIN)))
            case "void":
                asked.append((lane, town.trade.void(basket, at=BEGIN)))
            case "void by key":
                asked.append((lane, town.trade.void_by_key(basket, at=BEGIN)))
            case _:
                asked.append((lane, basket))
    return asked


def outcome(
    town: Town, asked: Sequence[tuple[int, Question]], ends: Sequence[int]
) -> tuple[list[object], dict[str, Table]]:
    """Answers and tables when the questions are asked in batches that end there; nothing of it stays."""
    answers: list[object] = [None] * len(asked)
    now = BEGIN + 901 * SECOND
    with town.conn.transaction(force_rollback=True):
        for start, end in pairwise([0, *ends, len(asked)]):
            for lane in range(town.trade.lanes):
                places = [place for place in range(start, end) if asked[place][0] == lane]
                found = town.trade.ask(*(asked[place][1] for place in places), at=now, lane=lane, writer=1 + end % 2)
                for place, answer in zip(places, found, strict=True):
                    answers[place] = answer
        tables = {name: town.conn.execute(query).fetchall() for name, query in TABLES.items()}
    return answers, tables


@pytest.mark.parametrize("lanes", [1, 4])
def test_any_cut_into_batches_gives_the_same_answers_and_the_same_tables(conn: psycopg.Connection, lanes: int) -> None:
    town = open_town(conn, lanes=lanes)
    people = [town.newcomer() for _ in range(3 * lanes)]
    for who, programme in [(one, FOOD) for one in people] + [(people[0], CHILDREN), (people[1], CHILDREN)]:
        issued = certificates.issue(
            conn, programme=programme, holder=who.holder, lane=who.lane, now=BEGIN, zone=ZONE, actor=CLERK
        )
        assert isinstance(issued, certificates.Issued)
    for who in people[:2]:  # holds that are overdue when the sequence begins
        held = town.trade.buy(who, town.trade.city.bullfinch.till, town.line(1, "bread", 30_000), at=BEGIN)
        town.trade.ask(held, at=BEGIN, lane=who.lane)

    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn=steps, ends=cuts)
    def compare(drawn: list[Step], ends: list[int]) -> None:
        asked = questions(town, people, drawn)
        whole = outcome(town, asked, [])
        one_by_one = outcome(town, asked, range(1, len(asked)))
        cut = outcome(town, asked, sorted(end for end in set(ends) if end < len(asked)))
        for other in (one_by_one, cut):
            assert whole[0] == other[0]
            for name, rows in whole[1].items():
                assert rows == other[1][name], name

    compare()
