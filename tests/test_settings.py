"""What the environment says about limits, and what it cannot say."""

import pytest

from socert.settings import LOOPBACK, TILL_RATE, UnusableSetting, read_settings


def test_without_a_word_tills_are_limited_and_only_this_machine_reads_metrics() -> None:
    limits = read_settings({}).limits
    assert (limits.till_rate, limits.metrics_readers, limits.log_all_requests) == (TILL_RATE, LOOPBACK, False)


@pytest.mark.parametrize(
    ("said", "readers"),
    [("off", ()), ("loopback", LOOPBACK), ("10.1.0.0/16, ::1", ("10.1.0.0/16", "::1/128"))],
)
def test_networks_are_read(said: str, readers: tuple[str, ...]) -> None:
    assert read_settings({"SOCERT_METRICS": said}).limits.metrics_readers == readers


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SOCERT_TILL_RATE", "-1"),
        ("SOCERT_TILL_RATE", "nan"),
        ("SOCERT_METRICS", "everybody"),
        ("SOCERT_METRICS", "10.1.2.3/16"),
        ("SOCERT_LOG_REQUESTS", "some"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name: str, said: str) -> None:
    with pytest.raises(UnusableSetting, match=name):
        read_settings({name: said})
