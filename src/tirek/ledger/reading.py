"""Files of the spool read ahead of those who post them, in this process or another.

Nothing here needs Django: a process that reads begins quickly and knows no database.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any, NamedTuple

from tirek.ledger.parsing import Parsed, parse
from tirek.ledger.spool import Waiting

#: Files that are read at once, and how many such portions ahead.
_TOGETHER, _FAR = 40, 8


class Read(NamedTuple):
    """A file of the spool that has been read."""

    waiting: Waiting
    by: str
    parsed: Parsed


class Inline(Executor):
    """Reads in this process, when asked."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        found: Future[Any] = Future()
        found.set_result(fn(*args, **kwargs))
        return found


def _read(some: Sequence[Waiting]) -> list[Read]:
    found = []
    for one in some:
        try:
            name, by, content = one.read()
        except FileNotFoundError:  # another worker was quicker
            continue
        found.append(Read(one, by, parse(name, content)))
    return found


def ahead(reader: Executor, waiting: Sequence[Waiting]) -> Iterator[Read]:
    """Files read in order, some of them before they are asked for."""
    running: deque[Future[list[Read]]] = deque()
    for start in range(0, len(waiting), _TOGETHER):
        running.append(reader.submit(_read, waiting[start : start + _TOGETHER]))
        if len(running) > _FAR:
            yield from running.popleft().result()
    while running:
        yield from running.popleft().result()
