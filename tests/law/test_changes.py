"""Every claim of "what would change it" is true when the question is asked again so changed."""

from __future__ import annotations

import copy
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.asking import BENEFITS, Answer, Case, ask, assessment, changed, payers, rows
from tests.oracle.cases import random_case

SEEDS = st.integers(0, 2**40)
WITH_TENURE = ("job_loss", "disability", "survivor")
WINDOW = {"maternity": 12, "adoption": 12}
#: So many payers that no average income of a benefit meets a payer's cap.
MANY = payers(6)


def with_average(case: Case, answer: Answer, average: str) -> Case:
    """The same question with rows that make the average income given."""
    months = WINDOW.get(case["event"]["kind"], 24)
    tiyn = int(Decimal(average) * 100)
    year, month = map(int, case["on"].split("-")[:2])
    start = year * 12 + month - 1 - months
    first = f"{start // 12}-{start % 12 + 1:02d}"
    parts = [tiyn // len(MANY)] * len(MANY)
    parts[0] += tiyn - sum(parts)
    again = copy.deepcopy(case)
    again.pop("special_months", None)
    again["contributions"] = [
        row
        for payer, part in zip(MANY, parts, strict=True)
        for row in rows(first, months, str(Decimal(part) / 100), payer)
    ]
    if case["event"]["kind"] in WITH_TENURE:
        again["participation_months"] = tenure(case, answer["participation_months"])
    return again


def tenure(case: Case, months: int) -> int:
    """What must be given so that so many months are left after those already paid."""
    return months + 12 * int(case["event"].get("months_already_paid") or 0)


def asked_again(case: Case, answer: Answer, change: dict[str, Any]) -> Case:
    name, to = change["change"], change["to"]
    again = copy.deepcopy(case)
    if name == "participation_months":
        again["participation_months"] = tenure(case, to)
    elif name == "degree_percent":
        again["event"]["degree_percent"] = to
    elif name == "dependants_count":
        present = sum(one["eligible"] for one in answer["dependants"])
        ten_years_before = f"{int(case['on'][:4]) - 10}-01-01"
        child = {"birth_date": ten_years_before, "relation": "child"}
        again["event"]["dependants"] += [child] * (to - present)
    elif name == "average_income":
        return with_average(case, answer, to)
    else:
        raise AssertionError(f"nobody knows how to change {name}")
    return again


def check(case: Case) -> list[str]:
    """Asks again with each change; gives what was claimed."""
    answer = ask("assess", case, brief=False)
    for change in answer["what_would_change_it"]:
        assert set(change) == {"change", "to", "amount"}
        again = ask("assess", asked_again(case, answer, change))
        assert again["entitled"], (change, again["reasons"])
        assert again["amount"] == change["amount"] != answer["amount"], change
    return [change["change"] for change in answer["what_would_change_it"]]


@pytest.mark.parametrize("benefit", BENEFITS)
@given(SEEDS)
@settings(max_examples=40)
def test_what_is_claimed_comes_true(benefit: str, seed: int) -> None:
    case = random_case(benefit, Random(f"{benefit} {seed}"))
    if not any(row.get("kind", "").startswith("aggregate") for row in case["contributions"]):
        check(case)


@pytest.mark.parametrize(
    ("case", "claims"),
    [
        (assessment(), ["participation_months"]),
        (assessment(participation_months=300), []),
        (assessment(participation_months=4), ["participation_months"]),
        (assessment(participation_months=40, event__months_already_paid=3),
         ["participation_months"]),
        (assessment("disability", contributions=rows("2023-03", 24, "300000")),
         ["participation_months"]),
        (assessment("disability", contributions=rows("2023-03", 24, "300000"),
                    event__degree_percent=20), ["degree_percent"]),
        (assessment("disability", on="2019-06-10", contributions=rows("2017-06", 24, "300000"),
                    event__degree_percent=60), ["degree_percent"]),
        (assessment("survivor", contributions=rows("2023-03", 24, "300000")),
         ["dependants_count", "participation_months"]),
        (assessment("childcare", contributions=rows("2023-03", 24, "1000")), ["average_income"]),
        (assessment("childcare", contributions=rows("2023-03", 24, "100000")), []),
        (assessment("childcare", contributions=[
            row for payer in payers(2) for row in rows("2023-03", 24, "600000", payer)]),
         ["average_income"]),
        (assessment("disability", contributions=rows("2023-03", 24, "40000")), ["average_income"]),
        (assessment("survivor", contributions=rows("2023-03", 24, "42500")), ["average_income"]),
        (assessment(contributions=[]), []),
        (assessment(contributions=[], participation_months=4), []),
        (assessment("maternity"), []),
    ],
)  # fmt: skip
def test_the_next_step_of_what_binds_is_named(case: Case, claims: list[str]) -> None:
    assert set(claims) <= set(check(case))


def test_a_claim_is_the_very_next_step() -> None:
    """One month, or one tiyn, before it nothing has changed yet."""
    case = assessment(participation_months=84)
    (claim,) = ask("assess", case, brief=False)["what_would_change_it"]
    assert claim == {"change": "participation_months", "to": 96, "amount": "71550.00"}
    assert ask("assess", assessment(participation_months=95)) == changed(
        ask("assess", case), participation_months=95
    )


@pytest.mark.parametrize("income", ["1000", "1000.01", "62000", "70000"])
def test_the_average_at_which_a_floor_is_left_is_the_least_one(income: str) -> None:
    case = assessment("childcare", contributions=rows("2023-03", 24, income))
    answer = ask("assess", case, brief=False)
    for change in answer["what_would_change_it"]:
        assert change["change"] == "average_income"
        before = str(Decimal(change["to"]) - Decimal("0.01"))
        assert ask("assess", with_average(case, answer, before))["amount"] == answer["amount"]


def test_a_refusal_by_several_grounds_claims_nothing() -> None:
    case = assessment(participation_months=1, applied_on="2030-01-01")
    answer = ask("assess", case, brief=False)
    assert len(answer["reasons"]) == 2 and answer["what_would_change_it"] == []
