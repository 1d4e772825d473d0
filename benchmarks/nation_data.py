"""Made-up people for the job-loss benefit, as numpy arrays: the same seed gives the same nation.

Days are int32 since 1970-01-01, months int32 (year * 12 + month - 1), money int64 in tiyn. Values
crowd where the law bends: at the cap and the minimum wage, at odd tiyn, around pension age and
the last day to apply, at months with nothing, two rows of one payer, rows beside the window.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from benchmarks.law_tables import (
    FIRST_CALENDAR_MONTH,
    FIRST_WAGE_MONTH,
    day_number,
    law_tables,
)
from tests.oracle import numbers

SEED = 20260101
#: The one day of the simple work.
ON = date(2025, 3, 10)
FIRST_ON, LAST_ON = date(2019, 6, 1), date(2026, 10, 31)
WINDOW = 24
#: Months of the grid that rows are drawn from, before the window and in the month of `on` too.
BACK = 30
AT_ONCE = 50_000

Generator = np.random.Generator
Int = NDArray[np.int64]
Bool = NDArray[np.bool_]


@dataclass(frozen=True)
class _Arrays:
    """Named arrays that live in a folder, a file each; read back they are mapped, not copied."""

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for field in fields(self):
            np.save(folder / f"{field.name}.npy", getattr(self, field.name))

    @classmethod
    def read(cls, folder: Path) -> Self:
        return cls(
            **{
                field.name: np.load(folder / f"{field.name}.npy", mmap_mode="r")
                for field in fields(cls)
            }
        )


@dataclass(frozen=True)
class Simple(_Arrays):
    """Everybody on :data:`ON`, one payer: ``incomes[month, person]`` of the 24 months before the
    month of ``ON``, the oldest first, and the participation of each person in months."""

    incomes: Int
    participation_months: NDArray[np.int16]


@dataclass(frozen=True)
class Mixed(_Arrays):
    """Each person on a day of their own; rows ``offsets[i]`` to ``offsets[i + 1]`` are person
    i's, sorted by month, then payer. Every row is of kind 0, employee, given by income.

    ``sex``: 0 female, 1 male. ``dismissal_ground``: 0 other, 1 liquidation_or_redundancy.
    ``participation_months`` counts only where ``participation_given`` is 1.
    """

    on: NDArray[np.int32]
    applied_on: NDArray[np.int32]
    birth_date: NDArray[np.int32]
    sex: NDArray[np.int8]
    dismissal_ground: NDArray[np.int8]
    months_already_paid: NDArray[np.int8]
    participation_given: NDArray[np.int8]
    participation_months: NDArray[np.int16]
    pension_exempt: NDArray[np.int8]
    offsets: Int
    row_month: NDArray[np.int32]
    row_payer: Int
    row_kind: NDArray[np.int8]
    row_income: Int


# ---------------------------------------------------------------------- simple


def month_of_on() -> int:
    return ON.year * 12 + ON.month - 1


def simple(people: int) -> Simple:
    rng = np.random.default_rng([SEED, 1])
    first = month_of_on() - WINDOW
    wages = np.array([numbers.minimum_wage(first + back) for back in range(WINDOW)])
    caps = np.array([numbers.cap(first + back) for back in range(WINDOW)])
    incomes = np.empty((WINDOW, people), dtype=np.int64)
    for start in range(0, people, AT_ONCE):
        block = incomes[:, start : start + AT_ONCE]
        level = _levels(rng, block.shape[1])
        raw = level * rng.uniform(0.85, 1.15, block.shape)
        block[:] = _incomes(rng, raw, level, wages[:, None], caps[:, None])
        nothing = rng.random(block.shape[1])
        block[:, nothing < 0.01] = 0
        pennies = np.flatnonzero((nothing >= 0.01) & (nothing < 0.013))
        block[:, pennies] = rng.integers(0, 6, (WINDOW, len(pennies)))
    return Simple(incomes, rng.integers(0, 201, people).astype(np.int16))


def _levels(rng: Generator, people: int) -> NDArray[np.float64]:
    """What each earns a month, in tiyn: a median of 250,000 tenge, a long tail beyond the cap."""
    return 25_000_000 * rng.lognormal(0, 0.75, people)


def _incomes(
    rng: Generator, raw: NDArray[np.float64], level: NDArray[np.float64], wage: Int, cap: Int
) -> Int:
    """Incomes around ``raw``: half of the people earn whole tenge, some months stand at an edge."""
    whole = np.floor(level) % 2 == 0
    income = np.where(whole, np.floor(raw / 100) * 100, np.floor(raw)).astype(np.int64)
    draw = rng.random(raw.shape)
    beside = rng.integers(-2, 3, raw.shape)
    income = np.where(draw < 0.03, cap + beside, income)
    income = np.where((draw >= 0.03) & (draw < 0.05), wage + beside, income)
    return np.where((draw >= 0.05) & (draw < 0.07), 0, income)


# ---------------------------------------------------------------------- mixed


def mixed(people: int) -> Mixed:
    parts: dict[str, list[NDArray[Any]]] = {field.name: [] for field in fields(Mixed)}
    for part in _parts(people):
        for name, array in part.items():
            parts[name].append(array)
    joined = {name: np.concatenate(arrays) for name, arrays in parts.items()}
    lengths = joined.pop("offsets")
    offsets = np.zeros(people + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return Mixed(offsets=offsets, **joined)


def _parts(people: int) -> Iterator[dict[str, NDArray[Any]]]:
    """The arrays of some people at a time; ``offsets`` are still the lengths."""
    rng = np.random.default_rng([SEED, 2])
    for start in range(0, people, AT_ONCE):
        persons = _persons(rng, min(AT_ONCE, people - start))
        yield persons | _rows(rng, persons["on"])


def _persons(rng: Generator, size: int) -> dict[str, NDArray[Any]]:
    on = rng.integers(day_number(FIRST_ON), day_number(LAST_ON) + 1, size)
    sex = rng.integers(0, 2, size)
    draw = rng.random(size)
    age = rng.integers(18 * 365, 62 * 365, size)
    near_pension = np.where(sex == 1, 63 * 365.25, 61 * 365.25) + rng.integers(-500, 500, size)
    birth = on - np.where(draw < 0.08, near_pension, age).astype(np.int64)
    draw = rng.random(size)
    waited = np.where(draw < 0.5, 0, rng.integers(0, 60, size))
    waited = np.where(draw < 0.06, rng.integers(364, 369, size), waited)
    waited = np.where(draw < 0.04, rng.integers(60, 600, size), waited)
    given = rng.random(size) < 0.6
    paid = np.where(rng.random(size) < 0.15, rng.integers(1, 4, size), 0)
    return {
        "on": on.astype(np.int32),
        "applied_on": (on + waited).astype(np.int32),
        "birth_date": birth.astype(np.int32),
        "sex": sex.astype(np.int8),
        "dismissal_ground": (rng.random(size) < 0.3).astype(np.int8),
        "months_already_paid": paid.astype(np.int8),
        "participation_given": given.astype(np.int8),
        "participation_months": np.where(given, rng.integers(0, 201, size), 0).astype(np.int16),
        "pension_exempt": (rng.random(size) < 0.03).astype(np.int8),
    }


def _rows(rng: Generator, on: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    """Rows out of a grid of person, month, payer, and first or second row of that payer."""
    size, law = len(on), law_tables()
    month = law.first_day.searchsorted(on, side="right") - 1 + FIRST_CALENDAR_MONTH
    payers = np.array([1, 2, 3])[np.searchsorted([0.7, 0.9], rng.random(size))]
    grid = np.ones((size, BACK + 1, 3, 2), dtype=np.bool_)
    grid &= (np.arange(3) < payers[:, None])[:, None, :, None]
    beyond = rng.random(size) < 0.03
    grid[~beyond, : BACK - WINDOW] = False
    grid[~beyond, BACK] = False
    gaps = rng.random(size) < 0.25
    grid &= (rng.random((size, BACK + 1)) < np.where(gaps, 0.8, 1)[:, None])[:, :, None, None]
    grid[rng.random(size) < 0.04] = False
    grid[..., 1] &= rng.random((size, BACK + 1, 3)) < 0.01
    person, back, payer, _ = np.nonzero(grid)
    level = _levels(rng, size)[person] * np.array([1.0, 0.5, 0.3])[payer]
    row_month = month[person] - BACK + back
    cap = law.cap[row_month - FIRST_WAGE_MONTH]
    wages = np.array([numbers.minimum_wage(m) for m in range(FIRST_WAGE_MONTH, 2027 * 12)])
    raw = level * rng.uniform(0.85, 1.15, len(level))
    pennies = (rng.random(size) < 0.003)[person]
    income = _incomes(rng, raw, level, wages[row_month - FIRST_WAGE_MONTH], cap)
    income = np.where(pennies, rng.integers(0, 3, len(income)), income)
    names = np.sort(rng.integers(10**10, 10**12, (size, 3)), axis=1)
    return {
        "offsets": np.bincount(person, minlength=size),
        "row_month": row_month.astype(np.int32),
        "row_payer": names[person, payer],
        "row_kind": np.zeros(len(person), dtype=np.int8),
        "row_income": income,
    }
