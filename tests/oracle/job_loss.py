"""Job loss: L405 art. 20(6), 23; L286 art. 19(7), 22; Social Code 113, 115, 117, 118."""

from datetime import date
from fractions import Fraction

from . import numbers
from .answer import Answer, applied_on, granted, refused, too_late, withheld
from .dates import ONE_DAY, add_months, day, pension_day
from .income import Case, income_in_window, participation_months
from .money import half_up


def replacement_rate(on: date) -> Fraction:
    """L405 art. 23(3) 0.30; L286 art. 22(2) 0.40; 0.45 from 2023-01-01, Social Code 118(3)."""
    if on <= numbers.L405_ENDS:
        return Fraction(30, 100)
    if on < numbers.RATES_OF_2023:
        return Fraction(40, 100)
    return Fraction(45, 100)


def months_paid(participation: int, on: date, ground: str) -> int:
    """L405 art. 23(4); L286 art. 22(3); Social Code 118(1)."""
    if participation < 12:
        return 1
    if participation < 24:
        return 2
    if participation < 36:
        return 3
    if on <= numbers.L405_ENDS:
        return 6 if ground == "liquidation_or_redundancy" else 4
    if participation < 48:
        return 4
    if participation < 60:
        return 5
    return 6


def assess(case: Case) -> Answer:
    event = case["event"]
    on = day(case["on"])
    applied = applied_on(case)
    income = income_in_window(case, on, 24)
    # L405 23(5), L286 22(4), SC 118(5): 12 months off for each month already paid.
    participation = participation_months(case, on) - 12 * event.get("months_already_paid", 0)
    participation = max(participation, 0)
    of_pension_age = pension_day(day(case["person"]["birth_date"]), case["person"]["sex"])

    reasons: set[str] = set()
    if too_late(on, applied, 12):
        reasons.add("deadline_passed")  # L286 19(7), SC 113(3)
    if on >= of_pension_age:
        reasons.add("not_insured_pensioner")  # SC 243
    if not income.any_contribution:
        reasons.add("no_contributions_in_window")  # SC 115(1)6)
    if participation < 6:
        reasons.add("tenure_too_short")  # SC 115(1)7)
    if numbers.L286_BEGINS <= on <= numbers.AGGREGATE_PAYMENT_ENDS and income.only_aggregate:
        reasons.add("kind_not_covered")  # L286 22(1) part 2
    if reasons:
        return refused("job_loss", reasons, income.average, participation)

    factors = {
        "replacement_rate": replacement_rate(on),
        "tenure_factor": numbers.tenure_factor(participation, on),
    }
    amount = half_up(income.average * factors["replacement_rate"] * factors["tenure_factor"])
    months = months_paid(participation, on, event.get("dismissal_ground", "other"))
    until = min(add_months(on, months) - ONE_DAY, of_pension_age - ONE_DAY)
    return granted(
        "job_loss",
        income.average,
        participation,
        factors,
        amount,
        withheld(amount, case),
        on,
        until,
        months,
    )
