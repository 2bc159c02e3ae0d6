"""Random broken requests: each is refused at once, none breaks anything, and no row of the database changes.

MALFORMED=n sends n of them; MALFORMED_SEED repeats a run.
"""

import os
import random
import secrets
from collections import Counter

import psycopg
from psycopg import sql

from entrypoints.hostile.breaking import broken_request
from given.city import ANNA_CARD
from given.serving import Served, line, receipt
from given.wires import RawWire
from socert.domain import monitoring
from socert.postgres import connect

REQUESTS = int(os.environ.get("MALFORMED", "3000"))
SEED = int(os.environ.get("MALFORMED_SEED", str(secrets.randbits(32))))


def test_random_broken_requests_change_nothing_and_break_nothing(served: Served) -> None:
    print(f"MALFORMED_SEED={SEED}")  # noqa: T201 - to repeat it
    till_key = served.city.bullfinch.till.key
    served.till().authorise(receipt(ANNA_CARD, line()))
    with connect(served.site.owner_url) as conn:
        before = contents(conn)
    statuses: Counter[int] = Counter()
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    wire = RawWire(served.url)
    for _ in range(REQUESTS):
        sent = broken_request(chance, till_key=till_key)
        wire.say_what_is_taken(sent)
        heard = wire.hear()
        if heard is None or heard.status == 408:
            print("waited for", sent[:300])  # noqa: T201
        statuses[0 if heard is None else heard.status] += 1
        if heard is None or heard.headers.get("connection") == "close":
            wire.socket.close()
            wire = RawWire(served.url)
        assert heard is None or 400 <= heard.status < 500, (heard, sent)
    wire.socket.close()
    print(dict(sorted(statuses.items())))  # noqa: T201 - the figures of a long run
    with connect(served.site.owner_url) as conn:
        assert contents(conn) == before
    with connect(served.site.application_url) as conn:
        assert monitoring.verify(conn).first_bad is None
    assert served.till().authorise(receipt(ANNA_CARD, line(amount=100)))["covered"] == 100


def contents(conn: psycopg.Connection) -> dict[str, tuple[int, str | None]]:
    """Of every table the number of rows and a digest of all that stands in them."""
    tables = conn.execute("select tablename from pg_tables where schemaname = 'public' order by 1").fetchall()
    found = {}
    for (name,) in tables:
        row = conn.execute(
            sql.SQL("select count(*), md5(string_agg(t::text, '|' order by t::text)) from {} t").format(
                sql.Identifier(name)
            )
        ).fetchone()
        assert row is not None
        found[name] = (row[0], row[1])
    return found
