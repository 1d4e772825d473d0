"""Examples of the API: questions that are shown to people who write programs, and run by tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import orjson

from tirek.contract.commands import COMMANDS

Question = dict[str, Any]


@lru_cache(maxsize=1)
def questions() -> Mapping[str, Mapping[str, Question]]:
    """Questions of each command by what they are about."""
    folder = resources.files("tirek.api").joinpath("cases")
    return {
        command: orjson.loads(folder.joinpath(f"{command}.json").read_bytes())
        for command in COMMANDS
    }


@lru_cache(maxsize=1)
def batches() -> Mapping[str, Question]:
    """Batches by what they are about."""
    file = resources.files("tirek.api").joinpath("cases", "batch.json")
    found: Mapping[str, Question] = orjson.loads(file.read_bytes())
    return found
