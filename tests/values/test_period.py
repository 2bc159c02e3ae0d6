"""Periods are half-open within and shown to people with the last day included."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import Period, TimeWithoutZone, UnusablePeriod

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from([MOSCOW, BERLIN, ZoneInfo("Asia/Kamchatka"), ZoneInfo("America/Santiago"), ZoneInfo("UTC")])
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def november(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_the_start_is_within_and_the_end_is_not() -> None:
    period = Period(november(1), november(2))
    assert period.contains(november(1))
    assert period.contains(november(1, 23))
    assert not period.contains(november(2))
    assert not period.contains(november(1) - timedelta(microseconds=1))


def test_a_period_without_an_end_goes_on() -> None:
    assert Period(november(1), None).contains(datetime.max.replace(tzinfo=UTC))
    assert Period(november(1), None).valid_through(MOSCOW) is None


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((1, 3), (2, 4), True),
        ((1, 4), (2, 3), True),
        ((1, 2), (2, 3), False),
        ((1, 2), (3, 4), False),
        ((1, None), (5, 6), True),
        ((5, None), (1, 5), False),
        ((1, None), (2, None), True),
    ],
)
def test_periods_that_only_touch_do_not_overlap(
    one: tuple[int, int | None],
    other: tuple[int, int | None],
    overlap: bool,  # noqa: FBT001 - a column of the table
) -> None:
    first, second = (Period(november(a), None if b is None else november(b)) for a, b in (one, other))
    assert first.overlaps(second) is overlap
    assert second.overlaps(first) is overlap


def test_days_begin_and_end_at_midnight_of_their_zone() -> None:
    period = Period.of_days(first=date(2026, 11, 22), last=date(2027, 2, 20), zone=MOSCOW)
    assert period.start == datetime(2026, 11, 21, 21, tzinfo=UTC)
    assert period.end == datetime(2027, 2, 20, 21, tzinfo=UTC)
    assert period.valid_through(MOSCOW) == date(2027, 2, 20)


def test_the_last_day_is_a_question_of_zone() -> None:
    period = Period.of_days(first=date(2026, 11, 22), last=date(2026, 11, 22), zone=ZoneInfo("Asia/Kamchatka"))
    assert period.valid_through(ZoneInfo("Asia/Kamchatka")) == date(2026, 11, 22)
    assert period.valid_through(MOSCOW) == date(2026, 11, 22)
    assert Period(november(1), november(2)).valid_through(MOSCOW) == date(2026, 11, 2)


@given(DAYS, st.integers(0, 400), ZONES)
def test_days_read_back_as_themselves(first: date, length: int, zone: ZoneInfo) -> None:
    last = first + timedelta(days=length)
    period = Period.of_days(first=first, last=last, zone=zone)
    assert period.valid_through(zone) == last
    assert period.start.astimezone(zone).date() == first


def test_the_hour_that_happens_twice_is_ordered_by_what_really_passed() -> None:
    before = datetime(2026, 10, 25, 2, 50, tzinfo=BERLIN)
    after = datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=BERLIN)  # twenty minutes later, on a clock put back
    period = Period(before, after)
    assert period.end is not None
    assert period.end - period.start == timedelta(minutes=20)
    assert not period.contains(after)


def test_equal_moments_make_equal_periods() -> None:
    moscow = Period(november(1).astimezone(MOSCOW), november(2).astimezone(MOSCOW))
    assert moscow == Period(november(1), november(2))
    assert hash(moscow) == hash(Period(november(1), november(2)))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (november(2), november(1)),
        (november(1), november(1)),
        (november(1).replace(tzinfo=None), None),
        (november(1), november(2).replace(tzinfo=None)),
        (datetime.min.replace(tzinfo=MOSCOW), None),
    ],
)
def test_a_period_that_means_nothing_is_refused(start: datetime, end: datetime | None) -> None:
    with pytest.raises(UnusablePeriod):
        Period(start, end)


@pytest.mark.parametrize(("first", "last"), [(date(2026, 1, 2), date(2026, 1, 1)), (date(2026, 1, 1), date.max)])
def test_days_that_mean_nothing_are_refused(first: date, last: date) -> None:
    with pytest.raises(UnusablePeriod):
        Period.of_days(first=first, last=last, zone=MOSCOW)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TimeWithoutZone):
        Period(november(1), None).contains(november(1).replace(tzinfo=None))
