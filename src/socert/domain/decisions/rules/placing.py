"""What changed in how criteria stand together: groups joined otherwise, criteria moved, another order."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from socert.domain.criteria import AllOf, AnyOf, Leaf, Node, NotOf, children_of, leaves
from socert.domain.decisions.model.compared import Change
from socert.domain.decisions.model.record import NodeKind
from socert.domain.decisions.rules import describing_words as words
from socert.domain.decisions.rules.describing import begun_large, both, said
from socert.domain.decisions.rules.explaining_words import GROUPS
from socert.values import Text

#: How a group joins its members, its title, and the point at which regions may add to it.
_Join: TypeAlias = tuple[NodeKind, Text | None, str | None]
#: The groups above a criterion, each by the criteria of both trees that it holds, outermost first.
_Groups: TypeAlias = Mapping[frozenset[str], tuple[_Join, ...]]


def changes_of_places(old: Node, new: Node) -> Iterable[Change]:
    """Groups are the same when they hold the same of the criteria that both trees have."""
    before, after = [one.id for one in leaves(old)], [one.id for one in leaves(new)]
    common = frozenset(before) & frozenset(after)
    was, becomes = _groups(old, common), _groups(new, common)
    for held in becomes:
        if held in was and was[held] != becomes[held]:
            ids = ", ".join(one for one in after if one in held)
            what = said(words.FIELD_OF, item=said(words.GROUP, ids=ids), field=words.FIELDS["join"])
            yield Change("group_join", "", _was_becomes(what, was[held], becomes[held]))
    alike = frozenset(was.keys() & becomes.keys())
    for leaf in (one for one in after if one in common):
        stood, stands = _above(was, leaf, alike), _above(becomes, leaf, alike)
        if stood != stands:
            what = said(words.FIELD_OF, item=said(words.CRITERION, id=leaf), field=words.FIELDS["place"])
            yield Change("criterion_place", leaf, _was_becomes(what, stood, stands))
    order = [one for one in after if one in common]
    if order != [one for one in before if one in common]:
        yield Change("criteria_reordered", "", said(words.REORDERED, order=", ".join(order)))


def _groups(root: Node, common: frozenset[str]) -> _Groups:
    found: dict[frozenset[str], tuple[_Join, ...]] = {}

    def walk(node: Node) -> None:
        if not isinstance(node, Leaf):
            held = frozenset(one.id for one in leaves(node)) & common
            if held:
                found[held] = (*found.get(held, ()), _join(node))
            for child in children_of(node):
                walk(child)

    walk(root)
    return found


def _join(node: AllOf | AnyOf | NotOf) -> _Join:
    match node:
        case AllOf():
            return NodeKind.ALL, node.title, node.point
        case AnyOf():
            return NodeKind.ANY, node.title, node.point
        case NotOf():
            return NodeKind.NOT, node.title, None


def _above(groups: _Groups, leaf: str, alike: frozenset[frozenset[str]]) -> tuple[_Join, ...]:
    return tuple(join for held, joins in groups.items() if leaf in held and held not in alike for join in joins)


def _was_becomes(what: Text, old: tuple[_Join, ...], new: tuple[_Join, ...]) -> Text:
    return begun_large(said(words.WAS_BECOMES, what=what, old=_path(old), new=_path(new)))


def _path(joins: tuple[_Join, ...]) -> Text:
    told = [_told(one) for one in joins] or [words.AT_THE_TOP]
    return both(lambda language: " › ".join(one.in_language(language) for one in told))


def _told(join: _Join) -> Text:
    kind, title, point = join
    text = GROUPS[kind] if title is None else said(words.TITLED, join=GROUPS[kind], title=title)
    return text if point is None else said(words.AT_POINT, join=text, point=point)
