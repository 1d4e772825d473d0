"""Counted income, the average of the window, the length of participation, the tenure factor.

Social Code arts 78(2), 85(1), 118(3), 181(1), 240; Law 286-VI arts 20(4), 23(3), 24(4);
Law 405 arts 21(5), 22(8), 23(3), 23-1(4), 23-2(5).
"""

from __future__ import annotations

from datetime import date

from tirek.engine.ops import (
    any_of,
    count_of,
    earlier_members,
    half_up,
    length,
    minimum,
    month_of,
    never,
    one_of,
    positive,
    total,
    where,
)
from tirek.engine.parameters import Bands
from tirek.engine.units import Unit
from tirek.engine.values import Code, Count, Day, Flag, Money, Month, Months, Ratio
from tirek.law.book import MONTH, PAYER_MONTH, PERSON, SPECIAL_KINDS, rule

# ---------------------------------------------------------------------- income of a row


@rule(article="Law 286-VI 14(2)", by="period")
def aggregate_payment_row(row_kind: Code) -> Flag:
    """A row of the aggregate payment (ЕСП)."""
    return one_of(row_kind, "aggregate_payment_city", "aggregate_payment_village")


@rule(article="SC 118(3); Law 286-VI 20(4); Law 405 21(5)", by="period")
def contributed_row(row_kind: Code, row_income: Money, row_contribution: Money) -> Flag:
    """A row of something: a row of zero is no contribution anywhere."""
    paid = (row_income > 0) | (row_contribution > 0)
    return paid & ~one_of(row_kind, "emergency_benefit", "excluded_media")


@rule(name="media_income_counts", article="Law 405 21(5)")
def media_income_counts_to_2019(on: Day) -> Flag:
    """There was no such income."""
    return never(on)


@rule(name="media_income_counts", since=date(2020, 1, 1), article="Law 286-VI 20(4)")
def media_income_counts_2020(on: Day) -> Flag:
    """Income of the media excluded in 2020 counts by the payer's certificate."""
    return ~never(on)


@rule(name="media_income_counts", since=date(2023, 7, 1), article="SC 118(3)")
def media_income_counts_2023(on: Day) -> Flag:
    """The Social Code no longer names this income; the months count towards tenure only."""
    return never(on)


@rule(article="SC 118(3); Law 286-VI 20(4); Law 405 21(5)", by="period")
def has_income(
    contributed_row: Flag, row_kind: Code, row_income: Money, media_income_counts: Flag
) -> Flag:
    """A row whose income counts."""
    media = (row_kind == "excluded_media") & (row_income > 0)
    return contributed_row | (media & media_income_counts)


@rule(article="SC 118(3); Law 286-VI 20(4); Law 405 21(5)", by="period")
def income_of_row(
    row_kind: Code,
    has_income: Flag,
    aggregate_payment_row: Flag,
    row_income: Money,
    row_contribution: Money,
    social_rate: Ratio,
    single_payment_social_rate: Ratio,
    self_employed_social_rate: Ratio,
    aggregate_payment_social_share: Ratio,
) -> Money:
    """The income that a row stands for: given, or found from the sum that came in."""
    rate = where(row_kind == "single_payment", single_payment_social_rate, social_rate)
    rate = where(aggregate_payment_row, aggregate_payment_social_share, rate)
    from_contribution = half_up(row_contribution / rate)
    of_own_regime = half_up(row_income * self_employed_social_rate / social_rate)
    own_regime = one_of(row_kind, "self_employed", "platform_worker")
    from_income = where(own_regime, of_own_regime, row_income)
    found = where(row_contribution > 0, from_contribution, from_income)
    return where(has_income, found, 0)


@rule(article="SC 245(1); Law 286-VI 15(5); Law 405 15(3)", by="period")
def income_cap(social_cap_multiple: Count, minimum_wage: Money) -> Money:
    """The most that counts from one payer in one month."""
    return social_cap_multiple * minimum_wage


@rule(article="SC 245(1); Law 286-VI 15(5); Law 405 15(3)", by="period")
def counted_income(income_of_row: Money, income_cap: Money) -> Money:
    """The counted income of a payer and month: its rows added, then capped."""
    return minimum(total(income_of_row, PAYER_MONTH), income_cap)


# ---------------------------------------------------------------------- income of a month


@rule(article="Law 286-VI 20(4)", by="period")
def aggregate_payment_alone(has_income: Flag, aggregate_payment_row: Flag) -> Flag:
    """A month with an aggregate payment and no other payer."""
    own = any_of(has_income & aggregate_payment_row, MONTH)
    others = any_of(has_income & ~aggregate_payment_row, MONTH)
    return own & ~others


@rule(article="Law 286-VI 20(4)", by="period")
def wage_of_month(minimum_wage: Money) -> Money:
    """The minimum wage of the month."""
    return minimum_wage


@rule(name="month_income", article="Law 405 21(5)")
def month_income_to_2019(counted_income: Money) -> Money:
    """The counted incomes of a month's payers, added."""
    return total(counted_income, MONTH)


@rule(name="month_income", since=date(2020, 1, 1), article="Law 286-VI 20(4)")
def month_income_2020(
    counted_income: Money,
    aggregate_payment_alone: Flag,
    aggregate_payment_counted_multiple: Count,
    wage_of_month: Money,
) -> Money:
    """As before, but a month of nothing but the aggregate payment counts as a minimum wage."""
    alone = aggregate_payment_counted_multiple * wage_of_month
    return where(aggregate_payment_alone, alone, total(counted_income, MONTH))


@rule(name="month_income", since=date(2024, 1, 1), article="SC 118(3); SC 263(3)")
def month_income_2024(counted_income: Money) -> Money:
    """The counted incomes of a month's payers, added."""
    return total(counted_income, MONTH)


# ---------------------------------------------------------------------- the window


@rule(article="SC 118(3); Law 286-VI 20(4); Law 405 21(5)")
def month_of_right(on: Day) -> Month:
    """The month in which the right arose."""
    return month_of(on)


@rule(article="SC 118(3); Law 286-VI 20(4)", by="period")
def emergency_month(row_kind: Code) -> Flag:
    """A month of the benefit for the state of emergency."""
    return any_of(row_kind == "emergency_benefit", MONTH)


@rule(article="SC 118(3); Law 286-VI 20(4)")
def emergency_months_after(emergency_month: Flag, period: Month, month_of_right: Month) -> Count:
    """How many emergency months lie between this month and the month of the right."""
    return earlier_members(emergency_month & (period < month_of_right), PERSON)


@rule(article="SC 85(1), 118(3); Law 286-VI 20(4); Law 405 21(5)")
def window_start(
    period: Month,
    month_of_right: Month,
    emergency_month: Flag,
    emergency_months_after: Count,
    average_months_long: Months,
) -> Month:
    """The first month of the window of 24: emergency months are replaced by earlier ones."""
    return _start(
        period, month_of_right, emergency_month, emergency_months_after, average_months_long
    )


@rule(article="SC 78(2); Law 286-VI 23(3); Law 405 23-1(4)")
def window_start_of_year(
    period: Month,
    month_of_right: Month,
    emergency_month: Flag,
    emergency_months_after: Count,
    average_months_short: Months,
) -> Month:
    """The first month of the window of 12."""
    return _start(
        period, month_of_right, emergency_month, emergency_months_after, average_months_short
    )


def _start(
    period: Month, month_of_right: Month, emergency: Flag, after: Count, months: Months
) -> Month:
    within = (period < month_of_right) & (
        period >= month_of_right - months - length(after, Unit.MONTHS)
    )
    replaced = length(count_of(emergency & within, PERSON), Unit.MONTHS)
    return month_of_right - months - replaced


@rule(article="SC 118(3); Law 286-VI 20(4); Law 405 21(5)")
def in_window(
    period: Month, window_start: Month, month_of_right: Month, emergency_month: Flag
) -> Flag:
    """Whether a month lies in the window of 24 months."""
    return (period >= window_start) & (period < month_of_right) & ~emergency_month


@rule(article="SC 78(2); Law 286-VI 23(3); Law 405 23-1(4)")
def in_window_of_year(
    period: Month, window_start_of_year: Month, month_of_right: Month, emergency_month: Flag
) -> Flag:
    """Whether a month lies in the window of 12 months."""
    return (period >= window_start_of_year) & (period < month_of_right) & ~emergency_month


@rule(article="SC 85(1), 118(3); Law 286-VI 20(4); Law 405 21(5)")
def average_income(month_income: Money, in_window: Flag, average_months_long: Months) -> Money:
    """Incomes of the window, divided by 24 whatever the gaps."""
    return half_up(total(where(in_window, month_income, 0), PERSON) / average_months_long)


@rule(article="SC 78(2); Law 286-VI 23(3); Law 405 23-1(4)")
def average_income_of_year(
    month_income: Money, in_window_of_year: Flag, average_months_short: Months
) -> Money:
    """Incomes of the window, divided by 12 whatever the gaps."""
    return half_up(total(where(in_window_of_year, month_income, 0), PERSON) / average_months_short)


@rule(article="Convention 6")
def no_contributions_in_window(has_income: Flag, in_window: Flag) -> Flag:
    """No contribution above zero in the window of 24 months."""
    return ~any_of(any_of(has_income, MONTH) & in_window, PERSON)


@rule(article="Convention 6")
def no_contributions_in_year(has_income: Flag, in_window_of_year: Flag) -> Flag:
    """No contribution above zero in the window of 12 months."""
    return ~any_of(any_of(has_income, MONTH) & in_window_of_year, PERSON)


# ---------------------------------------------------------------------- participation


@rule(article="SC 118(3); Law 286-VI 20(4); Law 405 21(5)")
def months_of_contributions(
    contributed_row: Flag, row_kind: Code, period: Month, month_of_right: Month
) -> Months:
    """Distinct months with a contribution or a special month before the month of the right."""
    counts = any_of(contributed_row | one_of(row_kind, *SPECIAL_KINDS), MONTH)
    return length(count_of(counts & (period < month_of_right), PERSON), Unit.MONTHS)


@rule(article="SC 118(5); Law 286-VI 22(4); Law 405 23(5)")
def months_taken_off(months_already_paid: Months, months_deducted_per_paid_month: Months) -> Months:
    """Twelve months for each month of job-loss benefit already paid."""
    return length(months_already_paid, Unit.COUNT) * months_deducted_per_paid_month


@rule(article="SC 118(3); Law 286-VI 20(4); Law 405 21(5)")
def participation_months(
    participation_given: Flag,
    participation_months_given: Months,
    months_of_contributions: Months,
    months_taken_off: Months,
) -> Months:
    """The length of participation, less what was used up by an earlier job-loss benefit."""
    whole = where(participation_given, participation_months_given, months_of_contributions)
    return positive(whole - months_taken_off)


@rule(name="tenure_factor", article="Law 405 21(5)")
def tenure_factor_to_2019(participation_months: Months, tenure_bands: Bands) -> Ratio:
    """The factor of the length of participation (КСУ)."""
    return tenure_bands.at(participation_months)


@rule(name="tenure_factor", since=date(2020, 1, 1), article="Law 286-VI 20(4)")
def tenure_factor_2020(
    participation_months: Months,
    tenure_bands: Bands,
    tenure_bonus: Ratio,
    tenure_bonus_from: Months,
    tenure_bonus_step: Months,
) -> Ratio:
    """The same with 0.02 more for each further twelve months."""
    beyond = positive(participation_months - tenure_bonus_from)
    return tenure_bands.at(participation_months) + tenure_bonus * (beyond // tenure_bonus_step)


@rule(name="tenure_factor", since=date(2023, 7, 1), article="SC 118(3); SC 181(1); SC 240(2)")
def tenure_factor_2023(
    participation_months: Months,
    tenure_bands: Bands,
    tenure_bonus: Ratio,
    tenure_bonus_from: Months,
    tenure_bonus_step: Months,
    tenure_factor_max: Ratio,
) -> Ratio:
    """The same, at most 1.3."""
    return minimum(
        tenure_factor_2020(
            participation_months, tenure_bands, tenure_bonus, tenure_bonus_from,
            tenure_bonus_step,
        ),
        tenure_factor_max,
    )  # fmt: skip
