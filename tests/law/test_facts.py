"""What a question may bring, and from when the law of an act was known; typed by hand.

The bounds are a promise to those who ask (``tirek law`` and refusals name them) and the ground of
the proof against overflow: narrower ones refuse lives that occur, wider ones void the proof.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tirek.engine.parameters import day_of, month_text
from tirek.engine.rules import Fact
from tirek.engine.units import Unit
from tirek.law import law
from tirek.law.book import book

DAYS = ("1870-01-01", "2170-01-01")
MONTHS = ("1870-01", "2170-01")
FLAG = (0, 1)
#: Money is in tiyn: a sum of at most ten billion tenge, a debt of one, a payment of ten million.
SUM, DEBT, PAYMENT = (0, 10**12), (0, 10**11), (0, 10**9)

PERSON = {
    "on": DAYS, "applied_on": DAYS, "birth_date": DAYS, "child_birth_date": DAYS,
    "term_until": DAYS, "due_day_of_debt": DAYS, "debt_paid_on": DAYS,
    "participation_given": FLAG, "pension_exempt": FLAG, "child_on_state_support": FLAG,
    "other_carer_receives": FLAG, "pension_contribution_given": FLAG, "state_insured": FLAG,
    "age_given": FLAG, "category_holds": FLAG, "repeated_within_year": FLAG,
    "participation_months_given": (0, 1200), "months_already_paid": (0, 100),
    "leave_days": (0, 400), "child_order": (0, 50), "degree_percent": (0, 100),
    "dependants_then": (1, 100), "income": SUM, "pension_contribution_stated": SUM,
    "medical_base_elsewhere": SUM, "overdue_amount": DEBT, "running_amount": PAYMENT,
    "sex": ("female", "male"), "dismissal_ground": ("other", "liquidation_or_redundancy"),
    "payer_size": ("small", "large"), "payer_kind": ("employee", "independent_medical"),
}  # fmt: skip
#: Facts of each level, and how many of it one parent may have.
LEVELS: dict[str, tuple[int, dict[str, tuple[object, object]]]] = {
    "person": (1, PERSON),
    "month": (1200, {"period": MONTHS}),
    "payer_month": (200, {}),
    "row": (1000, {
        "row_kind": ("employee", "excluded_media"), "row_income": SUM, "row_contribution": SUM,
    }),
    "dependant": (100, {
        "dependant_birth": DAYS, "study_until": DAYS, "relation": ("child", "carer"),
        "full_time_student": FLAG, "disabled_from_childhood": FLAG,
        "without_able_parents_or_alimony": FLAG,
    }),
    "covered_month": (1200, {
        "covered_month": MONTHS, "covered_by_payment": FLAG, "paid_on": DAYS,
    }),
}  # fmt: skip


def bounds(fact: Fact) -> tuple[object, object]:
    """The least and the largest value of a fact, as a person reads them."""
    if fact.unit is Unit.DAY:
        return day_of(fact.lo).isoformat(), day_of(fact.hi).isoformat()
    if fact.unit is Unit.MONTH:
        return month_text(fact.lo), month_text(fact.hi)
    if fact.unit is Unit.CODE:
        return fact.codes[fact.lo], fact.codes[fact.hi]
    return fact.lo, fact.hi


@pytest.mark.parametrize("level", LEVELS)
def test_a_fact_may_lie_within_its_bounds(level: str) -> None:
    found = {name: bounds(fact) for name, fact in book.facts.items() if fact.level.name == level}
    assert found == LEVELS[level][1]


def test_so_many_months_rows_and_dependants_may_be_brought() -> None:
    levels = {level.name: level.most for fact in book.facts.values() for level in fact.level.path()}
    assert levels == {name: most for name, (most, _) in LEVELS.items()}


@pytest.mark.parametrize(
    ("begins", "signed"),
    [
        (date(2020, 1, 1), date(2019, 12, 26)),  # Law 286-VI
        (date(2023, 7, 1), date(2023, 4, 20)),  # Social Code
        (date(2024, 1, 1), date(2023, 4, 20)),  # Social Code 263(3)
        (date(2026, 1, 1), date(2025, 7, 18)),  # Law 215-VIII
    ],
)
def test_rules_of_an_act_are_known_from_the_day_on_which_it_was_signed(
    begins: date, signed: date
) -> None:
    new = {name for name, held in book.variants.items() if begins in {v.since for v in held}}
    known, before = law(signed), law(signed - timedelta(days=1))
    assert new
    for name in new:
        assert begins in {variant.since for variant in known.rules[name].variants}, name
        assert begins not in {variant.since for variant in before.rules[name].variants}, name
