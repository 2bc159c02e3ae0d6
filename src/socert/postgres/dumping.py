"""A database into a file and back, by PostgreSQL's own pg_dump and pg_restore."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from socert.postgres.binaries import UnableToFindPostgres, find_programs
from socert.postgres.connection import connect
from socert.postgres.server import DatabaseServer
from socert.postgres.trouble import UnableToUseDatabase

#: Fast: on one core about as quick as the database reads.
_COMPRESSION = "1"
_TABLE = re.compile(r"(?:dumping contents of|processing data for) table \"?public\.\"?(?P<name>\w+)")
_SAID_LINES = 5

Told: TypeAlias = Callable[[str], None]
"""Told the name of a table when its rows begin to be written or read."""


class UnableToDump(UnableToUseDatabase):
    """pg_dump or pg_restore refused; its own words are in the message."""


def dump(*, server: DatabaseServer, database: str, snapshot: str, file: Path, tell: Told) -> None:
    """Write a database as one snapshot sees it, compressed, in pg_dump's custom format.

    Args:
        server: the server.
        database: which one, as its owner.
        snapshot: exported by a transaction that stays open meanwhile.
        file: to be written; its folder exists.
        tell: told each table.

    Raises:
        UnableToDump: pg_dump refused.
    """
    words = ("--format=custom", "--no-owner", f"--compress={_COMPRESSION}", f"--snapshot={snapshot}", f"--file={file}")
    _run("pg_dump", server, words, url=server.owner_url(database), tell=tell)


def load(*, server: DatabaseServer, database: str, file: Path, roles: Mapping[str, str], tell: Told) -> None:
    """Read what `dump` wrote into an empty database: all of it, or nothing if it does not fit.

    Args:
        server: the server.
        database: which one; its owner then owns everything.
        file: what to read; bytes after the dump's end are not looked at.
        roles: how roles that have rights in the dump are called here.
        tell: told each table.

    Raises:
        UnableToDump: pg_restore refused.
    """
    words = ("--no-owner", "--no-acl", "--exit-on-error", "--single-transaction")
    url = server.owner_url(database)
    address = _address(url)
    _run("pg_restore", server, (*words, f"--dbname={address}", str(file)), url=url, tell=tell)
    with connect(url) as conn:
        for statement in _rights(server, url=url, file=file):
            conn.execute(_translated(statement, roles).encode())


def _rights(server: DatabaseServer, *, url: str, file: Path) -> list[str]:
    """The statements by which the dump gives rights; those on the schema itself are the server's business."""
    contents = _run("pg_restore", server, ("--list", str(file)), url=url)
    wanted = [line for line in contents.splitlines() if re.search(r"^\d+; \d+ \d+ ACL (?!- SCHEMA)", line)]
    with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as chosen:
        chosen.write("\n".join(wanted) + "\n")
        chosen.flush()
        script = _run("pg_restore", server, (f"--use-list={chosen.name}", "--file=-", str(file)), url=url)
    return [line for line in script.splitlines() if line.startswith(("GRANT ", "REVOKE "))]


def _translated(statement: str, roles: Mapping[str, str]) -> str:
    whom = re.search(r"\b(?:TO|FROM) \"?(?P<role>[^\"]+)\"?;$", statement)
    if whom is None or whom["role"] not in roles:
        return statement
    start = statement[: whom.start()] + statement[whom.start() :].split(" ", 1)[0]
    return f"{start} {sql.Identifier(roles[whom['role']]).as_string(None)};"


def _run(program: str, server: DatabaseServer, words: Sequence[str], *, url: str, tell: Told | None = None) -> str:
    """Run a program to its end; gives what it printed."""
    password = str(conninfo_to_dict(url).get("password") or "")
    source = (f"--dbname={_address(url)}",) if program == "pg_dump" else ()
    verbose = () if tell is None else ("--verbose",)
    with subprocess.Popen(  # noqa: S603 - our own finding, no shell
        [_bin_dir(server) / program, *verbose, *source, *words],
        env={**os.environ, "PGPASSWORD": password, "PGOPTIONS": "", "LC_ALL": "C"},
        stdout=subprocess.PIPE if tell is None else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as running:
        try:
            printed, said = _listen(running, tell)
        except BaseException:
            running.terminate()
            raise
    if running.returncode != 0:
        raise UnableToDump(f"{program} ended with {running.returncode}:\n" + "\n".join(said[-_SAID_LINES:]))
    return printed


def _listen(running: "subprocess.Popen[str]", tell: Told | None) -> tuple[str, list[str]]:
    if tell is None:
        printed, said = running.communicate()
        return printed, said.splitlines()
    kept: list[str] = []
    assert running.stderr is not None
    for line in running.stderr:
        kept = [*kept[1 - _SAID_LINES :], line.rstrip()]
        if found := _TABLE.search(line):
            tell(found["name"])
    return "", kept


def _bin_dir(server: DatabaseServer) -> Path:
    """The programs that came with the server, else those of its version, else the newest there are."""
    if server.bin_dir is not None:
        return server.bin_dir
    with connect(server.owner_url(server.maintenance_database)) as conn:
        major = conn.info.server_version // 10_000
    try:
        return find_programs(major=major).bin_dir
    except UnableToFindPostgres:
        return find_programs().bin_dir


def _address(url: str) -> str:
    """The address without its password, which other users could read among the processes."""
    given = {name: str(value) for name, value in conninfo_to_dict(url).items() if name != "password"}
    escaped = {name: value.replace("\\", "\\\\").replace("'", "\\'") for name, value in given.items()}
    return " ".join(f"{name}='{value}'" for name, value in escaped.items())
