"""Every published example, as tests/cases/examples/README.md says how they are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.contract.asking import ask

FOLDER = Path(__file__).parent.parent / "cases" / "examples"


def examples() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            found.append(pytest.param(json.loads(line), id=f"{file.stem}-{number}"))
    return found


def seen(command: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with the names that examples use beside those of the contract."""
    if command != "assess":
        return answer
    return {
        **answer,
        "reason_codes": [reason["code"] for reason in answer["reasons"]],
        "shares": [one["share"] for one in answer.get("dependants", [])],
    }


@pytest.mark.parametrize("brief", [True, False], ids=["brief", "full"])
@pytest.mark.parametrize("example", examples())
def test_the_example_is_answered_as_published(example: dict[str, Any], brief: bool) -> None:
    command, expected = example["command"], example["expect"]
    answer = seen(command, ask(command, example["case"], brief=brief))
    if command == "contributions":
        lines = {(line["fund"], line["kind"]): line for line in answer["lines"]}
        assert len(lines) == len(answer["lines"]) == len(expected)
        for line in expected:
            found = lines[line["fund"], line["kind"]]
            assert {key: found[key] for key in line} == line
    else:
        assert {key: answer[key] for key in expected} == expected


def test_there_are_examples_of_three_commands() -> None:
    commands = {param.values[0]["command"] for param in examples()}
    assert commands == {"assess", "contributions", "insured-status"}
    assert len(examples()) >= 45
