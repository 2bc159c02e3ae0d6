"""What changed between two programme files, or two versions of one."""

from dataclasses import dataclass
from datetime import date

from socert.values import Text


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a stable code, what it is about (an id, or empty), and what is different in words."""

    code: str
    subject: str
    text: Text


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """The changes of a version, or of what holds for the whole programme (`version` None)."""

    version: date | None
    title: Text
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Every part that changed; none when nothing did."""

    programme: str
    parts: tuple[ComparedPart, ...]

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing changed."""
        return not self.parts
