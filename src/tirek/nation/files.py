"""The Parquet files of a nation: found, checked, and read part by part.

A *part* is a run of persons by number. Tables that are sorted by person are read through once;
others are first dealt out into a file a part (:func:`deal`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tirek.contract.problems import Problem
from tirek.nation.columns import Columns
from tirek.nation.schema import TABLES

Int = NDArray[np.int64]

#: Persons in a part; more where there would be too many parts to hold open.
PART, MOST_PARTS = 100_000, 400
#: Rows that are dealt out at once; a sorted table is read a row group at a time, up to this size.
DEALT, LARGEST_GROUP = 1 << 20, 1 << 22


@dataclass(frozen=True)
class Table:
    """A table of a nation: one or more Parquet files of one schema."""

    name: str
    files: tuple[Path, ...]

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns as they will be read; raises Problem where they do not fit."""
        found = [pq.read_schema(file) for file in self.files]
        fitted = TABLES[self.name].fitted(found[0])
        for file, other in zip(self.files, found, strict=True):
            if TABLES[self.name].fitted(other) != fitted:
                raise Problem("bad_column", f"/{self.name}/{file.name}", value=str(other.names),
                              allowed=fitted.names)  # fmt: skip
        return fitted

    @cached_property
    def rows(self) -> int:
        return sum(pq.read_metadata(file).num_rows for file in self.files)

    @property
    def stamp(self) -> list[object]:
        """What tells this table from another: names, sizes and times of its files."""
        stats = [(file, file.stat()) for file in self.files]
        return [[file.name, stat.st_size, stat.st_mtime_ns] for file, stat in stats]

    def opened(self, file: Path) -> pq.ParquetFile:
        words = [f.name for f in self.schema if pa.types.is_string(f.type)]
        return pq.ParquetFile(file, read_dictionary=words, pre_buffer=False)

    def persons(self) -> Int:
        """The person column alone."""
        parts = [
            Columns(pq.read_table(file, columns=["person"])).whole("person", -1)
            for file in self.files
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def tables_of(folder: Path) -> dict[str, Table]:
    """The tables of a folder: ``NAME.parquet``, or a folder ``NAME`` of Parquet files."""
    found = {}
    for name in TABLES:
        files = sorted((folder / name).glob("*.parquet")) if (folder / name).is_dir() else []
        single = folder / f"{name}.parquet"
        if single.is_file():
            files.append(single)
        if files:
            found[name] = Table(name, tuple(files))
    if "persons" not in found:
        raise Problem(
            "missing_table", str(folder), key="persons", value=str(folder / "persons.parquet")
        )
    for table in found.values():
        try:
            _ = table.schema, table.rows
        except (OSError, pa.ArrowInvalid) as error:
            raise Problem(
                "cannot_read", f"/{table.name}", value=str(table.files[0]), key=str(error)
            ) from None
    return found


def edges_of(persons: Table) -> Int:
    """The first person of each part but the first."""
    ids = np.sort(persons.persons())  # numpy's unique takes ten times as long
    ids = ids[np.flatnonzero(np.diff(ids, prepend=ids[:1] - 1))]
    size = max(PART, -(-len(ids) // MOST_PARTS))
    return ids[size::size]


# ---------------------------------------------------------------------- sorted tables


@dataclass(frozen=True)
class _Group:
    """A row group with the smallest and the largest person in it."""

    file: Path
    number: int
    rows: int
    low: int
    high: int


def sorted_groups(table: Table) -> list[_Group] | None:
    """The row groups in order, if persons rise from each to the next; else None."""
    groups = []
    for file in table.files:
        metadata = pq.read_metadata(file)
        column = metadata.schema.to_arrow_schema().names.index("person")
        leaf = next(
            i for i in range(len(metadata.schema))
            if metadata.schema.column(i).path == "person"
        )  # fmt: skip
        assert column >= 0
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            stats = group.column(leaf).statistics
            if not group.num_rows:
                continue
            if stats is None or not stats.has_min_max or group.num_rows > LARGEST_GROUP:
                return None
            groups.append(_Group(file, number, group.num_rows, int(stats.min), int(stats.max)))
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
        table = self._table.opened(group.file).read_row_group(
            group.number, columns=self._table.schema.names, use_threads=False
        )
        persons = Columns(table).whole("person", -1)
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
            with pa.OSFile(str(file)) as source, pa.ipc.open_stream(source) as reader:
                batches.append(reader.read_all())
        if not batches:
            return self._table.schema.empty_table()
        return pa.concat_tables(batches, promote_options="permissive").combine_chunks()


def pieces(table: Table, many: int) -> list[list[tuple[Path, int]]]:
    """The row groups of a table in ``many`` shares of about the same size."""
    shares: list[list[tuple[Path, int]]] = [[] for _ in range(many)]
    sizes = [0] * many
    for file in table.files:
        metadata = pq.read_metadata(file)
        for number in range(metadata.num_row_groups):
            least = sizes.index(min(sizes))
            shares[least].append((file, number))
            sizes[least] += metadata.row_group(number).num_rows
    return shares


def deal(
    table: Table, share: Sequence[tuple[Path, int]], edges: Int, folder: Path, mark: str,
    told: Callable[[int], None],
) -> None:  # fmt: skip
    """Deals some row groups out into a file a part: ``folder/PART-mark.arrow``; ``told`` hears
    how many rows each step took."""
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[int, tuple[pa.OSFile, pa.RecordBatchStreamWriter]] = {}
    try:
        for batch in _batches(table, share):
            persons = Columns(batch).whole("person", -1)
            parts = np.searchsorted(edges, persons, side="right").astype(np.uint16)
            order = np.argsort(parts, kind="stable")
            ordered = batch.take(pa.array(order))
            ends = np.searchsorted(parts[order], np.arange(len(edges) + 2, dtype=np.uint16))
            for part in range(len(edges) + 1):
                first, end = int(ends[part]), int(ends[part + 1])
                if end == first:
                    continue
                if part not in writers:
                    sink = pa.OSFile(str(folder / f"{part:05d}-{mark}.arrow"), "wb")
                    writers[part] = sink, pa.ipc.new_stream(sink, ordered.schema)
                writers[part][1].write_table(ordered.slice(first, end - first))
            told(len(persons))
    finally:
        for sink, writer in writers.values():
            writer.close()
            sink.close()


def _batches(table: Table, share: Sequence[tuple[Path, int]]) -> Iterator[pa.Table]:
    """Row groups in pieces of at most DEALT rows."""
    names = table.schema.names
    for file in dict.fromkeys(file for file, _ in share):
        groups = [number for f, number in share if f == file]
        opened = table.opened(file)
        for batch in opened.iter_batches(DEALT, groups, names, use_threads=False):
            yield pa.table(batch)
