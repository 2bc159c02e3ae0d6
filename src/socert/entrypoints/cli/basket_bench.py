"""How long a basket takes to be decided: the common one, and many random ones of all kinds mixed."""

import gc
from collections.abc import Sequence
from time import process_time

import msgspec
from msgspec import convert

from socert.domain.purchases import Case, Posed, pose_case
from socert.entrypoints.cli.random_baskets import random_case

_COMMON_ROUNDS = 20
_COMMON_BASKETS = 200
_MICROSECONDS = 1_000_000
_PER_MILLE = 1_000
_COMMON = {
    "id": "common",
    "now": "2026-11-22T10:00:00+03:00",
    "categories": {"food": None, "bread": "food", "alcohol": "food"},
    "certificates": [
        {
            "id": "cert",
            "valid_through": "2026-12-31",
            "allowances": [
                {"id": "food", "kind": "points", "available": 50_000, "allow": ["food"], "deny": ["alcohol"]}
            ],
        }
    ],
    "lines": [
        {
            "position": position,
            "category": "alcohol" if position % 5 == 0 else "bread",
            "quantity": "1",
            "price": 700 * position,
            "amount": 700 * position,
        }
        for position in range(1, 11)
    ],
}


class BasketBench(msgspec.Struct, frozen=True):
    """Microseconds of the processor a basket; `cut` is how many random baskets met the bound of the search."""

    common_us: float
    random_baskets: int
    random_mean_us: float
    random_p50_us: float
    random_p99_us: float
    random_p999_us: float
    random_max_us: float
    cut: int
    baskets_per_second: int


def measure(*, baskets: int, seed: int) -> BasketBench:
    """Measure in this process: the decision alone, without reading the case and putting the answer into words."""
    common = pose_case(convert(_COMMON, Case))
    cases = [pose_case(random_case(seed + number)) for number in range(baskets)]
    gc.collect()
    gc.freeze()  # what is made up to here is not looked at by the collector again
    common_us = min(sum(_seconds([common] * _COMMON_BASKETS)[0]) for _ in range(_COMMON_ROUNDS)) / _COMMON_BASKETS
    each, cut = _seconds(cases)
    gc.unfreeze()
    each.sort()
    return BasketBench(
        common_us=_us(common_us),
        random_baskets=baskets,
        random_mean_us=_us(sum(each) / baskets),
        random_p50_us=_us(each[baskets // 2]),
        random_p99_us=_us(each[baskets * 990 // _PER_MILLE]),
        random_p999_us=_us(each[baskets * 999 // _PER_MILLE]),
        random_max_us=_us(each[-1]),
        cut=cut,
        baskets_per_second=round(baskets / sum(each)),
    )


def _us(seconds: float) -> float:
    return round(seconds * _MICROSECONDS, 1)


def _seconds(cases: Sequence[Posed]) -> tuple[list[float], int]:
    """Seconds of each decision, and how many of them met the bound."""
    each, cut = [], 0
    for case in cases:
        begun = process_time()
        split = case.split()
        each.append(process_time() - begun)
        cut += not split.is_optimal
    return each, cut
