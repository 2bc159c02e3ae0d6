"""What a person decides at review, tills are answered by with their next question."""

from given.city import ANNA_CARD, CLERK, NOW
from given.imports import DAIRY, Importer, code, row
from given.serving import Json, Served, TillClient, line, receipt
from socert.domain import catalogue


def _reason(till: TillClient, sold: Json) -> str | None:
    reason = till.authorise(receipt(ANNA_CARD, sold))["lines"][0]["reason"]
    return None if reason is None else str(reason["code"])


def test_a_corrected_good_is_answered_anew_at_once(served: Served, till: TillClient) -> None:
    conn = served.city.conn
    Importer(conn).take(row(901, "Водка Пять озёр 0.5л", DAIRY))
    conn.commit()
    vodka = line(gtin=f"0{code(901)}")
    assert _reason(till, vodka) == "not_classified"
    for category, reason in (("dairy", None), ("spirits", "category_denied")):
        decisions = [catalogue.Decision(int(code(901)), category)]
        catalogue.decide_goods(conn, decisions=decisions, purpose="test", actor=CLERK, now=NOW)
        conn.commit()
        assert _reason(till, vodka) == reason


def test_a_corrected_article_is_answered_anew_at_once(served: Served, till: TillClient) -> None:
    conn, merchant = served.city.conn, served.city.bullfinch.merchant.id
    cheese = [catalogue.NewArticle("сыр-1", "Водка Лавочная 0.5л", "cheese")]
    catalogue.hand_in_articles(conn, merchant=merchant, articles=cheese, dry_run=False, actor=CLERK, now=NOW)
    conn.commit()
    sold = {key: value for key, value in line().items() if key != "gtin"} | {"article": "сыр-1"}
    assert _reason(till, sold) == "not_classified"
    decision = catalogue.ArticleDecision(merchant, "сыр-1", "cheese")
    catalogue.decide_article(conn, decision=decision, purpose="test", actor=CLERK, now=NOW)
    conn.commit()
    assert _reason(till, sold) is None
