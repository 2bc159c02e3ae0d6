"""Password hashing, which is slow on purpose: in threads of its own, so that nobody else's work waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")

_THREADS = 2
_hashers = ThreadPoolExecutor(_THREADS, thread_name_prefix="password")


async def slowly(work: Callable[[], Result]) -> Result:
    """Run it there; whoever comes when both are busy waits in line."""
    return await asyncio.get_running_loop().run_in_executor(_hashers, work)
