"""Counts, shares and moments as each language writes them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from socert.entrypoints.pages.languages import written_moment, written_percent
from socert.values import Language, written_count


def test_russian_groups_by_no_break_spaces_and_english_by_commas() -> None:
    assert written_count(1_234_567, Language.RU) == "1\u00a0234\u00a0567"
    assert written_count(1_234_567, Language.EN) == "1,234,567"


def test_a_share_has_one_decimal_and_nothing_of_nothing_is_zero() -> None:
    assert written_percent(1, 8, Language.RU) == "12,5\u00a0%"
    assert written_percent(1, 8, Language.EN) == "12.5%"
    assert written_percent(0, 0, Language.EN) == "0.0%"


def test_a_moment_is_shown_on_the_regions_clocks() -> None:
    moment = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    zone = ZoneInfo("Europe/Moscow")
    assert written_moment(moment, zone=zone, language=Language.RU) == "1\u00a0января 2027\u00a0г., 01:30"
    assert written_moment(moment, zone=zone, language=Language.EN) == "1\u00a0January 2027, 01:30"
