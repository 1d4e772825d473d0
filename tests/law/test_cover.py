"""Covered months: each month once, by a payment or by a category, with the earliest day paid."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from tirek.engine.ops import LAST_DAY
from tirek.law.facts import cover

#: The day and the month of the question, and how many months back categories matter.
ON, MONTH, BACK = 20_000, 24_307, 12
IN_TIME = LAST_DAY
Payment = tuple[int, int]


def covered(payments: list[Payment], categories: list[tuple[int, int]]) -> dict[int, int | None]:
    """The covered months, with the day of the payment (None: by a category)."""
    months, days = np.zeros(400, np.int64), np.zeros(400, np.int64)
    paid = np.zeros(400, np.bool_)
    periods, paid_on = (np.array([p[n] for p in payments], np.int64) for n in (0, 1))
    firsts, lasts = (np.array([c[n] for c in categories], np.int64) for n in (0, 1))
    room = np.ones(BACK + 1, np.bool_)
    count = cover(ON, MONTH, periods, paid_on, firsts, lasts, BACK, months, paid, days, room)
    found = list(zip(months[:count].tolist(), paid[:count], days[:count].tolist(), strict=True))
    assert len({month for month, _, _ in found}) == count  # each once
    assert not months[count:].any()
    assert all(by_payment or day == LAST_DAY for _, by_payment, day in found)
    return {month: day if by_payment else None for month, by_payment, day in found}


def test_of_two_payments_for_a_month_the_earlier_day_counts() -> None:
    for days in ((19_000, 18_000), (18_000, 19_000), (IN_TIME, 18_000), (18_000, IN_TIME)):
        payments = [(MONTH - 1, 17_000), *((MONTH - 2, day) for day in days), (MONTH - 3, 16_000)]
        assert covered(payments, []) == {
            MONTH - 1: 17_000, MONTH - 2: 18_000, MONTH - 3: 16_000}  # fmt: skip


def test_a_payment_made_after_the_day_of_the_question_does_not_count() -> None:
    payments = [(MONTH, ON + 1), (MONTH - 1, ON), (MONTH - 2, ON - 1), (MONTH - 3, IN_TIME)]
    assert covered(payments, []) == {MONTH - 1: ON, MONTH - 2: ON - 1, MONTH - 3: IN_TIME}


def test_a_payment_that_does_not_count_hides_no_other_of_its_month() -> None:
    assert covered([(MONTH, ON + 1), (MONTH, ON)], []) == {MONTH: ON}
    assert covered([(MONTH, ON), (MONTH, ON + 1)], []) == {MONTH: ON}
    assert covered([(MONTH, ON + 1)], [(MONTH, MONTH)]) == {MONTH: None}


def test_a_month_paid_for_stays_paid_for_though_a_category_covers_it() -> None:
    assert covered([(MONTH - 1, 17_000)], [(MONTH - 2, MONTH)]) == {
        MONTH - 2: None, MONTH - 1: 17_000, MONTH: None}  # fmt: skip


def test_categories_matter_from_so_many_months_back_to_the_month_of_the_question() -> None:
    within = dict.fromkeys(range(MONTH - BACK, MONTH + 1))
    assert covered([], [(MONTH - 100, MONTH + 100)]) == within
    assert covered([], [(MONTH - BACK - 1, MONTH - BACK - 1)]) == {}
    assert covered([], [(MONTH - BACK, MONTH - BACK), (MONTH + 1, MONTH + 5)]) == {
        MONTH - BACK: None}  # fmt: skip


def test_payments_for_months_far_back_and_ahead_are_kept() -> None:
    payments = [(MONTH + 11, 18_000), (MONTH - BACK - 1, 17_000), (MONTH - 200, 12_000)]
    assert covered(payments, [(MONTH, MONTH)]) == {**dict(payments), MONTH: None}


@pytest.mark.parametrize("seed", range(200))
def test_each_covered_month_stands_there_once(seed: int) -> None:
    rng = Random(seed)
    payments = sorted(
        ((MONTH + rng.randint(-16, 3), rng.choice((ON - 9, ON, ON + 9, IN_TIME)))
         for _ in range(rng.randint(0, 12))), reverse=rng.random() < 0.5,
    )  # fmt: skip
    categories = [
        (start, start + rng.randint(-1, 9))
        for start in (MONTH + rng.randint(-20, 4) for _ in range(rng.randint(0, 3)))
    ]
    expected: dict[int, int | None] = {}
    for first, last in categories:
        for month in range(max(first, MONTH - BACK), min(last, MONTH) + 1):
            expected[month] = None
    for month, day in payments:
        if day <= ON or day == IN_TIME:
            expected[month] = min(day, expected.get(month) or IN_TIME)
    assert covered(payments, categories) == expected
