"""Days and moments as people type them, on the region's clocks."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

_FORWARD = re.compile(r"([1-9][0-9]{0,4})(m|h|d|w)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class Day(click.ParamType[date]):
    """A day such as 2026-12-31."""

    name = "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day; please write it as 2026-12-31.", param, ctx)


class Moment(click.ParamType[datetime]):
    """A moment such as 2026-12-31, 2026-12-31T10:00 (on the region's clocks) or 2026-12-31T10:00+03:00."""

    name = "WHEN"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it; without an offset it stays naive until the region is known."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a moment; please write it as 2026-12-31T10:00.", param, ctx)


class Stretch(click.ParamType[timedelta]):
    """A stretch of time such as 90m, 12h, 3d or 2w."""

    name = "HOWFAR"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read it."""
        if isinstance(value, timedelta):
            return value
        found = _FORWARD.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r} is not a stretch of time; please write it as 90m, 12h, 3d or 2w.", param, ctx)
        return int(found[1]) * _UNITS[found[2]]


def in_zone(moment: datetime, *, zone: ZoneInfo) -> datetime:
    """A typed moment; without an offset it means the region's clocks."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def beginning_of(day: date, *, zone: ZoneInfo) -> datetime:
    """When a day begins on the region's clocks."""
    return datetime.combine(day, time.min, tzinfo=zone)


def shown(moment: datetime, *, zone: ZoneInfo) -> str:
    """A moment for people: 2026-12-31 10:00+03:00."""
    return moment.astimezone(zone).isoformat(sep=" ", timespec="minutes")


def end_of(day: date, *, zone: ZoneInfo) -> datetime:
    """When a day ends on the region's clocks."""
    return beginning_of(day + timedelta(days=1), zone=zone)


def shown_day(day: date) -> str:
    """A day as people read it: 20.02.2027."""
    return f"{day:%d.%m.%Y}"


def last_day(until: datetime, *, zone: ZoneInfo) -> date:
    """The last day included of what ends, not within, at an instant."""
    return (until - timedelta(microseconds=1)).astimezone(zone).date()


def validity(valid_from: datetime, valid_until: datetime | None, *, zone: ZoneInfo) -> str:
    """From when through when, for people: from 22.11.2026 through 20.02.2027."""
    first = f"from {shown_day(valid_from.astimezone(zone).date())}"
    return first if valid_until is None else f"{first} through {shown_day(last_day(valid_until, zone=zone))}"
