"""What the sandbox is set to: figures of the fund's report of 2022, and the numbers found so that
a country of that year comes out near them (``tools/sandbox_page.py`` shows both)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tirek.sandbox.settings import Int
from tirek.sandbox.tables import Float


@dataclass(frozen=True)
class Report:
    """The fund's report of 2022 (tenge, people, months)."""

    participants: int = 6_753_338
    men: int = 3_403_261
    contributions: int = 432_000_000_000
    mean_income: int = 168_970
    low_income: int = 120_000
    of_low_income: int = 2_500_000
    months_a_year: int = 9
    months_of_participation: int = 97
    mean_age: int = 40
    payers_of_50: int = 13_400
    several_payers: float = 0.5
    disabled: int = 97_645
    unemployed: int = 110_619
    of_childcare: int = 323_286


REPORT = Report()

#: Year whose incomes ``INCOME_MIDDLE`` is set to, and how incomes grow before and after, a year.
BASE_YEAR, GROWTH = 2022, 1.11
#: The middle and the spread of incomes less pension contributions (tenge; of the logarithm).
INCOME_MIDDLE, INCOME_SPREAD = 142_000.0, 0.585
#: How closely few months go with low income (1: in the same order).
TOGETHER = 0.99
#: Share of people by months a year with contributions, 1 to 12.
MONTHS = np.array([8.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 1.0, 1.0, 1.0, 86.0])
#: How the share of people at work changes with age, and what takes its mean to 40 years.
AT_WORK = ((18, 0.30), (20, 0.60), (23, 0.85), (30, 0.90), (55, 0.85), (60, 0.65), (64, 0.5))
#: Men among those who work: fewer than among those who take part, as leave with a child is women's.
MEN = 0.485
#: Months of participation begun before: people start between these ages, by chance.
START_AGE, START_SPREAD = 18.0, 22.0


def months_a_year(rank: Float) -> Int:
    """Months with contributions by rank (0 to 1)."""
    bounds = np.cumsum(MONTHS / MONTHS.sum())
    found: Int = np.minimum(np.searchsorted(bounds, rank, side="right"), 11) + 1
    return found


def growth(year: int) -> float:
    """How much higher incomes are than in the base year."""
    return float(GROWTH ** (year - BASE_YEAR))
