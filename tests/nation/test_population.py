"""A population in memory: the answers of the contract; rows out of order or bounds refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.nation.cases import Nation, benefit_row
from tests.oracle.cases import BENEFITS, random_case
from tirek.engine.errors import BadBatch, MissingFact
from tirek.engine.ops import LAST_DAY
from tirek.engine.parameters import day_number
from tirek.nation.benefits import REASONS
from tirek.nation.errors import Errors
from tirek.nation.events import read_events
from tirek.nation.people import read_persons
from tirek.nation.population import MonthlyRows, assess
from tirek.nation.rows import levels_of, read_rows

KINDS = [kind for kind in BENEFITS if kind not in ("survivor", "adoption")]


def population(kind: str, people: int) -> tuple[dict[str, Any], MonthlyRows, list[dict[str, Any]]]:
    rng, nation, told = Random(kind), Nation(), []
    for number in range(1, people + 1):
        case = random_case(kind, rng)
        nation.add(case, number)
        told.append(benefit_row(case, number)[kind])
    tables, errors = nation.tables(), Errors()
    persons = read_persons(tables["persons"], errors)
    rows = read_rows(tables["contributions"], persons, errors)
    levels = levels_of(rows, persons, errors)
    events = read_events(tables["events"], persons, errors)
    assert not len(errors)
    facts = {**events.facts, "birth_date": persons.birth, "sex": persons.sex}
    given = levels.facts
    monthly = MonthlyRows(
        levels.starts, given["period"], rows.payer, given["row_income"], given["row_kind"],
        given["row_contribution"],
    )  # fmt: skip
    return facts, monthly, told


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_the_contract_says(kind: str) -> None:
    facts, rows, told = population(kind, 400)
    found = assess(kind, facts, rows)
    for at, one in enumerate(told):
        assert found.undetermined[at] == (one["undetermined"] is not None)
        if found.undetermined[at]:
            continue
        assert found.entitled[at] == one["entitled"], (at, one)
        assert found.amount[at] == (one["amount_tiyn"] or 0)
        assert found.net[at] == (one["net_tiyn"] or 0)
        assert found.months[at] == (one["months"] or 0)
        codes = [code for bit, code in enumerate(REASONS) if found.reasons[at] >> bit & 1]
        assert codes == one["reasons"]


def simple() -> tuple[dict[str, Any], MonthlyRows]:
    """Two people, employees, two months of one payer each."""
    facts = {
        "on": np.array([20157, 20157]), "birth_date": np.array([5000, 5000]),
        "sex": np.array([0, 1]), "participation_months_given": np.array([84, 84]),
    }  # fmt: skip
    period = np.array([24289, 24290, 24289, 24290])
    income = np.array([10_000_000] * 4)
    return facts, MonthlyRows(np.array([0, 2, 4]), period, np.zeros(4, np.int8), income)


def test_what_is_left_out_means_what_the_contract_says() -> None:
    facts, rows = simple()
    found = assess("job_loss", facts, rows)
    assert found.entitled.tolist() == [True, True]
    assert found.amount.tolist() == [390_000, 390_000]  # 8333.33 x 0.45 x 1.04


@pytest.mark.parametrize(
    "change",
    [
        {"period": np.array([24290, 24289, 24289, 24290])},
        {"period": np.array([1, 24290, 24289, 24290])},
        {"income": np.array([-1, 0, 0, 0])},
        {"income": np.array([10**13, 0, 0, 0])},
        {"kind": np.array([0, 0, 0, 99], np.int8)},
        {"kind": np.array([0, 0, 0, 4], np.int8)},
        {"payer": np.zeros(3, np.int8)},
        {"starts": np.array([0, 3, 2])},
        {"starts": np.array([0, 2, 5])},
        {"contribution": np.array([-5, 0, 0, 0])},
    ],
)
def test_rows_out_of_order_or_bounds_are_refused(change: dict[str, Any]) -> None:
    facts, rows = simple()
    with pytest.raises(BadBatch):
        assess("job_loss", facts, replace(rows, **change))


def test_facts_out_of_bounds_or_missing_are_refused() -> None:
    facts, rows = simple()
    with pytest.raises(BadBatch, match="sex"):
        assess("job_loss", {**facts, "sex": np.array([0, 2])}, rows)
    with pytest.raises(BadBatch, match="birth_date"):
        assess("job_loss", {**facts, "birth_date": np.array([5000])}, rows)
    with pytest.raises(MissingFact):
        assess("maternity", facts, rows)


@pytest.mark.parametrize("name", ["on", "applied_on", "birth_date"])
def test_a_day_after_which_the_calendar_has_no_room_is_refused(name: str) -> None:
    """To 2099-12-31: months are added to days, and the calendar ends with 2169."""
    facts, rows, _ = population("job_loss", 3)
    last = day_number(date(2099, 12, 31))
    for day in (day_number(date(1899, 12, 31)), last + 1, LAST_DAY):
        given = facts[name].copy()
        given[1] = day
        with pytest.raises(BadBatch, match=name):
            assess("job_loss", {**facts, name: given}, rows)
