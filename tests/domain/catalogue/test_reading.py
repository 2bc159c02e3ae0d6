"""A list is read as people save it, or refused as a whole with the line and a reason."""

import pytest

from given.checkout import CHECKOUT
from socert.domain.catalogue import (
    ListFlaw,
    NewArticle,
    UnreadableList,
    read_articles_csv,
    read_categories,
    read_goods_csv,
)

WANTED = [NewArticle("2100001", "Яблоки", "fruit", 2), NewArticle("A-1", "Сыр, весовой", None, 3)]


@pytest.mark.parametrize(
    "content",
    [
        'article,name,category\n2100001,Яблоки,fruit\nA-1,"Сыр, весовой",\n',
        '\ufeffarticle,name,category\r\n2100001,Яблоки,fruit\r\nA-1,"Сыр, весовой",\r\n',
        "article;name;category\n2100001;Яблоки;fruit\nA-1;Сыр, весовой;",
        'Article , NAME,price,Category\n 2100001,Яблоки ,5,fruit\nA-1,"Сыр, весовой",7,\n\n , ,\n',
        'category,article,name\nfruit,2100001,Яблоки\n,A-1,"Сыр, весовой"\n',
        'article,name,category,,\n2100001,Яблоки,fruit,,\nA-1,"Сыр, весовой",,,\n',
    ],
)
def test_a_table_is_read_however_it_was_saved(content: str) -> None:
    assert read_articles_csv(content.encode()) == WANTED


@pytest.mark.parametrize(
    ("content", "flaw", "line"),
    [
        ("article,name,category\n1,Яблоки,fruit\n".encode("cp1251"), ListFlaw.ENCODING, 2),
        ("article,name,category\n1,Яблоки,fruit\n".encode("utf-16"), ListFlaw.NOT_TEXT, 1),
        (b"PK\x03\x04\xff\xff", ListFlaw.NOT_TEXT, 1),
        (b"article,name,category\n1,\0,fruit\n", ListFlaw.NOT_TEXT, 2),
        (b"", ListFlaw.EMPTY, 1),
        (b"\n\n", ListFlaw.EMPTY, 1),
        (b"article,name,category\n", ListFlaw.EMPTY, 1),
        (b"article,name\n1,Apples\n", ListFlaw.COLUMN_MISSING, 1),
        (b"2100001,Apples,fruit\n", ListFlaw.COLUMN_MISSING, 1),
        (b"article,name,category\n1,Apples,fruit\n2,Pea", ListFlaw.CUT_OFF, 3),
        (b'article,name,category\n1,"Apples,fruit\n2,Pears,fruit\n', ListFlaw.CUT_OFF, 3),
        (b"article,name,category\n1,Apples, red,fruit\n", ListFlaw.TOO_MANY_FIELDS, 2),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_its_line(content: bytes, flaw: ListFlaw, line: int) -> None:
    for read in (read_articles_csv, read_goods_csv) if flaw is not ListFlaw.EMPTY else (read_articles_csv,):
        sent = content if read is read_articles_csv else content.replace(b"article,", b"gtin,", 1)
        with pytest.raises(UnreadableList) as raised:
            read(sent)
        assert (raised.value.code, raised.value.line) == (flaw, line)
        assert f"Строка {line}" in raised.value.text.ru
        assert f"Line {line}" in str(raised.value)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UnreadableList, match="category"):
        read_articles_csv(b"article,name\n1,Apples\n")


@pytest.mark.parametrize("row", ["food,goods,,Food", "food,goods,Еда,", ",goods,Еда,Food"])
def test_a_category_without_an_id_or_a_title_is_refused(row: str) -> None:
    with pytest.raises(UnreadableList) as raised:
        read_categories(["id,parent,title_ru,title_en", "goods,,Товары,Goods", row])
    assert (raised.value.code, raised.value.line) == (ListFlaw.VALUE_MISSING, 3)


def test_a_value_over_several_lines_counts_them() -> None:
    rows = read_articles_csv('article,name,category\n1,"Сыр\nдомашний",fruit\n2,Творог,fruit\n'.encode())
    assert [row.line for row in rows] == [2, 4]


def test_lines_with_and_without_their_ends_are_the_same() -> None:
    text = (CHECKOUT / "reference" / "categories.csv").read_text(encoding="utf-8")
    assert read_categories(text.splitlines()) == read_categories(text.splitlines(keepends=True))
