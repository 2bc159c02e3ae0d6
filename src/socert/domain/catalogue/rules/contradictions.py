"""Whether a good's name contradicts its category: alcohol or tobacco under anything else, and the other way round.

The method in one paragraph (docs/catalogue.md has it at length): a word of the name names a drink or tobacco in the
form in which it names the good itself; no word before it says that the good is something else; and beside it stands
more evidence, such as a strength, a volume, or being the name's first word. How much is asked for depends on how
likely such a good is where it lies.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from socert.domain.catalogue.model import Claim
from socert.domain.catalogue.rules import telling_words as tell
from socert.domain.catalogue.rules.reading_names import NameReading, plain, read_name, words_of

#: Above this strength in per cent a drink is alcohol; kvas and kefir stay below.
_SOFT_STRENGTH_MAX = 1.3
_DRINK_STRENGTH_MIN = 3.0
_DRINK_STRENGTH_MAX = 75.0
_SPIRIT_STRENGTH_MIN = 15.0
_SPIRIT_STRENGTHS = (37, 50)
_LITRES = re.compile(r"\d\s?м?л(?![а-яa-z])")
_REACH = 2
_BASE = re.compile(r"на основе (?:[а-я]+ )?(?:пива|вина|рома|водки|виски|коньяка|спирта|сидра|медовухи)(?![а-я])")
_NEAT = re.compile(r"спирт (?:питьевой|пищевой|этиловый)|(?:питьевой|пищевой|этиловый) спирт(?![а-я])")
_STRONG_SIGNS = ("%", "/", "на основе", "спирт")
_ELECTRONIC = re.compile(r"^(?:одноразовая )?электронн(?:ая|ые) сигарет")
_ADJECTIVE = re.compile(r"(?:[ыио]й|[ое]е|[ая]я)$")
_CERTAINTY = (0.9, 0.97, 0.99)


class Shelf(StrEnum):
    """Where a category lies, as far as this question goes."""

    FOOD = "food"
    DRINKS = "drinks"
    ALCOHOL = "alcohol"
    TOBACCO = "tobacco"
    HEALTH = "health"
    GARDEN = "garden"
    OTHER = "other"


_TELLING = frozenset(
    (*tell.DRINKS, *tell.DRINK_BRANDS, *tell.TOBACCO, *tell.TOBACCO_BRANDS, *tell.NICOTINE_CARRIERS, "сигарет")
)
_STRENGTH_STARTS = frozenset({"напиток", "напитки", "коктейль", "аперитив", "нап", "хард", "hard"})
_STRENGTH_INNOCENT = frozenset(
    tell.words(
        """
        сок сока соки соком соковый сокосодерж сокосодержащий сокосодержащ хит кефир кефирный кефирные молоко молочный
        молокосодерж йогурт йогуртный сыворотка сывороточный кумысный кымыз кумыс айран тан мацони нарине снежинка
        снежок овсяный жир жирн асс фруктов сахар сахара детский
        """
    )
)
_NO_SPIRITS = (
    tell.OTHER_GOODS
    | _STRENGTH_INNOCENT
    | frozenset(tell.words("майонез майонезный фитомайонез майон спред сметана мдж пюре маргарин заправка"))
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A telling word and where it stands."""

    word: str
    place: int
    category: str


def claim_of(name: str, *, shelf: Shelf) -> Claim | None:
    """What a name says against lying on a shelf; None where nothing speaks against it.

    Args:
        name: the good's name as its source gives it.
        shelf: where its category lies.
    """
    text = plain(name)
    may_be_strong = shelf in (Shelf.FOOD, Shelf.DRINKS) and any(sign in text for sign in _STRONG_SIGNS)
    if not may_be_strong and shelf is not Shelf.ALCOHOL and not _may_tell(text):
        return None
    reading = read_name(name)
    if shelf is Shelf.ALCOHOL:
        return _without_alcohol(reading) or _tobacco(reading, shelf=shelf)
    if shelf is Shelf.TOBACCO:
        return _drink(reading, shelf=shelf)
    return _tobacco(reading, shelf=shelf) or _drink(reading, shelf=shelf) or _strong(reading, shelf=shelf)


def _may_tell(text: str) -> bool:
    return tell.NICOTINE in text or not _TELLING.isdisjoint(words_of(text))


def branch_claim(parts: tuple[str, ...]) -> Claim | None:
    """What the names of a path's last parts say; for paths a mapping knows only from further up."""
    for part in reversed(parts):
        reading = read_name(part)
        for place, word in enumerate(reading.words):
            category = tell.BRANCHES.get(word)
            if category and not reading.is_without_alcohol and not _leads_elsewhere(reading, place):
                return Claim(category, (word,), _CERTAINTY[0])
    return None


def _drink(reading: NameReading, *, shelf: Shelf) -> Claim | None:
    if reading.is_without_alcohol and (reading.strength or 0) <= _SOFT_STRENGTH_MAX:
        return None
    is_edible = shelf in (Shelf.FOOD, Shelf.DRINKS)
    for found in _named(reading, tell.DRINKS, tell.DRINK_BRANDS if is_edible else {}):
        if found.category in ("beer", "low_alcohol") and reading.strength is not None and reading.strength < 1:
            continue  # "0,0%"; of wine and spirits a nought only means that nobody wrote the strength down
        if found.category == "beer" and reading.strength is None and not tell.LEMONADES.isdisjoint(reading.words):
            continue  # a brewery's lemonade
        if shelf is Shelf.HEALTH and found.category == "liqueurs":
            continue  # a pharmacy's tinctures and balsams are medicines
        evidence = _evidence(reading, found)
        if _is_enough(reading, found, evidence, is_edible=is_edible):
            return Claim(found.category, (found.word, *evidence), _CERTAINTY[min(len(evidence), 2)])
    return None


def _is_enough(reading: NameReading, found: _Found, evidence: tuple[str, ...], *, is_edible: bool) -> bool:
    is_strong = _is_drink_strength(reading.strength) and reading.has_volume
    if _leads_elsewhere(reading, found.place):
        return is_strong and (reading.strength or 0) >= _SPIRIT_STRENGTH_MIN and is_edible and not reading.has_mass
    if reading.has_mass and not is_strong:
        return False
    is_bottled = reading.has_volume or reading.has_bottle
    if found.word in tell.DRINK_BRANDS:
        return found.word not in tell.DRINKS and is_edible and is_bottled
    if not is_edible:
        return (found.place == 0 and found.word not in tell.WEAK_DRINKS and bool(evidence)) or is_strong
    if _is_weak(reading, found):
        return is_strong or reading.is_called_weak_alcohol or (found.place == 0 and is_bottled)
    is_first = all(map(_may_stand_before, reading.words[: found.place]))
    return is_first or bool(evidence) or found.word in tell.CALLED_ALCOHOLIC


def _is_weak(reading: NameReading, found: _Found) -> bool:
    """Whether a word proves nothing alone: "винный напиток" and "джин-тоник" prove something, "джин" nothing."""
    if found.word not in tell.WEAK_DRINKS:
        return False
    beside = reading.words[max(0, found.place - 1) : found.place + 2]
    if found.word in tell.CALLED_ALCOHOLIC:
        return "не" in beside or tell.DRINKS_OF_A_KIND.isdisjoint(reading.words)
    is_of_a_kind = found.word in tell.KINDS_OF_DRINK and not tell.DRINKS_OF_A_KIND.isdisjoint(beside)
    return not is_of_a_kind and tell.MIXERS.isdisjoint(reading.words[found.place + 1 : found.place + 2])


def _may_stand_before(word: str) -> bool:
    """Whether a drink is still what the name begins with: "дагестанский коньяк", "напиток вермут"."""
    return word in tell.DRINKS_OF_A_KIND or _ADJECTIVE.search(word) is not None


def _evidence(reading: NameReading, found: _Found) -> tuple[str, ...]:
    """What speaks beside the word itself."""
    spoken = []
    if _is_drink_strength(reading.strength):
        spoken.append(f"{reading.strength:g}%")
    if reading.has_volume and not reading.has_mass:
        spoken.append("volume")
    if reading.is_called_weak_alcohol:
        spoken.append("с/а")
    if any(other != found.word for other in reading.words if other in tell.DRINKS):
        spoken.append(next(other for other in reading.words if other in tell.DRINKS and other != found.word))
    return tuple(spoken)


def _strong(reading: NameReading, *, shelf: Shelf) -> Claim | None:
    """Food or a soft drink by its category whose name gives a strength and calls it nothing else."""
    if shelf not in (Shelf.FOOD, Shelf.DRINKS):
        return None
    if neat := _NEAT.search(reading.text):
        return Claim("spirits", (neat[0],), _CERTAINTY[1])
    return _strong_food(reading) if shelf is Shelf.FOOD else _strong_drink(reading)


def _strong_food(reading: NameReading) -> Claim | None:
    """What gives a spirit's strength and litres in Russian, and besides them hardly more than a brand."""
    low, high = _SPIRIT_STRENGTHS
    if reading.strength is None or not low <= reading.strength <= high or reading.has_mass:
        return None
    if not _NO_SPIRITS.isdisjoint(reading.words) or not _LITRES.search(reading.text):
        return None
    return Claim("spirits", (f"{reading.strength:g}%", "volume"), _CERTAINTY[0])


def _strong_drink(reading: NameReading) -> Claim | None:
    if reading.is_without_alcohol or not reading.words:
        return None
    if reading.is_called_weak_alcohol:
        return Claim("low_alcohol", ("с/а",), _CERTAINTY[1])
    if base := _BASE.search(reading.text):
        return Claim("low_alcohol", (base[0],), _CERTAINTY[1])
    is_drink = reading.words[0] in _STRENGTH_STARTS and _STRENGTH_INNOCENT.isdisjoint(reading.words)
    if not is_drink or not _is_drink_strength(reading.strength) or reading.has_mass:
        return None
    return Claim("low_alcohol", (f"{reading.strength:g}%",), _CERTAINTY[0])


def _tobacco(reading: NameReading, *, shelf: Shelf) -> Claim | None:
    if _ELECTRONIC.search(reading.text):
        return Claim("nicotine", ("электронные сигареты",), _CERTAINTY[0])
    if shelf is not Shelf.HEALTH and (carried := _carries_nicotine(reading)):
        return Claim("nicotine", carried, _CERTAINTY[0])
    brands = tell.TOBACCO_BRANDS if shelf in (Shelf.FOOD, Shelf.DRINKS) else {}
    for found in _named(reading, tell.TOBACCO, brands):
        if _leads_elsewhere(reading, found.place) or not tell.SWEET.isdisjoint(reading.words):
            continue
        if found.category == "smoking_tobacco" and shelf is Shelf.GARDEN:
            continue  # the plant, and its dust against insects
        if found.category in ("cigarettes", "cigars") and (reading.has_mass or reading.has_volume):
            continue  # sweets, scents and cosmetics; cigarettes are sold by the piece
        if found.place <= 1 or found.word in tell.TOBACCO_BRANDS or "мрц" in reading.words:
            spoken = (found.word, "мрц") if "мрц" in reading.words else (found.word,)
            return Claim(found.category, spoken, _CERTAINTY[len(spoken)])
    return None


def _carries_nicotine(reading: NameReading) -> tuple[str, ...]:
    """The words by which sticks, liquids and pouches are for nicotine; nicotinic acid is a vitamin."""
    first, *others = reading.words or ("",)
    for word in reading.words[:_REACH]:
        if word.startswith(tell.NICOTINE) and "кислота" not in others:
            return (word,)
    carried = tell.NICOTINE_CARRIERS.get(first, frozenset())
    said = next((word for word in others if word in carried), None)
    return (first, said) if said else ()


def _without_alcohol(reading: NameReading) -> Claim | None:
    """Beer and wine without alcohol: not what the branch says, so a person looks at them."""
    if reading.is_without_alcohol and (reading.strength or 0) <= _SOFT_STRENGTH_MAX:
        return Claim("soft_drinks", ("без алкоголя",), _CERTAINTY[0])
    return None


def _named(reading: NameReading, *lists: Mapping[str, str]) -> list[_Found]:
    return [
        _Found(word, place, words[word]) for place, word in enumerate(reading.words) for words in lists if word in words
    ]


def _leads_elsewhere(reading: NameReading, place: int) -> bool:
    before, beside = reading.words[:place], reading.words[place : place + 2]
    if beside[0] in tell.KINDS_OF_DRINK and not tell.OTHER_GOODS.isdisjoint(beside):
        return True  # an adjective: "винный уксус"
    return not (tell.OTHER_GOODS.isdisjoint(before) and tell.LEADING_AWAY.isdisjoint(before[max(0, place - _REACH) :]))


def _is_drink_strength(strength: float | None) -> bool:
    return strength is not None and _DRINK_STRENGTH_MIN <= strength <= _DRINK_STRENGTH_MAX
