"""The accrued income behind one that is counted after the pension contribution: people know their
wage as it is accrued, the rules of a benefit look at what is left of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tirek.engine.batch import Batch
from tirek.engine.parameters import day_number
from tirek.law import law
from tirek.law.book import PAYER_KINDS, PERSON
from tirek.portal.benefits.incomes import Row
from tirek.portal.benefits.question import counted
from tirek.portal.curves.drawn import Drawn
from tirek.portal.periods import first_day, months_before

#: The law's rule of what is left.
_LEFT = "income_less_pension_contribution"


def accrued(drawn: Drawn, numbers: Sequence[int]) -> list[int | None]:
    """The least accrued income (tiyn) of which each counted one is left in every month that the
    average looks back on; None where there is none: contributions are paid from no less than a
    floor, and months may have other limits."""
    months = months_before(drawn.given["on"], drawn.looked_back)
    first, last = (_before(month, numbers) for month in (min(months), max(months)))
    kind = PAYER_KINDS.index("employee")
    taken = counted([Row(max(months), 1, kind, one) for one in last])
    return [
        there if here == there and one.tiyn <= number else None
        for number, here, there, one in zip(numbers, first, last, taken, strict=True)
    ]


def _before(month: int, numbers: Sequence[int]) -> list[int]:
    """The least incomes of a month of which some are left: the contribution on one never falls
    with it, so adding it to what is to be left comes from below to the least."""
    wanted = np.array(numbers, dtype=np.int64)
    found = wanted
    while True:
        more = wanted + found - _left(month, found)
        if (more == found).all():
            return [int(one) for one in found]
        found = more


def _left(month: int, incomes: np.ndarray) -> np.ndarray:
    """What the law of a month leaves of some incomes."""
    size = len(incomes)
    plan = law().plan((_LEFT,))
    batch = Batch(PERSON, size, {
        "income": incomes, "pension_contribution_given": np.zeros(size, np.bool_),
        "pension_contribution_stated": np.zeros(size, np.int64),
        "on": np.full(size, day_number(first_day(month)), np.int64),
    })  # fmt: skip
    return plan.run(batch).values[_LEFT]
