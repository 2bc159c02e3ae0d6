"""Items at a till over HTTP: a unit is used up, balances count units."""

import psycopg

from given.city import VERA_CARD
from given.programmes import ZONE
from given.programmes import given_programme as publish_and_fund
from given.serving import Served, answer, line, receipt
from socert.domain import certificates
from socert.wiring import SYSTEM, real_time


def _refrigerators(conn: psycopg.Connection) -> str:
    row = conn.execute(
        "select gtin from good where category = (select number from category where id = 'refrigerator') limit 1"
    ).fetchone()
    assert row is not None
    return f"{row[0]:014d}"


def test_a_cheap_refrigerator_uses_its_unit_up(served: Served) -> None:
    city, conn = served.city, served.city.conn
    publish_and_fund(city, "veterans-durables")
    issued = certificates.issue(
        conn,
        programme="veterans-durables",
        holder=city.vera.holder,
        lane=city.vera.lane,
        now=real_time(),
        zone=ZONE,
        actor=SYSTEM,
        need=("refrigerator",),
    )
    assert isinstance(issued, certificates.Issued), issued
    conn.commit()
    till, gtin = served.till(), _refrigerators(conn)
    found = till.authorise(receipt(VERA_CARD, line(1, gtin=gtin, amount=900_000)))
    (bought,), (balance,) = found["lines"], found["balances"]
    assert (bought["covered"], bought["own_money"], bought["parts"][0]["units"]) == (900_000, 0, 1)
    assert "waived" not in bought
    assert (balance["available"], balance["held"], balance["units"]) == (190_000, 900_000, 0)
    captured = till.capture(found["id"])
    assert captured["amount"] == 900_000
    assert (captured["balances"][0]["available"], captured["balances"][0]["units"]) == (190_000, 0)
    today = real_time().astimezone(ZONE).date().isoformat()
    totals = {"captures": 1, "captured": 900_000, "taken_back_count": 0, "taken_back": 0}
    day = answer(till.http.post(f"/tills/till_{city.bullfinch.till.till}/days", json={"day": today, **totals}))
    assert (day["agrees"], day["counted"]) == (True, totals)
    card = {"carrier": {"kind": "card", "number": VERA_CARD.digits}}
    assert answer(till.http.post("/balances", json=card))["balances"][0]["units"] == 0
