"""People's lines of a message or list as columns: a list or array a field, no object a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Lines:
    """n people in the order of the file; every column has n entries.

    Texts are as they stand in the file, without spaces around; empty where there is nothing.
    ``amount_tiyn`` is 0 where no amount could be read. ``period`` is YYYYMM as a whole number,
    the header's where the person has none, 0 where unreadable. ``line`` is where the person
    begins in the file, from 1; two Lines are equal wherever they stood.
    """

    number: IntArray
    amount_tiyn: IntArray
    iin: list[str]
    surname: list[str]
    name: list[str]
    patronymic: list[str]
    birth_date: list[str]
    period: IntArray
    line: IntArray

    def __len__(self) -> int:
        return len(self.iin)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lines):
            return NotImplemented
        names = [field.name for field in fields(self) if field.name != "line"]
        return all(_equal(getattr(self, name), getattr(other, name)) for name in names)

    def at(self, places: Sequence[int]) -> Lines:
        """Some of the people, by their places from 0."""

        def some(values: Sequence[str]) -> list[str]:
            return [values[place] for place in places]

        chosen = np.array(places, dtype=np.int64)
        return Lines(
            self.number[chosen], self.amount_tiyn[chosen], some(self.iin), some(self.surname),
            some(self.name), some(self.patronymic), some(self.birth_date), self.period[chosen],
            self.line[chosen],
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]


def _equal(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return one == other


def column(values: Sequence[int]) -> IntArray:
    """Whole numbers as a column."""
    return np.array(values, dtype=np.int64)


class Growing:
    """Columns while they are read."""

    def __init__(self) -> None:
        self.number: list[int] = []
        self.amount: list[int] = []
        self.iin: list[str] = []
        self.surname: list[str] = []
        self.name: list[str] = []
        self.patronymic: list[str] = []
        self.birth_date: list[str] = []
        self.period: list[int] = []
        self.line: list[int] = []

    def __len__(self) -> int:
        return len(self.iin)

    def done(self) -> Lines:
        return Lines(
            column(self.number), column(self.amount), self.iin, self.surname, self.name,
            self.patronymic, self.birth_date, column(self.period), column(self.line),
        )  # fmt: skip
