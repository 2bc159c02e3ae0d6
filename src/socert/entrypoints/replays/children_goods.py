"""Goods for families with children: several certificates on one receipt, a discount certificate among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.baskets import Line, piece_line
from socert.entrypoints.replays.checkout import Checkout
from socert.entrypoints.replays.district import Gift
from socert.entrypoints.replays.example import ExampleCity, Ware, Weighted, read_example
from socert.entrypoints.replays.residents import Shopper, invent_residents
from socert.entrypoints.replays.shopping import Visit, draw_visit, go
from socert.entrypoints.replays.story import Story
from socert.entrypoints.replays.till import PlayedTill
from socert.values import Money

WEEKS = 4
VALID_DAYS = 90
_GOODS, _DISCOUNT, _FOOD = "children-goods", "discount", "food-certificate"
_GOODS_AMOUNT, _DISCOUNT_CEILINGS, _FOOD_AMOUNT = 300_000, 250_000, 50_000
_POINTS = ("children-goods", "food")  # allowances; nobody goes shopping for a discount alone
_BORN = (1975, 2004)  # parents
_WITH_DISCOUNT_PERCENT = 70
_WITH_FOOD_PERCENT = 35
_NEVER_SHOP_PERCENT = 2
_VISITS_PER_DAY_PERCENT = 16
_DOES_NOT_FIT_PERCENT = 7
_NOT_WORTH_A_VISIT = 5_000  # kopecks
_FAVOURITE_TILLS = 3

#: What families put on the belt, by weight; bread and cheese are there for the food certificate, beer for nobody's.
_CATEGORIES = Weighted(
    [
        *("children_clothing", "children_footwear", "clothing", "footwear"),
        *("stationery", "toys", "school_bags", "baby_care"),
        *("bread", "cheese", "baby_food", "beer"),
    ],
    [22, 14, 6, 4, 20, 16, 3, 8, 9, 6, 5, 2],
)
_LINES = Weighted([1, 2, 3, 4, 5, 6], [8, 20, 26, 22, 14, 10])
_PIECES = Weighted([1, 2, 3, 5], [74, 15, 7, 4])


def story(reference: Path, *, people: int, random: Random, bars: Bars) -> Story:  # noqa: ARG001 - nothing takes long
    """Two districts, three chains; everybody has points for goods, most a discount, some points for food."""
    city = read_example(reference, place="family", random=random)
    parents = invent_residents(people, names=city.names, districts=city.districts, born=_BORN, random=random)
    with_discount = [one for one in parents if random.randrange(100) < _WITH_DISCOUNT_PERCENT]
    with_food = [one for one in parents if random.randrange(100) < _WITH_FOOD_PERCENT]
    gifts = [
        Gift(_GOODS, parents, Money(_GOODS_AMOUNT * len(parents))),
        Gift(_DISCOUNT, with_discount, Money(_DISCOUNT_CEILINGS * len(with_discount))),
        Gift(_FOOD, with_food, Money(_FOOD_AMOUNT * len(with_food))),
    ]

    def settle_in(tills: Sequence[PlayedTill], random: Random) -> list[Family]:
        return [_settle(one, tills, city=city, random=random) for one in parents]

    return Story(
        title="goods for families with children",
        city=city,
        shoppers=parents,
        gifts=[gift for gift in gifts if gift.recipients],
        weeks=WEEKS,
        valid_days=VALID_DAYS,
        settle_in=settle_in,
    )


@dataclass(slots=True)
class Family:
    """A parent with a card, what its certificates have left, and the tills they go to."""

    shopper: Shopper
    city: ExampleCity
    random: Random
    left: int
    tills: Sequence[PlayedTill]

    def hour_out(self, day: int) -> int | None:  # noqa: ARG002 - every day is like the other
        """As long as something is left, on some days."""
        if self.left <= _NOT_WORTH_A_VISIT or self.random.randrange(100) >= _VISITS_PER_DAY_PERCENT:
            return None
        hour: int = self.city.habits.hours.draw(self.random)
        return hour

    async def go(self, at: datetime) -> None:
        """Fill a basket at one of the favourite tills."""
        checkout = Checkout(self.random.choice(self.tills), shopper=self.shopper, at=at, random=self.random)
        lines = [self._line(position) for position in range(1, _LINES.draw(self.random) + 1)]
        does_not_fit = self.random.randrange(100) < _DOES_NOT_FIT_PERCENT
        visit = Visit.RETURNED if does_not_fit else draw_visit(self.random)
        answer = await go(checkout, visit, lines, random=self.random)
        self.left = sum(one["available"] for one in answer["balances"] if one["allowance"] in _POINTS)

    def _line(self, position: int) -> Line:
        ware: Ware = self.random.choice(self.city.goods[_CATEGORIES.draw(self.random)])
        return piece_line(position, ware, pieces=_PIECES.draw(self.random))


def _settle(shopper: Shopper, tills: Sequence[PlayedTill], *, city: ExampleCity, random: Random) -> Family:
    own = Random(random.getrandbits(64))  # noqa: S311 - invented habits
    near = [till for till in tills if till.district == shopper.district]
    return Family(
        shopper=shopper,
        city=city,
        random=own,
        left=0 if own.randrange(100) < _NEVER_SHOP_PERCENT else _GOODS_AMOUNT,
        tills=own.sample(near, _FAVOURITE_TILLS),
    )
