"""Insured status of a part's people, where it is asked for, as an Arrow table."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tirek.contract.insured_status import everybody_until, looked_back
from tirek.engine.calendar import MONTHS
from tirek.engine.graph import Law
from tirek.engine.ops import FIRST_DAY, LAST_DAY
from tirek.engine.parameters import day_number
from tirek.law.acts import category_codes
from tirek.law.book import COVER
from tirek.law.insured_status import BASES, INSURANCE_SINCE
from tirek.nation import loops
from tirek.nation.compiled import Compiled, Members
from tirek.nation.people import Intervals, Persons
from tirek.nation.rows import Rows, medical_spans
from tirek.nation.schema import STATUS_OUT

Array = NDArray[Any]

_STATUS = (
    "insured_basis", "in_grace", "payments_until", "prepaid_until", "first_month_looked_at",
    "missing_months_count",
)  # fmt: skip
_PRICES = ("price_of_missing_months", "price_of_year")


class Status:
    """Insured status under one law."""

    def __init__(self, law: Law) -> None:
        self.law = law

    @cached_property
    def compiled(self) -> Compiled:
        return Compiled(self.law.plan((*_STATUS, *_PRICES), ()))

    def compile(self) -> None:
        _ = self.compiled.function

    def answered(self, persons: Persons, rows: Rows, intervals: Intervals) -> pa.Table:
        """The status of each person that asks for it, in the order of their numbers."""
        asks = np.flatnonzero((persons.status_on != FIRST_DAY) & ~persons.withheld)
        on = persons.status_on[asks]
        month_of_on = MONTHS[on - FIRST_DAY]
        back = looked_back(self.law)
        begins, covered, by_payment, days, holds = loops.insured_months(
            on, month_of_on, rows.starts, rows.month, rows.kind, rows.paid,
            rows.paid_on, medical_spans(), intervals.starts, intervals.first, intervals.last,
            intervals.first_month, intervals.last_month, back, back + 1, asks,
        )  # fmt: skip
        people = Members(
            len(asks),
            {
                "on": on, "birth_date": persons.birth[asks], "category_holds": holds,
                "covered_month": covered, "covered_by_payment": by_payment, "paid_on": days,
            },
            {COVER: (begins[:-1], begins[1:])},
            {},
        )  # fmt: skip
        found = self.compiled.run(people)
        unknown, no_price = self._unknown(people, np.flatnonzero(found.asked))
        unknown |= on < day_number(INSURANCE_SINCE)
        best = loops.best_intervals(
            on, asks, intervals.starts, intervals.code, intervals.first, intervals.last
        )
        basis = np.where(unknown, 0, found["insured_basis"]).astype(np.int64)
        insured = basis > 0
        until = self._until(on, basis, found.values, intervals, best)
        grace = np.where(basis == BASES.index("grace"), until, LAST_DAY)
        offsets, missing = loops.missing(
            np.where(unknown, month_of_on, found["first_month_looked_at"]), month_of_on, begins,
            covered,
        )  # fmt: skip
        priced = unknown | insured | no_price
        return pa.table(
            [
                pa.array(persons.ids[asks]),
                _days(on),
                pa.array(insured, mask=unknown),
                self._basis(basis, intervals, best),
                _days(until),
                _days(grace),
                pa.ListArray.from_arrays(pa.array(offsets), pa.array(missing)),
                pa.array(
                    found["price_of_missing_months"],
                    pa.int64(),
                    mask=priced | (found["missing_months_count"] == 0),
                ),
                pa.array(found["price_of_year"], pa.int64(), mask=priced),
            ],
            schema=STATUS_OUT,
        )

    def _until(
        self, on: Array, basis: Array, values: dict[str, Array], intervals: Intervals, best: Array
    ) -> Array:
        """The last day insured; LAST_DAY where it is open or there is none."""
        until = np.full(len(basis), LAST_DAY)
        of_category = np.flatnonzero(basis == BASES.index("category"))
        until[of_category] = intervals.last[best[of_category]]
        paid = (basis == BASES.index("payments")) | (basis == BASES.index("grace"))
        until = np.where(paid, values["payments_until"], until)
        until = np.where(basis == BASES.index("prepaid"), values["prepaid_until"], until)
        return np.where(basis == BASES.index("everybody"), everybody_until(self.law, on), until)

    @staticmethod
    def _basis(basis: Array, intervals: Intervals, best: Array) -> pa.Array:
        """``category:CODE`` or the word of the basis; null where there is none."""
        words = [*BASES[2:], *(f"category:{code}" for code in category_codes())]
        numbers = basis - 2
        of_category = np.flatnonzero(basis == BASES.index("category"))
        numbers[of_category] = intervals.code[best[of_category]] + len(BASES) - 2
        indices = pa.array(numbers, pa.int8(), mask=basis == 0)
        return pa.DictionaryArray.from_arrays(indices, words)

    def _unknown(self, people: Members, places: Array) -> tuple[Array, Array]:
        """Whose status, and whose price, rests on what is not known."""
        status, price = np.zeros(people.size, np.bool_), np.zeros(people.size, np.bool_)
        if len(places):
            plan = self.compiled.plan
            unknown = plan.run(people.batch(places, plan), checked=True).unknown
            if unknown is not None:
                for name in _STATUS:
                    status[places] |= unknown.rests_on(name) != 0
                price[places] |= unknown.rests_on("price_of_year") != 0
        return status, price


def _days(days: Array) -> pa.Array:
    """Days as dates; LAST_DAY as null."""
    return pa.array(days.astype(np.int32), mask=days == LAST_DAY).cast(pa.date32())
