"""The shape of an assessment, as the contract prints it, without its prose."""

from datetime import date
from fractions import Fraction
from typing import Any

from .dates import add_months, day
from .income import Case
from .money import half_up, money, ratio

Answer = dict[str, Any]

# The contract's order of reasons.
ORDER = [
    "not_in_force",
    "law_not_held",
    "deadline_passed",
    "not_insured_pensioner",
    "no_contributions_in_window",
    "tenure_too_short",
    "kind_not_covered",
    "degree_too_low",
    "no_eligible_dependant",
    "child_too_old",
    "child_on_state_support",
    "other_carer_receives",
    "amount_not_positive",
]


def refused(
    benefit: str,
    reasons: set[str],
    average: int,
    participation: int | None,
    factors: dict[str, Fraction] | None = None,
) -> Answer:
    return {
        "benefit": benefit,
        "entitled": False,
        "reason_codes": [code for code in ORDER if code in reasons],
        "average_income": money(average),
        "participation_months": participation,
        "factors": {name: ratio(value) for name, value in (factors or {}).items()},
        "amount": None,
        "pension_contribution": None,
        "net": None,
        "pays": "once" if benefit in ("maternity", "adoption") else "monthly",
        "months": None,
        "from": None,
        "until": None,
    }


def granted(
    benefit: str,
    average: int,
    participation: int | None,
    factors: dict[str, Fraction],
    amount: int,
    pension_contribution: int,
    on: date,
    until: date | None,
    months: int | None = None,
) -> Answer:
    """Entitled, or refused because nothing above zero comes out (convention 6)."""
    if amount <= 0:
        return refused(benefit, {"amount_not_positive"}, average, participation, factors)
    answer = refused(benefit, set(), average, participation, factors)
    answer.update(
        {
            "entitled": True,
            "amount": money(amount),
            "pension_contribution": money(pension_contribution),
            "net": money(amount - pension_contribution),
            "months": months,
            "from": on.isoformat(),
            "until": until.isoformat() if until else None,
        }
    )
    return answer


def withheld(amount: int, case: Case) -> int:
    """ОПВ of 10 percent: L286 art. 26(1), Social Code 76(1), 117(1), 174(3)."""
    if case.get("pension_exempt", False):
        return 0
    return half_up(amount * Fraction(10, 100))


def applied_on(case: Case) -> date:
    text: str = case.get("applied_on") or case["on"]
    return day(text)


def too_late(on: date, applied: date, months: int) -> bool:
    """Convention 5: the day `months` months after the right arose is still in time."""
    return applied > add_months(on, months)
