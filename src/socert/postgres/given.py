"""A server we were given the address of: its version checked, its application role checked or made."""

import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from socert.postgres.binaries import MAJOR_NEWEST, MAJOR_OLDEST
from socert.postgres.connection import connect
from socert.postgres.lease import gate
from socert.postgres.place import prepare_home
from socert.postgres.roles import APPLICATION, make_new_role, role_exists
from socert.postgres.secret import write_private_text
from socert.postgres.server import DatabaseServer, ServerKind
from socert.postgres.trouble import UnableToUseDatabase

_SUFFIX = ".password"


class UnableToUseGivenServer(UnableToUseDatabase):
    """The given server does not answer, is of another version, or its roles do not fit."""


def given_server(*, home: Path, owner_url: str, application_url: str | None) -> DatabaseServer:
    """The server at `owner_url`, with an application role that is no superuser and not the owner.

    Without `application_url` a role is made: `socert_application`, or where another installation has that one, a role
    named after `home`. Its password is kept in `home`; the password of a role that exists is never changed.

    Raises:
        UnableToUseGivenServer: with what does not fit and what to do.
    """
    folder = prepare_home(home)
    return _server(
        owner_url,
        lambda conn: application_url or _own_application(conn, folder=folder, owner_url=owner_url),
    )


def look_at_given_server(*, home: Path, owner_url: str, application_url: str | None) -> DatabaseServer | None:
    """The same without changing anything; None when the application's role is still to be made.

    Raises:
        UnableToUseGivenServer: with what does not fit and what to do.
    """
    is_made = True

    def address(conn: psycopg.Connection) -> str:
        nonlocal is_made
        if application_url is not None:
            return application_url
        role = _kept_role(conn, folder=home)
        if role is None or not role_exists(conn, role=role):
            is_made = False
            return make_conninfo(owner_url, user=APPLICATION)
        return _address(conn, folder=home, role=role, owner_url=owner_url)

    server = _server(owner_url, address, is_role_checked=lambda: is_made)
    return server if is_made else None


def _server(
    owner_url: str,
    address_of: Callable[[psycopg.Connection], str],
    *,
    is_role_checked: Callable[[], bool] = lambda: True,
) -> DatabaseServer:
    try:
        with connect(owner_url, autocommit=True) as conn:
            check_version(conn.info.server_version)
            address = address_of(conn)
            role = _role_in(address)
            if is_role_checked():
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
    with gate(folder / "roles.gate", prepare=lambda: None):
        role = _kept_role(conn, folder=folder)
        if role is None:
            role = _make_role(conn, folder=folder)
        elif not role_exists(conn, role=role):  # its maker was killed in between, or the server was made anew
            _make_kept(conn, role=role, path=_password(conn, folder=folder, role=role))
        return _address(conn, folder=folder, role=role, owner_url=owner_url)


def _kept_role(conn: psycopg.Connection, *, folder: Path) -> str | None:
    """The application's role of this server whose password is kept in `folder`; None when there is none.

    Raises:
        UnableToUseGivenServer: the database is used under a role whose password is not kept here.
    """
    suffix = _password(conn, folder=folder, role="").name
    kept = sorted(path.name.removesuffix(suffix) for path in folder.glob(f"{APPLICATION}*{suffix}"))
    used = _roles_in_use(conn)
    for role in used:
        if role in kept:
            return role
    if used:
        raise UnableToUseGivenServer(
            f"The database {conn.info.dbname} belongs to an installation whose application uses the role {used[0]}; "
            f"its password is not kept in {folder}. Set SOCERT_HOME to the folder of that installation, "
            "or SOCERT_APPLICATION_URL to the address with its password, or SOCERT_DATABASE_URL to another database."
        )
    return kept[0] if kept else None


def _roles_in_use(conn: psycopg.Connection) -> list[str]:
    """The application roles that were given rights on tables of this database."""
    rows = conn.execute(
        """
        select rolname
        from pg_roles
        where starts_with(rolname, %(prefix)s) and exists (
            select
            from pg_class
            cross join lateral aclexplode(relacl) as granted
            where relnamespace = to_regnamespace('public') and relkind = 'r' and granted.grantee = pg_roles.oid
        )
        order by rolname
        """,
        {"prefix": APPLICATION},
    )
    return [str(row[0]) for row in rows]


def _make_role(conn: psycopg.Connection, *, folder: Path) -> str:
    own = f"{APPLICATION}_{hashlib.sha256(bytes(folder)).hexdigest()[:8]}"
    for role in (APPLICATION, own):
        if role_exists(conn, role=role):
            continue  # somebody's, and its password is theirs
        path = _password(conn, folder=folder, role=role)
        # First kept, then made: a start killed in between makes it the next time.
        write_private_text(path=path, text=secrets.token_urlsafe(32))
        try:
            _make_kept(conn, role=role, path=path)
        except psycopg.errors.DuplicateObject:  # another installation was quicker
            path.unlink()
            continue
        except UnableToUseGivenServer:
            path.unlink()
            raise
        return role
    raise UnableToUseGivenServer(
        f"The roles {APPLICATION} and {own} exist on the server, and their passwords are not kept in {folder}. Set "
        f"SOCERT_APPLICATION_URL to the address of one of them with its password, or drop {own} if nobody uses it."
    )


def _make_kept(conn: psycopg.Connection, *, role: str, path: Path) -> None:
    try:
        with conn.transaction():
            make_new_role(conn, role=role, password=path.read_text(encoding="utf-8"))
            # So the owner may end the application's sessions when it drops a database.
            conn.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(role)))
    except psycopg.errors.InsufficientPrivilege as error:
        owner = conn.info.user
        raise UnableToUseGivenServer(
            f'The role {owner} may not make the role {role}. As a superuser, say: alter role "{owner}" createrole; '
            f"or make a role yourself and set SOCERT_APPLICATION_URL to its address."
        ) from error


def _password(conn: psycopg.Connection, *, folder: Path, role: str) -> Path:
    server = hashlib.sha256(f"{conn.info.host}:{conn.info.port}".encode()).hexdigest()[:12]
    return folder / f"{role}.{server}{_SUFFIX}"


def _address(conn: psycopg.Connection, *, folder: Path, role: str, owner_url: str) -> str:
    password = _password(conn, folder=folder, role=role).read_text(encoding="utf-8")
    return make_conninfo(owner_url, user=role, password=password)


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
