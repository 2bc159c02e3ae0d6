"""Goods go in row by row; what cannot be used is named with its line and a reason."""

from dataclasses import replace

import psycopg
import pytest

from given.checkout import CHECKOUT
from given.city import CLERK, NOW, given_catalogue
from socert.domain import audit, catalogue
from socert.domain.catalogue import ROWS_MAX, LoadedGoods, NewGood, RowFlaw, TooManyRows
from socert.values import Gtin

BREAD = NewGood(2, Gtin.complete("460000000001").code, "Хлеб", "bread")
VODKA = NewGood(3, Gtin.complete("460000000002").code, "Водка", "spirits")


@pytest.fixture
def shelf(conn: psycopg.Connection) -> psycopg.Connection:
    """A connection to a database with the reference catalogue."""
    given_catalogue(conn)
    return conn


def load(conn: psycopg.Connection, *rows: NewGood, source: str = "test") -> LoadedGoods:
    return catalogue.load_goods(conn, rows=rows, source=source, actor=CLERK, now=NOW)


def directory(conn: psycopg.Connection) -> int:
    row = conn.execute("select number from directory_version").fetchone()
    assert row is not None
    return int(row[0])


def test_every_reference_good_is_found_in_its_category(shelf: psycopg.Connection) -> None:
    rows = catalogue.read_goods_csv((CHECKOUT / "reference" / "goods.csv").read_bytes())
    tree = catalogue.categories(shelf)
    assert {gtin: tree.id_of(category) for gtin, category in catalogue.goods(shelf)} == {
        int(row.gtin): row.category for row in rows
    }


def test_the_same_goods_again_change_nothing(shelf: psycopg.Connection) -> None:
    assert load(shelf, BREAD, VODKA) == LoadedGoods(2, 0, 0, ())
    before = directory(shelf), audit.events_of(shelf, subject="goods", limit=10)
    assert load(shelf, BREAD, VODKA) == LoadedGoods(0, 0, 2, ())
    assert (directory(shelf), audit.events_of(shelf, subject="goods", limit=10)) == before


@pytest.mark.parametrize("change", [{"name": "Батон"}, {"category": "bakery"}, {"category": None}])
def test_a_changed_good_is_changed(shelf: psycopg.Connection, change: dict[str, str | None]) -> None:
    load(shelf, BREAD)
    assert load(shelf, replace(BREAD, **change), VODKA) == LoadedGoods(1, 1, 0, ())  # type: ignore[arg-type]


def test_a_good_without_a_category_is_kept_and_not_classified(shelf: psycopg.Connection) -> None:
    assert load(shelf, replace(BREAD, category=None)) == LoadedGoods(1, 0, 0, ())
    assert int(BREAD.gtin) not in dict(catalogue.goods(shelf))


def test_an_unusable_row_is_named_and_the_others_go_in(shelf: psycopg.Connection) -> None:
    loaded = load(shelf, VODKA, replace(BREAD, line=7, category="caviar"))
    assert (loaded.added, loaded.changed, loaded.unchanged) == (1, 0, 0)
    assert [(one.line, one.code) for one in loaded.rejected] == [(7, RowFlaw.CATEGORY_UNKNOWN)]


def test_short_and_long_barcodes_are_kept_as_14_digits(shelf: psycopg.Connection) -> None:
    codes = ["46198181", "4600000000015", "04600000000022", "14600000000012"]
    codes = [Gtin.complete(code[:-1]).code.lstrip("0") for code in codes]
    assert load(shelf, *(replace(BREAD, gtin=code) for code in codes)).added == 4
    assert {int(code) for code in codes} <= set(dict(catalogue.goods(shelf)))


def test_many_goods_are_loaded_and_streamed(shelf: psycopg.Connection) -> None:
    rows = [replace(BREAD, gtin=Gtin.complete(f"4601{number:08d}").code, line=number) for number in range(12_000)]
    before = sum(1 for _ in catalogue.goods(shelf))
    assert load(shelf, *rows) == LoadedGoods(12_000, 0, 0, ())
    assert sum(1 for _ in catalogue.goods(shelf)) == before + 12_000


def test_a_list_beyond_the_limit_is_not_begun(conn: psycopg.Connection) -> None:
    with pytest.raises(TooManyRows, match="1000001 rows"):
        load(conn, *[BREAD] * (ROWS_MAX + 1))
