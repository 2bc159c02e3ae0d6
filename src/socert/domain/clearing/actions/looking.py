"""Look at what was closed and what is owed."""

from psycopg import Connection

from socert.domain.clearing.model import Claim, ClosedPeriod
from socert.domain.clearing.store.periods import build_period, read_claims, read_period_numbers


def claims(conn: Connection, *, period: int) -> tuple[Claim, ...]:
    """The claims of a period, by merchant; none when there is no such period."""
    return read_claims(conn, period=period)


def periods(conn: Connection) -> tuple[ClosedPeriod, ...]:
    """Every closed period with its claims, the oldest first."""
    found = (build_period(conn, period=number) for number in read_period_numbers(conn))
    return tuple(one for one in found if one is not None)
