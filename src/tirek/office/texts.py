"""Words of the pages, in three languages: texts.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import yaml
from django.utils.translation import get_language

from tirek.contract.messages import LANGUAGES, Words


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, Words]]:
    """texts.yaml: section -> key -> language -> text."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.office").joinpath("texts.yaml")
    return cast("Mapping[str, Mapping[str, Words]]", yaml.load(file.read_bytes(), Loader=loader))


def language() -> str:
    """The language of the page that is being made."""
    chosen = (get_language() or "")[:2]
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def text(name: str, /, **values: object) -> str:
    """A text (``"files.title"``) in the page's language, its values in place."""
    section, key = name.split(".")
    return catalogue()[section][key][language()].format(**values)
