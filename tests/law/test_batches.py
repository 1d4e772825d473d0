"""Many questions at once are answered as each alone; the days around an edition as the oracle."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compare import oracle_assess, oracle_contributions, product_assess, product_contributions
from tests.contract.asking import BENEFITS, Case, ask, ask_many, assessment, rows
from tests.law.lives import COUNT, MAKERS, made
from tests.oracle.cases import BOUNDARIES, random_case, random_contributions_case


@pytest.mark.parametrize("brief", [True, False], ids=["brief", "full"])
@pytest.mark.parametrize("command", MAKERS)
def test_many_at_once_are_answered_byte_for_byte_as_each_alone(command: str, brief: bool) -> None:
    cases = made(command)
    together = ask_many(command, cases, "kk", brief)
    alone = [ask_many(command, [case], "kk", brief)[0] for case in cases]
    for case, one, other in zip(cases, together, alone, strict=True):
        assert one == other, case


@pytest.mark.parametrize("command", MAKERS)
@given(st.integers(0, 2**32))
@settings(max_examples=4)
def test_the_order_of_questions_does_not_matter(command: str, seed: int) -> None:
    order = list(range(COUNT))
    Random(seed).shuffle(order)
    cases = made(command)
    answers = ask_many(command, cases)
    assert ask_many(command, [cases[n] for n in order]) == [answers[n] for n in order]


@pytest.mark.parametrize("command", MAKERS)
def test_no_questions_have_no_answers(command: str) -> None:
    assert ask_many(command, []) == []


def test_asking_again_gives_the_same_bytes_and_leaves_the_question_alone() -> None:
    for command in MAKERS:
        cases = made(command)[:30]
        before = copy.deepcopy(cases)
        assert ask_many(command, cases, "ru", False) == ask_many(command, cases, "ru", False)
        assert cases == before


# ---------------------------------------------------------------------- around an edition


def on_day(case: Case, day: date) -> Case:
    """The same life, the right having arisen on another day."""
    moved = copy.deepcopy(case)
    moved["on"] = day.isoformat()
    event = moved["event"]
    if "child_birth_date" in event:
        event["child_birth_date"] = min(event["child_birth_date"], moved["on"])
    for place, name in ((moved, "applied_on"), (event, "until")):
        if place.get(name) is not None:
            place[name] = max(place[name], moved["on"])
    return moved


def lives(benefit: str, boundary: date, count: int) -> list[Case]:
    """Cases that arose on the boundary or later."""
    rng = Random(f"{benefit} {boundary}")
    found: list[Case] = []
    while len(found) < count:
        case = random_case(benefit, rng)
        if case["on"] >= boundary.isoformat():
            found.append(case)
    return found


@pytest.mark.parametrize("boundary", BOUNDARIES, ids=str)
@pytest.mark.parametrize("benefit", BENEFITS)
def test_the_day_before_and_the_day_of_an_edition_differ_as_the_oracle_says(
    benefit: str, boundary: date
) -> None:
    before, since = (
        [on_day(case, day) for case in lives(benefit, boundary, 12)]
        for day in (boundary - timedelta(days=1), boundary)
    )
    for cases in (before, since):
        for case, answer in zip(cases, product_assess(cases), strict=True):
            assert answer == oracle_assess(case), case


#: Amounts of the same life a day before an edition and on its first day.
SENTENCES: list[tuple[str, date, dict[str, Any], tuple[str, ...]]] = [
    # 0.30 to 0.40 (Law 405 23(3), Law 286-VI 22(2)); the factor of tenure beyond 60 months
    (
        "job_loss",
        date(2020, 1, 1),
        {"participation_months": 60},
        ("amount", "30000.00", "40000.00"),
    ),
    (
        "job_loss",
        date(2020, 1, 1),
        {"participation_months": 72},
        ("amount", "30000.00", "40800.00"),
    ),
    # 0.40 to 0.45 (seed 002)
    (
        "job_loss",
        date(2023, 1, 1),
        {"participation_months": 60},
        ("amount", "40000.00", "45000.00"),
    ),
    # at most 1.3 (Social Code 118(3))
    (
        "job_loss",
        date(2023, 7, 1),
        {"participation_months": 600},
        ("amount", "85500.00", "58500.00"),
    ),
]


@pytest.mark.parametrize(("benefit", "boundary", "fields", "expected"), SENTENCES)
def test_a_sentence_changes_on_its_day(
    benefit: str, boundary: date, fields: dict[str, Any], expected: tuple[str, ...]
) -> None:
    name, before, since = expected
    first = f"{boundary.year - 3}-{boundary.month:02d}"
    case = assessment(benefit, contributions=rows(first, 48, "100000"), **fields)
    day_before = (boundary - timedelta(days=1)).isoformat()
    assert ask("assess", {**case, "on": day_before})[name] == before
    assert ask("assess", {**case, "on": boundary.isoformat()})[name] == since


def test_contributions_change_with_the_month_as_the_oracle_says() -> None:
    rng = Random("months")
    cases = [random_contributions_case(rng) for _ in range(60)]
    for case in list(cases):
        case.pop("birth_date", None)
        case.pop("sex", None)
        if case["payer_kind"] in ("employee", "entrepreneur"):
            months = ("2024-12", "2025-01", "2025-12", "2026-01")
            cases += [{**case, "month": month} for month in months]
    for case, answer in zip(cases, product_contributions(cases), strict=True):
        assert answer == oracle_contributions(case), case
