"""Goods and articles that wait for a person, the most often refused first; accept, set aside, take back."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from psycopg import Connection

from socert import wiring
from socert.domain import audit, catalogue, monitoring, providers
from socert.entrypoints.pages.admission import ANYONE, CLERK, AnyRequest, actor_of, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import redirect
from socert.entrypoints.pages.staff.cursors import read_articles_place, read_goods_place, written_place
from socert.entrypoints.pages.staff.goods import (
    MARKED_MAX,
    Waiting,
    article_row,
    good_row,
    marked_in,
    query_of,
    told_of,
)
from socert.entrypoints.pages.staff.ground import show, word_of, work_at

_LISTED = 25
_REFUSED_WITHIN = timedelta(days=28)
_REFUSED_MAX = 5_000
_FRESH_SECONDS = 60.0


@dataclass(slots=True)
class KeptRefusals:
    """How often tills were refused which goods, as counted a moment ago; whoever comes meanwhile waits for it."""

    counted: Mapping[int, int] = field(default_factory=dict)
    counted_at: float = -_FRESH_SECONDS
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self, request: AnyRequest) -> Mapping[int, int]:
        """The counts, made anew when they are too old."""
        async with self.lock:
            if monotonic() - self.counted_at > _FRESH_SECONDS:
                self.counted = await work_at(request, _count_refusals)
                self.counted_at = monotonic()
            return self.counted


def _count_refusals(conn: Connection, now: datetime) -> Mapping[int, int]:
    return monitoring.refused_goods(conn, since=now - _REFUSED_WITHIN, limit=_REFUSED_MAX)


@get("/staff/catalogue", opt={"people": CLERK, "roles": ANYONE}, include_in_schema=False)
async def waiting_goods(request: AnyRequest) -> Response[str]:
    """Goods that wait; `after` is where the list goes on, `done` and `late` what was just decided."""
    kept: KeptRefusals = request.app.state.setdefault("refusals", KeptRefusals())
    refusals = await kept.current(request)
    after = read_goods_place(request.query_params.get("after", ""))

    def work(conn: Connection, _now: datetime) -> dict[str, Any]:
        found = catalogue.goods_to_review(conn, refusals=refusals, limit=_LISTED + 1, after=after)
        tree = catalogue.categories(conn)
        return {
            "rows": [good_row(tree, good, refused=refused) for good, refused in found[:_LISTED]],
            "next": written_place(*found[_LISTED - 1]) if len(found) > _LISTED else "",
        } | _told(conn, tree, request)

    shown = await work_at(request, work)
    return show(request, "catalogue", what="goods", is_first=after is None, **shown)


@get("/staff/catalogue/articles", opt={"people": CLERK, "roles": ANYONE}, include_in_schema=False)
async def waiting_articles(request: AnyRequest) -> Response[str]:
    """Merchants' own articles that wait, likewise."""
    after = read_articles_place(request.query_params.get("after", ""))
    reference = desk_of(request).site.reference

    def work(conn: Connection, _now: datetime) -> dict[str, Any]:
        found = catalogue.articles_to_review(conn, merchant=None, limit=_LISTED + 1, after=after)
        tree, suggester = catalogue.categories(conn), wiring.suggester_of(reference)
        titles = merchant_titles(conn)
        return {
            "rows": [article_row(tree, one, suggester=suggester, titles=titles) for one in found[:_LISTED]],
            "next": written_place(found[_LISTED - 1]) if len(found) > _LISTED else "",
        } | _told(conn, tree, request)

    shown = await work_at(request, work)
    return show(request, "catalogue", what="articles", is_first=after is None, **shown)


@post("/staff/catalogue", opt={"people": CLERK, "roles": ANYONE}, include_in_schema=False)
async def decide(request: AnyRequest) -> Response[Any]:
    """Accept what is suggested for one or for all marked, set them aside, or go and choose a category."""
    form = await request.form()
    single = word_of(form, "accept") or word_of(form, "keep")
    marked = marked_in([single]) if single else marked_in(form.getall("marked", []))
    do = "keep" if word_of(form, "keep") else "accept" if single else word_of(form, "do")
    back = "/staff/catalogue/articles" if word_of(form, "what") == "articles" else "/staff/catalogue"
    if not marked or len(marked) > MARKED_MAX or do not in {"accept", "keep", "aside", "choose"}:
        return redirect(f"{back}?note=nothing")
    if do == "choose":
        return redirect(f"/staff/catalogue/choose?{query_of('marked', marked)}")
    actor, reference = actor_of(person_of(request)), desk_of(request).site.reference

    def work(conn: Connection, now: datetime) -> str:
        suggester = wiring.suggester_of(reference)
        decisions = [_decision(conn, one, do=do, suggester=suggester) for one in marked]
        return settle(conn, [one for one in decisions if one is not None], actor=actor, now=now)

    return redirect(f"{back}?{await work_at(request, work)}")


def _decision(
    conn: Connection, one: Waiting, *, do: str, suggester: catalogue.Suggester
) -> catalogue.Decision | catalogue.ArticleDecision | None:
    """What is decided; None where nothing is suggested."""
    found = one.find(conn)
    if found is None:
        return None
    if do == "aside":
        return one.decided(None)
    suggested = found.offered if do == "keep" else one.suggested(found, suggester=suggester)
    return None if suggested is None else one.decided(suggested)


def settle(
    conn: Connection,
    decisions: Sequence[catalogue.Decision | catalogue.ArticleDecision],
    *,
    actor: audit.Actor,
    now: datetime,
) -> str:
    """Take decisions; gives the query of the page that tells what became of them."""
    if not decisions:
        return "note=nothing"
    done = catalogue.decide_waiting(
        conn,
        goods=[one for one in decisions if isinstance(one, catalogue.Decision)],
        articles=[one for one in decisions if isinstance(one, catalogue.ArticleDecision)],
        purpose="reviewed at the page",
        actor=actor,
        now=now,
    )
    if isinstance(done, catalogue.ReviewRefused):
        return urlencode({"note": "refused"})
    late = [Waiting.of(one) for one in done.meanwhile]
    own = [one for one in map(Waiting.of_decision, decisions) if one not in late]
    return "&".join(part for part in (query_of("done", own), query_of("late", late)) if part)


@post("/staff/catalogue/reopen", opt={"people": CLERK, "roles": ANYONE}, include_in_schema=False)
async def reopen(request: AnyRequest) -> Response[Any]:
    """Take decisions back: the goods wait again as they did."""
    form = await request.form()
    marked = marked_in(form.getall("marked", []))[:MARKED_MAX]
    actor = actor_of(person_of(request))

    def work(conn: Connection, now: datetime) -> int:
        goods = [int(one.gtin) for one in marked if one.gtin]
        articles = [(one.merchant, one.article) for one in marked if not one.gtin]
        return catalogue.reopen(conn, goods=goods, articles=articles, actor=actor, now=now)

    count = await work_at(request, work)
    back = "/staff/catalogue/articles" if marked and not marked[0].gtin else "/staff/catalogue"
    return redirect(f"{back}?note={'reopened' if count else 'not_reopened'}")


def merchant_titles(conn: Connection) -> Mapping[int, Any]:
    """What merchants are called."""
    return {one.id: one.title for one in providers.merchants(conn)}


def _told(conn: Connection, tree: catalogue.CategoryTree, request: AnyRequest) -> dict[str, Any]:
    """What was just decided, by whom, as the address names it."""
    query = request.query_params
    note = query.get("note", "")
    return {
        "done": told_of(conn, tree, marked_in(query.getall("done", []))[:MARKED_MAX]),
        "late": told_of(conn, tree, marked_in(query.getall("late", []))[:MARKED_MAX]),
        "note": note if note in {"nothing", "refused", "reopened", "not_reopened"} else "",
    }


HANDLERS = (waiting_goods, waiting_articles, decide, reopen)
