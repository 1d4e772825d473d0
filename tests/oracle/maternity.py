"""Maternity and adoption: L405 art. 20(6), 23-1; L286 art. 19(7), 23; Social Code 77, 78."""

from fractions import Fraction

from .answer import Answer, applied_on, granted, refused, too_late, withheld
from .dates import day
from .income import Case, income_in_window
from .money import half_up


def assess(case: Case) -> Answer:
    benefit = case["event"]["kind"]
    on = day(case["on"])
    applied = applied_on(case)
    income = income_in_window(case, on, 12)

    reasons: set[str] = set()
    if too_late(on, applied, 12):
        reasons.add("deadline_passed")  # L286 19(7), SC 77(4)
    if not income.any_contribution:
        reasons.add("no_contributions_in_window")
    if reasons:
        return refused(benefit, reasons, income.average, None)

    # SC 78(2): days on the sick sheet divided by thirty calendar days, exact.
    factors = {"days_factor": Fraction(case["event"]["leave_days"], 30)}
    amount = half_up(income.average * factors["days_factor"])
    return granted(benefit, income.average, None, factors, amount, withheld(amount, case), on, None)
