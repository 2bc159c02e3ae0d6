"""From a programme's definition to what decides on a day in a region."""

from datetime import date

from socert.domain import criteria, programmes
from socert.domain.decisions.model.ruling import AmountRule, Ruling, Step


class NothingDecides(Exception):
    """A programme has no version with a decision on the day asked for."""

    def __init__(self, *, programme: str, day: date) -> None:
        super().__init__(f"The programme {programme} has no version with a decision in force on {day}.")


def ruling_of(
    definition: programmes.ProgrammeDefinition, *, day: date, region: str | None, ground: criteria.Ground
) -> Ruling:
    """What decides under a programme on the day of the legal event.

    Raises NothingDecides, and the configuration's own faults: RegionIsUnknown, ParameterIsUnset, PointIsUnknown,
    CriterionIsRepeated.
    """
    version = version_of(definition, day=day)
    if version is None or version.criteria is None:
        raise NothingDecides(programme=definition.id, day=day)
    own = criteria.region_of(ground, region=region)
    root = criteria.with_additions(version.criteria, programme=definition.id, region=own)
    amounts = amount_rules(version)
    conditions = [leaf.condition for leaf in criteria.leaves(root)]
    conditions += [condition for amount in amounts for condition in amount.conditions]
    names = [name for condition in conditions for name in criteria.parameters_of(condition)]
    named = [name for leaf in criteria.leaves(root) for name in criteria.names_in_words(leaf)]
    names += [name.removeprefix(criteria.PREFIX) for name in named if name.startswith(criteria.PREFIX)]
    return Ruling(
        programme=definition.id,
        title=definition.title,
        valid_from=version.valid_from,
        sha256=programmes.version_sha256(definition, version),
        day=day,
        region=region,
        root=root,
        leaves=criteria.leaves(root),
        bound=criteria.bind(ground, names=names, region=own, day=day),
        amounts=amounts,
        legal_basis=version.legal_basis,
    )


def version_of(definition: programmes.ProgrammeDefinition, *, day: date) -> programmes.VersionDefinition | None:
    """The version in force on a day: the last one that began by then."""
    return next((one for one in reversed(definition.versions) if one.valid_from <= day), None)


def amount_rules(version: programmes.VersionDefinition) -> tuple[AmountRule, ...]:
    """What each allowance of a version comes to, in their order."""
    return tuple(_amount_rule(one) for one in version.allowances)


def _amount_rule(allowance: programmes.Allowance) -> AmountRule:
    """What it comes to; of a need that no condition finds a decision gives nothing: people find it."""
    rows = [(_read(one.when), *allowance.gift(one.value)) for one in allowance.table]
    if allowance.by_need and allowance.when is None:
        rows = [(None, 0, 0)]
    return AmountRule(
        allowance=allowance.id,
        kind=allowance.kind.value,
        unit=None if allowance.unit is None else allowance.unit.value,
        title=allowance.title,
        has_units=allowance.units > 0,
        given_when=_read(allowance.when),
        steps=tuple(Step(*row) for row in rows or [(None, allowance.amount_kopecks, allowance.units)]),
    )


def _read(when: programmes.When | None) -> criteria.Condition | None:
    if when is None:
        return None
    assert when.condition is not None, "what decides was read from its text"
    return when.condition
