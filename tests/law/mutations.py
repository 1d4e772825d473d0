"""Changes of one YAML value of the law at a time, in memory: a number one up, a day a month on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import tirek.law
from tests.law.by_hand import BESIDE, Documents
from tests.law.planting import law_of
from tirek.contract import contributions, insured_status
from tirek.engine.graph import Law
from tirek.engine.parameters import parameter_from
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
    before: object
    after: object

    def __str__(self) -> str:
        place = " ".join(str(step) for step in self.path)
        return f"{self.file} {place}: {self.before} -> {self.after}"

    @property
    def parameter(self) -> str:
        """The name of the parameter (in a file of parameters)."""
        return str(self.path[0])

    def made_in(self, files: Documents) -> dict[str, Any]:
        """The files with this change; all else is shared with those given."""
        return {**files, self.file: _set(files[self.file], self.path, self.after)}


def changes(files: Documents) -> Iterator[Change]:
    """Every value of the files, changed."""
    for file, content in files.items():
        for path, before in _leaves(content, ()):
            yield Change(file, path, before, _other(before))


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
    copy = dict(content) if isinstance(content, Mapping) else list(content)
    copy[path[0]] = _set(content[path[0]], path[1:], value)
    return copy


# ---------------------------------------------------------------------- for the comparison


def law_after(change: Change, files: Documents) -> Law:
    """The law with the changed value; raises LawError where the program does not take it."""
    name = change.parameter
    entry = change.made_in(files)[change.file][name]
    return law_of({**tirek.law.parameters(), name: parameter_from(name, entry)})


@lru_cache(maxsize=None)
def kinds_that_use(parameter: str) -> tuple[str, ...]:
    """The comparisons whose answers rest on a parameter."""
    law = tirek.law.law()
    used = set(law.users(parameter))
    kinds = [kind for kind, rules in _outputs().items() if parameter in rules]
    kinds += [
        kind
        for kind, names in _outputs().items()
        if used & set(law.needed(tuple(name for name in names if name in law.rules)))
    ]
    return tuple(dict.fromkeys((*kinds, *ASKED.get(parameter, ()))))


@lru_cache(maxsize=None)
def _outputs() -> dict[str, tuple[str, ...]]:
    """The rules and parameters that the answers of each comparison are read from."""
    found = {
        code: (*benefit.outputs, *(name for _, name in benefit.factors))
        for code, benefit in BENEFITS.items()
    }
    found["survivor"] += OF_DEPENDANTS
    found["contributions"] = contributions._OUTPUTS
    found["insured_status"] = insured_status._OUTPUTS
    return found
