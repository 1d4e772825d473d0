"""The Parquet files of a nation: found in their folder and checked, before anything is answered.

A *part* is a run of persons by number; how the tables are read part by part,
:mod:`tirek.nation.parts` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tirek.contract.problems import Problem
from tirek.nation.columns import Columns
from tirek.nation.disk import reading
from tirek.nation.schema import TABLES

Int = NDArray[np.int64]

#: Persons in a part; more where there would be too many parts.
PART, MOST_PARTS = 100_000, 400
#: Files that may lie beside the tables: nobody takes them for one.
_NO_TABLES = (".crc", ".md", ".txt", ".log", ".sql", ".py", ".sh", ".yaml", ".html", ".pdf")
_WORDS = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class Table:
    """A table of a nation: one or more Parquet files of one schema."""

    name: str
    files: tuple[Path, ...]

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns that are read; raises Problem where they do not fit, or differ by file."""
        first, *others = (self._schema_of(file) for file in self.files)
        for file, other in zip(self.files[1:], others, strict=True):
            for name in (*first.names, *other.names):
                kinds = [s.field(name).type if name in s.names else "–" for s in (other, first)]
                if kinds[0] != kinds[1]:
                    raise Problem(
                        "bad_column.files", f"/{self.name}/{name}", key=file.name,
                        value=str(kinds[0]), kind=self.files[0].name, allowed=[kinds[1]],
                    )  # fmt: skip
        return first

    def _schema_of(self, file: Path) -> pa.Schema:
        with reading(self.name, file):
            found = pq.read_schema(file)
        return TABLES[self.name].fitted(found)

    @cached_property
    def rows(self) -> int:
        return sum(self.metadata(file).num_rows for file in self.files)

    @property
    def stamp(self) -> list[object]:
        """What tells this table from another: names, sizes and times of its files."""
        stats = []
        for file in self.files:
            with reading(self.name, file):
                stats.append((file, file.stat()))
        return [[file.name, stat.st_size, stat.st_mtime_ns] for file, stat in stats]

    def metadata(self, file: Path) -> pq.FileMetaData:
        with reading(self.name, file):
            return pq.read_metadata(file)

    def opened(self, file: Path) -> pq.ParquetFile:
        """A file to be read; words come as dictionaries."""
        words = [f.name for f in self.schema if pa.types.is_string(f.type)]
        return pq.ParquetFile(
            file, read_dictionary=words, pre_buffer=False, page_checksum_verification=True
        )

    def fitted(self, read: pa.Table) -> pa.Table:
        """What was read of any file, in one way of keeping it."""
        columns = [_kept(read.column(field.name), field.type) for field in self.schema]
        return pa.table(columns, names=self.schema.names)

    def persons(self) -> Int:
        """The person column alone."""
        parts = []
        for file in self.files:
            with reading(self.name, file):
                parts.append(self.opened(file).read(columns=["person"]))
        return np.concatenate([Columns(part).whole("person", -1) for part in parts])


def _kept(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """A column of that kind, words as a dictionary."""
    wanted = _WORDS if pa.types.is_string(kind) else kind
    if column.type == wanted:
        return column
    if pa.types.is_dictionary(column.type) and wanted != _WORDS:
        column = column.cast(column.type.value_type)
    return column.cast(wanted)


def tables_of(folder: Path) -> dict[str, Table]:
    """The tables of a folder: ``NAME.parquet``, or a folder ``NAME`` of Parquet files. Anything
    else that could be meant as a table is a Problem: nothing is left out unsaid."""
    if not folder.is_dir():
        raise _missing(folder, "persons")
    with reading("", folder):
        if not (folder / "persons").is_dir() and not (folder / "persons.parquet").is_file():
            raise _missing(folder, "persons")
    files: dict[str, list[Path]] = {}
    for entry in _entries(folder):
        name = entry.stem if entry.suffix == ".parquet" else entry.name
        if name not in TABLES or entry.is_dir() == (entry.suffix == ".parquet"):
            if not entry.is_dir() or _holds_tables(entry):
                raise Problem("unknown_table", str(folder), value=entry.name, allowed=list(TABLES))
        elif name in files:
            raise Problem("unknown_table.twice", str(folder), key=name, value=f"{name}.parquet")
        else:
            files[name] = _files_of(folder, entry) if entry.is_dir() else [entry]
    found = {name: Table(name, tuple(files[name])) for name in TABLES if name in files}
    for table in found.values():
        _ = table.schema, table.rows
    return found


def _missing(folder: Path, name: str) -> Problem:
    return Problem("missing_table", str(folder), key=name, value=str(folder / f"{name}.parquet"))


def _entries(folder: Path) -> Iterator[Path]:
    """What lies in a folder, in order, without what is hidden or clearly no table."""
    with reading("", folder):
        entries = sorted(folder.iterdir())
    for entry in entries:
        beside = entry.suffix.lower() in _NO_TABLES or entry.name.upper().startswith("README")
        if not entry.name.startswith((".", "_")) and (entry.is_dir() or not beside):
            yield entry


def _holds_tables(folder: Path) -> bool:
    """Whether a folder could be meant as a table: not if it is empty, or holds the answers of a
    batch."""
    answers = any((folder / f"{name}.json").exists() for name in ("plan", "run"))
    return not answers and any(_entries(folder))


def _files_of(folder: Path, table: Path) -> list[Path]:
    """The files of a table's own folder."""
    files = list(_entries(table))
    if not files:
        raise _missing(folder, table.name)
    for file in files:
        if file.is_dir() or file.suffix != ".parquet":
            value = f"{table.name}/{file.name}"
            raise Problem("unknown_table.file", str(folder), key=table.name, value=value)
    return files


def edges_of(persons: Table) -> Int:
    """The first person of each part but the first."""
    ids = np.sort(persons.persons())  # numpy's unique takes ten times as long
    ids = ids[np.flatnonzero(np.diff(ids, prepend=ids[:1] - 1))]
    size = max(PART, -(-len(ids) // MOST_PARTS))
    return ids[size::size]
