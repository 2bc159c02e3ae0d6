"""Look at what was closed and what is owed."""

from psycopg import Connection

from socert.domain.clearing.model import Claim, ClosedPeriod, PeriodSums
from socert.domain.clearing.store.periods import build_period, read_claims, read_period_numbers, read_period_sums


def claims(conn: Connection, *, period: int) -> tuple[Claim, ...]:
    """The claims of a period, by merchant; none when there is no such period."""
    return read_claims(conn, period=period)


def find_period(conn: Connection, *, period: int) -> ClosedPeriod | None:
    """A closed period with its claims; None when there is no such period."""
    return build_period(conn, period=period)


def period_sums(conn: Connection) -> list[PeriodSums]:
    """Every closed period in a few figures, the newest first; quick also where claims have millions of lines."""
    return read_period_sums(conn)


def periods(conn: Connection) -> tuple[ClosedPeriod, ...]:
    """Every closed period with its claims, the oldest first."""
    found = (build_period(conn, period=number) for number in read_period_numbers(conn))
    return tuple(one for one in found if one is not None)
