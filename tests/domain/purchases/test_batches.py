"""However a sequence of questions is cut into batches, writers and lanes, the answers and the tables are the same."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.monitoring.lively import new_id
from domain.purchases.town import BEGIN, Town, open_town
from given.city import CLERK, Carded
from given.programmes import CHILDREN, FOOD, ZONE
from socert.domain import certificates
from socert.domain.ledger import OperationKind, Outcome
from socert.domain.purchases import AskedPart, Authorise, Capture, Question, Sweep

SECOND = timedelta(seconds=1)
#: Everything a batch writes but where in which batch it was written.
TABLES = {
    "account": "select * from account order by holder, id",
    "operation": "select id, lane, kind, outcome, merchant, till, holder, parent, total, covered, at, till_at, receipt,"
    " key, body, answer from operation where writer > 0 order by lane, id",
    "posting": "select * from posting order by lane, operation, place",
    "receipt_line": "select * from receipt_line order by lane, operation, position",
    "hold": "select * from hold order by lane, holder, operation, account",
    "movement_line": "select * from movement_line order by lane, authorisation, operation, position",
}
Table = list[tuple[Any, ...]]
MOVES = (OperationKind.CAPTURE, OperationKind.REFUND, OperationKind.VOID, OperationKind.LAPSE)


@dataclass(frozen=True, slots=True)
class Step:
    """One question in the making: a basket, or something about an earlier one."""

    verb: str
    which: int
    amount: int


VERBS = (
    ["hold"] * 3 + ["take"] * 2 + ["capture", "part", "part", "last part", "refund", "refund", "refund"]
    + ["void", "void by key", "repeat", "change", "overtake", "sweep"]
)  # fmt: skip


def drawn_from(seed: int) -> tuple[list[Step], list[int]]:
    """Steps, and where batches of them end."""
    random = Random(seed)  # noqa: S311 - invented purchases
    steps = [
        Step(random.choice(VERBS), random.randrange(10), random.choice((0, 1, 300, 2_000, 9_000)))
        for _ in range(random.randint(2, 40))
    ]
    return steps, sorted({random.randrange(1, len(steps)) for _ in range(random.randint(0, 8))})


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
        lane, basket = bought[-1 - step.which % min(4, len(bought))]
        asked.append((lane, follow(town, step, basket, asked)))
    return asked


def follow(town: Town, step: Step, basket: Authorise, asked: Sequence[tuple[int, Question]]) -> Question:
    """What a till asks about an earlier basket, or the house."""
    amount = None if step.which < 5 else max(1, step.amount // 9)
    part = AskedPart(1 + step.which % 2, amount=amount)
    found: Question
    match step.verb:
        case "capture":
            found = town.trade.capture(basket, at=BEGIN)
        case "part" | "last part":
            found = town.trade.capture(basket, part, at=BEGIN, is_final=step.verb == "last part")
        case "refund":
            captures = [one.id for _, one in asked if isinstance(one, Capture) and one.authorisation == basket.id]
            capture = captures[step.amount % len(captures)] if captures else None
            found = town.trade.refund(basket, part, at=BEGIN, capture=capture)
        case "void":
            found = town.trade.void(basket, at=BEGIN)
        case "void by key":
            found = town.trade.void_by_key(basket, at=BEGIN)
        case "change":
            found = replace(basket, id=new_id(BEGIN), body=new_id(BEGIN))
        case "sweep":
            found = Sweep(basket.id)
        case _:
            found = basket
    return found


def outcome(
    town: Town, asked: Sequence[tuple[int, Question]], ends: Sequence[int], *, writers: int = 2
) -> tuple[list[object], dict[str, Table]]:
    """Answers and tables when the questions are asked in batches that end there; nothing of it stays."""
    answers: list[object] = [None] * len(asked)
    now = BEGIN + 901 * SECOND
    with town.conn.transaction(force_rollback=True):
        for start, end in pairwise([0, *ends, len(asked)]):
            for lane in range(town.trade.lanes):
                places = [place for place in range(start, end) if asked[place][0] == lane]
                questions = (asked[place][1] for place in places)
                found = town.trade.ask(*questions, at=now, lane=lane, writer=1 + end % writers)
                for place, answer in zip(places, found, strict=True):
                    answers[place] = answer
        tables = {name: town.conn.execute(query).fetchall() for name, query in TABLES.items()}
    return answers, tables


def given_traders(conn: psycopg.Connection, *, lanes: int) -> tuple[Town, list[Carded]]:
    """A town and people with one or two certificates, two of them with holds that are overdue when it begins."""
    town = open_town(conn, lanes=lanes)
    people = [town.newcomer() for _ in range(3 * lanes)]
    for who, programme in [(one, FOOD) for one in people] + [(people[0], CHILDREN), (people[1], CHILDREN)]:
        issued = certificates.issue(
            conn, programme=programme, holder=who.holder, lane=who.lane, now=BEGIN, zone=ZONE, actor=CLERK
        )
        assert isinstance(issued, certificates.Issued)
    for who in people[:2]:
        held = town.trade.buy(who, town.trade.city.bullfinch.till, town.line(1, "bread", 30_000), at=BEGIN)
        town.trade.ask(held, at=BEGIN, lane=who.lane)
    return town, people


def examples(count: int) -> settings:
    """The same sequences every time."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize("lanes", [1, 4])
def test_any_cut_into_batches_gives_the_same_answers_and_the_same_tables(conn: psycopg.Connection, lanes: int) -> None:
    town, people = given_traders(conn, lanes=lanes)
    happened: Counter[object] = Counter()

    @examples(30)
    @given(seed=st.integers(0, 2**32))
    def compare(seed: int) -> None:
        drawn, ends = drawn_from(seed)
        asked = questions(town, people, drawn)
        whole = outcome(town, asked, [])
        one_by_one = outcome(town, asked, range(1, len(asked)), writers=1)
        cut = outcome(town, asked, ends)
        for other in (one_by_one, cut):
            assert whole[0] == other[0]
            for name, rows in whole[1].items():
                assert rows == other[1][name], name
        happened.update(OperationKind(row[2]) for row in whole[1]["operation"] if row[3] == Outcome.APPROVED)
        happened.update("part" for _ in whole[1]["movement_line"])

    compare()
    assert all(happened[kind] > 0 for kind in (*MOVES, "part")), happened


#: Where the lane is part of a number that is shown; nowhere else may an answer differ.
LANE_OF_ID = re.compile(r"\b(auth|capt|void|refd|cert)_[0-9a-f]{2}(?=[0-9a-f]{32}\b)")


def without_lanes(town: Town, found: tuple[list[object], dict[str, Table]]) -> tuple[list[str], dict[str, list[str]]]:
    """Answers and rows in which neither a lane stands nor what a merchant is owed is kept by lane."""
    answers, tables = found
    merchants = {number: f"owed to {merchant}" for (merchant, _), number in town.trade.directory.payables.items()}

    def plain(name: str, row: tuple[Any, ...]) -> str:
        cells = dict(zip(COLUMNS[name], row, strict=True))
        cells.pop("lane")
        for side in {"debit", "credit"} & cells.keys():
            cells[side] = merchants.get(cells[side], cells[side])
        return LANE_OF_ID.sub(r"\1_", repr(cells))

    rows = {name: sorted(plain(name, row) for row in table) for name, table in tables.items()}
    return [LANE_OF_ID.sub(r"\1_", repr(one)) for one in answers], rows


def test_one_lane_or_four_give_the_same_answers_and_tables(owner: psycopg.Connection) -> None:
    town, people = given_traders(owner, lanes=4)
    assert len({who.lane for who in people}) > 1
    COLUMNS.update({name: _columns(owner, query) for name, query in TABLES.items()})

    @examples(30)
    @given(seed=st.integers(0, 2**32))
    def compare(seed: int) -> None:
        drawn, ends = drawn_from(seed)
        asked = questions(town, people, drawn)
        in_four = without_lanes(town, outcome(town, asked, ends))
        with owner.transaction(force_rollback=True):
            for table in ("resident", "carrier", "certificate", *TABLES):
                owner.execute(f"update {table} set lane = 0 where lane > 0")
            in_one = without_lanes(town, outcome(town, [(0, one) for _, one in asked], ends))
        assert in_four[0] == in_one[0]
        for name, rows in in_four[1].items():
            assert rows == in_one[1][name], name

    compare()


COLUMNS: dict[str, list[str]] = {}


def _columns(conn: psycopg.Connection, query: str) -> list[str]:
    description = conn.execute(query).description
    assert description is not None
    return [column.name for column in description]
