"""The ASGI application put together: the front, API v1, its description, health, the pages."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

import httpx
import msgspec
from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig

from socert import outside, wiring
from socert.domain import access, messages
from socert.entrypoints.api import routes
from socert.entrypoints.api.admission import ANYBODY, AnyRequest, admit, desk_of
from socert.entrypoints.api.describing import describe
from socert.entrypoints.api.desk import Desk
from socert.entrypoints.api.hot import HotDoor
from socert.entrypoints.api.limiting import Limiter
from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.api.tally import Tally
from socert.entrypoints.jobs.checkpointing import Checkpointing
from socert.entrypoints.jobs.sending import Sending
from socert.entrypoints.jobs.tasking import Tasking
from socert.entrypoints.jobs.works import WORKS
from socert.entrypoints.pages import routes as pages
from socert.entrypoints.pages.desk import PageDesk
from socert.entrypoints.server.failures import HANDLERS
from socert.entrypoints.server.front import Front
from socert.entrypoints.server.metrics import make_registry, metrics
from socert.entrypoints.server.sharing import Seat, seats
from socert.settings import Limits

_TELLING_SECONDS = 1.0
#: The name means nothing: what is asked under it goes to the application itself.
OWN_API = "http://socert/api/v1"


@get("/health/live", opt={"roles": ANYBODY}, sync_to_thread=False)
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@get("/health/ready", opt={"roles": ANYBODY})
async def ready(request: AnyRequest) -> Response[dict[str, str]]:
    """The database answers at this moment, and every writer takes questions."""
    desk = desk_of(request)
    if not await desk.watch.look():
        raise Refusal(Problem.DATABASE_AWAY)
    if not all(queue.is_answering for queue in desk.queues):
        raise Refusal(Problem.OVERLOADED)
    return Response({"status": "ready"})


@get("/api/v1/openapi.json", opt={"roles": ANYBODY}, sync_to_thread=False, include_in_schema=False)
def openapi(request: AnyRequest) -> Response[bytes]:
    """The description of API v1, OpenAPI 3.1."""
    return Response(request.app.state.description, media_type="application/json")


ROUTES: tuple[HTTPRouteHandler, ...] = (live, ready, openapi, metrics)


def make_application(
    site: wiring.Site,
    *,
    sender: messages.Sender | None = None,
    checkpointing: Checkpointing | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    seat: Seat | None = None,
    entrances: Mapping[access.OpenIdDoor, outside.Entrance] | None = None,
) -> Front:
    """Everything that is served from a site, as one ASGI application that opens and closes what it uses.

    Checkpoints are written where it is given who writes them.
    `seat` is the place among several processes, `entrances` the doors that open by an identity from elsewhere.
    Without a sender an example shows its messages and a live installation lets them lapse.
    """
    seat = seat or seats(1)[0]
    desk = _desk(site, limits, tally=seat.left_here())

    router = Litestar(
        route_handlers=[routes.router(), *ROUTES, pages.router()],
        guards=[admit],
        exception_handlers=HANDLERS,
        lifespan=[
            partial(_life, site=site, desk=desk, sender=sender, checkpointing=checkpointing, limits=limits, seat=seat)
        ],
        state=State({"entrances": dict(entrances or {})}),
        openapi_config=OpenAPIConfig(title="socert", version="1", path="/schema", render_plugins=[]),
        logging_config=None,
        request_max_body_size=2 * 1024 * 1024,
    )
    front = Front(
        door=HotDoor(desk),
        behind=router,  # type: ignore[arg-type]
        tally=desk.tally,
        log_all=limits.log_all_requests,
    )
    # The till's pages ask the public API like any other till, without a socket between.
    router.state.own_api = httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url=OWN_API)
    return front


@asynccontextmanager
async def _life(
    app: Litestar,
    *,
    site: wiring.Site,
    desk: Desk,
    sender: messages.Sender | None,
    checkpointing: Checkpointing | None,
    limits: Limits,
    seat: Seat,
) -> AsyncIterator[None]:
    """Open what the application uses, and close it in the other order."""
    desk.pool.open()
    desk.watch.start()
    for queue in desk.queues:
        await queue.start()
    await desk.know_keys()
    sending = Sending(
        desk.pool, sender=sender or outside.own_sender(site.installation.kind), now=desk.now, real_time=wiring.real_time
    )
    sending.start()
    tasking = Tasking(site, desk.pool, works=WORKS)
    tasking.start()
    if checkpointing is not None:
        checkpointing.start()
    app.state.desk = desk
    app.state.page_desk = PageDesk(
        pool=desk.pool,
        watch=desk.watch,
        site=site,
        real_time=wiring.real_time,
        keeper=desk.keeper,
        entrances=app.state.entrances,
    )
    app.state.metrics = make_registry(desk, seat)
    telling = asyncio.create_task(_tell_counts(desk, seat), name="tell-counts")
    app.state.metrics_readers = limits.metrics_readers
    app.state.description = msgspec.json.encode(describe(app, prefix="/api/v1", handlers=routes.ROUTES))
    try:
        yield
    finally:
        telling.cancel()
        await app.state.own_api.aclose()
        await tasking.close()
        await sending.close()
        for queue in desk.queues:
            await queue.close()
        await desk.watch.close()
        desk.pool.close()
        if checkpointing is not None:
            await checkpointing.close()


async def _tell_counts(desk: Desk, seat: Seat) -> None:
    """Let the other processes see what this one counted, about once a second."""
    while True:
        desk.count_waiting()
        seat.keep(desk.tally)
        await asyncio.sleep(_TELLING_SECONDS)


def _desk(site: wiring.Site, limits: Limits, *, tally: Tally) -> Desk:
    keeper, pool = wiring.make_keeper(site), wiring.make_pool(site)
    queues = wiring.make_queues(site, keeper, queue_limit=limits.queue)
    for queue in queues:
        queue.committed = tally.committed
    return Desk(
        pool=pool,
        queues=queues,
        keeper=keeper,
        card_secret=site.card_secret,
        real_time=wiring.real_time,
        watch=wiring.make_watch(site, pool),
        limiter=Limiter(limits.till_rate),
        tally=tally,
    )
