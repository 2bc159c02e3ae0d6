"""Which categories an allowance covers: goods or services, each known and named once."""

from collections.abc import Iterable
from dataclasses import dataclass

from socert.domain.catalogue import CategoryTree
from socert.domain.criteria import Vocabulary
from socert.domain.files import NOTHING, Asking, Entry

CATEGORIES_MAX = 500


@dataclass(frozen=True, slots=True)
class Known:
    """What a programme file may name: categories, and the facts and parameters of its conditions."""

    tree: CategoryTree
    words: Vocabulary


def goods(asking: Asking, entry: Entry, tree: CategoryTree) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The categories of goods that are allowed, and those that are denied."""
    covers = asking.members(entry, required=("allow",), optional=("deny",))
    allow = _categories(asking, covers.get("allow", NOTHING), least=1, tree=tree, are_services=False)
    deny = _categories(asking, covers.get("deny"), least=0, tree=tree, are_services=False)
    return allow, deny


def services(asking: Asking, entry: Entry, tree: CategoryTree) -> tuple[str, ...]:
    """The categories of services that are allowed."""
    covers = asking.members(entry, required=("allow",))
    return _categories(asking, covers.get("allow", NOTHING), least=1, tree=tree, are_services=True)


def _categories(
    asking: Asking, entry: Entry | None, *, least: int, tree: CategoryTree, are_services: bool
) -> tuple[str, ...]:
    items = [] if entry is None else asking.items(entry, least=least, most=CATEGORIES_MAX)
    categories = [asking.slug(item) for item in items]
    for item, category in zip(items, categories, strict=True):
        if category and not tree.knows(category):
            asking.complain(
                item,
                "unknown_category",
                ru=f"Категории «{category}» нет в справочнике. Пожалуйста, исправьте её или сначала добавьте.",
                en=f"There is no category '{category}' in the tree; please correct it or add it there first.",
            )
        elif category and tree.is_service(category) != are_services:
            _complain_of_side(asking, item, category, are_services=are_services)
    complain_of_repeats(asking, zip(items, categories, strict=True))
    return tuple(categories)


def _complain_of_side(asking: Asking, item: Entry, category: str, *, are_services: bool) -> None:
    if are_services:
        asking.complain(
            item,
            "not_a_service",
            ru=f"«{category}» — товары, а единицы дают на услуги. Пожалуйста, назовите категорию услуг.",
            en=f"'{category}' is goods, and units are of services; please name a category of services.",
        )
    else:
        asking.complain(
            item,
            "a_service",
            ru=f"«{category}» — услуга, её дают единицами (kind: units). Пожалуйста, назовите категорию товаров.",
            en=f"'{category}' is a service, which is given in units (kind: units); please name a category of goods.",
        )


def complain_of_repeats(asking: Asking, named: Iterable[tuple[Entry, str]]) -> None:
    """Complain of every name that stood before."""
    seen: dict[str, int] = {}
    for entry, name in named:
        if name and name in seen:
            asking.complain(
                entry,
                "repeated",
                ru=f"«{name}» уже есть в строке {seen[name]}. Пожалуйста, оставьте одно из двух.",
                en=f"'{name}' stands in line {seen[name]} already; please keep one of the two.",
            )
        seen.setdefault(name, entry.line)
