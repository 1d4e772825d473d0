"""Who asked for what is not known, and whose answer rests on it.

Where a law's value is unknown on some row's date, the plan's steps are run one by one beside a
*taint*: for each row the set of unknown parameters (a bit each) that its value rests on. A
choice rests on the branch taken, a condition that is false whatever else on nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tirek.engine.batch import Array, Batch, segment_sum
from tirek.engine.parameters import Parameter
from tirek.engine.values import Level

if TYPE_CHECKING:
    from tirek.engine.plan import Plan, Step

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


def find(plan: Plan, batch: Batch) -> Unknown:
    """Runs a plan slowly, with taints."""
    scope = plan.scope(batch)
    parameters: list[str] = []
    taints: dict[int, Taint] = {}
    result = Unknown(parameters, {}, [], batch)
    for step in plan.steps:
        value = eval(step.source, scope)  # the plan's own generated code
        scope[f"v{step.number}"] = value
        taints[step.number] = _taint(step, plan, scope, taints, result)
    for name, numbers in plan.outputs.items():
        taint: Taint = 0
        for number in numbers:
            taint = taint | taints[number]
        named = plan.named[name]
        level = named.level if hasattr(named, "level") else named.numerator.level
        result.taints[name] = np.broadcast_to(
            np.asarray(taint, dtype=np.int64), (batch.members(level),)
        )
    return result


def _taint(
    step: Step, plan: Plan, scope: dict[str, object], taints: dict[int, Taint], found: Unknown
) -> Taint:
    args = [taints[number] for number in step.args]
    values = [scope[f"v{number}"] for number in step.args]
    op = step.value.op
    if step.source.startswith("p_"):  # a parameter's table
        taint = _asked(step, plan, scope, found)
        for arg in args:
            taint = taint | arg
        return taint
    if step.source.startswith("s_"):  # sums of a parameter's days
        return _asked_of_days(step, plan, scope, found)
    if step.source.startswith("np.where"):
        condition = values[0] if op == "where" else _reached(step, scope)
        then, otherwise = (args[1], args[2]) if op == "where" else (args[2], args[1])
        return args[0] | np.where(condition, then, otherwise)
    if op in ("and", "or") and any(isinstance(a, np.ndarray) for a in args):
        settled = [v if op == "or" else ~np.asarray(v) for v in values]
        certain = (settled[0] & (np.asarray(args[0]) == 0)) | (
            settled[1] & (np.asarray(args[1]) == 0)
        )
        return np.where(certain, 0, args[0] | args[1])
    if not any(isinstance(a, np.ndarray) for a in args):
        return 0
    if op in ("sum", "running", "largest") and "segment" in step.source:
        return _of_members(step, args[0], plan, scope, found)
    if op == "spread" and "[owner" in step.source:
        link = step.source.split("[owner")[1].rstrip("]")
        return np.asarray(args[0])[scope[f"owner{link}"]]
    taint = 0
    for arg in args:
        taint = taint | arg
    return taint


def _reached(step: Step, scope: dict[str, object]) -> Array:
    """The condition of a choice between variants: from ``np.where(v1 >= 17532, ...``."""
    condition = step.source[len("np.where(") :].split(",")[0]
    return eval(condition, scope)  # type: ignore[no-any-return]


def _of_members(
    step: Step, taint: Taint, plan: Plan, scope: dict[str, object], found: Unknown
) -> Taint:
    """A sum rests on what any of its members rests on."""
    if not isinstance(taint, np.ndarray):
        return 0
    link = step.source.split("bounds")[1].split(",")[0].rstrip(")")
    bounds = scope[f"bounds{link}"]
    assert isinstance(bounds, np.ndarray)
    result: Taint = 0
    for bit in range(len(found.parameters)):
        some = segment_sum((taint >> bit) & 1, bounds) > 0
        result = result | (some.astype(np.int64) << bit)
    if step.value.op == "running":
        owner = scope[f"owner{link}"]
        return np.asarray(result)[owner]
    return result


def _asked_of_days(step: Step, plan: Plan, scope: dict[str, object], found: Unknown) -> Taint:
    """A sum of days rests on the unknown where one of its days is; the last day is named."""
    missing = np.asarray(scope[f"v{step.args[-1]}"]) > 0
    if not missing.any():
        return 0
    parameter = plan.parameters[str(step.value.data)]
    last = np.asarray(scope[f"v{step.args[1]}"])
    return _noted(parameter, step, last, False, missing, found)


def _noted(
    parameter: Parameter, step: Step, days: Array, monthly: bool, where: NDArray[np.bool_],
    found: Unknown,
) -> Taint:  # fmt: skip
    """Notes who asked for an unknown parameter; gives its bit for those rows."""
    if parameter.name not in found.parameters:
        found.parameters.append(parameter.name)
    bit = found.parameters.index(parameter.name)
    found.asked.append((bit, step.value.level, days, monthly, where))
    return where.astype(np.int64) << bit


def _asked(step: Step, plan: Plan, scope: dict[str, object], found: Unknown) -> Taint:
    parameter: Parameter = plan.parameters[str(step.value.data)]
    if not parameter.renewed:
        return 0
    index = np.asarray(scope[f"v{step.args[-1]}"])
    where = parameter.unknown.take(index, mode="clip")
    if not where.any():
        return 0
    day = step.value.args[-1]
    days = np.asarray(scope[f"v{plan.number(day)}"])
    return _noted(parameter, step, days, day.unit.value == "month", where, found)
