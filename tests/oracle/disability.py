"""Loss of ability to work: L405 art. 21; L286 art. 20; Social Code 171(6), 172(2)4), 180, 181."""

from datetime import date
from fractions import Fraction

from . import numbers
from .answer import Answer, granted, refused, withheld
from .dates import ONE_DAY, day, month_of, pension_day
from .income import Case, income_in_window, participation_months
from .money import half_up

REPLACEMENT_RATE = Fraction(60, 100)


def disability_factor(degree: int, on: date) -> Fraction:
    """L405 art. 21(5): three steps; L286 art. 20(4), Social Code 181(1): the degree itself."""
    if on > numbers.L405_ENDS:
        return Fraction(degree, 100)
    if degree >= 80:
        return Fraction(7, 10)
    if degree >= 60:
        return Fraction(5, 10)
    return Fraction(3, 10)


def assess(case: Case) -> Answer:
    event = case["event"]
    on = day(case["on"])
    income = income_in_window(case, on, 24)
    participation = participation_months(case, on)
    of_pension_age = pension_day(day(case["person"]["birth_date"]), case["person"]["sex"])

    reasons: set[str] = set()
    if on >= of_pension_age:
        reasons.add("not_insured_pensioner")  # SC 243, 171(6)
    if event["degree_percent"] < 30:
        reasons.add("degree_too_low")  # SC 155(7)2)
    if reasons:
        return refused("disability", reasons, income.average, participation)

    factors = {
        "replacement_rate": REPLACEMENT_RATE,
        "disability_factor": disability_factor(event["degree_percent"], on),
        "tenure_factor": numbers.tenure_factor(participation, on),
        "deduction": numbers.deduction(on),
    }
    base = income.average - factors["deduction"] * numbers.minimum_wage(month_of(on))
    amount = half_up(
        base * factors["replacement_rate"] * factors["disability_factor"] * factors["tenure_factor"]
    )
    # SC 171(6): the whole term, not beyond pension age.
    until = of_pension_age - ONE_DAY
    if event["until"] is not None:
        until = min(day(event["until"]), until)
    return granted(
        "disability",
        income.average,
        participation,
        factors,
        amount,
        withheld(amount, case),
        on,
        until,
    )
