"""The tables resident and identity."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain.people.model import NewResident, Resident, Standing
from socert.values import Snils


def insert_new(
    conn: Connection, residents: Sequence[NewResident], *, holders: Sequence[int], lanes: Sequence[int], at: datetime
) -> set[str]:
    """Register those whose СНИЛС is not known; gives these. Waits for others who register the same person just now.

    The identity decides who is new and comes first, so nobody gets a number without a name.
    """
    rows = conn.execute(
        """
        with given as (
            select *
            from unnest(
                %(holders)s::bigint[], %(lanes)s::smallint[], %(snils)s::text[], %(last_names)s::text[],
                %(first_names)s::text[], %(patronymics)s::text[], %(birth_dates)s::date[], %(districts)s::text[]
            ) as given (holder, lane, snils, last_name, first_name, patronymic, birth_date, district)
        ), named as (
            insert into identity (holder, snils, last_name, first_name, patronymic, birth_date, district)
            select holder, snils, last_name, first_name, patronymic, birth_date, district
            from given
            order by snils
            on conflict on constraint one_snils_one_person do nothing
            returning holder, snils
        ), numbered as (
            insert into resident (holder, lane, registered_at)
            select named.holder, given.lane, %(at)s
            from named
            join given using (holder)
        )
        select snils
        from named
        """,
        {
            "holders": list(holders),
            "lanes": list(lanes),
            "snils": [one.snils.digits for one in residents],
            "last_names": [one.last_name for one in residents],
            "first_names": [one.first_name for one in residents],
            "patronymics": [one.patronymic for one in residents],
            "birth_dates": [one.birth_date for one in residents],
            "districts": [one.district for one in residents],
            "at": at,
        },
    ).fetchall()
    return {row[0] for row in rows}


def read_holders(conn: Connection, snils: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Holder and lane of everybody known among these СНИЛС."""
    rows = conn.execute(
        """
        select identity.snils, resident.holder, resident.lane
        from identity
        join resident using (holder)
        where identity.snils = any (%(snils)s)
        """,
        {"snils": list(snils)},
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def read_by_holder(conn: Connection, holder: int) -> Resident | None:
    """A person by their number; None when unknown or erased."""
    row = conn.execute("select snils from identity where holder = %(holder)s", {"holder": holder}).fetchone()
    return None if row is None else read_by_snils(conn, Snils.parse(row[0]))


def read_by_snils(conn: Connection, snils: Snils) -> Resident | None:
    """A person and who they are; None when unknown or erased."""
    row = conn.execute(
        """
        select holder, lane, registered_at, last_name, first_name, patronymic, birth_date, district, phone
        from identity
        join resident using (holder)
        left join contact using (holder)
        where snils = %(snils)s
        """,
        {"snils": snils.digits},
    ).fetchone()
    if row is None:
        return None
    holder, lane, registered_at, last_name, first_name, patronymic, birth_date, district, phone = row
    identity = NewResident(snils, last_name, first_name, patronymic, birth_date, district, phone)
    return Resident(holder, lane, registered_at, identity)


def read_district(conn: Connection, holder: int) -> str | None:
    """Where a resident lives, if it is known who they are."""
    row = conn.execute("select district from identity where holder = %(holder)s", {"holder": holder}).fetchone()
    return None if row is None else row[0]


def lock_standings(conn: Connection, holders: Sequence[int]) -> dict[int, Standing]:
    """Where residents stand; nobody can erase them until the transaction ends."""
    rows = conn.execute(
        """
        select holder, lane, erased_at is not null
        from resident
        where holder = any (%(holders)s)
        order by holder
        for share
        """,
        {"holders": list(holders)},
    )
    return {row[0]: Standing(*row) for row in rows}


def mark_erased(conn: Connection, holder: int, *, at: datetime) -> bool:
    """Mark a resident as erased; False when there is none who is not erased yet."""
    updated = conn.execute(
        "update resident set erased_at = %(at)s where holder = %(holder)s and erased_at is null",
        {"holder": holder, "at": at},
    ).rowcount
    return updated == 1


def delete_identity(conn: Connection, holder: int) -> None:
    """Forget who a resident is."""
    conn.execute("delete from identity where holder = %(holder)s", {"holder": holder})
