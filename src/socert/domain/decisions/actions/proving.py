"""Prove a programme: its examples and its boundary grid, on the interpreter and on every engine there is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from socert.domain import programmes
from socert.domain.criteria import Ground
from socert.domain.decisions.model.decided import Outcome
from socert.domain.decisions.model.population import Cell, PopulationQuery
from socert.domain.decisions.model.proof import Case, Example, Failure
from socert.domain.decisions.model.ruling import Ruling
from socert.domain.decisions.ports import Engine
from socert.domain.decisions.rules.proving import (
    Proof,
    cells_of,
    decided,
    decided_by_interpreter,
    people_of,
    proofs_of,
    query_of,
)

INTERPRETER = "interpreter"
FAILURES_MAX = 100
_LEADING = 4  # outcome, missing, failed, review; amounts follow
_KOPECKS = 100


class EngineLeftPeopleOut(Exception):
    """An engine answered about fewer or more people than it was asked about; nothing can be compared."""

    def __init__(self, *, engine: str, asked: int, answered: int) -> None:
        super().__init__(f"{engine} was asked about {asked} people and answered about {answered}.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What every engine will be asked of a programme, with the interpreter's answers, and what is wrong already."""

    definition: programmes.ProgrammeDefinition
    examples: int
    parts: tuple["_Part", ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """What was tried of a programme, and what did not come out, at most FAILURES_MAX of it told."""

    programme: str
    examples: int
    grid_rows: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    proof: Proof
    query: PopulationQuery
    people: list[list[Cell]]
    wanted: list[tuple[Cell, ...]]


def prepare(definition: programmes.ProgrammeDefinition, *, ground: Ground, examples: Sequence[Example]) -> Prepared:
    """Decide every example and every case of the grid of all versions by the interpreter.

    Raises what `ruling_of` raises: a parameter without a value is a fault of the configuration.
    """
    parts = tuple(_part(proof) for proof in proofs_of(definition, ground=ground, examples=examples))
    failures = [one for part in parts for one in _unlike_examples(part.proof, part.wanted, engine=INTERPRETER)]
    return Prepared(definition, len(examples), parts, tuple(failures))


def prove(prepared: Prepared, *, engines: Sequence[Engine]) -> Proved:
    """Ask every engine what the interpreter was asked, and compare."""
    failures = [*prepared.failures]
    for part in prepared.parts:
        for engine in engines:
            failures += _unlike(part, engine)
    return Proved(
        programme=prepared.definition.id,
        examples=prepared.examples,
        grid_rows=sum(one.example is None for part in prepared.parts for one in part.proof.cases),
        failures=tuple(
            failure if failure.line is None else replace(failure, file=prepared.definition.examples)
            for failure in failures[:FAILURES_MAX]
        ),
    )


def _part(proof: Proof) -> _Part:
    query = query_of(proof)
    return _Part(proof, query, people_of(proof, query), [cells_of(one) for one in decided_by_interpreter(proof)])


def _unlike(part: _Part, engine: Engine) -> Iterator[Failure]:
    answers = [tuple(row[1:]) for row in engine.answer(part.query, people=part.people)]
    if len(answers) != len(part.people):
        raise EngineLeftPeopleOut(engine=engine.name, asked=len(part.people), answered=len(answers))
    yield from _unlike_examples(part.proof, answers, engine=engine.name)
    for case, want, found in zip(part.proof.cases, part.wanted, answers, strict=True):
        if want != found and case.example is None:
            ruling = part.proof.rulings[case.place]
            yield _failure(case, part.proof, engine.name, expected=_told(want, ruling), found=found)


def _unlike_examples(proof: Proof, answers: Sequence[tuple[Cell, ...]], *, engine: str) -> Iterator[Failure]:
    for case, found in zip(proof.cases, answers, strict=True):
        if case.example is None:
            continue
        ruling = proof.rulings[case.place]
        expected, told = _expected(case.example, ruling), _told(found, ruling, with_review=False)
        if expected != told:
            yield _failure(case, proof, engine, expected=expected, found=found)


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


def _failure(case: Case, proof: Proof, engine: str, *, expected: str, found: Sequence[Cell]) -> Failure:
    ruling = proof.rulings[case.place]
    asked = ruling if case.example is None else case.example.ruling
    return Failure(
        file=None,
        line=None if case.example is None else case.example.line,
        case=_name(case, ruling, proof),
        region=asked.region,
        day=asked.day,
        engine=engine,
        expected=expected,
        found=_told(found, ruling, with_review=case.example is None),
    )


def _name(case: Case, ruling: Ruling, proof: Proof) -> str:
    if case.example is not None:
        return case.example.name
    settled = decided(ruling, case.said, proof=proof).settled
    return ", ".join(f"{name}={one.value}" for name, one in settled.items())
