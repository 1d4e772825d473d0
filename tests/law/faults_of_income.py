"""Wrong readings of counted income, the window, participation and the tenure factor."""

from __future__ import annotations

from datetime import date

from tests.law.planting import Faults
from tirek.engine.ops import (
    any_of,
    count_of,
    floor,
    half_up,
    length,
    maximum,
    minimum,
    never,
    one_of,
    percent,
    positive,
    total,
    where,
)
from tirek.engine.parameters import Bands
from tirek.engine.units import Unit
from tirek.engine.values import Code, Day, Flag, Money, Month, Months, Ratio
from tirek.law.book import MONTH, PAYER_MONTH, PERSON, SPECIAL_KINDS

faults = Faults("disability", [])
fault = faults.fault


# ---------------------------------------------------------------------- income of a month


@fault("counted_income")
def cap_ten_times_too_high(income_of_row: Money, income_cap: Money) -> Money:
    """Next to nothing limits a payer's month. (Without any cap the engine refuses the law: it
    can prove no longer that no sum leaves int64.)"""
    return minimum(total(income_of_row, PAYER_MONTH), 10 * income_cap)


@fault("counted_income")
def rows_capped_before_they_are_added(income_of_row: Money, income_cap: Money) -> Money:
    """Each row is capped, and then the payer's rows are added."""
    return minimum(total(minimum(income_of_row, income_cap), PAYER_MONTH), 10 * income_cap)


@fault("month_income", since=date(2024, 1, 1))
def cap_over_all_payers(counted_income: Money, income_cap: Money) -> Money:
    """The sum of the payers is capped, too."""
    return minimum(total(counted_income, MONTH), income_cap)


@fault("month_income", since=date(2020, 1, 1))
def aggregate_payment_not_a_minimum_wage(counted_income: Money) -> Money:
    """A month of nothing but the aggregate payment counts as what was paid."""
    return total(counted_income, MONTH)


@fault("month_income", since=date(2020, 1, 1))
def aggregate_payment_counted_twice(
    counted_income: Money,
    aggregate_payment_alone: Flag,
    has_income: Flag,
    aggregate_payment_row: Flag,
    wage_of_month: Money,
) -> Money:
    """Two payments for one month count as two minimum wages."""
    times = count_of(any_of(has_income & aggregate_payment_row, PAYER_MONTH), MONTH)
    alone = times * wage_of_month
    return where(aggregate_payment_alone, alone, total(counted_income, MONTH))


@fault("income_of_row")
def single_payment_by_the_general_rate(
    has_income: Flag, row_income: Money, row_contribution: Money, social_rate: Ratio
) -> Money:
    """Every contribution is divided by the general rate, every income taken as it is."""
    found = where(row_contribution > 0, half_up(row_contribution / social_rate), row_income)
    return where(has_income, found, 0)


@fault("contributed_row", kind="job_loss")
def a_row_of_zero_is_a_contribution(row_kind: Code) -> Flag:
    """A row of zero gives a right and a month of participation."""
    return ~one_of(row_kind, "emergency_benefit", "excluded_media")


@fault("media_income_counts", since=date(2020, 1, 1))
def media_income_forgotten(on: Day) -> Flag:
    """Income of the media does not count under Law 286-VI."""
    return never(on)


# ---------------------------------------------------------------------- the window


@fault("window_start")
def window_begins_a_month_late(month_of_right: Month, average_months_long: Months) -> Month:
    """Twenty-three months are looked at."""
    return month_of_right - average_months_long + 1


@fault("window_start")
def emergency_months_not_replaced(month_of_right: Month, average_months_long: Months) -> Month:
    """Emergency months leave the window, and none before it takes their place."""
    return month_of_right - average_months_long


@fault("in_window")
def window_shifted_by_a_month(
    period: Month, window_start: Month, month_of_right: Month, emergency_month: Flag
) -> Flag:
    """The window ends with the month of the right instead of the one before."""
    return (period > window_start) & (period <= month_of_right) & ~emergency_month


@fault("average_income")
def divided_by_the_months_with_income(month_income: Money, in_window: Flag) -> Money:
    """Gaps shorten the divisor."""
    months = maximum(count_of(in_window & (month_income > 0), PERSON), 1)
    return half_up(total(where(in_window, month_income, 0), PERSON) / months)


@fault("average_income")
def average_cut_down(month_income: Money, in_window: Flag, average_months_long: Months) -> Money:
    """Half a tiyn is lost."""
    return floor(total(where(in_window, month_income, 0), PERSON) / average_months_long)


@fault("average_income_of_year", kind="maternity")
def year_divided_by_24(
    month_income: Money, in_window_of_year: Flag, average_months_long: Months
) -> Money:
    """Twelve months of income are divided by twenty-four."""
    return half_up(total(where(in_window_of_year, month_income, 0), PERSON) / average_months_long)


# ---------------------------------------------------------------------- participation


@fault("months_of_contributions", kind="job_loss")
def month_of_the_right_takes_part(
    contributed_row: Flag, row_kind: Code, period: Month, month_of_right: Month
) -> Months:
    """The month of the right counts towards participation."""
    counts = any_of(contributed_row | one_of(row_kind, *SPECIAL_KINDS), MONTH)
    return length(count_of(counts & (period <= month_of_right), PERSON), Unit.MONTHS)


@fault("participation_months", kind="job_loss")
def months_paid_not_deducted(
    participation_given: Flag, participation_months_given: Months, months_of_contributions: Months
) -> Months:
    """A repeated claim is treated like the first one."""
    return where(participation_given, participation_months_given, months_of_contributions)


@fault("tenure_factor", since=date(2020, 1, 1))
def bonus_for_every_six_months(
    participation_months: Months,
    tenure_bands: Bands,
    tenure_bonus_from: Months,
    tenure_bonus_step: Months,
) -> Ratio:
    """Twelve months begun are rounded to a hundredth instead of being left out."""
    beyond = positive(participation_months - tenure_bonus_from)
    return tenure_bands.at(participation_months) + percent(half_up(2 * beyond / tenure_bonus_step))


@fault("tenure_factor", since=date(2020, 1, 1))
def bonus_from_72_months(
    participation_months: Months,
    tenure_bands: Bands,
    tenure_bonus: Ratio,
    tenure_bonus_from: Months,
    tenure_bonus_step: Months,
) -> Ratio:
    """The months that give 0.02 are counted from 72, not from 60."""
    beyond = positive(participation_months - tenure_bonus_from - tenure_bonus_step)
    return tenure_bands.at(participation_months) + tenure_bonus * (beyond // tenure_bonus_step)


@fault("tenure_factor", since=date(2023, 7, 1), kind="survivor")
def no_ceiling_on_the_tenure_factor(
    participation_months: Months,
    tenure_bands: Bands,
    tenure_bonus: Ratio,
    tenure_bonus_from: Months,
    tenure_bonus_step: Months,
) -> Ratio:
    """The factor grows beyond 1.3."""
    beyond = positive(participation_months - tenure_bonus_from)
    return tenure_bands.at(participation_months) + tenure_bonus * (beyond // tenure_bonus_step)


@fault("tenure_factor", kind="job_loss")
def bonus_in_2019(participation_months: Months, tenure_bands: Bands) -> Ratio:
    """Before 2020, too, the factor grows beyond 1."""
    years = positive(participation_months - 60) // 12
    return tenure_bands.at(participation_months) + percent(2 * years)
