"""Words that follow a count: 1 покупка, 2 покупки, 5 покупок; 1 purchase, 2 purchases."""

from dataclasses import dataclass

from babel import Locale

from socert.values.text import Language

_FORMS = {Language.RU: ("one", "few", "many"), Language.EN: ("one", "other")}


class IncompleteForms(ValueError):
    """A form that the language needs is missing."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A sentence with `{count}`, in the forms a language has: three in Russian, two in English.

    Raises:
        IncompleteForms: there are more or fewer forms, or one is blank.
    """

    ru: tuple[str, str, str]
    en: tuple[str, str]

    def __post_init__(self) -> None:
        for language, forms in ((Language.RU, self.ru), (Language.EN, self.en)):
            if len(forms) != len(_FORMS[language]) or not all(form.strip() for form in forms):
                raise IncompleteForms(f"In '{language}' these forms are needed: {', '.join(_FORMS[language])}.")

    def in_language(self, language: Language, *, count: int) -> str:
        """The form that fits a count (CLDR plural rules); `{count}` is still to be filled in."""
        rule = Locale.parse(language.value).plural_form(count)
        forms = self.ru if language is Language.RU else self.en
        return forms[_FORMS[language].index(rule)]
