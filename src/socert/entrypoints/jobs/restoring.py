"""Restore a backup into a new or empty database, and see that it came as far as the backup had."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from socert import keys, wiring
from socert.domain import evidence, people
from socert.entrypoints.jobs.archive import Manifest, UnusableBackup, check_dump, read_manifest
from socert.entrypoints.jobs.backing_up import Progress, Tables
from socert.postgres import MIGRATIONS, DatabaseServer, connect, load, migrate
from socert.settings import Settings


class UnableToRestore(Exception):
    """Something here stands against it, and nothing was changed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, where to."""

    database: str
    manifest: Manifest
    checkpoint: evidence.Checkpoint


def restore(
    settings: Settings, *, file: Path, database: str | None, key: evidence.PublicKey, progress: Progress
) -> Restored:
    """Restore a backup; whatever goes wrong, no half of it stays under the database's name.

    Args:
        settings: the installation's folder and server.
        file: what `back_up` wrote.
        database: its name; the installation's own otherwise. It must be absent or empty.
        key: whose signature the backup has to carry.
        progress: told how far it is.

    Raises:
        UnusableBackup: the file is damaged or somebody else's.
        UnableToRestore: the database is not empty, or the card key is missing or another one.
        UnableToDump: PostgreSQL's own program refused.
    """
    manifest = read_manifest(file, key=key)
    if manifest.migrations > len(list(MIGRATIONS.glob("*.sql"))):
        raise UnusableBackup(f"{file} was made by a newer version of socert. Install that version, or a newer one.")
    check_dump(file, manifest, progress=lambda done: progress("checking", done, manifest.dump_bytes))
    _refuse_other_card_key(settings, check=manifest.card_key_check)
    with wiring.open_server_of(settings) as server:
        name = database or wiring.main_database(server)
        with _target(server, name) as target:
            _load(server, target, file=file, manifest=manifest, progress=progress)
            checkpoint = _compare(server, target, manifest=manifest, key=key)
    return Restored(name, manifest, checkpoint)


def _refuse_other_card_key(settings: Settings, *, check: str) -> None:
    kept = wiring.kept_card_key(settings)
    if kept is None or people.card_key_check(kept).hex() != check:
        raise UnableToRestore(
            f"The card key of what is to be restored is not at hand. Bring its file card.key into {settings.home}, "
            "or set SOCERT_CARD_KEY: without it no card would open anybody."
        )


def _load(server: DatabaseServer, target: str, *, file: Path, manifest: Manifest, progress: Progress) -> None:
    watch = Tables(manifest.tables, stage="restoring", progress=progress)
    roles = {manifest.application_role: server.application_role}
    load(server=server, database=target, file=file, roles=roles, tell=watch.begin)
    watch.end()
    migrate(server.owner_url(target), application_role=server.application_role)
    with connect(server.owner_url(target), autocommit=True) as conn:
        conn.execute("analyze")


def _compare(
    server: DatabaseServer, target: str, *, manifest: Manifest, key: evidence.PublicKey
) -> evidence.Checkpoint:
    with connect(server.owner_url(target)) as conn:
        conn.execute("set transaction isolation level repeatable read, read only")
        then = evidence.read_for(conn, manifest.checkpoint.encode(), key=key)
        if isinstance(then, evidence.Unfit):
            raise UnusableBackup(f"What was restored does not fit its own checkpoint: {then.sentence}")
        now = evidence.mark(conn, made_at=wiring.real_time(), at=wiring.real_time())
    if (now.heads, now.counts) != (then.heads, then.counts):
        raise UnusableBackup("What was restored has not come as far as its own checkpoint says. Take another copy.")
    return then


@contextmanager
def _target(server: DatabaseServer, name: str) -> Iterator[str]:
    """An empty database of that name; where there is none, one that takes the name when all is done."""
    if server.database_exists(name):
        _refuse_full(server, name)
        server.settle_rights(name)
        yield name
        return
    draft = f"{name[:40]}_restoring_{secrets.token_hex(4)}"
    server.create_database(draft)
    try:
        yield draft
        _rename(server, draft, name)
    except BaseException:
        server.drop_database(draft)
        raise


def _rename(server: DatabaseServer, draft: str, name: str) -> None:
    statement = sql.SQL("alter database {} rename to {}").format(sql.Identifier(draft), sql.Identifier(name))
    with connect(server.owner_url(server.maintenance_database), autocommit=True) as conn:
        conn.execute(statement)


def _refuse_full(server: DatabaseServer, name: str) -> None:
    with connect(server.owner_url(name)) as conn:
        row = conn.execute(
            "select count(*) from pg_class where relnamespace not in"
            " (select oid from pg_namespace where nspname like 'pg\\_%' or nspname = 'information_schema')"
        ).fetchone()
    if row != (0,):
        raise UnableToRestore(
            f"The database {name} is not empty, and nothing is ever restored over something. Give another name with "
            "--database, or set SOCERT_HOME to a fresh folder that has the card.key of the backed-up one."
        )


def public_key_for(settings: Settings, *, given: Path | None) -> evidence.PublicKey:
    """The key a backup is checked with: the one given, else the installation folder's.

    Raises:
        UnableToSign: there is none, or it is unusable.
    """
    return keys.public_key(given or settings.home / keys.PUBLIC)
