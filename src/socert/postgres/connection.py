"""Connections, all alike: named, in UTC, in UTF-8, without jit; and whether what they commit survives a crash."""

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from socert.postgres.finding import Finding

CONNECT_SECONDS_MAX = 10


def connect(url: str, *, autocommit: bool = False) -> psycopg.Connection:
    """Open a connection whose times are in UTC; what `url` itself says about name, jit and time-out stays.

    Raises:
        psycopg.OperationalError: the server does not answer or refuses.
    """
    conn = psycopg.connect(complete(url), autocommit=True)
    if conn.info.parameter_status("TimeZone") != "UTC":  # the caller's PGTZ is stronger than an address
        conn.execute("set time zone 'UTC'")
    conn.autocommit = autocommit
    return conn


def complete(url: str) -> str:
    """`url` with the application's name, UTC, UTF-8, no jit and a time-out; for pools and other drivers."""
    given = conninfo_to_dict(url)
    # A given server compiles queries by default, which costs ours more than it saves. Who says otherwise is heard.
    options = f"-c jit=off {given.get('options') or ''} -c timezone=UTC"
    named = given.get("application_name") or "socert"
    seconds = given.get("connect_timeout") or CONNECT_SECONDS_MAX
    return make_conninfo(url, application_name=named, connect_timeout=seconds, options=options, client_encoding="UTF8")


def durability_complaints(conn: psycopg.Connection) -> list[Finding]:
    """The settings, as seen by this connection, under which acknowledged work could be lost; empty is good."""
    return [finding for finding in durability(conn) if finding.complaint is not None]


def durability(conn: psycopg.Connection) -> list[Finding]:
    """`synchronous_commit`, `fsync` and `full_page_writes` as seen by this connection, good or bad."""
    return [_durable(conn, name) for name in ("synchronous_commit", "fsync", "full_page_writes")]


def _durable(conn: psycopg.Connection, name: str) -> Finding:
    row = conn.execute("select current_setting(%(name)s)", {"name": name}).fetchone()
    value = str(row[0]) if row else "unknown"
    if value not in {"off", "unknown"}:
        return Finding(name=name, value=value)
    return Finding(
        name=name,
        value=value,
        complaint=f"{name} is {value}: a crash of the server could lose purchases that were already confirmed.",
        remedy=f"As a superuser, say: alter system set {name} = on; then: select pg_reload_conf(); "
        "a value for one role or database stands in the table pg_db_role_setting.",
    )
