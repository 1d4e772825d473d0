"""The ledger's work in the background. Every task can be killed anywhere and begun again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from multiprocessing import get_context

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tirek.ledger import intake, person_months, spool, verify
from tirek.ledger.intake import Taken
from tirek.ledger.reading import Inline, Read, ahead
from tirek.ledger.spool import Waiting

#: Lines and files that are posted in one transaction.
MOST_LINES, MOST_FILES = 50_000, 500
#: From so many bytes on, files are read by a process of their own.
_WORTH_A_PROCESS = 4 << 20
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
    with ProcessPoolExecutor(1, get_context("spawn")) if large else Inline() as reader:
        for group in _groups(ahead(reader, waiting)):
            for by, some in groupby(group, key=lambda one: one.by):
                mine = list(some)
                yield from intake.take_in([one.parsed for one in mine], by)
                for one in mine:
                    one.waiting.done()
    verify.catch_up()


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
