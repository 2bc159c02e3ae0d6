"""Bind parameters to a day and a region, and put a region's own criteria into a tree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from socert.domain.criteria.model.ground import Ground
from socert.domain.criteria.model.parameters import Addition, Bound, Dated, ParameterIsUnset, Region, RegionIsUnknown
from socert.domain.criteria.model.trees import LEAVES_MAX, AllOf, AnyOf, Leaf, Node, NotOf, leaves, nodes


class PointIsUnknown(Exception):
    """A region adds criteria at a point its programme does not have."""

    def __init__(self, *, file: str, programme: str, point: str) -> None:
        super().__init__(
            f"{file}: the programme {programme} has no point '{point}' where criteria can be added. "
            "Please name one of its points, or take the criteria out."
        )


class CriterionIsRepeated(Exception):
    """A region adds a criterion under an id that its programme has already."""

    def __init__(self, *, file: str, programme: str, leaf: str) -> None:
        super().__init__(f"{file}: the programme {programme} has a criterion {leaf} already. Please name it otherwise.")


class CriteriaAreTooMany(Exception):
    """A programme has too many criteria with those a region adds."""

    def __init__(self, *, file: str, programme: str) -> None:
        super().__init__(
            f"{file}: with what the region adds the programme {programme} has more than {LEAVES_MAX} criteria. "
            "Please take some out."
        )


def region_of(ground: Ground, *, region: str | None) -> Region | None:
    """A region by its id; None where none is asked for. Raises RegionIsUnknown."""
    if region is None:
        return None
    if region not in ground.regions:
        raise RegionIsUnknown(region=region, known=tuple(ground.regions))
    return ground.regions[region]


def bind(ground: Ground, *, names: Iterable[str], region: Region | None, day: date) -> Mapping[str, Bound]:
    """The values of parameters on a day: a region's own where it has one by then, else the common one.

    Raises ParameterIsUnset when there is none: a fault of the configuration, never a question to a resident.
    """
    return {name: _bind(ground, name, region=region, day=day) for name in dict.fromkeys(names)}


def with_additions(root: Node, *, programme: str, region: Region | None) -> Node:
    """A tree with what a region adds to it. Raises PointIsUnknown, CriterionIsRepeated, CriteriaAreTooMany."""
    if region is None:
        return root
    for addition in region.additions:
        if addition.programme == programme:
            root = _added(root, addition, file=region.file)
    if len(leaves(root)) > LEAVES_MAX:
        raise CriteriaAreTooMany(file=region.file, programme=programme)
    return root


def _added(root: Node, addition: Addition, *, file: str) -> Node:
    taken = _leaf_ids(root)
    for leaf in addition.leaves:
        if leaf.id in taken:
            raise CriterionIsRepeated(file=file, programme=addition.programme, leaf=leaf.id)
        taken.add(leaf.id)
    if addition.point not in _points(root):
        raise PointIsUnknown(file=file, programme=addition.programme, point=addition.point)
    return _put(root, addition.point, addition.leaves)


def _put(node: Node, point: str, added: Sequence[Leaf]) -> Node:
    match node:
        case Leaf():
            return node
        case NotOf():
            return replace(node, child=_put(node.child, point, added))
        case AllOf() | AnyOf():
            children = tuple(_put(one, point, added) for one in node.children)
            return replace(node, children=children + tuple(added) if node.point == point else children)


def _points(root: Node) -> set[str]:
    return {one.point for one in nodes(root) if isinstance(one, AllOf | AnyOf) and one.point}


def _leaf_ids(root: Node) -> set[str]:
    return {one.id for one in nodes(root) if isinstance(one, Leaf)}


def _bind(ground: Ground, name: str, *, region: Region | None, day: date) -> Bound:
    parameter = ground.parameters[name]
    own = None if region is None else _latest(region.parameters.get(name, ()), day)
    found = own or _latest(parameter.values, day)
    if found is None:
        file = ground.parameters_file if region is None or name not in region.parameters else region.file
        raise ParameterIsUnset(file=file, key=name, region=None if region is None else region.id, day=day)
    return Bound(parameter, found.value, found.from_day, found.source, region.id if own and region else None)


def _latest(values: Sequence[Dated], day: date) -> Dated | None:
    return next((one for one in reversed(values) if one.from_day <= day), None)
