"""ISO weeks: read as people write them, on the region's clocks."""

from datetime import UTC, date, datetime

import pytest

from domain.monitoring.lively import ZONE
from socert.domain import monitoring
from socert.domain.monitoring.rules.weeks import stage_of


@pytest.mark.parametrize(
    ("text", "monday", "before"),
    [
        ("2026-W47", date(2026, 11, 16), "2026-W46"),
        ("2026-W53", date(2026, 12, 28), "2026-W52"),
        ("2027-W01", date(2027, 1, 4), "2026-W53"),
        ("2026-W01", date(2025, 12, 29), "2025-W52"),
    ],
)
def test_a_week_is_read(text: str, monday: date, before: str) -> None:
    week = monitoring.read_week(text)
    assert (week.monday, str(week), str(week.before)) == (monday, text, before)


@pytest.mark.parametrize(
    "text", ["2026-W54", "2026-W00", "2027-W53", "2026-47", "2026W47", "W47", "", "2026-W7", "0001-W01", "9999-W52"]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(monitoring.NotAWeek, match="is not a week"):
        monitoring.read_week(text)


def test_a_week_begins_at_midnight_on_the_regions_clocks() -> None:
    week = monitoring.read_week("2026-W47")
    assert week.starts_at(ZONE) == datetime(2026, 11, 15, 21, tzinfo=UTC)
    assert week.ends_at(ZONE) == datetime(2026, 11, 22, 21, tzinfo=UTC)
    stages = [stage_of(week, now=datetime(2026, 11, day, 12, tzinfo=UTC), zone=ZONE) for day in (15, 16, 23)]
    assert stages == [monitoring.Stage.TO_COME, monitoring.Stage.UNDER_WAY, monitoring.Stage.OVER]
