"""A dump gives back what was, and the same rights to roles that are called otherwise where it is read."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from socert.postgres import DatabaseServer, UnableToDump, connect, dump, load

TABLE = """
    create table purchase (id integer primary key, amount bigint);
    insert into purchase values (1, 100);
    create function total() returns bigint language sql security definer as 'select sum(amount) from purchase';
    revoke all on function total() from public;
    grant execute on function total() to socert_application;
    grant select on purchase to socert_application;
    grant update (amount) on purchase to socert_application;
"""


@pytest.fixture
def databases(own_server: DatabaseServer, superuser: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """One with a table and rights, and an empty one; and another application's role."""
    superuser.execute('create role "Other app"')
    for name in ("dumped", "loaded"):
        own_server.create_database(name)
    with connect(own_server.owner_url("dumped")) as conn:
        conn.execute(TABLE.encode())
    yield "dumped", "loaded"
    for name in ("dumped", "loaded"):
        own_server.drop_database(name)
    superuser.execute('drop role "Other app"')


def _dump(server: DatabaseServer, database: str, file: Path) -> list[str]:
    told: list[str] = []
    with connect(server.owner_url(database)) as conn:
        conn.execute("set transaction isolation level repeatable read")
        row = conn.execute("select pg_export_snapshot()").fetchone()
        assert row is not None
        dump(server=server, database=database, snapshot=row[0], file=file, tell=told.append)
    return told


@pytest.mark.parametrize("role", ["socert_application", "Other app"])
def test_rights_go_to_the_role_that_is_the_applications_here(
    own_server: DatabaseServer, databases: tuple[str, str], tmp_path: Path, role: str
) -> None:
    assert _dump(own_server, databases[0], tmp_path / "dump") == ["purchase"]
    told: list[str] = []
    load(
        server=own_server,
        database=databases[1],
        file=tmp_path / "dump",
        roles={"socert_application": role},
        tell=told.append,
    )
    assert told == ["purchase"]
    with connect(own_server.owner_url(databases[1])) as conn:
        row = conn.execute(
            """
            select has_table_privilege(%(role)s, 'purchase', 'select'),
                has_table_privilege(%(role)s, 'purchase', 'update'),
                has_column_privilege(%(role)s, 'purchase', 'amount', 'update'),
                has_column_privilege(%(role)s, 'purchase', 'id', 'update'),
                has_function_privilege(%(role)s, 'total()', 'execute'),
                (select count(*) from pg_proc, aclexplode(proacl) where proname = 'total' and grantee = 0)
            """,
            {"role": role},
        ).fetchone()
        assert row == (True, False, True, False, True, 0)
        assert conn.execute("select * from purchase").fetchall() == [(1, 100)]


def test_what_is_no_dump_is_refused_and_loads_nothing(
    own_server: DatabaseServer, databases: tuple[str, str], tmp_path: Path
) -> None:
    _dump(own_server, databases[0], tmp_path / "dump")
    whole = (tmp_path / "dump").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(UnableToDump, match="pg_restore ended with 1"):
        load(server=own_server, database=databases[1], file=tmp_path / "cut", roles={}, tell=lambda _: None)
    with connect(own_server.owner_url(databases[1])) as conn:
        assert conn.execute("select to_regclass('purchase')").fetchone() == (None,)
