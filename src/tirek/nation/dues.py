"""What is due for each contribution row that gives its accrued income, as an Arrow table."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tirek.engine.batch import Batch
from tirek.engine.calendar import DAYS
from tirek.engine.graph import Law
from tirek.engine.ops import FIRST_MONTH
from tirek.law.book import PERSON
from tirek.nation import loops
from tirek.nation.columns import fixed
from tirek.nation.compiled import Compiled, Members
from tirek.nation.people import Intervals, Persons
from tirek.nation.rows import KINDS, Rows, medical_spans, social_spans
from tirek.nation.schema import CONTRIBUTIONS_OUT

Array = NDArray[Any]

#: The rules of what is due, in the order of LINES.
AMOUNTS = (
    "social_contribution", "employer_medical_contribution", "personal_medical_contribution",
)  # fmt: skip
_BASES = ("social_base", "employer_medical_base", "personal_medical_base")
_FIRST_DAYS = DAYS.astype(np.int32)
#: Every row is asked alike: the ОПВ is the usual one, the age is known.
_FIXED = (("pension_contribution_given", 0), ("age_given", 1))


class Dues:
    """What is due under one law."""

    def __init__(self, law: Law) -> None:
        self.law = law

    @cached_property
    def compiled(self) -> Compiled:
        outputs = (*AMOUNTS, "personal_medical_base", "shares_the_cap")
        return Compiled(self.law.plan(outputs, (), None, None, False, _FIXED))

    @cached_property
    def further(self) -> Compiled:
        """What a person owes on what other payers have left of the cap."""
        outputs = ("personal_medical_contribution",)
        return Compiled(self.law.plan(outputs, (), None, None, False, _FIXED))

    def compile(self) -> None:
        _ = self.compiled.function, self.further.function

    def answered(self, persons: Persons, rows: Rows, intervals: Intervals) -> pa.Table:
        """The contributions of each asking row, by person, month and payer."""
        asks = (rows.accrued >= 0) & ~persons.withheld[rows.person]
        columns = [
            rows.number, rows.person, rows.period, rows.month, rows.payer, rows.kind, rows.accrued
        ]  # fmt: skip
        if not asks.all():
            columns = [fixed(column[asks]) for column in columns]
        number, person, period, month, payer, kind, accrued = columns
        size = len(person)
        facts = {
            "on": _FIRST_DAYS.take(month - FIRST_MONTH),
            "payer_kind": kind,
            "income": accrued,
            "birth_date": persons.birth.take(person),
            "sex": persons.sex.take(person),
            "state_insured": loops.insured_by_state(
                person, month, intervals.starts, intervals.first_month, intervals.last_month
            ),
            "medical_base_elsewhere": np.zeros(size, np.int64),
        }
        found = self.compiled.run(Members(size, facts, {}, {}))
        values = found.values
        before = loops.bases_before(
            person, month, values["shares_the_cap"], values["personal_medical_base"]
        )
        later = np.flatnonzero((before > 0) & values["shares_the_cap"])
        if len(later):
            facts["medical_base_elsewhere"] = before
            some = {name: facts[name].take(later) for name in self.further.kernel.facts}
            again = self.further.run(Members(len(later), some, {}, {}))
            values["personal_medical_contribution"][later] = again["personal_medical_contribution"]
        spans = (social_spans(), medical_spans(), medical_spans())
        pays = {
            name: loops.paying(span, kind, month) for name, span in zip(AMOUNTS, spans, strict=True)
        }
        for name, paying in pays.items():
            if not paying.all():
                np.multiply(values[name], paying, out=values[name])
        unknown = self._unknown(facts, pays, np.flatnonzero(found.asked))
        mask = unknown if unknown.any() else None
        return pa.table(
            [
                pa.array(number),
                pa.array(period),
                pa.array(payer),
                pa.DictionaryArray.from_arrays(pa.array(kind), list(KINDS)),
                *(pa.array(values[name], pa.int64(), mask=mask) for name in AMOUNTS),
            ],
            schema=CONTRIBUTIONS_OUT,
        )

    def _unknown(self, facts: dict[str, Array], pays: dict[str, Array], places: Array) -> Array:
        """Rows whose contributions rest on what is not known."""
        found = np.zeros(len(facts["on"]), np.bool_)
        if not len(places):
            return found
        outputs = (*AMOUNTS, *_BASES)
        plan = self.law.plan(outputs, (), None, None, False, _FIXED)
        some = {
            name: facts[name][places] if facts[name].dtype == np.bool_
            else facts[name][places].astype(np.int64) for name in plan.needed_facts
        }  # fmt: skip
        unknown = plan.run(Batch(PERSON, len(places), some), checked=True).unknown
        if unknown is not None:
            for amount, base in zip(AMOUNTS, _BASES, strict=True):
                rests = (unknown.rests_on(amount) != 0) | (unknown.rests_on(base) != 0)
                found[places] |= rests & pays[amount][places]
        return found
