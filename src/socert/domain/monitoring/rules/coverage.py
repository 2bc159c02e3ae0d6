"""Which categories a programme version's allowances pay for, worked out again from the tree and the lists."""

from collections.abc import Iterator, Mapping, Sequence

from socert.domain.programmes import Allowance


def categories_paid(allowance: Allowance, *, parents: Mapping[str, str | None]) -> Iterator[str]:
    """The ids of the categories an allowance pays for: it or one above is allowed, neither it nor any above denied."""
    for category in parents:
        line = lineage(category, parents=parents)
        if any(one in allowance.allow for one in line) and not any(one in allowance.deny for one in line):
            yield category


def lineage(category: str, *, parents: Mapping[str, str | None]) -> Sequence[str]:
    """A category and all above it.

    Raises:
        CategoriesInARing: a category stands above itself.
    """
    line = [category]
    while (above := parents.get(line[-1])) is not None:
        if above in line:
            raise CategoriesInARing(f"The category {above} stands above itself; please mend the tree.")
        line.append(above)
    return line


class CategoriesInARing(ValueError):
    """The tree of categories is no tree."""
