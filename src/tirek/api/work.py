"""Work that would hold up everybody else: done in threads, a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

_Result = TypeVar("_Result")

#: Requests of many questions that are read and answered at once; others wait, their bodies
#: unread, so that memory is bounded.
MOST_AT_ONCE = 4
_threads = ThreadPoolExecutor(2, thread_name_prefix="api")
_places: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


@asynccontextmanager
async def place() -> AsyncIterator[None]:
    """One of the places for requests of many questions."""
    loop = asyncio.get_running_loop()
    if loop not in _places:
        _places.clear()  # a loop that ended, in tests
        _places[loop] = asyncio.Semaphore(MOST_AT_ONCE)
    async with _places[loop]:
        yield


async def in_thread(work: Callable[[], _Result]) -> _Result:
    """Does some work beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_threads, work)
