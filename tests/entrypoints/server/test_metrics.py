"""The figures at /metrics are those of what happened, and not everybody may read them."""

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from entrypoints.server.conftest import ServedWith
from given.city import ANNA_CARD
from given.serving import Served, line, receipt
from socert.entrypoints.server.metrics import _may_read
from socert.settings import LOOPBACK, Limits


def figures(served: Served) -> dict[tuple[str, frozenset[str]], float]:
    """Every sample by its name and the values of its labels."""
    text = httpx.get(f"{served.url}/metrics").text
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_figures_say_what_happened(served_with: ServedWith) -> None:
    served = served_with(Limits())
    till = served.till()
    till.authorise(receipt(ANNA_CARD, line(amount=1)), key="a")
    till.authorise(receipt(ANNA_CARD, line(amount=1)), key="a")
    till.authorise(receipt(ANNA_CARD, line(1, amount=1), line(2, gtin="00000096385074", amount=1)))
    unknown = receipt(ANNA_CARD, line()) | {"carrier": {"kind": "card", "number": "9643000000000707"}}
    till.authorise(unknown)
    till.post("/quotes", {})
    found = figures(served)
    hot = "/api/v1/authorisations"
    assert found["socert_http_requests_total", frozenset({"POST", hot, "200"})] == 4
    assert found["socert_http_requests_total", frozenset({"POST", "/api/v1/quotes", "422"})] == 1
    assert found["socert_http_request_seconds_count", frozenset({hot})] == 4
    assert found["socert_replays_total", frozenset()] == 1
    assert found["socert_declines_total", frozenset({"card_not_accepted"})] == 1
    assert found["socert_line_declines_total", frozenset({"not_classified"})] >= 1
    assert found["socert_answers_not_optimal_total", frozenset()] == 0
    assert found["socert_queue_depth", frozenset({"0"})] == 0
    assert found["socert_database_up", frozenset()] == 1
    for name in ("socert_batch_size", "socert_decision_seconds", "socert_commit_seconds"):
        assert found[f"{name}_count", frozenset()] >= 3
        assert found[f"{name}_bucket", frozenset({"+Inf"})] == found[f"{name}_count", frozenset()]
        assert found[f"{name}_sum", frozenset()] > 0


def test_no_path_as_it_was_sent_becomes_a_label(served_with: ServedWith) -> None:
    served = served_with(Limits())
    till = served.till()
    for number in range(20):
        till.http.get(f"/authorisations/by-key/k{number}")
        till.http.get(f"/nowhere/{number}")
        till.http.request(f"BREW{number}", "/quotes")
    labels = {label for _, values in figures(served) for label in values}
    assert {"/api/v1/authorisations/by-key/{key}", "none"} <= labels
    assert not any("k1" in label or "/nowhere" in label or "BREW1" in label for label in labels)


def test_where_nobody_may_read_them_there_is_nothing(served_with: ServedWith) -> None:
    served = served_with(Limits(metrics_readers=()))
    assert httpx.get(f"{served.url}/metrics").status_code == 404


@pytest.mark.parametrize(
    ("host", "readers", "may"),
    [
        ("127.0.0.1", LOOPBACK, True),
        ("::1", LOOPBACK, True),
        ("::ffff:127.0.0.1", LOOPBACK, True),
        ("10.1.2.3", LOOPBACK, False),
        ("10.1.2.3", ("10.1.0.0/16",), True),
        ("", LOOPBACK, False),
        ("unix", LOOPBACK, False),
    ],
)
def test_only_named_networks_may_read(host: str, readers: tuple[str, ...], may: bool) -> None:  # noqa: FBT001 (a table)
    assert _may_read(host, readers) is may
