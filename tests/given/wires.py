"""A connection to a server on which a test says every byte itself."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        """The JSON of its body."""
        return json.loads(self.body)


class RawWire:
    """Bytes out, answers in; whoever waits longer than `seconds` fails."""

    def __init__(self, url: str, *, seconds: float = 5.0) -> None:
        address = urlsplit(url)
        self.socket = socket.create_connection((address.hostname, address.port), timeout=seconds)
        self._rest = b""

    def say(self, *pieces: bytes) -> None:
        """Send."""
        self.socket.sendall(b"".join(pieces))

    def say_what_is_taken(self, data: bytes) -> None:
        """Send; a server that has heard enough may have hung up."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(data)

    def hear(self) -> Heard | None:
        """The next answer, `100 Continue` too; None when the connection has ended."""
        while b"\r\n\r\n" not in self._rest:
            if not self._more():
                assert self._rest == b"", self._rest
                return None
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        length = int(headers.get("content-length", "0"))
        while len(self._rest) < length:
            assert self._more(), "cut off in mid-answer"
        body, self._rest = self._rest[:length], self._rest[length:]
        return Heard(int(first.split(" ")[1]), headers, body)

    def _more(self) -> bool:
        try:
            piece = self.socket.recv(65_536)
        except ConnectionResetError:
            return False
        self._rest += piece
        return piece != b""


@contextmanager
def open_raw(url: str, *, seconds: float = 5.0) -> Iterator[RawWire]:
    """A connection, closed afterwards."""
    wire = RawWire(url, seconds=seconds)
    try:
        yield wire
    finally:
        wire.socket.close()


def request(
    body: bytes,
    *,
    path: str = "/api/v1/authorisations",
    till_key: str = "",
    key: str = "k",
    method: str = "POST",
    more: tuple[str, ...] = (),
) -> bytes:
    """A whole request."""
    head = (
        f"{method} {path} HTTP/1.1",
        "host: x",
        "content-type: application/json",
        f"content-length: {len(body)}",
        f"idempotency-key: {key}",
        f"authorization: Bearer {till_key}",
        "accept-language: en",
        *more,
    )
    return "\r\n".join((*head, "", "")).encode("latin-1") + body
