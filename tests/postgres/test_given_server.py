"""A server of one's own: what is asked of its owner and its application role, and how it is said."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from socert.postgres import (
    DatabaseServer,
    ServerKind,
    UnableToManageDatabases,
    UnableToUseDatabase,
    connect,
    look_at_server,
    open_server,
)
from socert.postgres.given import UnableToUseGivenServer, check_version


@pytest.fixture
def no_application(superuser: psycopg.Connection) -> Iterator[None]:
    """The server as it is before socert came: no role for the application."""
    superuser.execute("alter role socert_application rename to put_aside")
    yield
    superuser.execute("drop role if exists socert_application")
    superuser.execute("alter role put_aside rename to socert_application")


def new_role(superuser: psycopg.Connection, rights: str) -> str:
    """The address of a new role with these rights."""
    name = f"role_{secrets.token_hex(4)}"
    superuser.execute(f"create role {name} login password 'invented' {rights}".encode())
    superuser.execute(f"grant connect on database postgres to {name}".encode())
    return make_conninfo(
        "",
        host=superuser.info.host,
        port=superuser.info.port,
        user=name,
        password="invented",
        dbname="postgres",
    )


def given(home: Path, *, owner_url: str, application_url: str | None = None) -> DatabaseServer:
    with open_server(home=home, owner_url=owner_url, application_url=application_url) as server:
        return server


@pytest.mark.usefixtures("no_application")
def test_the_applications_role_is_made_and_its_password_kept(tmp_path: Path, superuser: psycopg.Connection) -> None:
    owner_url = new_role(superuser, "createdb createrole")
    server = given(tmp_path / "home", owner_url=owner_url)
    assert server.kind is ServerKind.GIVEN
    assert server.maintenance_database == "postgres"
    (password,) = (tmp_path / "home").glob("*.password")
    assert password.stat().st_mode & 0o777 == 0o600
    server.create_database("given_one")
    with connect(server.application_url("given_one")) as conn:
        assert conn.info.user == "socert_application"
        again = given(tmp_path / "home", owner_url=owner_url)
        assert again.application_url("given_one") == server.application_url("given_one")
        server.drop_database("given_one")


@pytest.mark.usefixtures("no_application")
def test_an_owner_who_may_not_make_roles_is_told_what_to_do(tmp_path: Path, superuser: psycopg.Connection) -> None:
    with pytest.raises(UnableToUseGivenServer, match=r"may not make the role socert_application.*createrole"):
        given(tmp_path, owner_url=new_role(superuser, "createdb"))
    assert list(tmp_path.glob("*.password")) == []


def password_of(superuser: psycopg.Connection, role: str) -> object:
    row = superuser.execute("select rolpassword from pg_authid where rolname = %s", [role]).fetchone()
    return None if row is None else row[0]


def test_the_password_of_an_existing_role_is_never_changed(tmp_path: Path, superuser: psycopg.Connection) -> None:
    before = password_of(superuser, "socert_application")
    owner_url = new_role(superuser, "createdb superuser")
    server = given(tmp_path / "second", owner_url=owner_url)
    assert re.fullmatch("socert_application_[0-9a-f]{8}", server.application_role)
    assert password_of(superuser, "socert_application") == before
    assert given(tmp_path / "second", owner_url=owner_url).application_address == server.application_address
    third = given(tmp_path / "third", owner_url=owner_url)
    assert third.application_role not in {server.application_role, "socert_application"}
    (tmp_path / "second").rename(tmp_path / "moved")
    assert given(tmp_path / "moved", owner_url=owner_url).application_role == server.application_role


def test_a_role_of_ours_whose_password_was_lost_is_refused(tmp_path: Path, superuser: psycopg.Connection) -> None:
    owner_url = new_role(superuser, "createdb createrole")
    role = given(tmp_path / "home", owner_url=owner_url).application_role
    before = password_of(superuser, role)
    (password,) = (tmp_path / "home").glob("*.password")
    password.unlink()
    with pytest.raises(UnableToUseGivenServer, match=rf"{role} exist.*not kept in .*SOCERT_APPLICATION_URL"):
        given(tmp_path / "home", owner_url=owner_url)
    assert password_of(superuser, role) == before


def test_the_database_of_another_installation_is_not_taken_over(tmp_path: Path, superuser: psycopg.Connection) -> None:
    owner_url = new_role(superuser, "createdb createrole")
    first = given(tmp_path / "first", owner_url=owner_url)
    first.create_database("taken")
    address = make_conninfo(owner_url, dbname="taken")
    with connect(address) as conn:
        conn.execute(f"create table paper (); grant select on paper to {first.application_role}".encode())
    with pytest.raises(UnableToUseGivenServer, match=f"The database taken belongs .*{first.application_role}"):
        given(tmp_path / "stranger", owner_url=address)
    assert list((tmp_path / "stranger").glob("*.password")) == []
    assert given(tmp_path / "first", owner_url=address).application_role == first.application_role
    first.drop_database("taken")


def test_looking_makes_neither_folder_nor_role(tmp_path: Path, superuser: psycopg.Connection) -> None:
    owner_url = new_role(superuser, "createdb createrole")
    home = tmp_path / "home"
    with look_at_server(home=home, owner_url=owner_url, application_url=None) as nothing:
        assert nothing is None
    assert not home.exists()
    made = given(home, owner_url=owner_url)
    with look_at_server(home=home, owner_url=owner_url, application_url=None) as seen:
        assert seen == made
    with look_at_server(home=tmp_path / "private", owner_url=None, application_url=None) as private:
        assert private is None
    assert not (tmp_path / "private").exists()


def test_a_database_of_another_owner_is_named_as_such(
    tmp_path: Path, superuser: psycopg.Connection, own_server: DatabaseServer
) -> None:
    own_server.create_database("replayed_elsewhere")
    server = given(tmp_path, owner_url=new_role(superuser, "createdb createrole"))
    with pytest.raises(UnableToManageDatabases, match="replayed_elsewhere belongs to the role socert_owner"):
        server.drop_database("replayed_elsewhere")
    own_server.drop_database("replayed_elsewhere")


def test_no_connection_of_ours_compiles_queries(own_server: DatabaseServer, superuser: psycopg.Connection) -> None:
    superuser.execute("alter role socert_owner set jit = on")
    with connect(own_server.owner_url("postgres")) as conn:
        assert conn.execute("show jit").fetchone() == ("off",)
    superuser.execute("alter role socert_owner reset jit")


def test_an_owner_without_createdb_is_told_what_to_do(
    tmp_path: Path, superuser: psycopg.Connection, own_server: DatabaseServer
) -> None:
    owner_url = new_role(superuser, "nocreatedb")
    server = given(tmp_path, owner_url=owner_url, application_url=own_server.application_url("postgres"))
    with pytest.raises(UnableToManageDatabases, match="createdb"):
        server.create_database("not_allowed")


def test_a_superuser_is_good_as_owner_and_never_as_application(
    tmp_path: Path, superuser: psycopg.Connection, own_server: DatabaseServer
) -> None:
    owner_url = new_role(superuser, "superuser")
    server = given(tmp_path, owner_url=owner_url, application_url=own_server.application_url("postgres"))
    assert conninfo_to_dict(server.owner_url("other"))["dbname"] == "other"
    with pytest.raises(UnableToUseGivenServer, match="is a superuser"):
        given(tmp_path, owner_url=own_server.owner_url("postgres"), application_url=owner_url)


def test_the_owner_is_not_its_own_application(
    tmp_path: Path, superuser: psycopg.Connection, own_server: DatabaseServer
) -> None:
    owner_url = own_server.owner_url("postgres")
    with pytest.raises(UnableToUseGivenServer, match="the owner socert_owner itself, or a member of it"):
        given(tmp_path, owner_url=owner_url, application_url=owner_url)
    member = new_role(superuser, "in role socert_owner")
    with pytest.raises(UnableToUseGivenServer, match="or a member of it"):
        given(tmp_path, owner_url=owner_url, application_url=member)


def test_an_application_the_server_does_not_know_is_named(tmp_path: Path, own_server: DatabaseServer) -> None:
    unknown = make_conninfo(own_server.application_url("postgres"), user="nobody_here")
    with pytest.raises(UnableToUseGivenServer, match="no role nobody_here"):
        given(tmp_path, owner_url=own_server.owner_url("postgres"), application_url=unknown)


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/x", "postgresql://[half", "no address at all"])
def test_an_address_that_leads_nowhere_is_said_clearly(tmp_path: Path, url: str) -> None:
    with pytest.raises(UnableToUseDatabase, match="SOCERT_DATABASE_URL"):
        given(tmp_path, owner_url=url)


@pytest.mark.parametrize("version", [150000, 160009, 180004])
def test_versions_15_to_18_are_good(version: int) -> None:
    check_version(version)


@pytest.mark.parametrize("version", [140020, 190000])
def test_other_versions_are_refused(version: int) -> None:
    with pytest.raises(UnableToUseGivenServer, match="socert works with 15 to 18"):
        check_version(version)
