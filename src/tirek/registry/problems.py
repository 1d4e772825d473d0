"""What the registry refuses, in three languages: codes and texts stand in problems.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import yaml

from tirek.contract.messages import LANGUAGES, Words
from tirek.contract.problems import Problem

#: Longest piece of what was given that a message repeats.
_LONGEST = 60


class Refused(Problem):
    """What the registry does not take. ``at`` is the JSON pointer of the place. No message repeats
    an ИИН or a name."""

    def as_dict(self) -> dict[str, object]:
        """As the problems of the contract are told."""
        message = {lang: self.text(lang) for lang in LANGUAGES}
        return {"error": {"code": self.code, "at": self.at, "message": message}}

    def text(self, lang: str) -> str:
        """What is wrong, where and what to do, in one language."""
        details = {name: str(value)[:_LONGEST] for name, value in self.details.items()}
        return catalogue()[self.key][lang].format(at=self.at or "/", **details)


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Words]:
    """problems.yaml: key -> language -> text."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.registry").joinpath("problems.yaml")
    return cast("Mapping[str, Words]", yaml.load(file.read_bytes(), Loader=loader))
