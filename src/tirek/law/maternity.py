"""Pregnancy and birth, and adoption of a newborn: Social Code arts 76-78, Law 286-VI art 23,
Law 405 art 23-1. One formula serves both benefits."""

from __future__ import annotations

from tirek.engine.ops import half_up
from tirek.engine.values import Days, Flag, Money, Ratio
from tirek.law.book import rule
from tirek.law.common import pension_contribution_from


@rule(article="SC 78(2); Law 286-VI 23(3); Law 405 23-1(4)")
def days_factor(leave_days: Days, days_per_month_of_leave: Days) -> Ratio:
    """Days of the sick-leave sheet, divided by thirty; kept exact."""
    return leave_days / days_per_month_of_leave  # type: ignore[return-value]


@rule(article="SC 78(1); Law 286-VI 23(3); Law 405 23-1(4)")
def maternity_amount(average_income_of_year: Money, days_factor: Ratio) -> Money:
    """The benefit, paid once: average income times the factor of days."""
    return half_up(average_income_of_year * days_factor)


@rule(article="SC 76(1); Law 286-VI 26(1)")
def maternity_pension_contribution(
    maternity_amount: Money, benefit_pension_rate: Ratio, pension_exempt: Flag
) -> Money:
    """The pension contribution withheld."""
    return pension_contribution_from(maternity_amount, benefit_pension_rate, pension_exempt)


@rule(article="SC 76(1); Law 286-VI 26(1); Convention 1")
def maternity_net(maternity_amount: Money, maternity_pension_contribution: Money) -> Money:
    """What is paid out."""
    return maternity_amount - maternity_pension_contribution


@rule(article="Convention 6")
def maternity_not_positive(maternity_amount: Money) -> Flag:
    """The amount rounds to zero."""
    return maternity_amount <= 0
