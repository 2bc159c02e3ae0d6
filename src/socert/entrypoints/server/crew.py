"""Several processes that share one port: forked from one that only watches over them."""

import os
import select
import signal
import socket
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType

Work = Callable[[socket.socket, Callable[[], None]], None]

_ENDING = (signal.SIGINT, signal.SIGTERM)
_STARTS_MAX = 5
_CALM_SECONDS = 10


class UnableToKeepServing(Exception):
    """A process of the crew ends again and again."""


class _Watch:
    """What the watching process knows: who serves at which socket, and whether all is to end."""

    def __init__(self, listeners: Sequence[socket.socket], *, work: Work) -> None:
        self._listeners = listeners
        self._work = work
        self._serving: dict[int, int] = {}
        # Nobody writes here; its end is noticed when this process is gone, however it went.
        self._alive, self._kept = os.pipe()
        self._told, self._tells = os.pipe()
        self.is_ending = False

    def start(self, place: int) -> None:
        """Start one, unless all is to end; a signal waits meanwhile, so that whoever is to end hears of it."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            if self.is_ending:
                return
            pid = os.fork()
            if pid == 0:
                self._serve(place)
            self._serving[pid] = place
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)

    def _serve(self, place: int) -> None:
        code = 1
        try:
            # Not the watching process's own handlers: a signal before the work has its own ends this process at once.
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
            os.close(self._kept)
            for other, listener in enumerate(self._listeners):
                if other != place:
                    listener.close()
            threading.Thread(target=_end_with, args=(self._alive,), daemon=True).start()
            self._work(self._listeners[place], lambda: _say(self._tells))
            code = 0
        except KeyboardInterrupt:
            code = 0  # uvicorn raises the signal again at its end
        except BaseException:  # noqa: BLE001 - told by the exit code; the cause stands in the log
            traceback.print_exc()
        finally:
            os._exit(code)

    def wait_until_ready(self) -> bool:
        """Until each of them answers, or one has ended; gives False when all is to end already."""
        for _ in self._listeners:
            while not _is_told(self._told):
                if self.is_ending:
                    return False
                pid, _ = os.waitpid(-1, os.WNOHANG)
                if self._serving.pop(pid, None) is not None and not self.is_ending:
                    raise UnableToKeepServing("A server process ended while starting; its log says why.")
        return True

    def watch(self) -> None:
        """Replace whoever ends, until all is to end; then wait for the last."""
        starts: list[float] = []
        while self._serving:
            pid, _ = os.wait()
            place = self._serving.pop(
                pid, None
            )  # where this process is the first of all, others' children end here too
            if place is None or self.is_ending:
                continue
            now = time.monotonic()
            starts = [*(one for one in starts if now - one < _CALM_SECONDS), now]
            if len(starts) > _STARTS_MAX:
                raise UnableToKeepServing("A server process ends again and again; its log says why.")
            self.start(place)

    def end(self) -> None:
        """Tell all to end, and let nobody wait in a line that is served no more."""
        self.is_ending = True
        for pid in list(self._serving):
            with suppress(ProcessLookupError):  # it has ended just now
                os.kill(pid, signal.SIGTERM)
        for listener in self._listeners:
            listener.close()

    def wait_for_all(self) -> None:
        """Until nobody is left."""
        for pid in list(self._serving):
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
            self._serving.pop(pid, None)


def run(listeners: Sequence[socket.socket], *, work: Work, ready: Callable[[], None]) -> None:
    """Let one process a socket do `work` until SIGINT or SIGTERM; one that ends by itself is replaced.

    Args:
        listeners: sockets of the same port.
        work: serves at a socket until a signal; calls what it is given once it answers.
        ready: called once all answer.

    Raises:
        UnableToKeepServing: one ends again and again.
    """
    watch = _Watch(listeners, work=work)

    def end(_signal: int, _frame: FrameType | None) -> None:
        watch.end()

    before = {one: signal.signal(one, end) for one in _ENDING}
    try:
        for place in range(len(listeners)):
            watch.start(place)
        if watch.wait_until_ready():
            ready()
        watch.watch()
    except BaseException:
        watch.end()
        watch.wait_for_all()
        raise
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _end_with(pipe: int) -> None:
    """End this process when the other end of a pipe is gone."""
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _say(pipe: int) -> None:
    os.write(pipe, b".")


def _is_told(pipe: int) -> bool:
    return bool(select.select([pipe], [], [], 0.05)[0]) and bool(os.read(pipe, 1))
