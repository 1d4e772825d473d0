"""What holds for every life: more income or tenure never pays less, limits hold, sums add up."""

from __future__ import annotations

import copy
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.asking import BENEFITS, OTHER_PAYER, PAYER, Answer, Case, ask, assessment, rows
from tests.oracle import numbers
from tests.oracle.cases import random_case

SEEDS = st.integers(0, 2**40)
EXAMPLES = settings(max_examples=30)
TIYN = Decimal("0.01")


def case_of(benefit: str, seed: int) -> Case:
    return random_case(benefit, Random(f"{benefit} {seed}"))


def money(answer: Answer, name: str = "amount") -> Decimal:
    return Decimal(answer[name] or "0")


def codes(answer: Answer) -> set[str]:
    return {reason["code"] for reason in answer["reasons"]}


# ---------------------------------------------------------------------- monotone


@pytest.mark.parametrize("benefit", BENEFITS)
@given(SEEDS)
@EXAMPLES
def test_more_income_in_a_row_never_pays_less(benefit: str, seed: int) -> None:
    case, rng = case_of(benefit, seed), Random(seed)
    paid = [
        (row, name)
        for row in case["contributions"]
        for name in ("income", "contribution")
        if Decimal(row.get(name) or 0) > 0
    ]
    if not paid:
        return
    before = ask("assess", case)
    row, name = rng.choice(paid)
    row[name] = str(Decimal(row[name]) + rng.choice((1, 500, 100_000, 5_000_000)))
    after = ask("assess", case)
    assert money(after, "average_income") >= money(before, "average_income")
    assert codes(after) <= codes(before)
    if before["entitled"]:
        assert money(after) >= money(before) and money(after, "net") >= money(before, "net")
        assert after["until"] == before["until"] and after["months"] == before["months"]


@pytest.mark.parametrize("benefit", ["job_loss", "disability", "survivor"])
@given(SEEDS, st.integers(0, 400), st.sampled_from((1, 2, 6, 11, 12, 13, 60, 200)))
@EXAMPLES
def test_longer_participation_never_pays_less(
    benefit: str, seed: int, months: int, more: int
) -> None:
    case = case_of(benefit, seed)
    before = ask("assess", {**case, "participation_months": months})
    after = ask("assess", {**case, "participation_months": months + more})
    assert after["participation_months"] >= before["participation_months"]
    assert codes(after) <= codes(before)
    if before["entitled"]:
        assert money(after) >= money(before)
        assert (after["months"] or 0) >= (before["months"] or 0)
        assert (after["until"] or "9999") >= (before["until"] or "9999")


@given(SEEDS, st.integers(0, 99), st.integers(1, 30))
@EXAMPLES
def test_a_higher_degree_never_pays_less(seed: int, degree: int, more: int) -> None:
    case = case_of("disability", seed)
    answers = []
    for percent in (degree, min(degree + more, 100)):
        case["event"]["degree_percent"] = percent
        answers.append(ask("assess", case))
    before, after = answers
    assert codes(after) - {"amount_not_positive"} <= codes(before)
    if before["entitled"]:
        assert money(after) >= money(before)


@given(SEEDS)
@EXAMPLES
def test_more_days_of_leave_never_pay_less(seed: int) -> None:
    case = case_of("maternity", seed)
    before = ask("assess", case)
    case["event"]["leave_days"] += 1
    after = ask("assess", case)
    assert money(after) >= money(before)


# ---------------------------------------------------------------------- caps and floors


@given(SEEDS)
@EXAMPLES
def test_childcare_stays_between_its_minimum_and_maximum(seed: int) -> None:
    case = case_of("childcare", seed)
    answer = ask("assess", case)
    if not answer["entitled"]:
        return
    year, month = map(int, case["on"].split("-")[:2])
    at = year * 12 + month - 1
    most = Decimal("0.40") * (10 if year < 2020 else 7) * numbers.minimum_wage(at) / 100
    assert money(answer) <= most
    # 5.76 МРП for a first child, the least of all orders
    least = Decimal("5.76") * numbers.index(at) / 100
    assert money(answer) >= least
    if year >= 2020 and not case.get("pension_exempt"):
        assert money(answer) >= (least / Decimal("0.9")).quantize(TIYN)
        assert money(answer, "net") >= least - TIYN


@given(SEEDS, st.sampled_from(("2024-06-10", "2025-03-10", "2026-01-10", "2026-12-31")))
@EXAMPLES
def test_a_job_loss_benefit_from_one_payer_is_348_075_at_most(seed: int, on: str) -> None:
    rng = Random(seed)
    income = str(rng.randrange(1, 10**9))
    case = assessment(on=on, contributions=rows("2022-01", 60, income),
                      participation_months=rng.randrange(6, 600))  # fmt: skip
    assert money(ask("assess", case)) <= Decimal("348075")


@pytest.mark.parametrize("benefit", BENEFITS)
@given(SEEDS)
@EXAMPLES
def test_counted_income_is_at_most_the_cap_of_each_payer(benefit: str, seed: int) -> None:
    case = case_of(benefit, seed)
    payers: dict[str, set[str]] = {}
    for row in [*case["contributions"], *case.get("special_months", ())]:
        payers.setdefault(row["period"], set()).add(row.get("payer", row.get("kind")))
    caps = []
    for period, found in payers.items():
        year, month = map(int, period.split("-"))
        wage = Decimal(numbers.minimum_wage(year * 12 + month - 1)) / 100
        caps.append((10 if year < 2020 else 7) * wage * len(found))
    months = 12 if benefit in ("maternity", "adoption") else 24
    most = sum(sorted(caps)[-months:])
    assert money(ask("assess", case), "average_income") * months <= most + months * TIYN


# ---------------------------------------------------------------------- adding up


def alone(payer: str, found: list[Case]) -> list[Case]:
    return [row for row in found if row["payer"] == payer]


FOUND = st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.integers(0, 40_000)), max_size=40)


def rows_of(found: list[tuple[int, bool, int]], tiyn: int) -> list[Case]:
    """Rows of two payers from (month, whose, how many times so many tiyn)."""
    window = [row["period"] for row in rows("2023-01", 31)]
    return [
        {"period": window[at], "payer": PAYER if first else OTHER_PAYER,
         "income": str(Decimal(times * tiyn) / 100)}
        for at, first, times in found
    ]  # fmt: skip


def averages(all_rows: list[Case]) -> tuple[Decimal, Decimal, Decimal]:
    """Of both payers, and of each alone."""
    parts = (all_rows, alone(PAYER, all_rows), alone(OTHER_PAYER, all_rows))
    cases = [assessment(contributions=part) for part in parts]
    whole, one, other = (money(ask("assess", case), "average_income") for case in cases)
    return whole, one, other


@given(FOUND)
@EXAMPLES
def test_two_payers_add_up(found: list[tuple[int, bool, int]]) -> None:
    """Below the caps, and in tiyn that divide by 24, exactly."""
    whole, one, other = averages(rows_of(found, 24))
    assert whole == one + other


@given(FOUND)
@EXAMPLES
def test_two_payers_add_up_above_the_caps_but_for_the_rounding(
    found: list[tuple[int, bool, int]],
) -> None:
    whole, one, other = averages(rows_of(found, 7919))
    assert abs(whole - one - other) <= TIYN


@given(SEEDS)
@EXAMPLES
def test_shares_add_up_and_the_odd_tiyn_go_to_the_first(seed: int) -> None:
    answer = ask("assess", case_of("survivor", seed))
    shares = [Decimal(one["share"]) for one in answer["dependants"] if one["share"] is not None]
    if not answer["entitled"]:
        assert shares == []
        return
    assert sum(shares) == money(answer)
    assert shares == sorted(shares, reverse=True) and shares[0] - shares[-1] <= TIYN
    eligible = [one for one in answer["dependants"] if one["eligible"]]
    assert len(shares) == len(eligible)
    ends = [one["until"] for one in eligible]
    assert answer["until"] == (None if None in ends else max(ends))


@pytest.mark.parametrize("benefit", BENEFITS)
@given(SEEDS)
@EXAMPLES
def test_what_is_paid_out_is_the_amount_less_the_pension_contribution(
    benefit: str, seed: int
) -> None:
    case = case_of(benefit, seed)
    answer = ask("assess", case)
    if answer["entitled"]:
        withheld = money(answer, "pension_contribution")
        assert money(answer, "net") == money(answer) - withheld
        exempt = benefit == "survivor" or case.get("pension_exempt", False)
        tenth = (money(answer) / 10 + Decimal("0.005")).quantize(TIYN, "ROUND_FLOOR")
        assert withheld == (0 if exempt else tenth)
        assert answer["from"] == case["on"] and money(answer) > 0


# ---------------------------------------------------------------------- order does not matter


def shuffled(case: Case, rng: Random) -> Case:
    result = copy.deepcopy(case)
    for found in (result["contributions"], result.get("special_months", [])):
        rng.shuffle(found)
    return result


@pytest.mark.parametrize("benefit", BENEFITS)
@given(SEEDS)
@settings(max_examples=15)
def test_the_order_of_rows_does_not_matter(benefit: str, seed: int) -> None:
    case = case_of(benefit, seed)
    for brief in (True, False):
        answer = ask("assess", case, brief=brief)
        assert ask("assess", shuffled(case, Random(seed)), brief=brief) == answer


@given(SEEDS)
@EXAMPLES
def test_the_order_of_dependants_changes_no_sum(seed: int) -> None:
    case = case_of("survivor", seed)
    other = copy.deepcopy(case)
    other["event"]["dependants"].reverse()
    one, two = ask("assess", case), ask("assess", other)

    def summed(answer: Answer) -> list[Any]:
        shares = sorted(str(found["share"]) for found in answer["dependants"])
        return [codes(answer), answer["amount"], answer["until"], answer["factors"], shares]

    assert summed(one) == summed(two)
