"""Random valid cases of `contributions` and `insured-status`."""

from datetime import date, timedelta
from random import Random
from typing import Any

from . import numbers
from .dates import (
    add_months,
    birthday,
    first_day,
    last_day,
    month_of,
    month_text,
    women_pension_age_in_months,
)
from .insured import CODES, SINCE_2026
from .money import money
from .rows import FIRST_MONTH, JANUARY_2020, JANUARY_2026, LAST_MONTH, kinds_in_force, random_money

NOT_WORKING = ["pensioner", "disabled", "mother_of_many", "student", "on_maternity_leave"]


def kinds_of_contributions(a_month: int) -> list[str]:
    """The kinds for which something can be due in the month, to either fund."""
    kinds = kinds_in_force(a_month)
    if a_month >= JANUARY_2020:
        kinds.append("independent_medical")
        if "civil_contract" not in kinds:
            kinds.append("civil_contract")
    return kinds


def random_contributions_case(rng: Random) -> dict[str, Any]:
    """One person, payer and month of 2005-2026, around every floor and cap."""
    a_month = rng.randrange(FIRST_MONTH, LAST_MONTH + 1)
    draw = rng.random()
    if draw < 0.55:
        a_month = rng.randrange(2019 * 12, LAST_MONTH + 1)
    elif draw < 0.75:
        year = rng.choice(
            (2006, 2007, 2009, 2010, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026)
        )
        a_month = year * 12 + rng.choice((-1, 0, 3, 6))
    kind = rng.choice(kinds_of_contributions(a_month))
    wage = numbers.minimum_wage(a_month)
    income = int(
        wage * rng.choice((0.2, 0.9, 1.2, 3, 7, 9, 12, 18, 25, 45)) * rng.uniform(0.6, 1.4)
    )
    draw = rng.random()
    if draw < 0.04:
        income = 0
    elif draw < 0.35:  # an edge, of the income itself or of the income less 10 percent
        edge = wage * rng.choice((1, 7, 10, 15, 20, 40, 50))
        if rng.random() < 0.4:
            edge = edge * 10 // 9
        income = edge + rng.choice((-100, -1, 0, 0, 1, 100))
    elif draw < 0.4 and a_month >= JANUARY_2026:
        income = 300 * numbers.index(a_month) + rng.choice((-1, 0, 1))
    case: dict[str, Any] = {
        "month": month_text(a_month),
        "payer_kind": kind,
        "income": random_money(rng, income),
    }
    if rng.random() < 0.3:
        part = rng.choice((0, income // 10, income // 20, income // 7))
        case["pension_contribution"] = random_money(rng, part)
    if a_month >= JANUARY_2020 and rng.random() < 0.25:
        cap = wage * (20 if a_month >= JANUARY_2026 else 10)
        base = rng.choice((0, wage, cap - income, cap - wage, cap - 1, cap, cap + 1, 2 * cap))
        case["medical_base_elsewhere"] = money(max(base, 0))
    if a_month >= JANUARY_2020 and rng.random() < 0.15:
        case["categories"] = rng.sample(NOT_WORKING, rng.choice((0, 1, 1, 2)))
    if rng.random() < 0.25:
        case["sex"] = rng.choice(("female", "male"))
        case["birth_date"] = _birth_near_pension(rng, a_month, case["sex"]).isoformat()
    return case


def _birth_near_pension(rng: Random, a_month: int, sex: str) -> date:
    if rng.random() < 0.4:
        return first_day(a_month) - timedelta(days=rng.randrange(19 * 366, 57 * 365))
    age = 63 * 12 if sex == "male" else women_pension_age_in_months(a_month // 12)
    return add_months(first_day(a_month), -age) + timedelta(
        days=rng.choice((-400, -1, 0, 31, 32, 200))
    )


def random_insured_case(rng: Random) -> dict[str, Any]:
    """One person on a day of 2020-2026, with payments and categories around every edge."""
    on = date(2020, 1, 1) + timedelta(days=rng.randrange(2557))
    draw = rng.random()
    if draw < 0.15:
        on = rng.choice((date(2020, 6, 30), date(2020, 7, 1), date(2025, 12, 31), date(2026, 1, 1)))
    elif draw < 0.4:
        on = date(2026, 1, 1) + timedelta(days=rng.randrange(365))
    elif draw < 0.5:
        on = last_day(month_of(on))
    now = month_of(on)
    birth = on - timedelta(days=rng.randrange(20 * 366, 70 * 365))
    if rng.random() < 0.15:
        birth = birthday(on, -18) - timedelta(
            days=rng.choice((-40, -1, 0, 1, 2, 20, 45, 100, 200, 330))
        )
    elif rng.random() < 0.03:
        birth = on - timedelta(days=rng.randrange(17 * 365))

    months: set[int] = set()
    if rng.random() < 0.9:
        last = now - rng.choice((0, 0, 1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 12))
        count = rng.choice((1, 5, 6, 11, 12, 13, 24, 59, 60, 61, 80))
        months = set(range(last - count + 1, last + 1))
        for _ in range(rng.choice((0, 0, 0, 0, 1, 2))):
            months.discard(now - rng.randrange(0, 62))
    payments = [_payment(rng, a_month, on) for a_month in sorted(months) if a_month >= JANUARY_2020]
    if rng.random() < 0.2:
        payments += _prepaid_run(rng, on)
    case: dict[str, Any] = {
        "on": on.isoformat(),
        "person": {"birth_date": birth.isoformat()},
        "payments": payments,
        "categories": _categories(rng, on),
    }
    return case


def _payment(rng: Random, a_month: int, on: date) -> dict[str, Any]:
    kind = "employee"
    if rng.random() < 0.1:
        kind = rng.choice(kinds_of_contributions(a_month))
    payment = {"period": month_text(a_month), "kind": kind}
    draw = rng.random()
    if draw < 0.3:
        payment["paid_on"] = (first_day(a_month) + timedelta(days=rng.randrange(60))).isoformat()
    elif draw < 0.34:
        payment["paid_on"] = (on + timedelta(days=rng.choice((-1, 0, 1, 20)))).isoformat()
    return payment


def _prepaid_run(rng: Random, on: date) -> list[dict[str, Any]]:
    start = month_of(on) - rng.choice((0, 0, 1, 5, 10, 11, 11, 12, -1))
    paid_on = last_day(start) + timedelta(days=rng.choice((0, 0, 0, -20, -40, 1)))
    run = list(range(start, start + rng.choice((12, 12, 12, 11, 13))))
    return [
        {
            "period": month_text(a_month),
            "kind": "independent_medical",
            "paid_on": paid_on.isoformat(),
        }
        for a_month in run
        if a_month >= JANUARY_2020
    ]


def _categories(rng: Random, on: date) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for _ in range(rng.choice((0, 0, 0, 0, 1, 1, 2))):
        code = rng.choice(CODES[1:])
        begins = on - timedelta(days=rng.randrange(-20, 900))
        if code in SINCE_2026:
            begins = max(begins, date(2026, 1, 1))
        ends: date | None = begins + timedelta(days=rng.randrange(1, 900))
        if rng.random() < 0.3:
            ends = on + timedelta(days=rng.choice((-1, 0, 1, -31, -95)))
        if rng.random() < 0.1 or (ends is not None and ends < begins):
            ends = None
        found.append(
            {
                "code": code,
                "from": begins.isoformat(),
                "until": ends.isoformat() if ends is not None else None,
            }
        )
    return found
