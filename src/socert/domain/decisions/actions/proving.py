"""Prove a programme: its examples and its boundary grid, on the interpreter and on every engine there is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from socert.domain import programmes
from socert.domain.criteria import Ground
from socert.domain.decisions.model.decided import Decided, Outcome
from socert.domain.decisions.model.population import Cell
from socert.domain.decisions.model.proof import Case, Example, Failure
from socert.domain.decisions.model.ruling import Ruling
from socert.domain.decisions.ports import Engine
from socert.domain.decisions.rules.proving import (
    Proof,
    cells_of,
    decided_by_interpreter,
    people_of,
    proofs_of,
    query_of,
)

INTERPRETER = "interpreter"
FAILURES_MAX = 100
_LEADING = 4  # outcome, missing, failed, review; amounts follow
_KOPECKS = 100


@dataclass(frozen=True, slots=True)
class Proved:
    """What was tried of a programme, and what did not come out, at most FAILURES_MAX of it told."""

    programme: str
    examples: int
    grid_rows: int
    failures: tuple[Failure, ...]


def prove(
    definition: programmes.ProgrammeDefinition,
    *,
    ground: Ground,
    examples: Sequence[Example],
    engines: Sequence[Engine],
) -> Proved:
    """Ask every executor about every example and every case of the grid of all versions that decide.

    Raises what `ruling_of` raises: a parameter without a value is a fault of the configuration.
    """
    proofs = proofs_of(definition, ground=ground, examples=examples)
    failures = [failure for proof in proofs for failure in _failures(proof, engines)]
    return Proved(
        programme=definition.id,
        examples=len(examples),
        grid_rows=sum(one.example is None for proof in proofs for one in proof.cases),
        failures=tuple(
            failure if failure.line is None else replace(failure, file=definition.examples)
            for failure in failures[:FAILURES_MAX]
        ),
    )


def _failures(proof: Proof, engines: Sequence[Engine]) -> Iterator[Failure]:
    interpreted = decided_by_interpreter(proof)
    wanted = [cells_of(one) for one in interpreted]
    yield from _unlike_examples(proof, wanted, engine=INTERPRETER)
    query = query_of(proof)
    people = people_of(proof, query)
    for engine in engines:
        answers = [tuple(row[1:]) for row in engine.answer(query, people=people)]
        assert len(answers) == len(people), f"{engine.name} answered about {len(answers)} of {len(people)} people"
        yield from _unlike_examples(proof, answers, engine=engine.name)
        for case, one, want, found in zip(proof.cases, interpreted, wanted, answers, strict=True):
            if want != found and case.example is None:
                yield _failure(case, one.ruling, engine.name, expected=_told(want, one.ruling), found=found, one=one)


def _unlike_examples(proof: Proof, answers: Sequence[tuple[Cell, ...]], *, engine: str) -> Iterator[Failure]:
    for case, found in zip(proof.cases, answers, strict=True):
        if case.example is None:
            continue
        ruling = proof.rulings[case.place]
        expected, told = _expected(case.example, ruling), _told(found, ruling, with_review=False)
        if expected != told:
            yield _failure(case, ruling, engine, expected=expected, found=found)


def _expected(example: Example, ruling: Ruling) -> str:
    parts = [example.outcome.value]
    parts += [f"missing {' '.join(example.missing)}"] if example.missing else []
    parts += [f"failed {' '.join(example.failed)}"] if example.failed else []
    if example.outcome is Outcome.ENTITLED:
        parts += [
            _amount(rule.allowance, example.amounts.get(rule.allowance, 0), has_units=rule.has_units)
            for rule in ruling.amounts
        ]
    return ", ".join(parts)


def _told(cells: Sequence[Cell], ruling: Ruling, *, with_review: bool = True) -> str:
    """An answer in words: the same for the same answer."""
    outcome, missing, failed, review = cells[:_LEADING]
    parts = [str(outcome)]
    for word, mask in (("missing", missing), ("failed", failed)):
        assert isinstance(mask, int)
        ids = [leaf.id for place, leaf in enumerate(ruling.leaves) if mask >> place & 1]
        parts += [f"{word} {' '.join(ids)}"] if ids else []
    parts += ["to be reviewed"] if with_review and review else []
    rest = iter(cells[_LEADING:])
    for rule in ruling.amounts:
        kopecks = next(rest)
        value = next(rest) if rule.has_units else kopecks
        if outcome == Outcome.ENTITLED or (with_review and value is not None):
            parts.append(_amount(rule.allowance, value, has_units=rule.has_units))
    return ", ".join(parts)


def _amount(allowance: str, value: Cell, *, has_units: bool) -> str:
    if not isinstance(value, int) or has_units:
        return f"{allowance}={value}"
    roubles, kopecks = divmod(value, _KOPECKS)
    return f"{allowance}={roubles}" + (f".{kopecks:02}" if kopecks else "")


def _failure(
    case: Case, ruling: Ruling, engine: str, *, expected: str, found: Sequence[Cell], one: Decided | None = None
) -> Failure:
    told = _told(found, ruling, with_review=case.example is None)
    asked = ruling if case.example is None else case.example.ruling
    facts = {} if one is None else {name: settled.value for name, settled in one.settled.items()}
    return Failure(
        file=None,
        line=None if case.example is None else case.example.line,
        case=", ".join(f"{name}={value}" for name, value in facts.items()) if one else _name(case),
        region=asked.region,
        day=asked.day,
        engine=engine,
        expected=expected,
        found=told,
    )


def _name(case: Case) -> str:
    return "" if case.example is None else case.example.name
