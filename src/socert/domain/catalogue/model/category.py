"""A category, as a list names it and as it is kept; what loading a list of them did."""

from dataclasses import dataclass
from enum import StrEnum

from socert.values import Text


@dataclass(frozen=True, slots=True)
class NewCategory:
    """A line of a list of categories; the one without a parent is the root."""

    line: int
    id: str
    parent: str | None
    title: Text


@dataclass(frozen=True, slots=True)
class Category:
    """A category; `number` is our own and stays, also when the category moves."""

    number: int
    id: str
    parent: int | None
    title: Text


@dataclass(frozen=True, slots=True)
class LoadedCategories:
    """What loading a list did; added + changed + unchanged are all its lines.

    `missing` are the ids of categories it does not name: they stay, for history and programmes may name them.
    """

    added: int
    changed: int
    unchanged: int
    missing: tuple[str, ...]


class TreeRefusal(StrEnum):
    """Why a list of categories is not loaded. The values are stable codes."""

    ROOT_CHANGES = "root_changes"


@dataclass(frozen=True, slots=True)
class TreeRefused:
    """A list that was not loaded, and the categories that stand in the way."""

    code: TreeRefusal
    categories: tuple[str, ...]

    @property
    def text(self) -> Text:
        """What happened and what to do next."""
        named = ", ".join(self.categories)
        match self.code:
            case TreeRefusal.ROOT_CHANGES:
                return Text(
                    ru=f"Корневая категория не меняется: {named}. Пожалуйста, оставьте её без родителя.",
                    en=f"The root category stays: {named}. Please leave it without a parent.",
                )
