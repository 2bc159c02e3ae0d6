"""What decides populations: an engine that answers the same SQL text as any other, DuckDB or Spark."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from socert.domain.decisions.model.population import Cell, PopulationQuery, PopulationRefused

#: Told how far a long run is: the stage, how much is done, and of how much.
Tell: TypeAlias = Callable[[str, int, int], None]


class Engine(Protocol):
    """Answers queries over facts; each call stands alone and leaves nothing behind."""

    @property
    def name(self) -> str:
        """Which engine in which version, such as 'DuckDB 2.0.0'; kept with what it decided."""

    def answer(self, query: PopulationQuery, *, people: Sequence[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
        """The answers about people given here, by rising `person`.

        Args:
            query: what to ask.
            people: a row each, in the order of the query's inputs.

        Returns:
            Rows in the order of the query's outputs.
        """

    def write(
        self, query: PopulationQuery, *, facts: Path, target: Path, notes: str, tell: Tell
    ) -> tuple[int, ...] | PopulationRefused:
        """Answer a query about everybody in a Parquet file and write the answers into another one, whole or not at all.

        Args:
            query: what to ask.
            facts: a Parquet file with the query's inputs as columns, a row a person.
            target: where the answers go, their columns named as in the query's outputs, in no particular order of
                people; replaced when all went well.
            notes: JSON kept in the file's metadata under `socert`.
            tell: told how far it is.

        Returns:
            The row of the query's `counting`, or why nothing was written.
        """
