"""An event loop whose time is not ours: when nothing is left to do now, it is the time of whatever comes next."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class NothingWillHappen(Exception):
    """Everybody waits for somebody else, for ever."""


class _Nobody:
    """Stands where a loop looks for what its sockets have to say; here nobody says anything, and waiting is free."""

    def __init__(self, loop: "VirtualLoop") -> None:
        self._loop = loop

    def select(self, seconds: float | None) -> list[object]:
        """Be as many seconds later."""
        if seconds is None:
            raise NothingWillHappen
        self._loop.now += seconds
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """Runs tasks and timers in one order only, in no time at all. It has no sockets, threads or signals."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self._selector = _Nobody(self)

    def time(self) -> float:
        """Seconds since the beginning of this loop."""
        return self.now

    def _process_events(self, event_list: list[object]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """Nobody calls from another thread."""


def run(story: Coroutine[Any, Any, Result]) -> Result:
    """Let a story happen from its beginning to its end, with everything it started ended."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.get_loop().set_exception_handler(lambda *_: None)  # whoever gave up waiting hears of no failure
        return runner.run(story)
