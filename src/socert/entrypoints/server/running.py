"""Running the server: the socket first, then the application, until a signal says to end."""

import gc
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import uvicorn

from socert import outside, wiring
from socert.domain import access, messages
from socert.entrypoints.jobs.checkpointing import Checkpointing
from socert.entrypoints.server import crew, logs
from socert.entrypoints.server.application import make_application
from socert.entrypoints.server.front import Front
from socert.entrypoints.server.patience import PatientProtocol
from socert.entrypoints.server.sharing import seats
from socert.postgres import connect, durability_complaints
from socert.settings import Limits

GRACE_SECONDS = 10
_BACKLOG = 2048
_ALLOCATIONS_A_LOOK = 50_000
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
        settle_memory()
        self._ready()


def serve(
    site: wiring.Site,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    sender: messages.Sender | None = None,
    processes: int = 1,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    entrances: Mapping[access.OpenIdDoor, outside.Entrance] | None = None,
) -> None:
    """Serve a site until SIGINT or SIGTERM; requests under way are finished first, for up to ten seconds.

    Args:
        site: what to serve; its server's lease is the caller's.
        host: the address to listen at.
        port: the port; 0 takes a free one.
        ready: told the base URL once it answers.
        sender: what carries messages to people; the installation's own way without.
        processes: how many share the port; each has writers of its own.
        limits: what is taken from callers.
        entrances: the doors that open by an identity from elsewhere.

    Raises:
        UnableToListen: the port is taken, or the host is not ours.
        UnableToServe: the database may forget what it acknowledged.
    """
    _refuse_unsafe_server(site)
    with ExitStack() as stack:
        first = stack.enter_context(_listen(host, port, is_shared=processes > 1))
        port = first.getsockname()[1]
        others = [stack.enter_context(_listen(host, port, is_shared=True)) for _ in range(processes - 1)]
        url = _url(host, port)
        listeners = [first, *others]
        places = dict(zip(listeners, seats(processes), strict=True))

        def run(listener: socket.socket, told: Callable[[], None]) -> None:
            writes = Checkpointing(site) if listener is first else None  # one process is enough for checkpoints
            application = make_application(
                site, sender=sender, checkpointing=writes, limits=limits, seat=places[listener], entrances=entrances
            )
            _run(application, listener, limits=limits, ready=told)

        if processes == 1:
            run(first, lambda: ready(url))
        else:
            crew.run(listeners, work=run, ready=lambda: ready(url))


def _refuse_unsafe_server(site: wiring.Site) -> None:
    """Refuse to serve from a database that may forget what it acknowledged.

    Raises:
        UnableToServe: with every complaint and its remedy.
    """
    with connect(site.application_url) as conn:
        complaints = durability_complaints(conn)
    if complaints:
        raise wiring.UnableToServe(" ".join(f"{one.complaint} {one.remedy}" for one in complaints))


def _run(application: Front, listener: socket.socket, *, limits: Limits, ready: Callable[[], None]) -> None:
    """One process's server at its socket, until a signal."""
    server = _Announcing(make_config(application, limits=limits), ready=ready)
    with logs.logging_to(sys.stdout), _signals_ending(server):
        server.run(sockets=[listener])


def make_config(application: Front, *, limits: Limits, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Config:
    """How uvicorn runs it: our limits before anything, no log of its own, and time to finish what was taken."""
    return uvicorn.Config(
        application,
        host=host,
        port=port,
        loop="uvloop",
        http=partial(PatientProtocol, limits=limits, front=application),  # type: ignore[arg-type]
        ws="none",
        access_log=False,
        lifespan="on",
        log_config=None,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def settle_memory() -> None:
    """Let the collector leave alone what stays for good, and look less often: a purchase leaves few cycles behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_A_LOOK, 20, 100)


def _listen(host: str, port: int, *, is_shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG, reuse_port=is_shared)
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
