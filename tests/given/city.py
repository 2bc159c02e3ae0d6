"""A small city for tests: Anna, Boris and Vera with their cards, two shops with tills, the reference goods."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from psycopg import Connection

from given.checkout import CHECKOUT
from socert.domain import access, audit, catalogue, people, providers
from socert.domain.people import NewResident
from socert.domain.providers import Agreement, Merchant, NewMerchant, NewOutlet, NewTill, Outlet
from socert.values import CardNumber, Inn, Ogrn, Snils, Text

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
LANES = 1
CARD_SECRET = b"test"
CLERK = audit.Actor("clerk of the tests", "operator")

anna = NewResident(Snils.from_nine(112_233_445), "Иванова", "Анна", "Петровна", date(1951, 3, 8), "Заозёрный")
boris = NewResident(Snils.from_nine(223_344_556), "Смирнов", "Борис", "Ильич", date(1948, 11, 30), "Заозёрный")
vera = NewResident(Snils.from_nine(334_455_667), "Ким", "Вера", None, date(1990, 2, 28), "Речной")

ANNA_CARD = CardNumber.complete("964300000000001")
BORIS_CARD = CardNumber.complete("964300000000002")
VERA_CARD = CardNumber.complete("964300000000003")
STRANGE_CARD = CardNumber.complete("964300000000009")  # nobody's

BULLFINCH = NewMerchant(
    Inn.complete("770000001"), Ogrn.complete("102770000001"), Text(ru="Лавка «Снегирь»", en="Bullfinch Shop")
)
ROWAN = NewMerchant(
    Inn.complete("770000002"), Ogrn.complete("102770000002"), Text(ru="Магазин «Рябина»", en="Rowan Store")
)


@dataclass(frozen=True, slots=True)
class Carded:
    """A registered resident with their card."""

    holder: int
    lane: int
    snils: Snils
    card: CardNumber
    card_hash: UUID


@dataclass(frozen=True, slots=True)
class KeyedTill:
    """A till and its key."""

    till: int
    outlet: int
    merchant: int
    key: str
    grant: access.Grant


@dataclass(frozen=True, slots=True)
class Shop:
    """A merchant with one outlet and two tills."""

    merchant: Merchant
    outlet: Outlet
    tills: tuple[KeyedTill, KeyedTill]

    @property
    def till(self) -> KeyedTill:
        """The first till."""
        return self.tills[0]

    @property
    def second_till(self) -> KeyedTill:
        """The second till."""
        return self.tills[1]


@dataclass(frozen=True, slots=True)
class City:
    """Who and what there is. No agreements yet: `agree` makes them."""

    conn: Connection
    now: datetime
    tree: catalogue.CategoryTree
    anna: Carded
    boris: Carded
    vera: Carded
    bullfinch: Shop
    rowan: Shop

    def agree(self, programme: int, *shops: Shop, valid_until: datetime | None = None) -> list[Agreement]:
        """Let the shops, or both when none is named, take a programme from a year ago on."""
        made = []
        for shop in shops or (self.bullfinch, self.rowan):
            agreement = providers.agree(
                self.conn,
                merchant=shop.merchant.id,
                programme=programme,
                valid_from=self.now - timedelta(days=365),
                valid_until=valid_until,
                actor=CLERK,
                now=self.now,
            )
            assert isinstance(agreement, Agreement), agreement
            made.append(agreement)
        return made


def given_city(conn: Connection, *, now: datetime = NOW, lanes: int = LANES) -> City:
    """Make the city in the caller's transaction; nothing is committed."""
    tree = given_catalogue(conn, now=now)
    residents = given_residents(conn, now=now, lanes=lanes)
    bullfinch = given_shop(conn, BULLFINCH, now=now)
    rowan = given_shop(conn, ROWAN, now=now)
    # The same in-store code is apples here and tomatoes there.
    _hand_in(conn, bullfinch, catalogue.NewArticle("2100001", "Яблоки", "fruit"), now=now)
    _hand_in(conn, rowan, catalogue.NewArticle("2100001", "Помидоры", "vegetables"), now=now)
    return City(conn, now, tree, *residents, bullfinch, rowan)


def given_catalogue(conn: Connection, *, now: datetime = NOW) -> catalogue.CategoryTree:
    """The reference categories and goods."""
    reference = CHECKOUT / "reference"
    lines = (reference / "categories.csv").read_text(encoding="utf-8").splitlines()
    categories = catalogue.read_categories(lines)
    assert isinstance(
        catalogue.load_categories(conn, rows=categories, actor=CLERK, now=now), catalogue.LoadedCategories
    )
    goods = catalogue.read_goods_csv((reference / "goods.csv").read_bytes())
    loaded = catalogue.load_goods(conn, rows=goods, source="reference", actor=CLERK, now=now)
    assert loaded.rejected == ()
    return catalogue.categories(conn)


def given_residents(conn: Connection, *, now: datetime = NOW, lanes: int = LANES) -> tuple[Carded, Carded, Carded]:
    """Anna, Boris and Vera, registered, each with a card without an end."""
    registered = people.register(conn, residents=[anna, boris, vera], lanes=lanes, actor=CLERK, now=now)
    first, second, third = (
        Carded(one.holder, one.lane, one.snils, card, people.card_hash(secret=CARD_SECRET, card=card))
        for one, card in zip(registered, (ANNA_CARD, BORIS_CARD, VERA_CARD), strict=True)
    )
    cards = [new_card(one.card, holder=one.holder, now=now) for one in (first, second, third)]
    assert people.link_cards(conn, cards=cards, actor=CLERK, now=now).linked == len(cards)
    return first, second, third


def new_card(card: CardNumber, *, holder: int, now: datetime = NOW) -> people.NewCard:
    """A card of a resident's own, good from a year ago on."""
    return people.NewCard(
        hash=people.card_hash(secret=CARD_SECRET, card=card),
        last_four=card.last_four,
        holder=holder,
        representation=None,
        valid_from=now - timedelta(days=365),
        valid_until=None,
    )


def given_shop(conn: Connection, merchant: NewMerchant, *, now: datetime = NOW) -> Shop:
    """A merchant with one outlet and two tills, each with a key."""
    joined = providers.register_merchant(conn, merchant=merchant, actor=CLERK, now=now)
    assert isinstance(joined, Merchant)
    outlet = NewOutlet("1", merchant.title.ru, "ул. Примерная, д. 1", "Заозёрный")
    opened = providers.open_outlets(conn, merchant=joined.id, outlets=[outlet], actor=CLERK, now=now)
    assert isinstance(opened, list)
    tills = providers.open_tills(
        conn, tills=[NewTill(opened[0].id, "1"), NewTill(opened[0].id, "2")], actor=CLERK, now=now
    )
    orders = [access.KeyOrder(access.Role.TILL, joined.id, till.id, f"till {till.code}") for till in tills]
    keys = access.issue_keys(conn, orders=orders, actor=CLERK, now=now)
    first, second = (
        KeyedTill(till.id, till.outlet, till.merchant, issued.key, issued.grant)
        for till, issued in zip(tills, keys, strict=True)
    )
    return Shop(joined, opened[0], (first, second))


def _hand_in(conn: Connection, shop: Shop, article: catalogue.NewArticle, *, now: datetime) -> None:
    handed_in = catalogue.hand_in_articles(
        conn, merchant=shop.merchant.id, articles=[article], dry_run=False, actor=CLERK, now=now
    )
    assert handed_in.rejected == ()
