"""The tables funding_source and appropriation."""

from collections.abc import Sequence

from psycopg import Connection

from socert.domain.budgets.model import Appropriation, Source, Stage
from socert.values import Money


def insert_sources(conn: Connection, *, ids: Sequence[str]) -> None:
    """Make sources that are not there yet."""
    conn.execute(
        """
        insert into funding_source (id)
        select id from unnest(%(ids)s::text[]) as given (id)
        on conflict on constraint one_id_one_source do nothing
        """,
        {"ids": sorted(set(ids))},
    )


def read_sources(conn: Connection) -> list[Source]:
    """Every source, in the order they were made."""
    return [Source(*row) for row in conn.execute("select number, id from funding_source order by number")]


def lock_appropriations(
    conn: Connection, *, programme: int, budget_year: int, sources: Sequence[int]
) -> dict[int, Appropriation]:
    """The appropriations of a programme's sources in a year, by source, locked in the order of their numbers."""
    rows = conn.execute(
        """
        select number, programme, source, budget_year, budget_code, limit_kopecks, reserved_kopecks
        from appropriation
        where programme = %(programme)s and budget_year = %(budget_year)s and source = any (%(sources)s)
        order by number
        for update
        """,
        {"programme": programme, "budget_year": budget_year, "sources": list(sources)},
    )
    return {one.source: one for one in (Appropriation(*row) for row in rows)}


def insert_appropriation(
    conn: Connection, *, programme: int, source: int, budget_year: int, budget_code: str, limit: Money
) -> int:
    """Make an appropriation; gives its number."""
    row = conn.execute(
        """
        insert into appropriation (programme, source, budget_year, budget_code, limit_kopecks)
        values (%(programme)s, %(source)s, %(budget_year)s, %(budget_code)s, %(limit)s)
        returning number
        """,
        {
            "programme": programme,
            "source": source,
            "budget_year": budget_year,
            "budget_code": budget_code,
            "limit": limit.kopecks,
        },
    ).fetchone()
    assert row is not None
    number: int = row[0]
    return number


def update_limit(conn: Connection, *, appropriation: int, budget_code: str, limit: Money) -> None:
    """Set the limit and code of an appropriation."""
    conn.execute(
        """
        update appropriation
        set limit_kopecks = %(limit)s, budget_code = %(budget_code)s
        where number = %(appropriation)s
        """,
        {"appropriation": appropriation, "budget_code": budget_code, "limit": limit.kopecks},
    )


def add_reserved(conn: Connection, *, appropriation: int, amount: int) -> None:
    """Reserve an amount of kopecks, or release it where it is negative."""
    conn.execute(
        "update appropriation set reserved_kopecks = reserved_kopecks + %(amount)s where number = %(appropriation)s",
        {"appropriation": appropriation, "amount": amount},
    )


def read_stages(conn: Connection, *, programme: int | None) -> list[Stage]:
    """Limits and reserves of one programme, or of all."""
    rows = conn.execute(
        """
        select a.programme, s.id, a.budget_year, a.budget_code, a.limit_kopecks, a.reserved_kopecks
        from appropriation a
        join funding_source s on s.number = a.source
        where %(programme)s::integer is null or a.programme = %(programme)s
        order by a.programme, a.budget_year, a.source
        """,
        {"programme": programme},
    )
    return [Stage(row[0], row[1], row[2], row[3], Money(row[4]), Money(row[5])) for row in rows]
