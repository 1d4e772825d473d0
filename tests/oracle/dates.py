"""Months, ages and month arithmetic.

A month is an int, year * 12 + (month - 1), so that the month before is one less.
Convention 7: a day that a month lacks counts as the month's last, for birthdays too.
"""

from calendar import monthrange
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def month(text: str) -> int:
    """The month of "2025-03"."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_of(a_day: date) -> int:
    return a_day.year * 12 + a_day.month - 1


def month_text(a_month: int) -> str:
    return f"{a_month // 12:04d}-{a_month % 12 + 1:02d}"


def first_day(a_month: int) -> date:
    return date(a_month // 12, a_month % 12 + 1, 1)


def last_day(a_month: int) -> date:
    year, number = a_month // 12, a_month % 12 + 1
    return date(year, number, monthrange(year, number)[1])


def add_months(a_day: date, count: int) -> date:
    """The same day `count` months later; the month's last day where it lacks that day."""
    target = month_of(a_day) + count
    year, number = target // 12, target % 12 + 1
    return date(year, number, min(a_day.day, monthrange(year, number)[1]))


def birthday(birth: date, age: int) -> date:
    """The day on which somebody turns `age` (29 February: 28 February of a common year)."""
    return add_months(birth, 12 * age)


def has_age(birth: date, age: int, on: date) -> bool:
    """Convention 9: ages are counted in completed years on `on`."""
    return on >= birthday(birth, age)


# Social Code 207(1): men 63; women by the year's table, in months of age.
_WOMEN_MONTHS = {
    2018: 58 * 12 + 6,
    2019: 59 * 12,
    2020: 59 * 12 + 6,
    2021: 60 * 12,
    2022: 60 * 12 + 6,
    2023: 61 * 12,
    2024: 61 * 12,
    2025: 61 * 12,
    2026: 61 * 12,
    2027: 61 * 12,
    2028: 61 * 12 + 6,
    2029: 62 * 12,
    2030: 62 * 12 + 6,
}


def women_pension_age_in_months(year: int) -> int:
    """Social Code 207(1): 58 years to 2017, the table, 63 years from 2031."""
    if year < 2018:
        return 58 * 12
    if year > 2030:
        return 63 * 12
    return _WOMEN_MONTHS[year]


def pension_day(birth: date, sex: str) -> date:
    """Social Code 207(1): the first day on which the person is of pension age.

    A woman reaches it in the first year whose age she completes before that year ends;
    once reached it stays reached (convention 9).
    """
    if sex == "male":
        return birthday(birth, 63)
    year = birth.year + 58
    while True:
        reached = add_months(birth, women_pension_age_in_months(year))
        if reached <= date(year, 12, 31):
            return reached
        year += 1
