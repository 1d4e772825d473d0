"""Steps: a traced value broken into lines of numpy code, each worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tirek.engine.batch import Batch, segment_largest, segment_running, segment_sum
from tirek.engine.calendar import DAYS, MONTHS, first_of_year, plus_months, reach_table
from tirek.engine.ops import FIRST_DAY, FIRST_MONTH
from tirek.engine.parameters import Parameter
from tirek.engine.units import Unit
from tirek.engine.values import Data, Level, LevelPair, Value

#: Python source for each operation; {0}, {1} ... are its arguments, {d} its data.
TEMPLATES = {
    "add": "{0} + {1}",
    "sub": "{0} - {1}",
    "mul": "{0} * {1}",
    "times": "{0} * {d}",
    "floordiv": "{0} // maximum({1}, {one})",
    "mod": "{0} % {1}",
    "floor": "{0} // {d}",
    # A divisor out of force is 0 for a row whose result is not used; it must not warn.
    "floor_by": "{0} // maximum({1}, {one})",
    "half_up_by": "({0} + {0} + {1}) // maximum({1} + {1}, {one})",
    "min": "minimum({0}, {1})",
    "max": "maximum({0}, {1})",
    "where": "where({0}, {1}, {2})",
    "lt": "{0} < {1}",
    "le": "{0} <= {1}",
    "gt": "{0} > {1}",
    "ge": "{0} >= {1}",
    "eq": "{0} == {1}",
    "ne": "{0} != {1}",
    "and": "{0} & {1}",
    "or": "{0} | {1}",
    "not": "~{0}",
    "same": "{0}",
    "month_of": "MONTHS.take({0} - FIRST_DAY)",
    "first_day": "DAYS.take({0} - FIRST_MONTH)",
    "first_of_year": "first_of_year({0})",
    "reached": "{p}.take({0} - FIRST_DAY)",
    "plus_months": "plus_months({0}, {1})",
    "spread": "{0}[owner{d}]",
    "sum": "segment_sum({0}, bounds{d})",
    "running": "segment_running({0}, bounds{d}, owner{d})",
    "largest": "segment_largest({0}, bounds{d}, {1})",
    "param": "{p}.take({0})",
    "band": "{p}.take({1} * {w} + minimum({0}, {last}))",
}


@dataclass(frozen=True)
class Step:
    """One line of a plan: ``v{number} = ...`` for one traced value.

    ``kind`` says what the line does: an operation of values, or ``index`` (the place of a date
    in tables); ``link`` names the offsets that it uses, ``start`` the first day of a variant.
    """

    number: int
    value: Value
    source: str
    args: tuple[int, ...]
    kind: str
    link: str = ""
    start: int = 0


@dataclass(frozen=True)
class Check:
    """An index array that must lie within the span on which its parameters are known."""

    number: int
    first: int
    last: int


@dataclass
class Steps:
    """The steps made so far for a span of dates and some fixed facts.

    ``done`` maps a traced value (by identity) to its step; ``alike`` are the steps that come out
    the same for every row, ``settled`` what they come out as; ``known`` gives for an index step
    the (first, last) place at which all its parameters are known.
    """

    parameters: Mapping[str, Parameter]
    span: tuple[int | None, int | None]
    fixed: Mapping[str, int]
    steps: list[Step] = field(default_factory=list)
    done: dict[int, int] = field(default_factory=dict)
    alike: set[int] = field(default_factory=set)
    asked_facts: set[str] = field(default_factory=set)
    links: dict[tuple[Level, Level], str] = field(default_factory=dict)
    constants: dict[str, object] = field(default_factory=dict)
    known: dict[int, tuple[int, int]] = field(default_factory=dict)
    _settled: dict[int, object] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    @property
    def settled(self) -> dict[int, int | bool]:
        """What steps come out as that are settled before the run."""
        return {number: np.asarray(value).item() for number, value in self._settled.items()}

    def give(self, name: str, value: Value) -> None:
        """Takes a rule's value from the facts of the batch instead of working it out."""
        fact = Value("fact", (), value.unit, value.level, value.lo, value.hi, value.scale, name)
        self.done[id(value)] = self._step(fact, f"f[{name!r}]", ())
        self.asked_facts.add(name)

    def number(self, value: Value) -> int:
        """The step that works out a value; made when it is first asked for."""
        if id(value) in self.done:
            return self.done[id(value)]
        if value.op == "variant":
            number = self._variant(value)
        elif value.op in ("where", "and", "or"):
            number = self._choice(value)
        elif value.op == "param":
            number = self._parameter(value, ())
        elif value.op == "summed":
            number = self._summed(value)
        elif value.op == "reached":
            number = self._reached(value)
        elif value.op == "band":
            number = self._parameter(value, (self.number(value.args[0]),))
        else:
            args = tuple(self.number(arg) for arg in value.args)
            number = self._plain(value, args)
        self.done[id(value)] = number
        return number

    def _choice(self, value: Value) -> int:
        """A choice or a logical join; what a settled condition rules out is not worked out."""
        first = self.number(value.args[0])
        if first in self._settled:
            holds = bool(self._settled[first])
            if value.op == "where":
                return self.number(value.args[1 if holds else 2])
            if holds == (value.op == "or"):
                return first
            return self.number(value.args[1])
        args: tuple[int, ...] = (first, *(self.number(arg) for arg in value.args[1:]))
        if value.op == "where" and args[1] == args[2]:
            return args[1]
        if value.op != "where" and args[1] in self._settled:
            return args[1] if bool(self._settled[args[1]]) == (value.op == "or") else first
        return self._plain(value, args)

    def _settle(self, number: int, args: tuple[int, ...]) -> None:
        """Notes what a step comes out as where all its arguments are settled."""
        if args and all(n in self._settled for n in args):
            scope = {**scope_of(self.constants), **{f"v{n}": self._settled[n] for n in args}}
            self._settled[number] = eval(self.steps[number].source, scope)

    def _plain(self, value: Value, args: tuple[int, ...]) -> int:
        if value.op == "const":
            return self._constant(value, value.data)
        if value.op == "fact" and value.data in self.fixed:
            settled = self.fixed[str(value.data)]
            return self._constant(value, settled)
        if value.op == "fact":
            number = self._step(value, f"f[{value.data!r}]", ())
            self.asked_facts.add(str(value.data))
            return number
        if value.op == "spread" and args[0] in self.alike:
            return args[0]
        if value.op == "not" and self.steps[args[0]].kind == "not":
            return self.steps[args[0]].args[0]
        if value.op in ("add", "sub") and self._settled.get(args[1], 1) == 0:
            return args[0]
        if value.op in ("sum", "running") and not self._settled.get(args[0], True):
            return self._constant(value, 0)  # a sum of nothing but zeros
        link = self._link(value)
        if value.op == "half_up":
            source = self._half_up(f"v{args[0]}", value.data)
        else:
            data = link or (self._k(value.data) if isinstance(value.data, int) else "")
            names = (f"v{n}" for n in args)
            source = TEMPLATES[value.op].format(*names, d=data, one=self._k(1))
        number = self._step(value, source, args, link=link)
        if not link and all(n in self.alike for n in args):
            self.alike.add(number)
            self._settle(number, args)
        return number

    def _link(self, value: Value) -> str:
        """The name of the offsets between the two levels that an operation joins, if any."""
        if not isinstance(value.data, LevelPair):
            return ""
        pair = (value.data.member, value.data.each)
        return self.links.setdefault(pair, f"_{len(self.links)}")

    def _half_up(self, top: str, bottom: Data) -> str:
        """Division by a number that is known now; one operation less where it is even."""
        assert isinstance(bottom, int)
        if bottom % 2:
            return f"({top} + {top} + {self._k(bottom)}) // {self._k(2 * bottom)}"
        return f"({top} + {self._k(bottom // 2)}) // {self._k(bottom)}"

    def _k(self, number: int) -> str:
        """The name of a constant; numpy is twice as fast with its own numbers as with Python's."""
        name = f"k_{number}".replace("-", "m")
        self.constants[name] = np.array(number)
        return name

    def _constant(self, value: Value, settled: object) -> int:
        assert isinstance(settled, int)
        if value.unit is Unit.FLAG and value.op not in ("sum", "running"):
            settled = bool(settled)
        number = self._step(value, self._k(settled), ())
        self.alike.add(number)
        self._settled[number] = np.array(settled)
        return number

    def _variant(self, value: Value) -> int:
        """The variants that the plan's span of dates can meet, each from its first day."""
        day, *branches = value.args
        starts: tuple[int | None, ...] = (None, *value.starts)
        first, last = self.span if day.op == "fact" and day.data == "on" else (None, None)
        live = [
            (start, branch)
            for start, end, branch in zip(starts, (*starts[1:], None), branches, strict=True)
            if (last is None or start is None or start <= last)
            and (first is None or end is None or end > first)
        ]
        number = self.number(live[0][1])
        for start, branch in live[1:]:
            args = (self.number(day), number, self.number(branch))
            if args[1] == args[2]:
                continue
            source = "where(v{1} >= {0}, v{3}, v{2})".format(self._k(start or 0), *args)
            number = self._step(value, source, args, start=start or 0)
        return number

    def _reached(self, value: Value) -> int:
        name = str(value.data)
        self.constants[f"r_{name}"] = reach_table(self.parameters[name])
        args = (self.number(value.args[0]),)
        source = TEMPLATES["reached"].format(f"v{args[0]}", p=f"r_{name}")
        return self._step(value, source, args)

    def _parameter(self, value: Value, counts: tuple[int, ...]) -> int:
        parameter = self.parameters[str(value.data)]
        index = self._index(value.args[-1], parameter)
        table = f"p_{parameter.name}"
        if value.op == "param":
            self.constants[table] = parameter.table
            source = TEMPLATES["param"].format(f"v{index}", p=table)
        else:
            flat, width = parameter.band_table
            self.constants[table] = flat
            self.constants[f"{table}_edition"] = parameter.edition_table
            row = f"{table}_edition.take(v{index})"
            source = TEMPLATES["band"].format(
                f"v{counts[0]}", row, p=table, w=self._k(width), last=self._k(width - 1)
            )
        if parameter.renewed:
            self._narrow(index, parameter)
        return self._step(value, source, (*counts, index))

    def _summed(self, value: Value) -> int:
        """Differences of running sums; and of the days on which the value is not known."""
        parameter = self.parameters[str(value.data)]
        args = tuple(self.number(arg) for arg in value.args)
        ends = [f"v{n} + {self._k(1 - FIRST_DAY)}" for n in args]
        self.constants[f"s_{parameter.name}"] = parameter.daily_sums
        self.constants[f"u_{parameter.name}"] = parameter.unknown_days
        sums, gaps = (
            " - ".join(f"{t}_{parameter.name}.take({end})" for end in reversed(ends)) for t in "su"
        )
        missing = self._step(value, gaps, args, kind="index")
        self.known[missing] = (0, 0)
        return self._step(value, sums, (*args, missing))

    def _index(self, day: Value, parameter: Parameter) -> int:
        """The place of a date in a parameter's tables."""
        number = self.number(day)
        if parameter.monthly and day.unit is Unit.DAY:
            number = self._place(day, TEMPLATES["month_of"].format(f"v{number}"), number)
        elif not parameter.monthly and day.unit is Unit.MONTH:
            number = self._place(day, TEMPLATES["first_day"].format(f"v{number}"), number)
        return self._place(day, f"v{number} - {self._k(parameter.first)}", number)

    def _place(self, day: Value, source: str, number: int) -> int:
        return self._step(day, source, (number,), kind="index")

    def _narrow(self, index: int, parameter: Parameter) -> None:
        first, last = (n - parameter.first for n in parameter.known_range)
        before = self.known.get(index, (first, last))
        self.known[index] = (max(before[0], first), min(before[1], last))

    def _step(
        self, value: Value, source: str, args: tuple[int, ...], kind: str = "",
        link: str = "", start: int = 0,
    ) -> int:  # fmt: skip
        if source in self._numbers:
            return self._numbers[source]
        number = len(self.steps)
        self._numbers[source] = number
        self.steps.append(Step(number, value, source, args, kind or value.op, link, start))
        return number

    def scope(self, batch: Batch) -> dict[str, object]:
        """The names that step sources use, for running them one at a time."""
        scope = scope_of(self.constants)
        scope["f"] = batch.facts
        for (level, each), link in self.links.items():
            scope[f"bounds{link}"] = batch.bounds(level, each)
            scope[f"owner{link}"] = batch.owner(level, each)
        return scope


def scope_of(constants: Mapping[str, object]) -> dict[str, object]:
    return {
        "where": np.where, "minimum": np.minimum, "maximum": np.maximum,
        "MONTHS": MONTHS, "DAYS": DAYS, "FIRST_DAY": np.array(FIRST_DAY),
        "FIRST_MONTH": np.array(FIRST_MONTH), "plus_months": plus_months,
        "first_of_year": first_of_year, "segment_sum": segment_sum,
        "segment_running": segment_running, "segment_largest": segment_largest, **constants,
    }  # fmt: skip
