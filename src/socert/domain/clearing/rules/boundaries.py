"""Where a period may end: at midnight on the region's clocks, not in the future."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from socert.domain.clearing.model import ClearingRefused, ClosedPeriod, NamedPeriod
from socert.values import Text

NOT_A_DAY_BOUNDARY = ClearingRefused(
    "not_a_day_boundary",
    Text(
        ru="Период заканчивается в полночь по времени региона. Укажите, пожалуйста, день.",
        en="A period ends at midnight on the region's clocks. Please give a day.",
    ),
)
IN_THE_FUTURE = ClearingRefused(
    "in_the_future",
    Text(
        ru="Этот период ещё не закончился. Его можно закрыть после его последнего дня.",
        en="This period is not over yet. It can be closed after its last day.",
    ),
)
ALREADY_CLOSED = ClearingRefused(
    "already_closed",
    Text(
        ru="Период до этого дня уже закрыт. Выберите, пожалуйста, более поздний день.",
        en="The period up to this day is closed already. Please choose a later day.",
    ),
)
NOTHING_TRADED = ClearingRefused(
    "nothing_traded",
    Text(
        ru="До этого дня не было ни одной покупки, закрывать пока нечего.",
        en="There was no purchase before this day, so there is nothing to close yet.",
    ),
)


def named(period: ClosedPeriod, *, zone: ZoneInfo) -> NamedPeriod:
    """A period by its number and the days of the region it covers."""
    last_day = (period.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    return NamedPeriod(period.period, period.starts_at.astimezone(zone).date(), last_day)


def refuse_end(until: datetime, *, now: datetime, zone: ZoneInfo) -> ClearingRefused | None:
    """Why a period cannot end at `until`; None when it can."""
    if until.astimezone(UTC) != start_of_day(until, zone=zone):
        return NOT_A_DAY_BOUNDARY
    return IN_THE_FUTURE if until > now else None


def start_of_day(at: datetime, *, zone: ZoneInfo) -> datetime:
    """The first instant of the day an instant lies in, on a zone's clocks; in UTC."""
    # Where clocks jump forward at midnight, the missing time means the same instant as the first one there is.
    return datetime.combine(at.astimezone(zone).date(), time.min, tzinfo=zone).astimezone(UTC)
