"""`socert clock`: what time it is in the installation, and moving an example's clock forward."""

from datetime import datetime, timedelta

import click

from socert import wiring
from socert.domain import audit, installation
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.moments import Moment, Stretch, in_zone, shown
from socert.entrypoints.cli.opening import ACTOR, Work, database_option, open_work
from socert.entrypoints.cli.refusing import Refused


@click.group("clock", invoke_without_command=True)
@json_option
@click.pass_context
def group(ctx: click.Context) -> None:
    """Show the installation's clock; move an example's forward."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show, database=None)


@group.command("show")
@database_option
@json_option
def show(database: str | None) -> None:
    """What time it is in the installation."""
    with open_work(database=database) as work:
        _answer(work)


@group.command("set")
@click.argument("when", type=Moment())
@database_option
@json_option
def set_clock(when: datetime, database: str | None) -> None:
    """Move an example's clock forward to WHEN, such as 2026-12-31T10:00 on the region's clocks."""
    with open_work(database=database) as work:
        _move(work, to=in_zone(when, zone=work.site.installation.zone))


@group.command("forward")
@click.argument("howfar", type=Stretch())
@database_option
@json_option
def forward(howfar: timedelta, database: str | None) -> None:
    """Move an example's clock forward by HOWFAR: 90m, 12h, 3d or 2w."""
    with open_work(database=database) as work:
        _move(work, to=work.now + howfar)


def _move(work: Work, *, to: datetime) -> None:
    moved = installation.move_clock(work.conn, to=to, real=wiring.real_time())
    if isinstance(moved, installation.ClockCannotMove):
        raise Refused(moved.code, moved.sentence)
    audit.record(
        work.conn,
        actor=ACTOR,
        action="clock_moved",
        subject="installation",
        purpose="example time",
        details={"to": to.isoformat()},
        at=to,
    )
    _answer(work)


def _answer(work: Work) -> None:
    real = wiring.real_time()
    now = work.site.now(work.conn)
    made = work.site.installation
    ahead = now - real
    words = "real time" if made.kind is installation.Kind.LIVE else f"an example's time, {ahead.days} days ahead"
    answer(
        {"now": now, "kind": made.kind, "zone": made.zone.key, "ahead_seconds": int(ahead.total_seconds())},
        lines=[f"{shown(now, zone=made.zone)}  ({words}, {made.zone.key})"],
    )
