"""What is wrong with a file: a value with a stable code, a place, and words in three languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, cast

import yaml

from tirek.contract.messages import LANGUAGES, Words
from tirek.ledger.files.titles import title

#: ``envelope``: the whole message or list cannot be taken; ``line``: one person's line.
Severity = Literal["envelope", "line"]

#: Longest piece of a file that a problem repeats.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing that is wrong; ``line`` counts from 1, ``column`` too where there are columns.

    ``field``: ``:20:``, ``/IDN/``, or the column of a list: ``iin``, ``sum`` (see columns.yaml).
    """

    code: str
    severity: Severity
    line: int
    field: str
    value: str = ""
    expected: str = ""
    column: int = 0

    def text(self, lang: str) -> str:
        """Where it is, what is wrong and what to do, in one language."""
        place = "cell" if self.column else "line"
        words = {"line": str(self.line), "column": str(self.column), "field": self.title(lang)}
        return catalogue()["places"][place][lang].format_map(words) + self.what(lang)

    def title(self, lang: str) -> str:
        """What the field is called."""
        return title(self.field, lang)

    def what(self, lang: str) -> str:
        """What is wrong and what to do, without the place."""
        form = catalogue()["forms"].get(self.expected, {}).get(lang, self.expected)
        words = {"value": f"«{short(self.value)}»", "expected": form}
        return catalogue()["problems"][self.code][lang].format_map(words)

    def message(self) -> Mapping[str, str]:
        """The text in each language."""
        return {lang: self.text(lang) for lang in LANGUAGES}


class Problems:
    """Problems of one message or list, in the order found; at most ``most`` are kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: list[FileProblem] = []

    def __iter__(self) -> Iterator[FileProblem]:
        return iter(self._found)

    @property
    def full(self) -> bool:
        return len(self._found) > self._most

    def told(self, *fields: str) -> bool:
        """Whether something is wrong in one of these fields so far."""
        return any(one.field in fields for one in self._found)

    def add(self, problem: FileProblem) -> None:
        if len(self._found) < self._most:
            self._found.append(problem)
        elif not self.full:
            full = FileProblem(
                "too_many_problems", "envelope", problem.line, problem.field,
                expected=str(self._most),
            )  # fmt: skip
            self._found.append(full)

    def envelope(
        self, code: str, line: int, field: str, value: str = "", expected: str = ""
    ) -> None:
        self.add(FileProblem(code, "envelope", line, field, value, expected))

    def line(self, code: str, line: int, field: str, value: str = "", expected: str = "") -> None:
        self.add(FileProblem(code, "line", line, field, value, expected))

    def in_order(self) -> tuple[FileProblem, ...]:
        """By line; those of one line in the order found."""
        return tuple(sorted(self._found, key=lambda problem: problem.line))


def short(text: str) -> str:
    """A piece of a file as it may be shown: on one line, never long."""
    shown = "".join(c if c.isprintable() else "·" for c in text[: _LONGEST + 1])
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, Words]]:
    """problems.yaml: section -> key -> language -> text."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.ledger.files").joinpath("problems.yaml")
    loaded = yaml.load(file.read_bytes(), Loader=loader)
    return cast("Mapping[str, Mapping[str, Words]]", loaded)
