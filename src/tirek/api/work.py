"""Work that would hold up everybody else: done in threads, a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

_Result = TypeVar("_Result")

#: Requests of many questions whose bodies are taken in at once: others wait, their bodies unread,
#: so that memory is bounded. Of these few are worked on at once: each takes a core.
MOST_TAKEN_IN = 8
_of_many = ThreadPoolExecutor(2, thread_name_prefix="many")
_of_one = ThreadPoolExecutor(2, thread_name_prefix="one")
_places: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


@asynccontextmanager
async def place() -> AsyncIterator[None]:
    """One of the places for requests of many questions."""
    loop = asyncio.get_running_loop()
    if loop not in _places:
        _places.clear()  # a loop that ended, in tests
        _places[loop] = asyncio.Semaphore(MOST_TAKEN_IN)
    async with _places[loop]:
        yield


async def for_many(work: Callable[[], _Result]) -> _Result:
    """Does the work of many questions beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_of_many, work)


async def for_one(work: Callable[[], _Result]) -> _Result:
    """Does the work of one question beside the event loop, whatever many others ask."""
    return await asyncio.get_running_loop().run_in_executor(_of_one, work)
