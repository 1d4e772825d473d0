"""Dates of one row, for kernels: the same sentences as :mod:`tirek.engine.calendar` says for
arrays. Plain Python that a compiler takes as it is; the tables come as arguments."""

from __future__ import annotations

from typing import Any

from tirek.engine.ops import FIRST_DAY, FIRST_MONTH


def plus_months(day: int, months: int, month_table: Any, day_table: Any) -> int:
    """The same day so many months later; a day that the month lacks counts as its last."""
    month = month_table[day - FIRST_DAY] - FIRST_MONTH
    target = month + months
    first = day_table[target]
    last = day_table[target + 1] - 1
    return int(min(first + (day - day_table[month]), last))


def first_of_year(day: int, month_table: Any, day_table: Any) -> int:
    """1 January of a day's year."""
    month = month_table[day - FIRST_DAY]
    return int(day_table[month - month % 12 - FIRST_MONTH])
