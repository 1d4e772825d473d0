"""Events of a part's people: which benefits are asked for, and the facts of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tirek.contract import assess_question, reading
from tirek.contract.problems import Problem
from tirek.engine.ops import LAST_DAY
from tirek.engine.rules import Fact
from tirek.law.benefits import BENEFITS
from tirek.law.book import DEPENDANT, GROUNDS, RELATIONS, book
from tirek.nation import loops
from tirek.nation.columns import LEAST_NUMBER, MOST_NUMBER, Columns, ranges, row_at
from tirek.nation.errors import Errors, wrong_person
from tirek.nation.people import DAY_SPAN, Persons

Array = NDArray[Any]


@dataclass
class Events:
    """Good events by person: what each asks for and the law's facts about it; of a survivor
    case the dependants of event ``i`` are those from ``dependants[i]`` to ``dependants[i+1]``."""

    number: Array
    person: Array
    asked: Mapping[str, NDArray[np.bool_]]
    facts: dict[str, Array]
    dependant_facts: dict[str, Array]
    dependants: Array

    def __len__(self) -> int:
        return len(self.number)


#: Facts of an event that stand in a struct: (fact, benefit, field, what an empty field means).
_FIELDS = (
    ("months_already_paid", "job_loss", "months_already_paid", 0),
    ("leave_days", "maternity", "leave_days", None),
    ("adoption_leave_days", "adoption", "leave_days", None),
    ("child_order", "childcare", "child_order", None),
    ("degree_percent", "disability", "degree_percent", None),
)
_DAYS = (
    ("child_birth_date", "childcare", "child_birth_date", None),
    ("term_until", "disability", "until", LAST_DAY),
)
_FLAGS = (
    ("child_on_state_support", "childcare", "child_on_state_support"),
    ("other_carer_receives", "childcare", "other_carer_receives"),
)
#: The least that a fact may be where the law's book, which serves all benefits, allows less.
_LEAST = {"leave_days": 1, "adoption_leave_days": 1, "child_order": 1}


def read_events(table: pa.Table, persons: Persons, errors: Errors) -> Events:
    """The events of the persons, those that cannot be answered left out and listed."""
    columns = Columns(table)
    person = loops.places(persons.ids, columns.number("person"))
    on = columns.day("on", DAY_SPAN[0] - 1)
    applied_on = np.where(columns.there("applied_on"), columns.day("applied_on", 0), on)
    structs = {kind: Columns(columns.arrow(kind)) for kind in BENEFITS if columns.has(kind)}
    asked = {kind: columns.there(kind) for kind in structs}
    facts: dict[str, Array] = {"on": on, "applied_on": applied_on}
    facts["participation_given"] = columns.there("participation_months")
    facts["participation_months_given"] = columns.whole("participation_months", 0)
    facts["pension_exempt"] = columns.flag("pension_exempt", False)
    bad = (person < 0) | ~_day_fits(on) | ~_day_fits(applied_on) | (applied_on < on)
    bad |= ~columns.there("event") | columns.beyond("event", LEAST_NUMBER)
    known = np.flatnonzero(person >= 0)
    bad[known] |= persons.birth[person[known]] > on[known]
    bad |= ~_within(book.facts["participation_months_given"], facts["participation_months_given"])
    anything = np.zeros(len(on), np.bool_)
    for mask in asked.values():
        anything |= mask
    bad |= ~anything
    bad |= _read_fields(structs, asked, facts, on)
    bad |= _paid_before_and_others(asked, facts)
    dependant_facts, lengths, bad_dependants = _read_dependants(structs, asked, len(on))
    bad |= bad_dependants
    twice = _twice(person, columns)
    bad |= twice
    for at in np.flatnonzero(bad).tolist():
        row = row_at(table, at)
        errors.add(
            "events", _wrong_event(row, int(person[at]), persons, bool(twice[at])),
            person=row["person"], event=row["event"],
        )  # fmt: skip
    withheld = np.zeros(len(on), np.bool_)
    withheld[known] = ~bad[known] & persons.withheld[person[known]]
    for at in np.flatnonzero(withheld).tolist():
        errors.add(
            "events", Problem("withheld", "/person", value=int(persons.ids[person[at]])),
            person=int(persons.ids[person[at]]), event=int(columns.whole("event", 0)[at]),
        )  # fmt: skip
    number = columns.whole("event", 0)
    keep = np.flatnonzero(~bad & ~withheld)
    keep = keep[np.lexsort((number[keep], person[keep]))]
    starts = np.cumsum(lengths) - lengths
    lengths, members = ranges(starts[keep], starts[keep] + lengths[keep])
    chosen = np.zeros(len(keep) + 1, np.int64)
    np.cumsum(lengths, out=chosen[1:])
    return Events(
        number[keep],
        person[keep],
        {kind: mask[keep] for kind, mask in asked.items()},
        {name: array[keep] for name, array in facts.items()},
        {name: array[members] for name, array in dependant_facts.items()},
        chosen,
    )


def _twice(person: Array, columns: Columns) -> NDArray[np.bool_]:
    """Events of a person that bear the number of another: nobody knows which of them is meant."""
    number = columns.whole("event", 0)
    named = columns.there("event") & ~columns.beyond("event", LEAST_NUMBER) & (person >= 0)
    order = np.lexsort((number, person, ~named))
    same = named[order[1:]] & (number[order[1:]] == number[order[:-1]])
    same &= person[order[1:]] == person[order[:-1]]
    found = np.zeros(len(person), np.bool_)
    found[order[1:][same]] = True
    found[order[:-1][same]] = True
    return found


def _paid_before_and_others(
    asked: Mapping[str, Array], facts: Mapping[str, Array]
) -> NDArray[np.bool_]:
    """Months of job loss already paid shorten the participation for job loss alone; an event that
    asks for a benefit that rests on participation too would get the shorter one there."""
    nobody = np.zeros(len(facts["on"]), np.bool_)
    others = asked.get("disability", nobody) | asked.get("survivor", nobody)
    found: NDArray[np.bool_] = (
        asked.get("job_loss", nobody) & (facts["months_already_paid"] > 0) & others
    )
    return found


def _read_fields(
    structs: Mapping[str, Columns], asked: Mapping[str, Array], facts: dict[str, Array], on: Array
) -> NDArray[np.bool_]:
    """Reads the structs' fields into facts; gives where one is missing or out of bounds."""
    bad = np.zeros(len(on), np.bool_)
    nothing = Columns(pa.table({"on": on}))
    for name, kind, field, default in _FIELDS:
        fields = structs.get(kind, nothing)
        fact = book.facts["leave_days" if name == "adoption_leave_days" else name]
        least = _LEAST.get(name, fact.lo)
        values = fields.whole(field, least if default is None else default)
        wrong = (values < least) | (values > fact.hi)
        if default is None:
            wrong |= ~fields.there(field)
        bad |= wrong & asked.get(kind, False)
        facts[name] = np.where(wrong, least, values)
    for name, kind, field, default in _DAYS:
        fields = structs.get(kind, nothing)
        there = fields.there(field)
        values = np.where(there, fields.day(field, 0), on if default is None else default)
        wrong = there & ~_day_fits(values)
        wrong |= ~there if default is None else there & (values < on)
        if name == "child_birth_date":
            wrong |= values > on
        bad |= wrong & asked.get(kind, False)
        facts[name] = np.where(_day_fits(values), values, LAST_DAY if default else DAY_SPAN[0])
    for name, kind, field in _FLAGS:
        facts[name] = structs.get(kind, nothing).flag(field, False)
    grounds = structs.get("job_loss", nothing).code("dismissal_ground", GROUNDS, 0)
    bad |= (grounds < 0) & asked.get("job_loss", False)
    facts["dismissal_ground"] = np.maximum(grounds, 0)
    return bad


def _read_dependants(
    structs: Mapping[str, Columns], asked: Mapping[str, Array], size: int
) -> tuple[dict[str, Array], Array, NDArray[np.bool_]]:
    """The dependants' facts, how many each event has, and where one of them cannot be taken."""
    lengths, bad = np.zeros(size, np.int64), np.zeros(size, np.bool_)
    if "survivor" not in structs:
        return {}, lengths, bad
    lists = structs["survivor"].arrow("dependants")
    found = lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    lengths = np.where(asked["survivor"], found, 0).astype(np.int64)
    bad |= asked["survivor"] & ~lists.is_valid().to_numpy(zero_copy_only=False)
    bad |= lengths > DEPENDANT.most
    flat = lists.flatten()
    parent = np.repeat(np.arange(size), found)
    inside = asked["survivor"][parent]
    of = Columns(flat)
    birth, relation = of.day("birth_date", 0), of.code("relation", RELATIONS)
    study_until = of.day("study_until", LAST_DAY)
    wrong = ~of.there("birth_date") | ~_day_fits(birth) | (relation < 0)
    wrong |= of.there("study_until") & ~_day_fits(study_until)
    if flat.null_count:
        wrong |= ~flat.is_valid().to_numpy(zero_copy_only=False)
    bad[parent[wrong & inside]] = True
    facts = {
        "dependant_birth": np.clip(birth, *DAY_SPAN),
        "relation": np.maximum(relation, 0),
        "full_time_student": of.flag("full_time_student", False),
        "study_until": np.clip(study_until, DAY_SPAN[0], LAST_DAY),
        "disabled_from_childhood": of.flag("disabled_from_childhood", False),
        "without_able_parents_or_alimony": of.flag("without_able_parents_or_alimony", True),
    }
    return {name: array[inside] for name, array in facts.items()}, lengths, bad


def _day_fits(days: Array) -> NDArray[np.bool_]:
    fits: NDArray[np.bool_] = (days >= DAY_SPAN[0]) & (days <= DAY_SPAN[1])
    return fits


def _within(fact: Fact, values: Array) -> NDArray[np.bool_]:
    within: NDArray[np.bool_] = (values >= fact.lo) & (values <= fact.hi)
    return within


# ---------------------------------------------------------------------- what is wrong


def question_of(row: Mapping[str, Any], kind: str, birth: object, sex: str) -> dict[str, object]:
    """An event as the contract's question about one of its benefits, without rows."""
    question: dict[str, object] = {
        "on": _plain(row["on"]),
        "person": {"birth_date": birth, "sex": sex},
        "contributions": [],
        "event": {"kind": kind, **{k: _plain(v) for k, v in row[kind].items()}},
    }
    for name in ("applied_on", "participation_months", "pension_exempt"):
        if row.get(name) is not None:
            question[name] = _plain(row[name])
    event = question["event"]
    assert isinstance(event, dict)
    if kind == "disability":
        event.setdefault("until", None)
    return question


def _plain(value: Any) -> Any:
    """A cell as JSON has it."""
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items() if entry is not None}
    return value.isoformat() if hasattr(value, "isoformat") else value


def _wrong_event(row: Mapping[str, Any], person: int, persons: Persons, twice: bool) -> Problem:
    """What is wrong with an event, found by the contract's own reader."""
    try:
        if person < 0:
            raise wrong_person(row["person"])
        for name in ("event", "on"):
            reading.needed(row, name, "")
        if row["event"] > MOST_NUMBER:
            lo, hi = LEAST_NUMBER, MOST_NUMBER
            raise Problem("out_of_bounds.number", "/event", value=row["event"], lo=lo, hi=hi)
        asked = [kind for kind in BENEFITS if row.get(kind) is not None]
        if not asked:
            raise Problem("missing_fact.benefit", "/event")
        if (row.get("job_loss") or {}).get("months_already_paid") and (
            row.get("disability") is not None or row.get("survivor") is not None
        ):
            raise Problem("event_date_conflict.paid_before", "/job_loss/months_already_paid")
        birth = np.datetime64(int(persons.birth[person]), "D").item().isoformat()
        for kind in asked:
            _read_benefit(row, kind, birth)
    except Problem as problem:
        return problem
    assert twice
    return Problem("same_event_twice", "/event", value=row["event"])


def _read_benefit(row: Mapping[str, Any], kind: str, birth: str) -> None:
    """Raises what is wrong with one benefit of an event, at its column."""
    if kind == "survivor":
        for number, entry in enumerate(row[kind].get("dependants") or ()):
            if entry is None:
                raise Problem("missing_fact.dependant", f"/survivor/dependants/{number}")
    try:
        assess_question.read(question_of(row, kind, birth, "female"))
    except Problem as problem:
        inside, event, place = problem.at.partition("/event/")
        at = f"/{kind}/{place}" if event and not inside else problem.at
        raise Problem(problem.key, at, **problem.details) from None
