"""Loss of the ability to work: Social Code arts 171-174, 180-182, Law 286-VI art 20,
Law 405 art 21."""

from __future__ import annotations

from datetime import date

from tirek.engine.ops import half_up, minimum, percent
from tirek.engine.parameters import Bands
from tirek.engine.values import Count, Day, Flag, Money, Ratio
from tirek.law.book import rule
from tirek.law.common import pension_contribution_from


@rule(article="SC 181(1); SC 240(1); Law 286-VI 20(4), 21(7); Law 405 21(5), 22(8)")
def deduction(minimum_wage_deduction: Ratio, minimum_wage: Money) -> Money:
    """The share of the minimum wage taken off the average income."""
    return half_up(minimum_wage_deduction * minimum_wage)


@rule(article="SC 181(1); SC 240(1); Law 286-VI 20(4), 21(7); Law 405 21(5), 22(8)")
def income_above_deduction(average_income: Money, deduction: Money) -> Money:
    """The average income less the deduction; it may fall below zero."""
    return average_income - deduction


@rule(name="disability_factor", article="Law 405 21(5)")
def disability_factor_to_2019(degree_percent: Count, disability_factor_bands: Bands) -> Ratio:
    """The factor of the degree (КУТ), in three steps."""
    return disability_factor_bands.at(degree_percent)


@rule(name="disability_factor", since=date(2020, 1, 1), article="SC 181(1); Law 286-VI 20(4)")
def disability_factor_2020(degree_percent: Count) -> Ratio:
    """The factor of the degree (КУТ) is the degree itself."""
    return percent(degree_percent)


@rule(article="SC 181(1); Law 286-VI 20(4); Law 405 21(5)")
def disability_amount(
    income_above_deduction: Money,
    disability_replacement_rate: Ratio,
    disability_factor: Ratio,
    tenure_factor: Ratio,
) -> Money:
    """The monthly benefit."""
    return half_up(
        income_above_deduction * disability_replacement_rate * disability_factor * tenure_factor
    )


@rule(article="SC 174(3); Law 286-VI 26(1)")
def disability_pension_contribution(
    disability_amount: Money, benefit_pension_rate: Ratio, pension_exempt: Flag
) -> Money:
    """The pension contribution withheld."""
    return pension_contribution_from(disability_amount, benefit_pension_rate, pension_exempt)


@rule(article="SC 174(3); Law 286-VI 26(1); Convention 1")
def disability_net(disability_amount: Money, disability_pension_contribution: Money) -> Money:
    """What is paid out."""
    return disability_amount - disability_pension_contribution


@rule(article="SC 171(6); Law 286-VI 20(3), 28(2); Law 405 21(6)")
def disability_until(term_until: Day, pension_day: Day) -> Day:
    """The last day paid: the end of the degree's term, at most the day before pension age."""
    return minimum(term_until, pension_day - 1)


@rule(article="SC 155(7)2); Law 286-VI 20(4); Law 405 21(5)")
def degree_too_low(degree_percent: Count, disability_degree_min: Count) -> Flag:
    """A degree below the least that is insured."""
    return degree_percent < disability_degree_min


@rule(article="SC 172(2)4); Law 286-VI 20(4); Law 405 21(5); Convention 6")
def disability_not_positive(disability_amount: Money) -> Flag:
    """The amount is negative or rounds to zero."""
    return disability_amount <= 0
