"""Decisions on what waits: once each, taken back whole, kept through every list that follows."""

from psycopg import Connection

from given.city import BULLFINCH as SHOP
from given.city import CLERK, NOW, given_catalogue, given_shop
from given.imports import DAIRY, DEFAULT, Importer, code, given_suggester, row
from socert.domain import catalogue
from socert.domain.catalogue import ArticleDecision, Decision, Standing


def decide(conn: Connection, *goods: Decision, articles: tuple[ArticleDecision, ...] = ()) -> catalogue.Decided:
    done = catalogue.decide_waiting(conn, goods=goods, articles=articles, purpose="test", actor=CLERK, now=NOW)
    assert isinstance(done, catalogue.Decided), done
    return done


def test_what_somebody_decided_meanwhile_stays_and_is_named(conn: Connection) -> None:
    given_catalogue(conn)
    importer = Importer(conn, suggester=given_suggester())
    importer.take(row(901, "Водка Пять озёр 0.5л", DAIRY), row(902, "Хлеб Бородинский", DEFAULT))
    vodka, bread = int(code(901)), int(code(902))
    assert decide(conn, Decision(vodka, "spirits")).done == catalogue.Reviewed(1, 0)
    late = decide(conn, Decision(vodka, "dairy"), Decision(bread, "bread"))
    assert late.done == catalogue.Reviewed(1, 0)
    assert [one.category for one in late.meanwhile] == ["spirits"]
    assert importer.good(902).category == "bread"
    event = catalogue.last_decision_on_good(conn, gtin=f"0{code(901)}")
    assert event is not None
    assert event.actor == CLERK


def test_a_decision_taken_back_leaves_everything_as_it_was(conn: Connection) -> None:
    given_catalogue(conn)
    importer = Importer(conn, suggester=given_suggester())
    importer.take(row(901, "Водка Пять озёр 0.5л", DAIRY), row(902, "Хлеб Бородинский", DEFAULT))
    before = [importer.good(901), importer.good(902)]
    goods = [int(code(901)), int(code(902))]
    decide(conn, Decision(goods[0], "spirits"), Decision(goods[1], None))
    assert importer.good(902).standing is Standing.SET_ASIDE
    assert catalogue.reopen(conn, goods=goods, articles=[], actor=CLERK, now=NOW) == 2
    assert [importer.good(901), importer.good(902)] == before
    assert catalogue.reopen(conn, goods=goods, articles=[], actor=CLERK, now=NOW) == 0, "there is nothing to take back"
    decide(conn, Decision(goods[0], "spirits"))
    corrected = [Decision(goods[0], "wine")]
    catalogue.decide_goods(conn, decisions=corrected, purpose="test", actor=CLERK, now=NOW)
    assert catalogue.reopen(conn, goods=goods[:1], articles=[], actor=CLERK, now=NOW) == 0, (
        "it was reviewed before that"
    )


def test_what_is_set_aside_stays_so_while_it_keeps_its_name(conn: Connection) -> None:
    given_catalogue(conn)
    shop = given_shop(conn, SHOP).merchant.id
    importer = Importer(conn)
    importer.take(row(902, "Хлеб Бородинский", DEFAULT))
    cheese = [catalogue.NewArticle("сыр-1", "Водка Лавочная 0.5л", "cheese")]
    hand_in = {"merchant": shop, "dry_run": False, "actor": CLERK, "now": NOW}
    catalogue.hand_in_articles(conn, articles=cheese, **hand_in)  # type: ignore[arg-type]
    article = ArticleDecision(shop, "сыр-1", None)
    decide(conn, Decision(int(code(902)), None), articles=(article,))
    importer.take(row(902, "Хлеб Бородинский", DEFAULT))
    catalogue.hand_in_articles(conn, articles=cheese, **hand_in)  # type: ignore[arg-type]
    unknown = (ArticleDecision(shop, "сыр-1", "cheese"), ArticleDecision(shop, "нет такого", "cheese"))
    refused = catalogue.decide_waiting(conn, goods=[], articles=unknown, purpose="test", actor=CLERK, now=NOW)
    assert refused == catalogue.ReviewRefused(catalogue.ReviewRefusal.GOOD_UNKNOWN, "нет такого")
    kept = catalogue.find_article(conn, merchant=shop, article="сыр-1")
    assert kept is not None
    assert (importer.good(902).standing, kept.standing) == (Standing.SET_ASIDE, Standing.SET_ASIDE)
    assert catalogue.reopen(conn, goods=[], articles=[(shop, "сыр-1")], actor=CLERK, now=NOW) == 1
    importer.take(row(902, "Батон нарезной", DEFAULT))
    assert importer.good(902).standing is Standing.UNCLASSIFIED


def test_the_list_of_what_waits_goes_on_where_it_ended(conn: Connection) -> None:
    given_catalogue(conn)
    importer = Importer(conn)
    importer.take(*(row(number, f"Вещь {number}", DEFAULT) for number in range(901, 908)))
    refusals = {int(code(905)): 3, int(code(903)): 1}
    seen: list[str] = []
    after: catalogue.GoodsPlace | None = None
    for _ in range(10):
        found = catalogue.goods_to_review(conn, refusals=refusals, limit=2, after=after)
        if not found:
            break
        seen += [good.gtin for good, _ in found]
        good, refused = found[-1]
        after = catalogue.GoodsPlace(refused, good.standing, good.gtin)
    assert seen == [f"0{code(number)}" for number in (905, 903, 901, 902, 904, 906, 907)]
