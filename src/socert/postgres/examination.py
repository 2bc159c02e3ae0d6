"""What `socert doctor` says: facts about the server, the roles, the migrations and the machine."""

import platform
import shutil
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import pq

from socert.postgres.binaries import wheel_version
from socert.postgres.connection import connect, durability
from socert.postgres.finding import Finding
from socert.postgres.migrator import MIGRATIONS, UnableToMigrate, pending_migrations
from socert.postgres.server import DatabaseServer, ServerKind

FREE_BYTES_MIN = 2_000_000_000
_OTHER_VERSION = (
    "Use the version of socert that migrated this database last, or restore a backup made with this version; "
    "files in the package's folder migrations are not to be edited."
)
LIBRARIES = ("psycopg", "psycopg-pool", "litestar", "uvicorn", "msgspec")


def examine(
    *, server: DatabaseServer, database: str, home: Path, history_tables: Sequence[str], folder: Path = MIGRATIONS
) -> list[Finding]:
    """Everything found, good or bad, in the order it should be read; never raises for what it finds.

    Args:
        server: an open server.
        database: the installation's database on it.
        home: the installation's folder.
        history_tables: tables whose rows the application may add but not change or remove.
        folder: the numbered migrations.
    """
    return [
        *examine_machine(home=home, data=server.data_dir),
        *_database(server=server, database=database, history_tables=history_tables, folder=folder),
    ]


def examine_machine(*, home: Path, data: Path | None) -> list[Finding]:
    """What is found without any server; `home` need not exist, `data` is PostgreSQL's folder where it is ours."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    wheel = wheel_version()
    return [
        Finding(name="Python", value=f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        Finding(name="libraries", value=f"{libraries}, libpq {_dotted(pq.version())}"),
        Finding(name="PostgreSQL in the Python package", value=wheel or "not installed"),
        Finding(name="installation", value=str(home)),
        _free_space(next(path for path in (data or home, *home.parents) if path.exists())),
    ]


def _dotted(libpq: int) -> str:
    return f"{libpq // 10_000}.{libpq % 10_000}"


def _free_space(path: Path) -> Finding:
    free = shutil.disk_usage(path).free
    value = f"{free / 1e9:.1f} GB at {path}"
    if free >= FREE_BYTES_MIN:
        return Finding(name="free disk space", value=value)
    return Finding(
        name="free disk space",
        value=value,
        complaint=f"Less than {FREE_BYTES_MIN / 1e9:.0f} GB are free: a full disk stops the database.",
        remedy="Free some space there, or move the installation with SOCERT_HOME to a larger disk.",
    )


def _database(*, server: DatabaseServer, database: str, history_tables: Sequence[str], folder: Path) -> list[Finding]:
    try:
        with (
            connect(server.owner_url(database), autocommit=True) as owner,
            connect(server.application_url(database), autocommit=True) as application,
        ):
            return [
                *_server(owner, server=server),
                # What counts is how the application's own commits are written.
                *durability(application),
                _jit(application),
                *_roles(application, owner=str(owner.info.user)),
                _history(application, tables=history_tables),
                _migrations(server.owner_url(database), folder=folder),
            ]
    except psycopg.OperationalError as error:
        return [_no_database(database, error=error)]


def _no_database(database: str, *, error: psycopg.OperationalError) -> Finding:
    return Finding(
        name="database",
        value=database,
        complaint=f"The database {database} cannot be entered: {error}",
        remedy="If there is none yet, make the installation with: socert init. "
        "Otherwise check SOCERT_DATABASE_URL and SOCERT_APPLICATION_URL.",
    )


def _server(conn: psycopg.Connection, *, server: DatabaseServer) -> list[Finding]:
    major = f"PostgreSQL {_dotted(conn.info.server_version)}"
    findings = [
        Finding(name="server", value=f"{server.kind}, {major}"),
        Finding(name="address", value=f"{conn.info.host}, port {conn.info.port}, database {conn.info.dbname}"),
    ]
    if server.kind is ServerKind.PRIVATE:
        findings.append(Finding(name="data folder", value=str(server.data_dir)))
    return findings


def _jit(application: psycopg.Connection) -> Finding:
    row = application.execute("select current_setting('jit')").fetchone()
    if row is not None and row[0] == "off":
        return Finding(name="jit", value="off on our connections")
    return Finding(
        name="jit",
        value="on",
        complaint="jit is on for the application's connections: the server compiles queries that are over sooner.",
        remedy="Something between us and the server leaves out the options of a connection. As a superuser, say: "
        f'alter role "{application.info.user}" set jit = off;',
    )


def _roles(application: psycopg.Connection, *, owner: str) -> list[Finding]:
    row = application.execute(
        """
        select current_user, rolsuper, pg_has_role(current_user, %(owner)s, 'member'),
            has_schema_privilege('public', 'create')
        from pg_roles
        where rolname = current_user
        """,
        {"owner": owner},
    ).fetchone()
    assert row is not None, "the current user is a role"
    name, is_superuser, is_owner, may_create = row
    value = f"owner {owner}, application {name}"
    if is_superuser or is_owner:
        return [
            Finding(
                name="roles",
                value=value,
                complaint=f"The application's role {name} is a superuser or a member of the owner {owner}: "
                "it could rewrite history.",
                remedy=f'As a superuser, say: alter role "{name}" nosuperuser; revoke "{owner}" from "{name}";',
            )
        ]
    if may_create:
        return [
            Finding(
                name="roles",
                value=value,
                complaint=f"The application's role {name} may make tables of its own in this database.",
                remedy=f'As the owner of the schema, say: revoke create on schema public from public, "{name}";',
            )
        ]
    return [Finding(name="roles", value=value)]


def _history(application: psycopg.Connection, *, tables: Sequence[str]) -> Finding:
    rows = application.execute(
        """
        select name, to_regclass(name) is null
        from unnest(%(tables)s::text[]) as name
        where case
            when to_regclass(name) is null then true
            else has_table_privilege(to_regclass(name), 'update, delete, truncate')
                or has_any_column_privilege(to_regclass(name), 'update')
        end
        """,
        {"tables": list(tables)},
    ).fetchall()
    absent = [str(name) for name, is_absent in rows if is_absent]
    open_ones = [str(name) for name, is_absent in rows if not is_absent]
    if absent:
        return Finding(
            name="history",
            value=f"{len(absent)} tables missing",
            complaint=f"Tables of history are missing: {', '.join(absent)}.",
            remedy="Bring the database up to date with: socert migrate.",
        )
    if open_ones:
        names = ", ".join(open_ones)
        return Finding(
            name="history",
            value=f"{len(open_ones)} tables open",
            complaint=f"The application's role may change or remove rows of history: {names}.",
            remedy=f'As the owner, say: revoke update, delete, truncate on {names} from public, "'
            f'{application.info.user}";',
        )
    return Finding(name="history", value=f"{len(tables)} tables the application can only add to")


def _migrations(url: str, *, folder: Path) -> Finding:
    try:
        pending = pending_migrations(url, folder=folder)
    except UnableToMigrate as error:
        return Finding(name="migrations", value="do not fit", complaint=str(error), remedy=_OTHER_VERSION)
    if not pending:
        return Finding(name="migrations", value="up to date")
    return Finding(
        name="migrations",
        value=f"{len(pending)} to apply",
        complaint=f"Not yet applied: {', '.join(pending)}.",
        remedy="Apply them with: socert migrate.",
    )
