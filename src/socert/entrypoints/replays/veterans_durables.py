"""Durable goods for veterans: what was found to be needed is chosen in a shop, dearer or cheaper, and may come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.baskets import Line, piece_line
from socert.entrypoints.replays.checkout import Checkout
from socert.entrypoints.replays.district import Gift
from socert.entrypoints.replays.example import ExampleCity, read_example
from socert.entrypoints.replays.residents import Shopper, invent_residents
from socert.entrypoints.replays.story import DAYS_A_WEEK, Story
from socert.entrypoints.replays.till import PlayedTill
from socert.values import Money

PROGRAMME = "veterans-durables"
WEEKS = 5
VALID_DAYS = 90

#: The category of what each allowance by need is spent on.
CATEGORIES: Mapping[str, str] = {
    "television": "television",
    "refrigerator": "refrigerator",
    "washing-machine": "washing_machine",
}
_CAPS = {"television": 1_250_000, "refrigerator": 1_090_000, "washing-machine": 1_050_000}

_OLDEST, _YOUNGEST = 1921, 1945
_NEEDS_COUNT = (1, 1, 1, 2, 2, 3)
_NEVER_SHOP_PERCENT = 3
_FIRST_TRIP_WITHIN_DAYS = 18
_FORTNIGHT = 14
_DISAPPOINTED_PERCENT = 9
_TOGETHER_PERCENT = 30
_QUOTE_PERCENT = 25
_EXTRAS = ("home_small", "kitchen_small", "lamps_batteries")
_EXTRA_PERCENT = 25
_FIRST_HOUR, _LAST_HOUR = 10, 19


def story(reference: Path, *, people: int, random: Random, bars: Bars) -> Story:  # noqa: ARG001 - nothing takes long
    """Four districts, three chains of shops for appliances, the item fixed by each person's need."""
    city = read_example(reference, place="durables", random=random)
    shoppers = [
        _with_need(one, random=random)
        for one in invent_residents(
            people, names=city.names, districts=city.districts, born=(_OLDEST, _YOUNGEST), random=random
        )
    ]
    money = Money(sum(_CAPS[item] for one in shoppers for item in one.need))

    def settle_in(tills: Sequence[PlayedTill], random: Random) -> list[Veteran]:
        return [_settle(one, tills, city=city, random=random) for one in shoppers]

    return Story(
        title="durable goods for veterans",
        city=city,
        shoppers=shoppers,
        gifts=[Gift(PROGRAMME, shoppers, money)],
        weeks=WEEKS,
        valid_days=VALID_DAYS,
        settle_in=settle_in,
    )


@dataclass(frozen=True, slots=True)
class Buy:
    """Go and choose these, together on one receipt."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class BringBack:
    """Bring back the first line of a receipt, to the till that sold it, and choose again another day."""

    item: str
    capture: str
    till: PlayedTill


@dataclass(slots=True)
class Veteran:
    """Somebody with a plan: what to do on which day. What disappoints goes back within the fortnight."""

    shopper: Shopper
    city: ExampleCity
    random: Random
    tills: Sequence[PlayedTill]
    plan: dict[int, Buy | BringBack]
    today: int = 0

    def hour_out(self, day: int) -> int | None:
        """On the days of the plan."""
        self.today = day
        return self.random.randint(_FIRST_HOUR, _LAST_HOUR) if day in self.plan else None

    async def go(self, at: datetime) -> None:
        """Do what is planned for today."""
        match self.plan.pop(self.today):
            case Buy(items):
                till = self.random.choice(self.tills)
                await self._buy(Checkout(till, shopper=self.shopper, at=at, random=self.random), items)
            case BringBack(item, capture, till):
                checkout = Checkout(till, shopper=self.shopper, at=at, random=self.random)
                await checkout.take_back(capture, [{"position": 1}])
                self.plan_on(Buy([item]), days=range(self.today + 1, self.today + _FORTNIGHT))

    async def _buy(self, checkout: Checkout, items: Sequence[str]) -> None:
        lines = self._lines(items)
        if self.random.randrange(100) < _QUOTE_PERCENT:
            await checkout.quote(lines)
        bought = await checkout.buy(lines)
        if bought.capture is not None and self.random.randrange(100) < _DISAPPOINTED_PERCENT:
            back = BringBack(items[0], bought.capture, checkout.till)
            self.plan_on(back, days=range(self.today + 1, self.today + _FORTNIGHT))

    def _lines(self, items: Sequence[str]) -> list[Line]:
        wares = [self.random.choice(self.city.goods[CATEGORIES[item]]) for item in items]
        if self.random.randrange(100) < _EXTRA_PERCENT:
            wares.append(self.random.choice(self.city.goods[self.random.choice(_EXTRAS)]))
        return [piece_line(position, ware, pieces=1) for position, ware in enumerate(wares, 1)]

    def plan_on(self, what: Buy | BringBack, *, days: range) -> None:
        """On a free one of these days; nothing is planned after the last day of the replay."""
        free = [day for day in days if day not in self.plan and day < WEEKS * DAYS_A_WEEK]
        if free:
            self.plan[self.random.choice(free)] = what


def _with_need(shopper: Shopper, *, random: Random) -> Shopper:
    return replace(shopper, need=tuple(random.sample(list(CATEGORIES), random.choice(_NEEDS_COUNT))))


def _settle(shopper: Shopper, tills: Sequence[PlayedTill], *, city: ExampleCity, random: Random) -> Veteran:
    own = Random(random.getrandbits(64))  # noqa: S311 - invented habits
    near = [till for till in tills if till.district == shopper.district]
    veteran = Veteran(shopper, city, own, near, plan={})
    if own.randrange(100) >= _NEVER_SHOP_PERCENT:
        together = [shopper.need] if own.randrange(100) < _TOGETHER_PERCENT else [[item] for item in shopper.need]
        for items in together:
            veteran.plan_on(Buy(items), days=range(_FIRST_TRIP_WITHIN_DAYS))
    return veteran
