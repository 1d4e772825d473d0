"""Work that would hold up everybody else: done in threads, a few at a time; and the room for what
waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from tirek.api.problems import HttpProblem

_Result = TypeVar("_Result")

#: Of requests of many questions few are worked on at once: each takes a core.
_of_many = ThreadPoolExecutor(2, thread_name_prefix="many")
_of_one = ThreadPoolExecutor(2, thread_name_prefix="one")
#: Seconds after which there may be room again.
_SOON = 10


class Room:
    """Memory for bodies, in one process: counted as they arrive, so that whoever sends slowly, or
    only says that much will come, takes nothing from others."""

    def __init__(self, most: int) -> None:
        self._left = most

    @contextmanager
    def taken(self) -> Iterator[Callable[[int], None]]:
        """The room of one body: told the bytes of each piece, it raises HttpProblem where there is
        none left. It is free again at the end."""
        size = 0

        def take(more: int) -> None:
            nonlocal size
            size += more
            self._left -= more
            if self._left < 0:
                headers = {"Retry-After": str(_SOON), "Connection": "close"}
                raise HttpProblem("busy", headers=headers, value=_SOON)

        try:
            yield take
        finally:
            self._left += size


#: Bodies of many questions, those that are worked on too.
OF_MANY = Room(256 << 20)


async def for_many(work: Callable[[], _Result]) -> _Result:
    """Does the work of many questions beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_of_many, work)


async def for_one(work: Callable[[], _Result]) -> _Result:
    """Does the work of one question beside the event loop, whatever many others ask."""
    return await asyncio.get_running_loop().run_in_executor(_of_one, work)
