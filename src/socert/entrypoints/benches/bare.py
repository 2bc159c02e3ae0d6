"""The same rows without deciding anything: `python -m socert.entrypoints.benches.bare ORDER`.

Set-based from Python, arguments prepared beforehand, pages warm, no lock, no look-up, no chain: what the database takes
at best.
"""

import random
import sys
import time
from collections.abc import Sequence
from itertools import count
from typing import Any

import msgspec
from psycopg import Connection
from psycopg.rows import dict_row

from socert import wiring
from socert.entrypoints.benches.engine import EngineOrder, EngineRun
from socert.entrypoints.benches.seeding import DATABASE
from socert.postgres import connect
from socert.settings import read_settings
from socert.values import uuid7

_ACCOUNTS = 20_000
_MILLISECONDS = 1_000

_UPDATE = """
    update account as a set consumed = a.consumed + n.amount
    from unnest(%(holders)s::bigint[], %(accounts)s::bigint[], %(amounts)s::bigint[]) as n (holder, id, amount)
    where a.holder = n.holder and a.id = n.id and a.lane = 0
"""
_OPERATIONS = """
    insert into operation (id, lane, kind, outcome, merchant, till, holder, total, covered, at, till_at, receipt, key,
        body, writer, batch, place, digest, answer)
    select n.id, 0, 1, %(outcome)s, %(merchant)s, %(till)s, n.holder, %(total)s, %(covered)s, %(at)s, %(at)s,
        %(receipt)s, n.key, n.key, 998, 1, 0, %(digest)s, %(answer)s
    from unnest(%(ids)s::uuid[], %(keys)s::uuid[], %(holders)s::bigint[]) as n (id, key, holder)
"""
_POSTINGS = """
    insert into posting (operation, lane, place, debit, credit, amount, at)
    select n.id, 0, 0, n.account, %(credit)s, %(covered)s, %(at)s
    from unnest(%(ids)s::uuid[], %(accounts)s::bigint[]) as n (id, account)
"""
_LINES = """
    insert into receipt_line (operation, lane, position, at, gtin, name, category, quantity, price, discount, amount,
        covered, reason, denied, accounts, amounts, waived)
    select n.id, 0, l.position, %(at)s, l.gtin, l.name, l.category, l.quantity, l.price, l.discount, l.amount,
        l.covered, l.reason, l.denied, case when l.covered > 0 then array[n.account] else '{}' end,
        case when l.covered > 0 then array[l.covered] else '{}' end, 0
    from unnest(%(ids)s::uuid[], %(accounts)s::bigint[]) as n (id, account)
    cross join bench.line as l
"""
_SAMPLE = """
    create schema if not exists bench;
    drop table if exists bench.line, bench.operation;
    create table bench.operation as
        select o.outcome, o.merchant, o.till, o.total, o.covered, o.receipt, o.digest, o.answer, o.id, p.credit
        from (select * from operation where kind = 1 and lane = 0 limit 2000) as o
        join posting as p on p.operation = o.id
        order by length(o.answer)
        offset 800 limit 1;
    create table bench.line as
        select l.* from receipt_line as l where l.operation = (select id from bench.operation);
    grant usage on schema bench to public;
    grant select on all tables in schema bench to public;
"""


def prepare(superuser_url: str) -> None:
    """Set a purchase of median length aside, whose rows are written again and again."""
    with connect(superuser_url) as conn:
        conn.execute(_SAMPLE)


def _run(order: EngineOrder) -> EngineRun:
    own = random.Random(order.seed)  # noqa: S311 - load
    with wiring.open_site(read_settings(), database=DATABASE, tell=lambda _: None) as site:
        with connect(site.application_url) as conn:
            accounts = _accounts(conn, seed=order.seed)
            common = _common(conn)
        batches = [_batch(own.sample(accounts, order.batch), own) for _ in range(order.purchases // order.batch)]
        with connect(site.application_url, autocommit=True) as conn:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            sys.stdin.readline()
            begun, used = time.perf_counter(), time.process_time()
            until = time.monotonic() + order.seconds_max
            made = 0
            for batch in batches:
                _write(conn, common | batch)
                made += order.batch
                if time.monotonic() > until:
                    break
            return EngineRun(made, time.perf_counter() - begun, time.process_time() - used)


def _accounts(conn: Connection, *, seed: int) -> list[tuple[int, int]]:
    """Accounts to write to; reading them warms their pages. Each writer has its own, so that none waits."""
    return conn.execute(
        "select holder, id from account where id %% 2 = %(part)s order by holder limit %(count)s",
        {"part": seed % 2, "count": _ACCOUNTS},
    ).fetchall()


def _common(conn: Connection) -> dict[str, Any]:
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute("select *, now() as at from bench.operation").fetchone()
    assert found is not None
    del found["id"]
    return found


def _batch(accounts: Sequence[tuple[int, int]], own: random.Random) -> dict[str, str]:
    """The parts that differ, as array literals."""
    now = int(time.time() * _MILLISECONDS)
    ids = [uuid7(milliseconds=now, random=own.randbytes(10)).hex for _ in accounts]
    keys = [uuid7(milliseconds=now, random=own.randbytes(10)).hex for _ in accounts]
    return {
        "holders": _array(holder for holder, _ in accounts),
        "accounts": _array(account for _, account in accounts),
        "amounts": _array(1 for _, _ in zip(accounts, count(), strict=False)),
        "ids": _array(ids),
        "keys": _array(keys),
    }


def _array(values: Any) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _write(conn: Connection, values: dict[str, Any]) -> None:
    with conn.pipeline(), conn.transaction():
        for statement in (_UPDATE, _OPERATIONS, _POSTINGS, _LINES):
            conn.execute(statement, values, prepare=True)


if __name__ == "__main__":
    run = _run(msgspec.json.decode(sys.argv[1], type=EngineOrder))
    sys.stdout.write("JSON" + msgspec.json.encode(run).decode() + "\n")
