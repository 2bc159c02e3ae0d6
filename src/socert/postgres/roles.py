"""The private server's two roles: the owner, who migrates, and the application, who never changes history."""

import psycopg
from psycopg import sql

from socert.postgres.connection import connect
from socert.postgres.place import Place
from socert.postgres.secret import kept_password

SUPERUSER = "postgres"
OWNER = "socert_owner"
APPLICATION = "socert_application"


def make_private_roles(*, place: Place, superuser_url: str) -> None:
    """Make the two roles of the private server and their password files, or what is missing of them."""
    with connect(superuser_url) as conn:
        for role, rights in ((OWNER, "createdb"), (APPLICATION, "nocreatedb")):
            path = place.password(role)
            password = kept_password(path)
            place.own(path, mode=0o600)
            make_role(conn, role=role, password=password, rights=rights)
        # The owner ends the application's sessions when it drops a database.
        conn.execute(sql.SQL("grant pg_signal_backend to {}").format(sql.Identifier(OWNER)))
        for database in ("postgres", "template1"):
            name = sql.Identifier(database)
            conn.execute(sql.SQL("revoke all on database {} from public").format(name))
            conn.execute(sql.SQL("grant connect on database {} to {}").format(name, sql.Identifier(OWNER)))


def role_exists(conn: psycopg.Connection, *, role: str) -> bool:
    """Whether the server has a role of that name."""
    return conn.execute("select from pg_roles where rolname = %(role)s", {"role": role}).fetchone() is not None


def make_role(conn: psycopg.Connection, *, role: str, password: str, rights: str = "nocreatedb") -> None:
    """Make a role that may log in, or give an existing one this password: on a server that is all ours."""
    verb = "alter" if role_exists(conn, role=role) else "create"
    _say_role(conn, verb, role=role, password=password, rights=rights)


def make_new_role(conn: psycopg.Connection, *, role: str, password: str) -> None:
    """Make a role that may log in; one that exists is somebody's and stays as it is.

    Raises:
        psycopg.errors.DuplicateObject: it exists.
        psycopg.errors.InsufficientPrivilege: we may not make roles.
    """
    _say_role(conn, "create", role=role, password=password, rights="nocreatedb")


def _say_role(conn: psycopg.Connection, verb: str, *, role: str, password: str, rights: str) -> None:
    # The password is hashed here: it never travels, and no log of the server can show it.
    hashed = conn.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    conn.execute(
        sql.SQL("{} role {} login {} password {}").format(
            sql.SQL(verb), sql.Identifier(role), sql.SQL(rights), sql.Literal(hashed)
        )
    )
