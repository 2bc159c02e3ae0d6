"""The week's demand: in the week of the capture, summing to the ledger, and nobody to be told from it."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import psycopg
import pytest

from domain.monitoring.lively import DAY, NOON, SECOND, ZONE, Trade, live_two_days, open_trade, trade_a_day
from domain.monitoring.shoppers import RIVER, each_buys, more_people
from given.city import CLERK, KeyedTill
from given.databases import Database
from socert.domain import access, certificates, monitoring, people, providers, purchases
from socert.postgres import connect
from socert.values import Inn, Ogrn, Text

W47, W48 = monitoring.read_week("2026-W47"), monitoring.read_week("2026-W48")
SUNDAY_LATE = datetime(2026, 11, 22, 23, 59, 58, tzinfo=ZONE)
LATER = NOON + timedelta(weeks=8)


def _demand(trade: Trade, week: monitoring.Week = W47, *, now: datetime = LATER) -> Any:
    trade.conn.commit()
    found = monitoring.demand(trade.conn, week=week, now=now, zone=ZONE)
    trade.conn.rollback()
    return msgspec.to_builtins(monitoring.demand_document(found))


def _posted(conn: psycopg.Connection, week: str) -> int:
    """The ledger's own sum, asked in another way."""
    row = conn.execute(
        """
        select coalesce(sum(case when p.credit = l.id then p.amount else -p.amount end), 0)
        from posting as p
        join ledger_account as l on l.kind = 'payable' and l.id in (p.debit, p.credit)
        where to_char(p.at at time zone 'Europe/Moscow', 'IYYY-"W"IW') = %(week)s
            and not exists (select from ledger_account as o where o.kind = 'paid' and o.id in (p.debit, p.credit))
        """,
        {"week": week},
    ).fetchone()
    assert row is not None
    return int(row[0])


def _shown(document: Any, *, prefix: str = "") -> int:
    rows = sum(row[f"{prefix}amount_kopecks"] or 0 for row in document["rows"])
    return int(rows + sum(row[f"{prefix}amount_kopecks"] for row in document["hidden"]))


def test_sums_equal_the_ledgers_in_both_weeks(conn: psycopg.Connection) -> None:
    trade = live_two_days(conn)
    crowd = more_people(trade, 9, at=NOON + DAY)
    each_buys(trade, crowd, trade.city.rowan.till, "bread", 3_001, at=NOON + DAY)
    document = _demand(trade, W48)
    assert document["totals"]["amount_kopecks"] == _posted(conn, "2026-W48") == 9 * 3_001 + 13_111
    assert document["totals"]["previous_amount_kopecks"] == _posted(conn, "2026-W47") == 170_682
    assert _shown(document) == document["totals"]["amount_kopecks"]
    assert _shown(document, prefix="previous_") == document["totals"]["previous_amount_kopecks"]
    assert (document["totals"]["receipts"], document["totals"]["people"]) == (12, 11)


def test_a_purchase_counts_in_the_week_of_its_capture_on_the_regions_clocks(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    held = trade.buy(trade.city.boris, trade.city.rowan.till, trade.line(1, "bread", 9_000), at=SUNDAY_LATE)
    trade.ask(held, at=SUNDAY_LATE)
    trade.ask(trade.capture(held, at=SUNDAY_LATE + 5 * SECOND), at=SUNDAY_LATE + 5 * SECOND)
    assert _demand(trade, W47)["totals"]["amount_kopecks"] == 0
    assert _demand(trade, W48)["totals"] == {
        "amount_kopecks": 9_000,
        "receipts": 1,
        "people": 1,
        "previous_amount_kopecks": 0,
        "previous_receipts": 0,
        "previous_people": 0,
    }


def test_what_is_taken_back_counts_negative_in_the_week_it_is_taken_back(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    buyers = more_people(trade, 5)
    for bought in each_buys(trade, buyers, trade.city.rowan.till, "bread", 2_000):
        trade.ask(trade.void(bought, at=NOON + DAY), at=NOON + DAY)
    document = _demand(trade, W48)
    assert document["rows"] == [
        {
            "category": "bread",
            "outlet": "Магазин «Рябина»",
            "outlet_code": "1",
            "merchant": "Магазин «Рябина»",
            "district": RIVER,
            "amount_kopecks": -10_000,
            "receipts": -5,
            "people": 5,
            "previous_amount_kopecks": 10_000,
            "previous_receipts": 5,
            "previous_people": 5,
        }
    ]
    assert document["totals"]["amount_kopecks"] == _posted(conn, "2026-W48") == -10_000


def test_what_was_captured_in_parts_and_returned_counts_line_by_line(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    for who in more_people(trade, 5):
        lines = (trade.line(1, "bread", 1_000), trade.line(2, "cheese", 500))
        held = trade.buy(who, trade.city.rowan.till, *lines, at=NOON)
        first = trade.capture(held, purchases.AskedPart(1, amount=600), at=NOON, is_final=False)
        trade.ask(held, first, trade.capture(held, purchases.AskedPart(2), at=NOON), at=NOON)
        back = trade.refund(held, purchases.AskedPart(1, amount=200), at=NOON + SECOND, capture=first.id)
        trade.ask(back, at=NOON + SECOND)
    document = _demand(trade)
    rows = {row["category"]: (row["amount_kopecks"], row["receipts"], row["people"]) for row in document["rows"]}
    assert rows == {"bread": (2_000, 5, 5), "cheese": (2_500, 5, 5)}
    assert document["totals"]["receipts"] == 5
    assert document["totals"]["amount_kopecks"] == _posted(conn, "2026-W47") == 4_500


def test_a_receipt_of_two_lines_of_a_category_is_one_receipt(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    for who in more_people(trade, 5):
        lines = (trade.line(1, "bread", 1_000), trade.line(2, "bread", 500))
        trade.ask(trade.buy(who, trade.city.rowan.till, *lines, at=NOON, capture=True), at=NOON)
    (row,) = _demand(trade)["rows"]
    assert (row["amount_kopecks"], row["receipts"], row["people"]) == (7_500, 5, 5)


def test_four_people_are_hidden_and_five_are_shown(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    crowd = more_people(trade, 5)
    each_buys(trade, crowd, trade.city.rowan.till, "bread", 1_000)
    each_buys(trade, crowd[:4], trade.city.rowan.till, "cheese", 1_000)
    each_buys(trade, crowd, trade.city.rowan.till, "dairy", 1_000)
    document = _demand(trade)
    # Cheese stands for four, so dairy or bread has to hide with it: else a subtraction would tell of the cheese.
    assert [row["category"] for row in document["categories"]] == ["dairy"]
    assert document["hidden_cells"] == 2
    assert document["hidden"][0]["category"] is None
    assert document["hidden"][0]["amount_kopecks"] == 9_000
    assert document["totals"]["amount_kopecks"] == 14_000


def test_what_is_hidden_cannot_be_had_by_subtraction(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    crowd = more_people(trade, 8)
    each_buys(trade, crowd[:6], trade.city.rowan.till, "bread", 1_000)
    each_buys(trade, crowd[6:], trade.city.bullfinch.till, "bread", 1_000)
    document = _demand(trade)
    assert [row["amount_kopecks"] for row in document["categories"]] == [8_000]
    assert document["rows"] == []
    assert document["hidden_cells"] == 2
    assert document["hidden"][0]["amount_kopecks"] == 8_000


def test_people_are_counted_by_the_district_they_live_in(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    near, far = more_people(trade, 5), more_people(trade, 6, district="Дальний")
    each_buys(trade, [*near, *far], trade.city.rowan.till, "bread", 1_000)
    people.erase(conn, holder=far[0].holder, actor=CLERK, now=NOON + DAY, reason="asked for")
    rows = _demand(trade)["rows"]
    # Who was erased lives nowhere; that cell of one takes the smaller of the others with it.
    assert [(row["district"], row["people"]) for row in rows] == [("Речной", 5)]


def test_own_money_is_what_buyers_added_on_receipts_the_certificate_paid_for(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    for who in more_people(trade, 5):
        lines = (trade.line(1, "bread", 60_000), trade.line(2, "spirits", 10_000))
        trade.ask(trade.buy(who, trade.city.rowan.till, *lines, at=NOON, capture=True), at=NOON)
    document = _demand(trade)
    own = document["own_money"]
    assert (own["amount_kopecks"], own["receipts"], own["people"]) == (5 * 20_000, 5, 5)
    assert own["share_percent"] == pytest.approx(28.6)
    assert document["pressure"]["short_kopecks"] == 5 * 10_000
    assert document["pressure"]["rows"] == [{"category": "bread", "lines": 5, "short_kopecks": 50_000, "people": 5}]


def test_own_money_of_few_people_is_hidden_while_the_total_stays_exact(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    document = _demand(trade)
    assert document["own_money"]["amount_kopecks"] is None
    assert document["own_money"]["share_percent"] is None
    assert document["totals"]["amount_kopecks"] == _posted(conn, "2026-W47")


def test_refused_lines_are_told_by_reason_and_good(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    crowd = more_people(trade, 7)
    each_buys(trade, crowd[:6], trade.city.rowan.till, "spirits", 50_000)
    each_buys(trade, crowd[5:], trade.city.rowan.till, "cigarettes", 20_000)
    each_buys(trade, crowd, trade.city.rowan.till, "toys", 1_000)
    document = _demand(trade)
    denied = [row for row in document["not_covered"] if row["reason"] == "category_denied"]
    # Spirits have six people and cigarettes two: both stand together.
    assert [(row["good"], row["lines"], row["amount_kopecks"]) for row in denied] == [(None, 8, 340_000)]
    assert document["not_covered_lines"] == 8
    each_buys(trade, crowd[:5], trade.city.rowan.till, "cigarettes", 20_000)
    denied = [row for row in _demand(trade)["not_covered"] if row["reason"] == "category_denied"]
    assert {(row["category"], row["lines"]) for row in denied} == {("spirits", 6), ("cigarettes", 7)}
    assert all(row["gtin"] and row["good"] and not row["good"].startswith("товар") for row in denied)


def test_certificates_never_used_and_balances_ending_soon_are_told(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    crowd = more_people(trade, 12)
    more_people(trade, 4, district="Дальний")  # with Anna, Boris and Vera these make seven, and hide together
    each_buys(trade, crowd[:6], trade.city.rowan.till, "bread", 1_000)
    cancelled = conn.execute("select id from certificate where holder = %s", [crowd[11].holder]).fetchone()
    assert cancelled is not None
    done = certificates.cancel(conn, certificate=cancelled[0], now=NOON, actor=CLERK, reason="moved away")
    assert isinstance(done, certificates.Changed)
    document = _demand(trade)
    unused = [row for row in document["never_used"]["rows"] if row["district"] == RIVER]
    assert [(row["programme"], row["certificates"], row["kopecks"]) for row in unused] == [
        ("food-certificate", 5, 250_000)
    ]
    assert document["ending_soon"]["certificates"] == 0
    last_weeks = _demand(trade, monitoring.read_week("2027-W06"), now=NOON + 100 * DAY)
    ending = last_weeks["ending_soon"]["rows"]
    assert [(row["district"], row["certificates"], row["kopecks"]) for row in ending if row["programme"]] == [
        (RIVER, 11, 5 * 50_000 + 6 * 49_000)
    ]


def test_shops_without_agreements_where_cards_were_tried_are_named(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    crowd = more_people(trade, 6)
    till = _shop_without_agreement(trade)
    each_buys(trade, crowd, till, "bread", 4_000)
    tried = _demand(trade)["tried_without_agreement"]
    assert tried["rows"] == [
        {
            "outlet": "Киоск у реки",
            "outlet_code": "9",
            "merchant": "ООО «Киоск»",
            "receipts": 6,
            "amount_kopecks": 24_000,
            "people": 6,
        }
    ]


def test_a_week_to_come_is_empty_and_says_so(conn: psycopg.Connection) -> None:
    trade = live_two_days(conn)
    document = _demand(trade, monitoring.read_week("2027-W10"), now=NOON + 2 * DAY)
    assert document["stage"] == "to_come"
    assert document["totals"]["amount_kopecks"] == document["totals"]["previous_amount_kopecks"] == 0
    assert document["rows"] == document["categories"] == document["not_covered"] == []


def test_a_week_under_way_says_so(conn: psycopg.Connection) -> None:
    trade = live_two_days(conn)
    document = _demand(trade, W48, now=NOON + 2 * DAY)
    assert document["stage"] == "under_way"
    assert document["totals"]["amount_kopecks"] == 13_111


def test_an_empty_installation_has_no_demand(conn: psycopg.Connection) -> None:
    found = monitoring.demand(conn, week=W47, now=LATER, zone=ZONE)
    document = msgspec.to_builtins(monitoring.demand_document(found))
    assert document["totals"]["amount_kopecks"] == document["hidden_cells"] == 0
    assert document["own_money"]["share_percent"] is None


def test_no_name_card_or_holder_stands_in_the_document(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    crowd = more_people(trade, 6)
    each_buys(trade, crowd, trade.city.rowan.till, "bread", 1_000)
    trade_a_day(trade)
    text = msgspec.json.encode(_demand(trade)).decode()
    known = [*crowd, trade.city.anna, trade.city.boris, trade.city.vera]
    secrets = [
        "Прохожий",
        "Иванова",
        "Смирнов",
        *(one.card.digits for one in known),
        *(str(one.holder) for one in known),
        *(one.snils.digits for one in known),
        *(str(one.card_hash) for one in known),
    ]
    assert [secret for secret in secrets if secret in text] == []


def test_a_receipt_that_contradicts_the_ledger_is_not_reported(conn: psycopg.Connection, database: Database) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    conn.commit()
    with connect(database.owner_url) as hand:
        hand.execute("update receipt_line set covered = covered - 1 where covered = 70003")
    with pytest.raises(monitoring.DemandDiffers):
        _demand(trade)


def _shop_without_agreement(trade: Trade) -> KeyedTill:
    conn = trade.conn
    new = providers.NewMerchant(
        Inn.complete("770000009"), Ogrn.complete("102770000009"), Text(ru="ООО «Киоск»", en="Kiosk LLC")
    )
    joined = providers.register_merchant(conn, merchant=new, actor=CLERK, now=NOON)
    assert isinstance(joined, providers.Merchant)
    outlet = providers.NewOutlet("9", "Киоск у реки", "ул. Примерная, д. 9", RIVER)
    opened = providers.open_outlets(conn, merchant=joined.id, outlets=[outlet], actor=CLERK, now=NOON)
    assert isinstance(opened, list)
    (till,) = providers.open_tills(conn, tills=[providers.NewTill(opened[0].id, "1")], actor=CLERK, now=NOON)
    (key,) = access.issue_keys(
        conn, orders=[access.KeyOrder(access.Role.TILL, joined.id, till.id, "kiosk")], actor=CLERK, now=NOON
    )
    trade.__post_init__()
    return KeyedTill(till.id, till.outlet, till.merchant, key.key, key.grant)
