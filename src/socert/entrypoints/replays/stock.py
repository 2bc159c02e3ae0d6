"""Real goods on the belt: receipts of a replay drawn from a list in the published barcode format, which is imported."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from random import Random

from socert import wiring
from socert.domain import catalogue
from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.district import ACTOR, UnableToSetUp
from socert.entrypoints.replays.example import ExampleCity, Ware, Weighted, draw_price

_CHOSEN_MAX = 40_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class GoodsList:
    """A list of goods: how to open it (its lines, header first), and what it is judged by."""

    source: str
    open: Callable[[Progress], AbstractContextManager[Iterator[bytes]]]
    tree: catalogue.CategoryTree
    mapping: catalogue.PathMapping
    suggester: catalogue.Suggester


def stocked(city: ExampleCity, goods: GoodsList, *, random: Random, bars: Bars) -> ExampleCity:
    """The city with shops that sell goods of the list instead of the example's; habits stay what they are.

    A good nobody has classified, or whose name contradicts its category, is bought for what its name suggests.

    Raises:
        UnableToSetUp: nothing of the list is anything people buy.
    """
    judge = catalogue.Judge(goods.tree, goods.mapping, goods.suggester)
    wanted = set(city.habits.categories.things)
    wares: dict[str, list[Ware]] = {}
    for row in _choose(goods, random=random, bars=bars):
        verdict = judge.judge(name=row.name, path=row.path)
        number = verdict.category or verdict.suggested
        category = None if number is None else goods.tree.id_of(number)
        if category is not None and category in wanted:
            price = draw_price(city.prices[category], random=random)
            wares.setdefault(category, []).append(Ware(row.name, category, price, gtin=f"{row.gtin:014d}"))
    if not wares:
        raise UnableToSetUp("The list of goods has nothing that people of the example buy.")
    habits = city.habits.categories
    pairs = [pair for pair in zip(habits.things, habits.weights, strict=True) if pair[0] in wares]
    categories = Weighted([name for name, _ in pairs], [weight for _, weight in pairs])
    return replace(city, goods=wares, habits=replace(city.habits, categories=categories))


def _choose(goods: GoodsList, *, random: Random, bars: Bars) -> list[catalogue.SourceRow]:
    """Rows of the list, each as likely as the other, read once."""
    chosen: list[catalogue.SourceRow] = []
    with goods.open(lambda _, done, total: bars("choosing goods", done, total)) as lines:
        reader = catalogue.SourceReader.of(next(lines, b""))
        count = 0
        for number, raw in enumerate(lines, start=2):
            row = reader.read(raw, line=number)
            if not isinstance(row, catalogue.SourceRow):
                continue
            count += 1
            if len(chosen) < _CHOSEN_MAX:
                chosen.append(row)
            elif (place := random.randrange(count)) < _CHOSEN_MAX:
                chosen[place] = row
    return chosen


def import_stock(site: wiring.Site, goods: GoodsList, *, bars: Bars) -> catalogue.ImportReport:
    """Import the list into the replay's own database."""
    with goods.open(lambda _, done, total: bars("importing goods", done, total)) as lines, site.transaction() as conn:
        return catalogue.import_goods(
            conn,
            lines=lines,
            mapping=goods.mapping,
            suggester=goods.suggester,
            source=goods.source,
            dry_run=False,
            rejects=lambda _: None,
            progress=bars,
            actor=ACTOR,
            now=site.now(conn),
        )
