"""ISO weeks as people write them: 2026-W47."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from socert.domain.monitoring.model.demand import Stage, Week

_SHAPE = re.compile(r"([0-9]{4})-W([0-9]{2})")
# Certificates of our kind are younger than this, and calendars of every zone are known within it.
_YEARS = range(2000, 2200)


class NotAWeek(ValueError):
    """The text names no week there is."""


def read_week(text: str) -> Week:
    """Read an ISO week.

    Raises:
        NotAWeek: the form is another one, or that year has no such week; says what to write.
    """
    shape = _SHAPE.fullmatch(text)
    if shape is None or int(shape[1]) not in _YEARS:
        raise NotAWeek(f"{text!r} is not a week; please write it as 2026-W47.")
    try:
        return Week(date.fromisocalendar(int(shape[1]), int(shape[2]), 1))
    except ValueError:
        last = date(int(shape[1]), 12, 28).isocalendar().week
        raise NotAWeek(f"{text!r} is not a week; {shape[1]} has the weeks W01 to W{last}.") from None


def stage_of(week: Week, *, now: datetime, zone: ZoneInfo) -> Stage:
    """Where a week stands now."""
    if now < week.starts_at(zone):
        return Stage.TO_COME
    return Stage.UNDER_WAY if now < week.ends_at(zone) else Stage.OVER
