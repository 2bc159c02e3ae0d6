"""Decide several that wait at once, each only if nobody else has meanwhile; and take a decision back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.catalogue.actions.arranging import categories
from socert.domain.catalogue.actions.reviewing import decide_article, decide_goods
from socert.domain.catalogue.model import (
    TO_REVIEW,
    ArticleDecision,
    Decided,
    Decision,
    JudgedArticle,
    JudgedGood,
    Reviewed,
    ReviewRefusal,
    ReviewRefused,
    Standing,
)
from socert.domain.catalogue.store import reviews as store
from socert.domain.installation import directory_changed, next_directory

_EVENTS_LOOKED_AT = 1_000


def decide_waiting(
    conn: Connection,
    *,
    goods: Sequence[Decision],
    articles: Sequence[ArticleDecision],
    purpose: str,
    actor: audit.Actor,
    now: datetime,
) -> Decided | ReviewRefused:
    """Decide what still waits; what somebody else has decided meanwhile stays as they decided it, and is named."""
    next_directory(conn)  # whoever decides at the same time waits here for the other
    kept = {int(one.gtin): one for one in store.read_goods(conn, [one.gtin for one in goods])}
    for one in goods:
        if one.gtin not in kept:
            return ReviewRefused(ReviewRefusal.GOOD_UNKNOWN, f"{one.gtin:014d}")
    judged = [(one, store.read_article(conn, merchant=one.merchant, article=one.article)) for one in articles]
    tree = categories(conn)
    for decision, article in judged:
        # Before anything is written: all or none.
        if article is None:
            return ReviewRefused(ReviewRefusal.GOOD_UNKNOWN, decision.article)
        if decision.category is not None and not tree.takes_goods(decision.category):
            return ReviewRefused(ReviewRefusal.CATEGORY_UNKNOWN, decision.category)
    meanwhile = [one for one in kept.values() if one.standing not in TO_REVIEW]
    own = [one for one in goods if kept[one.gtin].standing in TO_REVIEW]
    done = decide_goods(conn, decisions=own, purpose=purpose, actor=actor, now=now)
    if isinstance(done, ReviewRefused):
        return done
    changed, confirmed, late = done.changed, done.confirmed, list[JudgedGood | JudgedArticle](meanwhile)
    for decision, before in judged:
        if before is not None and before.standing not in TO_REVIEW:
            late.append(before)
            continue
        reviewed = decide_article(conn, decision=decision, purpose=purpose, actor=actor, now=now)
        assert isinstance(reviewed, Reviewed), "it was looked at above"
        changed, confirmed = changed + reviewed.changed, confirmed + reviewed.confirmed
    return Decided(Reviewed(changed, confirmed), tuple(late))


def last_decision_on_good(conn: Connection, *, gtin: str) -> audit.Event | None:
    """Who decided a good last, and what; None before anybody did."""
    found = audit.events_of(conn, subject=f"good:{gtin}", limit=1)
    return found[0] if found and found[0].action == "good_reviewed" else None


def last_decision_on_article(conn: Connection, *, merchant: int, article: str) -> audit.Event | None:
    """Who decided an article last, and what; None where that was long ago."""
    for event in audit.events_of(conn, subject=f"merchant:{merchant}", limit=_EVENTS_LOOKED_AT):
        if event.details.get("article") == article:
            return event if event.action == "article_reviewed" else None
    return None


def reopen(
    conn: Connection,
    *,
    goods: Sequence[int],
    articles: Sequence[tuple[int, str]],
    actor: audit.Actor,
    now: datetime,
) -> int:
    """Let goods and articles wait again as before their last decision; gives how many, the others have moved on."""
    directory = next_directory(conn)
    before = [_good_before(conn, one) for one in store.read_goods(conn, goods)]
    reopened = [one for one in before if one is not None]
    for one in reopened:
        store.reopen_good(conn, one, directory=directory)
        _record(conn, "good_reopened", f"good:{one.gtin}", {}, actor=actor, now=now)
    looked = [_article_before(conn, merchant, article) for merchant, article in articles]
    of_merchants = [one for one in looked if one is not None]
    for one_article in of_merchants:
        store.reopen_article(conn, one_article, directory=directory)
        subject = f"merchant:{one_article.merchant}"
        _record(conn, "article_reopened", subject, {"article": one_article.article}, actor=actor, now=now)
    if reopened or of_merchants:
        directory_changed(conn)
    return len(reopened) + len(of_merchants)


def _record(
    conn: Connection, action: str, subject: str, details: audit.Details, *, actor: audit.Actor, now: datetime
) -> None:
    audit.record(
        conn, actor=actor, action=action, subject=subject, purpose="decision taken back", details=details, at=now
    )


def _good_before(conn: Connection, good: JudgedGood) -> JudgedGood | None:
    event = last_decision_on_good(conn, gtin=good.gtin)
    standing = None if event is None else _waited(event, good.standing, good.category)
    if event is None or standing is None:
        return None
    certainty, doubt, suggested = (event.details.get(name) for name in ("certainty", "doubt", "suggested"))
    return replace(
        good,
        standing=standing,
        category=None,
        suggested=None if suggested is None else str(suggested),
        certainty=certainty / 100 if isinstance(certainty, int) else None,
        doubt=None if doubt is None else str(doubt),
    )


def _article_before(conn: Connection, merchant: int, article: str) -> JudgedArticle | None:
    found = store.read_article(conn, merchant=merchant, article=article)
    event = last_decision_on_article(conn, merchant=merchant, article=article)
    standing = None if event is None or found is None else _waited(event, found.standing, found.category)
    if event is None or found is None or standing is None:
        return None
    doubt = event.details.get("doubt")
    return replace(found, standing=standing, category=None, doubt=None if doubt is None else str(doubt))


def _waited(event: audit.Event, standing: Standing, category: str | None) -> Standing | None:
    """How it waited before a decision that still holds; None when it did not wait, or was changed since."""
    holds = standing in (Standing.REVIEWED, Standing.SET_ASIDE) and event.details.get("category") == category
    waiting = {one.name.lower(): one for one in TO_REVIEW}
    return waiting.get(str(event.details.get("standing"))) if holds else None
