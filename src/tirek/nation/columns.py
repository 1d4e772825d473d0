"""Arrow columns as numpy arrays, what is missing filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tirek.nation.loops import NOWHERE

Array = NDArray[Any]
#: Where no amount is given; a negative one that is given is told apart from it.
_NONE, _BELOW_ZERO = -1, -2
#: What a number of a person, payer or event may be.
MOST_NUMBER, LEAST_NUMBER = int(np.iinfo(np.int64).max), int(np.iinfo(np.int64).min)


class Columns:
    """The columns of a table, or the fields of a struct column, by name."""

    def __init__(self, table: pa.Table | pa.StructArray) -> None:
        self._size = len(table)
        self._found: dict[str, pa.Array] = {}
        if isinstance(table, pa.StructArray):
            for field in table.type:
                self._found[field.name] = _plain(pc.struct_field(table, field.name))
        else:
            for name in table.column_names:
                column = table.column(name)
                one = column.num_chunks == 1
                self._found[name] = _plain(column.chunk(0) if one else column.combine_chunks())

    def has(self, name: str) -> bool:
        return name in self._found

    def arrow(self, name: str) -> pa.Array:
        return self._found[name]

    def there(self, name: str) -> NDArray[np.bool_]:
        """Where a value is given."""
        column = self._found.get(name)
        if column is None or not column.null_count:
            return fixed(np.full(self._size, column is not None))
        return fixed(column.is_valid().to_numpy(zero_copy_only=False))

    def whole(self, name: str, missing: int, dtype: type = np.int64) -> Array:
        """Whole numbers (days as numbers since 1970), ``missing`` where none is given."""
        column = self._found.get(name)
        if column is None:
            return fixed(np.full(self._size, missing, dtype))
        if pa.types.is_date32(column.type):
            column = column.cast(pa.int32())
        filled = pc.fill_null(column, 0) if column.null_count else column
        found = filled.to_numpy(zero_copy_only=False)
        if found.dtype != dtype:  # a number too large stays too large
            bounds = np.iinfo(dtype)
            found = np.clip(found, max(bounds.min, np.iinfo(found.dtype).min),
                            min(bounds.max, np.iinfo(found.dtype).max)).astype(dtype)  # fmt: skip
        if column.null_count and missing:
            found = np.where(self.there(name), found, np.array(missing, dtype))
        return fixed(found)

    def beyond(self, name: str, least: int = 0) -> NDArray[np.bool_]:
        """Where a number is given that is below ``least`` or too large to be told from others."""
        column = self._found.get(name)
        if column is None:
            return fixed(np.zeros(self._size, np.bool_))
        if column.type == pa.uint64():
            found = pc.greater(column, pa.scalar(MOST_NUMBER, pa.uint64()))
        else:
            found = pc.less(pc.cast(column, pa.int64()), least)
        return fixed(pc.fill_null(found, False).to_numpy(zero_copy_only=False))

    def number(self, name: str) -> Array:
        """Numbers from 0 that name something; -1 where there is none that does."""
        found = self.whole(name, _NONE)
        beyond = self.beyond(name)
        return fixed(np.where(beyond, _NONE, found)) if beyond.any() else found

    def day(self, name: str, missing: int) -> Array:
        """Days as numbers since 1970-01-01."""
        return self.whole(name, missing, np.int32)

    def optional_day(self, name: str, missing: int) -> Array:
        """Days, of which one that is given is never ``missing``: it is a day later, and as far
        out of bounds."""
        found = self.day(name, missing)
        given = (found == missing) & self.there(name)
        return fixed(found + given) if given.any() else found

    def amount(self, name: str) -> Array:
        """Tiyn; -1 where none is given, less than that what is below zero."""
        found = self.whole(name, _NONE)
        if name in self._found and len(found) and found.min() < 0:
            below = self.there(name) & (found < 0)
            found = fixed(np.where(below, np.minimum(found, _BELOW_ZERO), found))
        return found

    def flag(self, name: str, missing: bool) -> NDArray[np.bool_]:
        column = self._found.get(name)
        if column is None:
            return fixed(np.full(self._size, missing))
        if column.null_count:
            column = pc.fill_null(column, missing)
        return fixed(column.to_numpy(zero_copy_only=False))

    def code(self, name: str, words: Sequence[str], missing: int = NOWHERE) -> Array:
        """Words as their numbers; NOWHERE for a word that is none of them."""
        column = self._found.get(name)
        if column is None:
            return fixed(np.full(self._size, missing, np.int8))
        if not pa.types.is_dictionary(column.type):
            column = pc.dictionary_encode(column)
        numbers = {word: number for number, word in enumerate(words)}
        spelt = [cell(word) for word in column.dictionary]
        table = [NOWHERE if word is None else numbers.get(word, NOWHERE) for word in spelt]
        by_word = np.array([*table, missing], np.int8)  # the last one: not given
        indices = pc.fill_null(column.indices, len(table))
        return fixed(by_word[indices.to_numpy(zero_copy_only=False)])


def _plain(column: pa.Array) -> pa.Array:
    """A column as it is read: no dictionary but of words."""
    if pa.types.is_dictionary(column.type) and not _of_words(column.type.value_type):
        return column.dictionary_decode()
    return column


def _of_words(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def row_at(table: pa.Table, at: int) -> dict[str, Any]:
    """A row as values of Python, for telling what is wrong with it."""
    return {name: cell(table.column(name)[at]) for name in table.column_names}


def cell(value: pa.Scalar) -> Any:
    """A value of Python; text where there is none: a day outside the years 1 to 9999, or
    letters that cannot be read."""
    if not value.is_valid:
        return None
    kind = value.type
    if pa.types.is_struct(kind):
        return {name: cell(value[name]) for name in kind.names}
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [cell(entry) for entry in value.values]
    if pa.types.is_dictionary(kind):
        return cell(value.dictionary[value.index.as_py()])
    if pa.types.is_date32(kind):
        day = np.datetime64(value.value, "D")
        found = day.item()
        return found if isinstance(found, date) else str(day)
    if _of_words(kind):
        return value.as_buffer().to_pybytes().decode(errors="replace")
    return value.as_py()


def fixed(array: Array) -> Array:
    """The array, not to be written to: what Arrow lends is not, and a compiled loop takes the
    one or the other for another type."""
    array.flags.writeable = False
    return array


def ranges(starts: Array, ends: Array) -> tuple[Array, Array]:
    """Lengths of ranges of whole numbers, and all their numbers one after another."""
    lengths = ends - starts
    total = int(lengths.sum())
    shift = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return lengths, np.arange(total) + shift
