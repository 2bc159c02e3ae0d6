"""The simplest work there is for group commit: notes are kept under their keys, once, and read back."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

import psycopg
from psycopg import AsyncConnection

from socert.postgres import DecideAgain, GroupCommit

TABLE = "create table note (key text primary key, value text not null, batch bigint not null)"
KEPT = "select key, value from note"


@dataclass(frozen=True, slots=True)
class Note:
    """What is asked: keep this. Some values cannot be: see `NoteWork.decide`."""

    key: str
    value: str = ""


POISON = "poison"
UNWRITABLE = "a NUL \0 in a text"


@dataclass(slots=True)
class NoteWork:
    """Keeps notes; answers with what is kept. A value of POISON breaks the decision, UNWRITABLE the write."""

    batches: list[int] = field(default_factory=list)
    sessions: int = 0
    refreshed: int = 0
    is_stale: bool = False
    #: Called while the rows of a batch are locked and nothing is written yet.
    meanwhile: Callable[[], None] = lambda: None

    async def begin_session(self, conn: AsyncConnection) -> None:
        """Count the sessions."""
        await conn.execute("select 1")
        self.sessions += 1

    def lock_statement(self, questions: Sequence[Note]) -> tuple[str, dict[str, object]]:
        """Read what is kept already."""
        self.batches.append(len(questions))
        return "select coalesce(json_object_agg(key, value), '{}')::text from note where key = any (%(keys)s)", {
            "keys": [question.key for question in questions]
        }

    def read(self, text: str) -> dict[str, str]:
        """What is kept, by key."""
        if self.is_stale:
            raise DecideAgain
        found: dict[str, str] = json.loads(text)
        return found

    async def refresh(self) -> None:
        """Bring up to date what is stale."""
        await asyncio.sleep(0)
        self.refreshed += 1
        self.is_stale = False

    def weight(self, question: Note) -> int:
        """As long as the value."""
        return 1 + len(question.value) // 100

    def decide(self, questions: Sequence[Note], locked: dict[str, str]) -> tuple[list[str], dict[str, object] | None]:
        """The first value under a key stays."""
        self.meanwhile()
        answers, rows = [], []
        for question in questions:
            assert question.value != POISON, "a broken assumption"
            if question.key not in locked:
                locked[question.key] = question.value
                rows.append({"key": question.key, "value": question.value})
            answers.append(locked[question.key])
        return answers, {"rows": json.dumps(rows), "batch": len(self.batches)} if rows else None

    def write_statement(self) -> str:
        """Write the new ones."""
        return (
            "with written as (insert into note select key, value, %(batch)s from"
            " json_to_recordset(%(rows)s::json) as r (key text, value text) returning 1) select count(*) from written"
        )


Notes = GroupCommit[Note, str, dict[str, str]]


class Limits(TypedDict, total=False):
    """The limits a queue may be given."""

    queue_limit: int
    batch_limit: int
    weight_limit: int


@asynccontextmanager
async def open_notes(url: str, work: NoteWork | None = None, **limits: Unpack[Limits]) -> AsyncIterator[Notes]:
    """A queue that keeps notes."""
    queue: Notes = GroupCommit(url=url, work=work or NoteWork(), **limits)
    await queue.start()
    try:
        yield queue
    finally:
        await queue.close()


def make_table(url: str) -> None:
    """The table notes are kept in."""
    with psycopg.connect(url) as conn:
        conn.execute(TABLE)


def kept(url: str) -> dict[str, str]:
    """All notes there are."""
    with psycopg.connect(url) as conn:
        return dict(conn.execute(KEPT).fetchall())
