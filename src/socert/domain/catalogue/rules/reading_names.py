"""What a name of a good says at first sight: its words, a strength, a volume, a mass."""

import re
from dataclasses import dataclass

_PLAIN = str.maketrans("ёäöüéèêàáâôóíñç", "еaoueeeaaaooinc")
_WORD = re.compile(r"[а-яa-z]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")  # the maker, such as "(tomskoe pivo)"
_STRENGTH = re.compile(r"(?<!\d)(?<!\d[.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?(?:[-–]\s?\d{1,2}(?:[.,]\d)?\s?)?(?:%|°|град)")
_VOLUME = re.compile(r"\d\s?(?:л|мл|l|ml|cl)(?![а-яa-z])")
_MASS = re.compile(r"\d\s?(?:г|гр|кг|g|gr|kg)(?![а-яa-z])")
_WITHOUT_ALCOHOL = re.compile(
    r"(?<![а-яa-z])(?:безалк|б/алк|б/\s?алк|б/а(?![а-я])|без алкоголя|алкоголь?\s?free|алкохол фри|"
    r"alcohol[ -]?free|non[ -]?alc|nealk|n/alc|дет(?:ское|ский|ск)?(?![а-я])|детям)"
)
_ABBREVIATION = re.compile(r"(?<![а-яa-z/])(?:с|сл|слаб|с[лп])[/.]\s?(?:а|ал|алк)(?![а-яa-z])")


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name taken apart: words in lower case with е for ё, strength in per cent, and what it is measured in."""

    text: str
    words: tuple[str, ...]
    strength: float | None
    has_volume: bool
    has_mass: bool
    is_without_alcohol: bool
    is_called_weak_alcohol: bool


def plain(name: str) -> str:
    """A name in lower case with е for ё and no foreign accents: names come in both spellings."""
    return name.lower().translate(_PLAIN)


def words_of(text: str) -> list[str]:
    """The words of a plain name: letters only, so whole words can be compared."""
    return _WORD.findall(text)


def read_name(name: str) -> NameReading:
    """Take a name apart."""
    text = _IN_BRACKETS.sub(" ", plain(name))
    strengths = [float(found.replace(",", ".")) for found in _STRENGTH.findall(text)]
    return NameReading(
        text=text,
        words=tuple(words_of(text)),
        strength=max(strengths, default=None),
        has_volume=_VOLUME.search(text) is not None,
        has_mass=_MASS.search(text) is not None,
        is_without_alcohol=_WITHOUT_ALCOHOL.search(text) is not None,
        is_called_weak_alcohol=_ABBREVIATION.search(text) is not None,
    )
