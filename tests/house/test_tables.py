"""A table belongs to one room, and only that room's store writes to it.

One exception is the hot path: the SQL functions of `purchases` write to the ledger's tables (ARCHITECTURE.md). The
other are benches, which fill databases of their own with more rows than a replay could.
"""

from pathlib import Path

import pytest

from given.checkout import PACKAGE, place, source_files
from given.tables import created_tables, functions, room_of_table, sql_in, written_tables

BENCHES = PACKAGE / "entrypoints" / "benches"
HOT_PATH = {"lock_purchase_batch", "write_purchase_batch", "write_movement_lines"}


def test_every_table_names_the_room_it_belongs_to() -> None:
    rooms = {path.name for path in (PACKAGE / "domain").iterdir() if path.is_dir()}
    assert created_tables() - room_of_table().keys() == set()
    assert {table: room for table, room in room_of_table().items() if room not in rooms} == {}


def test_only_a_rooms_store_writes_to_its_tables() -> None:
    room_of = room_of_table()
    strangers = [
        f"{place(path)} writes to {table}, which belongs to {room_of[table]}"
        for path in source_files()
        for table in sorted(written_tables(sql_in(path.read_text(encoding="utf-8"))) & room_of.keys())
        if not _may_write(path, room_of[table])
    ]
    assert strangers == []


def test_only_the_hot_path_writes_from_a_function() -> None:
    room_of = room_of_table()
    writers = {each.name for each in functions() if written_tables(each.body) & room_of.keys()}
    assert writers <= HOT_PATH


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("insert into posting (debit)", "posting"),
        ("UPDATE account a set held = 0", "account"),
        ("delete\n   from only till", "till"),
        ("merge into socert.carrier c", "carrier"),
        ("copy issue_row (name) from stdin", "issue_row"),
        ("truncate table good", "good"),
    ],
)
def test_a_written_table_is_recognised(statement: str, table: str) -> None:
    assert written_tables(statement) == {table}


def test_sql_is_looked_for_in_texts_and_not_in_docstrings() -> None:
    module = '"""Update account."""\ndef release():\n    """Copy good."""\n    return "update hold"\n'
    assert written_tables(sql_in(module)) == {"hold"}


def _may_write(path: Path, room: str) -> bool:
    if path.parent == BENCHES:
        return True  # it writes what the rooms write, to be compared with them, into a database of its own
    home = PACKAGE / "domain" / room
    if path.is_relative_to(PACKAGE / "entrypoints" / "benches"):
        return True
    return path == home / "store.py" or path.is_relative_to(home / "store")
