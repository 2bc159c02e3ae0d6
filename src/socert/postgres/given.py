"""A server we were given the address of: its version checked, its application role checked or made."""

import hashlib
import secrets
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from socert.postgres.binaries import MAJOR_NEWEST, MAJOR_OLDEST
from socert.postgres.connection import connect
from socert.postgres.lease import gate
from socert.postgres.place import prepare_home
from socert.postgres.roles import APPLICATION, make_role, role_exists
from socert.postgres.secret import write_private_text
from socert.postgres.server import DatabaseServer, ServerKind
from socert.postgres.trouble import UnableToUseDatabase


class UnableToUseGivenServer(UnableToUseDatabase):
    """The given server does not answer, is of another version, or its roles do not fit."""


def given_server(*, home: Path, owner_url: str, application_url: str | None) -> DatabaseServer:
    """The server at `owner_url`, with an application role that is no superuser and not the owner.

    Without `application_url` the role `socert_application` is made if absent; its password is kept in `home`.

    Raises:
        UnableToUseGivenServer: with what does not fit and what to do.
    """
    folder = prepare_home(home)
    try:
        with connect(owner_url, autocommit=True) as conn:
            check_version(conn.info.server_version)
            address = application_url or _own_application(conn, folder=folder, owner_url=owner_url)
            role = _role_in(address)
            _check_role(conn, role=role)
            maintenance = conn.info.dbname
    except psycopg.OperationalError as error:
        raise UnableToUseGivenServer(
            f"The server of SOCERT_DATABASE_URL cannot be used: {error}. Check the address, and that it runs."
        ) from error
    except psycopg.ProgrammingError as error:
        raise UnableToUseGivenServer(f"SOCERT_DATABASE_URL or SOCERT_APPLICATION_URL: {error}") from error
    return DatabaseServer(
        kind=ServerKind.GIVEN,
        application_role=role,
        maintenance_database=maintenance,
        bin_dir=None,
        data_dir=None,
        owner_address=owner_url,
        application_address=address,
    )


def check_version(server_version: int) -> None:
    """Refuse a server too old or too new; `server_version` as PostgreSQL numbers itself, 180004 for 18.4.

    Raises:
        UnableToUseGivenServer: with the versions that are good.
    """
    major = server_version // 10_000
    if not MAJOR_OLDEST <= major <= MAJOR_NEWEST:
        raise UnableToUseGivenServer(
            f"The server is PostgreSQL {major}; socert works with {MAJOR_OLDEST} to {MAJOR_NEWEST}. "
            "Give the address of such a server, or unset SOCERT_DATABASE_URL to have a private one."
        )


def _own_application(conn: psycopg.Connection, *, folder: Path, owner_url: str) -> str:
    server = hashlib.sha256(f"{conn.info.host}:{conn.info.port}".encode()).hexdigest()[:12]
    path = folder / f"{APPLICATION}.{server}.password"
    with gate(folder / "roles.gate", prepare=lambda: None):
        if not (path.exists() and role_exists(conn, role=APPLICATION)):
            password = secrets.token_urlsafe(32)
            _give_password(conn, password=password)
            # Kept only once it holds: a start killed in between finds no file and gives another.
            write_private_text(path=path, text=password)
    return make_conninfo(owner_url, user=APPLICATION, password=path.read_text(encoding="utf-8"))


def _give_password(conn: psycopg.Connection, *, password: str) -> None:
    existed = role_exists(conn, role=APPLICATION)
    try:
        with conn.transaction():
            make_role(conn, role=APPLICATION, password=password)
            if not existed:
                # So the owner may end the application's sessions when it drops a database.
                conn.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(APPLICATION)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise UnableToUseGivenServer(_unable_to_give_password(conn.info.user, existed=existed)) from error


def _unable_to_give_password(owner: str, *, existed: bool) -> str:
    if existed:
        return (
            f"The role {APPLICATION} exists on the server, its password is not kept here, and {owner} may not change "
            f"it. Set SOCERT_APPLICATION_URL to the address with its password."
        )
    return (
        f'The role {owner} may not make the role {APPLICATION}. As a superuser, say: alter role "{owner}" createrole; '
        f"or make a role yourself and set SOCERT_APPLICATION_URL to its address."
    )


def _role_in(address: str) -> str:
    role = conninfo_to_dict(address).get("user")
    if not role:
        raise UnableToUseGivenServer("SOCERT_APPLICATION_URL names no user. Write it as postgresql://user:…@host/…")
    return str(role)


def _check_role(conn: psycopg.Connection, *, role: str) -> None:
    row = conn.execute(
        """
        select rolsuper, pg_has_role(rolname, current_user, 'member')
        from pg_roles
        where rolname = %(role)s
        """,
        {"role": role},
    ).fetchone()
    if row is None:
        raise UnableToUseGivenServer(f"The server has no role {role}. Make it, or unset SOCERT_APPLICATION_URL.")
    is_superuser, is_owner = row
    if is_superuser or is_owner:
        what = "a superuser" if is_superuser else f"the owner {conn.info.user} itself, or a member of it"
        raise UnableToUseGivenServer(
            f"The application's role {role} is {what}; then it could rewrite history. Make another role for it "
            "(create role … login) and set SOCERT_APPLICATION_URL to its address, or unset it to have one made."
        )
