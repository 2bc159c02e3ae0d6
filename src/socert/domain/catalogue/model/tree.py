"""The categories as a tree of goods and beside it one of services: what lies above and below each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from socert.domain.catalogue.model.category import Category
from socert.values import Text

#: How far below the root a category may lie; a longer ring is reported as too deep.
DEPTH_MAX = 16
#: The most categories a tree has.
CATEGORIES_MAX = 10_000
#: The root of services; every other category without a parent is the root of goods.
SERVICES = "services"
_Line = tuple[int, str, str | None]


class TreeFlaw(StrEnum):
    """What keeps categories from being a tree. The values are stable codes."""

    EMPTY = "empty"
    NAMED_TWICE = "named_twice"
    PARENT_UNKNOWN = "parent_unknown"
    NO_ROOT = "no_root"
    TWO_ROOTS = "two_roots"
    CYCLE = "cycle"
    TOO_DEEP = "too_deep"
    TOO_MANY = "too_many"


class UnusableTree(ValueError):
    """Categories that are no tree. `line` tells where, `code` is for machines, `text` for people."""

    def __init__(self, code: TreeFlaw, *, line: int, category: str = "") -> None:
        super().__init__(code, line, category)
        self.code = code
        self.line = line
        self.category = category

    @property
    def text(self) -> Text:
        """What is wrong where, and what to do next."""
        wrong = _TEXTS[self.code]
        return Text(
            ru=f"Строка {self.line}, категория «{self.category}»: {wrong.ru}",
            en=f"Line {self.line}, category '{self.category}': {wrong.en}",
        )

    def __str__(self) -> str:
        return self.text.en


class UnknownCategory(KeyError):
    """There is no category of that number or id in the tree."""

    def __str__(self) -> str:
        return f"There is no category {self.args[0]!r} in the tree; please load the categories again."


def depths(lines: Sequence[_Line]) -> dict[str, int]:
    """How far each category lies below the root (itself 0).

    Args:
        lines: line number, id and parent's id of each category, in any order.

    Raises:
        UnusableTree: they are no tree; names the first line where it shows.
    """
    parents = _parents(lines)
    found: dict[str, int] = {}
    for line, category, _ in lines:
        way: list[str] = []
        above: str | None = category
        while above is not None and above not in found:
            if above in way:
                raise UnusableTree(TreeFlaw.CYCLE, line=line, category=category)
            if len(way) > DEPTH_MAX:
                raise UnusableTree(TreeFlaw.TOO_DEEP, line=line, category=category)
            way.append(above)
            above = parents[above]
        depth = -1 if above is None else found[above]
        if depth + len(way) > DEPTH_MAX:
            raise UnusableTree(TreeFlaw.TOO_DEEP, line=line, category=category)
        found |= {one: depth + step for step, one in enumerate(reversed(way), start=1)}
    return found


def _parents(lines: Sequence[_Line]) -> dict[str, str | None]:
    if not lines:
        raise UnusableTree(TreeFlaw.EMPTY, line=1)
    if len(lines) > CATEGORIES_MAX:
        line, category, _ = lines[CATEGORIES_MAX]
        raise UnusableTree(TreeFlaw.TOO_MANY, line=line, category=category)
    parents: dict[str, str | None] = {}
    roots = {True: False, False: False}
    for line, category, parent in lines:
        if category in parents:
            raise UnusableTree(TreeFlaw.NAMED_TWICE, line=line, category=category)
        if parent is None:
            if roots[category == SERVICES]:
                raise UnusableTree(TreeFlaw.TWO_ROOTS, line=line, category=category)
            roots[category == SERVICES] = True
        parents[category] = parent
    for line, category, parent in lines:
        if parent is not None and parent not in parents:
            raise UnusableTree(TreeFlaw.PARENT_UNKNOWN, line=line, category=category)
    if not roots[False]:
        raise UnusableTree(TreeFlaw.NO_ROOT, line=lines[0][0], category=lines[0][1])
    return parents


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """All categories, by number; made with `CategoryTree.of`.

    Questions about a number or an id that is not in the tree raise `UnknownCategory`.
    """

    categories: Mapping[int, Category]
    _numbers: Mapping[str, int] = field(repr=False)
    _ancestors: Mapping[int, frozenset[int]] = field(repr=False)
    _descendants: Mapping[int, frozenset[int]] = field(repr=False)

    @classmethod
    def of(cls, categories: Iterable[Category]) -> "CategoryTree":
        """The tree of these categories; none at all give an empty tree.

        Raises:
            UnusableTree: they are no tree; its line is the place among `categories`, from 1.
        """
        given = list(categories)
        by_number = {one.number: one for one in given}
        ids = {number: one.id for number, one in by_number.items()}
        lines = [
            (place, one.id, None if one.parent is None else ids.get(one.parent, f"number {one.parent}"))
            for place, one in enumerate(given, start=1)
        ]
        depth = depths(lines) if given else {}
        ancestors: dict[int, frozenset[int]] = {}
        below: dict[int, set[int]] = {number: set() for number in by_number}
        for one in sorted(given, key=lambda each: depth[each.id]):
            above = frozenset() if one.parent is None else ancestors[one.parent]
            ancestors[one.number] = above | {one.number}
            for number in ancestors[one.number]:
                below[number].add(one.number)
        descendants = {number: frozenset(numbers) for number, numbers in below.items()}
        return cls(by_number, {one.id: one.number for one in given}, ancestors, descendants)

    def ancestors(self, number: int) -> frozenset[int]:
        """The category itself and all above it."""
        return self._found(self._ancestors, number)

    def descendants(self, number: int) -> frozenset[int]:
        """The category itself and all below it."""
        return self._found(self._descendants, number)

    def number_of(self, category_id: str) -> int:
        """The number of a category by its id."""
        try:
            return self._numbers[category_id]
        except KeyError:
            raise UnknownCategory(category_id) from None

    def id_of(self, number: int) -> str:
        """The id of a category by its number."""
        try:
            return self.categories[number].id
        except KeyError:
            raise UnknownCategory(number) from None

    def is_service(self, category_id: str) -> bool:
        """Whether a category is services or lies below them."""
        return any(self.categories[one].id == SERVICES for one in self.ancestors(self.number_of(category_id)))

    def takes_goods(self, category_id: str) -> bool:
        """Whether goods may lie in it: there is such a category, and it is no service."""
        return self.knows(category_id) and not self.is_service(category_id)

    def knows(self, category_id: str) -> bool:
        """Whether there is a category of that id."""
        return category_id in self._numbers

    @staticmethod
    def _found(numbers: Mapping[int, frozenset[int]], number: int) -> frozenset[int]:
        try:
            return numbers[number]
        except KeyError:
            raise UnknownCategory(number) from None


_TEXTS = {
    TreeFlaw.EMPTY: Text(
        ru="список пуст. Пожалуйста, укажите хотя бы корневую категорию.",
        en="the list is empty. Please give at least the root category.",
    ),
    TreeFlaw.NAMED_TWICE: Text(
        ru="указана дважды. Пожалуйста, оставьте одну строку.",
        en="is named twice. Please leave one line.",
    ),
    TreeFlaw.PARENT_UNKNOWN: Text(
        ru="её родителя нет в списке. Пожалуйста, добавьте его или исправьте.",
        en="its parent is not in the list. Please add or correct it.",
    ),
    TreeFlaw.NO_ROOT: Text(
        ru=f"нет корневой категории товаров. Пожалуйста, оставьте ровно одну без родителя (кроме «{SERVICES}»).",
        en=f"there is no root category of goods. Please leave exactly one without a parent (besides '{SERVICES}').",
    ),
    TreeFlaw.TWO_ROOTS: Text(
        ru=f"это вторая категория товаров без родителя. Пожалуйста, укажите его; без родителя ещё только «{SERVICES}».",
        en=f"is a second one of goods without a parent. Please give its parent; only '{SERVICES}' also has none.",
    ),
    TreeFlaw.CYCLE: Text(
        ru="лежит под самой собой. Пожалуйста, исправьте родителя.",
        en="lies under itself. Please correct the parent.",
    ),
    TreeFlaw.TOO_DEEP: Text(
        ru=f"лежит глубже {DEPTH_MAX} уровней. Пожалуйста, поднимите её выше.",
        en=f"lies more than {DEPTH_MAX} levels deep. Please move it up.",
    ),
    TreeFlaw.TOO_MANY: Text(
        ru=f"категорий больше {CATEGORIES_MAX}. Пожалуйста, сократите список.",
        en=f"there are more than {CATEGORIES_MAX} categories. Please shorten the list.",
    ),
}
