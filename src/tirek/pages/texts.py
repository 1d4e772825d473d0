"""Words of pages: YAML files in a package, section -> key -> language -> text.

A text that names a button, a heading or a field has its words from it: ``{=check.do}`` stands for
the text ``check.do`` in the same language, so that the two cannot part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from importlib import resources
from typing import Any

import yaml
from django.utils.translation import get_language

from tirek.contract.messages import LANGUAGES, Words

_NAMED = re.compile(r"\{=([a-z_0-9]+)\.([a-z_0-9]+)\}")


class Texts:
    """The catalogue of a package: ``texts.yaml``, or every file of ``texts/``."""

    def __init__(self, package: str) -> None:
        self._package = package

    @cached_property
    def catalogue(self) -> Mapping[str, Mapping[str, Words]]:
        """Section -> key -> language -> text.

        :raises ValueError: a section that stands in two files
        :raises KeyError: a text names another that is not there
        """
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        folder = resources.files(self._package).joinpath("texts")
        alone = resources.files(self._package).joinpath("texts.yaml")
        files = sorted(folder.iterdir(), key=str) if folder.is_dir() else [alone]
        found: dict[str, Mapping[str, Words]] = {}
        for file in files:
            read = yaml.load(file.read_bytes(), Loader=loader)
            for section, texts in read.items():
                if strange := [key for key in texts if not isinstance(key, str)]:
                    raise ValueError(f"{file}: {section}: {strange} wants quotation marks")
            if twice := found.keys() & read.keys():
                raise ValueError(f"{file}: {', '.join(sorted(twice))} stands in another file too")
            found |= read
        return {
            section: {key: _with_named(words, found) for key, words in texts.items()}
            for section, texts in found.items()
        }

    def text(self, name: str, /, **values: object) -> str:
        """A text (``"files.title"``) in the page's language, its values in place."""
        section, key = name.split(".")
        return self.catalogue[section][key][language()].format(**values)

    def has(self, name: str) -> bool:
        """Whether there is such a text."""
        section, key = name.split(".")
        return key in self.catalogue.get(section, {})

    def maybe(self, name: str) -> str:
        """A text, or nothing where there is none."""
        return self.text(name) if self.has(name) else ""


def _with_named(words: Words, all_: Mapping[str, Mapping[str, Words]]) -> Words:
    """A text with the words of those that it names."""
    found: dict[str, str] = {}
    for lang, said in words.items():
        names = {match[0]: all_[match[1]][match[2]][lang] for match in _NAMED.finditer(said)}
        for mark, name in names.items():
            said = said.replace(mark, name)
        found[lang] = said
    return found


def language() -> str:
    """The language of the page that is being made."""
    chosen = (get_language() or "")[:2]
    return chosen if chosen in LANGUAGES else LANGUAGES[0]
