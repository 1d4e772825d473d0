"""A nation's tables read part by part: one that is sorted by person is read through once, another
is first dealt out into a file a part (:func:`deal`). Every row is in exactly one part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Lock

import numpy as np
import pyarrow as pa

from tirek.contract.problems import Problem
from tirek.nation.columns import MOST_NUMBER, Columns
from tirek.nation.disk import reading, writing
from tirek.nation.files import Int, Table

#: Rows that are dealt out at once; a sorted table is read a row group at a time, up to this size.
DEALT, LARGEST_GROUP = 1 << 20, 1 << 22

# ---------------------------------------------------------------------- sorted tables


@dataclass(frozen=True)
class _Group:
    """A row group with the smallest and the largest person in it."""

    file: Path
    number: int
    low: int
    high: int


def sorted_groups(table: Table) -> list[_Group] | None:
    """The row groups in order, if persons rise from each to the next; else None."""
    groups = []
    for file in table.files:
        metadata = table.metadata(file)
        leaf = next(
            i for i in range(len(metadata.schema))
            if metadata.schema.column(i).path == "person"
        )  # fmt: skip
        nullable = metadata.schema.column(leaf).max_definition_level > 0
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            stats = group.column(leaf).statistics
            if not group.num_rows:
                continue
            if stats is None or not stats.has_min_max or group.num_rows > LARGEST_GROUP:
                return None
            if nullable and (not stats.has_null_count or stats.null_count):
                return None  # a row of nobody has no place in the order
            low, high = (min(int(end), MOST_NUMBER) for end in (stats.min, stats.max))
            groups.append(_Group(file, number, low, high))
    groups.sort(key=lambda g: (g.low, g.high))
    risen = all(a.high <= b.low for a, b in pairwise(groups))
    return groups if risen else None


class Sorted:
    """A table sorted by person, read once from front to back by whoever asks for a part."""

    def __init__(self, table: Table, groups: Sequence[_Group], edges: Int) -> None:
        self._table, self._groups, self._edges = table, list(groups), edges
        self._kept: list[pa.Table] = []
        self._next = 0
        self._lock = Lock()

    def part(self, number: int) -> pa.Table:
        """The rows of a part; parts are asked for in rising order."""
        low = int(self._edges[number - 1]) if number else None
        high = int(self._edges[number]) if number < len(self._edges) else None
        with self._lock:
            while self._next < len(self._groups):
                group = self._groups[self._next]
                if high is not None and group.low >= high:
                    break
                self._next += 1
                if low is None or group.high >= low:
                    self._kept.append(self._read(group))
            mine, later = [], []
            for table in self._kept:
                persons = Columns(table).whole("person", -1)
                first = 0 if low is None else int(np.searchsorted(persons, low))
                end = len(persons) if high is None else int(np.searchsorted(persons, high))
                if end > first:
                    mine.append(table.slice(first, end - first))
                if end < len(persons):
                    later.append(table.slice(end))
            self._kept = later
        if not mine:
            return self._table.schema.empty_table()
        return pa.concat_tables(mine, promote_options="permissive").combine_chunks()

    def _read(self, group: _Group) -> pa.Table:
        with reading(self._table.name, group.file):
            read = self._table.opened(group.file).read_row_group(
                group.number, columns=self._table.schema.names, use_threads=False
            )
        table = self._table.fitted(read)
        persons = Columns(table).whole("person", -1)
        if len(persons) and not group.low <= persons.min() <= persons.max() <= group.high:
            raise Problem("cannot_read.table", f"/{self._table.name}", value=str(group.file),
                          key="statistics(person)")  # fmt: skip
        if len(persons) > 1 and (persons[1:] < persons[:-1]).any():
            table = table.take(pa.array(np.argsort(persons, kind="stable")))
        return table


# ---------------------------------------------------------------------- dealing out


class Dealt:
    """A table dealt out into files by part."""

    def __init__(self, table: Table, folder: Path) -> None:
        self._table, self._folder = table, folder

    def part(self, number: int) -> pa.Table:
        batches = []
        for file in sorted(self._folder.glob(f"{number:05d}-*.arrow")):
            with reading(self._table.name, file), pa.OSFile(str(file)) as source:
                while source.tell() < source.size():
                    with pa.ipc.open_stream(source) as reader:
                        batches.append(reader.read_all())
        if not batches:
            return self._table.schema.empty_table()
        return pa.concat_tables(batches, promote_options="permissive").combine_chunks()


def pieces(table: Table, many: int) -> list[list[tuple[Path, int]]]:
    """The row groups of a table in ``many`` shares of about the same size."""
    shares: list[list[tuple[Path, int]]] = [[] for _ in range(many)]
    sizes = [0] * many
    for file in table.files:
        metadata = table.metadata(file)
        for number in range(metadata.num_row_groups):
            least = sizes.index(min(sizes))
            shares[least].append((file, number))
            sizes[least] += metadata.row_group(number).num_rows
    return shares


def deal(
    table: Table, share: Sequence[tuple[Path, int]], edges: Int, folder: Path, mark: str,
    told: Callable[[int], None],
) -> None:  # fmt: skip
    """Deals some row groups out into a file a part: ``folder/PART-mark.arrow``, of one stream
    after another, so that few files are open at once; ``told`` hears how many rows each step
    took."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for batch in _batches(table, share):
        persons = Columns(batch).whole("person", -1)
        parts = np.searchsorted(edges, persons, side="right").astype(np.uint16)
        order = np.argsort(parts, kind="stable")
        ordered = batch.take(pa.array(order))
        ends = np.searchsorted(parts[order], np.arange(len(edges) + 2, dtype=np.uint16))
        for part in range(len(edges) + 1):
            first, end = int(ends[part]), int(ends[part + 1])
            if end > first:
                _append(ordered.slice(first, end - first), folder / f"{part:05d}-{mark}.arrow")
        told(len(persons))


def _append(table: pa.Table, file: Path) -> None:
    with (
        writing(file),
        pa.OSFile(str(file), "ab") as sink,
        pa.ipc.new_stream(sink, table.schema) as stream,
    ):
        stream.write_table(table)


def _batches(table: Table, share: Sequence[tuple[Path, int]]) -> Iterator[pa.Table]:
    """Row groups in pieces of at most DEALT rows."""
    names = table.schema.names
    for file in dict.fromkeys(file for file, _ in share):
        groups = [number for f, number in share if f == file]
        with reading(table.name, file):
            opened = table.opened(file)
            batches = opened.iter_batches(DEALT, groups, names, use_threads=False)
        while True:
            with reading(table.name, file):
                batch = next(batches, None)
            if batch is None:
                break
            yield table.fitted(pa.table(batch))
