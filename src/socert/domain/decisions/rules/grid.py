"""The boundary grid: people at whom something changes, as many as are allowed, every pair of values among them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import gcd, prod

from socert.domain.criteria import Facts, FactValue
from socert.domain.decisions.model.ruling import Ruling
from socert.domain.decisions.rules.boundaries import boundaries, conditions_of

#: Of a fact, one of its values worth trying; None: it is not known.
Row = tuple[FactValue | None, ...]
#: Steps through all combinations by the golden ratio, which spreads any number of them evenly.
_GOLDEN = 0.6180339887498949


def grid(ruling: Ruling, *, facts: Facts, rows_max: int) -> tuple[tuple[str, ...], list[Row]]:
    """The facts a ruling looks at, and people as rows of values of these.

    All combinations where they are not more than `rows_max`; else rows in which each two values of two facts meet
    somewhere, and an even choice of all others.
    """
    tried = boundaries(conditions_of(ruling), facts=facts, numbers=ruling.numbers)
    choices = [(*values, None) for values in tried.values()]
    return tuple(tried), list(_combinations(choices, rows_max))


def _combinations(choices: Sequence[Row], rows_max: int) -> Iterator[Row]:
    total = prod(map(len, choices))
    if total <= rows_max:
        yield from product(*choices)
        return
    seen = dict.fromkeys(_pairs(choices))
    yield from seen
    stride = max(1, int(total * _GOLDEN))
    while gcd(stride, total) > 1:
        stride += 1
    for number in range(max(0, rows_max - len(seen))):
        row = _decode(number * stride % total, choices)
        if row not in seen:
            yield row


def _decode(number: int, choices: Sequence[Row]) -> Row:
    row = []
    for values in choices:
        number, place = divmod(number, len(values))
        row.append(values[place])
    return tuple(row)


def _pairs(choices: Sequence[Row]) -> Iterator[Row]:
    """Rows in which every two values of two facts meet: each takes in as many open pairs as fit beside the first."""
    open_pairs = {
        (one, first, other, second)
        for one, other in combinations(range(len(choices)), 2)
        for first in range(len(choices[one]))
        for second in range(len(choices[other]))
    }
    for pair in sorted(open_pairs):
        if pair not in open_pairs:
            continue
        places = {pair[0]: pair[1], pair[2]: pair[3]}
        for fact in range(len(choices)):
            if fact not in places:
                places[fact] = max(
                    range(len(choices[fact])),
                    key=lambda value: _met(open_pairs, places, fact, value),
                )
        open_pairs -= {(one, places[one], other, places[other]) for one, other in combinations(sorted(places), 2)}
        yield tuple(values[places[fact]] for fact, values in enumerate(choices))


def _met(open_pairs: set[tuple[int, int, int, int]], places: Mapping[int, int], fact: int, value: int) -> int:
    return sum(
        ((fact, value, one, place) if fact < one else (one, place, fact, value)) in open_pairs
        for one, place in places.items()
    )
