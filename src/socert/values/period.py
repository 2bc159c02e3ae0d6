"""Half-open stretches of time; people are shown the last day included."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SHORTEST = timedelta(microseconds=1)


class UnusablePeriod(ValueError):
    """A period without a length, without a time zone, or beyond the calendar."""


class TimeWithoutZone(ValueError):
    """A naive time was asked about; nobody can say when it is."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (within) to `end` (not within); without an end it goes on for ever. Both are kept in UTC.

    Raises:
        UnusablePeriod: a time has no zone, or the end is not after the start.
    """

    start: datetime
    end: datetime | None

    def __post_init__(self) -> None:
        # In UTC because Python compares times of one zone by the clock on the wall, which may go back.
        object.__setattr__(self, "start", _in_utc(self.start))
        if self.end is not None:
            object.__setattr__(self, "end", _in_utc(self.end))
            if self.end <= self.start:
                raise UnusablePeriod("The period ends before it begins; please put the end after the start.")

    @classmethod
    def of_days(cls, *, first: date, last: date, zone: ZoneInfo) -> "Period":
        """From the beginning of the first day to the end of the last day, as the clocks of a zone show them.

        Raises:
            UnusablePeriod: the last day is before the first, or the days are at the edge of the calendar.
        """
        if last == date.max:
            raise UnusablePeriod("The last day is the end of the calendar; please leave the period open instead.")
        return cls(
            start=datetime.combine(first, time.min, tzinfo=zone),
            end=datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone),
        )

    def contains(self, at: datetime) -> bool:
        """Whether a moment lies within.

        Raises:
            TimeWithoutZone: the moment is naive.
        """
        if at.tzinfo is None:
            raise TimeWithoutZone("This time has no zone; please give one, such as +03:00.")
        return self.start <= at and (self.end is None or at < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether at least one moment lies within both; periods that only touch do not overlap."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def valid_through(self, zone: ZoneInfo) -> date | None:
        """The last day included, in a zone; None when there is no end."""
        return None if self.end is None else (self.end - _SHORTEST).astimezone(zone).date()


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise UnusablePeriod("A period needs times with a zone, such as +03:00; please add one.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise UnusablePeriod("The period reaches beyond the calendar; please give nearer days.") from None
