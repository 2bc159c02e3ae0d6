"""The `decision` of a programme file as a tree; every mistake of it is told with its line."""

import re
from collections import Counter
from collections.abc import Mapping

from socert.domain.criteria.model.conditions import Condition, Holds
from socert.domain.criteria.model.facts import Fact
from socert.domain.criteria.model.parameters import PREFIX, Parameter
from socert.domain.criteria.model.trees import DEPTH_MAX, LEAVES_MAX, AllOf, AnyOf, Leaf, Node, NotOf, leaves, nodes
from socert.domain.criteria.rules.condition_reading import Flaw, read_condition
from socert.domain.files import NOTHING, Asking, Entry
from socert.values import Text

CHILDREN_MAX = 40

LEAF_ID = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
LEAF_ID_LENGTH_MAX = 64
_PLACE = re.compile(r"\{([^{}]*)\}")
_NOBODY: Condition = Holds("")
_EMPTY = Leaf("", _NOBODY, "", *(Text(ru="-", en="-"),) * 3)


class Vocabulary:
    """The facts and parameters that conditions and words may name."""

    def __init__(self, facts: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> None:
        self.facts = facts
        self.parameters = parameters

    def knows(self, name: str) -> bool:
        """Whether a name in words stands for a fact or a parameter."""
        return name in self.facts or (name.startswith(PREFIX) and name.removeprefix(PREFIX) in self.parameters)


def tree(asking: Asking, entry: Entry, vocabulary: Vocabulary) -> Node:
    """A tree of criteria, at most 62 leaves and 8 nodes deep."""
    root = _node(asking, entry, vocabulary, level=1)
    if len(leaves(root)) > LEAVES_MAX:
        asking.complain(
            entry,
            "too_many_criteria",
            ru=f"Критериев больше {LEAVES_MAX}. Пожалуйста, разделите программу на несколько.",
            en=f"There are more than {LEAVES_MAX} criteria; please divide the programme into several.",
        )
    return root


def condition(asking: Asking, entry: Entry, vocabulary: Vocabulary) -> Condition:
    """A condition in its text."""
    text = asking.text(entry)
    if entry is NOTHING or text == "-":
        return _NOBODY
    read = read_condition(text, facts=vocabulary.facts, parameters=vocabulary.parameters)
    if isinstance(read, Flaw):
        asking.complain(entry, read.code, ru=read.text.ru, en=read.text.en)
        return _NOBODY
    return read


def leaf(asking: Asking, entry: Entry, vocabulary: Vocabulary) -> Leaf:
    """One criterion with its words."""
    members = asking.members(entry, required=("id", "when", "met", "not_met", "unknown"), optional=("basis",))
    when = members.get("when", NOTHING)
    basis = members.get("basis")
    return Leaf(
        id=_leaf_id(asking, members.get("id", NOTHING)),
        condition=condition(asking, when, vocabulary),
        text=when.value if isinstance(when.value, str) else "",
        met=_words(asking, members.get("met", NOTHING), vocabulary),
        not_met=_words(asking, members.get("not_met", NOTHING), vocabulary),
        unknown=_words(asking, members.get("unknown", NOTHING), vocabulary),
        basis=None if basis is None else asking.bilingual(basis),
    )


def complain_of_repeated_ids(asking: Asking, entry: Entry, root: Node) -> None:
    """Complain when two criteria, or two points where regions may add some, are called alike."""
    points = [one.point for one in nodes(root) if isinstance(one, AllOf | AnyOf) and one.point]
    for name in _repeated([one.id for one in leaves(root) if one.id]):
        asking.complain(
            entry,
            "repeated",
            ru=f"Критерий «{name}» стоит в дереве дважды. Пожалуйста, назовите один из них иначе.",
            en=f"The criterion '{name}' stands in the tree twice; please give one of them another id.",
        )
    for name in _repeated(points):
        asking.complain(
            entry,
            "repeated",
            ru=f"Место для критериев региона «{name}» есть в дереве дважды. Пожалуйста, назовите одно из них иначе.",
            en=f"The point '{name}' stands in the tree twice; please name one of them otherwise.",
        )


def _repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _node(asking: Asking, entry: Entry, vocabulary: Vocabulary, *, level: int) -> Node:
    if level > DEPTH_MAX:
        asking.complain(
            entry,
            "tree_too_deep",
            ru=f"Критерии вложены глубже {DEPTH_MAX} уровней. Пожалуйста, упростите дерево.",
            en=f"Criteria are nested deeper than {DEPTH_MAX} levels; please simplify the tree.",
        )
        return _EMPTY
    keys = set(entry.value) if isinstance(entry.value, dict) else set()
    joins = sorted(keys & {"all", "any", "not"})
    if len(joins) > 1:
        asking.complain(
            entry,
            "several_joins",
            ru=f"Здесь сразу {' и '.join(joins)}. Пожалуйста, оставьте одно, а другое вложите в него.",
            en=f"Here stand {' and '.join(joins)} at once; please keep one and put the other inside it.",
        )
        return _EMPTY
    if not joins:
        return leaf(asking, entry, vocabulary)
    members = asking.members(entry, required=joins, optional=("title",) if joins == ["not"] else ("title", "point"))
    title, point = members.get("title"), members.get("point")
    words = None if title is None else asking.bilingual(title)
    below = members.get(joins[0], NOTHING)
    if joins == ["not"]:
        return NotOf(_EMPTY if below is NOTHING else _node(asking, below, vocabulary, level=level + 1), words)
    children = tuple(
        _node(asking, one, vocabulary, level=level + 1) for one in asking.items(below, least=1, most=CHILDREN_MAX)
    )
    kind = AllOf if joins == ["all"] else AnyOf
    return kind(children or (_EMPTY,), words, None if point is None else asking.slug(point))


def _leaf_id(asking: Asking, entry: Entry) -> str:
    if entry is NOTHING:
        return ""
    given = entry.value
    if isinstance(given, str) and len(given) <= LEAF_ID_LENGTH_MAX and LEAF_ID.fullmatch(given):
        return given
    asking.complain(
        entry,
        "not_a_criterion_id",
        ru=f"Критерий называют прописными латинскими буквами, до {LEAF_ID_LENGTH_MAX} знаков, например LOW_INCOME.",
        en=f"A criterion is named in Latin capitals, up to {LEAF_ID_LENGTH_MAX} characters, such as LOW_INCOME.",
    )
    return ""


def _words(asking: Asking, entry: Entry, vocabulary: Vocabulary) -> Text:
    words = asking.bilingual(entry)
    for name in dict.fromkeys(_PLACE.findall(words.ru) + _PLACE.findall(words.en)):
        if not vocabulary.knows(name):
            asking.complain(
                entry,
                "unknown_name",
                ru=f"В тексте стоит {{{name}}}, а такого сведения или параметра нет. Пожалуйста, исправьте имя.",
                en=f"The words hold {{{name}}}, and there is no such fact or parameter; please correct the name.",
            )
    return words
