"""Choose a category for goods that wait: type a part of its name, then choose; no script needed."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from psycopg import Connection

from socert.domain import catalogue
from socert.entrypoints.pages.admission import ANYONE, CLERK, AnyRequest, PageRefused, actor_of, person_of
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.staff.catalogue import settle
from socert.entrypoints.pages.staff.goods import MARKED_MAX, Waiting, marked_in, titles_of
from socert.entrypoints.pages.staff.ground import show, word_of, work_at
from socert.values import Language

_FOUND_MAX = 15
_ASIDE = "-"


@get("/staff/catalogue/choose", opt={"people": CLERK, "roles": ANYONE}, include_in_schema=False)
async def choose(request: AnyRequest) -> Response[str]:
    """What is marked, and the categories that fit what was typed (`q`)."""
    marked = marked_in(request.query_params.getall("marked", []))[:MARKED_MAX]
    return await _show(request, marked, typed=request.query_params.get("q", ""))


async def _show(
    request: AnyRequest, marked: Sequence[Waiting], *, typed: str, status: int = HTTPStatus.OK, has_failed: bool = False
) -> Response[str]:
    if not marked:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    language = speaker_of(request).language
    typed = " ".join(typed.split())[:100]

    def work(conn: Connection, _now: datetime) -> dict[str, Any]:
        tree = catalogue.categories(conn)
        goods = [found for found in (one.find(conn) for one in marked) if found is not None]
        wanted = _fitting(tree, typed, language) if typed else _suggested(tree, goods)
        return {"names": [one.name for one in goods], "options": [(one, titles_of(tree, one)) for one in wanted]}

    shown = await work_at(request, work)
    if not shown["names"]:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return show(
        request,
        "choose",
        status=status,
        marked=[str(one) for one in marked],
        what="goods" if marked[0].gtin else "articles",
        typed=typed,
        has_failed=has_failed,
        **shown,
    )


def _fitting(tree: catalogue.CategoryTree, typed: str, language: Language) -> list[str]:
    """Categories whose own name has all typed words in it, those that begin with them first."""
    words = typed.casefold().replace("ё", "е").split()
    found = []
    for one in tree.categories.values():
        title = one.title.in_language(language).casefold().replace("ё", "е")
        if all(word in title for word in words) and tree.takes_goods(one.id):
            found.append((not title.startswith(words[0]), title, one.id))
    return [category for _, _, category in sorted(found)[:_FOUND_MAX]]


def _suggested(
    tree: catalogue.CategoryTree, goods: Sequence[catalogue.JudgedGood | catalogue.JudgedArticle]
) -> list[str]:
    """What is suggested or offered for them, before anything was typed."""
    named = [one.suggested for one in goods if isinstance(one, catalogue.JudgedGood)] + [one.offered for one in goods]
    return list(dict.fromkeys(one for one in named if one is not None and tree.knows(one)))[:_FOUND_MAX]


@post("/staff/catalogue/choose", opt={"people": CLERK, "roles": ANYONE}, include_in_schema=False)
async def chosen(request: AnyRequest) -> Response[Any]:
    """Give all that is marked the chosen category, or set it aside."""
    form = await request.form()
    marked = marked_in(form.getall("marked", []))[:MARKED_MAX]
    category = word_of(form, "category")
    if not category:
        typed = word_of(form, "q")
        return await _show(request, marked, typed=typed, status=HTTPStatus.UNPROCESSABLE_ENTITY, has_failed=True)
    actor = actor_of(person_of(request))
    decided = None if category == _ASIDE else category
    told = await work_at(
        request, lambda conn, now: settle(conn, [one.decided(decided) for one in marked], actor=actor, now=now)
    )
    back = "/staff/catalogue" if marked and marked[0].gtin else "/staff/catalogue/articles"
    return redirect(f"{back}?{told}")


HANDLERS = (choose, chosen)
