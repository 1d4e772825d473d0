"""The words that rules are written with, beside + - * / and comparisons.

Every function takes and gives traced values (see :mod:`tirek.engine.values`); none is called
while people are assessed.
"""

from __future__ import annotations

from tirek.engine.errors import LawError, UnitMismatch
from tirek.engine.units import LENGTH_OF, Unit
from tirek.engine.values import (
    Level,
    LevelPair,
    Operand,
    Quotient,
    Value,
    aligned,
    common_level,
    lift,
    same_unit,
)

#: Days are counted from 1970-01-01, months from January of the year 0.
FIRST_DAY, LAST_DAY = -36524, 73049  # 1870-01-01 .. 2170-01-01
FIRST_MONTH, LAST_MONTH = 1870 * 12, 2170 * 12


def where(condition: Value, then: Operand, otherwise: Operand) -> Value:
    """``then`` where the condition holds, ``otherwise`` elsewhere."""
    if isinstance(then, Value):
        otherwise = lift(otherwise, then, then.unit)
    elif isinstance(otherwise, Value):
        then = lift(then, otherwise, otherwise.unit)
    else:
        raise LawError("where() needs a value on one side at least")
    if condition.unit is not Unit.FLAG:
        raise UnitMismatch("where() needs a condition")
    same_unit("choice", then, otherwise)
    then, otherwise = aligned(then, otherwise)
    level = common_level(condition, then, otherwise)
    args = (condition.spread(level), then.spread(level), otherwise.spread(level))
    return Value(
        "where", args, then.unit, level,
        min(then.lo, otherwise.lo), max(then.hi, otherwise.hi), then.scale,
    )  # fmt: skip


def minimum(a: Value, b: Operand) -> Value:
    """The smaller one: a cap."""
    b = lift(b, a, a.unit)
    same_unit("minimum", a, b)
    a, b = aligned(a, b)
    return Value(
        "min", (a, b), a.unit, common_level(a, b), min(a.lo, b.lo), min(a.hi, b.hi), a.scale
    )


def maximum(a: Value, b: Operand) -> Value:
    """The larger one: a floor."""
    b = lift(b, a, a.unit)
    same_unit("maximum", a, b)
    a, b = aligned(a, b)
    return Value(
        "max", (a, b), a.unit, common_level(a, b), max(a.lo, b.lo), max(a.hi, b.hi), a.scale
    )


def positive(value: Value) -> Value:
    """The value, but not below zero."""
    return maximum(value, lift(0, value, value.unit))


def half_up(value: Value | Quotient) -> Value:
    """Rounded to a whole unit (money: the tiyn), a half upwards."""
    if isinstance(value, Value):
        if value.scale == 1:
            return value
        lo, hi = ((2 * x + value.scale) // (2 * value.scale) for x in (value.lo, value.hi))
        _bounded(2 * value.lo, 2 * value.hi + value.scale, value)
        return Value("half_up", (value,), value.unit, value.level, lo, hi, 1, value.scale)
    return _division("half_up_by", value)


def floor(value: Value | Quotient) -> Value:
    """Cut down to a whole unit."""
    if isinstance(value, Value):
        lo, hi = value.lo // value.scale, value.hi // value.scale
        return Value("floor", (value,), value.unit, value.level, lo, hi, 1, value.scale)
    return _division("floor_by", value)


def _division(op: str, quotient: Quotient) -> Value:
    top, bottom = quotient.numerator, quotient.denominator
    if bottom.lo <= 0:
        raise LawError("a divisor that may be zero or less")
    unit = Unit.COUNT if top.unit is bottom.unit else top.unit
    level = common_level(top, bottom)
    top, bottom = top.spread(level), bottom.spread(level)
    # (top / top.scale) / (bottom / bottom.scale) = top * up / (bottom * down)
    up, down = bottom.scale, top.scale
    top = top.rescaled(top.scale * up)
    bottom = bottom.rescaled(bottom.scale * down)
    _bounded(2 * top.lo, 2 * top.hi + bottom.hi, top)
    ends = [(2 * x + y) // (2 * y) for x in (top.lo, top.hi) for y in (bottom.lo, bottom.hi)]
    return Value(op, (top, bottom), unit, level, min(ends) - 1, max(ends))


def _bounded(lo: int, hi: int, value: Value) -> None:
    """Refuses a division whose doubled numerator would leave int64."""
    Value("rounding", (value,), value.unit, value.level, lo, hi)


# ---------------------------------------------------------------------- a person's members


def total(value: Value, each: Level) -> Value:
    """The sum of the members of each ``each``: of a month's payers, of a person's months."""
    return _reduced("sum", value, each)


def count_of(condition: Value, each: Level) -> Value:
    """How many members meet the condition."""
    return _reduced("sum", condition, each)


def any_of(condition: Value, each: Level) -> Value:
    """Whether at least one member meets the condition."""
    return count_of(condition, each) > 0


def all_of(condition: Value, each: Level) -> Value:
    """Whether every member meets the condition (true where there is none)."""
    return ~any_of(~condition, each)


def _reduced(op: str, value: Value, each: Level) -> Value:
    if value.level is each or not value.level.within(each):
        raise LawError(f"there is no sum of {value.level.name} in each {each.name}")
    most = value.level.most_within(each)
    unit = Unit.COUNT if value.unit is Unit.FLAG else value.unit
    return Value(
        op, (value,), unit, each, min(0, value.lo * most), max(0, value.hi * most),
        value.scale, LevelPair(value.level, each),
    )  # fmt: skip


def latest(value: Value, each: Level, none: int) -> Value:
    """The largest of the members; ``none`` where there are no members."""
    lo, hi = min(value.lo, none), max(value.hi, none)
    return Value(
        "largest", (value, lift(none, value, value.unit)), value.unit, each, lo, hi,
        value.scale, LevelPair(value.level, each),
    )  # fmt: skip


def earlier_members(condition: Value, each: Level) -> Value:
    """How many members before this one, in the order of the batch, meet the condition."""
    most = condition.level.most_within(each)
    return Value(
        "running", (condition,), Unit.COUNT, condition.level, 0, most, 1,
        LevelPair(condition.level, each),
    )  # fmt: skip


# ---------------------------------------------------------------------- time


def month_of(day: Value) -> Value:
    """The calendar month in which a day lies."""
    _needs(day, Unit.DAY)
    return Value("month_of", (day,), Unit.MONTH, day.level, FIRST_MONTH, LAST_MONTH)


def first_day(month: Value) -> Value:
    """The first day of a month."""
    _needs(month, Unit.MONTH)
    return Value("first_day", (month,), Unit.DAY, month.level, FIRST_DAY, LAST_DAY)


def last_day(month: Value) -> Value:
    """The last day of a month."""
    return first_day(month + 1) - 1


def plus_months(day: Value, months: Operand) -> Value:
    """The same day so many months later; a day that the month lacks counts as its last."""
    _needs(day, Unit.DAY)
    months = lift(months, day, Unit.MONTHS)
    level = common_level(day, months)
    args = (day.spread(level), months.spread(level))
    return Value("plus_months", args, Unit.DAY, level, FIRST_DAY, LAST_DAY)


def first_of_year(day: Value) -> Value:
    """1 January of the year in which a day lies."""
    _needs(day, Unit.DAY)
    return Value("first_of_year", (day,), Unit.DAY, day.level, FIRST_DAY, LAST_DAY)


def plus_years(day: Value, years: Value) -> Value:
    """The same day so many years later (29 February: 28 February of a common year)."""
    _needs(years, Unit.YEARS)
    months = Value("times", (years,), Unit.MONTHS, years.level, years.lo * 12, years.hi * 12, 1, 12)
    return plus_months(day, months)


def _needs(value: Value, unit: Unit) -> None:
    if value.unit is not unit:
        raise UnitMismatch(f"{unit.value} is needed, {value.unit.value} was given")


def length(value: Value, unit: Unit) -> Value:
    """A plain count read as a length of ``unit`` (months, days), or the other way."""
    if value.unit not in {*LENGTH_OF.values(), Unit.COUNT, Unit.YEARS}:
        raise UnitMismatch(f"{value.unit.value} is no count")
    return Value("same", (value,), unit, value.level, value.lo, value.hi, value.scale)


# ---------------------------------------------------------------------- codes


def never(like: Value) -> Value:
    """A condition that no row meets: a ground that an edition of the law does not have."""
    return Value("const", (), Unit.FLAG, like.level.path()[-1], data=False)


def percent(value: Value) -> Value:
    """A number of per cent as a ratio."""
    return Value("same", (value,), Unit.RATIO, value.level, value.lo, value.hi, value.scale * 100)


def one_of(code: Value, *names: str) -> Value:
    """Whether the code is one of the names."""
    result = code == names[0]
    for name in names[1:]:
        result = result | (code == name)
    return result
