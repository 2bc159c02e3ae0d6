"""Items and discounts in a city that trades: Galina's certificates, and what can become of them at a till."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from psycopg import Connection

from domain.monitoring.lively import DAY, NOON, SECOND, Trade, clear, open_trade, trade_a_day, trade_another_day
from given.city import CARD_SECRET, CLERK, Carded, new_card
from given.programmes import ZONE, given_programme, publish_with_money
from socert.domain import certificates, people, purchases
from socert.domain.people import NewResident
from socert.domain.purchases import AskedPart
from socert.values import CardNumber, Snils

HOUR = timedelta(hours=1)

#: Three things, each of one of three kinds, paid by three sources, the shop paid no more than the cap; a discount that
#: shops give and one that they do not.
OUTFIT = """\
format: socert.programme/1
id: outfit
legal_kind: regional
sensitive: false
title: {ru: Одежда, en: Outfit}
funding:
  - {source: federal, share: 33}
  - {source: regional, share: 33}
  - {source: city, share: 34}
versions:
  - valid_from: 2026-01-01
    certificate: {valid_days: 90, carriers: [card], per: person}
    allowances:
      - id: outfit
        kind: items
        title: {ru: Вещи на выбор, en: Things of choice}
        choose: 3
        options:
          - {id: clothes, cap: 100.01, covers: {allow: [clothing]}}
          - {id: shoes, cap: 150.07, covers: {allow: [footwear]}}
          - {id: pens, cap: 9.99, covers: {allow: [stationery]}}
        price: cap_payout
      - id: gift
        kind: discount
        title: {ru: Скидка магазина, en: Shop's discount}
        percent: 7
        ceiling: 30.03
        covers: {allow: [stationery]}
        borne_by: merchant
      - id: tenth
        kind: discount
        title: {ru: Скидка, en: Discount}
        percent: 10
        ceiling: 50
        covers: {allow: [bread]}
"""
GALINA = NewResident(Snils.from_nine(445_566_778), "Орлова", "Галина", None, date(1940, 5, 9), "Речной")
GALINA_CARD = CardNumber.complete("964300000000004")


@dataclass(frozen=True, slots=True)
class Gifted:
    """A person with certificates of items and discounts, and their numbers."""

    who: Carded
    durables: UUID
    outfit: UUID


def give_kinds(trade: Trade, *, at: datetime, lanes: int = 1) -> Gifted:
    """Both programmes in force, and a certificate of each for Galina, who needs a television and a refrigerator."""
    durables = given_programme(trade.city, "veterans-durables")
    publish_with_money(trade.city, OUTFIT, name="outfit")
    assert durables
    (one,) = people.register(trade.conn, residents=[GALINA], lanes=lanes, actor=CLERK, now=at)
    hashed = people.card_hash(secret=CARD_SECRET, card=GALINA_CARD)
    people.link_cards(trade.conn, cards=[new_card(GALINA_CARD, holder=one.holder, now=at)], actor=CLERK, now=at)
    made = []
    for programme, need in (("veterans-durables", ("television", "refrigerator")), ("outfit", ())):
        issued = certificates.issue(
            trade.conn,
            programme=programme,
            holder=one.holder,
            lane=one.lane,
            now=at,
            zone=ZONE,
            actor=CLERK,
            need=need,
        )
        assert isinstance(issued, certificates.Issued), issued
        made.append(issued.certificate)
    trade.directory = purchases.load_directory(trade.conn, zone=ZONE, lanes=lanes)
    return Gifted(Carded(one.holder, one.lane, one.snils, GALINA_CARD, hashed), *made)


def trade_kinds(trade: Trade, gifted: Gifted, *, at: datetime) -> None:
    """A television held and captured, a refrigerator held; things taken and undone; discounts of both kinds."""
    city, who = trade.city, gifted.who
    bullfinch, rowan = city.bullfinch.till, city.rowan.till
    television = trade.buy(who, bullfinch, trade.line(1, "television", 11_111_11), at=at)
    undone = trade.buy(who, rowan, trade.line(1, "clothing", 70_00), at=at, capture=True)
    pens = trade.buy(
        who, rowan, trade.line(1, "stationery", 300_03), trade.line(2, "bread", 99_99), at=at, capture=True
    )
    trade.ask(television, undone, pens, at=at)
    later = at + 5 * SECOND
    shoes = trade.buy(who, bullfinch, trade.line(1, "footwear", 200_00), at=later)
    gift = trade.buy(who, rowan, trade.line(1, "bread", 12_34), at=later)
    trade.ask(trade.capture(television, at=later), trade.void(undone, at=later), shoes, gift, at=later)
    evening = at + timedelta(minutes=10)
    refrigerator = trade.buy(who, rowan, trade.line(1, "refrigerator", 15_000_00), at=evening)
    trade.ask(trade.void(gift, at=evening), trade.capture(shoes, at=evening), refrigerator, at=evening)


def live_with_kinds(conn: Connection) -> tuple[Trade, Gifted]:
    """Two lively days, and everything that can become of items and discounts before and after a period is closed."""
    trade = open_trade(conn)
    trade_a_day(trade)
    gifted = give_kinds(trade, at=NOON)
    trade_kinds(trade, gifted, at=NOON + 2 * HOUR)
    clear(trade)
    trade_another_day(trade)
    till, day = trade.city.rowan.till, NOON + DAY
    bread = trade.buy(gifted.who, till, trade.line(1, "bread", 77_77), at=day, capture=True)
    held = trade.buy(trade.city.anna, till, trade.line(1, "toys", 1_234), at=day)
    again = trade.buy(trade.city.anna, till, trade.line(1, "toys", 4_321), at=day, capture=True)
    thing = trade.buy(gifted.who, till, trade.line(1, "clothing", 123_45), at=day)
    cold = trade.buy(gifted.who, till, trade.line(1, "refrigerator", 9_000_01), at=day)
    trade.ask(bread, held, again, trade.void(bread, at=day), thing, cold, at=day)
    evening = day + timedelta(minutes=5)
    trade.ask(trade.capture(cold, AskedPart(1, quantity=625_000), at=evening, is_final=False), at=evening)
    return trade, gifted
