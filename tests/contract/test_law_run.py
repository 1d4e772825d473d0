"""Any rule about one person, asked by name: penalties, indexation, and facts that are checked."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from tests.contract.asking import Case
from tirek.contract import law_run
from tirek.contract.problems import Problem

DEBT: Case = {
    "on": "2024-04-04", "due_day_of_debt": "2024-03-25", "debt_paid_on": "2024-04-04",
    "overdue_amount": "100000", "payer_kind": "employee",
}  # fmt: skip


def ask(name: str, facts: Case, known_on: str | None = None, lang: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(orjson.dumps(law_run.answer(name, facts, known_on, lang)))
    return found


def error(name: str, facts: Case) -> tuple[str, str, str]:
    with pytest.raises(Problem) as caught:
        law_run.answer(name, facts, None, "en")
    found: Any = caught.value.as_dict()["error"]
    assert len(set(found["message"].values())) == 3
    return found["code"], found["at"], found["message"]["en"]


def test_a_penalty_is_found_by_the_rate_of_each_day_late() -> None:
    answer = ask("penalty", DEBT)
    # 14.75 % a year, ten days, 1.25 times (facts_2026.md B8)
    assert (answer["value"], answer["undetermined"]) == ("505.14", [])
    assert [step["name"] for step in answer["explanation"]][-1] == "penalty"


@pytest.mark.parametrize("paid", ["2024-03-25", "2024-03-24", "2024-03-01"])
def test_who_pays_in_time_pays_no_penalty(paid: str) -> None:
    assert ask("penalty", {**DEBT, "debt_paid_on": paid})["value"] == "0.00"


def test_a_penalty_of_days_whose_rate_is_not_held_is_undetermined() -> None:
    late = {
        **DEBT,
        "due_day_of_debt": "2025-03-25",
        "debt_paid_on": "2026-12-04",
        "on": "2026-12-04",
    }
    answer = ask("penalty", late)
    assert answer["value"] is None
    assert {one["parameter"] for one in answer["undetermined"]} == {"base_rate"}


def test_a_debt_from_before_the_held_rates_is_undetermined_not_miscounted() -> None:
    for due in ("1930-01-25", "2005-01-25", "2014-12-31"):
        old = ask("penalty", {**DEBT, "due_day_of_debt": due, "overdue_amount": "999999999"})
        assert old["value"] is None and old["undetermined"]


def test_indexation_raises_a_running_payment_on_its_day() -> None:
    """Row 29 of facts.md §9: 10 000 on 2022-01-01 and 2022-04-01 (seed 002)."""
    first = ask("indexed_amount", {"on": "2022-01-01", "running_amount": "10000"})["value"]
    assert first == "10500.00"
    assert (
        ask("indexed_amount", {"on": "2022-04-01", "running_amount": first})["value"] == "10920.00"
    )


def test_an_indexation_that_is_not_held_is_undetermined() -> None:
    answer = ask("indexed_amount", {"on": "2027-01-01", "running_amount": "10000"})
    assert answer["value"] is None and answer["explanation"] == []
    assert {(one["parameter"], one["on"]) for one in answer["undetermined"]} == {
        ("benefit_indexation", "2027-01-01")}  # fmt: skip


def test_a_rule_is_asked_with_the_law_that_was_known() -> None:
    facts = {"on": "2023-08-01", "participation_months_given": 400, "participation_given": True,
             "months_already_paid": 0}  # fmt: skip
    with pytest.raises(Problem):
        ask("tenure_factor", facts)  # it rests on rows of contributions too
    later = {"on": "2026-03-01"}
    assert ask("social_cap", later)["value"] == "595000.00"
    before = ask("social_cap", later, "2025-06-01")
    assert before["value"] is None and before["undetermined"][0]["parameter"] == "minimum_wage"


@pytest.mark.parametrize(
    ("facts", "code", "at"),
    [
        ({}, "missing_fact", "/debt_paid_on"),
        ({**DEBT, "overdue_amount": None}, "missing_fact", "/overdue_amount"),
        ({**DEBT, "overdue_amount": 5}, "not_money_string", "/overdue_amount"),
        ({**DEBT, "overdue_amount": "-1"}, "negative_amount", "/overdue_amount"),
        ({**DEBT, "overdue_amount": "9999999999"}, "out_of_bounds", "/overdue_amount"),
        ({**DEBT, "on": "2024-02-30"}, "bad_date", "/on"),
        ({**DEBT, "payer_kind": "wizard"}, "bad_enum", "/payer_kind"),
        ({**DEBT, "colour": "red"}, "unknown_key", "/colour"),
    ],
)
def test_facts_are_read_as_strictly_as_questions(facts: Case, code: str, at: str) -> None:
    assert error("penalty", facts)[:2] == (code, at)


def test_the_bounds_of_money_are_said_in_tenge() -> None:
    message = error("penalty", {**DEBT, "overdue_amount": "9999999999"})[2]
    assert "100000000000" not in message  # tiyn


def test_a_rule_about_rows_is_sent_to_its_command() -> None:
    assert error("average_income", {"on": "2024-01-01"})[0] == "bad_enum"
    assert error("no_such_rule", {})[:2] == ("bad_enum", "/name")
