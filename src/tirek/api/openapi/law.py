"""Schemas of the law as data."""

from __future__ import annotations

from collections.abc import Mapping

from tirek.api.openapi.parts import (
    DAY_ANSWERED,
    Schema,
    code,
    entries,
    flag,
    or_null,
    ref,
    text,
    thing,
)
from tirek.engine.parameter_files import CONFIDENCE
from tirek.engine.units import Unit

_UNIT = code(unit.value for unit in Unit)
#: A value of a parameter: bands are pairs of where each begins and its value.
_VALUE: Schema = {
    "anyOf": [
        {"type": ["string", "integer", "boolean", "null"]},
        {
            "type": "array",
            "items": {
                "type": "array", "minItems": 2, "maxItems": 2,
                "items": {"type": ["string", "integer", "boolean"]},
            },
        },
    ]
}  # fmt: skip
_SURE = (
    "How sure the value is. V-LAW: read in the text of the law; V-SEED: from a paper of the Fund; "
    "V-PAGE: from a page on the web; V-CODE: from public code; DERIVED: worked out from other "
    "values; MEM: from memory, to be checked."
)
_CONFIDENCE = code(sorted(CONFIDENCE), _SURE)
_SOURCE = (
    "Where the value was read, in short. `seed 000` to `seed 004`: papers of the State Social "
    "Insurance Fund; `03-laws/YYYY/MMDD-NUMBER @…`: the text of the act of that day, document "
    "NUMBER of zan.gov.kz; `…_YYYY-MM-DD_….txt`: the act's text of that day; a site and a "
    "number: a page of it; `facts.md`, `facts_2026.md`: notes of this project, no published "
    "source; `contract.md, convention N`: assumption N of /api/law/questions. The pages at /law/ "
    "write them out."
)
_IN_FORCE = "On the day asked about (`on`); today where none is asked about."
_UNTIL: Schema = {
    **or_null(DAY_ANSWERED), "description": "The last day on which it holds; null: no end is set.",
}  # fmt: skip
_NOTHING: Schema = {"type": "array", "maxItems": 0}


def _entries() -> dict[str, Schema]:
    shared = {"name": text(), "title": text(), "unit": _UNIT}
    last = {
        "asked_on": or_null(DAY_ANSWERED), "used_by": entries(text()),
        "questions": entries(ref("OpenQuestion")),
    }  # fmt: skip
    since = {"since": or_null(DAY_ANSWERED), "article": text()}
    value = thing({
        **since, "until": _UNTIL, "value": _VALUE, "act": text(), "source": text(_SOURCE),
        "confidence": _CONFIDENCE,
        "published": {**or_null(DAY_ANSWERED), "description": "null: on the day it holds from."},
        "note": text(), "in_force": flag(_IN_FORCE),
    })  # fmt: skip
    variant = thing({**since, "note": text(), "uses": entries(text()), "in_force": flag(_IN_FORCE)})
    return {
        "LawParameter": thing({
            **shared, "kind": {"const": "parameter"}, "renewed": or_null(text()),
            "editions": entries(value), "uses": _NOTHING, **last,
        }),
        "LawRule": thing({
            **shared, "kind": {"const": "rule"}, "text": or_null(text()), "dated_by": text(),
            "editions": entries(variant), "uses": entries(text()), **last,
        }),
        "LawFact": thing({
            **shared, "kind": {"const": "fact"}, "codes": entries(text()), "editions": _NOTHING,
            "uses": _NOTHING, **last,
        }),
    }  # fmt: skip


def schemas() -> Mapping[str, Schema]:
    """Every schema of the law as data, by name."""
    rule = thing({"name": text(), "title": text(), "article": text(), "module": text()})
    parameter = thing({"name": text(), "title": text(), "unit": _UNIT, "value": _VALUE})
    kinds = ("rule", "parameter", "fact")
    return {
        "Law": thing({"rules": entries(rule), "parameters": entries(parameter)}),
        **_entries(),
        "OpenQuestion": thing({
            "id": text(), "kind": code(("assumption", "question")), "text": text(),
            "touches": entries(text(), description="Names of rules and parameters."),
            "source": text("Named as in a parameter's `source`."),
        }),
        "OpenQuestions": thing({"questions": entries(ref("OpenQuestion"))}),
        "LawGraph": thing({
            "nodes": entries(thing({"name": text(), "kind": code(kinds), "title": text()})),
            "edges": entries(thing({"rule": text(), "uses": text("One of what it uses.")})),
        }),
    }  # fmt: skip
