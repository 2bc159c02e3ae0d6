"""`socert catalogue review …`: goods and articles that wait for a person."""

from datetime import timedelta
from typing import Any

import click

from socert.domain import catalogue, monitoring, providers
from socert.entrypoints.cli.answering import answer, json_option, table, tell
from socert.entrypoints.cli.catalogue_import import read_suggester
from socert.entrypoints.cli.opening import ACTOR, Work, database_option, open_work
from socert.entrypoints.cli.refusing import Refused
from socert.values import Gtin, Inn

_LIMIT = 50
_LIMIT_MAX = 10_000
_REFUSALS_MAX = 100_000
_DAYS = 28
_STANDINGS = {
    "all": catalogue.TO_REVIEW,
    "contradictory": (catalogue.Standing.CONTRADICTORY,),
    "unclassified": (catalogue.Standing.UNCLASSIFIED,),
}

merchant_option = click.option("--merchant", "inn", help="The merchant's ИНН: its own articles instead of barcodes.")


@click.group("review")
def group() -> None:
    """Goods and articles without a category, or with a name that contradicts it: look, accept, correct."""


@group.command("list")
@click.option("--only", type=click.Choice(sorted(_STANDINGS)), default="all", show_default=True)
@click.option("--limit", type=click.IntRange(1, _LIMIT_MAX), default=_LIMIT, show_default=True)
@click.option("--days", type=click.IntRange(1), default=_DAYS, show_default=True, help="Count refusals this far back.")
@merchant_option
@database_option
@json_option
def list_waiting(only: str, limit: int, days: int, inn: str | None, database: str | None) -> None:
    """What waits, most often refused first."""
    with open_work(database=database) as work:
        if inn is not None:
            _list_articles(work, merchant=_merchant(work, inn), standings=_STANDINGS[only], limit=limit)
            return
        refusals = monitoring.refused_goods(work.conn, since=work.now - timedelta(days=days), limit=_REFUSALS_MAX)
        found = catalogue.goods_to_review(work.conn, standings=_STANDINGS[only], refusals=refusals, limit=limit)
        waiting = catalogue.count_to_review(work.conn)
    documents = [_good(good, refused) for good, refused in found]
    columns = ("gtin", "standing", "refused", "offered", "suggested", "certainty", "words", "name")
    counts = {one.name.lower(): waiting.get(one, 0) for one in catalogue.TO_REVIEW}
    answer(
        {"goods": documents, "waiting": counts},
        lines=[
            f"{counts['contradictory']} contradictory, {counts['unclassified']} unclassified",
            table(columns, [[one[name] for name in columns] for one in documents], numbers=("refused", "certainty")),
        ],
    )


@group.command("accept")
@click.argument("codes", metavar="GTIN…", nargs=-1, required=True)
@click.option("--offered", is_flag=True, help="Accept what the source or merchant says, not what the name suggests.")
@click.option("--purpose", default="accepted at review", show_default=True, help="Why; kept in the audit.")
@merchant_option
@database_option
@json_option
def accept(
    codes: tuple[str, ...],
    offered: bool,  # noqa: FBT001 - a flag
    purpose: str,
    inn: str | None,
    database: str | None,
) -> None:
    """Accept what is suggested for goods; tills see it with their next question."""
    done: catalogue.Reviewed | catalogue.ReviewRefused
    with open_work(database=database) as work:
        if inn is not None:
            done = _accept_articles(work, codes, merchant=_merchant(work, inn), purpose=purpose, offered=offered)
        else:
            decisions = [_accepted(work, Gtin.parse(code), offered=offered) for code in codes]
            done = catalogue.decide_goods(work.conn, decisions=decisions, purpose=purpose, actor=ACTOR, now=work.now)
        _refuse(done)
    _answer(done)


@group.command("correct")
@click.argument("code", metavar="GTIN")
@click.argument("category")
@click.option("--purpose", default="corrected at review", show_default=True, help="Why; kept in the audit.")
@merchant_option
@database_option
@json_option
def correct(code: str, category: str, purpose: str, inn: str | None, database: str | None) -> None:
    """Give a good or, with --merchant, an article a category; tills see it with their next question."""
    done: catalogue.Reviewed | catalogue.ReviewRefused
    with open_work(database=database) as work:
        if inn is None:
            decisions = [catalogue.Decision(int(Gtin.parse(code).code), category)]
            done = catalogue.decide_goods(work.conn, decisions=decisions, purpose=purpose, actor=ACTOR, now=work.now)
        else:
            decision = catalogue.ArticleDecision(_merchant(work, inn), code, category)
            done = catalogue.decide_article(work.conn, decision=decision, purpose=purpose, actor=ACTOR, now=work.now)
        _refuse(done)
    _answer(done)


def _accepted(work: Work, gtin: Gtin, *, offered: bool) -> catalogue.Decision:
    found = catalogue.find_goods(work.conn, gtins=[gtin])
    if not found:
        _refuse(catalogue.ReviewRefused(catalogue.ReviewRefusal.GOOD_UNKNOWN, gtin.code))
    good = found[0]
    # A good that is settled already is confirmed as it stands.
    category = good.offered if offered else good.category or good.suggested
    if category is None:
        _refuse(catalogue.ReviewRefused(catalogue.ReviewRefusal.NOTHING_TO_ACCEPT, gtin.code))
    assert category is not None
    return catalogue.Decision(int(gtin.code), category)


def _accept_articles(
    work: Work, codes: tuple[str, ...], *, merchant: int, purpose: str, offered: bool
) -> catalogue.Reviewed:
    changed = confirmed = 0
    suggester = read_suggester(work.site.reference)
    for code in codes:
        article = catalogue.find_article(work.conn, merchant=merchant, article=code)
        if article is None:
            _refuse(catalogue.ReviewRefused(catalogue.ReviewRefusal.GOOD_UNKNOWN, code))
        assert article is not None
        claim = catalogue.suggestion_of(article.name, suggester=suggester)
        suggested = None if claim is None else claim.category
        category = article.offered if offered else article.category or suggested
        if category is None:
            _refuse(catalogue.ReviewRefused(catalogue.ReviewRefusal.NOTHING_TO_ACCEPT, code))
        assert category is not None
        decision = catalogue.ArticleDecision(merchant, code, category)
        done = catalogue.decide_article(work.conn, decision=decision, purpose=purpose, actor=ACTOR, now=work.now)
        _refuse(done)
        assert isinstance(done, catalogue.Reviewed)
        changed, confirmed = changed + done.changed, confirmed + done.confirmed
    return catalogue.Reviewed(changed, confirmed)


def _list_articles(work: Work, *, merchant: int, standings: tuple[catalogue.Standing, ...], limit: int) -> None:
    found = catalogue.articles_to_review(work.conn, merchant=merchant, standings=standings, limit=limit)
    suggester = read_suggester(work.site.reference)
    documents = [_article(one, catalogue.suggestion_of(one.name, suggester=suggester)) for one in found]
    columns = ("article", "standing", "offered", "suggested", "certainty", "words", "name")
    rows = [[one[name] for name in columns] for one in documents]
    answer({"articles": documents}, lines=[table(columns, rows, numbers=("certainty",))])


def _good(good: catalogue.JudgedGood, refused: int) -> dict[str, Any]:
    return {
        "gtin": good.gtin,
        "name": good.name,
        "standing": good.standing.name.lower(),
        "refused": refused,
        "offered": good.offered,
        "suggested": good.suggested,
        "certainty": good.certainty,
        "words": good.doubt,
        "source_category": good.path,
    }


def _article(article: catalogue.JudgedArticle, claim: catalogue.Claim | None) -> dict[str, Any]:
    return {
        "article": article.article,
        "name": article.name,
        "standing": article.standing.name.lower(),
        "offered": article.offered,
        "suggested": None if claim is None else claim.category,
        "certainty": None if claim is None else claim.certainty,
        "words": article.doubt or (None if claim is None else ", ".join(claim.words)),
    }


def _merchant(work: Work, inn: str) -> int:
    merchant = providers.find_merchant(work.conn, inn=Inn.parse(inn))
    if merchant is None:
        raise Refused.because(providers.Refusal.MERCHANT_UNKNOWN, providers.Refusal.MERCHANT_UNKNOWN.text)
    return merchant.id


def _refuse(done: catalogue.Reviewed | catalogue.ReviewRefused) -> None:
    """Leave the transaction undone where a decision cannot be taken."""
    if isinstance(done, catalogue.ReviewRefused):
        raise Refused.because(done.code, done.text)


def _answer(done: catalogue.Reviewed | catalogue.ReviewRefused) -> None:
    assert isinstance(done, catalogue.Reviewed)
    answer(
        {"changed": done.changed, "confirmed": done.confirmed},
        lines=[f"{done.changed} changed, {done.confirmed} confirmed"],
    )
    if done.changed:
        tell("Tills see it with their next question.")
