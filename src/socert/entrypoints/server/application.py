"""The ASGI application put together: the front, API v1, its description, health, the landing page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from litestar import Litestar, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig

from socert import wiring
from socert.domain import messages, purchases
from socert.entrypoints.api import routes
from socert.entrypoints.api.admission import ANYBODY, AnyRequest, admit, desk_of
from socert.entrypoints.api.describing import describe
from socert.entrypoints.api.desk import Desk
from socert.entrypoints.api.failures import HANDLERS
from socert.entrypoints.api.hot import HotDoor
from socert.entrypoints.jobs.sending import Sending
from socert.entrypoints.server.front import Front


@get("/health/live", opt={"roles": ANYBODY}, sync_to_thread=False)
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@get("/health/ready", opt={"roles": ANYBODY})
async def ready(request: AnyRequest) -> Response[dict[str, str]]:
    """The database answers too."""
    await desk_of(request).transact(purchases.read_directory_number)
    return Response({"status": "ready"})


@get("/api/v1/openapi.json", opt={"roles": ANYBODY}, sync_to_thread=False, include_in_schema=False)
def openapi(request: AnyRequest) -> Response[bytes]:
    """The description of API v1, OpenAPI 3.1."""
    return Response(request.app.state.description, media_type="application/json")


ROUTES: tuple[HTTPRouteHandler, ...] = (live, ready, openapi)


def make_application(
    site: wiring.Site, *, pages: tuple[HTTPRouteHandler, ...] = (), sender: messages.Sender | None = None
) -> Front:
    """Everything that is served from a site, as one ASGI application that opens and closes what it uses.

    Without a sender an example shows its messages and a live installation lets them lapse.
    """
    keeper = wiring.make_keeper(site)
    desk = Desk(
        pool=wiring.make_pool(site),
        queues=wiring.make_queues(site, keeper),
        keeper=keeper,
        card_secret=site.card_secret,
        real_time=wiring.real_time,
    )

    @asynccontextmanager
    async def life(app: Litestar) -> AsyncIterator[None]:
        desk.pool.open()
        for queue in desk.queues:
            await queue.start()
        sending = Sending(desk.pool, sender=sender or wiring.own_sender(site), now=desk.now)
        sending.start()
        app.state.desk = desk
        app.state.site = site
        app.state.description = msgspec.json.encode(describe(app, prefix="/api/v1", handlers=routes.ROUTES))
        try:
            yield
        finally:
            await sending.close()
            for queue in desk.queues:
                await queue.close()
            desk.pool.close()

    router = Litestar(
        route_handlers=[routes.router(), *ROUTES, *pages],
        guards=[admit],
        exception_handlers=HANDLERS,
        lifespan=[life],
        openapi_config=OpenAPIConfig(title="socert", version="1", path="/schema", render_plugins=[]),
        logging_config=None,
        request_max_body_size=2 * 1024 * 1024,
    )
    return Front(door=HotDoor(desk), behind=router)  # type: ignore[arg-type]
