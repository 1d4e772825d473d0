"""Childcare: L405 art. 20(6), 23-2; L286 art. 19(7), 24; Social Code 82, 84, 85."""

from datetime import date
from fractions import Fraction

from . import numbers
from .answer import Answer, applied_on, granted, refused, too_late, withheld
from .dates import add_months, day, month_of
from .income import Case, income_in_window
from .money import half_up

REPLACEMENT_RATE = Fraction(40, 100)  # L405 23-2(5), L286 24(4), SC 85(1)


def last_paid_day(child: date) -> date:
    """L286 art. 24(3): the day of turning one; 1.5 years from 2023 (SC 84(1)); convention 7."""
    if child <= date(2021, 12, 31):
        return add_months(child, 12)
    return add_months(child, 18)


def months_to_apply(applied: date) -> int:
    """L405 art. 20(6), L286 art. 19(7): twelve; Social Code 84(5): eighteen."""
    return 18 if applied >= numbers.CODE_BEGINS else 12


def minimum(on: date, child_order: int, pension_exempt: bool) -> int:
    """Social Code 82(1), 85(2), L286 art. 24(4): the allowance, with the ОПВ added (2020-)."""
    coefficient = {
        1: Fraction(576, 100),
        2: Fraction(681, 100),
        3: Fraction(785, 100),
    }.get(child_order, Fraction(890, 100))
    allowance = numbers.index(month_of(on)) * coefficient
    if on >= numbers.L286_BEGINS and not pension_exempt:
        allowance = allowance / Fraction(90, 100)
    return half_up(allowance)


def maximum(on: date) -> int:
    """L405 art. 23-2(5): 40 percent of 10 МЗП; L286 art. 24(4), SC 85(2): of 7 МЗП."""
    return half_up(REPLACEMENT_RATE * numbers.cap(month_of(on)))


def assess(case: Case) -> Answer:
    event = case["event"]
    on = day(case["on"])
    applied = applied_on(case)
    child = day(event["child_birth_date"])
    income = income_in_window(case, on, 24)

    reasons: set[str] = set()
    if too_late(on, applied, months_to_apply(applied)):
        reasons.add("deadline_passed")
    if not income.any_contribution:
        reasons.add("no_contributions_in_window")
    if on > last_paid_day(child):
        reasons.add("child_too_old")
    if event.get("child_on_state_support", False):
        reasons.add("child_on_state_support")  # SC 84(8)
    if event.get("other_carer_receives", False):
        reasons.add("other_carer_receives")  # SC 84(1) part 2
    if reasons:
        return refused("childcare", reasons, income.average, None)

    amount = half_up(income.average * REPLACEMENT_RATE)
    amount = max(amount, minimum(on, event["child_order"], case.get("pension_exempt", False)))
    amount = min(amount, maximum(on))
    return granted(
        "childcare",
        income.average,
        None,
        {"replacement_rate": REPLACEMENT_RATE},
        amount,
        withheld(amount, case),
        on,
        last_paid_day(child),
    )
