"""A city that trades: certificates of two programmes, every kind of purchase, one period cleared and half paid."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_bytes
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from given.checkout import CHECKOUT
from given.city import CLERK, Carded, City, KeyedTill, given_city
from given.rulebook import RULEBOOK
from socert.domain import budgets, certificates, clearing, ledger, programmes, purchases
from socert.domain.purchases import AskedPart, store
from socert.values import Money, uuid7

ZONE = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 11, 22, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 22, 21, tzinfo=UTC)  # the beginning of 23 November in Moscow
WRITER = 1


def new_id(at: datetime = NOON) -> UUID:
    """An id such as doors make."""
    return uuid7(milliseconds=int(at.timestamp() * 1000), random=token_bytes(10))


@dataclass(slots=True)
class Trade:
    """Tills that ask, and the ledger that answers; one batch a call."""

    conn: Connection
    city: City
    lanes: int = 1
    directory: purchases.Directory = field(init=False)

    def __post_init__(self) -> None:
        self.directory = purchases.load_directory(self.conn, zone=ZONE, lanes=self.lanes)

    def gtin(self, category: str, place: int = 0) -> int:
        """The barcode of some good of a category."""
        number = self.city.tree.number_of(category)
        return sorted(gtin for gtin, kind in self.directory.goods.items() if kind == number)[place]

    def line(self, position: int, category: str, amount: int, *, name: str | None = None) -> purchases.ReceiptLine:
        """One piece of some good."""
        return purchases.ReceiptLine(
            position=position,
            gtin=self.gtin(category),
            article=None,
            shop_codes=(),
            name=name or f"товар {category}",
            quantity_text="1.250",
            quantity=1_250_000,
            price=amount,
            discount=0,
            amount=amount,
        )

    def buy(
        self, who: Carded, till: KeyedTill, *lines: purchases.ReceiptLine, at: datetime, capture: bool = False
    ) -> purchases.Authorise:
        """A basket at a till."""
        number = new_id(at)
        return purchases.Authorise(
            id=number,
            key=new_id(at),
            body=new_id(at),
            till=till.till,
            credential=till.grant.credential,
            card=who.card_hash,
            receipt=f"0001-{number.hex[-6:]}",
            till_at=at - SECOND,
            capture=capture,
            lines=lines,
        )

    def capture(
        self, bought: purchases.Authorise, *lines: purchases.AskedPart, at: datetime, is_final: bool = True
    ) -> purchases.Capture:
        """The sale happened, whole or of these lines."""
        return purchases.Capture(
            id=new_id(at),
            key=new_id(at),
            body=new_id(at),
            till=bought.till,
            credential=bought.credential,
            authorisation=bought.id,
            lines=lines,
            is_final=is_final,
        )

    def refund(
        self, bought: purchases.Authorise, *lines: purchases.AskedPart, at: datetime, capture: UUID | None = None
    ) -> purchases.Refund:
        """Goods came back, of a capture or of what was captured at once."""
        return purchases.Refund(
            id=new_id(at),
            key=new_id(at),
            body=new_id(at),
            till=bought.till,
            credential=bought.credential,
            authorisation=bought.id,
            capture=capture or bought.id,
            receipt="V-1",
            till_at=at - SECOND,
            lines=lines,
        )

    def void(self, bought: purchases.Authorise, *, at: datetime) -> purchases.Void:
        """The sale did not happen."""
        return purchases.Void(
            id=new_id(at),
            key=new_id(at),
            body=new_id(at),
            till=bought.till,
            credential=bought.credential,
            authorisation=bought.id,
        )

    def void_by_key(self, bought: purchases.Authorise, *, at: datetime) -> purchases.VoidByKey:
        """The same for a till that never got its answer."""
        return purchases.VoidByKey(
            id=new_id(at),
            key=new_id(at),
            body=new_id(at),
            till=bought.till,
            credential=bought.credential,
            target=bought.key,
            card=bought.card,
        )

    def ask(self, *questions: purchases.Question, at: datetime, writer: int = WRITER, lane: int = 0) -> list[object]:
        """Decide a batch of one lane and write it."""
        self.conn.execute(
            "insert into writer_head (lane, writer, seq, chain) values (%(lane)s, %(writer)s, 0, %(chain)s)"
            " on conflict do nothing",
            {"lane": lane, "writer": writer, "chain": ledger.FIRST_CHAIN},
        )
        row = self.conn.execute(
            store.LOCK_BATCH,
            {"lane": lane, "writer": writer, "request": store.lock_request(questions), "lock": True},
        ).fetchone()
        assert row is not None
        state, rest = store.read_locked(row[0])
        decided = purchases.decide_batch(
            questions,
            state=state,
            directory=self.directory,
            lane=lane,
            writer=writer,
            now=at,
            closed_through=rest.closed_through,
        )
        if decided.rows is not None:
            self.conn.execute(
                store.WRITE_BATCH,
                {
                    "lane": lane,
                    "writer": writer,
                    **store.encode_rows(decided.rows),
                    "moved": store.encode_moved(decided.moved),
                },
            )
        return list(decided.answers)


def open_trade(conn: Connection, *, lanes: int = 1, at: datetime = NOON) -> Trade:
    """A city with money, agreements and certificates: Anna has both programmes, Boris food, Vera children's goods."""
    city = given_city(conn, now=at, lanes=lanes)
    for name in ("food-certificate", "children-goods"):
        text = (CHECKOUT / "reference" / "programmes" / f"{name}.yaml").read_text(encoding="utf-8")
        published = programmes.publish(conn, text=text, tree=city.tree, ground=RULEBOOK, actor=CLERK, now=at)
        assert isinstance(published, programmes.Published), published
        city.agree(published.programme)
    for programme, source in (
        ("food-certificate", "city"),
        ("children-goods", "federal"),
        ("children-goods", "regional"),
    ):
        number = programmes.number_of(conn, programme=programme)
        assert number is not None
        given = budgets.appropriate(
            conn,
            programme=number,
            source=source,
            budget_year=2026,
            budget_code="example",
            limit=Money(10_000_000),
            actor=CLERK,
            now=at,
        )
        assert isinstance(given, budgets.Appropriated)
    for programme, who in (
        ("food-certificate", city.anna),
        ("children-goods", city.anna),
        ("food-certificate", city.boris),
        ("children-goods", city.vera),
    ):
        issued = certificates.issue(
            conn, programme=programme, holder=who.holder, lane=who.lane, now=at, zone=ZONE, actor=CLERK
        )
        assert isinstance(issued, certificates.Issued), issued
    return Trade(conn, city, lanes)


def trade_a_day(trade: Trade, *, at: datetime = NOON) -> None:
    """Every kind of purchase, in three batches by two writers; Anna's last hold stays open, one of Vera's lapses."""
    city = trade.city
    bullfinch, rowan = city.bullfinch.till, city.rowan.till
    mixed = trade.buy(
        city.anna,
        bullfinch,
        trade.line(1, "bread", 5_001),
        trade.line(2, "spirits", 39_900),
        trade.line(3, "toys", 70_003),
        trade.line(4, "cigarettes", 15_000),
        at=at,
        capture=True,
    )
    held = trade.buy(city.anna, rowan, trade.line(1, "toys", 33_333), at=at)
    voided = trade.buy(city.boris, rowan, trade.line(1, "bread", 9_900), at=at)
    lapsing = trade.buy(city.vera, bullfinch, trade.line(1, "toys", 10_001), at=at)
    trade.ask(mixed, held, voided, lapsing, at=at)
    later = at + 5 * SECOND
    undone = trade.buy(
        city.vera, rowan, trade.line(2, "toys", 20_002), trade.line(1, "bread", 4_000), at=at, capture=True
    )
    lost = trade.buy(city.boris, bullfinch, trade.line(1, "bread", 7_777), at=at)
    trade.ask(
        trade.capture(held, at=later),
        trade.void(voided, at=later),
        undone,
        trade.void(undone, at=later),
        trade.void_by_key(lost, at=later),
        lost,
        at=later,
    )
    evening = at + timedelta(hours=1)
    short = trade.buy(
        city.boris, bullfinch, trade.line(7, "cheese", 40_000), trade.line(3, "dairy", 20_000), at=evening, capture=True
    )
    afterwards = trade.buy(city.vera, rowan, trade.line(1, "toys", 12_345), at=evening, capture=True)
    open_hold = trade.buy(city.anna, rowan, trade.line(1, "toys", 1_111), at=evening)
    trade.ask(short, afterwards, open_hold, at=evening, writer=2)


def clear(trade: Trade, *, until: datetime = MIDNIGHT) -> clearing.ClosedPeriod:
    """Close the period and pay its first claim."""
    closed = clearing.close_period(trade.conn, until=until, now=until, zone=ZONE, actor=CLERK)
    assert isinstance(closed, clearing.ClosedPeriod), closed
    paid = clearing.mark_paid(
        trade.conn, claim=closed.claims[0].id, now=until + SECOND, actor=CLERK, reference="payment order 17"
    )
    assert isinstance(paid, clearing.Claim), paid
    return closed


def live_two_days(conn: Connection) -> Trade:
    """A day, its clearing, and another day that is still open and ends with a hold of Anna's.

    On the second day Anna takes two of three toys in two captures and brings some back, and Vera brings back half of
    what the first day's claim was paid for.
    """
    trade = open_trade(conn)
    trade_a_day(trade)
    clear(trade)
    trade_another_day(trade)
    return trade


def trade_another_day(trade: Trade) -> None:
    """The second of these two days."""
    next_day = NOON + DAY
    later = next_day + SECOND
    bought = trade.buy(trade.city.anna, trade.city.bullfinch.till, trade.line(1, "toys", 7_007), at=next_day)
    in_parts = trade.buy(
        trade.city.anna,
        trade.city.bullfinch.till,
        *(trade.line(place, "toys", 3_001) for place in (1, 2)),
        trade.line(3, "spirits", 999),
        at=next_day,
    )
    at_once = trade.buy(
        trade.city.vera,
        trade.city.bullfinch.till,
        trade.line(1, "toys", 5_003),
        trade.line(2, "bread", 400),
        at=next_day,
        capture=True,
    )
    trade.ask(bought, in_parts, at_once, at=next_day)
    still_held = trade.buy(trade.city.anna, trade.city.rowan.till, trade.line(1, "toys", 1_234), at=next_day)
    first = trade.capture(in_parts, AskedPart(1, quantity=1_000_000), AskedPart(3), at=later, is_final=False)
    trade.ask(
        trade.capture(bought, at=later),
        still_held,
        first,
        trade.capture(in_parts, AskedPart(2, amount=1_500), at=later),
        trade.refund(at_once, AskedPart(2), AskedPart(1, amount=2_000), at=later),
        at=later,
    )
    trade.ask(
        trade.refund(in_parts, AskedPart(1, quantity=333_333), AskedPart(3), at=later, capture=first.id), at=later
    )
