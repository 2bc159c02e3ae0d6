"""A database whose every table of history has rows, sealed, with a checkpoint of it; and hands that alter it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from psycopg import Connection, errors, sql

from domain.monitoring.kinds import live_with_kinds
from domain.monitoring.lively import DAY, MIDNIGHT, NOON, ZONE
from given.city import CLERK
from socert.domain import certificates, clearing, evidence
from socert.domain.evidence.store.relations import RELATIONS
from socert.domain.monitoring.actions import verifying

#: By which column a table's rows are in order, and one by which they are found as having been written as one.
ORDERED_BY = {
    "operation": "place",
    "posting": "place",
    "batch": "seq",
    "receipt_line": "position",
    "movement_line": "position",
    "sealed_row": "entry",
    **{relation.name: relation.entry for relation in RELATIONS},
    "claim_line": "at",
}
OTHER_VALUE = {
    "smallint": "coalesce({}, 0) + 1",
    "integer": "coalesce({}, 0) + 1",
    "bigint": "coalesce({}, 0) + 1",
    "boolean": "not {}",
    "date": "{} + 1",
    "json": """'{{"altered": 1}}'""",
    "text": "coalesce({}, '') || ' '",
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "case when isfinite({0}) then {0} + interval '1 microsecond' else '2026-01-01' end",
    "bytea": "set_byte({0}, 0, 255 - get_byte({0}, 0))",
    "ARRAY": "{} || 7::smallint",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and its type as information_schema names it."""

    name: str
    kind: str


def live_and_seal(conn: Connection) -> evidence.Checkpoint:
    """Two lively days, a list of recipients and a till's day; all sealed. Commits."""
    _, gifted = live_with_kinds(conn)
    for act in (certificates.block, certificates.unblock, certificates.block):
        done = act(conn, certificate=gifted.outfit, reason="card lost", actor=CLERK, now=NOON + DAY)
        assert isinstance(done, certificates.Changed), done
    until = MIDNIGHT + DAY
    closed = clearing.close_period(conn, until=until, now=until, zone=ZONE, actor=CLERK)
    assert isinstance(closed, clearing.ClosedPeriod), closed
    for number in (1, 2):
        conn.execute(
            """
            with list as (
                insert into issue_list (id, programme, sha256, file_name, rows_in, rows_issued, rows_refused,
                    rows_failed, issued_kopecks, at)
                select gen_random_uuid(), number, sha256(convert_to(%(n)s::text, 'UTF8')), 'list.csv', 2, 0, 1, 1, 0,
                    %(at)s
                from programme order by number limit 1
                returning id
            )
            insert into issue_row (list, line, outcome, code, sentence_ru, sentence_en)
            select id, line, 'refused', 'code', 'нет ' || line, 'no' from list, generate_series(1, 2) as line
            """,
            {"n": number, "at": NOON},
        )
        conn.execute(
            """
            insert into till_day (till, day, reported, counted, is_equal, at)
            select id, '2026-11-22', json_build_object('n', %(n)s::integer), '{}', true, %(at)s
            from till order by id limit 1
            """,
            {"n": number, "at": NOON},
        )
        conn.execute(
            """
            with issue as (
                insert into decision_issue (id, programme, decisions_sha256, people_sha256, file_name, decided_on,
                    version, seed, people_in, issued, queued, refused, not_entitled, needs_evidence, without_row,
                    issued_kopecks, queued_kopecks, at)
                select gen_random_uuid(), programme, sha256(convert_to(%(n)s::text, 'UTF8')), 'list', 'd.parquet',
                    '2026-11-20', number, 'seed', 2, 0, 0, 1, 0, 0, 1, 0, 0, %(at)s
                from programme_version order by number limit 1
                returning id
            )
            insert into decision_refusal (issue, line, person, outcome, code, sentence_ru, sentence_en)
            select id, line, person, outcome, 'code', 'нет', 'no'
            from issue, (values (2, null::bigint, 'refused'), (null, 7, 'unlisted')) as one (line, person, outcome)
            """,
            {"n": number, "at": NOON},
        )
    conn.commit()
    for _ in range(2):  # the second finds nothing more
        evidence.seal_history(conn, now=NOON + 2 * DAY)
        conn.commit()
    later = NOON + 3 * DAY
    conn.execute(
        "insert into audit_event (at, actor, role, action, subject, purpose, details)"
        " select at, actor, role, 'again', subject, purpose, details from audit_event limit 3"
    )
    conn.commit()
    evidence.seal_history(conn, now=later)
    conn.commit()
    return evidence.mark(conn, made_at=later, at=later + timedelta(hours=1))


def columns(conn: Connection, table: str) -> list[Column]:
    """The columns of a table as the database has them now."""
    rows = conn.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s order by ordinal_position",
        [table],
    ).fetchall()
    return [Column(*row) for row in rows]


def disarm(conn: Connection, table: str) -> None:
    """Take the database's own constraints off a table, as its owner could: what finds anything then is `verify`."""
    names = conn.execute(
        """
        select conrelid::regclass::text, conname
        from pg_constraint
        where contype <> 'n' and (
            conrelid = %(table)s::regclass
            or conrelid in (select inhrelid from pg_inherits where inhparent = %(table)s::regclass)
        )
        order by coninhcount
        """,
        {"table": table},
    )
    for owning, name in names.fetchall():
        try:
            with conn.transaction():
                conn.execute(
                    sql.SQL("alter table {} drop constraint if exists {} cascade").format(
                        sql.Identifier(owning), sql.Identifier(name)
                    )
                )
        except errors.DependentObjectsStillExist:
            continue
    for (name,) in conn.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attidentity <> ''", [table]
    ).fetchall():
        conn.execute(
            sql.SQL("alter table {} alter column {} drop identity").format(sql.Identifier(table), sql.Identifier(name))
        )


def alter(conn: Connection, table: str, column: Column) -> int:
    """Another value in one column of one row, in which it says something where any does."""
    other = OTHER_VALUE[column.kind].format(column.name)
    return conn.execute(
        f"update {table} set {column.name} = {other} where (tableoid, ctid) ="
        f" (select tableoid, ctid from {table} order by {column.name} is null, {ORDERED_BY[table]} desc limit 1)"
    ).rowcount


def remove(conn: Connection, table: str) -> int:
    """The last row, and nothing else."""
    return conn.execute(
        f"delete from {table} where (tableoid, ctid) ="
        f" (select tableoid, ctid from {table} order by {ORDERED_BY[table]} desc limit 1)"
    ).rowcount


def insert_copy(conn: Connection, table: str, *, shift: int) -> int:
    """A copy of the first row, as it is or with another place in the order, before all."""
    names = [column.name for column in columns(conn, table)]
    order = ORDERED_BY[table]
    moved = f"{order} - interval '{shift} day'" if order == "at" else f"{order} - {shift}"
    values = [moved if name == order else name for name in names]
    return conn.execute(
        f"insert into {table} ({', '.join(names)}) select {', '.join(values)} from {table} order by {order} limit 1"
    ).rowcount


def swap(conn: Connection, table: str) -> int:
    """Two rows that differ take each other's place in the order."""
    order = ORDERED_BY[table]
    beside = {
        "posting": "operation",
        "receipt_line": "operation",
        "movement_line": "operation",
        "sealed_row": "relation",
    }
    same = f"and a.{beside[table]} = b.{beside[table]}" if table in beside else ""
    if table == "operation":
        same = "and a.writer = b.writer and a.batch = b.batch and a.lane = b.lane"
    if table == "batch":
        same = "and a.writer = b.writer and a.lane = b.lane"
    found = conn.execute(
        f"select a.ctid::text, b.ctid::text from {table} as a, {table} as b where a.{order} < b.{order} {same}"
        f" order by a.{order}, b.{order} limit 1"
    ).fetchone()
    assert found is not None, f"{table} has no two rows that could be swapped"
    return conn.execute(
        f"""
        update {table} as one set {order} = other.{order}
        from (select ctid, {order} from {table}) as other
        where (one.ctid::text, other.ctid::text) in ((%(a)s, %(b)s), (%(b)s, %(a)s))
        """,
        {"a": found[0], "b": found[1]},
    ).rowcount


def first_bad(conn: Connection, checkpoint: evidence.Checkpoint | None = None) -> str | None:
    """What `verify` says first, in the transaction of the one who alters."""
    return verifying.examine(conn, progress=lambda _name, _rows: None, checkpoint=checkpoint).first_bad


def complaints(conn: Connection, checkpoint: evidence.Checkpoint | None = None) -> list[str]:
    """All it says."""
    found = verifying.examine(conn, progress=lambda _name, _rows: None, checkpoint=checkpoint)
    return [check.first_bad for check in found.checks if check.first_bad is not None]


def operations_of_batches(conn: Connection, *, writer: int, after: int) -> list[UUID]:
    """The operations of a writer's batches after one."""
    return [
        row[0]
        for row in conn.execute("select id from operation where writer = %s and batch > %s", [writer, after]).fetchall()
    ]
