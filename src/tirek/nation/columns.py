"""Arrow columns as numpy arrays, what is missing filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tirek.nation.loops import NOWHERE

Array = NDArray[Any]
#: Where no amount is given; a negative one that is given is told apart from it.
_NONE, _BELOW_ZERO = -1, -2


class Columns:
    """The columns of a table, or the fields of a struct column, by name."""

    def __init__(self, table: pa.Table | pa.StructArray) -> None:
        self._size = len(table)
        self._found: dict[str, pa.Array] = {}
        if isinstance(table, pa.StructArray):
            for field in table.type:
                self._found[field.name] = pc.struct_field(table, field.name)
        else:
            for name in table.column_names:
                column = table.column(name)
                one = column.num_chunks == 1
                self._found[name] = column.chunk(0) if one else column.combine_chunks()

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
        if column.null_count:
            column = pc.fill_null(column, missing)
        found = column.to_numpy(zero_copy_only=False)
        if found.dtype != dtype:  # a number too large stays too large
            bounds = np.iinfo(dtype)
            found = np.clip(found, max(bounds.min, np.iinfo(found.dtype).min),
                            min(bounds.max, np.iinfo(found.dtype).max)).astype(dtype)  # fmt: skip
        return fixed(found)

    def day(self, name: str, missing: int) -> Array:
        """Days as numbers since 1970-01-01."""
        return self.whole(name, missing, np.int32)

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
        table = [numbers.get(word, NOWHERE) for word in column.dictionary.to_pylist()]
        by_word = np.array([*table, missing], np.int8)  # the last one: not given
        indices = pc.fill_null(column.indices, len(table))
        return fixed(by_word[indices.to_numpy(zero_copy_only=False)])


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
