"""People beyond Anna, Boris and Vera, each with a card and a food certificate: enough of them to be counted."""

from datetime import date, datetime, timedelta

from domain.monitoring.lively import NOON, ZONE, Trade
from given.city import CARD_SECRET, CLERK, LANES, Carded, KeyedTill, new_card
from given.programmes import given_programme
from socert.domain import certificates, people, purchases
from socert.values import CardNumber, Snils

RIVER = "Речной"


def more_people(trade: Trade, count: int, *, district: str = RIVER, at: datetime = NOON) -> list[Carded]:
    """Register people of a district and issue a food certificate to each."""
    first = trade.conn.execute("select count(*) from resident").fetchone()
    assert first is not None
    numbers = [first[0] + place for place in range(count)]
    residents = [
        people.NewResident(Snils.from_nine(400_000_000 + number), "Прохожий", "Олег", None, date(1950, 1, 1), district)
        for number in numbers
    ]
    registered = people.register(trade.conn, residents=residents, lanes=LANES, actor=CLERK, now=at)
    cards = [CardNumber.complete(f"96430000001{number:04d}") for number in numbers]
    made = [
        Carded(one.holder, one.lane, one.snils, card, people.card_hash(secret=CARD_SECRET, card=card))
        for one, card in zip(registered, cards, strict=True)
    ]
    people.link_cards(
        trade.conn, cards=[new_card(one.card, holder=one.holder, now=at) for one in made], actor=CLERK, now=at
    )
    for one in made:
        issued = certificates.issue(
            trade.conn,
            programme="food-certificate",
            holder=one.holder,
            lane=one.lane,
            now=at - timedelta(hours=1),
            zone=ZONE,
            actor=CLERK,
        )
        assert isinstance(issued, certificates.Issued), issued
    return made


def need_televisions(trade: Trade, recipients: list[Carded], *, at: datetime = NOON) -> None:
    """Issue everybody a certificate for a television, 12,500 roubles at most."""
    given_programme(trade.city, "veterans-durables")
    for one in recipients:
        issued = certificates.issue(
            trade.conn,
            programme="veterans-durables",
            holder=one.holder,
            lane=one.lane,
            now=at - timedelta(hours=1),
            zone=ZONE,
            actor=CLERK,
            need=["television"],
        )
        assert isinstance(issued, certificates.Issued), issued
    trade.__post_init__()


def each_buys(
    trade: Trade, buyers: list[Carded], till: KeyedTill, category: str, amount: int, *, at: datetime = NOON
) -> list[purchases.Authorise]:
    """Everybody buys one piece of a good, captured at once."""
    bought = [trade.buy(who, till, trade.line(1, category, amount), at=at, capture=True) for who in buyers]
    trade.ask(*bought, at=at)
    return bought
