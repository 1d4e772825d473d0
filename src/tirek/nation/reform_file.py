"""A reform's YAML file read strictly: what is not written as it must be is said at its place.

Every scalar is read as the text that stands there, so no number ever becomes a float; aliases,
keys written twice, deep nesting and long files are refused before they cost anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import yaml

from tirek.contract.messages import LANGUAGES
from tirek.contract.problems import Problem
from tirek.engine.parameter_files import is_number
from tirek.engine.parameters import Parameter
from tirek.engine.units import LAST_BAND, MOST, Unit

MOST_BYTES = 200_000
#: A reform is seven deep (a number in a band in bands in a value in a list in parameters).
_DEEPEST = 16
_DAYS = (date(1900, 1, 1), date(2099, 12, 31))
_KEYS = {"since", "until", "value", "bands"}
_NONE = ("", "~", "null")
_DECIMALS = {Unit.RATIO: 6, Unit.MONEY: 2}


@dataclass(frozen=True)
class Change:
    """A value (or bands) of a reform, from ``since`` to ``until`` (that day no longer
    included); ``number`` is which one of its parameter's it is in the file."""

    number: int
    since: date
    until: date | None
    value: str | None
    bands: list[tuple[int, str]]

    @property
    def texts(self) -> list[str]:
        """All numbers of the value, as written."""
        return [text for _, text in self.bands] if self.value is None else [self.value]

    def entry(self) -> dict[str, object]:
        """The change as a parameter file has a dated value."""
        content = {"bands": [list(band) for band in self.bands]} if self.value is None else {
            "value": self.value
        }  # fmt: skip
        return {
            "since": self.since, "until": self.until, **content,
            "act": "Reform", "article": "-", "confidence": "DERIVED",
        }  # fmt: skip


@dataclass(frozen=True)
class Reform:
    """The title in three languages, and for each parameter its changes in order of time."""

    title: Mapping[str, str]
    changes: Mapping[str, list[Change]]


def read(content: bytes, held: Mapping[str, Parameter]) -> Reform:
    """A reform of the parameters ``held``; raises Problem for the first thing that is wrong."""
    document = _document(content)
    if not isinstance(document, dict) or set(document) != {"reform", "parameters"}:
        raise Problem("bad_reform", "")
    title, parameters = document["reform"], document["parameters"]
    if (
        not isinstance(title, dict)
        or set(title) != set(LANGUAGES)
        or not all(isinstance(text, str) and text.strip() for text in title.values())
    ):
        raise Problem("bad_reform.title", "/reform")
    if not isinstance(parameters, dict) or not parameters:
        raise Problem("bad_reform.parameters", "/parameters")
    return Reform(title, {name: _changes(name, parameters[name], held) for name in parameters})


# ---------------------------------------------------------------------- YAML


class _Loader(yaml.BaseLoader):
    """YAML of texts, lists and mappings alone, without aliases."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        alias = self.check_event(yaml.AliasEvent)
        if alias or self._depth >= _DEEPEST:
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            what = "alias" if alias else "nesting"
            raise yaml.YAMLError(f"{what}, line {event.start_mark.line + 1}")
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def compose_scalar_node(self, anchor: Any) -> Any:
        node = super().compose_scalar_node(anchor)
        node.value.encode()  # half a character, written as an escape, is no text
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise yaml.YAMLError(f"{twice} ×2, line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep=True)


def _document(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise Problem("bad_reform.size", "", hi=MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem("bad_reform.encoding", "") from None
    try:
        return _Loader(text).get_single_data()
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise Problem("bad_reform.yaml", "", text=_told(error)) from None


def _told(error: Exception) -> str:
    """What YAML says, with its line, without the piece of the file that it repeats."""
    mark = getattr(error, "problem_mark", None)
    where = f", line {mark.line + 1}" if mark else ""
    return f"{getattr(error, 'problem', None) or error}{where}"


# ---------------------------------------------------------------------- values


def _changes(name: str, values: Any, held: Mapping[str, Parameter]) -> list[Change]:
    at = f"/parameters/{name}"
    if name not in held:
        close = [other for other in held if name.split("_")[0] in other][:12]
        raise Problem("bad_enum.name", at, value=name, allowed=close or sorted(held)[:12])
    if not isinstance(values, list) or not values:
        raise Problem("bad_reform.values", at)
    changes = [
        _change(held[name], number, value, f"{at}/{number}") for number, value in enumerate(values)
    ]
    changes.sort(key=lambda change: change.since)
    for this, following in pairwise(changes):
        if following.since == this.since or (this.until and this.until > following.since):
            later = max(this.number, following.number)
            raise Problem("bad_reform.order", f"{at}/{later}", value=str(following.since))
    return changes


def _change(parameter: Parameter, number: int, value: Any, at: str) -> Change:
    if not isinstance(value, dict) or not {"since"} <= set(value) <= _KEYS:
        raise Problem("bad_reform.values", at)
    since = _day(value["since"], f"{at}/since")
    until = None
    if value.get("until", "") not in _NONE:
        until = _day(value["until"], f"{at}/until")
        if until <= since:
            raise Problem("bad_reform.end", f"{at}/until", value=str(until))
    if parameter.editions[0].bands:
        if "value" in value or "bands" not in value:
            raise Problem("bad_reform.bands", at)
        return Change(number, since, until, None, _bands(parameter, value["bands"], f"{at}/bands"))
    if "bands" in value or "value" not in value:
        raise Problem("bad_reform.value", at)
    return Change(number, since, until, _number(parameter, value["value"], f"{at}/value"), [])


def _day(text: Any, at: str) -> date:
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        day = None
    if day is None or str(day) != text or not _DAYS[0] <= day <= _DAYS[1]:
        raise Problem("bad_reform.day", at, value=text)
    return day


def _bands(parameter: Parameter, rows: Any, at: str) -> list[tuple[int, str]]:
    if not isinstance(rows, list) or not rows:
        raise Problem("bad_reform.bands", at)
    bands: list[tuple[int, str]] = []
    for number, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != 2:
            raise Problem("bad_reform.bands", f"{at}/{number}")
        first, text = row
        if not isinstance(first, str) or not is_number(first) or "." in first:
            raise Problem("bad_reform.bands", f"{at}/{number}/0")
        if not 0 <= int(first) <= LAST_BAND:
            raise Problem("bad_reform.bounds", f"{at}/{number}/0", key=parameter.name,
                          value=first, lo=0, hi=LAST_BAND)  # fmt: skip
        if bands and int(first) <= bands[-1][0]:
            raise Problem("bad_reform.bands", f"{at}/{number}/0")
        bands.append((int(first), _number(parameter, text, f"{at}/{number}/1")))
    return bands


def _number(parameter: Parameter, text: Any, at: str) -> str:
    if parameter.unit is Unit.CODE:
        if not isinstance(text, str) or not text.strip():
            raise Problem("bad_reform.value", at)
        return text
    decimals = _DECIMALS.get(parameter.unit, 0)
    if not isinstance(text, str) or not is_number(text) or places(text) > decimals:
        raise Problem("bad_reform.number", at, value=text, key=parameter.name, hi=decimals)
    most = MOST[parameter.unit]
    if not 0 <= Fraction(text) <= most:
        raise Problem("bad_reform.bounds", at, key=parameter.name, value=text, lo=0, hi=most)
    return text


def places(text: str) -> int:
    """How many decimals a number is written with."""
    return len(text.partition(".")[2])
