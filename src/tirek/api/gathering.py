"""Questions that arrive together are answered together: a run of the law costs little more for
ten people than for one, and gives each what it gives that person alone."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any, NamedTuple

import orjson

from tirek.api.requests import Options
from tirek.contract.commands import Command

#: Questions that are answered at once: more would hold up those that arrive meanwhile.
MOST = 32


class _One(NamedTuple):
    question: Any
    asked: Options
    told: asyncio.Future[bytes]


class Gathering:
    """The questions of one command that wait for the present turn of the event loop to end."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._waiting: list[_One] = []

    def ask(self, question: Any, asked: Options) -> asyncio.Future[bytes]:
        """The answer to a question that has been read."""
        loop = asyncio.get_running_loop()
        one = _One(question, asked, loop.create_future())
        self._waiting.append(one)
        if len(self._waiting) == 1:
            loop.call_soon(self._begin)
        return one.told

    def _begin(self) -> None:
        waiting, self._waiting = self._waiting, []
        groups: dict[Hashable, list[_One]] = {}
        for one in waiting:
            groups.setdefault((one.asked, self._command.alike(one.question)), []).append(one)
        for group in groups.values():
            for at in range(0, len(group), MOST):
                self._start(group[at : at + MOST])

    def _start(self, group: Sequence[_One]) -> None:
        task = asyncio.get_running_loop().create_task(self._answer(group))
        task.add_done_callback(partial(self._done, group))

    async def _answer(self, group: Sequence[_One]) -> list[bytes]:
        asked = group[0].asked
        found = self._command.answers([one.question for one in group], asked.lang, asked.brief)
        return [orjson.dumps(one) for one in found]

    def _done(self, group: Sequence[_One], task: asyncio.Task[list[bytes]]) -> None:
        """Hands the answers out; where something failed, each is asked alone: whose question it
        was hears of it, and nobody else."""
        error = task.exception()
        if error is None:
            for one, content in zip(group, task.result(), strict=True):
                one.told.set_result(content)
        elif len(group) == 1:
            group[0].told.set_exception(error)
        else:
            for one in group:
                self._start([one])
