"""Schemas of the batch: the nation's tables as columns."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from tirek.api.batch import MOST_ERRORS, MOST_ROWS
from tirek.api.openapi.parts import DAY_ANSWERED, Schema, entries, or_null, text, thing
from tirek.nation.schema import OUTPUTS, TABLES, Column

_LEAST, _MOST = -(2**63), 2**63 - 1


def _value(kind: pa.DataType, answered: bool) -> Schema:
    """A value of a column; any may be null."""
    if pa.types.is_dictionary(kind):
        return _value(kind.value_type, answered)
    if pa.types.is_integer(kind):
        return {"type": ["integer", "null"], "minimum": _LEAST, "maximum": _MOST}
    if pa.types.is_boolean(kind):
        return {"type": ["boolean", "null"]}
    if pa.types.is_date32(kind):
        return or_null(DAY_ANSWERED)
    if pa.types.is_struct(kind):
        fields = {field.name: _value(field.type, answered) for field in kind}
        return {**thing({}, fields), "type": ["object", "null"]}
    if pa.types.is_list(kind):
        found = entries(_value(kind.value_type, answered))
        return {**found, "type": ["array", "null"]}
    return or_null(text())


def _asked(column: Column) -> Schema:
    return entries(_value(column.type, False), MOST_ROWS, column.holds)


def _answered(kind: pa.DataType) -> Schema:
    """A column of answers; a struct is columns of its own."""
    if pa.types.is_struct(kind):
        return thing({field.name: _answered(field.type) for field in kind})
    return entries(_value(kind, True))


def schemas() -> Mapping[str, Schema]:
    """The batch and its answer."""
    asked = {
        name: thing(
            {column.name: _asked(column) for column in table.columns if column.needed},
            {column.name: _asked(column) for column in table.columns if not column.needed},
            description="Columns, all of one length.",
        )
        for name, table in TABLES.items()
    }  # fmt: skip
    answered = {}
    for name, schema in OUTPUTS.items():
        columns = {field.name: _answered(field.type) for field in schema}
        benefits = [field.name for field in schema if pa.types.is_struct(field.type)]
        answered[name] = thing(
            {key: value for key, value in columns.items() if key not in benefits},
            {key: columns[key] for key in benefits},
        )
    persons = {"persons": asked.pop("persons")}
    errors = {
        "errors": {**answered.pop("errors"), "description": f"At most {MOST_ERRORS:,}."},
        "error_count": {
            "type": "integer", "minimum": 0, "description": "How many errors there are in all.",
        },
    }  # fmt: skip
    return {
        "Batch": thing(persons, {name: or_null(table) for name, table in asked.items()}),
        "BatchAnswer": thing(errors, answered),
    }
