"""Care of a child: Social Code arts 76, 82, 84-86, Law 286-VI art 24, Law 405 art 23-2."""

from __future__ import annotations

from datetime import date

from tirek.engine.ops import half_up, maximum, minimum, plus_months, where
from tirek.engine.parameters import Bands
from tirek.engine.values import Count, Day, Flag, Money, Months, Ratio
from tirek.law.book import rule
from tirek.law.common import pension_contribution_from


@rule(article="SC 85(1); Law 286-VI 24(4); Law 405 23-2(5)")
def childcare_by_income(average_income: Money, childcare_replacement_rate: Ratio) -> Money:
    """Forty per cent of the average income."""
    return half_up(average_income * childcare_replacement_rate)


@rule(article="SC 82(1); Law 286-VI 24(4); Law 405 23-2(5)")
def childcare_allowance(
    child_order: Count,
    childcare_minimum_coefficients: Bands,
    monthly_calculation_index: Money,
) -> Money:
    """The state childcare allowance for the child's order of birth."""
    return half_up(monthly_calculation_index * childcare_minimum_coefficients.at(child_order))


@rule(name="childcare_minimum", article="Law 405 23-2(5)")
def childcare_minimum_to_2019(childcare_allowance: Money) -> Money:
    """Not less than the state allowance."""
    return childcare_allowance


@rule(name="childcare_minimum", since=date(2020, 1, 1), article="SC 85(2); Law 286-VI 24(4)")
def childcare_minimum_2020(
    childcare_allowance: Money, benefit_pension_rate: Ratio, pension_exempt: Flag
) -> Money:
    """The state allowance and the pension contribution that will be withheld."""
    withheld = where(pension_exempt, 0, benefit_pension_rate)
    return half_up(childcare_allowance / (1 - withheld))


@rule(article="SC 85(2); Law 286-VI 24(4); Law 405 23-2(5)")
def childcare_maximum(
    childcare_maximum_share: Ratio, childcare_maximum_multiple: Count, minimum_wage: Money
) -> Money:
    """Forty per cent of seven (to 2019: ten) minimum wages."""
    return half_up(childcare_maximum_share * childcare_maximum_multiple * minimum_wage)


@rule(article="SC 85; Law 286-VI 24(4); Law 405 23-2(5)")
def childcare_amount(
    childcare_by_income: Money, childcare_minimum: Money, childcare_maximum: Money
) -> Money:
    """The monthly benefit within its minimum and maximum."""
    return minimum(maximum(childcare_by_income, childcare_minimum), childcare_maximum)


@rule(article="SC 76(1); Law 286-VI 26(1)")
def childcare_pension_contribution(
    childcare_amount: Money, benefit_pension_rate: Ratio, pension_exempt: Flag
) -> Money:
    """The pension contribution withheld."""
    return pension_contribution_from(childcare_amount, benefit_pension_rate, pension_exempt)


@rule(article="SC 76(1); Law 286-VI 26(1); Convention 1")
def childcare_net(childcare_amount: Money, childcare_pension_contribution: Money) -> Money:
    """What is paid out."""
    return childcare_amount - childcare_pension_contribution


@rule(article="SC 84(1); Law 286-VI 24(3); Law 405 23-2(4)", by="child_birth_date")
def childcare_until(child_birth_date: Day, childcare_age_months: Months) -> Day:
    """The day on which the child reaches the age, that day included."""
    return plus_months(child_birth_date, childcare_age_months)


@rule(article="SC 84(5); Law 286-VI 19(7); Law 405 20(6)", by="applied_on")
def childcare_applied_late(on: Day, applied_on: Day, childcare_deadline_months: Months) -> Flag:
    """The application came after the last day."""
    return applied_on > plus_months(on, childcare_deadline_months)


@rule(article="SC 84(1); Law 286-VI 24(3); Law 405 23-2(4)")
def child_too_old(on: Day, childcare_until: Day) -> Flag:
    """The child is past the age on the day of the right."""
    return on > childcare_until


@rule(article="SC 84(8); Law 286-VI 28(5)2); Law 405 23-2(7)2)")
def child_supported_by_state(child_on_state_support: Flag) -> Flag:
    """The child lives on full state support."""
    return child_on_state_support


@rule(article="SC 84(1); Law 286-VI 24(1); Law 405 23-2(1)")
def other_carer_has_benefit(other_carer_receives: Flag) -> Flag:
    """The benefit is paid to one carer only, and another one has it."""
    return other_carer_receives
