"""Facts of many people as the engine's arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tirek.engine.batch import Array, Batch
from tirek.engine.ops import LAST_DAY
from tirek.engine.values import Level
from tirek.law.book import COVER, DEPENDANT, MONTH, PAYER_MONTH, PERSON, ROW

Int = NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Contribution rows (and special months) of many people, in any order.

    ``person`` numbers the person, ``payer`` the payer (any number, equal for equal payers of a
    person), ``kind`` is a number of the codes of the fact ``row_kind``; money in tiyn, 0 where
    the other amount was given.
    """

    person: ArrayLike
    period: ArrayLike
    payer: ArrayLike
    kind: ArrayLike
    income: ArrayLike
    contribution: ArrayLike


def batch_of(
    size: int,
    persons: Mapping[str, Array],
    rows: Rows | None = None,
    dependants: Mapping[str, Array] | None = None,
    dependants_per_person: ArrayLike | None = None,
) -> Batch:
    """A batch of ``size`` persons; rows are sorted here, latest month first."""
    facts: dict[str, Array] = dict(persons)
    counts: dict[Level, Int] = {}
    if rows is not None:
        _add_rows(size, rows, facts, counts)
    if dependants is not None:
        facts.update(dependants)
        counts[DEPENDANT] = np.asarray(dependants_per_person, dtype=np.int64)
    return Batch(PERSON, size, facts, counts)


def covered_batch(
    size: int, persons: Mapping[str, Array], covered: Mapping[str, Array], per_person: ArrayLike
) -> Batch:
    """A batch for insured status: the covered months of each person."""
    facts = {**persons, **covered}
    return Batch(PERSON, size, facts, {COVER: np.asarray(per_person, dtype=np.int64)})


def _add_rows(size: int, rows: Rows, facts: dict[str, Array], counts: dict[Level, Int]) -> None:
    person = np.asarray(rows.person, dtype=np.int64)
    period = np.asarray(rows.period, dtype=np.int64)
    payer = np.asarray(rows.payer, dtype=np.int64)
    order = np.lexsort((payer, -period, person))
    person, period, payer = person[order], period[order], payer[order]
    new_month = np.ones(len(order), dtype=np.bool_)
    new_month[1:] = (person[1:] != person[:-1]) | (period[1:] != period[:-1])
    new_payer = new_month.copy()
    new_payer[1:] |= payer[1:] != payer[:-1]
    months, payers = np.flatnonzero(new_month), np.flatnonzero(new_payer)
    counts[MONTH] = np.bincount(person[months], minlength=size)
    counts[PAYER_MONTH] = _lengths(payers.searchsorted(months), len(payers))
    counts[ROW] = _lengths(payers, len(order))
    facts["period"] = period[months]
    facts["row_kind"] = np.asarray(rows.kind, dtype=np.int64)[order]
    facts["row_income"] = np.asarray(rows.income, dtype=np.int64)[order]
    facts["row_contribution"] = np.asarray(rows.contribution, dtype=np.int64)[order]


def _lengths(starts: Int, end: int) -> Int:
    """How long each run is, from where each starts and where the last one ends."""
    lengths = np.empty(len(starts), dtype=np.int64)
    if len(starts):
        np.subtract(starts[1:], starts[:-1], out=lengths[:-1])
        lengths[-1] = end - starts[-1]
    return lengths


def cover(
    on: int, month_of_on: int, periods: Int, paid_on: Int, firsts: Int, lasts: Int, back: int,
    months: Int, by_payment: NDArray[np.bool_], days: Int, there: NDArray[np.bool_],
) -> int:  # fmt: skip
    """Writes the covered months of one person, each once, and gives their number.

    ``periods`` are months paid for, equal ones side by side, ``paid_on`` the day that each
    payment carries (LAST_DAY: none, made in time; one made after ``on`` does not count);
    ``firsts`` and ``lasts`` the first and last month of each category, of which those from
    ``back`` months before ``on`` matter. ``by_payment`` says of a month whether it is paid for,
    ``days`` the earliest day carried; ``there`` is room for ``back`` + 1 marks. A plain loop, so
    that a compiler takes it for millions.
    """
    count = 0
    there[:] = False
    for row in range(len(periods)):
        month = periods[row]
        if paid_on[row] > on and paid_on[row] != LAST_DAY:
            continue
        if count and months[count - 1] == month:
            days[count - 1] = min(days[count - 1], paid_on[row])
            continue
        months[count], by_payment[count], days[count] = month, True, paid_on[row]
        count += 1
        if 0 <= month_of_on - month <= back:
            there[month_of_on - month] = True
    for interval in range(len(firsts)):
        first = max(firsts[interval], month_of_on - back)
        for month in range(first, min(lasts[interval], month_of_on) + 1):
            if not there[month_of_on - month]:
                there[month_of_on - month] = True
                months[count], by_payment[count], days[count] = month, False, LAST_DAY
                count += 1
    return count
