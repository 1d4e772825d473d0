"""Words of the commands, in three languages."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import yaml


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, dict[str, str]]:
    file = resources.files("tirek.cli").joinpath("texts.yaml")
    found: dict[str, dict[str, str]] = yaml.safe_load(file.read_text("utf-8"))
    return found


def text(key: str, lang: str, /, **values: object) -> str:
    """A text of ``texts.yaml`` in a language, with its values in place."""
    return _catalogue()[key][lang].format(**values)
