"""Plumbing: a private PostgreSQL, connections, migrations, group commit. Knows no rule."""

from socert.postgres.connection import complete, connect, durability, durability_complaints
from socert.postgres.dumping import UnableToDump, dump, load
from socert.postgres.examination import examine, examine_machine
from socert.postgres.finding import Finding
from socert.postgres.group_commit import (
    DatabaseIsAway,
    DecideAgain,
    GroupCommit,
    QueueIsFull,
    UnableToAnswer,
    Waiter,
    Work,
)
from socert.postgres.migrator import MIGRATIONS, UnableToMigrate, migrate, pending_migrations
from socert.postgres.opening import look_at_server, open_server
from socert.postgres.server import DatabaseServer, ServerKind, UnableToManageDatabases
from socert.postgres.trouble import UnableToUseDatabase
from socert.postgres.watching import DatabaseWatch
from socert.postgres.working import Worker

__all__ = [
    "MIGRATIONS",
    "DatabaseIsAway",
    "DatabaseServer",
    "DatabaseWatch",
    "DecideAgain",
    "Finding",
    "GroupCommit",
    "QueueIsFull",
    "ServerKind",
    "UnableToAnswer",
    "UnableToDump",
    "UnableToManageDatabases",
    "UnableToMigrate",
    "UnableToUseDatabase",
    "Waiter",
    "Work",
    "Worker",
    "complete",
    "connect",
    "dump",
    "durability",
    "durability_complaints",
    "examine",
    "examine_machine",
    "load",
    "look_at_server",
    "migrate",
    "open_server",
    "pending_migrations",
]
