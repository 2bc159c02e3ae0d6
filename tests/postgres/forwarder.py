"""A wire between the application and the server that a test can cut, also at the worst moment."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

#: How the application asks for a commit and how the server says that it is done; likewise a rollback.
_COMMIT, _ROLLBACK = re.compile(rb"(?i)COMMIT(?:_\d+)?\0"), re.compile(rb"(?i)ROLLBACK(?:_\d+)?\0")
_LONG = 200  # bytes; an answer of a batch's lock or a question's rows, not a word about a transaction


class Trouble(Enum):
    """What happens to the wire, once, at the next commit, rollback or long answer."""

    CUT_BEFORE_COMMIT = "cut before the commit leaves"
    CUT_AFTER_COMMIT = "cut as soon as the commit has left"
    CUT_AT_COMMITTED = "cut when the server has committed and says so"
    CUT_IN_ANSWER = "cut in the middle of an answer"
    MUTE_BEFORE_COMMIT = "from the commit on nothing is forwarded, and nobody hears that the wire has ended"
    MUTE_AFTER_COMMIT = "the commit still arrives, then nothing is forwarded"
    MUTE_AT_ROLLBACK = "from the rollback on nothing is forwarded"


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
        #: What is to happen next, and what did.
        self.trouble: Trouble | None = None
        self.happened: list[Trouble] = []
        self.committed_unheard = asyncio.Event()
        self.delay_seconds = 0.0
        self.is_deaf = False
        self._mute: set[asyncio.StreamReader] = set()
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
        ends = (reader, server_reader)
        for source, sink, is_answer in ((reader, server_writer, False), (server_reader, writer, True)):
            task = asyncio.create_task(self._copy(source, sink, ends=ends, is_answer=is_answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _copy(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        *,
        ends: tuple[asyncio.StreamReader, asyncio.StreamReader],
        is_answer: bool,
    ) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                trouble = self._strikes(data, is_answer=is_answer)
                if trouble is not None:
                    self.trouble = None
                    self.happened.append(trouble)
                    data = _what_is_left_of(data, trouble)
                if source not in self._mute:
                    await asyncio.sleep(self.delay_seconds)
                    sink.write(data)
                    await sink.drain()
                if trouble is not None and self._end(trouble, ends):
                    return
        with suppress(OSError):
            sink.close()

    def _strikes(self, data: bytes, *, is_answer: bool) -> Trouble | None:
        """The trouble that is due, when this is the moment for it."""
        trouble = self.trouble
        is_moment = {
            Trouble.CUT_AT_COMMITTED: is_answer and bool(_COMMIT.search(data)),
            Trouble.CUT_IN_ANSWER: is_answer and len(data) > _LONG,
            Trouble.MUTE_AT_ROLLBACK: not is_answer and bool(_ROLLBACK.search(data)),
        }
        return trouble if trouble and is_moment.get(trouble, not is_answer and bool(_COMMIT.search(data))) else None

    def _end(self, trouble: Trouble, ends: tuple[asyncio.StreamReader, asyncio.StreamReader]) -> bool:
        """Go mute or cut everything; gives whether the wire is cut."""
        if trouble in {Trouble.MUTE_BEFORE_COMMIT, Trouble.MUTE_AFTER_COMMIT, Trouble.MUTE_AT_ROLLBACK}:
            self._mute.update(ends)
            return False
        self._abort()
        if trouble is Trouble.CUT_AT_COMMITTED:
            self.committed_unheard.set()
        return True


def _what_is_left_of(data: bytes, trouble: Trouble) -> bytes:
    """What still gets through of what was sent at the moment of trouble."""
    match trouble:
        case Trouble.CUT_AFTER_COMMIT | Trouble.MUTE_AFTER_COMMIT:
            return data
        case Trouble.CUT_IN_ANSWER:
            return data[: len(data) // 2]
        case _:
            return b""


@asynccontextmanager
async def open_wire(url: str) -> AsyncIterator[Wire]:
    """A wire, mended."""
    wire = Wire(url)
    await wire.mend()
    try:
        yield wire
    finally:
        await wire.close()
