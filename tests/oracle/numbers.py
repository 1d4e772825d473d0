"""The dated numbers of the law, typed here by hand from the articles and fact sheets.

Nothing is shared with the product. A number that no text gives (the minimum wage of 2027)
raises NotKnownError; it is never last year's.
"""

from datetime import date
from fractions import Fraction

from .money import TIYN


class NotKnownError(Exception):
    """The law of that date holds a value that is not known."""


def _m(year: int, number: int = 1) -> int:
    return year * 12 + number - 1


_LAST_KNOWN_MONTH = _m(2026, 12)

# Laws on the republican budget: minimum wage (МЗП), tenge a month, newest first.
_MINIMUM_WAGE = [
    (_m(2024), 85_000),
    (_m(2023), 70_000),
    (_m(2022), 60_000),
    (_m(2019), 42_500),
    (_m(2018), 28_284),
    (_m(2017), 24_459),
    (_m(2016), 22_859),
    (_m(2015), 21_364),
    (_m(2014), 19_966),
    (_m(2013), 18_660),
    (_m(2012), 17_439),
    (_m(2011), 15_999),
    (_m(2010), 14_952),
    (_m(2009, 7), 13_717),
    (_m(2009), 13_470),
    (_m(2008, 7), 12_025),
    (_m(2008), 10_515),
    (_m(2007), 9_752),
    (_m(2006), 9_200),
    (_m(2005), 7_000),
]

# The same laws: monthly calculation index (МРП) for benefits, tenge, newest first.
_INDEX = [
    (_m(2026), 4_325),
    (_m(2025), 3_932),
    (_m(2024), 3_692),
    (_m(2023), 3_450),
    (_m(2022, 4), 3_180),
    (_m(2022), 3_063),
    (_m(2021), 2_917),
    (_m(2020, 4), 2_778),
    (_m(2020), 2_651),
    (_m(2019), 2_525),
]


def _since(table: list[tuple[int, int]], a_month: int) -> int:
    if a_month > _LAST_KNOWN_MONTH:
        raise NotKnownError
    for since, value in table:
        if a_month >= since:
            return value
    raise NotKnownError


def minimum_wage(a_month: int) -> int:
    """МЗП of a month, in tiyn."""
    return _since(_MINIMUM_WAGE, a_month) * TIYN


def index(a_month: int) -> int:
    """МРП of a month, in tiyn."""
    return _since(_INDEX, a_month) * TIYN


def index_of_1_january(a_month: int) -> int:
    """МРП in force on 1 January of the month's year, in tiyn (L286 art. 15(3))."""
    return index(a_month // 12 * 12)


def general_rate(a_month: int) -> Fraction:
    """L405 art. 14(1), L286 art. 14(1), Social Code 244(1)."""
    if a_month >= _m(2025):
        return Fraction(5, 100)
    if a_month >= _m(2018):
        return Fraction(35, 1000)
    if a_month >= _m(2010):
        return Fraction(5, 100)
    if a_month >= _m(2009):
        return Fraction(4, 100)
    if a_month >= _m(2007):
        return Fraction(3, 100)
    if a_month >= _m(2006):
        return Fraction(2, 100)
    return Fraction(15, 1000)


def single_payment_rate(a_month: int) -> Fraction:
    """Social Code 244(3): 3.2 percent, 4.5 percent from 1 January 2025."""
    return Fraction(45, 1000) if a_month >= _m(2025) else Fraction(32, 1000)


AGGREGATE_PAYMENT_RATE = Fraction(20, 100)  # L286 art. 14(2): ЕСП
SELF_EMPLOYED_RATE = Fraction(1, 100)  # Social Code 101-1(3), 102-1(2)


def cap_in_minimum_wages(a_month: int) -> int:
    """L405 art. 15(3): ten; L286 art. 15(5), Social Code 245(1): seven from 2020."""
    return 7 if a_month >= _m(2020) else 10


def cap(a_month: int) -> int:
    """The greatest object of social contributions of one payer in a month, in tiyn."""
    return cap_in_minimum_wages(a_month) * minimum_wage(a_month)


# The days on which an act or a number changed.
L405_ENDS = date(2019, 12, 31)
L286_BEGINS = date(2020, 1, 1)
L286_ENDS = date(2023, 6, 30)
CODE_BEGINS = date(2023, 7, 1)
RATES_OF_2023 = date(2023, 1, 1)
AGGREGATE_PAYMENT_ENDS = date(2023, 12, 31)
RULES_HELD_FROM = date(2019, 1, 1)
SYSTEM_BEGINS = date(2005, 1, 1)
CHILDREN_BENEFITS_BEGIN = date(2008, 1, 1)  # L405 art. 23-1(1), 23-2(1)


def deduction(on: date) -> Fraction:
    """Share of МЗП taken off the average: L405 21(5) 0.80, L286 20(4) 0.55, SC 181(1) 0.50."""
    if on <= L405_ENDS:
        return Fraction(80, 100)
    if on <= L286_ENDS:
        return Fraction(55, 100)
    return Fraction(50, 100)


def tenure_factor(months: int, on: date) -> Fraction:
    """КСУ: L405 art. 21(5), L286 art. 20(4), Social Code 118(3), 181(1), 240(2)."""
    if months < 6:
        return Fraction(10, 100)
    if months < 12:
        return Fraction(70, 100)
    if months < 24:
        return Fraction(75, 100)
    if months < 36:
        return Fraction(85, 100)
    if months < 48:
        return Fraction(90, 100)
    if months < 60:
        return Fraction(95, 100)
    if on <= L405_ENDS or months < 72:
        return Fraction(1)
    factor = 1 + Fraction(2, 100) * ((months - 60) // 12)
    if on >= CODE_BEGINS and factor > Fraction(13, 10):
        return Fraction(13, 10)
    return factor
