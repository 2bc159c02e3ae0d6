"""Databases on a server: made, copied, dropped, and closed to everybody but the two roles."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from socert.postgres import DatabaseServer, ServerKind, UnableToManageDatabases, connect


@pytest.fixture
def name(server: DatabaseServer) -> Iterator[str]:
    """The name of a database that is dropped afterwards, with all that begin alike."""
    prefix = f"t_{uuid.uuid4().hex[:12]}"
    yield prefix
    for left in server.databases(prefix):
        server.drop_database(left)


def test_the_servers_description_shows_no_password(server: DatabaseServer) -> None:
    password = psycopg.conninfo.conninfo_to_dict(server.owner_url("any"))["password"]
    assert server.kind is ServerKind.PRIVATE
    assert str(password) not in repr(server)


def test_neither_role_is_a_superuser_and_only_the_owner_makes_databases(server: DatabaseServer) -> None:
    with connect(server.owner_url("postgres")) as conn:
        rows = conn.execute(
            "select rolname, rolsuper, rolcreatedb, rolcreaterole from pg_roles where starts_with(rolname, 'socert_')"
        ).fetchall()
    assert sorted(rows) == [("socert_application", False, False, False), ("socert_owner", False, True, False)]


def test_a_database_is_open_to_owner_and_application_only(server: DatabaseServer, name: str) -> None:
    server.create_database(name)
    with connect(server.application_url(name)) as conn:
        row = conn.execute(
            """
            select current_user, has_database_privilege('public', %(name)s, 'connect'),
                has_schema_privilege('public', 'public', 'usage'),
                has_schema_privilege('public', 'create'), has_database_privilege(%(name)s, 'create'),
                has_database_privilege(%(name)s, 'temporary')
            """,
            {"name": name},
        ).fetchone()
    assert row == ("socert_application", False, False, False, False, False)


def test_the_application_cannot_enter_the_servers_own_databases(server: DatabaseServer) -> None:
    for database in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            connect(server.application_url(database))


def test_a_copy_has_the_templates_rows_and_is_closed_alike(server: DatabaseServer, name: str) -> None:
    server.create_database(name)
    with connect(server.owner_url(name)) as conn:
        conn.execute("create table purchase as select 7 as amount")
    server.create_database(f"{name}_copy", template=name)
    with connect(server.owner_url(f"{name}_copy")) as conn:
        assert conn.execute("select amount from purchase").fetchall() == [(7,)]
        assert conn.execute("select has_database_privilege('public', current_database(), 'connect')").fetchone() == (
            False,
        )
    connect(server.application_url(f"{name}_copy")).close()


def test_dropping_ends_the_sessions_of_both_roles(server: DatabaseServer, name: str) -> None:
    server.create_database(name)
    sessions = [connect(url(name)) for url in (server.owner_url, server.application_url)]
    server.drop_database(name)
    assert not server.database_exists(name)
    for session in sessions:
        with pytest.raises(psycopg.OperationalError):
            session.execute("select 1")
        session.close()


def test_dropping_what_is_not_there_is_no_error(server: DatabaseServer, name: str) -> None:
    server.drop_database(name)


def test_a_name_taken_is_said_clearly(server: DatabaseServer, name: str) -> None:
    server.create_database(name)
    with pytest.raises(UnableToManageDatabases, match="exists already"):
        server.create_database(name)


def test_names_with_quotes_capitals_and_cyrillic_are_taken_as_they_are(server: DatabaseServer, name: str) -> None:
    odd = f'{name} "Район"; --'
    server.create_database(odd)
    assert server.databases(name) == [odd]
    with connect(server.application_url(odd)) as conn:
        assert conn.info.dbname == odd


def test_a_connection_is_named_and_in_utc_whatever_else_its_address_says(server: DatabaseServer) -> None:
    url = psycopg.conninfo.make_conninfo(server.owner_url("postgres"), options="-c jit=on -c timezone=Asia/Omsk")
    with connect(url, autocommit=True) as conn:
        row = conn.execute(
            "select current_setting('timezone'), current_setting('jit'), current_setting('application_name')"
        ).fetchone()
    assert row == ("UTC", "on", "socert")
    with connect(f"{url} application_name=till") as conn:
        assert conn.execute("select current_setting('application_name')").fetchone() == ("till",)
