"""Changes of one YAML value of the law at a time, in memory: a number one up, a day a month on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import tirek.law
from tests.law.by_hand import BESIDE, Documents
from tests.law.planting import law_of
from tirek.contract import contributions, insured_status
from tirek.engine.graph import Law
from tirek.engine.parameter_files import parameter_from
from tirek.engine.parameters import Parameter
from tirek.law import LISTS
from tirek.law.benefits import BENEFITS, OF_DEPENDANTS
from tirek.law.working_days import months_later

#: Keys under which the law's numbers and days stand.
KEYS = frozenset(
    {
        "value", "bands", "since", "until", "signed", "days", "months", "day", "rest", "work",
        "margin_days",
    }
)  # fmt: skip
#: Parameters that the contract asks for itself, without a rule.
ASKED = {"due_day": ("contributions",), "dependant_age_limit": ("insured_status",)}

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Change:
    """One value of one file, before and after."""

    file: str
    path: Path
    since: date | None
    before: object
    after: object

    def __str__(self) -> str:
        place = " ".join(str(step) for step in self.path)
        return f"{self.file} {place}: {self.before} -> {self.after}"

    @property
    def parameter(self) -> str:
        """The name of the parameter (in a file of parameters)."""
        return str(self.path[0])

    @property
    def place(self) -> str:
        """Where the value of a parameter stands: ``social_rate 2018-01-01 value``."""
        return f"{self.parameter} {self.since} {_key(self.path)}"

    def made_in(self, files: Documents) -> dict[str, Any]:
        """The files with this change; all else is shared with those given."""
        return {**files, self.file: _set(files[self.file], self.path, self.after)}


def changes(files: Documents) -> Iterator[Change]:
    """Every value of the files, changed."""
    for file, content in files.items():
        for path, before in _leaves(content, ()):
            yield Change(file, path, _since(content, path), before, _other(before))


def _since(content: Any, path: Path) -> date | None:
    """The first day of the edition in which the value of a parameter stands."""
    if len(path) < 3 or path[1] != "values":
        return None
    since: date = content[path[0]]["values"][path[2]]["since"]
    return since


def of_parameters(change: Change) -> bool:
    """Whether the change is one of a dated number, not of a list."""
    return change.file not in LISTS and change.file not in BESIDE


def _leaves(content: Any, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(content, Mapping):
        for key, entry in content.items():
            yield from _leaves(entry, (*path, key))
    elif isinstance(content, list):
        for number, entry in enumerate(content):
            yield from _leaves(entry, (*path, number))
    elif content is not None and _key(path) in KEYS:
        yield path, content


def _key(path: Path) -> object:
    """The last key of a path that is no place in a list."""
    return next((step for step in reversed(path) if isinstance(step, str)), None)


def _other(before: object) -> object:
    if isinstance(before, date):
        return months_later(before, 1)
    if isinstance(before, int):
        return before + 1
    assert isinstance(before, str)
    return before[:-1] + str((int(before[-1]) + 1) % 10)


def _set(content: Any, path: Path, value: object) -> Any:
    if not path:
        return value
    copy: Any = dict(content) if isinstance(content, Mapping) else list(content)
    copy[path[0]] = _set(content[path[0]], path[1:], value)
    return copy


# ---------------------------------------------------------------------- for the comparison


def law_after(change: Change, files: Documents) -> Law:
    """The law with the changed value; raises LawError where the program does not take it."""
    name = change.parameter
    entry = change.made_in(files)[change.file][name]
    return law_of({**tirek.law.parameters(), name: parameter_from(name, entry)})


@cache
def kinds_that_use(parameter: str) -> tuple[str, ...]:
    """The comparisons whose answers rest on a parameter."""
    law = tirek.law.law()
    used = set(law.users(parameter))
    kinds = list(ASKED.get(parameter, ()))
    for kind, names in _outputs().items():
        rules = tuple(name for name in names if name in law.rules)
        if parameter in names or used & set(law.needed(rules)):
            kinds.append(kind)
    return tuple(kinds)


@cache
def _outputs() -> dict[str, tuple[str, ...]]:
    """The rules and parameters that the answers of each comparison are read from."""
    found = {"contributions": contributions._OUTPUTS, "insured_status": insured_status._OUTPUTS}
    for code, benefit in BENEFITS.items():
        found[code] = (*benefit.outputs, *(name for _, name in benefit.factors))
    found["survivor"] += OF_DEPENDANTS
    return found


def changes_nothing(change: Change, files: Documents) -> bool:
    """Whether the law is the same on every day: the first day of an edition that repeats the
    value before it, say."""
    name = change.parameter
    before = tirek.law.parameters()[name]
    after = parameter_from(name, change.made_in(files)[change.file][name])
    if before.monthly != after.monthly:
        return False
    same = bool(np.array_equal(before.unknown, after.unknown))
    if any(edition.bands for edition in before.editions):
        return same and bool(np.array_equal(_steps(before), _steps(after)))
    return same and bool(np.array_equal(before.table, after.table))


def _steps(parameter: Parameter) -> NDArray[np.int64]:
    """The table of bands of each month."""
    flat, width = parameter.band_table
    return flat.reshape(-1, width)[parameter.edition_table]
