"""The file of parameters and the files of regions, or everything that is wrong with them."""

from collections.abc import Mapping
from datetime import date

from socert.domain.criteria.model.facts import WHOLE_MAX
from socert.domain.criteria.model.parameters import Addition, Dated, Parameter, Region
from socert.domain.criteria.model.trees import LEAVES_MAX
from socert.domain.criteria.rules.facts_reading import bounds_of, name_of, unit_of
from socert.domain.criteria.rules.trees_reading import Vocabulary, leaf
from socert.domain.files import NOTHING, Asking, Entry, Mistake, read

PARAMETERS_FORMAT = "socert.parameters/1"
REGION_FORMAT = "socert.region/1"
PARAMETERS_MAX = 1000
VALUES_MAX = 200
ADDITIONS_MAX = 200


def read_parameters(text: str) -> Mapping[str, Parameter] | tuple[Mistake, ...]:
    """The parameters of a file by id, or everything that is wrong with it."""
    root = read(text)
    if isinstance(root, tuple):
        return root
    asking = Asking()
    members = asking.members(root, required=("format", "parameters"), optional=("illustrative",))
    asking.choice(members.get("format", NOTHING), (PARAMETERS_FORMAT,))
    asking.truth(members.get("illustrative", NOTHING))
    found: dict[str, Parameter] = {}
    for item in asking.items(members.get("parameters", NOTHING), least=1, most=PARAMETERS_MAX):
        one = _parameter(asking, item)
        _complain_if_repeated(asking, item, one.id, found)
        found[one.id] = one
    return tuple(sorted(asking.errors, key=lambda error: error.line or 0)) or found


def read_region(text: str, *, file: str, vocabulary: Vocabulary) -> Region | tuple[Mistake, ...]:
    """What a region's file sets and adds, or everything that is wrong with it; `file` is how messages call it."""
    root = read(text)
    if isinstance(root, tuple):
        return root
    asking = Asking()
    members = asking.members(
        root, required=("format", "region", "title"), optional=("illustrative", "parameters", "criteria")
    )
    asking.choice(members.get("format", NOTHING), (REGION_FORMAT,))
    asking.truth(members.get("illustrative", NOTHING))
    region = Region(
        id=asking.slug(members.get("region", NOTHING)),
        title=asking.bilingual(members.get("title", NOTHING)),
        file=file,
        parameters=_overlays(asking, members.get("parameters"), vocabulary),
        additions=_additions(asking, members.get("criteria"), vocabulary),
    )
    return tuple(sorted(asking.errors, key=lambda error: error.line or 0)) or region


def _parameter(asking: Asking, entry: Entry) -> Parameter:
    members = asking.members(
        entry, required=("id", "unit", "least", "most", "title", "values"), optional=("illustrative",)
    )
    low, high = bounds_of(asking, members)
    return Parameter(
        id=name_of(asking, members.get("id", NOTHING)),
        title=asking.bilingual(members.get("title", NOTHING)),
        unit=unit_of(asking, members.get("unit", NOTHING)),
        least=low,
        most=high,
        is_illustrative=asking.truth(members.get("illustrative", NOTHING)),
        values=_values(asking, members.get("values", NOTHING), low=low, high=high),
    )


def _values(asking: Asking, entry: Entry, *, low: int, high: int) -> tuple[Dated, ...]:
    values: list[Dated] = []
    for item in asking.items(entry, least=1, most=VALUES_MAX):
        members = asking.members(item, required=("from", "value", "source"))
        one = Dated(
            from_day=asking.day(members.get("from", NOTHING)),
            value=asking.whole(members.get("value", NOTHING), low=low, high=high),
            source=asking.bilingual(members.get("source", NOTHING)),
        )
        if values and date.min < one.from_day <= values[-1].from_day:
            asking.complain(
                item,
                "values_out_of_order",
                ru="Значения идут по порядку, каждое с более позднего дня, чем прежнее. Пожалуйста, переставьте их.",
                en="Values stand in order, each from a later day than the one before; please put them so.",
            )
        values.append(one)
    return tuple(values)


def _overlays(asking: Asking, entry: Entry | None, vocabulary: Vocabulary) -> Mapping[str, tuple[Dated, ...]]:
    found: dict[str, tuple[Dated, ...]] = {}
    for item in [] if entry is None else asking.items(entry, least=1, most=PARAMETERS_MAX):
        members = asking.members(item, required=("id", "values"))
        name = asking.choice(members.get("id", NOTHING), tuple(vocabulary.parameters))
        common = vocabulary.parameters.get(name)
        low, high = (-WHOLE_MAX, WHOLE_MAX) if common is None else (common.least, common.most)
        values = _values(asking, members.get("values", NOTHING), low=low, high=high)
        _complain_if_repeated(asking, item, name, found)
        found[name] = values
    return found


def _additions(asking: Asking, entry: Entry | None, vocabulary: Vocabulary) -> tuple[Addition, ...]:
    found = []
    for item in [] if entry is None else asking.items(entry, least=1, most=ADDITIONS_MAX):
        members = asking.members(item, required=("programme", "point", "add"))
        added = asking.items(members.get("add", NOTHING), least=1, most=LEAVES_MAX)
        found.append(
            Addition(
                programme=asking.slug(members.get("programme", NOTHING)),
                point=asking.slug(members.get("point", NOTHING)),
                leaves=tuple(leaf(asking, one, vocabulary) for one in added),
            )
        )
    return tuple(found)


def _complain_if_repeated(asking: Asking, entry: Entry, name: str, found: Mapping[str, object]) -> None:
    if name and name in found:
        asking.complain(
            entry,
            "repeated",
            ru=f"«{name}» уже есть выше. Пожалуйста, оставьте одно из двух.",
            en=f"'{name}' stands above already; please keep one of the two.",
        )
