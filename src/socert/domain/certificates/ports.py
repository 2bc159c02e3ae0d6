"""Where decisions about a population come from: a file that an engine reads."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from socert.domain.certificates.model import DecisionsHead, EntitledPerson


class Decisions(Protocol):
    """One programme's decisions about a population, read and free of contradictions."""

    @property
    def head(self) -> DecisionsHead:
        """What the file says of itself."""

    def entitled(self) -> Iterable[EntitledPerson]:
        """Everybody entitled, each once."""

    def first_stranger(self, numbers: Sequence[int]) -> int | None:
        """The first of these numbers the file says nothing about; None when it knows all."""

    def is_unchanged(self) -> bool:
        """Whether what was read is still what the head tells of."""
