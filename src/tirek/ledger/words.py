"""Words of the ledger's views, and what they refuse, in three languages: words.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import yaml

from tirek.contract.messages import Words
from tirek.registry.problems import Refused


class NotShown(Refused):
    """What cannot be shown, why, and what to do; no message repeats an ИИН or a name."""

    def text(self, lang: str) -> str:
        return catalogue()["problems"][self.key][lang].format(**self.details)


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, Words]]:
    """words.yaml: section -> key -> language -> text."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.ledger").joinpath("words.yaml")
    loaded = yaml.load(file.read_bytes(), Loader=loader)
    return cast("Mapping[str, Mapping[str, Words]]", loaded)


def say(section: str, key: str, lang: str) -> str:
    """One text in one language."""
    return catalogue()[section][key][lang]
