"""Questions that arrive together get what each gets alone; one that fails fails alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from tests.law.lives import made
from tirek.api.gathering import MOST, Gathering
from tirek.api.requests import Options
from tirek.contract.commands import COMMANDS, Command
from tirek.contract.problems import Problem


@pytest.mark.parametrize("command", COMMANDS)
def test_together_is_as_alone(command: str) -> None:
    chosen = COMMANDS[command]
    questions = []
    for case in made(command):
        try:
            questions.append(chosen.read(case))
        except Problem:
            continue
    ways = [Options("kk", True), Options("ru", False), Options("en", False)]

    async def together() -> list[bytes]:
        gathering = Gathering(chosen)
        return await asyncio.gather(
            *(gathering.ask(one, ways[n % 3]) for n, one in enumerate(questions))
        )

    found = asyncio.run(together())
    assert found == [
        orjson.dumps(chosen.answers([one], *ways[n % 3])[0]) for n, one in enumerate(questions)
    ]


def test_one_that_fails_fails_alone() -> None:
    sizes = []

    def answers(questions: Sequence[int], lang: str, brief: bool) -> list[dict[str, Any]]:
        sizes.append(len(questions))
        return [{"value": 1 // one} for one in questions]

    async def together() -> list[Any]:
        gathering = Gathering(Command(lambda given: given, answers))
        asked = [gathering.ask(n % 40, Options("kk", True)) for n in range(1, MOST + 10)]
        return await asyncio.gather(*asked, return_exceptions=True)

    found = asyncio.run(together())
    failed = [n for n, one in enumerate(found, 1) if isinstance(one, ZeroDivisionError)]
    assert failed == [40] and found[0] == b'{"value":1}'
    assert sizes[0] == MOST and max(sizes) == MOST
