"""Months as the pages reckon them: YYYYMM as a number."""

from __future__ import annotations

from datetime import date

#: The first month of social contributions (Law 405-II, in force since 1 January 2005), and the
#: last month that the pages take.
FIRST, LAST = 200_501, 209_912


def period_of(day: date) -> int:
    """The month of a day."""
    return day.year * 100 + day.month


def first_day(period: int) -> date:
    return date(period // 100, period % 100, 1)


def written(period: int) -> str:
    """A month as the contract and addresses write it."""
    return f"{period // 100}-{period % 100:02d}"


def shifted(period: int, months: int) -> int:
    """The month so many months later."""
    at = period // 100 * 12 + period % 100 - 1 + months
    return at // 12 * 100 + at % 12 + 1


def months_between(first: int, last: int) -> int:
    """How many months later than the first the last is."""
    return (last // 100 - first // 100) * 12 + last % 100 - first % 100


def months_before(on: date, count: int) -> list[int]:
    """The calendar months before a day's, the last one first."""
    return [shifted(period_of(on), -n) for n in range(1, count + 1)]


def holds(period: int) -> bool:
    """Whether a number is a month for which contributions can be told."""
    return 1 <= period % 100 <= 12 and FIRST <= period <= LAST
