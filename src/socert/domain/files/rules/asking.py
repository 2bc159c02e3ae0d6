"""Asks an entry for what should stand there; complaints are collected, so that all of them are told at once.

Every question gives a value of its type, an empty one after a complaint: whoever asked looks at `errors` at the end.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from socert.domain.files.model import Mistake
from socert.domain.files.rules.reading import ERRORS_MAX, Entry
from socert.values import Text

TEXT_LENGTH_MAX = 2000
SLUG_LENGTH_MAX = 64

SLUG = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_ROUBLES = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
#: Stands for a field that is missing and was complained about already.
NOTHING = Entry("", 0, None)


class Asking:
    """The complaints about one file, and the questions that lead to them."""

    def __init__(self) -> None:
        self.errors: list[Mistake] = []

    def complain(self, entry: Entry, code: str, *, ru: str, en: str) -> None:
        """Write down what is wrong with an entry."""
        if len(self.errors) < ERRORS_MAX:
            self.errors.append(Mistake(entry.path, entry.line or None, code, Text(ru=ru, en=en)))

    def members(self, entry: Entry, *, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Entry]:
        """The fields of a mapping; complains about missing and unknown ones. A field without a value is missing."""
        if entry is NOTHING:
            return {}
        if not isinstance(entry.value, dict):
            names = f": {', '.join(required)}" if required else ""
            self.complain(
                entry,
                "not_a_mapping",
                ru=f"Здесь нужны поля{names}. Пожалуйста, напишите их в виде «имя: значение».",
                en=f"Fields belong here{names}; please write them as 'name: value'.",
            )
            return {}
        for key, value in entry.value.items():
            if key not in required and key not in optional and len(self.errors) < ERRORS_MAX:
                self._complain_of_unknown(value, key, (*required, *optional))
        present = {key: value for key, value in entry.value.items() if value.value is not None}
        for key in required:
            if key not in present:
                missing = Entry(f"{entry.path}.{key}" if entry.path else key, entry.line, None)
                self.complain(
                    missing,
                    "missing",
                    ru=f"Не хватает поля «{key}». Пожалуйста, добавьте его.",
                    en=f"The field '{key}' is missing; please add it.",
                )
        return present

    def items(self, entry: Entry, *, least: int, most: int) -> list[Entry]:
        """The entries of a list."""
        if entry is NOTHING:
            return []
        if not isinstance(entry.value, list) or not least <= len(entry.value) <= most:
            self.complain(
                entry,
                "not_a_list",
                ru=f"Здесь нужен список, записей от {least} до {most}. Пожалуйста, поправьте его.",
                en=f"A list of {least} to {most} entries belongs here; please mend it.",
            )
            return []
        return entry.value

    def slug(self, entry: Entry) -> str:
        """An id: small Latin letters, digits, hyphens and underscores."""
        if entry is NOTHING:
            return ""
        if isinstance(entry.value, str) and len(entry.value) <= SLUG_LENGTH_MAX and SLUG.fullmatch(entry.value):
            return entry.value
        self.complain(
            entry,
            "not_an_id",
            ru=f"Обозначение пишется строчными латинскими буквами, цифрами и дефисом, до {SLUG_LENGTH_MAX} знаков, "
            "например food-certificate; слова yes, no, on и off берут в кавычки. Пожалуйста, поправьте его.",
            en=f"An id has small Latin letters, digits and hyphens, up to {SLUG_LENGTH_MAX} characters, "
            "such as food-certificate; the words yes, no, on and off need quotes. Please mend it.",
        )
        return ""

    def text(self, entry: Entry) -> str:
        """Words for people."""
        if entry is NOTHING:
            return "-"
        words = entry.value
        if isinstance(words, str) and words.strip() and len(words) <= TEXT_LENGTH_MAX and not _CONTROL.search(words):
            return words
        self.complain(
            entry,
            "not_a_text",
            ru=f"Здесь нужен текст до {TEXT_LENGTH_MAX} знаков, без управляющих символов. Пожалуйста, напишите его.",
            en=f"A text of up to {TEXT_LENGTH_MAX} characters without control signs belongs here; please write it.",
        )
        return "-"

    def bilingual(self, entry: Entry) -> Text:
        """The same words in Russian and English."""
        members = self.members(entry, required=("ru", "en"))
        return Text(ru=self.text(members.get("ru", NOTHING)), en=self.text(members.get("en", NOTHING)))

    def whole(self, entry: Entry, *, low: int, high: int) -> int:
        """A whole number within bounds."""
        if entry is NOTHING:
            return low
        if isinstance(entry.value, int) and not isinstance(entry.value, bool) and low <= entry.value <= high:
            return entry.value
        self.complain(
            entry,
            "out_of_range",
            ru=f"Здесь нужно целое число от {low} до {high}. Пожалуйста, поправьте его.",
            en=f"A whole number from {low} to {high} belongs here; please mend it.",
        )
        return low

    def truth(self, entry: Entry) -> bool:
        """True or false."""
        if entry is NOTHING or isinstance(entry.value, bool):
            return entry.value is True
        self.complain(
            entry,
            "not_true_or_false",
            ru="Здесь нужно true (да) или false (нет). Пожалуйста, поправьте.",
            en="true or false belongs here; please mend it.",
        )
        return False

    def choice(self, entry: Entry, choices: Collection[str], *, later: Collection[str] = ()) -> str:
        """One of a few words; `later` are words of the format that this version cannot work with yet."""
        if entry is NOTHING:
            return ""
        if isinstance(entry.value, str) and entry.value in choices:
            return entry.value
        names = ", ".join(choices)
        if isinstance(entry.value, str) and entry.value in later:
            self.complain(
                entry,
                "not_supported_yet",
                ru=f"«{entry.value}» эта версия программы ещё не поддерживает. Пока возможно: {names}.",
                en=f"'{entry.value}' is not supported by this version yet; for now it may be: {names}.",
            )
        else:
            self.complain(
                entry,
                "not_a_choice",
                ru=f"Здесь возможно: {names}. Пожалуйста, выберите одно из этих слов.",
                en=f"This may be: {names}; please choose one of them.",
            )
        return ""

    def day(self, entry: Entry) -> date:
        """A calendar day."""
        if entry is NOTHING:
            return date.min
        if isinstance(entry.value, date):
            return entry.value
        self.complain(
            entry,
            "not_a_day",
            ru="Здесь нужен день вида 2026-01-31, без кавычек. Пожалуйста, поправьте его.",
            en="A day such as 2026-01-31, without quotes, belongs here; please mend it.",
        )
        return date.min

    def roubles(self, entry: Entry, *, high: int, may_be_nothing: bool = False) -> int:
        """A sum given in roubles, as kopecks: above zero, or also zero where nothing is an answer."""
        if entry is NOTHING:
            return 0
        value = entry.value
        plain = str(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""
        kopecks = int(Decimal(plain) * 100) if _ROUBLES.fullmatch(plain) else -1
        if (0 if may_be_nothing else 1) <= kopecks <= high * 100:
            return kopecks
        least = Text(ru="от 0", en="from 0") if may_be_nothing else Text(ru="больше 0", en="above 0")
        self.complain(
            entry,
            "not_an_amount",
            ru=f"Здесь нужна сумма в рублях {least.ru} и не больше {high}, например 500 или 500.50.",
            en=f"A sum in roubles {least.en} and not above {high} belongs here, such as 500 or 500.50.",
        )
        return 0

    def _complain_of_unknown(self, entry: Entry, key: str, known: Sequence[str]) -> None:
        close = get_close_matches(key, known, n=1)
        ru = f"Возможно, имелось в виду «{close[0]}»." if close else f"Возможные поля: {', '.join(known)}."
        en = f"Did you mean '{close[0]}'?" if close else f"Known fields: {', '.join(known)}."
        self.complain(
            entry,
            "unknown_field",
            ru=f"Такого поля нет. {ru} Пожалуйста, исправьте или уберите его.",
            en=f"There is no such field. {en} Please correct it or take it out.",
        )
