"""Running the server: the socket first, then the application, until a signal says to end."""

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn

from socert import wiring
from socert.domain import messages
from socert.entrypoints.jobs.checkpointing import Checkpointing
from socert.entrypoints.pages import landing
from socert.entrypoints.server import logs
from socert.entrypoints.server.application import make_application
from socert.entrypoints.server.front import Front
from socert.entrypoints.server.patience import PatientProtocol
from socert.settings import Limits

GRACE_SECONDS = 10
_BACKLOG = 2048
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class UnableToListen(Exception):
    """The address cannot be listened at; the message says what to do."""


class _Announcing(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, *, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets=sockets)
        self._ready()


def serve(
    site: wiring.Site,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    sender: messages.Sender | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> None:
    """Serve a site until SIGINT or SIGTERM; requests under way are finished first, for up to ten seconds.

    Args:
        site: what to serve; its server's lease is the caller's.
        host: the address to listen at.
        port: the port; 0 takes a free one.
        ready: told the base URL once it answers.
        sender: what carries messages to people; the installation's own way without.
        limits: what is taken from callers.

    Raises:
        UnableToListen: the port is taken, or the host is not ours.
        UnableToServe: the database may forget what it acknowledged.
    """
    wiring.refuse_unsafe_server(site)
    with _listen(host, port) as listener:
        url = _url(host, listener.getsockname()[1])
        application = make_application(
            site, pages=landing.ROUTES, sender=sender, checkpointing=Checkpointing(site), limits=limits
        )
        config = make_config(application, limits=limits)
        server = _Announcing(config, ready=lambda: ready(url))
        with logs.logging_to(sys.stdout), _signals_ending(server):
            server.run(sockets=[listener])


def make_config(application: Front, *, limits: Limits, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Config:
    """How uvicorn runs it: our limits before anything, no log of its own, and time to finish what was taken."""
    return uvicorn.Config(
        application,
        host=host,
        port=port,
        loop="uvloop",
        http=partial(PatientProtocol, limits=limits, tally=application.tally),  # type: ignore[arg-type]
        ws="none",
        access_log=False,
        lifespan="on",
        log_config=None,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise UnableToListen(
            f"Port {port} of {host} cannot be listened at: {error.strerror or error}. "
            "Choose another one with --port; --port 0 takes a free one."
        ) from error


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _signals_ending(server: uvicorn.Server) -> Iterator[None]:
    """Let signals end the server and nothing else, from before it starts; uvicorn raises each again at its end."""
    before: dict[signal.Signals, Any] = {one: signal.signal(one, server.handle_exit) for one in _SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
