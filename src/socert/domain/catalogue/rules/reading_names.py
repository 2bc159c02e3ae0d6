"""What a name of a good says at first sight: its words, a strength, a volume, a mass."""

import re
from dataclasses import dataclass
from unicodedata import normalize

_PLAIN = str.maketrans("ёäöüéèêàáâôóíñç", "еaoueeeaaaooinc")
_STRESS = "\u0301"  # of a Russian vowel
_SPELLED = re.compile(r"[а-яa-z][а-яa-z0]*")
_MIXED = re.compile(r"[а-я][a-z]|[a-z][а-я]|[а-яa-z]0[а-яa-z]")
# Letters that look alike in two alphabets, small or capital, and the nought among them.
_AS_CYRILLIC = str.maketrans("abcehkmoptxy0", "авсенкмортхуо")
_AS_LATIN = str.maketrans("авсенкмортху0", "abcehkmoptxyo")
_CYRILLIC = re.compile(r"[а-я]+")
_LATIN = re.compile(r"[a-z]+")
_WORD = re.compile(r"[а-яa-z]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")  # the maker, such as "(tomskoe pivo)"
_STRENGTH = re.compile(r"(?<!\d)(?<!\d[.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?(?:[-–]\s?\d{1,2}(?:[.,]\d)?\s?)?(?:%|°|град)")
_NOUGHT = re.compile(r"(?<![\d.,])0[.,]00?(?![\d.,%]|\s?(?:л|l|мл|ml|кг|kg|г|g)(?![а-яa-z]))")
_VOLUME = re.compile(r"\d\s?(?:л|мл|l|ml|cl)(?![а-яa-z])")
_BOTTLE = re.compile(r"(?<![\d.,])0[.,](?:25|33|35|375|50?|500|70?|700|750?)(?![\d.,%]|\s?[а-яa-z%])")
_MASS = re.compile(r"\d\s?(?:г|гр|кг|g|gr|kg)(?![а-яa-z])")
_WITHOUT_ALCOHOL = re.compile(
    r"(?<![а-яa-z])(?:безалк|б/алк|б/\s?алк|б/а(?![а-я])|без алкоголя|алкоголь?\s?free|алкохол фри|"
    r"alcohol[ -]?free|non[ -]?alc|nealk|n/alc|(?:балтика|baltika) ?№? ?0(?![\d.,])|"
    r"дет(?:ское|ский|ск)?(?![а-я])|детям)"
)
_ABBREVIATION = re.compile(r"(?<![а-яa-z/])(?:с|сл|слаб|с[лп])[/.]\s?(?:а|ал|алк)(?![а-яa-z])")


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name taken apart: words in lower case with е for ё, strength in per cent, and what it is measured in.

    `has_bottle` says that a number stands there bare that bottles have: 0.5, 0.75.
    """

    text: str
    words: tuple[str, ...]
    strength: float | None
    has_volume: bool
    has_bottle: bool
    has_mass: bool
    is_without_alcohol: bool
    is_called_weak_alcohol: bool


def plain(name: str) -> str:
    """A name in lower case with е for ё, no accents, and every word in one alphabet: names come in all spellings."""
    text = normalize("NFC", name.lower()).replace(_STRESS, "").translate(_PLAIN)
    return _SPELLED.sub(_in_one_alphabet, text) if _MIXED.search(text) else text


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
        strength=max(strengths, default=0.0 if _NOUGHT.search(text) else None),
        has_volume=_VOLUME.search(text) is not None,
        has_bottle=_BOTTLE.search(text) is not None,
        has_mass=_MASS.search(text) is not None,
        is_without_alcohol=_WITHOUT_ALCOHOL.search(text) is not None,
        is_called_weak_alcohol=_ABBREVIATION.search(text) is not None,
    )


def _in_one_alphabet(found: re.Match[str]) -> str:
    """A word of look-alike letters as it is meant; one that fits neither alphabet stays."""
    word = found[0]
    if not _MIXED.search(word):
        return word
    cyrillic, latin = word.translate(_AS_CYRILLIC), word.translate(_AS_LATIN)
    return cyrillic if _CYRILLIC.fullmatch(cyrillic) else latin if _LATIN.fullmatch(latin) else word
