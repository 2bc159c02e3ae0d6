"""What is best: the order of aims by which one split is better than another."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from socert.domain.purchases.model.pots import Pot

#: How far a split gets, aim by aim; of two splits the greater is better.
Reached: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A part of an aim: what some pots of one day pay, bounded with what is settled about that day and those before.

    `upto` are these pots and all of the days before; `before` is the place of the aim that settled those days (-1 when
    there are none), `day` that of the aim that settled this day too (-1 when it is not settled yet), and `others` are
    the other pots of this day. It is no more than the pots can pay, nor than what the others leave of the day's sum.
    """

    upto: int
    before: int = -1
    day: int = -1
    others: int = 0


@dataclass(frozen=True, slots=True)
class Aim:
    """A sum to be as large as possible: what some pots (bits) pay, and how it is bounded."""

    pots: int
    terms: tuple[Term, ...]
    members: tuple[int, ...]

    @classmethod
    def of(cls, pots: int, terms: Iterable[Term]) -> "Aim":
        """An aim for some pots (bits)."""
        return cls(pots, tuple(terms), tuple(pot for pot in range(pots.bit_length()) if pots >> pot & 1))


@dataclass(frozen=True, slots=True)
class Aims:
    """The aims, one after another.

    The first is what all pots pay together, to which comes what the shop forgoes: what the resident need not pay. Then
    what is paid by the certificates of the first last day, of the first two, and so on; by the narrowest allowances, by
    the two narrowest breadths; by the first certificate, the first two; by the first allowance. Sums that the aims
    before have settled are left out.
    """

    all: tuple[Aim, ...]

    @classmethod
    def of(cls, pots: Sequence[Pot], *, here: int) -> "Aims":
        """The aims for some of these pots (bits), given in their order of use."""
        members = [place for place in range(len(pots)) if here >> place & 1]
        found = [Aim.of(here, [Term(here)])]
        days: list[int] = []
        so_far = 0
        for day in _groups(members, lambda place: pots[place].ends_at):
            days.append(day)
            so_far |= day
            found.append(Aim.of(so_far, [Term(so_far)]))
        if not any(pots[place].forgoes for place in members):
            found.pop()  # all days together pay what all pots together do
        last = len(found) - 1 if len(found) > len(days) else 0  # the aim that settles all days together
        keys: tuple[Callable[[int], Any], ...] = (
            lambda place: pots[place].rule.breadth,
            lambda place: pots[place].certificate,
            lambda place: (pots[place].certificate, pots[place].rule.id),
        )
        for key in keys:
            so_far = 0
            for group in _groups(members, key):
                so_far |= group
                if all(so_far & day in (0, day) for day in days) or any(aim.pots == so_far for aim in found):
                    continue
                found.append(Aim.of(so_far, _terms(so_far, days, last=last)))
        return cls(tuple(found))

    def reached(self, paid: Sequence[int], *, waived: int) -> Reached:
        """How far it gets when each pot pays so much and the shop forgoes so much."""
        found = [sum([paid[pot] for pot in aim.members]) for aim in self.all]
        found[0] += waived
        return tuple(found)

    def room(self, best: Reached, most: Callable[[int], int], fixed: Callable[[int], int], *, waived: int) -> int:
        """Whether something can be better than the best: more than 0 if so, 0 if at best as good, else less.

        Args:
            best: what is to be beaten.
            most: bounds what pots (bits) can pay; the first time it has to count in what the shop may yet forgo.
            fixed: what pots (bits) pay already.
            waived: what the shop forgoes already.
        """
        for place, aim in enumerate(self.all):
            limit = 0 if place else waived
            for term in aim.terms:
                before = best[term.before] if term.before >= 0 else 0
                part = most(term.upto) - before
                if term.day >= 0:
                    part = min(part, best[term.day] - before - fixed(term.others))
                limit += part
            if limit != best[place]:
                return limit - best[place]
        return 0


def _groups(members: Iterable[int], key: Callable[[int], Any]) -> list[int]:
    """Members as bits, those with the same key together, in the order of the keys."""
    found: dict[Any, int] = {}
    for place in members:
        found[key(place)] = found.get(key(place), 0) | 1 << place
    return [found[value] for value in sorted(found)]


def _terms(pots: int, days: Sequence[int], *, last: int) -> Iterable[Term]:
    """Some pots day by day; the aims after the first settle the days, the `last` all days together."""
    before = 0
    for place, day in enumerate(days):
        if pots & day:
            settled = last if place == len(days) - 1 else place + 1
            yield Term(before | pots & day, place or -1, settled, day & ~pots)
        before |= day
