"""A server with its two roles, private or given, and the databases on it."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from socert.postgres.connection import connect
from socert.postgres.trouble import UnableToUseDatabase


class UnableToManageDatabases(UnableToUseDatabase):
    """The owner may not make or drop a database here."""


class ServerKind(StrEnum):
    """Ours, started from the wheel, or one we were given the address of."""

    PRIVATE = "private"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """A PostgreSQL server, its owner role and its application role.

    The address of a database is a libpq connection string with the password in it: never log it.
    """

    kind: ServerKind
    application_role: str
    maintenance_database: str
    bin_dir: Path | None
    """`pg_dump` and its kind; None for a given server."""
    data_dir: Path | None
    """PostgreSQL's data folder; None for a given server."""
    owner_address: str = field(repr=False)
    application_address: str = field(repr=False)

    def owner_url(self, database: str) -> str:
        """The address of `database` for the owner, who migrates."""
        return make_conninfo(self.owner_address, dbname=database)

    def application_url(self, database: str) -> str:
        """The address of `database` for the application, who never changes history."""
        return make_conninfo(self.application_address, dbname=database)

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Make a database where only the owner and the application may enter; UTF-8.

        Args:
            name: of the new database.
            template: a database without sessions to copy; otherwise the new one is empty.

        Raises:
            UnableToManageDatabases: the owner lacks CREATEDB, or the name is taken.
        """
        statement = sql.SQL("create database {} template {} encoding 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        with connect(self.owner_url(self.maintenance_database), autocommit=True) as conn:
            try:
                conn.execute(statement)
            except psycopg.errors.InsufficientPrivilege as error:
                raise UnableToManageDatabases(_lacks_createdb(conn.info.user, name)) from error
            except psycopg.errors.DuplicateDatabase as error:
                raise UnableToManageDatabases(
                    f"The database {name} exists already. Drop it first or choose another name."
                ) from error
        self.settle_rights(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, ending its sessions.

        Raises:
            UnableToManageDatabases: the owner may not drop it or not end its sessions.
        """
        with connect(self.owner_url(self.maintenance_database), autocommit=True) as conn:
            try:
                conn.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            except psycopg.errors.InsufficientPrivilege as error:
                if owner := _foreign_owner(conn, name):
                    raise UnableToManageDatabases(_belongs_to(owner, name=name, ours=conn.info.user)) from error
                raise UnableToManageDatabases(
                    f"The role {conn.info.user} may not drop the database {name} or end its sessions: "
                    f"{error.diag.message_primary}. Close what is connected, or grant it pg_signal_backend."
                ) from error

    def database_exists(self, name: str) -> bool:
        """Whether the server has a database of that name."""
        return name in self.databases("")

    def databases(self, prefix: str) -> list[str]:
        """The names beginning with `prefix`, sorted; templates of the server itself are left out."""
        with connect(self.owner_url(self.maintenance_database), autocommit=True) as conn:
            rows = conn.execute(
                """
                select datname
                from pg_database
                where starts_with(datname, %(prefix)s) and not datistemplate
                order by datname collate "C"
                """,
                {"prefix": prefix},
            ).fetchall()
        return [str(row[0]) for row in rows]

    def settle_rights(self, name: str) -> None:
        """Let only the owner and the application into a database of the owner's."""
        application = sql.Identifier(self.application_role)
        with connect(self.owner_url(name), autocommit=True) as conn:
            for statement in (
                sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)),
                sql.SQL("grant connect on database {} to {}").format(sql.Identifier(name), application),
                sql.SQL("revoke all on schema public from public"),
                sql.SQL("grant usage on schema public to {}").format(application),
            ):
                conn.execute(statement)


def _foreign_owner(conn: psycopg.Connection, name: str) -> str | None:
    """Who a database belongs to when neither we nor a role we are a member of own it."""
    row = conn.execute(
        """
        select pg_get_userbyid(datdba)
        from pg_database
        where datname = %(name)s and not pg_has_role(datdba, 'usage')
        """,
        {"name": name},
    ).fetchone()
    return None if row is None else str(row[0])


def _belongs_to(owner: str, *, name: str, ours: str) -> str:
    return (
        f"The database {name} belongs to the role {owner}, perhaps of another installation on this server; {ours} may "
        f"not replace it. Let {owner} drop it when it is not needed any more, or unset SOCERT_DATABASE_URL to have a "
        "private server."
    )


def _lacks_createdb(role: str, name: str) -> str:
    return (
        f'The role {role} may not create the database {name}. As a superuser, say: alter role "{role}" createdb; '
        "or make the database yourself, owned by this role. Replays and benches need CREATEDB."
    )
