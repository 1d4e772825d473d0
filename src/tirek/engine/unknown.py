"""Who asked for what is not known, and whose answer rests on it.

Where a law's value is unknown on some row's date, the plan's steps are run one by one beside a
*taint*: for each row the set of unknown parameters (a bit each) that its value rests on. A
choice rests on the branch taken, a condition that is false whatever else on nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tirek.engine.batch import Array, Batch, segment_sum
from tirek.engine.parameters import Parameter
from tirek.engine.steps import Step, Steps
from tirek.engine.units import Unit
from tirek.engine.values import Level

Taint = NDArray[np.int64] | int

#: (parameter, day or month number, whether it is a month): a value that was asked for in vain.
Key = tuple[str, int, bool]
_BITS = 62


@dataclass
class Unknown:
    """Whose values rest on something unknown; :meth:`dates` says on what."""

    made: Steps
    outputs: Mapping[str, tuple[int, ...]]
    levels: Mapping[str, Level]
    facts: Mapping[str, Level]
    batch: Batch
    taints: dict[str, NDArray[np.int64]]

    def rests_on(self, name: str) -> NDArray[np.int64]:
        """For each member, not 0 where the named value rests on something unknown."""
        return self.taints[name]

    def dates(self, person: int, names: Iterable[str]) -> list[Key]:
        """The unknown values, and their dates, that some values of a person rest on."""
        one = self.batch.take(np.array([person]), self.facts)
        keys: dict[Key, int] = {}
        found: set[Key] = set()
        base = 0
        while True:
            search = _Search(self.made, self.made.scope(one), {}, keys, base)
            taints = search.run(self.outputs, self.levels, one)
            bits = 0
            for name in names:
                bits |= int(np.bitwise_or.reduce(taints[name], initial=0))
            found |= {key for key, at in keys.items() if at >= base and bits >> (at - base) & 1}
            base += _BITS
            if base >= len(keys):
                return sorted(found)


@dataclass
class _Search:
    """Steps being run one by one: what each gave, and what it rests on.

    ``keys`` numbers the unknown values met (None: all are one bit); those numbered from ``base``
    have a bit each.
    """

    made: Steps
    scope: dict[str, Any]
    taints: dict[int, Taint]
    keys: dict[Key, int] | None = None
    base: int = 0

    def value(self, number: int) -> Any:
        return self.scope[f"v{number}"]

    def run(
        self, outputs: Mapping[str, tuple[int, ...]], levels: Mapping[str, Level], batch: Batch
    ) -> dict[str, NDArray[np.int64]]:
        """The taint of each named value."""
        for step in self.made.steps:
            self.scope[f"v{step.number}"] = eval(_code(step.source), self.scope)
            self.taints[step.number] = _taint(step, self)
        result = {}
        for name, numbers in outputs.items():
            taint = _joined(self.taints[number] for number in numbers)
            members = batch.members(levels[name])
            whole = np.broadcast_to(np.asarray(taint, dtype=np.int64), (members,))
            result[name] = whole
        return result

    def note(
        self, parameter: Parameter, days: Array, monthly: bool, where: NDArray[np.bool_]
    ) -> Taint:
        """The bits of an unknown parameter, where it was asked for in vain."""
        if self.keys is None:
            return where.astype(np.int64)
        bits = np.zeros(len(where), dtype=np.int64)
        for member in np.flatnonzero(where).tolist():
            key = (parameter.name, int(days[member]), monthly)
            at = self.keys.setdefault(key, len(self.keys)) - self.base
            if 0 <= at < _BITS:
                bits[member] = 1 << at
        return bits


def find(
    made: Steps,
    outputs: Mapping[str, tuple[int, ...]],
    levels: Mapping[str, Level],
    facts: Mapping[str, Level],
    batch: Batch,
) -> Unknown:
    """Runs a plan's steps slowly, with taints. ``outputs`` are the steps of each named value,
    ``levels`` what it is indexed by, ``facts`` what each fact of the batch is indexed by."""
    taints = _Search(made, made.scope(batch), {}).run(outputs, levels, batch)
    return Unknown(made, outputs, levels, facts, batch, taints)


@lru_cache(maxsize=16_384)
def _code(source: str) -> CodeType:
    """A step of a plan, whose text is the engine's own, ready to be run again and again."""
    return compile(source, "<step>", "eval")


def _taint(step: Step, search: _Search) -> Taint:
    args = [search.taints[number] for number in step.args]
    if step.kind in ("param", "band"):
        return _joined(args) | _asked(step, search)
    if step.kind == "summed":
        return _joined(args) | _asked_of_days(step, search)
    if all(isinstance(taint, int) for taint in args):
        return 0  # nothing unknown so far
    if step.kind == "where":
        return args[0] | np.where(search.value(step.args[0]), args[1], args[2])
    if step.kind == "variant":
        reached = search.value(step.args[0]) >= step.start
        return args[0] | np.where(reached, args[2], args[1])
    if step.kind in ("and", "or"):
        return _of_condition(step, args, search)
    if step.kind in ("sum", "running", "largest"):
        return _of_members(step, args[0], search)
    if step.kind == "spread":
        taint = np.asarray(args[0])
        return taint[search.scope[f"owner{step.link}"]] if taint.ndim else taint
    return _joined(args)


def _joined(taints: Iterable[Taint]) -> Taint:
    result: Taint = 0
    for taint in taints:
        result = result | taint
    return result


def _of_condition(step: Step, args: list[Taint], search: _Search) -> Taint:
    """``and`` is settled by a side that is surely false, ``or`` by one that is surely true."""
    settled = []
    for number, taint in zip(step.args, args, strict=True):
        value = np.asarray(search.value(number))
        settled.append((value if step.kind == "or" else ~value) & (np.asarray(taint) == 0))
    return np.where(settled[0] | settled[1], 0, args[0] | args[1])


def _of_members(step: Step, taint: Taint, search: _Search) -> Taint:
    """A sum rests on what any of its members rests on."""
    bounds = search.scope[f"bounds{step.link}"]
    bits = np.broadcast_to(np.asarray(taint, dtype=np.int64), (int(bounds[-1]),))
    used = int(np.bitwise_or.reduce(bits, initial=0))
    result: Taint = 0
    for bit in range(used.bit_length()):
        some = segment_sum((bits >> bit) & 1, bounds) > 0
        result = result | (some.astype(np.int64) << bit)
    if step.kind == "running" and isinstance(result, np.ndarray):
        owned: NDArray[np.int64] = np.asarray(result)[search.scope[f"owner{step.link}"]]
        return owned
    return result


def _asked_of_days(step: Step, search: _Search) -> Taint:
    """A sum of days rests on the unknown where one of its days is; the last day is named."""
    missing = np.asarray(search.value(step.args[-1])) > 0
    if not missing.any():
        return 0
    parameter = search.made.parameters[str(step.value.data)]
    return search.note(parameter, np.asarray(search.value(step.args[1])), False, missing)


def _asked(step: Step, search: _Search) -> Taint:
    parameter = search.made.parameters[str(step.value.data)]
    if not parameter.renewed:
        return 0
    where = parameter.unknown.take(np.asarray(search.value(step.args[-1])), mode="clip")
    if not where.any():
        return 0
    day = step.value.args[-1]
    days = np.asarray(search.value(search.made.number(day)))
    return search.note(parameter, days, day.unit is Unit.MONTH, where)
