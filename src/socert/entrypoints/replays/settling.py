"""The end of a replay: close the period, write registers, pay, let the rest expire, check the books."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from psycopg import Connection

from socert import wiring
from socert.domain import certificates, clearing, installation, monitoring
from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.district import ACTOR
from socert.postgres import connect


class UnableToSettle(Exception):
    """Closing or paying was refused; the message says by whom and why."""


def at_hour(site: wiring.Site, day: date, hour: int) -> datetime:
    """An hour of a day as the region's clocks show it."""
    return datetime.combine(day, time(hour), tzinfo=site.installation.zone)


def move_clock(site: wiring.Site, to: datetime) -> datetime:
    """Move the example's clock to an instant, or leave it where it is beyond; gives what time it is now.

    Raises:
        UnableToSettle: the installation has no clock to move.
    """
    with site.transaction() as conn:
        return advance_clock(conn, to)


def advance_clock(conn: Connection, to: datetime) -> datetime:
    """The same in the caller's transaction."""
    now = installation.now(conn, real=wiring.real_time())
    if now >= to:
        return now
    moved = installation.move_clock(conn, to=to, real=wiring.real_time())
    if isinstance(moved, installation.ClockCannotMove):
        raise UnableToSettle(moved.sentence)
    return to


def settle(site: wiring.Site, *, ends_on: date, registers: Path, with_sheets: bool, bars: Bars) -> Path:
    """Close everything up to the beginning of `ends_on`, write registers below a folder, mark every claim paid.

    Gives the folder the registers lie in: the period's own.

    Raises:
        UnableToSettle: a step was refused.
    """
    now = move_clock(site, at_hour(site, ends_on, 3))
    bars("closing the period", 0, 1)
    with site.transaction() as conn:
        closed = clearing.close_period(
            conn, until=at_hour(site, ends_on, 0), now=now, zone=site.installation.zone, actor=ACTOR
        )
    if isinstance(closed, clearing.ClearingRefused):
        raise UnableToSettle(closed.sentence.en)
    bars("closing the period", 1, 1)
    with site.transaction() as conn:
        files = clearing.registers(
            conn, period=closed.period, folder=registers, zone=site.installation.zone, with_sheets=with_sheets
        )
    for number, claim in enumerate(closed.claims, 1):
        if claim.due > 0:
            _pay(site, claim, now=now)
        bars("registers written and paid", number, len(closed.claims))
    return files[0].csv.parent if files else registers


def _pay(site: wiring.Site, claim: clearing.Claim, *, now: datetime) -> None:
    with site.transaction() as conn:
        paid = clearing.mark_paid(
            conn, claim=claim.id, now=now, actor=ACTOR, reference=f"example payment {claim.merchant}"
        )
    if isinstance(paid, clearing.ClearingRefused):
        raise UnableToSettle(paid.sentence.en)


def let_expire(site: wiring.Site, *, after: date, bars: Bars) -> None:
    """Move the clock past the last day, give back overdue holds, return what is left to its sources."""
    now = move_clock(site, at_hour(site, after + timedelta(days=1), 1))
    bars("unspent money returns", 0, 1)
    wiring.sweep_overdue(site)
    with site.transaction() as conn:
        certificates.expire(conn, now=now, actor=ACTOR)
    bars("unspent money returns", 1, 1)


def read_books(site: wiring.Site) -> monitoring.Books:
    """The figures as the ledger has them."""
    with connect(site.application_url) as conn:
        return monitoring.books(conn, zone=site.installation.zone)


def check_books(site: wiring.Site, *, bars: Bars) -> monitoring.Verification:
    """Derive every balance again and recompute every digest."""
    bars("checking the books", 0, 1)
    with connect(site.application_url) as conn:
        found = monitoring.verify(conn)
    bars("checking the books", 1, 1)
    return found
