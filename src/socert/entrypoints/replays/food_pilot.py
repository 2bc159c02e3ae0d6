"""The pilot of the food certificate: 500 points each, weeks of shopping for whatever people buy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.district import Gift
from socert.entrypoints.replays.example import ExampleCity, read_example
from socert.entrypoints.replays.residents import Shopper, invent_residents
from socert.entrypoints.replays.shopping import Errand, run_errand
from socert.entrypoints.replays.stock import GoodsList, stocked
from socert.entrypoints.replays.story import Story
from socert.entrypoints.replays.till import PlayedTill
from socert.values import Money

PROGRAMME = "food-certificate"
WEEKS = 5
VALID_DAYS = 90
_AMOUNT = Money(50_000)
_NEVER_SHOP_PER_THOUSAND = 12
_SMALL_BASKET_PERCENT = 45
_VISITS_PER_DAY_PERCENT = 17
_FAVOURITE_TILLS = 3
_NOT_WORTH_A_VISIT = 100  # kopecks: below one rouble nobody makes the way


def story(reference: Path, *, people: int, random: Random, goods: GoodsList | None = None, bars: Bars) -> Story:
    """One district, four chains, a certificate for everybody. With a list of goods people buy what it names."""
    city = read_example(reference, place="district", random=random)
    if goods is not None:
        city = stocked(city, goods, random=random, bars=bars)
    shoppers = invent_residents(people, names=city.names, districts=city.districts, random=random)

    def settle_in(tills: Sequence[PlayedTill], random: Random) -> list[FoodBuyer]:
        return [_settle(one, tills, city=city, random=random) for one in shoppers]

    return Story(
        title="the food pilot",
        city=city,
        shoppers=shoppers,
        gifts=[Gift(PROGRAMME, shoppers, Money(_AMOUNT.kopecks * people))],
        weeks=WEEKS,
        valid_days=VALID_DAYS,
        settle_in=settle_in,
        goods=goods,
    )


@dataclass(slots=True)
class FoodBuyer:
    """A resident with what is left and the tills they go to."""

    shopper: Shopper
    city: ExampleCity
    random: Random
    left: int
    is_small: bool
    tills: Sequence[PlayedTill]

    def hour_out(self, day: int) -> int | None:  # noqa: ARG002 - every day is like the other
        """As long as something is left, on some days."""
        if self.left <= _NOT_WORTH_A_VISIT or self.random.randrange(100) >= _VISITS_PER_DAY_PERCENT:
            return None
        hour: int = self.city.habits.hours.draw(self.random)
        return hour

    async def go(self, at: datetime) -> None:
        """To one of the favourite tills."""
        errand = Errand(self.shopper, self.random.choice(self.tills), at, is_small=self.is_small)
        self.left = await run_errand(errand, city=self.city, random=self.random)


def _settle(shopper: Shopper, tills: Sequence[PlayedTill], *, city: ExampleCity, random: Random) -> FoodBuyer:
    own = Random(random.getrandbits(64))  # noqa: S311 - invented habits
    never_shops = own.randrange(1_000) < _NEVER_SHOP_PER_THOUSAND
    return FoodBuyer(
        shopper=shopper,
        city=city,
        random=own,
        left=0 if never_shops else _AMOUNT.kopecks,
        is_small=own.randrange(100) < _SMALL_BASKET_PERCENT,
        tills=own.sample(tills, _FAVOURITE_TILLS),
    )
