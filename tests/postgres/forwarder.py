"""A wire between the application and the server that a test can cut, also at the worst moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

_COMMITTED = b"COMMIT\0"  # how the server says that a transaction is committed


class Wire:
    """Forwards every connection to the server until it is cut; mended, it is found at the same address again."""

    def __init__(self, url: str) -> None:
        given = conninfo_to_dict(url)
        self._socket = str(Path(str(given["host"])) / f".s.PGSQL.{given['port']}")
        self._given = url
        self._port = 0
        self._server: asyncio.Server | None = None
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.is_cut_at_next_commit = False
        self.is_deaf = False
        self.commits_swallowed = 0
        self.swallowed = asyncio.Event()
        self.connections = 0

    @property
    def url(self) -> str:
        """The address of the application's end."""
        return make_conninfo(self._given, host="127.0.0.1", port=self._port)

    async def mend(self) -> None:
        """Let connections through."""
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    def go_deaf(self) -> None:
        """End all connections; new ones are taken and never hear a word."""
        self.is_deaf = True
        self._abort()

    async def cut(self) -> None:
        """End all connections and refuse new ones."""
        assert self._server is not None
        self._server.close()
        self._abort()
        await self._server.wait_closed()

    async def close(self) -> None:
        """End everything."""
        await self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _abort(self) -> None:
        for pair in self._pairs:
            for end in pair:
                end.transport.abort()
        self._pairs.clear()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self.is_deaf:
            self._pairs.add((writer, writer))
            return
        server_reader, server_writer = await asyncio.open_unix_connection(self._socket)
        self._pairs.add((writer, server_writer))
        for source, sink, is_answer in ((reader, server_writer, False), (server_reader, writer, True)):
            task = asyncio.create_task(self._copy(source, sink, is_answer=is_answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _copy(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, is_answer: bool) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                if is_answer and self.is_cut_at_next_commit and _COMMITTED in data:
                    # The server has committed; the application will never hear of it.
                    self.is_cut_at_next_commit = False
                    self.commits_swallowed += 1
                    self.swallowed.set()
                    self._abort()
                    return
                sink.write(data)
                await sink.drain()
        with suppress(OSError):
            sink.close()


@asynccontextmanager
async def open_wire(url: str) -> AsyncIterator[Wire]:
    """A wire, mended."""
    wire = Wire(url)
    await wire.mend()
    try:
        yield wire
    finally:
        await wire.close()
