"""schema.sql, from which readers learn the tables, is what the migrations make."""

import importlib.machinery
import importlib.util
import re
from types import ModuleType

import pytest

from given.checkout import CHECKOUT
from given.databases import Database
from given.tables import created_tables, functions
from socert.postgres.binaries import UnableToFindPostgres, find_programs

SCHEMA = CHECKOUT / "schema.sql"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The program that writes the file."""
    loader = importlib.machinery.SourceFileLoader("schema_tool", str(CHECKOUT / "tools" / "schema"))
    spec = importlib.util.spec_from_loader("schema_tool", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def _needs_pg_dump() -> None:
    try:
        programs = find_programs()
    except UnableToFindPostgres:
        pytest.skip("there is no pg_dump here")
    if not (programs.bin_dir / "pg_dump").exists():
        pytest.skip("there is no pg_dump here")


def test_it_is_what_the_migrations_make(tool: ModuleType, database: Database) -> None:
    _needs_pg_dump()
    made = tool.schema_of(database.owner_url)
    assert made == SCHEMA.read_text(encoding="utf-8"), "please say: make schema"


def test_it_names_every_table_and_function() -> None:
    text = SCHEMA.read_text(encoding="utf-8")
    assert set(re.findall(r"^CREATE (?:UNLOGGED )?TABLE public\.(\w+) \(", text, re.MULTILINE)) == created_tables() | {
        "schema_migration"
    }
    assert set(re.findall(r"^CREATE FUNCTION public\.(\w+)\(", text, re.MULTILINE)) == {one.name for one in functions()}


def test_it_says_nothing_of_the_machine_it_was_made_on() -> None:
    text = SCHEMA.read_text(encoding="utf-8")
    noise = r"owner to|grant |revoke |\\restrict|dumped (from|by)|socert_|/(root|home|var|tmp)/"
    assert re.search(noise, text, re.IGNORECASE) is None
