"""What the work on posted and waiting money refuses, in three languages: refusals.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import yaml

from tirek.contract.messages import Words
from tirek.registry.problems import Refused

#: Longest piece of what was given that a message repeats.
_LONGEST = 120


class NotDone(Refused):
    """A piece of work that is not done, why, and what to do. ``at`` names the place; no message
    repeats an ИИН or a person's name."""

    def text(self, lang: str) -> str:
        details = {name: str(value)[:_LONGEST] for name, value in self.details.items()}
        return catalogue()[self.key][lang].format(at=self.at or "/", **details)


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Words]:
    """refusals.yaml: key -> language -> text."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.ledger").joinpath("refusals.yaml")
    return cast("Mapping[str, Words]", yaml.load(file.read_bytes(), Loader=loader))
