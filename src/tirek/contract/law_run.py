"""Any rule about one person, asked by name with facts by name: penalties, fines, conversions and
whatever else has no command of its own."""

from __future__ import annotations

import numpy as np

from tirek.contract import reading, tellings
from tirek.contract.problems import Problem
from tirek.contract.reading import Object
from tirek.contract.tellings import prepare, tell, values_of, writer
from tirek.contract.unknowns import undetermined
from tirek.engine.batch import Array, Batch
from tirek.engine.parameters import day_of
from tirek.engine.plan import Plan
from tirek.engine.rules import Fact
from tirek.engine.units import Unit
from tirek.law import law as law_known_on
from tirek.law.acts import edition_number
from tirek.law.book import PERSON


def answer(name: str, facts: Object, known_on: str | None, lang: str) -> dict[str, object]:
    """The value of a rule for the facts given, with its explanation; raises Problem."""
    known = None if known_on is None else day_of(reading.day(known_on, "/known_on"))
    law = law_known_on(known)
    if name not in law.rules:
        raise Problem("bad_enum.name", "/name", value=name, allowed=sorted(law.rules)[:12])
    plan = law.plan((name,), (), None, None, True)
    batch = Batch(PERSON, 1, _facts(facts, plan))
    run = plan.run(batch)
    values = values_of(run)
    unknown = undetermined(run, 0, [name])
    edition = edition_number(int(batch.facts["on"][0]), law.known_on) if "on" in batch.facts else 0
    return {
        "name": name,
        "unit": law.rules[name].variants[0].gives.value,
        "value": None if unknown else writer(law.named(name))(values[name][0]),
        "undetermined": unknown,
        "explanation": [] if unknown else tell(prepare(law, (name,), edition, lang), values, 0),
    }


def _facts(given: Object, plan: Plan) -> dict[str, Array]:
    """The facts a plan needs, each read by its unit; others are refused by name."""
    needed = plan.needed_facts
    reading.only(given, frozenset(needed), "")
    result: dict[str, Array] = {}
    for name in sorted(needed):
        fact = plan.facts[name]
        if fact.level is not PERSON:
            raise Problem("bad_enum.rows", f"/{name}", key=name)
        raw = _read(fact, reading.needed(given, name, ""), f"/{name}")
        if not fact.lo <= raw <= fact.hi:
            lo, hi = (tellings.writer(fact.value())(n) for n in (fact.lo, fact.hi))
            raise Problem("out_of_bounds", f"/{name}", value=given[name], lo=lo, hi=hi)
        kind = np.bool_ if fact.unit is Unit.FLAG else np.int64
        result[name] = np.array([raw], dtype=kind)
    return result


def _read(fact: Fact, value: object, at: str) -> int:
    if fact.unit is Unit.MONEY:
        return reading.money(value, at)
    if fact.unit is Unit.DAY:
        return reading.day(value, at)
    if fact.unit is Unit.MONTH:
        return reading.month(value, at)
    if fact.unit is Unit.FLAG:
        return reading.flag(value, at)
    if fact.unit is Unit.CODE:
        return fact.codes.index(reading.code(value, fact.codes, at))
    return reading.whole(value, fact.lo, fact.hi, at)
