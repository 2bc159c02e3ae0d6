"""The table queue_place."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.certificates.model import DecidedAmount, Entitlement, PlaceRefusal, PlaceState, QueuePlace
from socert.domain.certificates.rules.deciding import kept

_CHUNK = 10_000


def copy_places(
    conn: Connection, places: Iterable[QueuePlace], *, issue: UUID, certificates: Mapping[UUID, UUID]
) -> None:
    """Write places: of those who got their certificate at once, by place, and of those who wait."""
    with (
        conn.cursor() as cursor,
        cursor.copy(
            "copy queue_place (id, issue, programme, holder, lane, decided_on, draw, need, decided, kopecks, state,"
            " at, ended_at, certificate) from stdin"
        ) as copy,
    ):
        for one in places:
            certificate = certificates.get(one.id)
            state = PlaceState.WAITING if certificate is None else PlaceState.ISSUED
            copy.write_row((
                one.id, issue, one.programme, one.holder, one.lane, one.decided_on, one.draw,
                sorted(one.entitlement.need), json.dumps(kept(one.entitlement)), one.kopecks, int(state), one.at,
                None if certificate is None else one.at, certificate,
            ))  # fmt: skip


def read_waiting(conn: Connection, *, programme: int | None) -> list[QueuePlace]:
    """Who waits, of one programme (its number) or of all: programme by programme, in the order of the queue."""
    rows = conn.execute(
        """
        select id, programme, holder, lane, decided_on, draw, need, decided, kopecks, at
        from queue_place
        where state = 1 and (%(programme)s::integer is null or programme = %(programme)s)
        order by programme, decided_on, draw, id
        """,
        {"programme": programme},
    )
    known: dict[str, Entitlement] = {}
    return [
        QueuePlace(
            id=row[0],
            programme=row[1],
            holder=row[2],
            lane=row[3],
            decided_on=row[4],
            draw=bytes(row[5]),
            entitlement=_entitlement(row[6], row[7], known),
            kopecks=row[8],
            at=row[9],
        )
        for row in rows
    ]


def _entitlement(need: list[str], decided: Mapping[str, Sequence[int]], known: dict[str, Entitlement]) -> Entitlement:
    key = json.dumps([need, decided], sort_keys=True)
    found = known.get(key)
    if found is None:
        amounts = tuple(DecidedAmount(name, kopecks, units) for name, (kopecks, units) in sorted(decided.items()))
        found = known[key] = Entitlement(frozenset(need), amounts)
    return found


def read_waiting_holders(conn: Connection, *, programme: int, holders: Sequence[int]) -> set[int]:
    """Who of these waits for a programme."""
    found: set[int] = set()
    for start in range(0, len(holders), _CHUNK):
        rows = conn.execute(
            """
            select holder
            from queue_place
            where state = 1 and programme = %(programme)s and holder = any (%(holders)s)
            """,
            {"programme": programme, "holders": list(holders[start : start + _CHUNK])},
        )
        found.update(row[0] for row in rows)
    return found


def read_drawn(conn: Connection, *, programme: int, decided_on: date, draws: Sequence[bytes]) -> set[bytes]:
    """Which of these draws of a programme and day have a place, whatever became of it."""
    found: set[bytes] = set()
    for start in range(0, len(draws), _CHUNK):
        rows = conn.execute(
            """
            select draw
            from queue_place
            where programme = %(programme)s and decided_on = %(day)s and draw = any (%(draws)s)
            """,
            {"programme": programme, "day": decided_on, "draws": list(draws[start : start + _CHUNK])},
        )
        found.update(bytes(row[0]) for row in rows)
    return found


def end_issued(conn: Connection, certificates: Mapping[UUID, UUID], *, at: datetime) -> int:
    """End places whose holders got their certificate; gives how many still waited."""
    return conn.execute(
        """
        update queue_place
        set state = 2, ended_at = %(at)s, certificate = given.certificate
        from unnest(%(places)s::uuid[], %(certificates)s::uuid[]) as given (place, certificate)
        where id = given.place and state = 1
        """,
        {"places": list(certificates), "certificates": list(certificates.values()), "at": at},
    ).rowcount


def end_refused(conn: Connection, refusals: Sequence[PlaceRefusal], *, at: datetime) -> int:
    """End places whose holders will get nothing; gives how many still waited."""
    return conn.execute(
        """
        update queue_place
        set state = 3, ended_at = %(at)s, code = given.code
        from unnest(%(places)s::uuid[], %(codes)s::text[]) as given (place, code)
        where id = given.place and state = 1
        """,
        {"places": [one.place for one in refusals], "codes": [one.code for one in refusals], "at": at},
    ).rowcount


def forget_holder(conn: Connection, *, holder: int, code: str, at: datetime) -> None:
    """Let a holder wait no more, and keep nothing that leads from their places to the register of people."""
    conn.execute(
        """
        update queue_place
        set draw = decode(repeat('00', 32), 'hex'),
            state = case state when 1 then 3 else state end,
            ended_at = coalesce(ended_at, %(at)s),
            code = case state when 1 then %(code)s else code end
        where holder = %(holder)s
        """,
        {"holder": holder, "code": code, "at": at},
    )
