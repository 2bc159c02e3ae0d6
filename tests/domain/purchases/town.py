"""A small town for the state machine: two programmes with much money behind them, and new people whenever one asks."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
from psycopg import Connection

from domain.monitoring.lively import Trade
from domain.purchases.model import Answer, Line
from given.city import CARD_SECRET, CLERK, Carded, given_city, new_card
from given.programmes import CHILDREN, FOOD, given_programme
from socert.domain import people
from socert.domain.people import NewResident
from socert.domain.purchases import ReceiptLine, Refused, Stored
from socert.values import CardNumber, Snils, parse_public_id

BEGIN = datetime(2026, 2, 2, 9, tzinfo=UTC)
STRANGE_CARD = UUID(int=2**127 + 1)
UNKNOWN_GOOD = 4_600_000_000_000
_numbers = count(1)


@dataclass(slots=True)
class Town:
    """The city's shops, and which lane every question belongs to."""

    trade: Trade
    goods: dict[str, ReceiptLine] = field(default_factory=dict)

    @property
    def conn(self) -> Connection:
        """The connection of all that happens."""
        return self.trade.conn

    def newcomer(self) -> Carded:
        """Somebody nobody knew before, with a card."""
        number = next(_numbers)
        new = NewResident(Snils.from_nine(500_000_000 + number), "Новосёлов", "Егор", None, BEGIN.date(), "Речной")
        (one,) = people.register(self.conn, residents=[new], lanes=self.trade.lanes, actor=CLERK, now=BEGIN)
        card = CardNumber.complete(f"96430001{number:07d}")
        hashed = people.card_hash(secret=CARD_SECRET, card=card)
        linked = people.link_cards(
            self.conn, cards=[new_card(card, holder=one.holder, now=BEGIN)], actor=CLERK, now=BEGIN
        )
        assert linked.linked == 1
        return Carded(one.holder, one.lane, one.snils, card, hashed)

    def line(self, position: int, kind: str, amount: int) -> ReceiptLine:
        """Some good of a kind."""
        found = self.goods.get(kind)
        if found is None:
            found = self.trade.line(1, "bread" if kind == "unknown" else kind, 1)
            found = self.goods[kind] = replace(found, gtin=UNKNOWN_GOOD) if kind == "unknown" else found
        return replace(found, position=position, price=amount, amount=amount)


def open_town(conn: Connection, *, lanes: int) -> Town:
    """The city with both programmes in force since long ago."""
    city = given_city(conn, now=BEGIN, lanes=lanes)
    for name in (FOOD, CHILDREN):
        given_programme(city, name)
    return Town(Trade(conn, city, lanes))


def heard(answer: object) -> Answer:
    """A real answer in the words of the model."""
    if isinstance(answer, Refused):
        return Answer(refused=answer.code)
    assert isinstance(answer, Stored)
    found = msgspec.json.decode(answer.body)
    if not found:
        return Answer()
    return Answer(
        outcome=found["outcome"],
        amount=found.get("covered", found.get("amount")),
        reason=_code(found.get("reason")),
        lines=tuple(_line(one) for one in found["lines"]) if "expires_at" in found else (),
        balances=tuple((_uuid(one["certificate"]), one["available"], one["held"]) for one in found["balances"]),
    )


def _line(line: dict[str, Any]) -> Line:
    parts = tuple((_uuid(one["certificate"]), one["amount"]) for one in line["parts"])
    is_whole = {"covered": line["own_money"] == 0, "not_covered": line["covered"] == 0, "partial": len(parts) > 0}
    assert is_whole[line["outcome"]], line
    return Line(line["covered"], _code(line["reason"]), parts)


def _code(reason: dict[str, Any] | None) -> str | None:
    return None if reason is None else reason["code"]


def _uuid(public: str) -> UUID:
    parsed = parse_public_id("cert", public)
    assert parsed is not None
    return parsed[1]


def what_was_made(conn: Connection) -> set[str]:
    """Which kinds of operations happened, not only were asked for."""
    rows = conn.execute(
        """
        select distinct case
            when o.kind = 2 and m.operation is not null then 'capture in part'
            when o.kind = 2 then 'capture'
            when o.kind = 3 then 'void'
            when o.kind = 4 then 'lapse'
            when o.kind = 5 then 'tombstone'
            when o.kind = 11 then 'refund'
            else 'other'
        end
        from operation as o
        left join movement_line as m on m.operation = o.id and m.lane = o.lane
        where o.outcome = 1 or o.kind = 5
        """
    )
    return {row[0] for row in rows}
