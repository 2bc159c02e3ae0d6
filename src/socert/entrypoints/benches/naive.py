"""Purchases the way they are usually written: `python -m socert.entrypoints.benches.naive PORT-FILE`.

A handler of the same web framework, a transaction a request from a pool of 16, plain statements one after the other,
and the same decision by the same rules. No chain of digests: with one, all requests would queue for its head.
"""

import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar, Request, Response, post
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from socert import wiring
from socert.domain import access, ledger, purchases
from socert.entrypoints.api.desk import new_id
from socert.entrypoints.api.reading import body_digest, decoder, read_carrier, read_lines
from socert.entrypoints.api.requests import AuthorisationRequest
from socert.entrypoints.benches.seeding import DATABASE
from socert.settings import read_settings
from socert.values import key_digest

POOL = 16

_decode = decoder(AuthorisationRequest)


@post("/api/v1/authorisations", status_code=200)
async def authorise(request: Request[Any, Any, Any]) -> Response[str]:
    """One purchase in one transaction."""
    state = request.app.state
    asked = _decode(await request.body())
    digest = access.digest_of(request.headers["authorization"].removeprefix("Bearer "))
    async with state.pool.connection() as conn:
        answer = await _buy(conn, asked, digest=digest, key=request.headers["idempotency-key"], state=state)
    return Response(answer, media_type="application/json")


async def _buy(conn: AsyncConnection, asked: AuthorisationRequest, *, digest: bytes, key: str, state: Any) -> str:
    credential, till = await _one(conn, "select id, till from credential where key_sha256 = %s", [digest])
    hashed = key_digest(scope=f"till:{till}", key=key)
    before = await _one(conn, "select answer from operation where key = %s and lane = 0", [hashed])
    if before:
        return str(before[0])
    card = read_carrier(asked.carrier, secret=state.secret).card
    carrier = await _one(
        conn, "select hash, holder, status, valid_from, valid_until from carrier where hash = %s", [card]
    )
    rows = await conn.execute(
        """
        select holder, id, certificate, version, slot, status, valid_from, valid_until, issued, held, consumed,
            returned, units, units_held, units_used
        from account where holder = %s and lane = 0 order by id for no key update
        """,
        [carrier[1]],
    )
    accounts = [purchases.Account(*row) for row in await rows.fetchall()]
    question = purchases.Authorise(
        id=state.new_id(),
        key=hashed,
        body=body_digest("authorise", asked),
        till=till,
        credential=credential,
        card=card,
        receipt=asked.receipt,
        till_at=asked.at,
        capture=asked.capture,
        lines=read_lines(asked),
    )
    goods = await _goods(conn, question)
    now = (await _one(conn, "select clock_timestamp()", []))[0]
    known = purchases.State(head=ledger.Head(0, ledger.FIRST_CHAIN))
    known.carriers[card] = purchases.Carrier(*carrier)
    known.accounts[carrier[1]] = accounts
    decided = purchases.decide_batch(
        [question],
        state=known,
        directory=replace(state.directory, goods=goods),
        lane=0,
        writer=0,
        now=now,
        closed_through=now,
    )
    assert decided.rows is not None
    await _write(conn, decided.rows, at=now)
    return decided.rows.operations[0].answer


async def _goods(conn: AsyncConnection, question: purchases.Authorise) -> dict[int, int]:
    found = await conn.execute(
        "select gtin, category from good where gtin = any (%s)", [[line.gtin for line in question.lines]]
    )
    return dict(await found.fetchall())


async def _write(conn: AsyncConnection, rows: Any, *, at: datetime) -> None:
    operation = rows.operations[0]
    for one in rows.accounts:
        await conn.execute(
            "update account set held = %s, consumed = %s where holder = %s and id = %s and lane = 0",
            [one.held, one.consumed, one.holder, one.id],
        )
    await conn.execute(
        """
        insert into operation (id, lane, kind, outcome, merchant, till, holder, parent, total, covered, at, till_at,
            receipt, key, body, writer, batch, place, digest, answer)
        values (%s, 0, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 997, 1, 0, %s, %s)
        """,
        [
            operation.id, int(operation.kind), int(operation.outcome), operation.merchant, operation.till,
            operation.holder, operation.parent, operation.total, operation.covered, at, operation.till_at,
            operation.receipt, operation.key, operation.body, bytes.fromhex(operation.digest), operation.answer,
        ],
    )  # fmt: skip
    for one in rows.postings:
        await conn.execute(
            "insert into posting (operation, lane, place, debit, credit, amount, at)"
            " values (%s, 0, %s, %s, %s, %s, %s)",
            [one.operation, one.place, one.debit, one.credit, one.amount, at],
        )
    await _write_lines(conn, rows.lines, at=at)


async def _write_lines(conn: AsyncConnection, lines: Sequence[Any], *, at: datetime) -> None:
    async with conn.cursor() as cursor:
        await cursor.executemany(
            """
            insert into receipt_line (operation, lane, position, at, gtin, article, name, category, quantity, price,
                discount, amount, covered, reason, denied, accounts, amounts, units, waived)
            values (%s, 0, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [
                [
                    one.operation, one.position, at, one.gtin, one.article, one.name, one.category, one.quantity,
                    one.price, one.discount, one.amount, one.covered, one.reason, one.denied, one.accounts, one.amounts,
                    one.units, one.waived,
                ]
                for one in lines
            ],
        )  # fmt: skip


async def _one(conn: AsyncConnection, statement: str, values: list[Any]) -> Any:
    cursor = await conn.execute(statement.encode(), values)
    return await cursor.fetchone()


def main(port_file: Path) -> None:
    """Serve until a signal ends it."""
    with wiring.open_site(read_settings(), database=DATABASE, tell=lambda _: None) as site:
        keeper = wiring.make_keeper(site)
        pool = AsyncConnectionPool(site.application_url, min_size=POOL, max_size=POOL, open=False)

        @asynccontextmanager
        async def life(app: Litestar) -> AsyncIterator[None]:
            await pool.open(wait=True)
            app.state.pool = pool
            app.state.secret = site.card_secret
            app.state.directory = keeper.current
            app.state.new_id = lambda: new_id(wiring.real_time())
            yield
            await pool.close()

        app = Litestar([authorise], lifespan=[life], openapi_config=None, logging_config=None, debug=True)
        with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
            port_file.write_text(f"http://127.0.0.1:{listener.getsockname()[1]}\n", encoding="utf-8")
            config = uvicorn.Config(app, loop="uvloop", http="httptools", access_log=False, log_level="warning")
            uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
