"""What is tried of a programme: its examples and its boundary grid, in a form every executor can be asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from socert.domain import programmes
from socert.domain.criteria import Fact, Facts, FactValue, Ground, Source, Statement, parameters_of
from socert.domain.decisions.model.decided import Decided
from socert.domain.decisions.model.population import AS_OF, PERSON, Cell, PopulationQuery
from socert.domain.decisions.model.proof import Case, Example, Said
from socert.domain.decisions.model.ruling import Ruling
from socert.domain.decisions.rules.boundaries import conditions_of
from socert.domain.decisions.rules.deciding import decide, settle_all
from socert.domain.decisions.rules.grid import Row, grid
from socert.domain.decisions.rules.population import columns_of, population_query
from socert.domain.decisions.rules.ruling import ruling_of

#: How large a grid may be for everybody's rules, and for a region's own or a later day's.
ROWS_MAX = 2400
ROWS_MORE_MAX = 400
_ROTATION = 7


@dataclass(frozen=True, slots=True)
class Proof:
    """A version's rulings, all that differ, and the people they are tried on; `facts` have registers of their own."""

    rulings: tuple[Ruling, ...]
    facts: Facts
    decided_on: date
    cases: tuple[Case, ...]


def proofs_of(
    definition: programmes.ProgrammeDefinition, *, ground: Ground, examples: Sequence[Example]
) -> tuple[Proof, ...]:
    """What is tried of every version that decides. Raises what `ruling_of` raises."""
    return tuple(
        _proof(definition, version, until, ground=ground, examples=examples)
        for version, until in _in_force(definition)
        if version.criteria is not None
    )


def query_of(proof: Proof) -> PopulationQuery:
    """One question about all people of a proof, each decided by the ruling it is a case of."""
    query = population_query(proof.rulings, facts=proof.facts, decided_on=proof.decided_on)
    columns = [name for name in query.outputs if name != PERSON]
    width = len(columns) // len(proof.rulings)
    ends = [sum(one.place <= place for one in proof.cases) for place in range(len(proof.rulings))]
    picked = []
    for number in range(width):
        texts = [f"WHEN {PERSON} < {end} THEN {columns[place * width + number]}" for place, end in enumerate(ends)]
        picked.append(f"CASE {' '.join(texts)} END AS picked__{number}")
    sql = f"SELECT {', '.join([PERSON, *picked])} FROM ({query.sql}) AS asked"  # noqa: S608 - names and numbers alone
    names = {PERSON: PERSON} | {f"picked__{number}": query.outputs[columns[number]] for number in range(width)}
    return replace(query, sql=sql, outputs=names)


def people_of(proof: Proof, query: PopulationQuery) -> list[list[Cell]]:
    """The people of a proof as rows of a query's inputs, numbered from 0 in their order."""
    columns = {name: columns_of(fact) for name, fact in proof.facts.facts.items()}
    return [_person(number, one.said, columns, query) for number, one in enumerate(proof.cases)]


def decided_by_interpreter(proof: Proof) -> list[Decided]:
    """What the interpreter decides of each case."""
    return [decided(proof.rulings[one.place], one.said, proof=proof) for one in proof.cases]


def decided(ruling: Ruling, said: Said, *, proof: Proof) -> Decided:
    """What the interpreter decides on what registers say."""
    settled = settle_all(said, ruling=ruling, facts=proof.facts, decided_on=proof.decided_on)
    return decide(ruling, settled=settled, facts=proof.facts, decided_on=proof.decided_on)


def cells_of(one: Decided) -> tuple[Cell, ...]:
    """A decision as an engine answers it: outcome, missing, failed, review, then kopecks and units of allowances."""
    bits = {leaf.id: 1 << place for place, leaf in enumerate(one.ruling.leaves)}
    amounts = {amount.allowance: amount for amount in one.amounts}
    cells: list[Cell] = [one.outcome.value, sum(bits[leaf.id] for leaf in one.missing)]
    cells += [sum(bits[leaf.id] for leaf in one.failed), one.needs_review]
    for rule in one.ruling.amounts:
        amount = amounts.get(rule.allowance)
        cells.append(None if amount is None else amount.kopecks)
        if rule.has_units:
            cells.append(None if amount is None else amount.units)
    return tuple(cells)


def rulings_of(
    definition: programmes.ProgrammeDefinition,
    version: programmes.VersionDefinition,
    until: date | None,
    *,
    ground: Ground,
) -> tuple[Ruling, ...]:
    """How a version decides everywhere and on every day it is in force: the rulings that differ, the common one first.

    Raises what `ruling_of` raises.
    """
    found: dict[object, Ruling] = {}
    for region in (None, *ground.regions):
        first = ruling_of(definition, day=version.valid_from, region=region, ground=ground)
        for day in _days(first, version.valid_from, until, ground=ground):
            one = ruling_of(definition, day=day, region=region, ground=ground)
            found.setdefault(_key(one), one)
    return tuple(found.values())


def distinct_trees(definition: programmes.ProgrammeDefinition, *, ground: Ground) -> tuple[Ruling, ...]:
    """How every version decides on its first day, for everybody and where a region has a tree of its own.

    Raises what `ruling_of` raises.
    """
    found: dict[object, Ruling] = {}
    for version in definition.versions:
        for region in (None, *ground.regions) if version.criteria is not None else ():
            one = ruling_of(definition, day=version.valid_from, region=region, ground=ground)
            found.setdefault((version.valid_from, tuple(leaf.id for leaf in one.leaves)), one)
    return tuple(found.values())


def _proof(
    definition: programmes.ProgrammeDefinition,
    version: programmes.VersionDefinition,
    until: date | None,
    *,
    ground: Ground,
    examples: Sequence[Example],
) -> Proof:
    rulings = {_key(one): one for one in rulings_of(definition, version, until, ground=ground)}
    own = [one for one in examples if one.ruling.valid_from == version.valid_from]
    rulings |= {_key(one.ruling): one.ruling for one in own if _key(one.ruling) not in rulings}
    # Every fact any of them looks at stands in the people's rows, whichever ruling they are for.
    facts = _apart(ground.facts, [name for one in rulings.values() for name in one.facts])
    day = version.valid_from
    cases: list[Case] = []
    for place, (key, ruling) in enumerate(rulings.items()):
        cases += [Case(place, _spoken(one.known, facts, ruling, day), one) for one in own if _key(one.ruling) == key]
        names, rows = grid(ruling, facts=facts, rows_max=ROWS_MORE_MAX if place else ROWS_MAX)
        cases += [Case(place, said) for said in _grid_said(names, rows, facts, day)]
    return Proof(tuple(rulings.values()), facts, day, tuple(cases))


def _in_force(
    definition: programmes.ProgrammeDefinition,
) -> Iterator[tuple[programmes.VersionDefinition, date | None]]:
    later = [one.valid_from for one in definition.versions[1:]]
    yield from zip(definition.versions, [*later, None], strict=True)


def _key(ruling: Ruling) -> object:
    ids = tuple(leaf.id for leaf in ruling.leaves)
    return ruling.valid_from, ids, tuple(sorted(ruling.numbers.items()))


def _days(ruling: Ruling, first: date, until: date | None, *, ground: Ground) -> list[date]:
    names = {name for condition in conditions_of(ruling) for name in parameters_of(condition)}
    own = {} if ruling.region is None else ground.regions[ruling.region].parameters
    dated = [one.from_day for name in names for one in (*ground.parameters[name].values, *own.get(name, ()))]
    return sorted({first, *(day for day in dated if first < day and (until is None or day < until))})


def _apart(facts: Facts, names: Sequence[str]) -> Facts:
    """The same facts, each with registers of its own, so that one may be unknown while others are known."""
    sources: dict[str, Source] = {}
    found: dict[str, Fact] = {}
    for name in dict.fromkeys(names):
        fact = facts.facts[name]
        own = tuple(f"register_{len(sources) + place}" for place in range(len(fact.sources)))
        sources |= {new: replace(facts.sources[old], id=new) for new, old in zip(own, fact.sources, strict=True)}
        found[name] = replace(fact, sources=own)
    return Facts(found, sources)


def _spoken(known: Mapping[str, FactValue], facts: Facts, ruling: Ruling, day: date) -> Said:
    return {
        name: (Statement(facts.facts[name].sources[0], known[name], day),) for name in ruling.facts if name in known
    }


def _grid_said(names: Sequence[str], rows: Sequence[Row], facts: Facts, day: date) -> Iterator[Said]:
    for number, row in enumerate(rows):
        yield {
            name: _statements(facts.facts[name], value, facts=facts, day=day, turn=number + place)
            for place, (name, value) in enumerate(zip(names, row, strict=True))
        }


def _statements(fact: Fact, value: FactValue | None, *, facts: Facts, day: date, turn: int) -> tuple[Statement, ...]:
    """A fact known by its first or its second register, or unknown in one of the ways there are; they take turns."""
    first, *more = fact.sources
    stale = day - timedelta(days=facts.sources[first].fresh_days + 1)
    some, other = _two_values(fact)
    if value is not None:
        if more and turn % 3 == 0:
            return Statement(first, some, stale), Statement(more[0], value, day)
        return (Statement(first, value, day),)
    unknown: list[tuple[Statement, ...]] = [
        (),
        (Statement(first, some, None),),
        (Statement(first, some, stale),),
        (Statement(first, other, day + timedelta(days=1)),),
    ]
    if fact.absence is None:
        unknown.append((Statement(first, None, day),))
    if more:
        unknown.append((Statement(first, some, day), Statement(more[0], other, day)))
    return unknown[turn * _ROTATION % len(unknown)]


def _two_values(fact: Fact) -> tuple[FactValue, FactValue]:
    if fact.names:
        words = list(fact.names)
        return words[0], words[-1]
    return (fact.least, fact.most) if fact.least != fact.most else (True, False)


def _person(number: int, said: Said, columns: Mapping[str, Sequence[str]], query: PopulationQuery) -> list[Cell]:
    cells: dict[str, Cell] = {PERSON: number}
    for name, statements in said.items():
        for column, one in zip(columns[name], statements, strict=False):
            cells[column] = one.value
            cells[f"{one.source}{AS_OF}"] = one.as_of
    return [cells.get(column) for column in query.inputs]
