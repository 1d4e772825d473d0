"""Random valid cases of `assess`, crowded around every edge of the law.

python -m tests.oracle.cases 20000        # measure: entitled, reasons, ms a case
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from . import assess
from .cases_other import random_contributions_case, random_insured_case
from .dates import (
    add_months,
    birthday,
    last_day,
    month_of,
    pension_day,
    women_pension_age_in_months,
)
from .rows import random_rows, random_special_months, rows_above_every_cap

__all__ = ["BENEFITS", "random_case", "random_contributions_case", "random_insured_case"]

BENEFITS = ("job_loss", "maternity", "adoption", "childcare", "disability", "survivor")
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
BOUNDARIES = [
    date(2019, 1, 1),
    date(2020, 1, 1),
    date(2020, 4, 1),
    date(2021, 1, 1),
    date(2022, 1, 1),
    date(2022, 4, 1),
    date(2023, 1, 1),
    date(2023, 7, 1),
    date(2024, 1, 1),
    date(2025, 1, 1),
    date(2026, 1, 1),
]
LEAP = [date(2020, 2, 28), date(2020, 2, 29), date(2024, 2, 29), date(2024, 3, 1)]
TENURE_STEPS = [6, *range(12, 72, 12), *range(72, 252, 12)]
#: Each step of the tenure bands and the month before it, and a few months between and beyond.
TENURES = [months - before for months in TENURE_STEPS for before in (0, 1)]
TENURES += [0, 1, 7, 30, 100, 241, 300, 360]
LEVELS = (0.3, 0.7, 1.0, 1.5, 2.5, 4.0, 6.0, 7.0, 9.0, 12.0)
HIGH_LEVELS = (0.7, 1.2, 1.6, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0, 12.0)


def some_days(rng: Random, most: int) -> timedelta:
    return timedelta(days=rng.randrange(most))


def random_on(rng: Random) -> date:
    draw = rng.random()
    if draw < 0.006:  # before the rules that are held, or before the benefit itself
        return rng.choice(
            (date(2018, 12, 31), date(2010, 5, 5), date(2007, 12, 31), date(2004, 12, 31))
        )
    if draw < 0.32:
        on = rng.choice(BOUNDARIES) + timedelta(days=rng.choice((-1, -1, 0, 0, 1, -2, 30)))
    elif draw < 0.37:
        on = rng.choice(LEAP)
    elif draw < 0.47:
        on = last_day(rng.randrange(month_of(FIRST), month_of(LAST) + 1))
    else:
        on = FIRST + some_days(rng, (LAST - FIRST).days + 1)
    return min(max(on, FIRST), LAST)


def random_person(rng: Random, on: date, near_pension: float) -> dict[str, Any]:
    """Somebody of 18 to 57, or with the given chance close to pension age."""
    sex = rng.choice(("female", "male"))
    birth = on - timedelta(days=rng.randrange(18 * 366, 57 * 365))
    if rng.random() < 0.06:
        birth = birth.replace(month=2, day=29 if birth.year % 4 == 0 else 28)
    if rng.random() < near_pension:
        months = 63 * 12
        if sex == "female":
            months = women_pension_age_in_months(on.year + rng.choice((-1, 0, 0, 0, 1)))
        shift = rng.choice((-1, 0, 1, 2, 30, 61, 100, 182, 183, 184, 365, 400, -40))
        birth = add_months(on, -months) + timedelta(days=shift)
    return {"birth_date": birth.isoformat(), "sex": sex}


def put_applied_on(rng: Random, case: dict[str, Any], on: date) -> None:
    """Mostly none; else around the last day of a term of 12 or 18 months."""
    draw = rng.random()
    if draw < 0.6:
        return
    if draw < 0.72:
        applied_on = on + some_days(rng, 330)
    elif draw < 0.86:
        applied_on = add_months(on, 12) + timedelta(days=rng.choice((-1, 0, 0, 0, 1)))
    elif draw < 0.95:
        applied_on = add_months(on, 18) + timedelta(days=rng.choice((-1, 0, 0, 1)))
    else:
        applied_on = on + some_days(rng, 800)
    case["applied_on"] = max(applied_on, on).isoformat()


def random_case(benefit: str, rng: Random) -> dict[str, Any]:
    """One valid case of `assess` for the benefit."""
    on = random_on(rng)
    needs_much = benefit in ("disability", "survivor")
    level = rng.choice(HIGH_LEVELS if needs_much else LEVELS)
    near_pension = {"job_loss": 0.2, "disability": 0.25}.get(benefit, 0.05)
    case: dict[str, Any] = {
        "on": on.isoformat(),
        "person": random_person(rng, on, near_pension),
        "contributions": random_rows(rng, on, level, rng.random() < (0.7 if needs_much else 0.5)),
    }
    if on >= FIRST and on <= LAST and rng.random() < 0.03:
        case["contributions"] = rows_above_every_cap(rng, on)
    special = random_special_months(rng, on, level)
    if special:
        case["special_months"] = special
    if rng.random() < 0.75:
        case["participation_months"] = rng.choice(TENURES)
    if benefit != "survivor" or rng.random() < 0.1:
        put_applied_on(rng, case, on)
    if rng.random() < 0.12:
        case["pension_exempt"] = rng.random() < 0.9
    case["event"] = {"kind": benefit, **_EVENTS[benefit](rng, case, on)}
    return case


def _job_loss(rng: Random, case: dict[str, Any], on: date) -> dict[str, Any]:
    event: dict[str, Any] = {}
    if rng.random() < 0.3:
        event["months_already_paid"] = rng.choice((0, 1, 1, 2, 3, 4, 5, 6))
    if rng.random() < 0.35:
        event["dismissal_ground"] = rng.choice(("liquidation_or_redundancy", "other"))
    return event


def _leave(rng: Random, case: dict[str, Any], on: date) -> dict[str, Any]:
    return {
        "leave_days": rng.choice(
            (126, 126, 140, 170, 184, 70, 56, 1, 12, 41, 93, rng.randrange(1, 185))
        )
    }


def _childcare(rng: Random, case: dict[str, Any], on: date) -> dict[str, Any]:
    draw = rng.random()
    child = on
    if 0.55 <= draw < 0.75:  # adopted or under guardianship
        child = on - some_days(rng, 360)
    elif draw >= 0.75:  # around the last day of age
        months = rng.choice((12, 12, 18, 18, 18))
        child = add_months(on, -months) + timedelta(days=rng.choice((-1, 0, 0, 1, 2)))
    event: dict[str, Any] = {
        "child_birth_date": min(child, on).isoformat(),
        "child_order": rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6)),
    }
    for name in ("child_on_state_support", "other_carer_receives"):
        if rng.random() < 0.08:
            event[name] = rng.random() < 0.6
    return event


def _disability(rng: Random, case: dict[str, Any], on: date) -> dict[str, Any]:
    degree = rng.choice(
        (29, 30, 30, 45, 59, 60, 60, 65, 79, 80, 80, 90, 100, rng.randrange(1, 101))
    )
    until: str | None = add_months(on, rng.choice((6, 12, 24, 60))).isoformat()
    draw = rng.random()
    if draw < 0.25:
        until = None
    elif draw < 0.4:
        birth = date.fromisoformat(case["person"]["birth_date"])
        end = pension_day(birth, case["person"]["sex"]) + timedelta(days=rng.choice((-2, -1, 0, 1)))
        until = max(end, on).isoformat()
    return {"degree_percent": degree, "until": until}


def _dependant(rng: Random, on: date) -> dict[str, Any]:
    relation = rng.choice(("child",) * 5 + ("sibling", "grandchild", "carer", "carer"))
    draw = rng.random()
    if relation == "carer":
        birth = on - timedelta(days=rng.randrange(19 * 366, 70 * 366))
    elif draw < 0.5:  # around an age of the law
        birth = birthday(on, -rng.choice((3, 18, 18, 23))) + timedelta(
            days=rng.choice((-2, -1, 0, 1, 2, 40))
        )
    elif draw < 0.53:  # born after the death
        birth = on + some_days(rng, 250)
    else:
        birth = on - some_days(rng, 23 * 366)
    dependant: dict[str, Any] = {"birth_date": birth.isoformat(), "relation": relation}
    if relation != "carer" and rng.random() < 0.5:
        dependant["full_time_student"] = rng.random() < 0.85
        if rng.random() < 0.5:
            to_study = on + timedelta(
                days=rng.choice((-1, 0, 1, 365, 1500, rng.randrange(-400, 2500)))
            )
            dependant["study_until"] = to_study.isoformat()
    if relation != "carer" and rng.random() < 0.15:
        dependant["disabled_from_childhood"] = rng.random() < 0.7
    if relation in ("sibling", "grandchild") and rng.random() < 0.4:
        dependant["without_able_parents_or_alimony"] = rng.random() < 0.4
    return dependant


def _survivor(rng: Random, case: dict[str, Any], on: date) -> dict[str, Any]:
    dependants = [_dependant(rng, on) for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 4, 5, 6)))]
    if dependants and rng.random() < 0.1:  # one student, late or just in time
        birth = birthday(on, -22) + timedelta(days=rng.choice((-360, -200, -30, -1, 0)))
        student = {"birth_date": birth.isoformat(), "relation": "child", "full_time_student": True}
        dependants = [student, *dependants[1:]] if rng.random() < 0.3 else [student]
    if dependants and rng.random() < 0.3:
        birth = date.fromisoformat(rng.choice(dependants)["birth_date"])
        applied_on = birthday(birth, 23) + timedelta(days=rng.choice((-1, 0, 0, 1)))
        if on <= applied_on <= on + timedelta(days=8 * 365):
            case["applied_on"] = applied_on.isoformat()
    elif rng.random() < 0.4 and "applied_on" not in case:
        case["applied_on"] = (on + some_days(rng, 900)).isoformat()
    return {"dependants": dependants}


_EVENTS: dict[str, Callable[[Random, dict[str, Any], date], dict[str, Any]]] = {
    "job_loss": _job_loss,
    "maternity": _leave,
    "adoption": _leave,
    "childcare": _childcare,
    "disability": _disability,
    "survivor": _survivor,
}


def measure(count: int, seed: int = 1) -> None:
    """Print, for each benefit, the share of entitled, the reasons and the time of the oracle."""
    for benefit in BENEFITS:
        rng = Random(f"{seed}/{benefit}")
        made = [random_case(benefit, rng) for _ in range(count)]
        start = time.perf_counter()
        answers = [assess(case) for case in made]
        spent = (time.perf_counter() - start) / count * 1000
        reasons = Counter(code for answer in answers for code in answer["reason_codes"])
        share = sum(answer["entitled"] for answer in answers) / count
        print(f"{benefit:10} entitled {share:.1%}  {spent:.3f} ms a case  {dict(reasons)}")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
