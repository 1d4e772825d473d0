"""Traced values: what a rule computes with while the graph is built.

A rule is run once, when the law is loaded, on :class:`Value` objects instead of numbers. Each
operation checks units, keeps the decimal scale, works out the bounds of its result and refuses
what could leave int64; what remains is an expression that :mod:`tirek.engine.plan` turns into
numpy code. So the law is written in plain arithmetic and is exact, checked and fast.

A value of scale *s* stands for ``raw / s``: 0.45 of scale 100 is the integer 45.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd
from typing import TypeAlias

from tirek.engine.errors import LawError, Overflow, UnitMismatch
from tirek.engine.units import ADDITIVE, LENGTH_OF, PURE, Unit

INT64_MAX = 2**63 - 1


@dataclass(frozen=True, eq=False)
class Level:
    """What an array is indexed by: persons, the months of a person, the rows of a month.

    ``most`` members of one ``parent`` may occur; sums are bounded by it.
    """

    name: str
    parent: Level | None = None
    most: int = 1

    def path(self) -> tuple[Level, ...]:
        """This level and its ancestors, nearest first."""
        return (self, *(self.parent.path() if self.parent else ()))

    def within(self, other: Level) -> bool:
        return any(level is other for level in self.path())

    def most_within(self, ancestor: Level) -> int:
        """The largest number of members that one ``ancestor`` can have."""
        if self is ancestor or self.parent is None:
            return 1
        return self.most * self.parent.most_within(ancestor)


@dataclass(frozen=True)
class LevelPair:
    """The two levels that an operation joins: members, and those that they are members of."""

    member: Level
    each: Level


Data: TypeAlias = "int | str | LevelPair | None"
Operand: TypeAlias = "Value | int"


@dataclass(frozen=True, eq=False)
class Value:
    """An expression over facts and parameters with its unit, scale, bounds and level.

    ``codes`` are the names that a code's numbers stand for, ``starts`` the first days (or
    months) of a rule's variants after the first.
    """

    op: str
    args: tuple[Value, ...]
    unit: Unit
    level: Level
    lo: int = 0
    hi: int = 1
    scale: int = 1
    data: Data = None
    codes: tuple[str, ...] = field(default=(), repr=False)
    starts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.hi > INT64_MAX or self.lo < -INT64_MAX:
            raise Overflow(
                f"{self.op} of {self.unit.value} may reach {max(self.hi, -self.lo):.3e}, "
                f"which int64 does not hold: narrow the bounds of the facts or round earlier"
            )

    # ------------------------------------------------------------------ arithmetic

    def __add__(self, other: Operand) -> Value:
        return _sum("add", self, lift(other, self))

    def __radd__(self, other: int) -> Value:
        return _sum("add", lift(other, self), self)

    def __sub__(self, other: Operand) -> Value:
        return _sum("sub", self, lift(other, self))

    def __rsub__(self, other: int) -> Value:
        return _sum("sub", lift(other, self), self)

    def __mul__(self, other: Operand | Quotient) -> Value:
        if isinstance(other, Quotient):  # a quotient is multiplied, and rounded, as one
            return NotImplemented
        return _product(self, lift(other, self, Unit.COUNT))

    def __rmul__(self, other: int) -> Value:
        return _product(lift(other, self, Unit.COUNT), self)

    def __truediv__(self, other: Value) -> Quotient:
        return Quotient(self, other)

    def __floordiv__(self, other: Operand) -> Value:
        return _whole("floordiv", self, lift(other, self))

    def __mod__(self, other: Operand) -> Value:
        return _whole("mod", self, lift(other, self))

    # ------------------------------------------------------------------ comparison and logic

    def __lt__(self, other: Operand) -> Value:
        return _compare("lt", self, other)

    def __le__(self, other: Operand) -> Value:
        return _compare("le", self, other)

    def __gt__(self, other: Operand) -> Value:
        return _compare("gt", self, other)

    def __ge__(self, other: Operand) -> Value:
        return _compare("ge", self, other)

    def __eq__(self, other: Operand | str) -> Value:  # type: ignore[override]
        return _compare("eq", self, other)

    def __ne__(self, other: Operand | str) -> Value:  # type: ignore[override]
        return _compare("ne", self, other)

    def __hash__(self) -> int:
        return id(self)

    def __and__(self, other: Value) -> Value:
        return _logic("and", self, other)

    def __or__(self, other: Value) -> Value:
        return _logic("or", self, other)

    def __invert__(self) -> Value:
        return _logic("not", self)

    def __bool__(self) -> bool:
        raise LawError(
            "a rule runs over many people at once: write where(condition, a, b) instead of "
            "if, and & | ~ instead of and, or, not"
        )

    def rescaled(self, scale: int) -> Value:
        """The same number on a finer scale."""
        factor = scale // self.scale
        if factor == 1:
            return self
        return Value(
            "times", (self,), self.unit, self.level,
            self.lo * factor, self.hi * factor, scale, factor,
        )  # fmt: skip

    def spread(self, level: Level) -> Value:
        """This value repeated for each member of a lower ``level``."""
        if self.level is level or self.op == "const":
            return self
        if not level.within(self.level):
            raise LawError(f"a value of each {self.level.name} has no place in each {level.name}")
        return Value(
            "spread", (self,), self.unit, level, self.lo, self.hi, self.scale,
            LevelPair(level, self.level), self.codes,
        )  # fmt: skip


@dataclass(frozen=True)
class Quotient:
    """``numerator / denominator``, exact; it can be multiplied, and must be rounded to be used."""

    numerator: Value
    denominator: Value

    def __mul__(self, other: Operand) -> Quotient:
        return Quotient(self.numerator * other, self.denominator)

    __rmul__ = __mul__

    def __truediv__(self, other: Value) -> Quotient:
        return Quotient(self.numerator, self.denominator * other)


def constant(number: int, unit: Unit, level: Level) -> Value:
    return Value("const", (), unit, level.path()[-1], number, number, 1, number)


def lift(operand: Operand, like: Value, unit: Unit | None = None) -> Value:
    """A plain 0, 1, 12 ... of a rule as a value beside ``like``."""
    if isinstance(operand, Value):
        return operand
    return constant(operand, unit or LENGTH_OF.get(like.unit, like.unit), like.level)


def aligned(*values: Value) -> tuple[Value, ...]:
    """The values on their lowest common level and on one scale."""
    level = common_level(*values)
    scale = 1
    for value in values:
        scale = scale * value.scale // gcd(scale, value.scale)
    return tuple(
        v.spread(level) if v.unit is Unit.FLAG else v.rescaled(scale).spread(level) for v in values
    )


def same_unit(what: str, a: Value, b: Value) -> None:
    if a.unit is not b.unit and not (a.unit in PURE and b.unit in PURE):
        raise UnitMismatch(f"{what} of {a.unit.value} and {b.unit.value}")


def _sum(op: str, a: Value, b: Value) -> Value:
    unit = a.unit
    if a.unit in LENGTH_OF and b.unit is LENGTH_OF[a.unit]:
        pass  # 1 May + 3 days
    elif op == "sub" and a.unit in LENGTH_OF and b.unit is a.unit:
        unit = LENGTH_OF[a.unit]
    else:
        same_unit(op, a, b)
        if unit not in ADDITIVE:
            raise UnitMismatch(f"{op} of two values of unit {unit.value}")
        unit = Unit.RATIO if {a.unit, b.unit} == PURE else unit
    a, b = aligned(a, b)
    lo, hi = (a.lo + b.lo, a.hi + b.hi) if op == "add" else (a.lo - b.hi, a.hi - b.lo)
    return Value(op, (a, b), unit, common_level(a, b), lo, hi, a.scale)


def _product(a: Value, b: Value) -> Value:
    if a.unit in PURE and b.unit in PURE:
        unit = Unit.COUNT if a.unit is b.unit is Unit.COUNT else Unit.RATIO
    elif a.unit in PURE or b.unit in PURE:
        unit = b.unit if a.unit in PURE else a.unit
    else:
        unit = _numerator_unit(a, b)
    if unit not in ADDITIVE:
        raise UnitMismatch(f"a value of unit {unit.value} cannot be multiplied")
    level = common_level(a, b)
    a, b = a.spread(level), b.spread(level)
    ends = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Value("mul", (a, b), unit, level, min(ends), max(ends), a.scale * b.scale)


def _numerator_unit(a: Value, b: Value) -> Unit:
    """Money times days, which a later division by days makes money again."""
    if Unit.MONEY in (a.unit, b.unit) and Unit.DAYS in (a.unit, b.unit):
        return Unit.MONEY
    if a.unit is Unit.RATIO or b.unit is Unit.RATIO:
        return Unit.RATIO
    raise UnitMismatch(f"product of {a.unit.value} and {b.unit.value}")


def _whole(op: str, a: Value, b: Value) -> Value:
    if b.lo <= 0 or a.scale != 1 or b.scale != 1:
        raise LawError(f"{op} needs whole numbers and a divisor above zero")
    level = common_level(a, b)
    a, b = a.spread(level), b.spread(level)
    if op == "mod":
        return Value(op, (a, b), Unit.COUNT, level, 0, b.hi - 1)
    ends = [x // y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    unit = Unit.COUNT if a.unit is b.unit else a.unit
    return Value(op, (a, b), unit, level, min(ends), max(ends))


def _compare(op: str, a: Value, b: Operand | str) -> Value:
    if isinstance(b, str):
        if b not in a.codes:
            raise UnitMismatch(f"{b!r} is none of the codes {', '.join(a.codes) or '(none)'}")
        b = constant(a.codes.index(b), Unit.CODE, a.level)
    else:
        b = constant(b, a.unit, a.level) if isinstance(b, int) else b
        same_unit("comparison", a, b)
    a, b = aligned(a, b)
    return Value(op, (a, b), Unit.FLAG, common_level(a, b))


def _logic(op: str, *args: Value) -> Value:
    if any(a.unit is not Unit.FLAG for a in args):
        raise UnitMismatch(f"{op} needs conditions")
    args = aligned(*args)
    return Value(op, args, Unit.FLAG, common_level(*args))


def common_level(*values: Value) -> Level:
    """The lowest level among values that lie on one path."""
    level = values[0].level
    for value in values[1:]:
        if not level.within(value.level):
            if not value.level.within(level):
                raise LawError(f"each {level.name} and each {value.level.name} do not meet")
            level = value.level
    return level


# What rules are annotated with; the name says the unit that the graph checks.
Money: TypeAlias = Value
Ratio: TypeAlias = Value
Months: TypeAlias = Value
Days: TypeAlias = Value
Years: TypeAlias = Value
Count: TypeAlias = Value
Day: TypeAlias = Value
Month: TypeAlias = Value
Flag: TypeAlias = Value
Code: TypeAlias = Value
