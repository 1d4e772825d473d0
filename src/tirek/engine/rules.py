"""Rules: plain functions that say one sentence of the law each, wired by argument names.

``@book.rule(article="SC 118(3)")`` enters a function under its own name; ``name=`` enters
several dated variants under one. ``by=`` names the fact or rule whose date decides which
variant and which value of each parameter applies (default: the fact ``on``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TypeVar

from tirek.engine.errors import Gap, LawError, Overlap, UnitMismatch
from tirek.engine.units import Unit
from tirek.engine.values import Level, Quotient, Value

Function = TypeVar("Function", bound="Callable[..., Value | Quotient]")

_UNITS = {
    "Money": Unit.MONEY, "Ratio": Unit.RATIO, "Months": Unit.MONTHS, "Days": Unit.DAYS,
    "Years": Unit.YEARS, "Count": Unit.COUNT, "Day": Unit.DAY, "Month": Unit.MONTH,
    "Flag": Unit.FLAG, "Code": Unit.CODE,
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """What a question must bring: its unit, bounds (raw: tiyn, day numbers) and codes."""

    name: str
    unit: Unit
    level: Level
    lo: int
    hi: int
    codes: tuple[str, ...] = ()

    def value(self) -> Value:
        return Value("fact", (), self.unit, self.level, self.lo, self.hi, 1, self.name, self.codes)


@dataclass(frozen=True)
class Variant:
    """One edition of a rule: the function and the days on which it is the law."""

    name: str
    function: Callable[..., Value | Quotient]
    since: date | None
    until: date | None
    article: str
    by: str
    published: date | None
    arguments: tuple[str, ...]
    wants: tuple[Unit | str, ...]
    gives: Unit

    @property
    def known(self) -> date | None:
        """The day from which this edition could be known."""
        return self.published or self.since

    @property
    def module(self) -> str:
        return self.function.__module__.rsplit(".", 1)[-1]


@dataclass
class RuleBook:
    """All rules and facts of a body of law, as written; :class:`~tirek.engine.graph.Law` joins
    them with parameters. ``signed``: for first days of acts the day of their publication."""

    facts: dict[str, Fact] = field(default_factory=dict)
    variants: dict[str, list[Variant]] = field(default_factory=dict)
    signed: Mapping[date, date] = field(default_factory=dict)

    def fact(
        self, name: str, unit: Unit, level: Level, lo: int = 0, hi: int = 1,
        codes: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Declares a fact; codes give their own bounds."""
        if name in self.facts:
            raise Overlap(f"the fact {name} is declared twice")
        self.facts[name] = Fact(name, unit, level, lo, len(codes) - 1 if codes else hi, codes)

    def rule(
        self, *, article: str, name: str = "", since: date | None = None,
        until: date | None = None, by: str = "on", published: date | None = None,
    ) -> Callable[[Function], Function]:  # fmt: skip
        """Enters the decorated function as a rule (or as one dated variant of it)."""

        def enter(function: Function) -> Function:
            rule_name = name or function.__name__
            arguments, wants, gives = _signature(function)
            variant = Variant(
                rule_name, function, since, until, article, by,
                published or (self.signed.get(since) if since else None),
                arguments, wants, gives,
            )  # fmt: skip
            self.variants.setdefault(rule_name, []).append(variant)
            return function

        return enter

    def known_by(self, known_on: date | None) -> dict[str, tuple[Variant, ...]]:
        """Variants published by a day, in order; checked for gaps and overlaps."""
        result = {}
        for name, variants in self.variants.items():
            ordered = sorted(variants, key=lambda v: v.since or date.min)
            check_variants(name, ordered)
            known = tuple(
                v for v in ordered if known_on is None or v.known is None or v.known <= known_on
            )
            result[name] = known or (ordered[0],)
        return result


def check_variants(name: str, ordered: list[Variant]) -> None:
    """Dated variants follow one another without a gap or an overlap, in one unit."""
    if ordered[-1].until:
        raise Gap(f"{name}: nothing holds from {ordered[-1].until}")
    for this, following in pairwise(ordered):
        if following.since is None or following.since == this.since:
            raise Overlap(f"{name}: two variants begin on {following.since or 'the first day'}")
        if this.until and this.until < following.since:
            raise Gap(f"{name}: nothing holds from {this.until} to {following.since}")
        if this.until and this.until > following.since:
            raise Overlap(f"{name}: two variants hold on {following.since}")
        if this.gives is not following.gives:
            raise UnitMismatch(f"{name}: its variants give different units")
        if this.by != following.by:
            raise LawError(f"{name}: its variants are dated by different dates")


def _signature(
    function: Callable[..., Value | Quotient],
) -> tuple[tuple[str, ...], tuple[Unit | str, ...], Unit]:
    """Argument names, what each annotation promises (a unit, or Bands or Schedule), and the
    unit given. Law modules use ``from __future__ import annotations``: these are strings."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    hints = {}
    for name in (*names, "return"):
        annotation = str(function.__annotations__.get(name, ""))
        if annotation not in _UNITS and annotation not in ("Bands", "Schedule"):
            raise UnitMismatch(
                f"{function.__name__}: {name} is annotated {annotation!r}, which is no unit"
            )
        hints[name] = _UNITS.get(annotation, annotation)
    gives = hints["return"]
    if not isinstance(gives, Unit):
        raise UnitMismatch(f"{function.__name__} gives no unit")
    return names, tuple(hints[name] for name in names), gives
