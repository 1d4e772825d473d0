"""The six benefits of a part's people: compiled plans over their events, as an Arrow table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tirek.contract import writing
from tirek.engine.batch import Batch
from tirek.engine.graph import Law
from tirek.engine.ops import LAST_DAY
from tirek.engine.parameters import day_number
from tirek.engine.plan import Plan
from tirek.law.benefits import BENEFITS, RULES_HELD_SINCE, Benefit
from tirek.law.book import DEPENDANT, PERSON, ROW
from tirek.nation import loops
from tirek.nation.compiled import Compiled, Members
from tirek.nation.events import Events
from tirek.nation.people import Persons
from tirek.nation.rows import Levels
from tirek.nation.schema import ANSWER, BENEFITS_OUT

Array = NDArray[Any]

#: What is found of a person before an adoption, which shares its rules with maternity.
_OF_YEAR = ("average_income_of_year", "no_contributions_in_year", "applied_late")
#: Refusals by number, those of all benefits in the order of the contract.
REASONS = (
    "not_in_force", "law_not_held", "deadline_passed", "not_insured_pensioner",
    "no_contributions_in_window", "tenure_too_short", "kind_not_covered", "degree_too_low",
    "no_eligible_dependant", "child_too_old", "child_on_state_support", "other_carer_receives",
    "amount_not_positive",
)  # fmt: skip
_AMOUNT_NOT_POSITIVE = 1 << REASONS.index("amount_not_positive")


class Benefits:
    """The benefits under one law; compiled once for the kinds that the events ask for."""

    def __init__(self, law: Law, kinds: Sequence[str], sums: bool) -> None:
        self.law = law
        self.fixed = () if sums else (("row_contribution", 0),)
        self.kinds = [kind for kind in BENEFITS if kind in kinds]

    @cached_property
    def main(self) -> Compiled:
        """Everything but the amount of an adoption payment."""
        outputs = ["average_income", "average_income_of_year", "participation_months"]
        for kind in self.kinds:
            outputs += _OF_YEAR if kind == "adoption" else BENEFITS[kind].outputs
        return Compiled(
            self.law.plan(tuple(dict.fromkeys(outputs)), (), None, None, False, self.fixed)
        )

    @cached_property
    def adoption(self) -> Compiled:
        """The amount of an adoption payment, of the income already found."""
        outputs = tuple(o for o in BENEFITS["adoption"].outputs if o not in _OF_YEAR)
        return Compiled(self.law.plan(outputs, ("average_income_of_year",)))

    def compile(self) -> None:
        """Compiles what will be run, before threads ask for it."""
        _ = self.main.function
        if "adoption" in self.kinds:
            _ = self.adoption.function

    # ------------------------------------------------------------------ running

    def answered(self, persons: Persons, events: Events, people: Members) -> pa.Table:
        """The answers, in the order of the events."""
        found = self.main.run(people)
        answers = {}
        values = dict(found.values)
        slow = _Slow(self, people, np.flatnonzero(found.asked))
        for kind in self.kinds:
            asked = events.asked.get(kind)
            if asked is None:
                continue
            benefit = BENEFITS[kind]
            own = self._of_adoption(people, values) if kind == "adoption" else values
            answers[kind] = self._answer(benefit, asked, own, events, slow)
        on = events.facts["on"]
        columns: dict[str, pa.Array] = {
            "person": pa.array(persons.ids[events.person]),
            "event": pa.array(events.number),
            "on": pa.array(on, pa.int32()).cast(pa.date32()),
        }
        for name in ("average_income", "average_income_of_year"):
            columns[f"{name}_tiyn"] = pa.array(values[name], pa.int64(), mask=slow.rests_on(name))
        months = values["participation_months"]
        columns["participation_months"] = pa.array(
            months, pa.int16(), mask=slow.rests_on("participation_months")
        )
        for kind in BENEFITS:
            columns[kind] = answers.get(kind, pa.nulls(len(events), ANSWER))
        return pa.table(columns, schema=BENEFITS_OUT)

    def _of_adoption(self, people: Members, values: Mapping[str, Array]) -> dict[str, Array]:
        facts = {
            **people.facts,
            "leave_days": people.facts["adoption_leave_days"],
            "average_income_of_year": values["average_income_of_year"],
        }
        found = self.adoption.run(Members(people.size, facts, {}, {}))
        return {**{name: values[name] for name in _OF_YEAR}, **found.values}

    def _answer(
        self, benefit: Benefit, asked: Array, values: Mapping[str, Array], events: Events,
        slow: _Slow,
    ) -> pa.StructArray:  # fmt: skip
        """One benefit of each event; null where it is not asked for."""
        on = events.facts["on"]
        ahead = (on < day_number(benefit.since)) * 1
        ahead |= ((on < day_number(RULES_HELD_SINCE)) & (ahead == 0)) * 2
        bits = np.zeros(len(on), np.int64)
        for code, rule in benefit.reasons:
            bits |= values[rule].astype(np.int64) << REASONS.index(code)
        if benefit.not_positive:
            nothing = (bits == 0) & values[benefit.not_positive]
            bits |= np.where(nothing, _AMOUNT_NOT_POSITIVE, 0)
        bits = np.where(ahead > 0, ahead, bits)
        entitled = bits == 0
        undetermined = slow.undetermined(benefit, bits, ahead > 0, asked)
        unknown = np.zeros(len(on), np.bool_)
        unknown[list(undetermined)] = True
        refused = ~entitled | unknown
        until = values[benefit.until] if benefit.until else None
        offsets, reasons = loops.listed(np.where(unknown, 0, bits), len(REASONS))
        size = len(on)
        withheld, nothing = benefit.pension_contribution, np.zeros(size, np.int64)
        fields = [
            pa.array(entitled, mask=unknown),
            pa.array(values[benefit.amount], pa.int64(), mask=refused),
            pa.array(values[withheld] if withheld else nothing, pa.int64(), mask=refused),
            pa.array(values[benefit.net], pa.int64(), mask=refused),
            pa.array(values[benefit.months], pa.int16(), mask=refused)
            if benefit.months else pa.nulls(size, pa.int16()),
            pa.nulls(size, pa.date32()) if until is None
            else pa.array(until, pa.int32(), mask=refused | (until == LAST_DAY)).cast(pa.date32()),
            pa.ListArray.from_arrays(
                pa.array(offsets), pa.DictionaryArray.from_arrays(pa.array(reasons), list(REASONS))
            ),
            _texts(undetermined, size),
        ]  # fmt: skip
        return pa.StructArray.from_arrays(fields, fields=list(ANSWER), mask=pa.array(~asked))


def _texts(found: Mapping[int, list[str]], size: int) -> pa.Array:
    """Lists of texts by place; null where there is none."""
    if not found:
        return pa.nulls(size, ANSWER.field("undetermined").type)
    return pa.array([found.get(at) for at in range(size)], ANSWER.field("undetermined").type)


def people_of(persons: Persons, levels: Levels, events: Events) -> Members:
    """The events with their persons' facts and rows, as compiled plans take them."""
    facts = {
        **events.facts,
        **events.dependant_facts,
        **levels.facts,
        "birth_date": persons.birth[events.person],
        "sex": persons.sex[events.person],
    }
    starts = levels.starts
    spans = {ROW: (starts[events.person], starts[events.person + 1])}
    if events.dependant_facts:
        spans[DEPENDANT] = (events.dependants[:-1], events.dependants[1:])
    return Members(len(events), facts, spans, levels.keys)


# ---------------------------------------------------------------------- what is not known


class _Slow:
    """The events for which a compiled plan came upon something unknown, run by the plan itself,
    which finds out whose answer rests on it."""

    def __init__(self, benefits: Benefits, people: Members, places: Array) -> None:
        self.size, self.places = people.size, places
        self.main: Plan = benefits.main.plan
        self.benefits, self.people = benefits, people
        if len(places):
            self.batch = people.batch(places, self.main)
            self.run = self.main.run(self.batch, checked=True)

    def rests_on(self, name: str) -> Array:
        """For all events, whether a value rests on something unknown."""
        found = np.zeros(self.size, np.bool_)
        if len(self.places) and self.run.unknown is not None:
            found[self.places] = self.run.unknown.rests_on(name) != 0
        return found

    def undetermined(
        self, benefit: Benefit, bits: Array, ahead: Array, asked: Array
    ) -> dict[int, list[str]]:
        """For the events whose answer rests on it: the unknown parameters with their days."""
        if not len(self.places) or self.run.unknown is None:
            return {}
        unknown = self.run.unknown
        rule_names = [rule for _, rule in benefit.reasons]
        found: dict[int, list[str]] = {}
        if benefit.code == "adoption":
            adoption = self._adoption()
        for at, place in enumerate(self.places.tolist()):
            if not asked[place]:
                continue
            names = [*benefit.measured]
            if not ahead[place]:
                names += rule_names
            if bits[place] in (0, _AMOUNT_NOT_POSITIVE):
                names += benefit.paid
            keys = set()
            for run, numbers in ((unknown, names),) if benefit.code != "adoption" else (
                (unknown, [n for n in names if n in _OF_YEAR]),
                (adoption, [n for n in names if n not in _OF_YEAR]),
            ):  # fmt: skip
                if run is not None and any(run.rests_on(name)[at] for name in numbers):
                    keys |= set(run.dates(at, numbers))
            if keys:
                found[place] = sorted(_told(*key) for key in keys)
        return found

    def _adoption(self) -> Any:
        plan = self.benefits.adoption.plan
        facts = {
            **self.batch.facts,
            "leave_days": self.people.facts["adoption_leave_days"][self.places].astype(np.int64),
            "average_income_of_year": self.run["average_income_of_year"],
        }
        return plan.run(Batch(PERSON, len(self.places), facts), checked=True).unknown


def _told(name: str, day: int, monthly: bool) -> str:
    return f"{name} {f'{writing.month(day)}-01' if monthly else writing.day(day)}"
