"""Text in both languages: whatever a person is shown exists in Russian and in English."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Language(StrEnum):
    """A language people are spoken to in."""

    RU = "ru"
    EN = "en"


class IncompleteText(ValueError):
    """One of the two languages is missing."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Russian and in English; neither may be empty.

    Raises:
        IncompleteText: one of the two is empty or blank.
    """

    ru: str
    en: str

    def __post_init__(self) -> None:
        for language, words in self.as_dict().items():
            if not words.strip():
                raise IncompleteText(f"The text in '{language}' is empty; please write it in both ru and en.")

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        match language:
            case Language.RU:
                return self.ru
            case Language.EN:
                return self.en
            case _:
                assert_never(language)

    def as_dict(self) -> dict[str, str]:
        """The shape the API answers with: {"ru": …, "en": …}."""
        return {"ru": self.ru, "en": self.en}
