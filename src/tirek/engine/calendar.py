"""Dates over arrays: days counted from 1970-01-01, months from January of the year 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tirek.engine.ops import FIRST_DAY, FIRST_MONTH, LAST_DAY, LAST_MONTH
from tirek.engine.parameters import Parameter, day_number


def _calendar() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The month of each day and the first day of each month."""
    months = np.arange(FIRST_MONTH, LAST_MONTH + 1) - 1970 * 12
    firsts = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    lengths = np.diff(firsts)
    return np.repeat(months[:-1] + 1970 * 12, lengths), firsts


MONTHS, DAYS = _calendar()


def plus_months(day: NDArray[np.int64], months: NDArray[np.int64] | int) -> NDArray[np.int64]:
    """The same day so many months later; a day that the month lacks counts as its last."""
    month = MONTHS.take(day - FIRST_DAY) - FIRST_MONTH
    target = month + months
    first = DAYS.take(target)
    last = DAYS.take(target + 1) - 1
    return np.minimum(first + (day - DAYS.take(month)), last)


def first_of_year(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """1 January of each day's year."""
    month = MONTHS.take(day - FIRST_DAY)
    return DAYS.take(month - month % 12 - FIRST_MONTH)


def reach_table(parameter: Parameter) -> NDArray[np.int64]:
    """For each birth day the day on which the age of the year's table is first reached.

    Once reached, an age stays reached although the table goes on rising. The first edition
    holds for earlier years too.
    """
    oldest = max(int(edition.value) for edition in parameter.editions)
    births = np.arange(FIRST_DAY, DAYS[-2 - oldest])
    result = np.full(len(births), LAST_DAY)
    following = [*(day_number(e.since) for e in parameter.editions[1:]), LAST_DAY + 1]
    start = FIRST_DAY
    for edition, end in zip(parameter.editions, following, strict=True):
        reached = np.maximum(plus_months(births, int(edition.value)), start)
        result = np.where(reached < end, np.minimum(result, reached), result)
        start = end
    later = np.full(LAST_DAY + 1 - FIRST_DAY - len(result), LAST_DAY)  # reached beyond the tables
    return np.concatenate((result, later))
