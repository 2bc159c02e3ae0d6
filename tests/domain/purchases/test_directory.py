"""The directory reads what changed since it was read, and does not let tills wait for long lists."""

import asyncio
from dataclasses import replace

import psycopg
import pytest

from domain.purchases.basics import ZONE
from given.city import CLERK, LANES, NOW, City, given_city
from socert.domain import catalogue, providers, purchases
from socert.domain.purchases import Directory, DirectoryKeeper
from socert.domain.purchases.actions import directory as loading


@pytest.fixture
def city(conn: psycopg.Connection) -> City:
    """The city with its goods."""
    return given_city(conn)


def load(city: City, previous: Directory | None = None) -> Directory:
    return purchases.load_directory(city.conn, zone=ZONE, lanes=LANES, previous=previous)


def decide(city: City, gtin: int, category: str) -> None:
    decisions = [catalogue.Decision(gtin, category)]
    done = catalogue.decide_goods(city.conn, decisions=decisions, purpose="test", actor=CLERK, now=NOW)
    assert done == catalogue.Reviewed(changed=1, confirmed=0)


def test_a_corrected_good_is_read_and_the_others_are_kept(city: City) -> None:
    before = load(city)
    gtin = min(before.goods)
    decide(city, gtin, "toys")
    after = load(city, before)
    assert after.goods == {**before.goods, gtin: city.tree.number_of("toys")}
    assert before.goods[gtin] != after.goods[gtin], "a batch that is being decided keeps what it began with"
    assert load(city).goods == after.goods


def test_an_article_that_loses_its_category_is_forgotten(city: City) -> None:
    before = load(city)
    key = (city.bullfinch.merchant.id, "2100001")
    assert key in before.articles
    vodka = catalogue.NewArticle("2100001", "Водка 0.5л", "fruit")
    catalogue.hand_in_articles(city.conn, merchant=key[0], articles=[vodka], dry_run=False, actor=CLERK, now=NOW)
    after = load(city, before)
    assert key not in after.articles
    assert after.articles == load(city).articles


def test_goods_are_not_read_again_for_a_suspended_till(city: City) -> None:
    before = load(city)
    providers.suspend_till(city.conn, till=city.bullfinch.till.till, actor=CLERK, now=NOW, reason="test")
    after = load(city, before)
    assert after.number > before.number
    assert after.goods is before.goods
    assert after.articles is before.articles
    assert not after.is_behind


def test_a_long_list_is_left_for_later_and_everything_else_is_new(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load(city)
    monkeypatch.setattr(loading, "CHANGES_MAX", 1)
    for gtin in sorted(before.goods)[:2]:
        decide(city, gtin, "toys")
    after = load(city, before)
    assert after.is_behind
    assert after.number > before.number
    assert after.goods is before.goods


def test_a_keeper_answers_at_once_and_catches_up_beside() -> None:
    whole = _directory(number=2)
    asked: list[Directory | None] = []

    def read(previous: Directory | None) -> Directory:
        asked.append(previous)
        if previous is None:
            return whole if len(asked) > 1 else _directory(number=1)
        return replace(previous, number=2)  # goods as they were: behind

    async def ask() -> tuple[Directory, Directory]:
        keeper = DirectoryKeeper(read)
        at_once = await keeper.up_to(2)
        return at_once, await keeper.caught_up()

    at_once, later = asyncio.run(ask())
    assert at_once.number == 2
    assert at_once.is_behind
    assert later is whole
    assert [previous is None for previous in asked] == [True, False, True]


def _directory(*, number: int) -> Directory:
    return Directory(number, ZONE, {}, {}, {}, {}, {}, {}, {}, frozenset(), goods_number=number)
