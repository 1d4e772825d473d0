"""The contract's four questions by name: each is read, and answered alone or many together.

What the command line and the HTTP API share.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

import orjson

from tirek.contract import assess, assess_question, care, contributions, insured_status
from tirek.contract.problems import Problem
from tirek.contract.reading import Object, parse


class Command(NamedTuple):
    """How a command reads a question and answers many; those that are ``alike`` are run by the
    same plan of the law."""

    read: Callable[[Object], Any]
    answers: Callable[[Sequence[Any], str, bool], list[dict[str, object]]]
    alike: Callable[[Any], Hashable] = lambda question: None


COMMANDS = {
    "assess": Command(assess_question.read, assess.answers, assess.alike),
    "contributions": Command(contributions.read, contributions.answers),
    "insured-status": Command(insured_status.read, insured_status.answers),
    "care": Command(care.read, care.answers),
}


def answer_one(command: str, text: bytes, lang: str, brief: bool) -> dict[str, object]:
    """The answer to one question; raises Problem."""
    chosen = COMMANDS[command]
    return chosen.answers([chosen.read(parse(text))], lang, brief)[0]


def answer_chunk(command: str, lines: Sequence[bytes], lang: str, brief: bool) -> tuple[bytes, int]:
    """Answers of some lines, a JSON object each, and how many of the lines were bad."""
    chosen = COMMANDS[command]
    results: list[bytes] = [b""] * len(lines)
    good: list[int] = []
    questions = []
    for number, line in enumerate(lines):
        try:
            questions.append(chosen.read(parse(line)))
            good.append(number)
        except Problem as problem:
            results[number] = orjson.dumps(problem.as_dict())
    if questions:
        answers = chosen.answers(questions, lang, brief)
        for number, one in zip(good, answers, strict=True):
            results[number] = orjson.dumps(one)
    results.append(b"")
    return b"\n".join(results), len(lines) - len(good)
