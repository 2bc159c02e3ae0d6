"""What a programme could do better though it decides: leaves that never matter, questions that change nothing."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import prod

from socert.domain import programmes
from socert.domain.criteria import (
    PREFIX,
    AllOf,
    AnyOf,
    Fact,
    Ground,
    Leaf,
    Node,
    NotOf,
    Truth,
    leaves,
    names_in_words,
    parameters_of,
)
from socert.domain.decisions.model.proof import Remark
from socert.domain.decisions.model.ruling import Ruling
from socert.domain.decisions.rules.examples_reading import columns_of_table
from socert.domain.decisions.rules.proving import distinct_trees
from socert.domain.decisions.rules.reaching import Cluster, clusters_of, settings_of, truth_by
from socert.values import Text

LEAVES_ENOUGH = 50
#: How many cases a needless question is looked for in, and a decisive leaf: a remark has to be quick, and true.
_TRIES_MAX = 20_000
_SETTINGS_MAX = 4_000


def remarks_on(
    definition: programmes.ProgrammeDefinition, *, ground: Ground, examples: str | None
) -> tuple[Remark, ...]:
    """Everything that could be better; `examples` is the text of its table. Raises what `ruling_of` raises."""
    rulings = distinct_trees(definition, ground=ground)
    found = [remark for one in rulings for remark in _remarks(one, ground)]
    if examples is not None:
        used = {name for one in rulings for name in one.facts}
        found += [_unused_column(name) for name in columns_of_table(examples) if name not in used]
    return tuple(dict.fromkeys(found))


def unused_parameters(definitions: Sequence[programmes.ProgrammeDefinition], *, ground: Ground) -> tuple[Remark, ...]:
    """Parameters that no programme and no region compares with or tells of."""
    trees = [version.criteria for one in definitions for version in one.versions if version.criteria is not None]
    added = [leaf for region in ground.regions.values() for one in region.additions for leaf in one.leaves]
    used = {name for leaf in (*(leaf for tree in trees for leaf in leaves(tree)), *added) for name in _named(leaf)}
    for one in definitions:
        for version in one.versions:
            for allowance in version.allowances:
                for when in (allowance.when, *(row.when for row in allowance.table)):
                    used |= set(parameters_of(when.condition)) if when is not None and when.condition else set()
    return tuple(_unused_parameter(name) for name in ground.parameters if name not in used)


def _named(leaf: Leaf) -> set[str]:
    told = {name.removeprefix(PREFIX) for name in names_in_words(leaf) if name.startswith(PREFIX)}
    return told | set(parameters_of(leaf.condition))


def _remarks(ruling: Ruling, ground: Ground) -> Iterator[Remark]:
    if len(ruling.leaves) > LEAVES_ENOUGH:
        yield _too_many(ruling)
    used = set(ruling.facts)
    for leaf in ruling.leaves:
        told = [name for name in names_in_words(leaf) if not name.startswith(PREFIX) and name not in used]
        yield from (_told_but_unused(leaf, ground.facts.facts[name]) for name in told)
    clusters = clusters_of(ruling, facts=ground.facts)
    if clusters is None:
        return
    fixed = {
        leaf.id: next(iter(truths))
        for one in clusters
        for place, leaf in enumerate(one.leaves)
        if len(truths := {row[place] for row in one.together}) == 1
    }
    for leaf in ruling.leaves:
        if leaf.id in fixed:
            yield _fixed(leaf, is_met=fixed[leaf.id] is True)
        elif not _is_decisive(leaf, ruling.root, clusters):
            yield _unreachable(leaf)
    open_ones = [one for one in clusters if fixed.keys().isdisjoint(leaf.id for leaf in one.leaves)]
    yield from _needless_questions(ruling, open_ones, clusters)


def _is_decisive(leaf: Leaf, root: Node, clusters: Sequence[Cluster]) -> bool:
    """Whether the tree would decide otherwise for somebody without it: were it always met, and were it never."""
    wishes = _wishes(root, leaf)
    own = [one for one in clusters if len(one.leaves) > 1 or leaf in one.leaves]
    if prod(len(one.together) for one in own) > _SETTINGS_MAX:
        return True  # too many to say it of all of them
    free = {one.leaves[0].id: _nearest(one, wishes[one.leaves[0].id]) for one in clusters if one not in own}
    open_ends = {True, False}
    for setting in settings_of(own):
        truths = {**free, **setting}
        replaced = truth_by(root, {**truths, leaf.id: not truths[leaf.id]})
        if replaced is not truth_by(root, truths):
            open_ends.discard(bool(truths[leaf.id]))
        if not open_ends:
            return True
    return False


def _nearest(cluster: Cluster, wished: bool) -> Truth:  # noqa: FBT001 - a truth
    return wished if (wished,) in cluster.together else not wished


def _wishes(root: Node, leaf: Leaf) -> dict[str, bool]:
    """What every other leaf has to be for this one to matter; a tree is monotone, so there is one answer."""
    match root:
        case Leaf():
            return {}
        case NotOf():
            return _wishes(root.child, leaf)
        case AllOf() | AnyOf():
            wishes: dict[str, bool] = {}
            for one in root.children:
                is_on_way = any(below.id == leaf.id for below in leaves(one))
                wishes |= _wishes(one, leaf) if is_on_way else _all_wished(one, wanted=isinstance(root, AllOf))
            return wishes


def _all_wished(node: Node, *, wanted: bool) -> dict[str, bool]:
    match node:
        case Leaf():
            return {node.id: wanted}
        case NotOf():
            return _all_wished(node.child, wanted=not wanted)
        case AllOf() | AnyOf():
            return {name: wish for one in node.children for name, wish in _all_wished(one, wanted=wanted).items()}


def _needless_questions(ruling: Ruling, looked_at: Sequence[Cluster], clusters: Sequence[Cluster]) -> Iterator[Remark]:
    tries = (
        (cluster, question, setting)
        for cluster in looked_at
        for question in cluster.open
        # When nothing is unknown, or the answers may be anything, to ask is right.
        if None in question[0] and len(question[1]) < 2 ** question[0].count(None)
        for setting in settings_of([one for one in clusters if one is not cluster])
    )
    for cluster, (shown, answers), setting in islice(tries, _TRIES_MAX):
        if _is_needless(ruling.root, cluster, shown, answers, setting):
            yield _needless(cluster.open[shown, answers], cluster)


def _is_needless(
    root: Node,
    cluster: Cluster,
    shown: Sequence[Truth],
    answers: frozenset[tuple[Truth, ...]],
    setting: Mapping[str, Truth],
) -> bool:
    ids = [leaf.id for leaf in cluster.leaves]
    if truth_by(root, {**setting, **dict(zip(ids, shown, strict=True))}) is not None:
        return False
    outcomes = {truth_by(root, {**setting, **dict(zip(ids, answer, strict=True))}) for answer in answers}
    return len(outcomes) == 1


def _too_many(ruling: Ruling) -> Remark:
    return Remark(
        "many_criteria",
        Text(
            ru=f"Критериев {len(ruling.leaves)}, больше {LEAVES_ENOUGH}: такое решение трудно понять. Пожалуйста, "
            "подумайте, не две ли это программы.",
            en=f"There are {len(ruling.leaves)} criteria, more than {LEAVES_ENOUGH}: such a decision is hard to "
            "understand. Please consider whether these are two programmes.",
        ),
    )


def _told_but_unused(leaf: Leaf, fact: Fact) -> Remark:
    return Remark(
        "fact_told_but_unused",
        Text(
            ru=f"{leaf.id}: в тексте стоит {{{fact.id}}}, но программа по нему не решает и показать его не сможет.",
            en=f"{leaf.id}: the words hold {{{fact.id}}}, by which the programme does not decide; it cannot be shown.",
        ),
    )


def _fixed(leaf: Leaf, *, is_met: bool) -> Remark:
    ru, en = ("выполнен всегда", "always met") if is_met else ("не выполнен никогда", "never met")
    return Remark(
        "criterion_is_fixed",
        Text(
            ru=f"{leaf.id} {ru}, какими бы ни были сведения в их границах. Пожалуйста, проверьте условие: {leaf.text}",
            en=f"{leaf.id} is {en}, whatever the facts are within their bounds. Please check the condition: "
            f"{leaf.text}",
        ),
    )


def _unreachable(leaf: Leaf) -> Remark:
    return Remark(
        "criterion_never_decides",
        Text(
            ru=f"{leaf.id} ничего не решает: без него решения были бы те же. Пожалуйста, проверьте дерево.",
            en=f"{leaf.id} decides nothing: without it every decision would be the same. Please check the tree.",
        ),
    )


def _needless(unknown: Sequence[str], cluster: Cluster) -> Remark:
    names, ids = ", ".join(unknown), ", ".join(leaf.id for leaf in cluster.leaves)
    return Remark(
        "needless_question",
        Text(
            ru=f"Бывает, что спросят {names}, хотя любой ответ ведёт к тому же решению ({ids}). Пожалуйста, соедините "
            "эти критерии в один.",
            en=f"It happens that {names} is asked for although every answer leads to the same decision ({ids}). "
            "Please make one criterion of these.",
        ),
    )


def _unused_column(name: str) -> Remark:
    return Remark(
        "unused_column",
        Text(
            ru=f"В таблице примеров есть колонка «{name}», а программа по ней не решает. Пожалуйста, уберите её.",
            en=f"The examples have a column '{name}' by which the programme does not decide; please take it out.",
        ),
    )


def _unused_parameter(name: str) -> Remark:
    return Remark(
        "unused_parameter",
        Text(
            ru=f"Параметр «{name}» не нужен ни одной программе и ни одному региону.",
            en=f"No programme and no region needs the parameter '{name}'.",
        ),
    )
