"""What is due for one person and month, to both funds.

Social: L405 art. 14-16; L286 art. 14-16; Social Code 243-246, 101-1, 102-1; convention 10.
Medical: Law 405-V of 16.11.2015 by the fact sheet 4.1, 4.2; convention 11.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from . import numbers
from .dates import day, first_day, month, pension_day
from .income import AGGREGATE, SELF_EMPLOYED, Case
from .money import half_up, money, ratio, tiyn

Line = dict[str, Any]


def _m(year: int, number: int = 1) -> int:
    return year * 12 + number - 1


def due(a_month: int) -> date:
    """L405 16(1), L286 16(1), SC 246(1): the 25th of the next month."""
    return first_day(a_month + 1).replace(day=25)


def pension_contribution(case: Case, a_month: int, income: int) -> int:
    """ОПВ of the month: as given, else 10 percent of income, at most 10 percent of 50 МЗП."""
    if "pension_contribution" in case:
        return tiyn(case["pension_contribution"])
    return half_up(min(income, 50 * numbers.minimum_wage(a_month)) * Fraction(10, 100))


def aggregate_payment(kind: str, a_month: int) -> int:
    """L286 art. 15(3): 1 МРП in cities, 0.5 МРП elsewhere, МРП of 1 January."""
    of_january = numbers.index_of_1_january(a_month)
    return of_january if kind == "aggregate_payment_city" else of_january // 2


def is_pensioner(case: Case, a_month: int) -> bool:
    """SC 243: a person of pension age is not insured; looked at on the month's first day."""
    if "birth_date" not in case or "sex" not in case:
        return False
    return first_day(a_month) >= pension_day(day(case["birth_date"]), case["sex"])


def social(case: Case, a_month: int) -> Line | None:
    """The social contribution of the month, or None."""
    kind = case["payer_kind"]
    income = tiyn(case["income"])
    if income == 0 or kind == "independent_medical":
        return None
    if is_pensioner(case, a_month):
        return None
    rate = numbers.general_rate(a_month)
    cap = numbers.cap(a_month)
    base = income
    payer = "employer"
    if kind == "employee":  # SC 245(1); L405 15(3): the floor stands from 2018
        base = income - pension_contribution(case, a_month, income)
        if a_month >= _m(2018):
            base = max(base, numbers.minimum_wage(a_month))
        base = min(base, cap)
    elif kind == "entrepreneur":  # L405 14(2), SC 245(2), (7)
        payer = "person"
        if a_month < _m(2026):
            base = income - pension_contribution(case, a_month, income)
        base = min(max(base, numbers.minimum_wage(a_month)), cap)
    elif kind == "civil_contract":  # SC 243(4), 245(3), 262(7)2): from 2025, no floor
        if a_month < _m(2025):
            return None
        payer = "agent"
        base = min(income - pension_contribution(case, a_month, income), cap)
    elif kind in SELF_EMPLOYED:  # SC 101-1(3), 102-1(2): 300 МРП is the regime's limit
        payer = "person" if kind == "self_employed" else "operator"
        rate = numbers.SELF_EMPLOYED_RATE
        base = min(income, cap, 300 * numbers.index(a_month))
    elif kind == "single_payment":  # SC 244(3), 245(5)
        rate = numbers.single_payment_rate(a_month)
        base = min(income, cap)
    elif kind in AGGREGATE:  # L286 14(2), 15(3)
        payer = "person"
        rate = numbers.AGGREGATE_PAYMENT_RATE
        base = aggregate_payment(kind, a_month)
    # individual_helper, SC 245(6): income as it is, no floor, no cap
    return line("social", "social_contribution", payer, rate, base, a_month)


def employer_medical_rate(a_month: int) -> Fraction:
    """Employers' отчисления: 1 % of 2017-07, 1.5 % of 2018, 2 % of 2020, 3 % of 2022."""
    if a_month >= _m(2022):
        return Fraction(3, 100)
    if a_month >= _m(2020):
        return Fraction(2, 100)
    if a_month >= _m(2018):
        return Fraction(15, 1000)
    if a_month >= _m(2017, 7):
        return Fraction(1, 100)
    return Fraction(0)


def personal_medical_rate(a_month: int) -> Fraction:
    """Взносы of employees and under civil contracts: 1 % of 2020, 2 % of 2021."""
    if a_month >= _m(2021):
        return Fraction(2, 100)
    if a_month >= _m(2020):
        return Fraction(1, 100)
    return Fraction(0)


def medical_cap(a_month: int, employer: bool) -> int:
    """15 МЗП to 2019, 10 МЗП to 2025; from 2026 40 МЗП of an employer, 20 МЗП of a person."""
    times = 15
    if a_month >= _m(2026):
        times = 40 if employer else 20
    elif a_month >= _m(2020):
        times = 10
    return times * numbers.minimum_wage(a_month)


def medical(case: Case, a_month: int) -> list[Line]:
    """The medical contributions of the month."""
    kind = case["payer_kind"]
    income = tiyn(case["income"])
    if case.get("categories"):
        return []  # insured by the state: nothing is paid
    personal = "personal_contribution"
    if kind in ("entrepreneur", "independent_medical"):
        if a_month < _m(2020):
            return []
        base = numbers.minimum_wage(a_month)
        if kind == "entrepreneur":
            base = base * 14 // 10
        return _lines([line("medical", personal, "person", Fraction(5, 100), base, a_month)])
    if kind in AGGREGATE:
        base = aggregate_payment(kind, a_month)
        return _lines([line("medical", personal, "person", Fraction(40, 100), base, a_month)])
    if kind in SELF_EMPLOYED:
        payer = "person" if kind == "self_employed" else "operator"
        base = min(income, 20 * numbers.minimum_wage(a_month))
        return _lines([line("medical", personal, payer, Fraction(1, 100), base, a_month)])
    lines: list[Line | None] = []
    if kind in ("employee", "single_payment"):
        base = min(income, medical_cap(a_month, employer=True))
        rate = employer_medical_rate(a_month)
        lines.append(line("medical", "employer_contribution", "employer", rate, base, a_month))
    # The person's cap is over all employers.
    elsewhere = tiyn(case.get("medical_base_elsewhere", "0"))
    room = max(medical_cap(a_month, employer=False) - elsewhere, 0)
    payer = "agent" if kind == "civil_contract" else "person"
    rate = personal_medical_rate(a_month)
    lines.append(line("medical", personal, payer, rate, min(income, room), a_month))
    return _lines(lines)


def line(
    fund: str, kind: str, paid_by: str, rate: Fraction, base: int, a_month: int
) -> Line | None:
    """One line, rounded half up to the tiyn; None where it comes to zero."""
    amount = half_up(base * rate)
    if amount <= 0:
        return None
    return {
        "fund": fund,
        "kind": kind,
        "paid_by": paid_by,
        "rate": ratio(rate),
        "base": money(base),
        "amount": money(amount),
        "due": due(a_month).isoformat(),
    }


def _lines(lines: list[Line | None]) -> list[Line]:
    return [one for one in lines if one is not None]


def contributions(case: Case) -> list[Line]:
    a_month = month(case["month"])
    return _lines([social(case, a_month)]) + medical(case, a_month)
