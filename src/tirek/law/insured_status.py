"""Insured status in medical insurance: Law 405-V arts 5, 26, 28 and 40, by Convention 12.

The facts of a person are the months covered (by a payment made by ``on``, or by a category on
any day of the month), ``paid_on`` the earliest day that a payment of the month carries.
"""

from __future__ import annotations

from datetime import date

from tirek.engine.ops import (
    FIRST_DAY,
    FIRST_MONTH,
    count_of,
    half_up,
    last_day,
    latest,
    length,
    maximum,
    minimum,
    month_of,
    never,
    plus_years,
    positive,
    where,
)
from tirek.engine.parameters import Schedule, month_number
from tirek.engine.units import Unit
from tirek.engine.values import Count, Day, Flag, Money, Month, Months, Ratio, Years
from tirek.law.book import PERSON, rule

#: Insurance began, and so did the months that must be covered.
INSURANCE_SINCE = date(2020, 1, 1)
#: The longer grace began for those whose status had not lapsed by then.
LONG_GRACE_SINCE = date(2026, 1, 1)
NOBODY = FIRST_DAY
#: What insurance can rest on, by the number that ``insured_basis`` gives.
BASES = ("", "category", "prepaid", "payments", "grace", "everybody")


@rule(article="Law 405-V 5(2); Convention 12")
def first_month_looked_at(
    on: Day, birth_date: Day, missing_months_window: Months, dependant_age_limit: Years
) -> Month:
    """Twelve months back, not before insurance began and not before the 18th birthday."""
    start = maximum(month_of(on) - missing_months_window, month_number(INSURANCE_SINCE))
    return minimum(
        maximum(start, month_of(plus_years(birth_date, dependant_age_limit))), month_of(on)
    )


@rule(article="Law 405-V 5(2); Convention 12")
def missing_months_count(covered_month: Month, first_month_looked_at: Month, on: Day) -> Count:
    """How many of those months are not covered."""
    within = (covered_month >= first_month_looked_at) & (covered_month < month_of(on))
    looked_at = length(month_of(on) - first_month_looked_at, Unit.COUNT)
    return positive(looked_at - count_of(within, PERSON))


@rule(article="Convention 12")
def last_covered_month(covered_month: Month, on: Day) -> Month:
    """The last covered month, not after the month of ``on``."""
    counted = where(covered_month <= month_of(on), covered_month, FIRST_MONTH)
    return latest(counted, PERSON, FIRST_MONTH)


@rule(article="Convention 12")
def covered_up_to_last(
    covered_month: Month, first_month_looked_at: Month, last_covered_month: Month, on: Day
) -> Flag:
    """Of the months looked at, those up to the last covered one are all covered."""
    end = minimum(last_covered_month + 1, month_of(on))
    within = (covered_month >= first_month_looked_at) & (covered_month < end)
    return length(count_of(within, PERSON), Unit.MONTHS) >= end - first_month_looked_at


@rule(name="long_record", article="Law 405-V 5(2)")
def long_record_to_2025(on: Day) -> Flag:
    """There was one grace for all."""
    return never(on)


@rule(name="long_record", since=LONG_GRACE_SINCE, article="Convention 12")
def long_record_2026(
    covered_month: Month,
    covered_by_payment: Flag,
    last_covered_month: Month,
    long_grace_record_months: Months,
    grace_months: Months,
) -> Flag:
    """Sixty months in a row paid for, and the status had not lapsed before 2026."""
    first = last_covered_month - long_grace_record_months + 1
    within = (covered_month >= first) & (covered_month <= last_covered_month)
    paid = length(count_of(within & covered_by_payment, PERSON), Unit.MONTHS)
    lived_on = last_covered_month + grace_months >= month_number(LONG_GRACE_SINCE)
    return (paid >= long_grace_record_months) & lived_on


@rule(article="Law 405-V 5(2); Convention 12")
def grace(long_record: Flag, grace_months: Months, long_grace_months: Months) -> Months:
    """For how many months after the last covered one the status is kept."""
    return where(long_record, long_grace_months, grace_months)


@rule(article="Law 405-V 5(2); Convention 12")
def insured_by_payments(
    covered_up_to_last: Flag, last_covered_month: Month, grace: Months, on: Day
) -> Flag:
    """No gap up to the last covered month, and the grace is not over."""
    return covered_up_to_last & (month_of(on) <= last_covered_month + grace)


@rule(article="Law 405-V 5(2); Convention 12")
def in_grace(insured_by_payments: Flag, last_covered_month: Month, on: Day) -> Flag:
    """Insured, but the month of ``on`` and the one before it are not covered."""
    return insured_by_payments & (month_of(on) > last_covered_month + 1)


@rule(article="Law 405-V 5(2); Convention 12")
def payments_until(last_covered_month: Month, grace: Months) -> Day:
    """The last day of the grace."""
    return last_day(last_covered_month + grace)


@rule(article="Convention 12")
def prepaid_until(
    covered_month: Month, covered_by_payment: Flag, paid_on: Day, on: Day, prepaid_months: Schedule
) -> Day:
    """The end of the last run of twelve prepaid months around ``on`` (the first day: none)."""
    length_of_run = prepaid_months.only
    result = where(never(on), on, NOBODY)
    for offset in reversed(range(length_of_run)):
        start = month_of(on) - offset
        end = start + (length_of_run - 1)
        ahead = covered_by_payment & (paid_on <= last_day(start))
        within = ahead & (covered_month >= start) & (covered_month <= end)
        result = where(count_of(within, PERSON) >= length_of_run, last_day(end), result)
    return result


@rule(article="Law 405-V 40")
def everybody_is_insured(everybody_insured: Count) -> Flag:
    """From 2020-01-01 to 2020-06-30 care was given to all."""
    return everybody_insured > 0


@rule(article="Law 405-V 5(2), 26, 40; Convention 12")
def insured(
    category_holds: Flag, prepaid_until: Day, insured_by_payments: Flag, everybody_is_insured: Flag
) -> Flag:
    """Whether the person is insured on the day."""
    return category_holds | (prepaid_until > NOBODY) | insured_by_payments | everybody_is_insured


@rule(article="Convention 12")
def day_after_payments(payments_until: Day) -> Day:
    """The first day on which payments no longer insure."""
    return payments_until + 1


@rule(article="Law 405-V 40", by="day_after_payments")
def everybody_is_insured_longer(everybody_insured: Count) -> Flag:
    """Everybody is insured on the day after the payments' last one."""
    return everybody_insured > 0


@rule(article="Law 405-V 5(2), 26, 40; Convention 12")
def insured_basis(
    category_holds: Flag,
    prepaid_until: Day,
    insured_by_payments: Flag,
    in_grace: Flag,
    everybody_is_insured: Flag,
    everybody_is_insured_longer: Flag,
    missing_months_count: Count,
) -> Count:
    """What the insurance rests on, a number of BASES: a category before a prepaid year, that
    before payments, these before the months in which everybody was insured if they last longer."""
    nothing = missing_months_count * 0
    basis = where(everybody_is_insured, BASES.index("everybody"), nothing)
    by_payments = insured_by_payments & ~(everybody_is_insured & everybody_is_insured_longer)
    paid = where(in_grace, nothing + BASES.index("grace"), nothing + BASES.index("payments"))
    basis = where(by_payments, paid, basis)
    basis = where(prepaid_until > NOBODY, BASES.index("prepaid"), basis)
    return where(category_holds, BASES.index("category"), basis)


@rule(article="Law 405-V 28; Convention 12")
def price_of_month(missing_month_price_share: Ratio, minimum_wage: Money) -> Money:
    """What one month costs: five per cent of the minimum wage of ``on``."""
    return half_up(missing_month_price_share * minimum_wage)


@rule(article="Law 405-V 5(2), 28; Convention 12")
def price_of_missing_months(price_of_month: Money, missing_months_count: Count) -> Money:
    """The price of paying the missing months."""
    return price_of_month * missing_months_count


@rule(article="Law 405-V 28; Convention 12")
def price_of_year(price_of_month: Money, prepaid_months: Months) -> Money:
    """The price of twelve months ahead."""
    return price_of_month * length(prepaid_months, Unit.COUNT)
