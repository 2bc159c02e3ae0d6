"""What a programme needs of the rulebook on the day each version begins: parameters with values, points for regions."""

from collections.abc import Collection, Iterator

from socert.domain import criteria, programmes
from socert.domain.criteria import Ground
from socert.domain.decisions.rules.ruling import ruling_of
from socert.domain.files import Mistake
from socert.values import Text

_FAULTS = (
    criteria.CriteriaAreTooMany,
    criteria.CriterionIsRepeated,
    criteria.ParameterIsUnset,
    criteria.PointIsUnknown,
)


def mistakes_of_configuration(definition: programmes.ProgrammeDefinition, *, ground: Ground) -> tuple[Mistake, ...]:
    """Why a version could not decide on its first day, for everybody and in every region; each reason once."""
    found: dict[str, Mistake] = {}
    for place, version in enumerate(definition.versions):
        for region in (None, *ground.regions) if version.criteria is not None else ():
            try:
                ruling_of(definition, day=version.valid_from, region=region, ground=ground)
            except _FAULTS as error:
                path = f"versions[{place}].decision"
                ru = f"Версия не сможет решать с первого дня: {error}"
                found.setdefault(str(error), Mistake(path, None, _code(error), Text(ru=ru, en=str(error))))
    return tuple(found.values())


def examples_are_missing(name: str) -> Mistake:
    """A programme names a table of examples that is not there."""
    text = Text(
        ru=f"Таблицы примеров {name} нет. Пожалуйста, положите её рядом с файлом программы.",
        en=f"There is no table of examples {name}; please put it beside the programme's file.",
    )
    return Mistake("examples", None, "examples_are_missing", text)


def additions_to_nothing(ground: Ground, *, programme_ids: Collection[str]) -> Iterator[Mistake]:
    """Criteria that regions add to programmes there are none of."""
    for region in ground.regions.values():
        for place, addition in enumerate(region.additions):
            if addition.programme not in programme_ids:
                text = Text(
                    ru=f"{region.file}: программы «{addition.programme}» нет. Пожалуйста, исправьте её обозначение.",
                    en=f"{region.file}: there is no programme '{addition.programme}'; please correct its id.",
                )
                yield Mistake(f"criteria[{place}].programme", None, "unknown_programme", text)


def _code(error: Exception) -> str:
    match error:
        case criteria.ParameterIsUnset():
            return "parameter_is_unset"
        case criteria.PointIsUnknown():
            return "unknown_point"
        case criteria.CriteriaAreTooMany():
            return "too_many_criteria"
        case _:
            return "repeated"
