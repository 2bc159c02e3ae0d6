"""How often the judgement of names is right, measured on goods a person has labelled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from socert.domain.catalogue.model import CategoryTree, Standing
from socert.domain.catalogue.rules.judging import Judge, suggestion_of
from socert.domain.catalogue.rules.mapping import PathMapping
from socert.domain.catalogue.rules.suggesting import Suggester
from socert.domain.catalogue.rules.table import decoded, read_rows

ALL = "all"
_YES = "yes"
#: Bounds of the certainties a suggestion is counted under.
CERTAINTIES = (0.0, 0.5, 0.8, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class LabelledGood:
    """A good, how it was chosen, whether its name contradicts its category, and the category where it has none."""

    name: str
    path: str
    stratum: str
    contradicts: bool | None
    category: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """Contradictions in goods chosen in one way: found rightly, found wrongly, missed, rightly let pass."""

    stratum: str
    right: int
    wrong: int
    missed: int
    passed: int

    @property
    def goods(self) -> int:
        """How many were looked at."""
        return self.right + self.wrong + self.missed + self.passed

    @property
    def precision(self) -> float | None:
        """Of those found, how many are contradictions; None where nothing was found."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """Of the contradictions, how many were found; None where there are none."""
        return _share(self.right, self.right + self.missed)


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions of a certainty from `low` up to `high`, and how many of them are right."""

    low: float
    high: float
    goods: int
    right: int

    @property
    def share(self) -> float | None:
        """How many are right; None where there are none."""
        return _share(self.right, self.goods)


@dataclass(frozen=True, slots=True)
class Measured:
    """Contradictions by how goods were chosen, all of them last; suggestions by certainty, all of them last."""

    found: tuple[Found, ...]
    suggested: tuple[Suggested, ...]


def read_labelled(content: bytes) -> list[LabelledGood]:
    """A table `name,path,stratum,contradicts,category`; either of the last two is given.

    Raises:
        UnreadableList: the table cannot be read; names the line.
    """
    rows = read_rows(decoded(content), columns=("name", "path", "stratum", "contradicts", "category"))
    return [
        LabelledGood(
            name=row.values["name"],
            path=row.values["path"],
            stratum=row.values["stratum"],
            contradicts=row.values["contradicts"] == _YES if row.values["contradicts"] else None,
            category=row.values["category"] or None,
        )
        for row in rows
    ]


def measure(
    goods: Iterable[LabelledGood], *, tree: CategoryTree, mapping: PathMapping, suggester: Suggester
) -> Measured:
    """Judge labelled goods as an import would, and compare."""
    kept = list(goods)
    judge = Judge(tree, mapping, suggester)
    judged = [
        (one.stratum, one.contradicts, judge.judge(name=one.name, path=one.path).standing is Standing.CONTRADICTORY)
        for one in kept
        if one.contradicts is not None
    ]
    strata = list(dict.fromkeys(stratum for stratum, _, _ in judged))
    claims = [(one.category, suggestion_of(one.name, suggester=suggester)) for one in kept if one.category]
    answers = [
        (0.0 if claim is None else claim.certainty, claim and claim.category == right) for right, claim in claims
    ]
    bounds = [*pairwise(CERTAINTIES), (CERTAINTIES[0], CERTAINTIES[-1])]
    return Measured(
        found=tuple(_found(stratum, judged) for stratum in (*strata, ALL)),
        suggested=tuple(
            _suggested(low, high, [bool(is_right) for certainty, is_right in answers if low <= certainty < high])
            for low, high in bounds
        ),
    )


def _found(stratum: str, judged: Sequence[tuple[str, bool | None, bool]]) -> Found:
    pairs = [(label, flag) for name, label, flag in judged if stratum in (name, ALL)]
    return Found(
        stratum,
        right=pairs.count((True, True)),
        wrong=pairs.count((False, True)),
        missed=pairs.count((True, False)),
        passed=pairs.count((False, False)),
    )


def _suggested(low: float, high: float, answers: Sequence[bool]) -> Suggested:
    return Suggested(low, high, len(answers), sum(answers))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
