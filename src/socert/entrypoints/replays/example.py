"""The example city as its files tell it: names, shops, own articles, prices, how people shop. All invented."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

from socert.values import Inn, Ogrn, Text


@dataclass(frozen=True, slots=True)
class Name:
    """A word with its male and female form."""

    male: str
    female: str

    def of(self, *, is_female: bool) -> str:
        """The form that fits."""
        return self.female if is_female else self.male


@dataclass(frozen=True, slots=True)
class Names:
    """What residents are called."""

    female: Sequence[str]
    male: Sequence[str]
    patronymics: Sequence[Name]
    surnames: Sequence[Name]


@dataclass(frozen=True, slots=True)
class Chain:
    """A merchant."""

    id: str
    title: Text
    inn: Inn
    ogrn: Ogrn


@dataclass(frozen=True, slots=True)
class OutletPlan:
    """A shop to be opened."""

    code: str
    chain: str
    title: str
    address: str
    district: Text


@dataclass(frozen=True, slots=True)
class Ware:
    """Something to put into a basket; `price` in kopecks a piece or a kilogram, `article` where it is weighed."""

    name: str
    category: str
    price: int
    gtin: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Weighted:
    """Things with the weights they are drawn by."""

    things: Sequence[Any]
    weights: Sequence[int]

    def draw(self, random: Random) -> Any:
        """One of them, by chance."""
        return random.choices(self.things, self.weights)[0]


@dataclass(frozen=True, slots=True)
class Habits:
    """How people shop."""

    categories: Weighted
    lines: Weighted
    pieces: Weighted
    hours: Weighted
    weighed_percent: int
    grams: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ExampleCity:
    """Everything the replay of a pilot draws from."""

    names: Names
    districts: Sequence[Text]
    chains: Sequence[Chain]
    outlets: Sequence[OutletPlan]
    goods: dict[str, list[Ware]]
    prices: dict[str, tuple[int, int]]
    articles: dict[tuple[str, str], list[Ware]]
    habits: Habits


def read_example(reference: Path, *, place: str, random: Random) -> ExampleCity:
    """Read the files; each good gets one price for the whole replay, by chance within its category's range.

    `place` names the file of districts and shops; price ranges in it go before the common ones.
    """
    folder = reference / "example"
    names, plan = _yaml(folder / "names.yaml"), _yaml(folder / f"{place}.yaml")
    prices = _prices(folder) | {name: (low, high) for name, (low, high) in plan.get("prices", {}).items()}
    districts = {one["id"]: Text(**one["title"]) for one in plan["districts"]}
    return ExampleCity(
        names=Names(
            female=names["given_names"]["female"],
            male=names["given_names"]["male"],
            patronymics=[Name(**one) for one in names["patronymics"]],
            surnames=[Name(**one) for one in names["surnames"]],
        ),
        districts=list(districts.values()),
        chains=[
            Chain(one["id"], Text(**one["title"]), Inn.parse(one["inn"]), Ogrn.parse(one["ogrn"]))
            for one in plan["chains"]
        ],
        outlets=[
            OutletPlan(one["id"], one["chain"], one["name"]["ru"], one["address"]["ru"], districts[one["district"]])
            for one in plan["outlets"]
        ],
        goods=_goods(reference, prices=prices, random=random),
        prices=prices,
        articles=_articles(folder),
        habits=_habits(_yaml(folder / "baskets.yaml")),
    )


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _prices(folder: Path) -> dict[str, tuple[int, int]]:
    """The lowest and the highest price of a category, kopecks."""
    return {row["category"]: (int(row["price_low"]), int(row["price_high"])) for row in _rows(folder / "prices.csv")}


def _goods(reference: Path, *, prices: dict[str, tuple[int, int]], random: Random) -> dict[str, list[Ware]]:
    goods: dict[str, list[Ware]] = {}
    for row in _rows(reference / "goods.csv"):
        category = row["category"]
        price = draw_price(prices[category], random=random)
        goods.setdefault(category, []).append(Ware(row["name"], category, price, gtin=row["gtin"]))
    return goods


def draw_price(within: tuple[int, int], *, random: Random) -> int:
    """A price in kopecks as shops set them: whole roubles, one kopeck or ten less."""
    low, high = within
    return random.randint(low // 100, high // 100) * 100 - random.choice((0, 1, 10))


def _articles(folder: Path) -> dict[tuple[str, str], list[Ware]]:
    articles: dict[tuple[str, str], list[Ware]] = {}
    for row in _rows(folder / "articles.csv"):
        ware = Ware(name=row["name"], category=row["category"], price=int(row["price"]), article=row["article"])
        articles.setdefault((row["chain"], row["category"]), []).append(ware)
    return articles


def _habits(baskets: dict[str, Any]) -> Habits:
    return Habits(
        categories=_weighted(baskets["categories"], "category"),
        lines=_weighted(baskets["lines_per_receipt"], "lines"),
        pieces=_weighted(baskets["pieces_per_line"], "pieces"),
        hours=_weighted(baskets["hours"], "hour"),
        weighed_percent=baskets["weighed"]["share_percent"],
        grams=(baskets["weighed"]["grams_low"], baskets["weighed"]["grams_high"]),
    )


def _weighted(rows: list[dict[str, Any]], name: str) -> Weighted:
    return Weighted([row[name] for row in rows], [row["weight"] for row in rows])
