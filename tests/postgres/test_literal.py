"""Parameters written as text are read by PostgreSQL as what they were."""

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from given.databases import Database
from socert.postgres.literal import UnableToSend, array_literal, literal

COMMON = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
texts = st.one_of(
    st.none(),
    st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    st.text('"\\\\{},nul NULL\n\t\r\x01\x7f\u2028ё', max_size=12),
    st.sampled_from(["", "null", "NULL", "{}", '{"a":"b\\\\n"}', "\\\\", '\\\\"', "\\\\\\\\n", " a "]),
)
instants = st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30))  # noqa: DTZ001
KINDS = [
    ("text[]", st.lists(texts)),
    ("bigint[]", st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)))),
    ("boolean[]", st.lists(st.one_of(st.none(), st.booleans()))),
    ("uuid[]", st.lists(st.one_of(st.none(), st.uuids()))),
    ("timestamptz[]", st.lists(st.one_of(st.none(), instants))),
]


@pytest.mark.parametrize(("kind", "values"), KINDS, ids=[kind for kind, _ in KINDS])
def test_a_list_is_read_as_the_array_it_was(
    conn: psycopg.Connection, kind: str, values: st.SearchStrategy[list[object]]
) -> None:
    conn.execute("set timezone = 'UTC'")

    @COMMON
    @given(values)
    def check(given_list: list[object]) -> None:
        row = conn.execute(f"select %s::{kind}", [array_literal(given_list).decode()]).fetchone()
        assert row is not None
        assert row[0] == given_list

    check()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "ё\n\\\\"),
        ("bigint", -5),
        ("boolean", True),
        ("bytea", b"\0\xff"),
        ("uuid", UUID(int=7)),
        ("timestamptz", datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_a_single_value_is_read_as_what_it_was(conn: psycopg.Connection, kind: str, value: object) -> None:
    written = literal(value)
    assert written is not None
    row = conn.execute(f"select %s::{kind}", [written.decode()]).fetchone()
    assert row is not None
    assert row[0] == value


def test_nothing_is_null_and_what_cannot_be_written_is_refused(database: Database) -> None:
    del database
    assert literal(None) is None
    for value in ("a NUL \0", ["b \0"], 1.5, object()):
        with pytest.raises(UnableToSend):
            literal(value)
