"""Decide a population: from a file of facts to a file of decisions, by whichever engine."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from socert.domain.criteria import Facts
from socert.domain.decisions.model.population import PopulationCount, PopulationRefused
from socert.domain.decisions.model.ruling import Ruling
from socert.domain.decisions.ports import Engine, Tell
from socert.domain.decisions.rules.counting import counted
from socert.domain.decisions.rules.notes import notes_of
from socert.domain.decisions.rules.population import population_query
from socert.values import Text


def decide_population(
    rulings: Sequence[Ruling],
    *,
    facts: Facts,
    decided_on: date,
    people: Path,
    target: Path,
    engine: Engine,
    tell: Tell,
) -> PopulationCount | PopulationRefused:
    """Decide all programmes for everybody in a Parquet file, in one pass, into another one.

    Args:
        rulings: what decides, at least one, all on the same day in the same region.
        facts: every fact and source.
        decided_on: the day on which registers' answers must be fresh.
        people: a row a person: `person`, a column for every fact and source that is asked for.
        target: where decisions, reasons and amounts go; what lies there is replaced when all went well.
        engine: what answers.
        tell: told how far it is.
    """
    repeated = [name for name, count in Counter(one.programme for one in rulings).items() if count > 1]
    if repeated:
        return PopulationRefused("programme_repeated", _repeated(", ".join(repeated)))
    query = population_query(rulings, facts=facts, decided_on=decided_on)
    notes = notes_of(rulings, decided_on=decided_on, engine=engine.name)
    row = engine.write(query, facts=people, target=target, notes=notes, tell=tell)
    return row if isinstance(row, PopulationRefused) else counted(row, rulings=rulings)


def _repeated(names: str) -> Text:
    return Text(
        ru=f"Одна и та же программа названа дважды: {names}. Пожалуйста, оставьте каждую по одному разу.",
        en=f"The same programme is named twice: {names}. Please name each of them once.",
    )
