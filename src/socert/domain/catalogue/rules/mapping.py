"""From the categories of a source to ours: a table of paths, of which the longest that fits wins.

Whole parts are compared, never letters: "Напитки безалкогольные" has nothing to do with "алкогольные". Where the table
knows a path only from further up, the names of the parts below are asked whether they speak of alcohol or tobacco.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from socert.domain.catalogue.model import CategoryTree, Claim, ListFlaw, UnreadableList
from socert.domain.catalogue.rules.contradictions import branch_claim
from socert.domain.catalogue.rules.reading_names import plain
from socert.domain.catalogue.rules.table import decoded, read_rows

#: What the published format calls "nobody has classified this yet".
DEFAULT_PATH = ("неклассифицированные", "default")
_FOLDER = " (folder)"

Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a path leads: our category's id or None, and a claim its own words make against that."""

    category: str | None
    is_default: bool = False
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class PathMapping:
    """The table; made with `read_mapping`."""

    _categories: Mapping[Parts, str | None] = field(repr=False)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str | None]]) -> "PathMapping":
        """From paths and category ids; None says that such goods stay unclassified on purpose."""
        return cls({parts_of(path): category for path, category in rows})

    def place(self, path: str) -> Placed:
        """Where a source's category leads."""
        parts = parts_of(path)
        if not parts or parts == DEFAULT_PATH:
            return Placed(None, is_default=True)
        for length in range(len(parts), 0, -1):
            if parts[:length] in self._categories:
                category = self._categories[parts[:length]]
                return Placed(category, claim=branch_claim(parts[length:]) if category else None)
        return Placed(None)


def parts_of(path: str) -> Parts:
    """The parts of a path, ready to be compared: no " (folder)", no capitals, no needless blanks."""
    cleaned = (" ".join(plain(part).removesuffix(_FOLDER).split()) for part in path.split("/"))
    return tuple(part for part in cleaned if part)


def read_mapping(content: bytes, *, tree: CategoryTree) -> PathMapping:
    """A table `path,category`; an empty category leaves goods of that path unclassified on purpose.

    Raises:
        UnreadableList: the table cannot be read, names a path twice or a category that is not ours; names the line.
    """
    categories: dict[Parts, str | None] = {}
    for row in read_rows(decoded(content), columns=("path", "category")):
        parts, category = parts_of(row.values["path"]), row.values["category"] or None
        if not parts:
            raise UnreadableList(ListFlaw.VALUE_MISSING, line=row.line, detail="path")
        if parts in categories:
            raise UnreadableList(ListFlaw.NAMED_TWICE, line=row.line, detail=row.values["path"])
        if category is not None and not tree.takes_goods(category):
            raise UnreadableList(ListFlaw.CATEGORY_UNKNOWN, line=row.line, detail=category)
        categories[parts] = category
    return PathMapping(categories)
