"""The values at which something changes: for each fact those beside every threshold, each word, yes and no."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, product

from socert.domain.criteria import Condition, Fact, Facts, FactType, FactValue, atoms_of, facts_of, gaps_of, words_of
from socert.domain.decisions.model.ruling import Ruling

#: How many settings of the other facts a threshold of one is looked for at.
_SETTINGS_MAX = 16


def conditions_of(ruling: Ruling) -> tuple[Condition, ...]:
    """Every condition that decides: criteria first, then those of amounts."""
    amounts = [condition for amount in ruling.amounts for condition in amount.conditions]
    return (*(leaf.condition for leaf in ruling.leaves), *amounts)


def boundaries(
    conditions: Sequence[Condition], *, facts: Facts, numbers: Mapping[str, int]
) -> Mapping[str, tuple[FactValue, ...]]:
    """The values worth trying of each fact that conditions look at.

    Numbers: the last before and the first after every threshold, one step more, the least and the most.
    Words: all that a condition names, and one that none does. Truth: both.
    """
    used = [facts.facts[name] for name in dict.fromkeys(name for one in conditions for name in facts_of(one))]
    ends: dict[str, tuple[int, ...]] = {one.id: (one.least, one.most) for one in used if one.type is FactType.INTEGER}
    # What is found with the other facts at their ends is where thresholds of several facts are looked for again.
    near = {name: _numbers(facts.facts[name], conditions, ends, numbers) for name in ends}
    return {one.id: _values(one, conditions, near, numbers) for one in used}


def _values(
    fact: Fact, conditions: Sequence[Condition], near: Mapping[str, tuple[int, ...]], numbers: Mapping[str, int]
) -> tuple[FactValue, ...]:
    match fact.type:
        case FactType.BOOLEAN:
            return (False, True)
        case FactType.TEXT:
            return _words(fact, conditions)
        case FactType.INTEGER:
            return _numbers(fact, conditions, near, numbers)


def _numbers(
    fact: Fact, conditions: Sequence[Condition], others: Mapping[str, tuple[int, ...]], numbers: Mapping[str, int]
) -> tuple[int, ...]:
    steps = {step for atom in _atoms(fact, conditions) for step in _steps(atom, fact, others, numbers)}
    return tuple(sorted({fact.least, fact.most, *steps}))


def _atoms(fact: Fact, conditions: Sequence[Condition]) -> list[Condition]:
    return [atom for one in conditions for atom in atoms_of(one) if fact.id in facts_of(atom)]


def _words(fact: Fact, conditions: Sequence[Condition]) -> tuple[str, ...]:
    named = {word for atom in _atoms(fact, conditions) for word in words_of(atom)}
    words = tuple(fact.names or {})
    others = [word for word in words if word not in named]
    return (*(word for word in words if word in named), *others[:1])


def _steps(
    atom: Condition, fact: Fact, others: Mapping[str, tuple[int, ...]], numbers: Mapping[str, int]
) -> Iterator[int]:
    names = [name for name in facts_of(atom) if name != fact.id]
    for setting in islice(product(*(others.get(name, ()) for name in names)), _SETTINGS_MAX):
        known: dict[str, FactValue | None] = dict(zip(names, setting, strict=True))
        gaps = partial(_gaps, atom, fact.id, known, numbers)
        for place in range(len(gaps(fact.least))):
            last = _last_before(gaps, place, low=fact.least, high=fact.most)
            for value in () if last is None else range(last, last + 3):
                if fact.least <= value <= fact.most:
                    yield value


def _gaps(
    atom: Condition, name: str, known: Mapping[str, FactValue | None], numbers: Mapping[str, int], value: int
) -> tuple[int, ...]:
    return gaps_of(atom, known={**known, name: value}, parameters=numbers)


def _last_before(gaps: Callable[[int], tuple[int, ...]], place: int, *, low: int, high: int) -> int | None:
    """The last value whose gap has the sign of the lowest one's; None when the highest's has it too.

    A line crosses once; of a curve one crossing is found.
    """
    first = _sign(gaps(low)[place])
    if _sign(gaps(high)[place]) == first:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _sign(gaps(middle)[place]) == first else (low, middle)
    return low


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
