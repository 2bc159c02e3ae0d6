"""The front of the server: what moves money goes straight to the hot door, everything else to the router."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from socert.entrypoints.api import hot
from socert.entrypoints.api.problems import Problem, Refusal

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


class Front:
    """An ASGI application in front of another."""

    def __init__(self, *, door: hot.HotDoor, behind: Application) -> None:
        self.door = door
        self._behind = behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = hot.sent_path(scope) if scope["type"] == "http" and scope["method"] == "POST" else ""
        if not hot.is_hot(path):
            await self._behind(scope, receive, send)
            return
        try:
            body = await _body(receive, hot.bytes_max(path))
        except _CutOff:
            return
        if body is None:
            reply = hot.refuse(Refusal(Problem.BODY_TOO_LARGE), dict(scope["headers"]))
        else:
            reply = await self.door.answer(path, scope["headers"], body)
        await _send(send, reply)


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


async def _send(send: Send, reply: hot.Reply) -> None:
    headers = [
        (b"content-type", reply.content_type.encode()),
        (b"content-length", b"%d" % len(reply.body)),
        *reply.headers,
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
