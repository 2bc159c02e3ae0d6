"""A merchant's own articles are its own: handed in, tried out before, and meaning nothing to others."""

from dataclasses import replace

import psycopg
import pytest

from given.city import BULLFINCH, CLERK, NOW, ROWAN, given_catalogue, given_city, given_shop
from socert.domain import audit, catalogue
from socert.domain.catalogue import ROWS_MAX, Article, HandIn, NewArticle, TooManyRows

APPLES = NewArticle("2100001", "Яблоки", "fruit")
CHEESE = NewArticle("сыр-7", "Сыр весовой", None)


@pytest.fixture
def merchant(conn: psycopg.Connection) -> int:
    """A merchant beside the reference catalogue."""
    given_catalogue(conn)
    return given_shop(conn, BULLFINCH).merchant.id


def hand_in(conn: psycopg.Connection, merchant: int, *articles: NewArticle, dry_run: bool = False) -> HandIn:
    return catalogue.hand_in_articles(conn, merchant=merchant, articles=articles, dry_run=dry_run, actor=CLERK, now=NOW)


def directory(conn: psycopg.Connection) -> int:
    row = conn.execute("select number from directory_version").fetchone()
    assert row is not None
    return int(row[0])


def test_articles_are_read_back_by_their_merchant(conn: psycopg.Connection, merchant: int) -> None:
    assert hand_in(conn, merchant, CHEESE, APPLES) == HandIn(2, 0, 0, ())
    assert catalogue.articles_of(conn, merchant=merchant) == [
        Article(merchant, "2100001", "Яблоки", "fruit", NOW),
        Article(merchant, "сыр-7", "Сыр весовой", None, NOW, catalogue.Standing.UNCLASSIFIED),
    ]


def test_only_classified_articles_are_told_to_tills(conn: psycopg.Connection, merchant: int) -> None:
    hand_in(conn, merchant, CHEESE, APPLES)
    number = catalogue.categories(conn).number_of("fruit")
    assert list(catalogue.articles(conn)) == [(merchant, "2100001", number)]


def test_the_same_code_may_mean_something_else_elsewhere(conn: psycopg.Connection) -> None:
    city = given_city(conn)
    told = {(merchant, article): city.tree.id_of(number) for merchant, article, number in catalogue.articles(conn)}
    assert told == {
        (city.bullfinch.merchant.id, "2100001"): "fruit",
        (city.rowan.merchant.id, "2100001"): "vegetables",
    }


def test_the_same_articles_again_change_nothing(conn: psycopg.Connection, merchant: int) -> None:
    hand_in(conn, merchant, APPLES, CHEESE)
    before = directory(conn)
    assert hand_in(conn, merchant, APPLES, CHEESE) == HandIn(0, 0, 2, ())
    assert directory(conn) == before
    events = audit.events_of(conn, subject=f"merchant:{merchant}", limit=10)
    assert [event.action for event in events].count("articles_handed_in") == 1


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_dry_run_tells_the_same_and_changes_nothing(
    conn: psycopg.Connection, merchant: int, *, dry_run: bool
) -> None:
    hand_in(conn, merchant, APPLES, CHEESE)
    before = directory(conn), catalogue.articles_of(conn, merchant=merchant)
    pears, sour = NewArticle("2100002", "Груши", "fruit"), replace(APPLES, name="Яблоки кислые")
    told = hand_in(conn, merchant, pears, sour, CHEESE, NewArticle("", "?", None), dry_run=dry_run)
    assert (told.added, told.changed, told.unchanged, len(told.rejected)) == (1, 1, 1, 1)
    assert ((directory(conn), catalogue.articles_of(conn, merchant=merchant)) == before) == dry_run


def test_a_row_of_a_file_is_named_by_its_line(conn: psycopg.Connection, merchant: int) -> None:
    rows = catalogue.read_articles_csv("article,name,category\n1,Сыр,cheese\n\n2,Икра,caviar\n".encode())
    assert [one.line for one in hand_in(conn, merchant, *rows).rejected] == [4]


def test_a_stranger_hands_in_nothing(conn: psycopg.Connection, merchant: int) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        hand_in(conn, merchant + 99, APPLES)


def test_two_merchants_hand_in_apart(conn: psycopg.Connection, merchant: int) -> None:
    other = given_shop(conn, ROWAN).merchant.id
    hand_in(conn, merchant, APPLES)
    assert hand_in(conn, other, replace(APPLES, category="vegetables")) == HandIn(1, 0, 0, ())
    assert catalogue.articles_of(conn, merchant=merchant)[0].category == "fruit"


def test_a_list_beyond_the_limit_is_not_begun(conn: psycopg.Connection) -> None:
    with pytest.raises(TooManyRows):
        hand_in(conn, 1, *[APPLES] * (ROWS_MAX + 1))
