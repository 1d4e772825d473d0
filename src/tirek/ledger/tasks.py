"""The ledger's work in the background. Every task can be killed anywhere and begun again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tirek.ledger import intake, person_months, spool, verify
from tirek.ledger.intake import Parsed, Taken
from tirek.ledger.spool import Waiting

#: Lines and files that are posted in one transaction.
MOST_LINES, MOST_FILES = 50_000, 500
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
    """Takes files in, group by group; the next group is read while one is posted."""
    with ThreadPoolExecutor(1) as reader:
        groups = _groups(files)
        ahead = reader.submit(next, groups, None)
        while (group := ahead.result()) is not None:
            ahead = reader.submit(next, groups, None)
            for by, some in groupby(group, key=lambda one: one[1]):
                mine = list(some)
                yield from intake.take_in([parsed for _, _, parsed in mine], by)
                for one, _, _ in mine:
                    one.done()
    verify.catch_up()


_Read = tuple[Waiting, str, Parsed]


def _groups(files: Iterable[Waiting]) -> Iterator[list[_Read]]:
    group: list[_Read] = []
    lines = 0
    for one in files:
        try:
            name, by, content = one.read()
        except FileNotFoundError:  # another worker was quicker
            continue
        parsed = intake.parse(name, content)
        if group and (lines + parsed.size > MOST_LINES or len(group) == MOST_FILES):
            yield group
            group, lines = [], 0
        group.append((one, by, parsed))
        lines += parsed.size
    if group:
        yield group
