"""The graph: rules, parameters and facts joined by name, checked whole when it is loaded.

Building a :class:`Law` runs every variant of every rule once on traced values. A cycle, an
unknown name, a unit that does not fit, a gap, an overlap and a possible overflow are found
then. Nothing of this happens again while people are assessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tirek.engine.errors import Cycle, LawError, UnitMismatch, UnknownName
from tirek.engine.parameters import Bands, Parameter, Schedule, day_number, month_number
from tirek.engine.plan import Plan
from tirek.engine.rules import RuleBook, Variant
from tirek.engine.units import PURE, Unit
from tirek.engine.values import Quotient, Value, aligned

#: Plans that a law keeps: whoever asks for ever others costs time, not ever more memory.
_MOST_PLANS = 512


@dataclass(frozen=True)
class Rule:
    """A rule in the graph: its value, its variants (each with its own value) and its inputs."""

    name: str
    value: Value | Quotient
    variants: tuple[Variant, ...]
    values: tuple[Value | Quotient, ...]

    @property
    def by(self) -> str:
        return self.variants[0].by

    def variant_on(self, day: date) -> int:
        """Which variant is the law on a day."""
        number = 0
        for index, variant in enumerate(self.variants):
            if variant.since is not None and variant.since <= day:
                number = index
        return number


class Law:
    """A body of law as known on a day (None: as known now), ready to be run."""

    def __init__(
        self,
        book: RuleBook,
        parameters: Mapping[str, Parameter],
        known_on: date | None = None,
    ) -> None:
        self.book = book
        self.all_parameters = dict(parameters)
        self.known_on = known_on
        self.parameters = _published(parameters, known_on)
        self._variants = book.known_by(known_on)
        self._open: list[str] = []
        self._traced: dict[str, Value | Quotient] = {}
        self._lookups: dict[tuple[str, str], Value | Bands] = {}
        self.rules: dict[str, Rule] = {}
        _check_names(book, parameters)
        for parameter in parameters.values():
            parameter.check_bounds()
        for name in self._variants:
            self.named(name)
        self.plan = lru_cache(maxsize=_MOST_PLANS)(self._plan)

    def known_by(self, known_on: date) -> Law:
        """The same law as it had been published by a day."""
        return Law(self.book, self.all_parameters, known_on)

    # ------------------------------------------------------------------ tracing

    def named(self, name: str) -> Value | Quotient:
        """The traced value of a fact or rule."""
        if name in self._traced:
            return self._traced[name]
        if name in self.book.facts:
            self._traced[name] = self.book.facts[name].value()
            return self._traced[name]
        if name not in self._variants:
            raise UnknownName(f"{name!r} is no rule, parameter or fact")
        if name in self._open:
            raise Cycle(" -> ".join([*self._open[self._open.index(name) :], name]))
        self._open.append(name)
        variants = self._variants[name]
        values = tuple(self._trace(variant) for variant in variants)
        value = values[0] if len(values) == 1 else self._joined(variants, values)
        self._open.pop()
        self._traced[name] = value
        self.rules[name] = Rule(name, value, variants, values)
        return value

    def _trace(self, variant: Variant) -> Value | Quotient:
        where = f"{variant.name} ({variant.article})"
        arguments = []
        for name, wanted in zip(variant.arguments, variant.wants, strict=True):
            argument = self._argument(name, variant, wanted)
            if not _promised(argument, wanted):
                raise UnitMismatch(f"{where}: {name} is {_called(argument)}, not {wanted}")
            arguments.append(argument)
        try:
            result = variant.function(*arguments)
        except LawError as error:
            raise type(error)(f"{where}: {error}") from None
        unit = Unit.RATIO if isinstance(result, Quotient) else result.unit
        if not _fits(unit, variant.gives):
            raise UnitMismatch(f"{where} gives {unit.value}, not {variant.gives.value}")
        if isinstance(result, Value) and unit is Unit.MONEY and result.scale != 1:
            raise LawError(f"{where}: money is rounded to the tiyn where it gets its name")
        return result

    def _argument(
        self, name: str, variant: Variant, wanted: Unit | str
    ) -> Value | Quotient | Bands | Schedule:
        if name in self.parameters:
            if wanted == "Schedule":
                return Schedule(self.parameters[name])
            if wanted == "Bands":
                day = self.named(variant.by)
                assert isinstance(day, Value)
                return self.parameters[name].lookup(day)
            return self.parameter_value(name, variant.by)
        try:
            return self.named(name)
        except UnknownName as error:
            raise UnknownName(f"{variant.name} ({variant.article}): {error}") from None

    def _joined(self, variants: tuple[Variant, ...], values: tuple[Value | Quotient, ...]) -> Value:
        """One value that follows each row's own date to its variant."""
        plain = [value for value in values if isinstance(value, Value)]
        if len(plain) < len(values):
            raise LawError(f"{variants[0].name}: round the quotient in each variant")
        day = self.named(variants[0].by)
        assert isinstance(day, Value)
        number = day_number if day.unit is Unit.DAY else month_number
        starts = tuple(number(v.since) for v in variants[1:] if v.since)
        unit = Unit.RATIO if {v.unit for v in plain} == PURE else plain[0].unit
        args = aligned(*plain)
        level = args[0].level
        if day.level.within(level):
            level = day.level
        return Value(
            "variant", (day.spread(level), *(a.spread(level) for a in args)), unit, level,
            min(a.lo for a in args), max(a.hi for a in args), args[0].scale,
            starts=starts,
        )  # fmt: skip

    # ------------------------------------------------------------------ running

    def _plan(
        self,
        outputs: tuple[str, ...],
        given: tuple[str, ...] = (),
        first: int | None = None,
        last: int | None = None,
        told: bool = False,
        fixed: tuple[tuple[str, int], ...] = (),
    ) -> Plan:
        """Numpy code for some rules and parameters (as of ``on``), for rows dated from ``first``
        to ``last`` (day numbers of the fact ``on``). ``given`` rules are not worked out but
        taken as facts; ``told`` keeps every number that an explanation may show; ``fixed`` are
        facts alike for all rows, and what they rule out is left out."""
        named: dict[str, Value | Quotient] = {
            name: self._traced[name] for name in outputs if name not in self.parameters
        }
        for name in outputs:
            if name in self.parameters:
                named[name] = self.parameter_value(name, "on")
        if told:
            for rule in self.relevant(tuple(o for o in outputs if o in self._variants), fixed):
                named[rule] = self._traced[rule]
                for variant in self._variants[rule]:
                    named.update(self._parameters_of(variant))
        return Plan(
            named,
            {name: self._traced[name] for name in given},
            self.parameters,
            self.book.facts,
            (first, last),
            dict(fixed),
        )

    def relevant(
        self, outputs: tuple[str, ...], fixed: tuple[tuple[str, int], ...] = ()
    ) -> list[str]:
        """The rules that some rules rest on once the ``fixed`` facts have ruled out what they
        rule out, in working order."""
        plan = self.bare(outputs, fixed)
        return [name for name in self.needed(outputs) if plan.reached(self._traced[name])]

    def bare(
        self,
        outputs: tuple[str, ...],
        fixed: tuple[tuple[str, int], ...] = (),
        day: int | None = None,
    ) -> Plan:
        """The plan of some rules (on a day, or on all) and nothing else: what it reaches, they
        rest on."""
        named = {name: self._traced[name] for name in outputs}
        return Plan(named, {}, self.parameters, self.book.facts, (day, day), dict(fixed))

    def _parameters_of(self, variant: Variant) -> dict[str, Value]:
        """The plain parameters that a rule about a person shows, by the key they are told by."""
        result = {}
        for name, wanted in zip(variant.arguments, variant.wants, strict=True):
            if name in self.parameters and isinstance(wanted, Unit):
                value = self.parameter_value(name, variant.by)
                if value.level.parent is None:
                    result[told_key(name, variant.by)] = value
        return result

    def parameter_value(self, name: str, by: str) -> Value:
        """A plain parameter looked up on the date of a fact or rule."""
        key = (name, by)
        if key not in self._lookups:
            day = self.named(by)
            assert isinstance(day, Value)
            self._lookups[key] = self.parameters[name].lookup(day)
        value = self._lookups[key]
        if not isinstance(value, Value):
            raise LawError(f"{name} is a table of bands and has no single value")
        return value

    def needed(self, outputs: tuple[str, ...], given: tuple[str, ...] = ()) -> list[str]:
        """The rules that some rules rest on, themselves included, in working order."""
        order: list[str] = []
        done = set(given)

        def visit(name: str) -> None:
            if name in done or name not in self._variants:
                return
            done.add(name)
            for variant in self._variants[name]:
                for argument in (variant.by, *variant.arguments):
                    visit(argument)
            order.append(name)

        for output in outputs:
            if output not in self._variants:
                raise UnknownName(f"{output!r} is no rule")
            visit(output)
        return order

    def users(self, name: str) -> list[str]:
        """The rules that ask for a rule, parameter or fact by name."""
        return [
            rule
            for rule, variants in self._variants.items()
            if any(name in (*v.arguments, v.by) for v in variants)
        ]

    def boundaries(self) -> list[date]:
        """The days on which some rule dated by ``on`` gets a new variant."""
        days = {
            variant.since
            for variants in self._variants.values()
            for variant in variants
            if variant.since and variant.by == "on"
        }
        return sorted(days)


def told_key(parameter: str, by: str) -> str:
    """Under which name a run keeps a parameter: dated by ``on``, or by another date."""
    return parameter if by == "on" else f"{parameter}@{by}"


def _fits(unit: Unit, wanted: Unit) -> bool:
    return unit is wanted or (unit in PURE and wanted in PURE)


def _promised(argument: object, wanted: Unit | str) -> bool:
    if isinstance(argument, Value):
        return isinstance(wanted, Unit) and _fits(argument.unit, wanted)
    if isinstance(argument, Quotient):
        return wanted is Unit.RATIO
    return type(argument).__name__ == wanted


def _called(argument: object) -> str:
    return argument.unit.value if isinstance(argument, Value) else type(argument).__name__


def _published(parameters: Mapping[str, Parameter], known_on: date | None) -> dict[str, Parameter]:
    if known_on is None:
        return dict(parameters)
    known = {name: parameter.known_by(known_on) for name, parameter in parameters.items()}
    return {name: parameter or _unheld(parameters[name]) for name, parameter in known.items()}


def _unheld(parameter: Parameter) -> Parameter:
    """A parameter of which nothing had been published: unknown on every day."""
    first = parameter.editions[0]
    return Parameter(
        parameter.name, parameter.title, parameter.unit, parameter.scale, parameter.full_scale,
        "never", parameter.keyed_by, (first,),
    )  # fmt: skip


def _check_names(book: RuleBook, parameters: Mapping[str, Parameter]) -> None:
    for name in parameters:
        if name in book.facts or name in book.variants:
            raise LawError(f"{name} is both a parameter and a rule or fact")
    for name in book.facts:
        if name in book.variants:
            raise LawError(f"{name} is both a fact and a rule")
