"""Digests and chains: any field changes them, the size of the chunks does not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socert.domain.ledger import FIRST_CHAIN, OperationDigest, Row, chain_after, microseconds, operation_digest
from socert.domain.purchases.model.written import HoldRow, LineRow, OperationRow, PostingRow, Record
from socert.domain.purchases.rules.batch import digest_rows

AT = datetime(2026, 11, 22, 9, 0, 0, 123_456, tzinfo=UTC)
TICK = timedelta(microseconds=1)

OPERATION = OperationRow(
    id=UUID(int=1), kind=1, outcome=1, merchant=2, till=3, holder=4, parent=UUID(int=5), total=6, covered=6,
    till_at=AT, receipt="чек", key=UUID(int=7), body=UUID(int=8), answer="{}", place=0,
)  # fmt: skip
POSTING = PostingRow(operation=UUID(int=1), place=0, debit=2**32, credit=-(2**32), amount=6)
LINE = LineRow(
    operation=UUID(int=1), position=1, gtin=None, article=None, name="хлеб", category=None, quantity=1, price=6,
    discount=0, amount=6, covered=6, reason=None, denied=None, accounts=[2**32], amounts=[6],
)  # fmt: skip
HOLD = HoldRow(holder=4, operation=UUID(int=1), account=2**32, amount=6, expires_at=AT)


def record(**changed: object) -> Record:
    """An operation with one row of everything, some rows changed."""
    return Record(
        operation=msgspec.structs.replace(OPERATION, **changed.get("operation", {})),  # type: ignore[arg-type]
        postings=[msgspec.structs.replace(POSTING, **changed.get("posting", {}))],  # type: ignore[arg-type]
        lines=[msgspec.structs.replace(LINE, **changed.get("line", {}))],  # type: ignore[arg-type]
        holds=[msgspec.structs.replace(HOLD, **changed.get("hold", {}))],  # type: ignore[arg-type]
    )


def digest(one: Record, *, lane: int = 0, at: datetime = AT, writer: int = 1, batch: int = 1) -> bytes:
    """Its digest."""
    return operation_digest(digest_rows(one, lane=lane, at=microseconds(at), writer=writer, batch=batch))


def other(value: object) -> object:
    """A value of the same kind that is not this one."""
    match value:
        case datetime():
            return value + TICK
        case UUID():
            return UUID(int=value.int + 1)
        case int():
            return value + 1
        case str():
            return value + " "
        case list():
            return [*value, 7]
        case _:
            return 9


def fields(row: msgspec.Struct, *, but: Sequence[str] = ("operation", "digest")) -> list[str]:
    """The fields of a row that its digest covers; `operation` stands in the header already."""
    return [name for name in row.__struct_fields__ if name not in but]


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind, row in {"operation": OPERATION, "posting": POSTING, "line": LINE, "hold": HOLD}.items()
     for name in fields(row)],
)  # fmt: skip
def test_any_field_changes_the_digest(kind: str, name: str) -> None:
    row = {"operation": OPERATION, "posting": POSTING, "line": LINE, "hold": HOLD}[kind]
    changed = record(**{kind: {name: other(getattr(row, name))}})
    assert digest(changed) != digest(record())


def test_rows_without_units_are_digested_as_before_there_were_any() -> None:
    rows = digest_rows(record(), lane=0, at=microseconds(AT), writer=1, batch=1)
    assert [(row[0], len(row)) for row in rows] == [("o", 20), ("p", 6), ("l", 15), ("h", 5)]
    counted = record(line={"units": [1], "waived": 2}, hold={"units": 1})
    longer = digest_rows(counted, lane=0, at=microseconds(AT), writer=1, batch=1)
    assert [row[-2:] for row in longer if row[0] == "l"] == [([1], 2)]
    assert [row[-1] for row in longer if row[0] == "h"] == [1]


def test_where_and_when_it_was_written_changes_the_digest() -> None:
    digests = [
        digest(record()),
        digest(record(), lane=1),
        digest(record(), at=AT + TICK),
        digest(record(), writer=2),
        digest(record(), batch=2),
    ]
    assert len(set(digests)) == len(digests)


def test_a_row_more_or_less_or_in_another_place_changes_the_digest() -> None:
    whole = record()
    found = {digest(whole)}
    for name in ("postings", "lines", "holds"):
        for times in (0, 2):
            changed = record()
            setattr(changed, name, getattr(whole, name) * times)
            found.add(digest(changed))
    assert len(found) == 7


@given(
    rows=st.lists(
        st.lists(st.one_of(st.none(), st.integers(-(2**62), 2**62), st.text()), min_size=1, max_size=5),
        min_size=1,
        max_size=12,
    ),
    cuts=st.lists(st.integers(0, 12), max_size=5),
)
@settings(deadline=None, derandomize=True)
def test_the_size_of_the_chunks_changes_nothing(rows: list[Row], cuts: list[int]) -> None:
    header, rest = rows[0], rows[1:]
    fed = OperationDigest(header)
    for start, end in pairwise([0, *sorted(cuts), len(rest)]):
        fed.add(rest[start : max(start, end)])
    assert fed.value() == operation_digest(rows)


@given(
    one=st.lists(st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=3), max_size=3),
    two=st.lists(st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=3), max_size=3),
)
@settings(deadline=None, derandomize=True)
def test_other_rows_have_another_digest(one: list[Row], two: list[Row]) -> None:
    assert (operation_digest(one) == operation_digest(two)) == (one == two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ([("o", "1", "2")], [("o", "1"), ("2",)]),
        ([("o", 1)], [("o", "1")]),
        ([("o", None)], [("o", "null")]),
        ([("o", 'a","b')], [("o", "a", "b")]),
        ([("o", "a\nb")], [("o", "a"), ("b",)]),
        ([("o", [1], [2])], [("o", [1, 2])]),
    ],
)
def test_rows_that_look_alike_differ(one: list[Row], two: list[Row]) -> None:
    assert operation_digest(one) != operation_digest(two)


def test_a_chain_depends_on_everything_before_it_and_in_it() -> None:
    first, second = digest(record()), digest(record(operation={"total": 7}))

    def after(
        previous: bytes = FIRST_CHAIN,
        *,
        lane: int = 0,
        writer: int = 1,
        seq: int = 1,
        at: datetime = AT,
        digests: Sequence[bytes] = (first, second),
    ) -> bytes:
        return chain_after(previous, lane=lane, writer=writer, seq=seq, at=at, digests=digests)

    found = [
        after(),
        after(first),
        after(lane=1),
        after(writer=2),
        after(seq=2),
        after(at=AT + TICK),
        after(digests=(second, first)),
        after(digests=(first,)),
        after(digests=()),
        after(digests=(first, second, second)),
    ]
    assert len(set(found)) == len(found)
    assert {len(one) for one in found} == {32}


@given(instant=st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_microseconds_are_exact_and_know_no_zone(instant: datetime) -> None:
    found = microseconds(instant)
    assert found is not None
    assert datetime(1970, 1, 1, tzinfo=UTC) + found * TICK == instant
    assert microseconds(instant.astimezone(timezone(timedelta(hours=3)))) == found


def test_no_instant_is_none() -> None:
    assert microseconds(None) is None
