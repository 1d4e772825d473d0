"""Loss of the breadwinner: L405 art. 22; L286 art. 19(7), 21; Social Code 231, 233, 239, 240."""

from datetime import date
from fractions import Fraction
from typing import Any

from . import numbers
from .answer import Answer, applied_on, granted, refused
from .dates import ONE_DAY, birthday, day, has_age, month_of
from .income import Case, income_in_window, participation_months
from .money import half_up, money

REPLACEMENT_RATE = Fraction(60, 100)
YOUNG = ("child", "sibling", "grandchild")


def is_student(dependant: Case, on: date) -> bool:
    """SC 239(2)1) part 3; convention 9: whose study ended before `on` is none."""
    if not dependant.get("full_time_student", False):
        return False
    ends = dependant.get("study_until")
    return ends is None or day(ends) >= on


def why_not(dependant: Case, on: date) -> str | None:
    """SC 239(2)1): why a child, sibling or grandchild is not eligible; None if eligible."""
    birth = day(dependant["birth_date"])
    if (
        has_age(birth, 18, on)
        and not dependant.get("disabled_from_childhood", False)
        and not (is_student(dependant, on) and not has_age(birth, 23, on))
    ):
        return "too_old"
    if dependant["relation"] != "child" and not dependant.get(
        "without_able_parents_or_alimony", True
    ):
        return "has_able_parents_or_alimony"
    return None


def paid_until(dependant: Case, on: date) -> date | None:
    """L286 art. 28(3), SC 239(2)1): to 18; a student to the end of study, at most to 23.

    Disabled from childhood: for the term of the disability, which is not known here.
    """
    if dependant.get("disabled_from_childhood", False):
        return None
    birth = day(dependant["birth_date"])
    before_18 = birthday(birth, 18) - ONE_DAY
    if not is_student(dependant, on):
        return before_18
    until = birthday(birth, 23) - ONE_DAY
    ends = dependant.get("study_until")
    if ends is not None:
        until = min(until, day(ends))
    return max(until, before_18)


def in_time(dependant: Case, applied: date) -> bool:
    """L286 art. 19(7), SC 239(7): up to and including the 23rd birthday of the young."""
    if dependant["relation"] == "carer":
        return False  # a carer's term (to the child's third birthday) is within the child's
    if dependant.get("disabled_from_childhood", False):
        return True
    return applied <= birthday(day(dependant["birth_date"]), 23)


def look_at_dependants(dependants: list[Case], on: date) -> list[dict[str, Any]]:
    """SC 239(2): who of the dependants has the right, and until when (a date or None)."""
    seen: list[dict[str, Any]] = []
    third_birthdays: list[date] = []
    for number, dependant in enumerate(dependants):
        entry: dict[str, Any] = {
            "index": number,
            "eligible": False,
            "reason": None,
            "until": None,
            "share": None,
        }
        seen.append(entry)
        if dependant["relation"] not in YOUNG:
            continue
        entry["reason"] = why_not(dependant, on)
        if entry["reason"] is None:
            entry["eligible"] = True
            entry["until"] = paid_until(dependant, on)
            birth = day(dependant["birth_date"])
            if not has_age(birth, 3, on):
                third_birthdays.append(birthday(birth, 3))
    # SC 239(2)2): one carer of such children under three.
    carer_found = False
    for number, dependant in enumerate(dependants):
        if dependant["relation"] in YOUNG:
            continue
        entry = seen[number]
        if not third_birthdays:
            entry["reason"] = "no_child_under_3"
        elif carer_found:
            entry["reason"] = "second_carer"
        else:
            carer_found = True
            entry["eligible"] = True
            entry["until"] = max(third_birthdays) - ONE_DAY
    return seen


def dependants_factor(count: int, on: date) -> Fraction:
    """ККИ: L405 art. 22(9); L286 art. 21(8), Social Code 240(2)."""
    old = on <= numbers.L405_ENDS
    if count == 1:
        return Fraction(40, 100) if old else Fraction(50, 100)
    if count == 2:
        return Fraction(50, 100) if old else Fraction(65, 100)
    if count == 3:
        return Fraction(60, 100) if old else Fraction(80, 100)
    return Fraction(80, 100) if old else Fraction(1)


def assess(case: Case) -> Answer:
    on = day(case["on"])
    applied = applied_on(case)
    dependants = case["event"]["dependants"]
    income = income_in_window(case, on, 24)
    participation = participation_months(case, on)
    seen = look_at_dependants(dependants, on)
    eligible = [entry for entry in seen if entry["eligible"]]

    reasons: set[str] = set()
    if not eligible:
        reasons.add("no_eligible_dependant")
    elif not any(in_time(dependants[entry["index"]], applied) for entry in eligible):
        reasons.add("deadline_passed")
    if reasons:
        answer = refused("survivor", reasons, income.average, participation)
        answer["dependants"] = [as_text(entry) for entry in seen]
        return answer

    factors = {
        "replacement_rate": REPLACEMENT_RATE,
        "dependants_factor": dependants_factor(len(eligible), on),
        "tenure_factor": numbers.tenure_factor(participation, on),
        "deduction": numbers.deduction(on),
    }
    base = income.average - factors["deduction"] * numbers.minimum_wage(month_of(on))
    amount = half_up(
        base * factors["replacement_rate"] * factors["dependants_factor"] * factors["tenure_factor"]
    )
    ends = [entry["until"] for entry in eligible]
    until = None if None in ends else max(ends)
    # SC 233: nothing is withheld.
    answer = granted("survivor", income.average, participation, factors, amount, 0, on, until)
    if answer["entitled"]:
        share, odd = divmod(amount, len(eligible))
        for place, entry in enumerate(eligible):
            entry["share"] = money(share + (1 if place < odd else 0))
    answer["dependants"] = [as_text(entry) for entry in seen]
    return answer


def as_text(entry: dict[str, Any]) -> dict[str, Any]:
    until = entry["until"]
    return {**entry, "until": until.isoformat() if until is not None else None}
