"""A session in pipeline mode: what is written is there once it is committed, and never half; nothing hangs."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest
from psycopg import AsyncConnection

from given.databases import Database
from socert.postgres.pipeline import open_pipelined_session
from socert.postgres.session import Session

pytestmark = pytest.mark.anyio

WRITE = "insert into note select unnest(%(values)s::text[])"
COUNT = "select count(*)::text from note"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Session]:
    """A session on a table of notes."""

    async def begin(conn: AsyncConnection) -> None:
        await conn.execute("create table if not exists note (value text not null check (value <> 'wrong'))")

    session = await open_pipelined_session(url, begin)
    try:
        yield session
    finally:
        await session.close()


async def test_a_write_is_seen_after_its_commit_and_not_after_a_rollback(database: Database) -> None:
    async with opened(database.owner_url) as session, opened(database.owner_url) as other:
        assert await session.lock(COUNT, {}) == "0"
        await session.write(WRITE, {"values": ["a", "b"]})
        assert await other.lock(COUNT, {}) == "0"
        await other.rollback()
        await session.commit()
        assert await other.lock(COUNT, {}) == "2"
        await session.lock(COUNT, {})
        await session.write(WRITE, {"values": ["c"]})
        await session.rollback()
        assert await session.lock(COUNT, {}) == "2"


async def test_no_commit_follows_a_write_that_failed_and_the_session_goes_on(database: Database) -> None:
    async with opened(database.owner_url) as session:
        for statement in (WRITE, WRITE + " where true"):  # prepared on the flight that fails, and known before
            for _ in range(2):
                await session.lock(COUNT, {})
                await session.write(statement, {"values": ["right", "wrong"]})
                with pytest.raises(psycopg.errors.CheckViolation) as refused:
                    await session.commit()
                assert refused.value.sqlstate == "23514"
                await session.rollback()
        with pytest.raises(psycopg.errors.UndefinedTable):
            await session.lock("select value from nothing", {})
        await session.rollback()
        assert await session.lock(COUNT, {}) == "0"
        assert not session.is_closed


async def test_flights_of_many_megabytes_come_and_go(database: Database) -> None:
    large = [secrets.token_hex(5_000) for _ in range(3_000)]
    async with opened(database.owner_url) as session:
        for turn in range(1, 4):
            async with asyncio.timeout(60):
                await session.lock(COUNT, {})
                await session.write(WRITE, {"values": large})
                await session.commit()
                text = await session.lock("select string_agg(value, '') from note", {})
                await session.rollback()
            assert len(text) == turn * 3_000 * 10_000


async def test_a_connection_that_breaks_ends_what_waits_and_is_known_to_be_closed(database: Database) -> None:
    async with opened(database.owner_url) as session:
        await session.lock(COUNT, {})
        await session.rollback()
        with psycopg.connect(database.owner_url, autocommit=True) as conn:
            waits = asyncio.create_task(session.lock("select pg_sleep(60)::text", {}))
            await asyncio.sleep(0.2)
            conn.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where pid <> pg_backend_pid() and datname = current_database() and query like '%%pg_sleep%%'"
            )
        async with asyncio.timeout(10):
            with pytest.raises(psycopg.OperationalError):
                await waits
        assert session.is_closed


async def test_closing_ends_what_waits(database: Database) -> None:
    async with opened(database.owner_url) as session:
        waits = asyncio.create_task(session.lock("select pg_sleep(60)::text", {}))
        await asyncio.sleep(0.1)
        await session.close()
        with pytest.raises(psycopg.OperationalError):
            await waits
