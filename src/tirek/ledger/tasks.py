"""The ledger's work in the background. Every task can be killed anywhere and begun again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from itertools import groupby
from multiprocessing import get_context
from typing import Any, NamedTuple

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tirek.ledger import intake, person_months, spool, verify
from tirek.ledger.intake import Taken
from tirek.ledger.parsing import Parsed, parse
from tirek.ledger.spool import Waiting

#: Lines and files that are posted in one transaction.
MOST_LINES, MOST_FILES = 50_000, 500
#: Files that a reader reads at once, how many such portions ahead, and from how many bytes on it
#: is a process.
_TOGETHER, _FAR, _WORTH_A_PROCESS = 40, 8, 4 << 20
_AGAIN = RetryStrategy(max_attempts=20, exponential_wait=2)


@app.task(queueing_lock="take_in", retry=_AGAIN, name="ledger.take_in")
def take_in() -> None:
    """Takes in every file that waits."""
    for _ in taken_in(spool.waiting()):
        pass


@app.task(queueing_lock="rebuild", retry=_AGAIN, name="ledger.rebuild")
def rebuild() -> None:
    """Makes the person-months anew from the journal."""
    person_months.rebuild()


def taken_in(files: Iterable[Waiting]) -> Iterator[Taken]:
    """Takes files in, group by group; the next ones are read while a group is posted, many of
    them by a process of its own."""
    waiting = list(files)
    large = sum(one.place.stat().st_size for one in waiting) > _WORTH_A_PROCESS
    with ProcessPoolExecutor(1, get_context("spawn")) if large else _Inline() as reader:
        for group in _groups(_ahead(reader, waiting)):
            for by, some in groupby(group, key=lambda one: one.by):
                mine = list(some)
                yield from intake.take_in([one.parsed for one in mine], by)
                for one in mine:
                    one.waiting.done()
    verify.catch_up()


class Read(NamedTuple):
    """A file of the spool that has been read."""

    waiting: Waiting
    by: str
    parsed: Parsed


class _Inline(Executor):
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


def _ahead(reader: Executor, waiting: Sequence[Waiting]) -> Iterator[Read]:
    """Files read in order, some of them before they are asked for."""
    running: deque[Future[list[Read]]] = deque()
    for start in range(0, len(waiting), _TOGETHER):
        running.append(reader.submit(_read, waiting[start : start + _TOGETHER]))
        if len(running) > _FAR:
            yield from running.popleft().result()
    while running:
        yield from running.popleft().result()


def _groups(files: Iterable[Read]) -> Iterator[list[Read]]:
    group: list[Read] = []
    lines = 0
    for one in files:
        if group and (lines + one.parsed.size > MOST_LINES or len(group) == MOST_FILES):
            yield group
            group, lines = [], 0
        group.append(one)
        lines += one.parsed.size
    if group:
        yield group
