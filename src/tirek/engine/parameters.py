"""Parameters: the numbers of the law, by date, read from YAML and checked strictly.

A parameter knows from when each value holds, where it stands written, how sure that is and when
it was published. A parameter that a law renews (each year, or by decision) is *unknown* after
its last held value; any other holds until something follows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tirek.engine.errors import BadParameter, LawError, OutOfBounds
from tirek.engine.ops import FIRST_DAY, FIRST_MONTH, LAST_DAY, LAST_MONTH
from tirek.engine.units import LAST_BAND, LENGTHS, MOST, Unit
from tirek.engine.values import Value, common_level

Titles = Mapping[str, str]
EPOCH = date(1970, 1, 1).toordinal()

TIYN = 100
#: How many times a rule may be written out: each makes a compiled plan longer.
MOST_WRITTEN_OUT = 36


@dataclass(frozen=True)
class Edition:
    """One value (or table of bands) with the days on which it holds and where it stands."""

    since: date
    until: date | None
    value: int | str
    bands: tuple[tuple[int, int], ...]
    act: str
    article: str
    source: str
    confidence: str
    published: date
    note: str = ""

    @property
    def citation(self) -> str:
        return f"{self.act} {self.article}".strip()


@dataclass(frozen=True)
class Parameter:
    """A dated number (or table of bands) of the law, kept as raw / scale; money is in tiyn.

    ``full_scale`` is what its values are written in (10 ** decimals); ``scale`` is that reduced
    by what all values have in common (1.25 is 5 / 4), so that products stay small.
    """

    name: str
    title: Titles
    unit: Unit
    scale: int
    full_scale: int
    renewed: str
    keyed_by: str
    editions: tuple[Edition, ...]

    @property
    def unheld(self) -> bool:
        """Whether none of its values had been published by the day by which the law is known."""
        return self.renewed == "never"

    @cached_property
    def monthly(self) -> bool:
        """Whether it only ever changes on the first of a month."""
        days = [e.since for e in self.editions] + [e.until for e in self.editions if e.until]
        return all(day.day == 1 for day in days)

    @cached_property
    def spans(self) -> tuple[tuple[int, int, Edition], ...]:
        """(first index, first index no longer, edition), indices as in :attr:`table`."""
        result = []
        for this, following in zip(self.editions, (*self.editions[1:], None), strict=True):
            end = self._index(this.until) if this.until else self._last
            if self.renewed == "yearly":
                end = min(end, self._index(date(this.since.year + 1, 1, 1)))
            if following:
                end = min(end, self._index(following.since))
            result.append((self._index(this.since), end, this))
        return tuple(result)

    @property
    def _last(self) -> int:
        return LAST_MONTH if self.monthly else LAST_DAY

    @property
    def first(self) -> int:
        """The month or day (as a number) of the first entry of :attr:`table`."""
        return FIRST_MONTH if self.monthly else FIRST_DAY

    def _index(self, day: date) -> int:
        return month_number(day) if self.monthly else day_number(day)

    @cached_property
    def edition_table(self) -> NDArray[np.int64]:
        """Which edition's bands hold in each month (day)."""
        table = np.zeros(self._last - self.first, dtype=np.int64)
        for number, (start, _end, _edition) in enumerate(self.spans):
            table[max(start - self.first, 0) :] = number
        return table

    @cached_property
    def table(self) -> NDArray[np.int64]:
        """The raw value for each month (day); 0 where nothing is in force."""
        table = np.zeros(self._last - self.first, dtype=np.int64)
        if self.renewed:  # asked for where it is unknown, the value is found out and not used
            table += cast(int, self.editions[0].value)
        for start, end, edition in self.spans:
            table[max(start - self.first, 0) : max(end - self.first, 0)] = edition.value
        return table

    @cached_property
    def unknown(self) -> NDArray[np.bool_]:
        """Where the law holds a value that is not known here."""
        table = np.zeros(self._last - self.first, dtype=np.bool_)
        if self.renewed:
            table[:] = True
        if self.renewed in ("yearly", "irregularly"):
            for start, end, _edition in self.spans:
                table[max(start - self.first, 0) : max(end - self.first, 0)] = False
        return table

    @cached_property
    def daily_sums(self) -> NDArray[np.int64]:
        """The sum of the values of all days before each day; unknown days count as nothing."""
        return self._summed_by_day(self.table)

    @cached_property
    def unknown_days(self) -> NDArray[np.int64]:
        """How many days before each day have no known value."""
        return self._summed_by_day(self.unknown)

    def _summed_by_day(self, values: NDArray[np.int64] | NDArray[np.bool_]) -> NDArray[np.int64]:
        if self.monthly:
            raise BadParameter(f"{self.name} changes by the month; its daily sums are not kept")
        sums = np.zeros(len(values) + 1, dtype=np.int64)
        np.cumsum(values, out=sums[1:])
        return sums

    @cached_property
    def known_range(self) -> tuple[int, int]:
        """The longest run (first, last) of indices, as numbers, on which nothing is unknown."""
        known = np.flatnonzero(~self.unknown)
        if not len(known):
            return 1, 0
        breaks = np.flatnonzero(np.diff(known) > 1)
        starts = np.concatenate(([0], breaks + 1))
        ends = np.concatenate((breaks, [len(known) - 1]))
        longest = int(np.argmax(known[ends] - known[starts]))
        return int(known[starts[longest]]) + self.first, int(known[ends[longest]]) + self.first

    @cached_property
    def band_table(self) -> tuple[NDArray[np.int64], int]:
        """All editions' step tables, row after row, and the width of a row."""
        width = max(bound for e in self.editions for bound, _ in e.bands) + 1
        rows = np.zeros((len(self.editions), width), dtype=np.int64)
        for row, edition in zip(rows, self.editions, strict=True):
            for bound, value in edition.bands:
                row[bound:] = value
        return rows.ravel(), width

    def edition(self, day: date) -> Edition | None:
        """The edition in force on a day; None where there is none or it is not known."""
        index = self._index(day)
        for start, end, edition in () if self.unheld else self.spans:
            if start <= index < end:
                return edition
        return None

    def last_known(self, day: date) -> date | None:
        """The last day before a day on which a value is held; None where there is none."""
        index = self._index(day)
        spans = () if self.unheld else self.spans
        ends = [min(end, index) for start, end, _ in spans if start < index]
        if not ends:
            return None
        return self._day_before(max(ends))

    @property
    def last_days(self) -> list[tuple[Edition, date | None]]:
        """Each edition with the last day on which it holds; None: it has no end."""
        return [
            (edition, None if end == self._last else self._day_before(end))
            for _, end, edition in self.spans
        ]

    def _day_before(self, index: int) -> date:
        first = date(index // 12, index % 12 + 1, 1) if self.monthly else day_of(index)
        return first - timedelta(days=1)

    def at(self, day: date) -> Fraction | None:
        """The value on a day (money in tenge), or None."""
        edition = self.edition(day)
        return None if edition is None else self._number(edition)

    @property
    def newest(self) -> Fraction:
        """The value of the newest edition."""
        return self._number(self.editions[-1])

    def _number(self, edition: Edition) -> Fraction:
        return self._fraction(cast(int, edition.value))

    def _fraction(self, raw: int) -> Fraction:
        return Fraction(raw, TIYN if self.unit is Unit.MONEY else self.scale)

    def check_bounds(self) -> None:
        """Raises OutOfBounds for the first value beyond what a parameter of this unit may be."""
        if self.unit not in MOST:
            return
        most = MOST[self.unit]
        least = 0 if self.unit in LENGTHS else -most
        for edition in self.editions:
            for bound, _ in edition.bands:
                if not 0 <= bound <= LAST_BAND:
                    raise OutOfBounds(self.name, str(bound), 0, LAST_BAND)
            for raw in (cast(int, edition.value), *(value for _, value in edition.bands)):
                number = self._fraction(raw)
                if not least <= number <= most:
                    raise OutOfBounds(self.name, written(number), least, most)

    def text(self, day: date) -> str | None:
        """The value of a parameter of unit ``code`` on a day, or None."""
        edition = self.edition(day)
        return None if edition is None else str(edition.value)

    def lookup(self, day: Value) -> Value | Bands:
        """The value in force on a traced day or month."""
        if any(e.bands for e in self.editions):
            return Bands(self, day)
        values = [cast(int, e.value) for e in self.editions]
        return Value(
            "param", (day,), self.unit, day.level, min(values), max(values), self.scale, self.name
        )

    def known_by(self, known_on: date) -> Parameter | None:
        """This parameter as it had been published by a day; None where nothing had been."""
        editions = tuple(e for e in self.editions if e.published <= known_on)
        return replace(self, editions=editions) if editions else None


@dataclass(frozen=True)
class Bands:
    """A step table in force on a traced day; ``at`` finds the step of a count."""

    parameter: Parameter
    day: Value

    def at(self, count: Value) -> Value:
        """The value of the highest step not above ``count``; 0 below the first step."""
        parameter = self.parameter
        values = [value for e in parameter.editions for _, value in e.bands]
        if any(e.bands[0][0] > count.lo for e in parameter.editions):
            values.append(0)
        level = common_level(count, self.day)
        args = (count.spread(level), self.day.spread(level))
        return Value(
            "band", args, parameter.unit, level, min(values), max(values),
            parameter.scale, parameter.name,
        )  # fmt: skip


@dataclass(frozen=True)
class Schedule:
    """A parameter as a whole, for rules that follow it over the years: an age that rises."""

    parameter: Parameter

    def reached(self, birth: Value) -> Value:
        """The day on which someone born on ``birth`` first reaches the age of the table."""
        return Value(
            "reached", (birth,), Unit.DAY, birth.level, FIRST_DAY, LAST_DAY, 1,
            self.parameter.name,
        )  # fmt: skip

    def summed(self, after: Value, last: Value, most: int) -> Value:
        """The sum of the daily values from the day after ``after`` to ``last``, that day
        included; at most ``most`` days lie between (the bounds of the facts must hold it)."""
        values = [cast(int, e.value) for e in self.parameter.editions]
        level = common_level(after, last)
        return Value(
            "summed", (after.spread(level), last.spread(level)), self.parameter.unit, level,
            min(0, min(values) * most), max(values) * most, self.parameter.scale,
            self.parameter.name,
        )  # fmt: skip

    @property
    def only(self) -> int:
        """The one value that the parameter has on all days, for a rule that is written out so
        many times; raises LawError where it changes or is too large for that."""
        values = {cast(int, e.value) for e in self.parameter.editions}
        if len(values) > 1:
            raise LawError(f"{self.parameter.name} may change only on all days at once")
        (value,) = values
        if value > MOST_WRITTEN_OUT:
            raise LawError(f"{self.parameter.name} is at most {MOST_WRITTEN_OUT}, not {value}")
        return value


def written(number: Fraction) -> str:
    """A number whose denominator is a power of ten, or divides one, as decimals."""
    return format(Decimal(number.numerator) / number.denominator, "f")


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def month_number(day: date) -> int:
    """Months since January of the year 0."""
    return day.year * 12 + day.month - 1


def day_of(number: int) -> date:
    return date.fromordinal(number + EPOCH)


def month_text(number: int) -> str:
    """``YYYY-MM`` of a month number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
