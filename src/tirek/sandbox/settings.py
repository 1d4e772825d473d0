"""What a country is made from: size, seed, span of months; and its streams of chance."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tirek.engine.parameters import day_number
from tirek.law import law

Int = NDArray[np.int64]
Bool = NDArray[np.bool_]

#: Fewer people cannot hold every planted fault; more than the country has are not needed.
LEAST_PEOPLE, MOST_PEOPLE = 200, 7_000_000


@dataclass(frozen=True)
class Settings:
    """``people`` take part in insurance in the course of a year; children, pensioners and people
    without work come on top of them. ``first`` is the number of the first month that is paid for,
    ``faults`` the share of faulty lines, ``history`` whether earlier years are written too."""

    people: int
    seed: int
    first: int
    months: int = 12
    faults: float = 0.01
    history: bool = False

    def __post_init__(self) -> None:
        if not LEAST_PEOPLE <= self.people <= MOST_PEOPLE:
            raise ValueError(f"people: {LEAST_PEOPLE} to {MOST_PEOPLE}")
        if not 1 <= self.months <= 60:
            raise ValueError("months: 1 to 60")
        if not 0 <= self.faults <= 0.2:
            raise ValueError("faults: 0 to 0.2")
        wage = law().parameters["minimum_wage"]
        earliest = date(2020, 1, 1)  # both funds are at work
        if first_day(self.first) < day_number(earliest) or wage.at(day(self.last)) is None:
            raise ValueError("from: months from 2020-01 whose minimum wage the law has")

    @property
    def last(self) -> int:
        """The last month that is paid for."""
        return self.first + self.months - 1

    def chance(self, name: str, number: int = 0) -> np.random.Generator:
        """A stream of its own for each part, so that one part's draws do not move another's."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode()), number])


def day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def first_day(month: int) -> int:
    """The number of a month's first day."""
    return day_number(day(month))


def first_days(months: Int) -> Int:
    """The numbers of the first days of months."""
    starts = (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")
    numbers: Int = starts.astype(np.int64)
    return numbers


def months_of(days: Int) -> Int:
    """The month in which each day lies."""
    numbers: Int = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return numbers + 1970 * 12
