"""The samples that the documentation names can be asked as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tirek.contract.commands import COMMANDS, answer_one

FILES = sorted((Path(__file__).parent.parent / "examples").glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_sample_is_answered(file: Path) -> None:
    name = file.stem.replace("_", "-")
    command = name if name in COMMANDS else "assess"
    answer = answer_one(command, file.read_bytes(), "kk", False)
    assert answer["explanation"]
    assert answer.get("entitled", True) is True and not answer["undetermined"]


def test_there_is_a_sample_of_each_command() -> None:
    assert {file.stem for file in FILES} >= {"contributions", "insured_status", "care", "childcare"}
