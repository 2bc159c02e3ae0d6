"""`socert init`: make an installation."""

from zoneinfo import ZoneInfo, available_timezones

import click

from socert import wiring
from socert.domain import installation
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.showing import describe_site, site_lines
from socert.settings import read_settings
from socert.values import LANES_MAX


class _Zone(click.ParamType[ZoneInfo]):
    name = "ZONE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        if isinstance(value, ZoneInfo):
            return value
        if str(value) not in available_timezones():
            self.fail(f"{value!r} is no time zone; please give one such as Europe/Moscow.", param, ctx)
        return ZoneInfo(str(value))


@click.command("init")
@click.option("--live", is_flag=True, help="A live installation: real time for ever. Otherwise an example one.")
@click.option("--lanes", type=click.IntRange(1, LANES_MAX), default=1, show_default=True, help="Partitions of people.")
@click.option("--zone", type=_Zone(), default=wiring.DEFAULT_ZONE.key, show_default=True, help="The region's clocks.")
@json_option
def command(live: bool, lanes: int, zone: ZoneInfo) -> None:  # noqa: FBT001 - a flag
    """Make an installation: an example with the reference tree, goods and programmes, a live one with the tree only."""
    kind = installation.Kind.LIVE if live else installation.Kind.EXAMPLE
    with wiring.make_main_site(read_settings(), kind=kind, lanes=lanes, zone=zone) as site:
        answer(describe_site(site), lines=["Made.", *site_lines(site)])
