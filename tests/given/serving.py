"""The real server on a test's own database, over real sockets."""

import contextlib
import ssl
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from given.checkout import CHECKOUT
from given.city import CARD_SECRET, City, KeyedTill
from given.databases import Database
from socert import outside, wiring
from socert.domain import access, installation
from socert.entrypoints.server.application import make_application
from socert.entrypoints.server.running import make_config
from socert.postgres import DatabaseServer, connect
from socert.settings import Limits
from socert.values import CardNumber

_START_SECONDS_MAX = 10

Json = dict[str, Any]
#: For clients of plain HTTP: each would else read the system's authorities, which takes longer than a request.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers, and the city it serves."""

    url: str
    site: wiring.Site
    city: City
    clients: "list[TillClient]" = field(default_factory=list)

    def till(self, till: KeyedTill | None = None, *, language: str = "en") -> "TillClient":
        """A till of the city as a client; the Bullfinch's first unless another is given."""
        return self.client((till or self.city.bullfinch.till).key, language=language)

    def client(self, key: str | None, *, language: str = "en") -> "TillClient":
        """A client with any key, or none."""
        self.clients.append(TillClient(self.url, key=key, language=language))
        return self.clients[-1]


class TillClient:
    """A till: asks over HTTP, with a new idempotency key unless it is given one."""

    def __init__(self, url: str, *, key: str | None, language: str = "en") -> None:
        headers = {"accept-language": language}
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        self.http = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=30, verify=NO_TLS)

    def post(self, path: str, body: object, *, key: str | None = None) -> httpx.Response:
        """POST JSON under an idempotency key."""
        return self.http.post(path, json=body, headers={"idempotency-key": key or str(uuid.uuid4())})

    def authorise(self, body: Json, *, key: str | None = None) -> Json:
        """Authorise; the answer."""
        return answer(self.post("/authorisations", body, key=key))

    def capture(self, authorisation: str, *, key: str | None = None) -> Json:
        """Capture; the answer."""
        return answer(self.post(f"/authorisations/{authorisation}/capture", {}, key=key))

    def void(self, authorisation: str, *, key: str | None = None) -> Json:
        """Void; the answer."""
        return answer(self.post(f"/authorisations/{authorisation}/void", {}, key=key))


def answer(response: httpx.Response) -> Json:
    """The JSON of a 200."""
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def line(position: int = 1, *, gtin: str = "04600610082647", amount: int = 5_000, **more: object) -> Json:
    """A line of one piece; bread unless another gtin is given."""
    return {
        "position": position,
        "gtin": gtin,
        "name": "",
        "quantity": "1",
        "unit": "pcs",
        "price": amount,
        "discount": 0,
        "amount": amount,
    } | more


def receipt(card: CardNumber, *lines: Json, capture: bool = False, number: str = "0001-000001") -> Json:
    """A receipt of these lines."""
    return {
        "carrier": {"kind": "card", "number": card.digits},
        "receipt": number,
        "at": "2026-11-22T10:00:00+03:00",
        "capture": capture,
        "lines": list(lines),
    }


@contextlib.contextmanager
def serve(
    server: DatabaseServer,
    database: Database,
    city: City,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    *,
    home: Path = CHECKOUT / ".socert",
    entrances: Mapping[access.OpenIdDoor, outside.Entrance] | None = None,
) -> Iterator[Served]:
    """Serve a test's database; what the city wrote is committed first."""
    city.conn.commit()
    with connect(database.application_url) as conn:
        found = installation.find(conn)
    assert found is not None
    site = wiring.Site(
        server=server,
        database=database.name,
        installation=found,
        card_secret=CARD_SECRET,
        home=home,
        reference=CHECKOUT / "reference",
        checkpoint_folder=home / "checkpoints",
    )
    config = make_config(make_application(site, limits=limits, entrances=entrances), limits=limits)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    _wait(running, thread)
    try:
        port = running.servers[0].sockets[0].getsockname()[1]
        served = Served(f"http://127.0.0.1:{port}", site, city)
        yield served
        for client in served.clients:
            client.http.close()
    finally:
        running.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive(), "the server did not stop"


def _wait(running: uvicorn.Server, thread: threading.Thread) -> None:
    end = time.monotonic() + _START_SECONDS_MAX
    while not running.started:
        assert thread.is_alive(), "the server ended while starting"
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.01)
