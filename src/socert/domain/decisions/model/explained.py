"""A decision in words of one language, as whoever shows it lays it out: the command line, a page, a letter."""

from dataclasses import dataclass

from socert.domain.decisions.model.record import Status


@dataclass(frozen=True, slots=True)
class ExplainedNode:
    """A criterion or a group: its sign, the word that says the same, what it says, and its source where it has one."""

    status: Status
    sign: str
    word: str
    words: str
    basis: str | None
    children: tuple["ExplainedNode", ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines below it; at least one."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The outcome in a sentence, what has to be added to it, why it is so, and what it rests on."""

    outcome: str
    notes: tuple[str, ...]
    why: str
    tree: ExplainedNode
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A programme in words: what it is called, what it is about, and what it says in its sections."""

    title: str
    summary: str | None
    sections: tuple[Section, ...]
