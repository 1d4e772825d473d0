"""Files read and written: what the disk refuses becomes a problem that names the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from tirek.contract.problems import Problem

#: How a file is named that is not whole yet.
UNREADY = ".unready"


@contextmanager
def reading(name: str, file: Path) -> Iterator[None]:
    """Reading of a table's file: one that is damaged or cannot be opened is a Problem."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise Problem("cannot_read.table", f"/{name}", value=str(file), key=str(error)) from None


@contextmanager
def writing(file: Path, key: str = "cannot_write.batch") -> Iterator[None]:
    """Writing of a file of the run: a full disk is a Problem, and the run can go on later."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise Problem(key, str(file), value=str(file), key=why) from None


def write_options(schema: pa.Schema) -> dict[str, Any]:
    """How Tirek writes Parquet: whole numbers as differences, words by number, nothing packed
    further; quick to write and to read, and a third of the plain size."""
    numbers = [f.name for f in schema if pa.types.is_integer(f.type)]
    words = [f.name for f in schema if f.name not in numbers]
    words += [f"{name}.reasons.list.element" for name in schema.names]
    return {
        "use_dictionary": words,
        "compression": "none",
        "column_encoding": dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        "write_statistics": ["person", "event"],
    }


def write_table(table: pa.Table, file: Path) -> None:
    """A Parquet file that is there whole or not at all; the same table gives the same bytes."""
    with _whole(file) as unready:
        pq.write_table(table, unready, row_group_size=1 << 20, **write_options(table.schema))


def write_whole(file: Path, content: bytes) -> None:
    """A small file that is there whole or not at all."""
    with _whole(file) as unready:
        unready.write_bytes(content)


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """Another name to write a file under; it is renamed when all is written."""
    unready = file.with_suffix(UNREADY)
    with writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield unready
        except OSError:
            unready.unlink(missing_ok=True)  # the disk may be full
            raise
        unready.replace(file)


def rows_of(file: Path) -> int:
    """How many rows a Parquet file holds; -1 where it is not there whole."""
    try:
        return int(pq.read_metadata(file).num_rows)
    except (OSError, pa.ArrowInvalid):
        return -1


def read_json(file: Path) -> dict[str, Any] | None:
    """A small file that the run has written; None where it is not there whole."""
    try:
        said = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return said if isinstance(said, dict) else None
