"""Look at goods and articles that wait for a person, and decide their category."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.catalogue.actions.arranging import categories
from socert.domain.catalogue.model import (
    TO_REVIEW,
    ArticleDecision,
    ArticlesPlace,
    Decision,
    GoodsPlace,
    JudgedArticle,
    JudgedGood,
    Reviewed,
    ReviewRefusal,
    ReviewRefused,
    Standing,
)
from socert.domain.catalogue.store import reviews as store
from socert.domain.installation import directory_changed, next_directory
from socert.values import Gtin


def find_goods(conn: Connection, *, gtins: Sequence[Gtin]) -> list[JudgedGood]:
    """What is known about these goods; those nobody has listed are left out."""
    return store.read_goods(conn, [int(one.code) for one in gtins])


def goods_to_review(
    conn: Connection,
    *,
    standings: Sequence[Standing] = TO_REVIEW,
    refusals: Mapping[int, int],
    limit: int,
    after: GoodsPlace | None = None,
) -> list[tuple[JudgedGood, int]]:
    """Goods that wait, each with how often it was refused: most often refused first, then contradictions.

    Args:
        conn: the caller's transaction.
        standings: which of them.
        refusals: how often tills were refused a barcode (as a number), as `monitoring.refused_goods` counts it.
        limit: how many at most.
        after: where to go on; from the beginning without.
    """
    asked_for = [one for one in store.read_goods(conn, list(refusals)) if one.standing in standings]
    asked_for.sort(key=lambda one: (-refusals[int(one.gtin)], -one.standing, one.gtin))
    named = {one.gtin for one in asked_for}
    if after is not None:
        place = (-after.refused, -after.standing, after.gtin)
        asked_for = [one for one in asked_for if (-refusals[int(one.gtin)], -one.standing, one.gtin) > place]
    others = store.read_goods_to_review(
        conn,
        standings=standings,
        limit=limit + len(named),
        after=None if after is None or after.refused else (after.standing, int(after.gtin)),
    )
    waiting = asked_for + [one for one in others if one.gtin not in named]
    return [(one, refusals.get(int(one.gtin), 0)) for one in waiting[:limit]]


def articles_to_review(
    conn: Connection,
    *,
    merchant: int | None,
    standings: Sequence[Standing] = TO_REVIEW,
    limit: int,
    after: ArticlesPlace | None = None,
) -> list[JudgedArticle]:
    """Merchants' articles that wait: contradictions first."""
    return store.read_articles_to_review(conn, merchant=merchant, standings=standings, limit=limit, after=after)


def count_to_review(conn: Connection) -> Mapping[Standing, int]:
    """How many goods wait, by their standing."""
    return store.count_goods_to_review(conn)


def find_article(conn: Connection, *, merchant: int, article: str) -> JudgedArticle | None:
    """What is known about a merchant's article."""
    return store.read_article(conn, merchant=merchant, article=article)


def find_articles(conn: Connection, *, merchant: int, articles: Sequence[str]) -> list[JudgedArticle]:
    """What is known about a merchant's articles, in the order asked; those it has not handed in are left out."""
    found = [store.read_article(conn, merchant=merchant, article=one) for one in dict.fromkeys(articles)]
    return [one for one in found if one is not None]


def decide_goods(
    conn: Connection, *, decisions: Sequence[Decision], purpose: str, actor: audit.Actor, now: datetime
) -> Reviewed | ReviewRefused:
    """Decide categories; all or, when one cannot be taken, none. Tills see them with their next question."""
    tree = categories(conn)
    kept = {int(one.gtin): one for one in store.read_goods(conn, [one.gtin for one in decisions])}
    for one in decisions:
        if one.gtin not in kept:
            return ReviewRefused(ReviewRefusal.GOOD_UNKNOWN, f"{one.gtin:014d}")
        if one.category is not None and not tree.takes_goods(one.category):
            return ReviewRefused(ReviewRefusal.CATEGORY_UNKNOWN, one.category)
    changed = store.decide_goods(conn, decisions, directory=next_directory(conn))
    for one in decisions:
        before = kept[one.gtin]
        audit.record(
            conn,
            actor=actor,
            action="good_reviewed",
            subject=f"good:{before.gtin}",
            purpose=purpose,
            details={
                "before": before.category,
                "standing": before.standing.name.lower(),
                "offered": before.offered,
                "suggested": before.suggested,
                "certainty": None if before.certainty is None else round(before.certainty * 100),
                "doubt": before.doubt,
                "category": one.category,
            },
            at=now,
        )
    if changed:
        directory_changed(conn)
    return Reviewed(changed, len(decisions) - changed)


def decide_article(
    conn: Connection, *, decision: ArticleDecision, purpose: str, actor: audit.Actor, now: datetime
) -> Reviewed | ReviewRefused:
    """Decide the category of a merchant's article."""
    before = store.read_article(conn, merchant=decision.merchant, article=decision.article)
    if before is None:
        return ReviewRefused(ReviewRefusal.GOOD_UNKNOWN, decision.article)
    if decision.category is not None and not categories(conn).knows(decision.category):
        return ReviewRefused(ReviewRefusal.CATEGORY_UNKNOWN, decision.category)
    changed = store.decide_article(conn, decision, directory=next_directory(conn))
    audit.record(
        conn,
        actor=actor,
        action="article_reviewed",
        subject=f"merchant:{decision.merchant}",
        purpose=purpose,
        details={
            "article": decision.article,
            "before": before.category,
            "standing": before.standing.name.lower(),
            "doubt": before.doubt,
            "category": decision.category,
        },
        at=now,
    )
    if changed:
        directory_changed(conn)
    return Reviewed(changed, 1 - changed)
