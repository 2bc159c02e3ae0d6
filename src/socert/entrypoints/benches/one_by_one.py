"""pgbench: one prepared transaction a purchase over the Unix socket, writing the rows of a real purchase of ours."""

import re
import subprocess
from pathlib import Path

import msgspec
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from socert.entrypoints.benches.ground import Ground
from socert.entrypoints.benches.seeding import DATABASE, Town
from socert.postgres import connect

_FOLDER = Path(__file__).parent
SCRIPT = _FOLDER / "pgbench_purchase.sql"
SETUP = _FOLDER / "pgbench_setup.sql"
_WITH_UUIDV7 = 180_000
_VARYING = ("operation", "at", "accounts")


class PgbenchFailed(Exception):
    """pgbench ended without a rate; says what it wrote."""


class Rate(msgspec.Struct, frozen=True):
    """Transactions a second and the mean latency in milliseconds."""

    per_second: float
    mean: float
    seconds: float


def prepare(ground: Ground) -> int:
    """Make the function after a purchase of median length that was written before; gives its answer's bytes."""
    with connect(ground.superuser_url(DATABASE)) as conn:
        purchase = _sample(conn)
        texts = {
            "new_id": "uuidv7()" if conn.info.server_version >= _WITH_UUIDV7 else "gen_random_uuid()",
            "application": ground.server.application_role,
        }
        literals = {name: purchase[name] for name in ("covered", "total", "merchant", "receipt", "digest", "answer")}
        literals["payable"] = purchase["credit"]
        text = SETUP.read_text(encoding="utf-8")
        for name, value in literals.items():
            text = text.replace(f"{{{{{name}}}}}", sql.Literal(value).as_string(conn))
        for name, word in (texts | {"lines": _lines(conn, purchase["id"])}).items():
            text = text.replace(f"{{{{{name}}}}}", word)
        conn.execute(text.encode())
    return len(str(purchase["answer"]).encode())


def _sample(conn: Connection) -> dict[str, object]:
    """A purchase with one posting and three lines, of the median length of such answers."""
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(
            """
            with seen as (
                select o.id, o.total, o.covered, o.merchant, o.receipt, o.digest, o.answer, p.credit
                from operation as o
                join posting as p on p.operation = o.id and p.debit > 0
                where o.kind = 1 and o.lane = 0
                limit 2000
            )
            select * from seen
            order by length(answer)
            offset (select count(*) / 2 from seen)
            limit 1
            """
        ).fetchone()
    assert found is not None, "purchases of ours come first"
    return found


def _lines(conn: Connection, purchase: object) -> str:
    """The purchase's receipt lines as rows of literals, for the function to write."""
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            select operation, lane, position, at, gtin, article, name, category, quantity, price, discount, amount,
                covered, reason, denied, accounts, amounts, units, waived
            from receipt_line
            where operation = %(id)s
            order by position
            """,
            {"id": purchase},
        ).fetchall()
    return ", ".join(f"({', '.join(_value(conn, name, value) for name, value in row.items())})" for row in rows)


def _value(conn: Connection, name: str, value: object) -> str:
    if name in _VARYING:
        own = {"operation": "v_id", "at": "v_at", "accounts": "array[v_account]" if value else "array[]::bigint[]"}
        return own[name]
    if isinstance(value, list):
        return sql.Literal("{" + ",".join(str(one) for one in value) + "}").as_string(conn)
    return sql.Literal(value).as_string(conn)


def run(ground: Ground, town: Town, *, clients: int, purchases: int, seconds_max: int) -> Rate:
    """So many purchases with so many clients.

    Raises:
        PgbenchFailed: there was no rate.
    """
    address = conninfo_to_dict(ground.server.application_url(DATABASE))
    command = [
        str(ground.bin_dir / "pgbench"),
        "--no-vacuum",
        "--protocol=prepared",
        f"--client={clients}",
        f"--jobs={min(2, clients)}",
        f"--file={SCRIPT}",
        f"--define=certificates={town.certificates}",
        f"--define=first_till={min(town.tills)}",
        f"--define=last_till={max(town.tills)}",
        f"--host={address['host']}",
        f"--port={address['port']}",
        f"--username={address['user']}",
        *([f"--time={seconds_max}"] if clients == 1 else [f"--transactions={purchases // clients}"]),
        DATABASE,
    ]
    done = subprocess.run(  # noqa: S603 - our own finding
        command, capture_output=True, text=True, check=False, env={"PGPASSWORD": str(address["password"])}
    )
    rate = re.search(r"tps = ([0-9.]+)", done.stdout)
    mean = re.search(r"latency average = ([0-9.]+)", done.stdout)
    count = re.search(r"transactions actually processed: (\d+)", done.stdout)
    if rate is None or mean is None or count is None or "aborted" in done.stderr:
        raise PgbenchFailed((done.stdout + done.stderr)[-2_000:])
    return Rate(float(rate[1]), float(mean[1]), int(count[1]) / float(rate[1]))
