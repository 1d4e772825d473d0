"""What the law says of payment lines, for many at once: the least and the most that one payer can
owe for a person and month, the income that a contribution stands for, the month of pension age.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tirek.engine.batch import Array, Batch
from tirek.engine.calendar import DAYS, MONTHS
from tirek.engine.ops import FIRST_DAY, FIRST_MONTH, LAST_DAY, LAST_MONTH
from tirek.law import law
from tirek.law.acts import kinds
from tirek.law.book import MOST_MONEY, PAYER_KINDS, PERSON
from tirek.law.facts import Rows, batch_of
from tirek.ledger.chart import PURPOSES, Fund

Int = NDArray[np.int64]

#: The rule that says what is due under each purpose code.
DUE = {
    12: "social_contribution",
    121: "employer_medical_contribution",
    122: "personal_medical_contribution",
}
_NOTHING = (0, 0)


class Limits(NamedTuple):
    """The least and the most of a line, in tiyn; both 0 where nothing is due."""

    least: int
    most: int


def month_number(period: Int) -> Int:
    """YYYYMM -> the month's number, year * 12 + month - 1."""
    return period // 100 * 12 + period % 100 - 1


def is_month(period: Int) -> NDArray[np.bool_]:
    """Whether each is YYYYMM within the years that the law is held for."""
    month = month_number(period)
    right = (period % 100 >= 1) & (period % 100 <= 12)
    return right & (month >= FIRST_MONTH) & (month < LAST_MONTH)


@lru_cache(maxsize=100_000)
def limits(purpose: int, kind: int, month: int) -> Limits:
    """What one payer may owe for one person for a month, by his income: from the smallest to the
    largest. Nothing where the kind does not pay then, or the law of the month is not known."""
    fund = "social" if PURPOSES[purpose] == Fund.SOCIAL else "medical"
    span = kinds()[PAYER_KINDS[kind]].get(fund)
    if span is None or not span.holds(month):
        return Limits(*_NOTHING)
    plan = law().plan((DUE[purpose],), ())
    facts: dict[str, Any] = {name: np.zeros(2, np.int64) for name in plan.needed_facts}
    facts |= {
        "on": np.full(2, DAYS[month - FIRST_MONTH]),
        "payer_kind": np.full(2, kind),
        "income": np.array([1, MOST_MONEY]),
        "birth_date": np.full(2, FIRST_DAY),
    }
    given: dict[str, Array] = {n: np.asarray(facts[n], np.int64) for n in plan.needed_facts}
    run = plan.run(Batch(PERSON, 2, given), checked=True)
    if run.unknown is not None and run.unknown.rests_on(DUE[purpose]).any():
        return Limits(*_NOTHING)
    least, most = (int(value) for value in run[DUE[purpose]])
    return Limits(max(least, 1), most) if most else Limits(*_NOTHING)


def limits_of(purpose: Int, kind: Int, month: Int) -> tuple[Int, Int]:
    """The least and the most for each line."""
    keys = (purpose << 40) | (kind << 32) | month
    different, places = np.unique(keys, return_inverse=True)
    found = [limits(int(k >> 40), int(k >> 32 & 0xFF), int(k & 0xFFFFFFFF)) for k in different]
    table = np.array(found, np.int64).reshape(-1, 2)
    return table[places, 0], table[places, 1]


def incomes(contribution: Int, kind: Int, month: Int) -> Int:
    """The income that each social contribution stands for, by the law of its month."""
    size = len(contribution)
    if not size:
        return np.zeros(0, np.int64)
    plan = law().plan(("income_of_row",), ())
    order = np.arange(size)
    batch = batch_of(
        size,
        {name: np.zeros(size, np.int64) for name in plan.needed_facts},
        Rows(order, month, order, kind, np.zeros(size, np.int64), contribution),
    )
    return np.asarray(plan.run(batch, checked=True)["income_of_row"], np.int64)


def pension_months(birth_day: Int, sex: Int) -> Int:
    """The first month (number) on whose first day each has reached pension age; birth days as
    numbers since 1970-01-01, sex as in the law's facts."""
    plan = law().plan(("pension_day",), ())
    size = len(birth_day)
    given = {"birth_date": birth_day, "sex": sex, "on": np.zeros(size, np.int64)}
    run = plan.run(Batch(PERSON, size, {n: given[n] for n in plan.needed_facts}), checked=True)
    day = np.clip(np.asarray(run["pension_day"], np.int64), FIRST_DAY, LAST_DAY)
    month = np.asarray(MONTHS, np.int64)[day - FIRST_DAY]
    begins = np.asarray(DAYS, np.int64)[month - FIRST_MONTH]
    return np.asarray(month + (begins < day), np.int64)
