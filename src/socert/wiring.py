"""The one place where parts are put together: server, database, installation, tills' queues."""

import asyncio
import fcntl
import gzip
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from psycopg_pool import ConnectionPool

from socert import keys
from socert.domain import audit, catalogue, installation, people, programmes, purchases
from socert.postgres import (
    DatabaseServer,
    DatabaseWatch,
    GroupCommit,
    ServerKind,
    complete,
    connect,
    look_at_server,
    migrate,
    open_server,
)
from socert.rulebook import read_rulebook
from socert.settings import Settings

#: Tables the application may add to and never change: history, an auditor's evidence.
HISTORY_TABLES = (
    "audit_event",
    "operation",
    "posting",
    "batch",
    "receipt_line",
    "movement_line",
    "certificate_event",
    "issue_list",
    "issue_row",
    "decision_issue",
    "decision_refusal",
    "programme_version",
    "category_parent",
    "till_day",
    "period",
    "claim_source",
    "claim_line",
    "sealed_row",
)
#: The database of the installation itself on a private server.
MAIN_DATABASE = "socert"
#: The demo's own, made anew each time; what a visitor tries it with lies in the installation's folder.
DEMO_DATABASE = "socert_demo"
DEMO_TILL_KEY = "demo-till.key"
DEMO_RECIPIENT = "demo-recipient.csv"
DEMO_DOORS = "demo-doors.json"
_CARD_KEY = "card.key"
_GOODS_WORDS = Path("models") / "goods-words.csv.gz"
DEFAULT_ZONE = ZoneInfo("Europe/Moscow")
SYSTEM = audit.Actor(name="socert", role="system")

_SWEEP_LIMIT = 2_000

Tell = Callable[[str], None]


class UnableToServe(Exception):
    """What stands here is not fit to be served; the message says what to do."""


def real_time() -> datetime:
    """The clock that doors read."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Site:
    """An installation at hand: its server, its database, what it is, and the key its cards are hashed with."""

    server: DatabaseServer
    database: str
    installation: installation.Installation
    card_secret: bytes = field(repr=False)
    home: Path
    reference: Path
    checkpoint_folder: Path

    @property
    def paper_folder(self) -> Path:
        """Where papers made at people's wish lie until they are made anew: registers, pictures of demand."""
        return self.home / "papers" / self.database

    def make_paper_folder(self, name: str) -> Path:
        """A folder among them, made if absent; nobody else on the machine reads it."""
        folder = self.paper_folder / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for above in (folder, *folder.parents[:2]):
            above.chmod(0o700)
        return folder

    @property
    def application_url(self) -> str:
        """Where the application connects."""
        return self.server.application_url(self.database)

    @property
    def owner_url(self) -> str:
        """Where the owner connects."""
        return self.server.owner_url(self.database)

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection]:
        """A transaction of the application, committed at the end."""
        with connect(self.application_url) as conn:
            yield conn

    def now(self, conn: psycopg.Connection) -> datetime:
        """What time it is in this installation, by the database's clock, as for purchases; servers' own may differ."""
        row = conn.execute("select clock_timestamp()").fetchone()
        assert row is not None
        return installation.now(conn, real=row[0])


@contextmanager
def open_server_of(settings: Settings) -> Iterator[DatabaseServer]:
    """The server the settings name, leased while in use."""
    with open_server(
        home=settings.home, owner_url=settings.owner_url, application_url=settings.application_url
    ) as server:
        yield server


@contextmanager
def look_at_server_of(settings: Settings) -> Iterator[DatabaseServer | None]:
    """The same without making anything; None when something is still to be made."""
    with look_at_server(
        home=settings.home, owner_url=settings.owner_url, application_url=settings.application_url
    ) as server:
        yield server


def main_database(server: DatabaseServer) -> str:
    """The database of the installation: ours by name, a given server's by its address."""
    return MAIN_DATABASE if server.kind is ServerKind.PRIVATE else server.maintenance_database


@contextmanager
def open_site(settings: Settings, *, database: str | None, tell: Tell) -> Iterator[Site]:
    """The installation, or another database made by a replay; an installation that is not there is made as an example.

    Args:
        settings: where to look.
        database: a database a replay or demo left; None for the installation's own.
        tell: told, in a sentence, what was made on the way.

    Raises:
        UnableToServe: the database is not there, or its card key is not the one at hand.
    """
    with open_server_of(settings) as server:
        with _alone(settings):
            site = _find_or_make(server, settings, database=database, tell=tell)
        yield site


def look_at_site(server: DatabaseServer, settings: Settings) -> Site | None:
    """The installation as it is: nothing is made and nothing migrated; None when there is none.

    Raises:
        UnableToServe: its card key is not the one at hand.
    """
    name = main_database(server)
    found = _found(server, name)
    return None if found is None else _site(server, settings, database=name, found=found)


@contextmanager
def make_main_site(settings: Settings, *, kind: installation.Kind, lanes: int, zone: ZoneInfo) -> Iterator[Site]:
    """The installation's own database, made now.

    Raises:
        UnableToServe: there is one already; says which.
    """
    with open_server_of(settings) as server:
        name = main_database(server)
        with _alone(settings):
            found = _found(server, name)
            if found is not None:
                raise UnableToServe(
                    f"There is an installation already: {found.kind}, made {found.created_at:%Y-%m-%d}, "
                    f"in {settings.home}, database {name}. To make another one, set SOCERT_HOME to another folder."
                )
            site = make_site(server, settings, database=name, kind=kind, lanes=lanes, zone=zone)
        yield site


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One command at a time looks for the installation and makes it; the kernel lets go of one that dies."""
    with (settings.home / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _find_or_make(server: DatabaseServer, settings: Settings, *, database: str | None, tell: Tell) -> Site:
    name = database or main_database(server)
    if database is not None and not server.database_exists(name):
        raise UnableToServe(f"There is no database {name} here. `socert replay …` says which one it left.")
    found = _found(server, name)
    if found is None:
        tell("No installation found: making an example one with the reference tree, goods and programmes.")
        if server.database_exists(DEMO_DATABASE):
            tell(f"The demo has a database of its own and is not part of it; --database {DEMO_DATABASE} leads there.")
        return make_site(server, settings, database=name, kind=installation.Kind.EXAMPLE, lanes=1, zone=DEFAULT_ZONE)
    site = _site(server, settings, database=name, found=found)
    migrate(server.owner_url(name), application_role=server.application_role)
    with connect(server.owner_url(name)) as conn:
        installation.prepare_months(conn, at=site.now(conn))
    return site


def _site(server: DatabaseServer, settings: Settings, *, database: str, found: installation.Installation) -> Site:
    key = kept_card_key(settings)
    if key is None:
        raise UnableToServe(
            f"The card key of this installation is missing: there is no {settings.home / _CARD_KEY}, and without "
            "it no card is known. Bring the file back from your backup, or set SOCERT_CARD_KEY."
        )
    site = Site(server, database, found, key, settings.home, settings.reference, checkpoint_folder(settings))
    _check_card_key(site)
    return site


def _found(server: DatabaseServer, database: str) -> installation.Installation | None:
    if not server.database_exists(database):
        return None
    with connect(server.owner_url(database)) as conn:
        row = conn.execute("select to_regclass('installation') is not null").fetchone()
        return installation.find(conn) if row is not None and row[0] else None


def _check_card_key(site: Site) -> None:
    if people.card_key_check(site.card_secret) != site.installation.card_key_check:
        raise UnableToServe(
            "The card key at hand is not the one this installation's cards were hashed with. "
            "Set SOCERT_CARD_KEY to the right one, or bring back the file card.key of the installation's folder."
        )


def card_key(settings: Settings) -> bytes:
    """The key cards are hashed with: from the environment, else from the installation's folder, made if absent."""
    kept = kept_card_key(settings)
    if kept is not None:
        return kept
    path = settings.home / _CARD_KEY
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_bytes(32).hex())
    return bytes.fromhex(path.read_text())


def kept_card_key(settings: Settings) -> bytes | None:
    """The key cards are hashed with, if there is one."""
    if settings.card_key is not None:
        return settings.card_key
    path = settings.home / _CARD_KEY
    if not path.exists():
        return None
    try:
        return bytes.fromhex(path.read_text())
    except ValueError as error:
        raise UnableToServe(f"{path} is not a card key; please bring the file back from your backup.") from error


def make_site(
    server: DatabaseServer,
    settings: Settings,
    *,
    database: str,
    kind: installation.Kind,
    lanes: int,
    zone: ZoneInfo,
) -> Site:
    """Make an installation with what it starts from, in a database made for it if absent.

    Raises:
        UnableToInitialise: the database belongs to an installation already.
    """
    secret = card_key(settings)
    keys.signing_key(settings.home)
    if not server.database_exists(database):
        server.create_database(database)
    migrate(server.owner_url(database), application_role=server.application_role)
    with connect(server.owner_url(database)) as conn:
        made = installation.create(
            conn,
            kind=kind,
            lanes=lanes,
            zone=zone,
            card_key_check=people.card_key_check(secret),
            at=real_time(),
        )
        # In the same transaction: an installation is there with all it ships, or not at all.
        folder = settings.rulebook if kind is installation.Kind.LIVE else settings.reference
        load_reference(conn, folder=folder, kind=kind, now=real_time())
    return Site(server, database, made, secret, settings.home, settings.reference, checkpoint_folder(settings))


def load_reference(conn: psycopg.Connection, *, folder: Path, kind: installation.Kind, now: datetime) -> None:
    """Load the tree of categories, and for an example the sample of goods and the illustrative programmes as well."""
    with (folder / "categories.csv").open(encoding="utf-8", newline="") as lines:
        catalogue.load_categories(conn, rows=catalogue.read_categories(lines), actor=SYSTEM, now=now)
    if kind is installation.Kind.LIVE:
        return  # its goods and programmes are the region's own
    goods = catalogue.read_goods_csv((folder / "goods.csv").read_bytes())
    catalogue.load_goods(conn, rows=goods, source="reference/goods.csv", actor=SYSTEM, now=now)
    tree, ground = catalogue.categories(conn), read_rulebook(folder)
    for path in sorted((folder / "programmes").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        published = programmes.publish(conn, text=text, tree=tree, actor=SYSTEM, now=now, ground=ground)
        if not isinstance(published, programmes.Published):
            raise UnableToServe(f"{path.name} is not a programme we can use: {published}")


def checkpoint_folder(settings: Settings) -> Path:
    """Where checkpoints are written unless a command says otherwise."""
    return settings.checkpoint_folder or settings.home / "checkpoints"


def make_pool(site: Site, *, connections: int = 8) -> ConnectionPool:
    """A pool for doors that are not hot; opened by its user."""
    # After an outage nobody waits for a pause that has grown with it: each request tries.
    url = complete(site.application_url)
    return ConnectionPool(url, min_size=1, max_size=connections, timeout=5, reconnect_timeout=1, open=False)


def make_watch(site: Site, pool: ConnectionPool) -> DatabaseWatch:
    """What knows whether the site's database answers and has a partition for this month.

    When it is back after an outage, the pool's dead connections are dropped.
    """
    return DatabaseWatch(url=site.application_url, returned=pool.check, question="select has_month()")


def make_queues(
    site: Site, keeper: purchases.DirectoryKeeper, *, queue_limit: int = 4_096, batch_limit: int = 400
) -> list[GroupCommit[purchases.Question, purchases.AnsweredTo, purchases.LockedBatch]]:
    """One queue with its writer a lane."""
    url, lanes = site.application_url, range(site.installation.lanes)
    works = [purchases.PurchaseWork(lane=lane, keeper=keeper) for lane in lanes]
    return [GroupCommit(url=url, work=work, queue_limit=queue_limit, batch_limit=batch_limit) for work in works]


def make_keeper(site: Site) -> purchases.DirectoryKeeper:
    """The directory of this site, loaded."""

    def load(previous: purchases.Directory | None) -> purchases.Directory:
        with connect(site.application_url) as conn:
            return purchases.load_directory(
                conn, zone=site.installation.zone, lanes=site.installation.lanes, previous=previous
            )

    return purchases.DirectoryKeeper(load)


def sweep_overdue(site: Site) -> int:
    """Give back what authorisations hold beyond their end; gives how many there were."""
    return asyncio.run(_sweep_overdue(site))


async def _sweep_overdue(site: Site) -> int:
    queues = make_queues(site, make_keeper(site))
    for queue in queues:
        await queue.start()
    count = 0
    try:
        while True:
            with site.transaction() as conn:
                overdue = purchases.read_overdue(conn, now=site.now(conn), limit=_SWEEP_LIMIT)
            if not overdue:
                return count
            count += len(overdue)
            await asyncio.gather(*(queues[lane].ask(purchases.Sweep(one)) for lane, one in overdue))
    finally:
        for queue in queues:
            await queue.close()


@cache
def suggester_of(reference: Path) -> catalogue.Suggester:
    """What was counted of goods' words, as socert ships it; read once."""
    return catalogue.read_words(gzip.decompress((reference / _GOODS_WORDS).read_bytes()))
