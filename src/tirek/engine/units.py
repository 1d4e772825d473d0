"""Units of the values that rules compute with, and the annotations that name them.

A rule says what it takes and gives by annotation::

    def net(amount: Money, pension_contribution: Money) -> Money: ...

The annotation is checked when the graph is built; at run time every value is an int64 array.
"""

from __future__ import annotations

from enum import Enum


class Unit(Enum):
    """What a number counts. ``MONEY`` is whole tiyn; ``DAY`` and ``MONTH`` are points in time."""

    MONEY = "money"
    RATIO = "ratio"
    MONTHS = "months"
    DAYS = "days"
    YEARS = "years"
    COUNT = "count"
    DAY = "day"
    MONTH = "month"
    FLAG = "flag"
    CODE = "code"


#: Units that scale another unit without changing it: 3 x 85 000 tenge are tenge.
PURE = frozenset({Unit.RATIO, Unit.COUNT})

#: The largest value that a parameter of each unit may have, in whole units (money: tenge). They
#: lie far beyond any law, and keep dates within the calendar: it ends 70 years after the last
#: day that is asked about (2099-12-31), of which one is kept for what follows. What products of
#: them may reach is proved apart, when a law is traced.
MOST = {
    Unit.MONEY: 100_000_000,
    Unit.RATIO: 100,
    Unit.MONTHS: 69 * 12,
    Unit.DAYS: 69 * 365,
    Unit.YEARS: 69,
    Unit.COUNT: 10_000,
}
#: Lengths of time, which are never below zero.
LENGTHS = frozenset({Unit.MONTHS, Unit.DAYS, Unit.YEARS})
#: The largest count at which a band may begin: a hundred years of months.
LAST_BAND = 1200

#: A point in time and the length that may be added to it.
LENGTH_OF = {Unit.DAY: Unit.DAYS, Unit.MONTH: Unit.MONTHS}

#: Units of a length or an amount: sums keep them.
ADDITIVE = frozenset({Unit.MONEY, Unit.RATIO, Unit.MONTHS, Unit.DAYS, Unit.YEARS, Unit.COUNT})
