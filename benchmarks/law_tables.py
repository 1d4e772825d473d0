"""Numbers of the job-loss benefit as arrays, for the peers that are written by hand.

They come from the oracle's typed-in numbers (``tests.oracle``, standard library only), so that a
peer shares nothing with Tirek and stands on the same law.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tests.oracle import dates, job_loss, numbers

Int = NDArray[np.int64]
Days = NDArray[np.int32]
Small = NDArray[np.int8]

EPOCH = date(1970, 1, 1)
#: Months (year * 12 + month - 1) at which the tables begin.
FIRST_WAGE_MONTH = 2005 * 12
FIRST_CALENDAR_MONTH = 1900 * 12
LAST_CALENDAR_MONTH = 2200 * 12
#: Longest participation in the tables; the duration and the factor stay what they are from there.
LONGEST = 400
#: A share of the average income is in ten-thousandths: two decimals times two decimals.
SHARE_OF = 10_000
EDITIONS = (
    numbers.RULES_HELD_FROM,
    numbers.L286_BEGINS,
    numbers.RATES_OF_2023,
    numbers.CODE_BEGINS,
)
GROUNDS = ("other", "liquidation_or_redundancy")
SEXES = ("female", "male")


def day_number(day: date) -> int:
    return (day - EPOCH).days


@dataclass(frozen=True)
class LawTables:
    """``cap[month - FIRST_WAGE_MONTH]`` in tiyn; ``since[edition]``, a day;
    ``share[edition, participation]`` of the average income; ``months[edition, ground,
    participation]``; ``first_day[month - FIRST_CALENDAR_MONTH]``;
    ``pension_months[sex, month of birth - FIRST_CALENDAR_MONTH]``, the age in months."""

    cap: Int
    since: Days
    share: Int
    months: Small
    first_day: Days
    pension_months: NDArray[np.int16]


@lru_cache(maxsize=1)
def law_tables() -> LawTables:
    months = range(LONGEST + 1)
    calendar = range(FIRST_CALENDAR_MONTH, LAST_CALENDAR_MONTH)
    return LawTables(
        cap=np.array([numbers.cap(m) for m in range(FIRST_WAGE_MONTH, 2027 * 12)], np.int64),
        since=np.array([day_number(day) for day in EDITIONS], np.int32),
        share=np.array([[share(day, m) for m in months] for day in EDITIONS], np.int64),
        months=np.array(
            [
                [[job_loss.months_paid(m, day, ground) for m in months] for ground in GROUNDS]
                for day in EDITIONS
            ],
            np.int8,
        ),
        first_day=np.array([day_number(dates.first_day(m)) for m in calendar], np.int32),
        pension_months=np.array(
            [[_pension_months(m, sex) for m in calendar] for sex in SEXES], np.int16
        ),
    )


def share(on: date, participation: int) -> int:
    """Replacement rate times tenure factor, in ten-thousandths."""
    exact = job_loss.replacement_rate(on) * numbers.tenure_factor(participation, on) * SHARE_OF
    assert exact.denominator == 1
    return int(exact)


def _pension_months(month: int, sex: str) -> int:
    """Pension age of those born in a month: the day is not looked at, only the year is."""
    reached = dates.pension_day(dates.first_day(month), sex)
    return dates.month_of(reached) - month
