"""The food certificate of a whole city: hundreds of thousands of people, hundreds of shops, everybody a few times."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.baskets import draw_lines
from socert.entrypoints.replays.checkout import Checkout, left_on
from socert.entrypoints.replays.district import Gift
from socert.entrypoints.replays.example import Chain, ExampleCity, OutletPlan, read_example
from socert.entrypoints.replays.residents import Shopper, invent_residents
from socert.entrypoints.replays.shopping import Visit, go
from socert.entrypoints.replays.story import Story
from socert.entrypoints.replays.till import PlayedTill
from socert.values import Inn, Money, Ogrn, Text

PROGRAMME = "food-certificate"
WEEKS = 5
VALID_DAYS = 90
CHAINS = 34
SHOPS_A_CHAIN = 20
_DISTRICTS = 12
_AMOUNT = Money(50_000)
_NEVER_SHOP_PER_THOUSAND = 12
_SMALL_BASKET_PERCENT = 12
_FIRST_VISIT_WITHIN_DAYS = 21
_NEXT_VISIT_WITHIN_DAYS = 9
_NOT_WORTH_A_VISIT = 100  # kopecks

#: How visits go, in a thousand: most tills of large chains capture at once.
_VISITS = {
    Visit.AT_ONCE: 880,
    Visit.TWO_MESSAGES: 80,
    Visit.ANSWER_LOST: 10,
    Visit.VOIDED_AND_AGAIN: 10,
    Visit.GAVE_UP_AND_VOIDED_BY_KEY: 5,
    Visit.ABANDONED: 5,
    Visit.RETURNED: 10,
}


def story(reference: Path, *, people: int, random: Random, bars: Bars) -> Story:
    """Chains with twenty shops each in twelve districts; a certificate for everybody."""
    city = _invent_city(read_example(reference, place="district", random=random), people=people)
    bars("inventing people", 0, people)
    shoppers = invent_residents(people, names=city.names, districts=city.districts, random=random)
    bars("inventing people", people, people)

    def settle_in(tills: Sequence[PlayedTill], random: Random) -> list[CityBuyer]:
        near: dict[Text, list[PlayedTill]] = {}
        for till in tills:
            near.setdefault(till.district, []).append(till)
        return [_settle(one, near[one.district], city=city, random=random) for one in shoppers]

    return Story(
        title="the food certificate of a city",
        city=city,
        shoppers=shoppers,
        gifts=[Gift(PROGRAMME, shoppers, Money(_AMOUNT.kopecks * people))],
        weeks=WEEKS,
        valid_days=VALID_DAYS,
        settle_in=settle_in,
        is_large=True,
    )


def _invent_city(example: ExampleCity, *, people: int) -> ExampleCity:
    """Goods, prices and habits of the example district; chains and shops are numbered, and fewer for fewer people."""
    count = max(1, min(CHAINS, people // 100))
    districts = [
        Text(ru=f"район № {one} (пример)", en=f"district No. {one} (example)") for one in range(1, _DISTRICTS + 1)
    ]
    chains = [
        Chain(
            f"chain-{one:02d}",
            Text(ru=f"Сеть № {one}", en=f"Chain No. {one}"),
            Inn.complete(f"{5_000 + one:09d}"),
            Ogrn.complete(f"12600{500_000 + one:07d}"),
        )
        for one in range(1, count + 1)
    ]
    outlets = [
        OutletPlan(
            f"{chain.id}-{one:02d}",
            chain.id,
            f"{chain.title.ru}, магазин № {one}",
            f"ул. Нумерованная, д. {one}",
            districts[(place + one) % _DISTRICTS],
        )
        for place, chain in enumerate(chains)
        for one in range(1, SHOPS_A_CHAIN + 1)
    ]
    return replace(example, districts=districts, chains=chains, outlets=outlets, articles={})


@dataclass(slots=True)
class CityBuyer:
    """One of very many: what is left, and the day and hour of the next visit. Chance is made anew for each visit."""

    shopper: Shopper
    city: ExampleCity
    tills: Sequence[PlayedTill]
    seed: int
    day: int
    left: int
    visits: int = 0

    def hour_out(self, day: int) -> int | None:
        """On the planned day, if something is left."""
        if day != self.day or self.left <= _NOT_WORTH_A_VISIT:
            return None
        hour: int = self.city.habits.hours.draw(Random(self.seed + self.visits))  # noqa: S311 - invented habits
        return hour

    async def go(self, at: datetime) -> None:
        """One visit; the next is a few days later."""
        random = Random(self.seed ^ self.visits)  # noqa: S311 - invented habits
        self.visits += 1
        self.day += random.randint(1, _NEXT_VISIT_WITHIN_DAYS)
        checkout = Checkout(random.choice(self.tills), shopper=self.shopper, at=at, random=random)
        is_small = random.randrange(100) < _SMALL_BASKET_PERCENT
        lines = draw_lines(self.city, chain=checkout.till.chain, is_small=is_small, random=random)
        visit = random.choices(list(_VISITS), list(_VISITS.values()))[0]
        self.left = left_on(await go(checkout, visit, lines, random=random))


def _settle(shopper: Shopper, tills: Sequence[PlayedTill], *, city: ExampleCity, random: Random) -> CityBuyer:
    never_shops = random.randrange(1_000) < _NEVER_SHOP_PER_THOUSAND
    return CityBuyer(
        shopper=shopper,
        city=city,
        tills=tills,
        seed=random.getrandbits(62),
        day=random.randrange(_FIRST_VISIT_WITHIN_DAYS),
        left=0 if never_shops else _AMOUNT.kopecks,
    )
