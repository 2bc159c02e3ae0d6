"""The front of the server: what moves money goes straight to the hot door, everything else to the router."""

import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any, TypeAlias

from socert.entrypoints.api import hot, replying
from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.api.tally import Tally
from socert.entrypoints.server import logs, tracing
from socert.entrypoints.server.tracing import HEADER

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

#: The status under which a request is counted whose caller went away before it was answered.
CUT_OFF = 499
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Front:
    """An ASGI application in front of another; it names, counts and tells every request."""

    def __init__(self, *, door: hot.HotDoor, behind: Application, tally: Tally, log_all: bool) -> None:
        self.door = door
        self._behind = behind
        self.tally = tally
        self._log_all = log_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._behind(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = tracing.request_id_among(scope["headers"])
        tracing.current.set(request_id)
        answering = _Answering(send, request_id)
        path = hot.sent_path(scope) if scope["method"] == "POST" else ""
        if hot.is_hot(path):
            route = hot.route_of(path)
            await self._serve_hot(path, scope, receive, answering)
        else:
            await self._behind(scope, receive, answering)
            route = scope.get("path_template") or "none"
        self.note(scope["method"], route, answering.status, request_id, time.perf_counter() - began)

    async def _serve_hot(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await _body(receive, hot.bytes_max(path))
        except _CutOff:
            return
        if body is None:
            reply = replying.refuse(Refusal(Problem.BODY_TOO_LARGE), dict(scope["headers"]))
        else:
            reply = await self.door.answer(path, scope["headers"], body)
        await _send(send, reply)

    def note(self, method: str, route: str, status: int, request_id: str, seconds: float) -> None:
        """Count it, and tell it where it is a problem or everything is told."""
        method = method if method in _METHODS else "other"
        self.tally.served(method, route, status, seconds)
        if status >= HTTPStatus.BAD_REQUEST or self._log_all:
            level = logging.WARNING if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO
            logs.tell_request(
                request_id=request_id, method=method, route=route, status=status, seconds=seconds, level=level
            )


class _Answering:
    """Sends on, puts the request's id into the answer and remembers the status."""

    __slots__ = ("_send", "request_id", "status")

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.status = CUT_OFF

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), (HEADER, self.request_id.encode())]
        await self._send(message)


class _CutOff(Exception):
    """The caller went away before the whole request was here; nothing is done."""


async def _body(receive: Receive, bytes_max: int) -> bytes | None:
    """The whole body; None when it is larger than we read."""
    body = b""
    while len(body) <= bytes_max:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _CutOff
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body if len(body) <= bytes_max else None
    return None


async def _send(send: Send, reply: replying.Reply) -> None:
    headers = [
        (b"content-type", reply.content_type.encode()),
        (b"content-length", b"%d" % len(reply.body)),
        *reply.headers,
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
