"""Count a file of decisions: how each programme decided, and what it grants."""

from collections.abc import Iterator, Sequence

from socert.domain.decisions.model.decided import Outcome
from socert.domain.decisions.model.population import DECISIONS, PopulationCount, ProgrammeCount
from socert.domain.decisions.model.ruling import Ruling

_OUTCOMES = (Outcome.ENTITLED, Outcome.NOT_ENTITLED, Outcome.NEEDS_EVIDENCE)


def counting_query(rulings: Sequence[Ruling]) -> str:
    """A SELECT of one row over the relation `decisions`, in the order `counted` takes it."""
    texts = ["count(*)", *(text for ruling in rulings for text in _texts(ruling))]
    return f"SELECT {', '.join(texts)} FROM {DECISIONS}"


def counted(row: Sequence[int], *, rulings: Sequence[Ruling]) -> PopulationCount:
    """The row of a counting query with its names."""
    people, *rest = row
    numbers = iter(rest)
    return PopulationCount(people, tuple(_count(ruling, numbers) for ruling in rulings))


def _texts(ruling: Ruling) -> Iterator[str]:
    # CASE and not FILTER: DuckDB cuts all columns anew for every FILTER, which takes minutes where there are hundreds.
    decision = f'"{ruling.programme}.decision"'
    for outcome in _OUTCOMES:
        yield f"count(CASE WHEN {decision} = '{outcome}' THEN 1 END)"
    yield f'count(CASE WHEN "{ruling.programme}.review" THEN 1 END)'
    for amount in ruling.amounts:
        kopecks = f'"{ruling.programme}.amount.{amount.allowance}"'
        yield f"CAST(coalesce(sum(CASE WHEN {decision} = '{Outcome.ENTITLED}' THEN {kopecks} END), 0) AS BIGINT)"


def _count(ruling: Ruling, numbers: Iterator[int]) -> ProgrammeCount:
    return ProgrammeCount(
        programme=ruling.programme,
        entitled=next(numbers),
        not_entitled=next(numbers),
        needs_evidence=next(numbers),
        review=next(numbers),
        amounts_kopecks={one.allowance: next(numbers) for one in ruling.amounts},
    )
