"""The message catalogue: every word for people, in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import yaml

LANGUAGES = ("kk", "ru", "en")
Words = Mapping[str, str]


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, Words]]:
    """Sections of messages.yaml: section -> key -> language -> text."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.contract").joinpath("messages.yaml")
    loaded = yaml.load(file.read_bytes(), Loader=loader)
    return cast("Mapping[str, Mapping[str, Words]]", loaded)


def words(section: str, key: str) -> Words:
    """One message in all languages."""
    return catalogue()[section][key]


def say(section: str, key: str, lang: str) -> str:
    """One message in one language."""
    return catalogue()[section][key][lang]
