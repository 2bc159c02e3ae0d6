"""Small parts to decide with, made by hand: a directory, accounts, lines. No database."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from socert.domain.ledger import FIRST_CHAIN, Head
from socert.domain.purchases import AllowanceRule, Directory, ReceiptLine, TillPlace, VersionRules
from socert.domain.purchases.model.known import Account, AccountStatus, Carrier, CarrierStatus, State
from socert.domain.purchases.rules.basket import Pot
from socert.domain.purchases.rules.fold import Fold
from socert.values import Period

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=365)
ZONE = ZoneInfo("Europe/Moscow")
TILL, FOREIGN_TILL, SUSPENDED_TILL, UNBOUND_TILL = 1, 2, 3, 4
MERCHANT, FOREIGN_MERCHANT, UNBOUND_MERCHANT = 10, 20, 30
CREDENTIAL = UUID(int=1)
CARD = UUID(int=77)
HOLDER = 5

#: goods > food > bread, wine (under the denied alcohol); goods > toys; a book lies outside every allowed category.
BREAD, WINE, TOYS, BOOK = 3, 5, 6, 9
ALCOHOL = 4
CATEGORY_IDS = {BREAD: "bread", WINE: "wine", TOYS: "toys", BOOK: "books", ALCOHOL: "alcohol"}

FOOD = AllowanceRule("food", allowed=frozenset({BREAD, TOYS}), denied={ALCOHOL: ALCOHOL, WINE: ALCOHOL}, breadth=2)
TOYS_ONLY = AllowanceRule("toys", allowed=frozenset({TOYS}), denied={}, breadth=1)


def line(position: int = 1, *, amount: int = 100, gtin: int = BREAD, shop_codes: tuple[str, ...] = ()) -> ReceiptLine:
    """One piece; the barcode of a category is its number."""
    return ReceiptLine(
        position=position,
        gtin=gtin,
        article=None,
        shop_codes=shop_codes,
        name="",
        quantity_text="1",
        quantity=1_000_000,
        price=amount,
        discount=0,
        amount=amount,
    )


def account(number: int = 1, *, issued: int = 1_000, version: int = 1, days: int = 90, **more: object) -> Account:
    """An account of the holder, valid from a year ago for `days` from now on."""
    given: dict[str, object] = {
        "holder": HOLDER,
        "id": 2**32 + number,
        "certificate": UUID(int=number),
        "version": version,
        "slot": 0,
        "status": AccountStatus.ACTIVE,
        "valid_from": LONG_AGO,
        "valid_until": NOW + timedelta(days=days),
        "issued": issued,
        "held": 0,
        "consumed": 0,
        "returned": 0,
    }
    return Account(**(given | more))  # type: ignore[arg-type]


def pot(number: int = 1, *, rule: AllowanceRule = FOOD, units: int = 0, **more: object) -> Pot:
    """An allowance that may pay, with what is available on an account."""
    found = account(number, **more)  # type: ignore[arg-type]
    return Pot(found.certificate, found.valid_until, rule, available=found.available, units=units)


def directory(
    *, articles: Mapping[tuple[int, str], int] | None = None, versions: Sequence[AllowanceRule] = (FOOD,)
) -> Directory:
    """One programme a version; the merchant and the foreign one take all of them, the unbound one none."""
    always = (Period(start=LONG_AGO, end=None),)
    return Directory(
        number=1,
        zone=ZONE,
        tills={
            TILL: TillPlace(TILL, 1, MERCHANT, is_suspended=False),
            FOREIGN_TILL: TillPlace(FOREIGN_TILL, 2, FOREIGN_MERCHANT, is_suspended=False),
            SUSPENDED_TILL: TillPlace(SUSPENDED_TILL, 1, MERCHANT, is_suspended=True),
            UNBOUND_TILL: TillPlace(UNBOUND_TILL, 3, UNBOUND_MERCHANT, is_suspended=False),
        },
        agreements={
            (merchant, number): always
            for merchant in (MERCHANT, FOREIGN_MERCHANT)
            for number in range(1, len(versions) + 1)
        },
        versions={
            number: VersionRules(number, number, hold_seconds=900 if number == 1 else 60, allowances=(rule,))
            for number, rule in enumerate(versions, start=1)
        },
        goods={number: number for number in CATEGORY_IDS},
        articles=articles or {},
        category_ids=CATEGORY_IDS,
        payables={(merchant, 0): merchant for merchant in (MERCHANT, FOREIGN_MERCHANT, UNBOUND_MERCHANT)},
        credentials=frozenset({CREDENTIAL}),
    )


def fold(*accounts: Account, known: Directory | None = None, now: datetime = NOW, closed: datetime = LONG_AGO) -> Fold:
    """A batch that begins with these accounts of the holder; the card opens them."""
    state = State(head=Head(0, FIRST_CHAIN), accounts={HOLDER: list(accounts)})
    state.carriers[CARD] = Carrier(CARD, HOLDER, CarrierStatus.ACTIVE, LONG_AGO, None)
    return Fold(state=state, directory=known or directory(), lane=0, now=now, closed=closed)
