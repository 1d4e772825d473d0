"""Words of the work on money that was posted or waits: work.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Sections: results, steps, verdicts, codes, reasons, told; then key and language (results
    have a title and what to do)."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.ledger").joinpath("work.yaml")
    found: Mapping[str, Mapping[str, Any]] = yaml.load(file.read_bytes(), Loader=loader)
    return found


def word(section: str, key: str, lang: str, /, **values: object) -> str:
    """One text in one language, with its values in place."""
    text: str = catalogue()[section][key][lang]
    return text.format(**values) if values else text


def result(key: str, part: str, lang: str) -> str:
    """The ``title`` of a result of a comparison with the bank, or what ``todo`` there is."""
    text: str = catalogue()["results"][key][part][lang]
    return text
