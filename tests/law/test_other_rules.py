"""Rules that no question of the commands rests on, asked by name: what became of running payments
in 2020, fines, the state's contribution, what may be withheld; worked out from the articles."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.contract.test_law_run import ask
from tirek.engine.parameters import day_number
from tirek.law import law
from tirek.law.facts import batch_of


def converted(rule: str, **given: Any) -> int:
    """A rule of Law 286-VI 39 for one person; money in tiyn."""
    facts = {"on": day_number(date(2020, 1, 1)), **given}
    plan = law().plan((rule,), given=("participation_months",))
    arrays = {name: np.array([number], dtype=np.int64) for name, number in facts.items()}
    found = plan.run(batch_of(1, {name: arrays[name] for name in plan.needed_facts}))
    return int(found[rule][0])


# (months of participation, degree, the new amount of a running 50 000.00)
@pytest.mark.parametrize(
    ("months", "degree", "amount"),
    [
        (24, 30, 5_000_000),  # / (0.85 x 0.30) x (0.85 x 0.30)
        (24, 59, 9_833_333),  # / 0.30 x 0.59
        (60, 60, 6_000_000),  # / (1.00 x 0.50) x (1.00 x 0.60)
        (71, 65, 6_500_000),  # / 0.50 x 0.65: the next two hundredths come with twelve months
        (72, 65, 6_630_000),  # / (1.00 x 0.50) x (1.02 x 0.65)
        (36, 80, 5_714_286),  # / 0.70 x 0.80
        (600, 100, 13_571_429),  # / (1.00 x 0.70) x (1.90 x 1.00)
    ],
)
def test_a_running_disability_benefit_was_converted_in_2020(
    months: int, degree: int, amount: int
) -> None:
    """Law 286-VI 39(1): divided by the factors of Law 405 21(5), multiplied by those of 20(4)."""
    found = converted(
        "converted_disability_amount", participation_months=months, degree_percent=degree,
        running_amount=5_000_000,
    )  # fmt: skip
    assert found == amount


# (months of participation, dependants, the new amount of a running 40 000.00)
@pytest.mark.parametrize(
    ("months", "dependants", "amount"),
    [
        (60, 1, 5_000_000),  # / 0.40 x 0.50
        (72, 1, 5_100_000),  # / (1.00 x 0.40) x (1.02 x 0.50)
        (60, 2, 5_200_000),  # / 0.50 x 0.65
        (12, 3, 5_333_333),  # / (0.75 x 0.60) x (0.75 x 0.80)
        (60, 4, 5_000_000),  # / 0.80 x 1.00
        (60, 9, 5_000_000),
    ],
)
def test_a_running_survivor_benefit_was_converted_in_2020(
    months: int, dependants: int, amount: int
) -> None:
    """Law 286-VI 39(2): divided by the factors of Law 405 22(9), multiplied by those of 21(8)."""
    found = converted(
        "converted_survivor_amount", participation_months=months, dependants_then=dependants,
        running_amount=4_000_000,
    )  # fmt: skip
    assert found == amount


# (months of participation, the new amount of a running 30 000.00, the months by the new table)
@pytest.mark.parametrize(
    ("months", "amount", "duration"),
    [
        (6, 4_000_000, 1), (12, 4_000_000, 2), (24, 4_000_000, 3), (36, 4_000_000, 4),
        (48, 4_000_000, 5), (60, 4_000_000, 6), (84, 4_160_000, 6),
    ],
)  # fmt: skip
def test_a_running_job_loss_benefit_was_converted_in_2020(
    months: int, amount: int, duration: int
) -> None:
    """Law 286-VI 39(3): / 0.30 x 0.40, the factors of tenure likewise; its duration by 22(3)."""
    running = {"participation_months": months, "running_amount": 3_000_000}
    assert converted("converted_job_loss_amount", **running) == amount
    assert converted("converted_job_loss_months", **running) == duration


def test_the_conversion_goes_by_the_laws_of_2019_and_2020_whenever_it_is_asked_for() -> None:
    """Law 286-VI 39; a tenure of sixty months or more had one factor before."""
    for year in (2020, 2023, 2026):
        facts = {"participation_months": 600, "running_amount": 3_000_000,
                 "on": day_number(date(year, 8, 1))}  # fmt: skip
        assert converted("converted_job_loss_amount", **facts) == 7_600_000
        assert converted("converted_job_loss_months", **facts) == 6


# ---------------------------------------------------------------------- КоАП 92, 92-1

DEBT = {"on": "2025-06-10", "overdue_amount": "100000", "repeated_within_year": True}


@pytest.mark.parametrize(
    ("size", "fine"), [("small", "20000.00"), ("medium", "30000.00"), ("large", "50000.00")]
)
def test_who_does_not_pay_a_second_time_within_a_year_is_fined_by_size(
    size: str, fine: str
) -> None:
    assert ask("fine", {**DEBT, "payer_size": size})["value"] == fine
    first = {**DEBT, "payer_size": size, "repeated_within_year": False}
    assert ask("fine", first)["value"] == "0.00"  # a warning


@pytest.mark.parametrize(("debt", "fine"), [("3932", "0.00"), ("3932.01", "786.40")])
def test_a_debt_of_not_more_than_one_index_brings_no_fine(debt: str, fine: str) -> None:
    """МРП of 2025: 3 932."""
    assert ask("fine", {**DEBT, "overdue_amount": debt, "payer_size": "small"})["value"] == fine


def test_officials_and_banks_are_fined_otherwise() -> None:
    assert ask("fine_of_official", {"on": "2025-06-10"})["value"] == "117960.00"  # 30 МРП
    operations = {"on": "2025-06-10", "overdue_amount": "100000"}
    assert ask("fine_of_bank", operations)["value"] == "5000.00"  # five per cent


# ---------------------------------------------------------------------- penalties


@pytest.mark.parametrize(
    ("on", "free"),
    [("2019-12-31", False), ("2020-01-01", True), ("2023-12-31", True), ("2024-01-01", False)],
)
def test_payers_of_the_aggregate_payment_were_free_of_penalties(on: str, free: bool) -> None:
    """Law 286-VI 39(4)4) and Social Code 262(6)2), to 2024-01-01."""
    for kind in ("aggregate_payment_city", "aggregate_payment_village"):
        assert ask("free_of_penalty", {"on": on, "payer_kind": kind})["value"] is free
    assert ask("free_of_penalty", {"on": on, "payer_kind": "employee"})["value"] is False


@pytest.mark.parametrize(
    ("due", "paid", "unknown"),
    [
        ("2026-03-01", "2026-03-09", []),
        ("2026-03-01", "2026-03-10", ["2026-03-10"]),
        ("2026-03-01", "2026-12-04", ["2026-12-04"]),
        ("2024-06-02", "2024-06-20", []),
        ("2024-06-01", "2024-06-20", ["2024-06-20"]),
    ],
)
def test_a_penalty_is_open_from_the_first_day_late_whose_rate_is_not_held(
    due: str, paid: str, unknown: list[str]
) -> None:
    """Base rates are held from 2024-06-03 to 2026-03-09 without a gap; the day paid is named."""
    debt = {
        "on": paid, "due_day_of_debt": due, "debt_paid_on": paid, "overdue_amount": "100000",
        "payer_kind": "employee",
    }  # fmt: skip
    found = ask("penalty", debt)
    assert [(one["parameter"], one["on"]) for one in found["undetermined"]] == [
        ("base_rate", day) for day in unknown]  # fmt: skip
    assert (found["value"] is None) is bool(unknown)


def test_who_is_free_of_penalties_owes_none() -> None:
    late = {
        "on": "2023-06-30", "due_day_of_debt": "2023-05-25", "debt_paid_on": "2023-06-30",
        "overdue_amount": "100000", "payer_kind": "aggregate_payment_village",
    }  # fmt: skip
    assert ask("penalty", late)["value"] == "0.00"


# ---------------------------------------------------------------------- withheld, paid by the state


@pytest.mark.parametrize(
    ("payment", "withheld"),
    [("10000", "2500.00"), ("10000.01", "2500.00"), ("10000.02", "2500.01")],
)
def test_a_quarter_of_a_payment_may_be_withheld_in_execution(payment: str, withheld: str) -> None:
    """Social Code 117(4), 174(4)."""
    facts = {"on": "2025-06-10", "running_amount": payment}
    assert ask("most_withheld_by_execution", facts)["value"] == withheld


@pytest.mark.parametrize(
    ("on", "paid"),
    [
        ("2022-06-01", "3614.20"),  # 1.7 % of 212 600
        ("2023-06-01", "4505.60"),  # 1.8 % of 250 311
        ("2025-06-01", "7285.90"),  # 2.0 % of 364 295
    ],
)
def test_the_state_pays_by_the_wage_two_years_before(on: str, paid: str) -> None:
    """Law 405-V 26; the rates of the budget laws."""
    assert ask("state_medical_contribution", {"on": on})["value"] == paid


# ---------------------------------------------------------------------- who pays on what

KINDS = (
    "employee", "entrepreneur", "civil_contract", "self_employed", "platform_worker",
    "aggregate_payment_city", "aggregate_payment_village", "single_payment",
    "individual_helper", "independent_medical",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_only_employers_pay_on_what_they_pay_out(kind: str) -> None:
    """Law 405-V 27; Convention 11."""
    facts = {"on": "2025-06-01", "payer_kind": kind, "income": "300000"}
    base = "300000.00" if kind in ("employee", "single_payment") else "0.00"
    assert ask("employer_medical_base", facts)["value"] == base


@pytest.mark.parametrize("kind", KINDS)
def test_these_kinds_share_a_persons_one_cap(kind: str) -> None:
    """Law 405-V 28; Convention 11."""
    sharing = ("employee", "civil_contract", "single_payment", "individual_helper")
    assert ask("shares_the_cap", {"payer_kind": kind})["value"] is (kind in sharing)


@pytest.mark.parametrize("kind", KINDS)
def test_who_only_pays_to_medical_insurance_pays_nothing_to_social_insurance(kind: str) -> None:
    """Social Code 243; a tiyn of income is income."""
    person = {"on": "2025-06-01", "age_given": True, "birth_date": "1990-01-01", "sex": "male"}
    for income, pays in (("300000", True), ("0.01", True), ("0", False)):
        facts = {**person, "payer_kind": kind, "income": income}
        found = ask("pays_social_contributions", facts)["value"]
        assert found is (pays and kind != "independent_medical")
