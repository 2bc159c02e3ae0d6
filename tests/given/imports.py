"""Lists in the published barcode format, made for a test, and what an import makes of them."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field

from psycopg import Connection

from given.checkout import CHECKOUT
from given.city import CLERK, NOW
from socert.domain import catalogue
from socert.values import Gtin

HEADER = "ID\tUPCEAN\tName\tCategoryID\tCategoryName\tBrandID\tBrandName\n"
REFERENCE = CHECKOUT / "reference"
SOURCE = "test"

DAIRY = "Продукты питания (folder)/Молочные продукты (folder)/Творог и творожные"
SWEETS = "Продукты питания (folder)/Кондитерские изделия (folder)/Карамель"
SOFT_DRINKS = "Продукты питания (folder)/Напитки безалкогольные/Напитки"
BEER = "Продукты питания (folder)/Алкогольные напитки/Пиво"
DEFAULT = "Неклассифицированные/default"


def code(number: int) -> str:
    """A barcode with a right check digit."""
    return Gtin.complete(f"46{number:010d}").code[1:]


def row(number: int, name: str, path: str) -> str:
    """A line of a list."""
    return f"{number}\t{code(number)}\t{name}\t1\t{path}\t0\t\n"


def given_suggester() -> catalogue.Suggester:
    """What socert ships."""
    return catalogue.read_words(gzip.decompress((REFERENCE / "models" / "goods-words.csv.gz").read_bytes()))


def given_mapping(tree: catalogue.CategoryTree) -> catalogue.PathMapping:
    """Likewise."""
    return catalogue.read_mapping((REFERENCE / "mappings" / "universe-htt.csv").read_bytes(), tree=tree)


def given_tree() -> catalogue.CategoryTree:
    """The tree socert ships, without a database."""
    lines = (REFERENCE / "categories.csv").read_text(encoding="utf-8").splitlines()
    return catalogue.tree_of(catalogue.read_categories(lines))


@dataclass(slots=True)
class Importer:
    """Imports lists into a database that has the reference tree."""

    conn: Connection
    suggester: catalogue.Suggester = field(default_factory=lambda: catalogue.Suggester.of([]))
    rejected: list[catalogue.Rejected] = field(default_factory=list)

    def take(self, *rows: str, dry_run: bool = False) -> catalogue.ImportReport:
        """Import rows under the header."""
        return self.take_lines([HEADER.encode(), *(one.encode() for one in rows)], dry_run=dry_run)

    def take_lines(self, lines: Iterable[bytes], *, dry_run: bool = False) -> catalogue.ImportReport:
        """Import lines as they are."""
        self.rejected.clear()
        return catalogue.import_goods(
            self.conn,
            lines=lines,
            mapping=given_mapping(catalogue.categories(self.conn)),
            suggester=self.suggester,
            source=SOURCE,
            dry_run=dry_run,
            rejects=self.rejected.append,
            progress=lambda _stage, _done, _total: None,
            actor=CLERK,
            now=NOW,
        )

    def good(self, number: int) -> catalogue.JudgedGood:
        """What is known of a row's good."""
        (found,) = catalogue.find_goods(self.conn, gtins=[Gtin.parse(code(number))])
        return found
