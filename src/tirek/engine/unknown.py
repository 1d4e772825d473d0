"""Who asked for what is not known, and whose answer rests on it.

Where a law's value is unknown on some row's date, the plan's steps are run one by one beside a
*taint*: for each row the set of unknown parameters (a bit each) that its value rests on. A
choice rests on the branch taken, a condition that is false whatever else on nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tirek.engine.batch import Array, Batch, segment_sum
from tirek.engine.parameters import Parameter
from tirek.engine.steps import Step, Steps
from tirek.engine.units import Unit
from tirek.engine.values import Level

Taint = NDArray[np.int64] | int


@dataclass
class Unknown:
    """The taint of each named value, and where each unknown parameter was asked for."""

    parameters: list[str]
    taints: dict[str, NDArray[np.int64]]
    asked: list[tuple[int, Level, Array, bool, NDArray[np.bool_]]]
    batch: Batch

    def rests_on(self, name: str) -> NDArray[np.int64]:
        """For each member, the bits of the unknown parameters that the value rests on."""
        return self.taints[name]

    def dates(self, person: int, bits: int) -> list[tuple[str, int, bool]]:
        """(parameter, date number, whether the number is a month) for a person's unknowns."""
        found = set()
        for bit, level, days, monthly, where in self.asked:
            if not bits & (1 << bit):
                continue
            if level is self.batch.top:
                members = slice(person, person + 1)
            else:
                bounds = self.batch.bounds(level, self.batch.top)
                members = slice(int(bounds[person]), int(bounds[person + 1]))
            for day in np.asarray(days)[members][where[members]]:
                found.add((self.parameters[bit], int(day), monthly))
        return sorted(found)


@dataclass
class _Search:
    """A plan being run step by step: what each step gave, and what it rests on."""

    made: Steps
    scope: dict[str, Any]
    taints: dict[int, Taint]
    found: Unknown

    def value(self, number: int) -> Any:
        return self.scope[f"v{number}"]


def find(
    made: Steps,
    outputs: Mapping[str, tuple[int, ...]],
    levels: Mapping[str, Level],
    batch: Batch,
) -> Unknown:
    """Runs a plan's steps slowly, with taints; ``outputs`` are the steps of each named value."""
    search = _Search(made, made.scope(batch), {}, Unknown([], {}, [], batch))
    for step in made.steps:
        search.scope[f"v{step.number}"] = eval(step.source, search.scope)  # the plan's own code
        search.taints[step.number] = _taint(step, search)
    for name, numbers in outputs.items():
        taint: Taint = 0
        for number in numbers:
            taint = taint | search.taints[number]
        members = batch.members(levels[name])
        whole = np.broadcast_to(np.asarray(taint, dtype=np.int64), (members,))
        search.found.taints[name] = whole
    return search.found


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
        owned: NDArray[np.int64] = np.asarray(args[0])[search.scope[f"owner{step.link}"]]
        return owned
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
    result: Taint = 0
    for bit in range(len(search.found.parameters)):
        some = segment_sum((bits >> bit) & 1, bounds) > 0
        result = result | (some.astype(np.int64) << bit)
    if step.kind == "running":
        owned: NDArray[np.int64] = np.asarray(result)[search.scope[f"owner{step.link}"]]
        return owned
    return result


def _asked_of_days(step: Step, search: _Search) -> Taint:
    """A sum of days rests on the unknown where one of its days is; the last day is named."""
    missing = np.asarray(search.value(step.args[-1])) > 0
    if not missing.any():
        return 0
    parameter = search.made.parameters[str(step.value.data)]
    last = np.asarray(search.value(step.args[1]))
    return _noted(parameter, step, last, False, missing, search.found)


def _asked(step: Step, search: _Search) -> Taint:
    parameter: Parameter = search.made.parameters[str(step.value.data)]
    if not parameter.renewed:
        return 0
    where = parameter.unknown.take(np.asarray(search.value(step.args[-1])), mode="clip")
    if not where.any():
        return 0
    day = step.value.args[-1]
    days = np.asarray(search.value(search.made.number(day)))
    return _noted(parameter, step, days, day.unit is Unit.MONTH, where, search.found)


def _noted(
    parameter: Parameter,
    step: Step,
    days: Array,
    monthly: bool,
    where: NDArray[np.bool_],
    found: Unknown,
) -> Taint:
    """Notes who asked for an unknown parameter; gives its bit for those rows."""
    if parameter.name not in found.parameters:
        found.parameters.append(parameter.name)
    bit = found.parameters.index(parameter.name)
    found.asked.append((bit, step.value.level, days, monthly, where))
    return where.astype(np.int64) << bit
