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
from tirek.nation.compiled import Compiled, Members
from tirek.nation.people import KINDS, Intervals, Persons, Rows, medical_spans, social_spans
from tirek.nation.schema import CONTRIBUTIONS_OUT

Array = NDArray[Any]

_AMOUNTS = (
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
        outputs = (*_AMOUNTS, "personal_medical_base", "shares_the_cap")
        return Compiled(self.law.plan(outputs, (), None, None, False, _FIXED))

    def compile(self) -> None:
        _ = self.compiled.function

    def answered(self, persons: Persons, rows: Rows, intervals: Intervals) -> pa.Table:
        """The contributions of each asking row, by person, month (latest first) and payer."""
        asks, person, insured = loops.asking(
            rows.order, rows.starts, persons.withheld, rows.accrued, rows.month, rows.kind,
            intervals.starts, intervals.first_month, intervals.last_month,
        )  # fmt: skip
        month, kind = rows.month[asks], rows.kind[asks]
        facts = {
            "on": _FIRST_DAYS[month - FIRST_MONTH],
            "payer_kind": kind,
            "income": rows.accrued[asks],
            "birth_date": persons.birth[person],
            "sex": persons.sex[person],
            "state_insured": insured,
            "medical_base_elsewhere": np.zeros(len(asks), np.int64),
        }
        found = self.compiled.run(Members(len(asks), facts, {}, {}))
        values = found.values
        before = loops.bases_before(
            person, month, values["shares_the_cap"], values["personal_medical_base"]
        )
        later = np.flatnonzero((before > 0) & values["shares_the_cap"])
        if len(later):
            facts["medical_base_elsewhere"] = before
            some = {name: array[later] for name, array in facts.items()}
            again = self.compiled.run(Members(len(later), some, {}, {}))
            values["personal_medical_contribution"][later] = again["personal_medical_contribution"]
        spans = (social_spans(), medical_spans(), medical_spans())
        pays = {
            name: loops.only_where_paid(values[name], span, kind, month)
            for name, span in zip(_AMOUNTS, spans, strict=True)
        }
        unknown = self._unknown(facts, pays, np.flatnonzero(found.asked))
        mask = unknown if unknown.any() else None
        return pa.table(
            [
                pa.array(persons.ids[person]),
                pa.array(rows.period[asks]),
                pa.array(rows.payer[asks]),
                pa.DictionaryArray.from_arrays(pa.array(kind), list(KINDS)),
                *(pa.array(values[name], mask=mask) for name in _AMOUNTS),
            ],
            schema=CONTRIBUTIONS_OUT,
        )

    def _unknown(self, facts: dict[str, Array], pays: dict[str, Array], places: Array) -> Array:
        """Rows whose contributions rest on what is not known."""
        found = np.zeros(len(facts["on"]), np.bool_)
        if not len(places):
            return found
        outputs = (*_AMOUNTS, *_BASES)
        plan = self.law.plan(outputs, (), None, None, False, _FIXED)
        some = {
            name: facts[name][places] if facts[name].dtype == np.bool_
            else facts[name][places].astype(np.int64) for name in plan.needed_facts
        }  # fmt: skip
        unknown = plan.run(Batch(PERSON, len(places), some), checked=True).unknown
        if unknown is not None:
            for amount, base in zip(_AMOUNTS, _BASES, strict=True):
                rests = (unknown.rests_on(amount) != 0) | (unknown.rests_on(base) != 0)
                found[places] |= rests & pays[amount][places]
        return found
