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

#: A point in time and the length that may be added to it.
LENGTH_OF = {Unit.DAY: Unit.DAYS, Unit.MONTH: Unit.MONTHS}

#: Units of a length or an amount: sums keep them.
ADDITIVE = frozenset({Unit.MONEY, Unit.RATIO, Unit.MONTHS, Unit.DAYS, Unit.YEARS, Unit.COUNT})
