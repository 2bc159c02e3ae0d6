"""Limits: one till asks too much, too many ask at once, a batch cannot be written. Refused means nothing moved."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from entrypoints.server.conftest import ServedWith
from given.city import ANNA_CARD
from given.serving import Served, answer, line, receipt
from socert.domain import monitoring
from socert.postgres import connect
from socert.settings import Limits

LOAF = receipt(ANNA_CARD, line(amount=1))


def keys(served: Served) -> int:
    """How many operations of tills stand in the ledger."""
    with connect(served.site.application_url) as conn:
        row = conn.execute("select count(*) from operation where key is not null").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("path", ["/authorisations", "/quotes"])
def test_a_till_that_asks_too_much_waits_and_no_other_does(served_with: ServedWith, path: str) -> None:
    served = served_with(Limits(till_rate=2))
    greedy, calm = served.till(), served.till(served.city.rowan.till)
    found = [greedy.post(path, LOAF) for _ in range(8)]
    refused = [one for one in found if one.status_code == 429]
    assert [one.status_code for one in found[:4]] == [200] * 4  # two seconds' worth at once
    assert refused
    assert {one.json()["code"] for one in refused} == {"too_many_requests"}
    assert {int(one.headers["retry-after"]) for one in refused} == {1}
    assert answer(calm.post(path, LOAF))["covered"] == 1
    assert keys(served) == (9 - len(refused) if path == "/authorisations" else 0)


def test_each_request_of_a_batch_counts_against_its_till_and_the_batch_does_not(served_with: ServedWith) -> None:
    served = served_with(Limits(till_rate=2))
    others = f"Bearer {served.city.rowan.till.key}"
    batch = [{"idempotency_key": f"k{n}", "body": LOAF} for n in range(8)]
    found = served.till().http.post(
        "/authorisations:batch", json={"operations": [*batch, {**batch[0], "authorization": others}]}
    )
    answers = answer(found)["answers"]
    assert [one["status"] for one in answers] == [200] * 4 + [429] * 4 + [200]
    assert {one["body"]["code"] for one in answers[4:8]} == {"too_many_requests"}
    assert keys(served) == 5


def test_a_full_queue_says_when_to_come_again_and_moves_nothing(served_with: ServedWith) -> None:
    served = served_with(Limits(queue=3))
    first = served.till().authorise(LOAF)
    with connect(served.site.owner_url) as holding:
        holding.execute("select from account for update")
        with ThreadPoolExecutor(20) as tills:
            asked = [tills.submit(served.till().post, "/authorisations", LOAF, key=f"k{n}") for n in range(20)]
            done = threading.Event()
            while not done.wait(0.05) and sum(one.done() for one in asked) < 10:
                pass
            early = [one.result() for one in asked if one.done()]
            holding.rollback()
            found = [one.result(timeout=20) for one in asked]
    assert {one.status_code for one in early} == {503}
    assert {(one.json()["code"], one.headers["retry-after"]) for one in early} == {("overloaded", "1")}
    approved = [one for one in found if one.status_code == 200]
    assert approved
    assert {one.status_code for one in found} == {200, 503}
    assert keys(served) == len(approved) + 1
    repeated = served.till().authorise(LOAF, key="k19")
    assert repeated["outcome"] == first["outcome"] == "approved"


def test_what_the_database_does_not_let_in_is_refused_and_taken_when_it_does(
    served_with: ServedWith, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of ours, unlike a missing partition: a rule that no receipt fulfils."""
    caplog.set_level("CRITICAL")
    served = served_with(Limits())
    till = served.till()
    with connect(served.site.owner_url, autocommit=True) as conn:
        conn.execute("alter table receipt_line add constraint no_place check (false) not valid")
        refused = till.post("/authorisations", LOAF, key="k")
        assert (refused.status_code, refused.json()["code"]) == (500, "internal_error")
        assert keys(served) == 0
        conn.execute("alter table receipt_line drop constraint no_place")
    assert till.authorise(LOAF, key="k")["covered"] == 1
    assert keys(served) == 1
    with connect(served.site.application_url) as conn:
        assert monitoring.verify(conn).first_bad is None
