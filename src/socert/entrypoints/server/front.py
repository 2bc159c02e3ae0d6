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
        self._door = door
        self._behind = behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "POST" or not hot.is_hot(scope["path"]):
            await self._behind(scope, receive, send)
            return
        headers = dict(scope["headers"])
        body = await _body(receive)
        if body is None:
            reply = hot.refuse(Refusal(Problem.BODY_TOO_LARGE), headers)
        else:
            raw = scope.get("raw_path") or scope["path"].encode()
            reply = await self._door.answer(raw.partition(b"?")[0].decode("latin-1"), headers, body)
        await _send(send, reply)


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None when it is larger than we read."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        if len(body) > hot.BODY_BYTES_MAX:
            return None
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        body += message.get("body", b"")
    return None if len(body) > hot.BODY_BYTES_MAX else body


async def _send(send: Send, reply: hot.Reply) -> None:
    headers = [
        (b"content-type", reply.content_type.encode()),
        (b"content-length", b"%d" % len(reply.body)),
        *reply.headers,
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
