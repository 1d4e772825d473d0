"""Plans: traced values turned into one straight piece of numpy code.

A plan is made once for a question (which rules, for which span of dates) and then run on any
batch. Equal expressions are worked out once; of a rule's dated variants only those of the span
remain. Where a row asks for a parameter that is not known on its date, the plan is run again by
:mod:`tirek.engine.unknown`, which finds out whose answer rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from tirek.engine import unknown
from tirek.engine.batch import Array, Batch, check
from tirek.engine.parameters import Parameter
from tirek.engine.rules import Fact
from tirek.engine.steps import Check, Step, Steps, scope_of
from tirek.engine.units import Unit
from tirek.engine.values import Level, Quotient, Value


@dataclass
class Run:
    """What a plan found: an array a named rule (two for a quotient) and what is not known."""

    batch: Batch
    values: dict[str, Array]
    denominators: dict[str, Array]
    unknown: unknown.Unknown | None = None

    def __getitem__(self, name: str) -> Array:
        return self.values[name]


@dataclass
class Plan:
    """Code for the named values; ``span`` the (first, last) day number of the fact ``on``,
    ``fixed`` facts that are alike for all rows: what they rule out is left out."""

    named: Mapping[str, Value | Quotient]
    given: Mapping[str, Value | Quotient]
    parameters: Mapping[str, Parameter]
    facts: Mapping[str, Fact]
    span: tuple[int | None, int | None] = (None, None)
    fixed: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made = Steps(self.parameters, self.span, self.fixed)
        for name, value in self.given.items():
            if isinstance(value, Quotient):
                raise TypeError(f"{name} is a quotient and cannot be given")
            made.give(name, value)
        self.outputs = {
            name: tuple(made.number(part) for part in _parts(value))
            for name, value in self.named.items()
        }
        self.made = made
        self.checks = [Check(number, *span) for number, span in made.known.items()]
        self.source = self._source()
        scope = scope_of(made.constants)
        exec(compile(self.source, "<plan>", "exec"), scope)  # our own generated code
        self._function: Callable[[Mapping[str, Array], Batch], list[Array]] = scope["plan"]  # type: ignore[assignment]
        self._alike = [n for n, parts in self.outputs.items() if parts[0] in made.alike]
        self._keep = [number for parts in self.outputs.values() for number in parts]

    @property
    def top(self) -> Level:
        """What the plan's persons are: the level that all others lie in."""
        return next(step.value.level.path()[-1] for step in self.steps)

    @property
    def steps(self) -> list[Step]:
        return self.made.steps

    def number(self, value: Value) -> int:
        """The step that works a value out."""
        return self.made.number(value)

    def level(self, name: str) -> Level:
        """What a named value is indexed by."""
        return _parts(self.named[name])[0].level

    def unit(self, name: str) -> Unit:
        """What a named value counts."""
        return _parts(self.named[name])[0].unit

    def bounds(self, name: str) -> tuple[int, int]:
        """The smallest and the largest raw number that a named value may be."""
        value = _parts(self.named[name])[0]
        return value.lo, value.hi

    def _level_of_fact(self, name: str) -> Level:
        given = self.given.get(name)
        return given.level if isinstance(given, Value) else self.facts[name].level

    def reached(self, value: Value | Quotient) -> bool:
        """Whether the plan works a value out."""
        return all(id(part) in self.made.done for part in _parts(value))

    def _source(self) -> str:
        lines = ["def plan(f, batch):"]
        for (level, each), link in self.made.links.items():
            self.made.constants[f"L{link}"] = (level, each)
            lines.append(f"    bounds{link} = batch.bounds(*L{link})")
            if any(f"owner{link}]" in s.source or f"owner{link})" in s.source for s in self.steps):
                lines.append(f"    owner{link} = batch.owner(*L{link})")
        lines += [f"    v{step.number} = {step.source}" for step in self.steps]
        wanted: Iterable[int] = [n for parts in self.outputs.values() for n in parts]
        wanted = [*wanted, *(check.number for check in self.checks)]
        lines.append(f"    return [{', '.join(f'v{n}' for n in wanted)}]")
        return "\n".join(lines) + "\n"

    # ------------------------------------------------------------------ running

    @property
    def needed_facts(self) -> set[str]:
        return self.made.asked_facts

    def run(self, batch: Batch, checked: bool = False) -> Run:
        """Works out the named values for every person of a batch."""
        if not checked:
            check(batch, self.facts, self.needed_facts - set(self.given))
        results = self._function(batch.facts, batch)
        by_number = dict(zip(self._keep, results, strict=False))
        run = Run(
            batch,
            {name: by_number[numbers[0]] for name, numbers in self.outputs.items()},
            {name: by_number[numbers[1]] for name, numbers in self.outputs.items() if numbers[1:]},
        )
        for name in self._alike:
            run.values[name] = np.full(batch.members(self.level(name)), run.values[name])
        if not self._all_known(results[len(self._keep) :]):
            levels = {name: self.level(name) for name in self.outputs}
            facts = {name: self._level_of_fact(name) for name in self.needed_facts}
            run.unknown = unknown.find(self.made, self.outputs, levels, facts, batch)
        return run

    def _all_known(self, indices: Iterable[Array]) -> bool:
        return all(
            not len(index) or (int(index.min()) >= c.first and int(index.max()) <= c.last)
            for index, c in zip(indices, self.checks, strict=True)
        )


def _parts(value: Value | Quotient) -> tuple[Value, ...]:
    return (value,) if isinstance(value, Value) else (value.numerator, value.denominator)
