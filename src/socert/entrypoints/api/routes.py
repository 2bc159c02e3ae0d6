"""The routes of API v1. Those that move money are answered by the hot door, which the front calls directly."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from litestar import Response, Router, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, QueryParameter

from socert.domain import access, audit, catalogue, purchases
from socert.entrypoints.api import hot, paging
from socert.entrypoints.api.admission import AnyRequest, desk_of, grant_of, till_of
from socert.entrypoints.api.balances import balances
from socert.entrypoints.api.codes import send_code
from socert.entrypoints.api.failures import HANDLERS
from socert.entrypoints.api.looking import HANDLERS as LOOKING
from socert.entrypoints.api.looking import own_till
from socert.entrypoints.api.problems import FieldError, Problem, Refusal, problem_of
from socert.entrypoints.api.reading import (
    FIRST_INSTANT,
    LAST_INSTANT,
    body_digest,
    decoder,
    read_carrier,
    read_confirmations,
    read_lines,
    unconfirmed,
)
from socert.entrypoints.api.requests import (
    NO_CONTROLS,
    ArticleListRequest,
    AuthorisationRequest,
    BatchAnswer,
    BatchRequest,
    CaptureRequest,
    CarrierOnlyRequest,
    DayRequest,
    RefundRequest,
    VoidRequest,
)
from socert.values import key_digest

_TILL = frozenset({access.Role.TILL})
_MERCHANT = frozenset({access.Role.MERCHANT})

_read_authorisation = decoder(AuthorisationRequest)
_read_day = decoder(DayRequest)
_read_articles = decoder(ArticleListRequest)


class AuthorisationsPage(msgspec.Struct, frozen=True):
    """Some authorisations; `next` is given where there are more."""

    authorisations: list[purchases.AuthorisationView]
    next: str | None


class RejectedArticle(msgspec.Struct, frozen=True):
    """An article that was not taken: its place in the list, counted from 1, and why."""

    line: int
    code: str
    detail: str


class ArticlesTaken(msgspec.Struct, frozen=True):
    """What a list of articles changed, or would change."""

    added: int
    changed: int
    unchanged: int
    rejected: list[RejectedArticle]
    dry_run: bool


class ArticleAnswer(msgspec.Struct, frozen=True):
    """One of a merchant's own articles; without a category it is not covered."""

    article: str
    name: str
    category: str | None
    waits_for_review: bool


async def _through_the_hot_door(request: AnyRequest) -> Response[bytes]:
    path = hot.sent_path(request.scope)
    reply = await hot.HotDoor(desk_of(request)).answer(path, request.scope["headers"], await request.body())
    return Response(
        reply.body,
        status_code=reply.status,
        media_type=reply.content_type,
        headers={name.decode(): value.decode() for name, value in reply.headers},
    )


@post(
    "/authorisations",
    status_code=200,
    opt={"roles": hot.ROLES, "body": AuthorisationRequest, "answer": purchases.AuthorisationAnswer, "keyed": True},
)
async def authorise(request: AnyRequest) -> Response[bytes]:
    """Decide a basket line by line and hold the money, or take it at once with `capture`.

    A declined purchase is 200 with an outcome and a reason for each line.
    """
    return await _through_the_hot_door(request)


@post("/authorisations:batch", status_code=200, opt={"roles": hot.ROLES, "body": BatchRequest, "answer": BatchAnswer})
async def batch(request: AnyRequest) -> Response[bytes]:
    """Up to 500 requests at once, for a host that collects many tills: each is answered as if it had come alone.

    Each has its own idempotency key and may fail by itself; the batch has none and is asked for again as it is.
    """
    return await _through_the_hot_door(request)


@post(
    "/authorisations/{authorisation:str}/capture",
    status_code=200,
    opt={"roles": hot.ROLES, "body": CaptureRequest, "answer": purchases.MovementAnswer, "keyed": True},
)
async def capture(request: AnyRequest, authorisation: FromPath[str]) -> Response[bytes]:  # noqa: ARG001 - read from the path
    """The sale happened: take what the authorisation holds, whole or line by line.

    With lines the answer says what each certificate gave for them; a final capture, as it is unless `final` is false,
    gives the rest of the hold back.
    """
    return await _through_the_hot_door(request)


@post(
    "/authorisations/{authorisation:str}/void",
    status_code=200,
    opt={"roles": hot.ROLES, "body": VoidRequest, "answer": purchases.MovementAnswer, "keyed": True},
)
async def void(request: AnyRequest, authorisation: FromPath[str]) -> Response[bytes]:  # noqa: ARG001 - read from the path
    """The sale did not happen: give back what the authorisation holds, or took at once."""
    return await _through_the_hot_door(request)


@post(
    "/authorisations/by-key/{key:str}/void",
    status_code=200,
    opt={"roles": hot.ROLES, "body": CarrierOnlyRequest, "answer": purchases.MovementAnswer, "keyed": True},
)
async def void_by_key(request: AnyRequest, key: FromPath[str]) -> Response[bytes]:  # noqa: ARG001 - read from the path
    """The same for a till that never got its answer, by the key it sent; also before the original arrives."""
    return await _through_the_hot_door(request)


@post(
    "/captures/{capture:str}/refunds",
    status_code=200,
    opt={"roles": hot.ROLES, "body": RefundRequest, "answer": purchases.RefundAnswer, "keyed": True},
)
async def refund(request: AnyRequest, capture: FromPath[str]) -> Response[bytes]:  # noqa: ARG001 - read from the path
    """Goods came back: give back lines of a capture, in the proportion in which they were paid.

    The answer says per line what goes back to which certificate, never as cash, and what own money the shop gives back.
    A purchase captured at once has one capture with the authorisation's number.
    """
    return await _through_the_hot_door(request)


@post(
    "/quotes",
    status_code=200,
    opt={"roles": _TILL, "body": AuthorisationRequest, "answer": purchases.AuthorisationAnswer},
)
async def quote(request: AnyRequest) -> purchases.AuthorisationAnswer:
    """What an authorisation would be answered now, with the balances it would leave. Moves nothing, keeps nothing."""
    desk, grant = desk_of(request), grant_of(request)
    asked = _read_authorisation(await request.body())
    till, _ = till_of(grant)
    presented = read_carrier(asked.carrier, secret=desk.card_secret)
    number = desk.new_id()
    question = purchases.Authorise(
        id=number,
        key=number,
        body=body_digest("quote", unconfirmed(asked)),
        till=till,
        credential=grant.credential,
        card=presented.card,
        receipt=asked.receipt,
        till_at=asked.at,
        capture=asked.capture,
        lines=read_lines(asked),
        confirmation=await desk.confirmations.confirm(
            read_confirmations(asked),
            presented,
            total=sum(line.amount for line in asked.lines),
            purchase=None,
            desk=desk,
        ),
        qr_step=presented.qr_step,
    )
    directory = desk.keeper.current
    lane = await desk.lane_of_card(presented.card)
    answer = await desk.transact(
        lambda conn: purchases.quote(conn, question=question, lane=lane, directory=directory, now=desk.now(conn))
    )
    if isinstance(answer, purchases.Refused):
        raise Refusal(problem_of(answer.code))
    return answer


@get("/authorisations", opt={"roles": _TILL, "answer": AuthorisationsPage, "queried": True})
async def find_by_receipt(
    request: AnyRequest,
    receipt: Annotated[str, QueryParameter(min_length=1, max_length=64, pattern=NO_CONTROLS)],
    after: FromQuery[str | None] = None,
) -> AuthorisationsPage:
    """Your organisation's authorisations under a receipt's number, the newest first: from these a till returns.

    A page has up to 50; `next` of one page is `after` of the following.
    """
    desk = desk_of(request)
    _, merchant = till_of(grant_of(request))
    before = None if after is None else paging.read_place(after)
    directory = desk.keeper.current
    found, last = await desk.transact(
        lambda conn: purchases.find_by_receipt(
            conn, receipt=receipt, merchant=merchant, before=before, directory=directory, now=desk.now(conn)
        )
    )
    return AuthorisationsPage(found, None if last is None else paging.place_text(last))


@get(
    "/authorisations/{authorisation:str}",
    opt={"roles": _TILL, "answer": purchases.AuthorisationView},
)
async def find(request: AnyRequest, authorisation: FromPath[str]) -> purchases.AuthorisationView:
    """An authorisation of your organisation and what became of it."""
    desk = desk_of(request)
    _, merchant = till_of(grant_of(request))
    lane, number = hot.read_authorisation_id(authorisation, lanes=desk.lanes)
    directory = desk.keeper.current
    found = await desk.transact(
        lambda conn: purchases.find_authorisation(
            conn, lane=lane, authorisation=number, merchant=merchant, directory=directory, now=desk.now(conn)
        )
    )
    return _found(found)


@get(
    "/authorisations/by-key/{key:path}",
    opt={"roles": _TILL, "answer": purchases.AuthorisationView},
)
async def find_by_key(request: AnyRequest, key: FromPath[Path]) -> purchases.AuthorisationView:
    """The same by the key this till sent, for a till that never got its answer."""
    desk, grant = desk_of(request), grant_of(request)
    _, merchant = till_of(grant)
    digest = key_digest(scope=hot.scope_of(grant), key=str(key).removeprefix("/"))
    lane = await desk.lane_of_key(digest, otherwise=0)
    directory = desk.keeper.current
    found = await desk.transact(
        lambda conn: purchases.find_authorisation_by_key(
            conn, lane=lane, key=digest, merchant=merchant, directory=directory, now=desk.now(conn)
        )
    )
    return _found(found)


def _found(view: purchases.AuthorisationView | None) -> purchases.AuthorisationView:
    if view is None:
        raise Refusal(Problem.AUTHORISATION_NOT_FOUND)
    return view


@post(
    "/tills/{till:str}/days", status_code=200, opt={"roles": _TILL, "body": DayRequest, "answer": purchases.DayAnswer}
)
async def report_day(request: AnyRequest, till: FromPath[str]) -> purchases.DayAnswer:
    """A till's day totals, kept beside ours; the answer says whether they agree."""
    desk = desk_of(request)
    asked = _read_day(await request.body())
    own = own_till(request, till)
    if not FIRST_INSTANT.year <= asked.day.year < LAST_INSTANT.year:
        error = FieldError("/day", "time_out_of_range", "The day is not between 2000 and 2100.")
        raise Refusal(Problem.INVALID_REQUEST, (error,))
    directory = desk.keeper.current
    reported = {
        "captures": asked.captures,
        "captured": asked.captured,
        "taken_back_count": asked.taken_back_count,
        "taken_back": asked.taken_back,
    }
    return await desk.transact(
        lambda conn: purchases.report_day(
            conn, till=own, day=asked.day, reported=reported, directory=directory, now=desk.now(conn)
        )
    )


@put("/articles", opt={"roles": _MERCHANT, "body": ArticleListRequest, "answer": ArticlesTaken})
async def hand_in_articles(request: AnyRequest) -> ArticlesTaken:
    """Your own articles: weighed goods by their in-store code, and whatever has no public barcode.

    What is not in the list stays as it was. With `dry_run` nothing changes and the answer says what would.
    """
    desk, grant = desk_of(request), grant_of(request)
    asked = _read_articles(await request.body())
    assert grant.merchant is not None
    merchant = grant.merchant
    articles = [
        catalogue.NewArticle(article=one.article, name=one.name, category=one.category) for one in asked.articles
    ]
    actor = audit.Actor(name=f"key {grant.credential}", role=grant.role)
    taken = await desk.transact(
        lambda conn: catalogue.hand_in_articles(
            conn, merchant=merchant, articles=articles, dry_run=asked.dry_run, actor=actor, now=desk.now(conn)
        )
    )
    return ArticlesTaken(
        added=taken.added,
        changed=taken.changed,
        unchanged=taken.unchanged,
        rejected=[RejectedArticle(one.line, one.code, one.text.en) for one in taken.rejected],
        dry_run=asked.dry_run,
    )


@get("/articles", opt={"roles": _MERCHANT, "answer": list[ArticleAnswer]})
async def list_articles(request: AnyRequest) -> list[ArticleAnswer]:
    """Your own articles as they stand."""
    merchant = grant_of(request).merchant
    assert merchant is not None
    found = await desk_of(request).transact(lambda conn: catalogue.articles_of(conn, merchant=merchant))
    return [
        ArticleAnswer(
            article=one.article,
            name=one.name,
            category=one.category,
            waits_for_review=one.standing in catalogue.TO_REVIEW,
        )
        for one in found
    ]


ROUTES: Sequence[HTTPRouteHandler] = (
    authorise,
    batch,
    capture,
    void,
    void_by_key,
    refund,
    quote,
    send_code,
    balances,
    find_by_receipt,
    find,
    find_by_key,
    report_day,
    hand_in_articles,
    list_articles,
    *LOOKING,
)


def router() -> Router:
    """All routes of the API; the application puts each behind the guard."""
    return Router(path="/api/v1", route_handlers=list(ROUTES), exception_handlers=HANDLERS)
