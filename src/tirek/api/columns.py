"""JSON columns as Arrow tables of the nation's schema, and Arrow tables as JSON columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tirek.contract import reading
from tirek.contract.problems import Problem
from tirek.nation.schema import TABLES, Schema

#: What a value of JSON is for a column, and how it is called where it is not.
_WANTED: Sequence[tuple[Callable[[pa.DataType], bool], type, str]] = (
    (pa.types.is_integer, int, "integer"),
    (pa.types.is_boolean, bool, "boolean"),
    (pa.types.is_date32, str, "YYYY-MM-DD"),
    (pa.types.is_string, str, "string"),
    (pa.types.is_struct, dict, "object"),
    (pa.types.is_list, list, "array"),
)


def table(name: str, given: object) -> pa.Table:
    """A table of columns; raises Problem for what is no such table, with its place."""
    schema: Schema = TABLES[name]
    columns = reading.entry_of(given, f"/{name}")
    kinds = {column.name: column.type for column in schema.columns}
    reading.only(columns, frozenset(kinds), f"/{name}")
    for column in schema.columns:
        if column.needed and column.name not in columns:
            raise Problem("missing_column", f"/{name}/{column.name}", key=column.name)
    size: int | None = None
    found: dict[str, pa.Array] = {}
    for key, kind in kinds.items():
        if key not in columns:
            continue
        at = f"/{name}/{key}"
        values = reading.entries_of(columns[key], at)
        if size is not None and len(values) != size:
            raise Problem("bad_column.length", at, value=len(values), hi=size)
        size = len(values)
        found[key] = _array(values, kind, at)
    return pa.table(found)


def _array(values: Sequence[Any], kind: pa.DataType, at: str) -> pa.Array:
    """Values of JSON as an array; what no such column can hold is refused with its place."""
    if pa.types.is_struct(kind):
        return _structs(values, kind, at)
    if pa.types.is_list(kind):
        return _lists(values, kind, at)
    days = pa.types.is_date32(kind)
    try:
        found = pa.array(values)
        if days and pa.types.is_string(found.type):
            return found.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
        raise _wrong(values, kind, at) from None
    if pa.types.is_null(found.type):
        return pa.nulls(len(values), kind)
    fits = next(fits for fits, _, _ in _WANTED if fits(kind))
    if days or not fits(found.type):
        raise _wrong(values, kind, at)
    return found


def _wrong(values: Sequence[Any], kind: pa.DataType, at: str) -> Problem:
    """The first value that a column cannot hold."""
    wanted, name = next((wanted, name) for fits, wanted, name in _WANTED if fits(kind))
    for number, value in enumerate(values):
        if value is None:
            continue
        if type(value) is not wanted:
            return Problem("bad_column", f"{at}/{number}", value=value, allowed=[name])
        if pa.types.is_date32(kind) and not _is_day(value):
            return Problem("bad_date", f"{at}/{number}", value=value)
    return Problem("bad_column", at, value="…", allowed=[name])


def _is_day(value: object) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def _structs(values: Sequence[Any], kind: pa.DataType, at: str) -> pa.Array:
    allowed = frozenset(field.name for field in kind)
    for number, value in enumerate(values):
        if type(value) is dict:
            if not value.keys() <= allowed:
                reading.only(value, allowed, f"{at}/{number}")
        elif value is not None:
            raise Problem("bad_column", f"{at}/{number}", value=value, allowed=["object"])
    children = [
        _array([None if v is None else v.get(field.name) for v in values], field.type,
               f"{at}/{field.name}")
        for field in kind
    ]  # fmt: skip
    fields = [pa.field(f.name, c.type) for f, c in zip(kind, children, strict=True)]
    mask = pa.array([value is None for value in values], pa.bool_())
    return pa.StructArray.from_arrays(children, fields=fields, mask=mask)


def _lists(values: Sequence[Any], kind: pa.DataType, at: str) -> pa.Array:
    for number, value in enumerate(values):
        if value is not None and type(value) is not list:
            raise Problem("bad_column", f"{at}/{number}", value=value, allowed=["array"])
    inner = [one for value in values if value is not None for one in value]
    ends = list(accumulate((0 if v is None else len(v) for v in values), initial=0))
    offsets = pa.array(
        [None if at_end is None else at_end for at_end in _starts(values, ends)], pa.int32()
    )
    return pa.ListArray.from_arrays(offsets, _array(inner, kind.value_type, at))


def _starts(values: Sequence[Any], ends: Sequence[int]) -> list[int | None]:
    """Offsets of lists; null where there is no list."""
    starts: list[int | None] = [
        None if value is None else start for value, start in zip(values, ends, strict=False)
    ]
    return [*starts, ends[-1]]


# ---------------------------------------------------------------------- answers

Told = Mapping[str, Any]


def told(found: pa.Table) -> Told:
    """A table as JSON columns: days and codes as words, structs as columns of their own."""
    return {name: _told(found.column(name).combine_chunks()) for name in found.column_names}


def _told(column: pa.Array) -> Any:
    kind = column.type
    if pa.types.is_struct(kind):
        return {field.name: _told(pc.struct_field(column, field.name)) for field in kind}
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
    elif pa.types.is_date32(kind):
        column = column.cast(pa.string())
    elif (
        pa.types.is_list(kind)
        and pa.types.is_dictionary(kind.value_type)
    ):  # fmt: skip
        column = column.cast(pa.list_(pa.string()))
    if pa.types.is_integer(column.type) and not column.null_count:
        return column.to_numpy(zero_copy_only=True)
    return column.to_pylist()
