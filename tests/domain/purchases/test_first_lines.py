"""Of splits that reach the same sums the first lines have most: tried against all splits of tiny baskets."""

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random
from typing import Any, TypeAlias

import pytest

from domain.purchases.cases import certificate, decide, items, line, points

COVERS = {"food": {"food", "bread"}, "bread": {"bread"}, "television": {"television"}}
#: By line, who pays how much: an allowance of points in kopecks, of items with 1 unit.
Split: TypeAlias = tuple[tuple[int, ...], ...]
BASKETS = 60


def random_certificates(chance: Random, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """One to three, with one allowance each."""
    found = []
    for number in range(chance.randint(1, 3)):
        kind, allow = chance.choice(kinds), chance.choice([["food"], ["bread"], ["food", "television"]])
        if kind == "items":
            one = items("x", 1, chance.randint(1, 4), *allow, own_money="allowed")
        else:
            one = points("x", chance.randint(1, 6), *allow, own_money=kind)
        found.append(certificate(f"c{number}", one, last_day=f"2026-12-{chance.choice([10, 20])}"))
    return found


def splits(certificates: list[dict[str, Any]], lines: list[dict[str, Any]]) -> Iterator[Split]:
    """All splits that the rules allow."""
    ways = [list(_ways(certificates, one)) for one in lines]
    for split in product(*ways):
        for number, one in enumerate(certificates):
            (allowance,) = one["allowances"]
            if sum(way[number] > 0 if allowance["kind"] == "items" else way[number] for way in split) > allowance.get(
                "units", allowance.get("available", 0)
            ):
                break
        else:
            yield split


def _ways(certificates: list[dict[str, Any]], one: Mapping[str, Any]) -> Iterator[tuple[int, ...]]:
    """All ways to pay a line."""
    options = []
    for each in certificates:
        (allowance,) = each["allowances"]
        fits = any(one["category"] in COVERS[name] for name in allowance["allow"])
        if allowance["kind"] == "items":
            options.append([0, min(allowance["cap"], one["amount"])] if fits else [0])
        else:
            options.append(list(range(min(allowance["available"], one["amount"]) + 1 if fits else 1)))
    for way in product(*options):
        units = sum(paid > 0 for paid, each in zip(way, certificates, strict=True) if _kind(each) == "items")
        is_strict = any(
            paid and each["allowances"][0]["own_money"] == "forbidden"
            for paid, each in zip(way, certificates, strict=True)
        )
        if units <= 1 and (sum(way) == one["amount"] if is_strict else sum(way) <= one["amount"]):
            yield way


def _kind(one: Mapping[str, Any]) -> str:
    kind: str = one["allowances"][0]["kind"]
    return kind


def rank(split: Split, certificates: list[dict[str, Any]]) -> tuple[int, ...]:
    """Aims 1 to 6 of `docs/basket.md`; the greatest is the best."""
    paid = [sum(way[number] for way in split) for number in range(len(certificates))]
    breadths = [len(set().union(*(COVERS[name] for name in one["allowances"][0]["allow"]))) for one in certificates]
    days = [one["valid_through"] for one in certificates]
    units = sum(way[number] > 0 for number, one in enumerate(certificates) if _kind(one) == "items" for way in split)
    return (
        sum(paid),
        *(sum(p for p, day in zip(paid, days, strict=True) if day == each) for each in sorted(set(days))),
        *(sum(p for p, b in zip(paid, breadths, strict=True) if b == each) for each in sorted(set(breadths))),
        *paid,
        -units,
        *map(sum, split),
    )


@pytest.mark.parametrize(
    "kinds", [("allowed",), ("forbidden",), ("items",), ("items", "allowed"), ("allowed", "forbidden")]
)
def test_no_split_that_reaches_the_same_covers_more_of_the_first_lines(kinds: tuple[str, ...]) -> None:
    chance = Random(3)  # noqa: S311 - baskets, not secrets
    for _ in range(BASKETS):
        certificates = random_certificates(chance, kinds)
        lines = [
            line(position, chance.choice(["food", "bread", "television", "bread"]), chance.randint(1, 5))
            for position in range(1, chance.randint(2, 3) + 1)
        ]
        categories = {"food": None, "bread": "food", "television": None}
        answer = decide(certificates, lines, categories=categories)
        best = max(rank(split, certificates) for split in splits(certificates, lines))
        assert [one.covered for one in answer.lines] == list(best[-len(lines) :]), (certificates, lines)
