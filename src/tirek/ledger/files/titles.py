"""Columns of lists as columns.yaml has them: what they are called and known by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import yaml


@lru_cache(maxsize=1)
def columns() -> Mapping[str, Any]:
    """columns.yaml: column -> its title in each language and its names; ``totals``: words."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.ledger.files").joinpath("columns.yaml")
    return cast("Mapping[str, Any]", yaml.load(file.read_bytes(), Loader=loader))


def title(name: str, lang: str) -> str:
    """What a column is called; anything else is called what it is."""
    column = columns().get(name)
    return cast(str, column["title"][lang]) if isinstance(column, dict) else name
