"""The same batch on a Spark cluster: the tables as one stream of rows, parted by person, and each
part answered by the function that the local run calls (``mapInArrow``).

Spark moves and orders the rows; what is answered and how is not its business. A row of the
stream is a row of one table, with the table's number and the columns of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tirek.contract.problems import Problem
from tirek.law import packs_in_use, use_packs
from tirek.nation import part
from tirek.nation.asked import Asked
from tirek.nation.columns import Columns
from tirek.nation.disk import writing
from tirek.nation.files import Table
from tirek.nation.part import Answering
from tirek.nation.reform import Laws, laws
from tirek.nation.run import Finished, summary
from tirek.nation.schema import TABLES
from tirek.nation.totals import Totals

#: Persons answered at once by a worker: bounds its memory, whatever the size of a partition.
AT_ONCE = 20_000
#: Rows of all tables that a Spark partition should hold at most, so that none spills.
ROWS_IN_PARTITION = 4_000_000
_TABLE, _OUT, _SAID = "_table", "_out", "_said"
_NAMES = tuple(TABLES)


def run(
    tables: Mapping[str, Table], out: Path, reform: bytes | None, spark: Any = None
) -> Finished:
    """Answers all tables on Spark; the folder ``out`` gets the tables of a local run.

    ``spark``: a session; else the one of the environment (``spark-submit``), or a local one.
    """
    try:
        from pyspark import StorageLevel
        from pyspark.sql import SparkSession
    except ImportError:
        raise Problem("no_spark", "") from None
    with writing(out, "cannot_write.folder"):
        out.mkdir(parents=True, exist_ok=True)
        others = sorted(out.iterdir())
    if others:
        raise Problem("batch_folder_taken", str(out), value=others[0].name)
    for name, table in tables.items():
        _check_numbers(name, table.schema)
    asked = Asked.by({name: table.schema.names for name, table in tables.items()})
    chosen = laws(reform)
    session = spark or SparkSession.builder.appName("tirek batch").getOrCreate()
    schema = _stream_schema(chosen, asked)
    rows = _one_stream(session, tables)
    answered = rows.mapInArrow(Part(asked, reform, packs_in_use()), _spark_schema(schema))
    answered = answered.persist(StorageLevel.DISK_ONLY)
    try:
        for name in schema.names[2:]:
            some = answered.where(answered[_OUT] == name).select(f"`{name}`.*")
            some.write.mode("overwrite").parquet(str(out / name))
        said = answered.where(answered[_OUT] == _SAID).select(_SAID).collect()
    finally:
        answered.unpersist()
        if spark is None:
            session.stop()
    totals = Totals.sum(Totals.from_json(row[0]) for row in said)
    summary(out, tables, len(said), chosen, totals, {})
    return Finished(True, len(said), totals)


def _check_numbers(name: str, schema: pa.Schema) -> None:
    """Spark has no unsigned numbers of 64 bits."""
    for field in schema:
        inner = list(field.type) if pa.types.is_struct(field.type) else []
        if any(one.type == pa.uint64() for one in (field, *inner)):
            at = f"/{name}/{field.name}"
            raise Problem("bad_column", at, value=str(field.type), allowed=["int64"])


def _one_stream(session: Any, tables: Mapping[str, Table]) -> Any:
    """All tables as one, parted by person and in each part ordered by person and table."""
    from pyspark.sql import functions as f

    union = None
    for name, table in tables.items():
        files = [str(file.absolute()) for file in table.files]
        frame = session.read.parquet(*files)
        columns = [f.col(f"`{column}`") for column in table.schema.names]
        frame = frame.select(
            f.col("person").cast("long").alias("person"),
            f.lit(_NAMES.index(name)).alias(_TABLE),
            f.struct(*columns).alias(name),
        )
        union = frame if union is None else union.unionByName(frame, allowMissingColumns=True)
    assert union is not None
    rows = sum(table.rows for table in tables.values())
    parts = max(session.sparkContext.defaultParallelism, -(-rows // ROWS_IN_PARTITION))
    return union.repartition(parts, "person").sortWithinPartitions("person", _TABLE)


class Part:
    """What a worker does with the rows of a Spark partition; sent to it as it is."""

    def __init__(self, asked: Asked, reform: bytes | None, packs: Sequence[bytes]) -> None:
        self.asked, self.reform, self.packs = asked, reform, list(packs)

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Answers some thousand persons at a time, whole persons always."""
        if self.packs and packs_in_use() != self.packs:
            use_packs(self.packs)
        chosen = laws(self.reform)
        answering = tuple(Answering(law, self.asked) for law in chosen.laws)
        schema = _stream_schema(chosen, self.asked)
        for rows in _whole_persons(batches):
            found = part.answer(_tables_of(rows), answering)
            said = Totals.of(found).json()
            for name, table in chosen.outputs(found).items():
                yield from _streamed(name, table, schema)
            yield from _streamed(_SAID, pa.table({_SAID: [said]}), schema)


def _whole_persons(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together until enough persons are whole; the last person waits for its rest."""
    kept: list[pa.RecordBatch] = []
    persons = 0
    last: int | None = None
    for batch in batches:
        if not batch.num_rows:
            continue
        ids = Columns(pa.table({"person": batch.column("person")})).whole("person", -1)
        starts = np.flatnonzero(np.diff(ids, prepend=ids[0] if last is None else last))
        persons += len(starts)
        if persons >= AT_ONCE and len(starts):
            cut = int(starts[-1])
            kept.append(batch.slice(0, cut))
            yield pa.Table.from_batches(kept)
            kept, persons = [batch.slice(cut)], 1
        else:
            kept.append(batch)
        last = int(ids[-1])
    if kept:
        yield pa.Table.from_batches(kept)


def _tables_of(rows: pa.Table) -> dict[str, pa.Table | None]:
    """The stream's rows as the tables that they came from."""
    which = rows.column(_TABLE)
    found: dict[str, pa.Table | None] = {}
    for number, name in enumerate(_NAMES):
        if name not in rows.column_names:
            continue
        column = rows.column(name).filter(pc.equal(which, number)).combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            column = pa.concat_arrays(column.chunks) if column.num_chunks else None
        if column is None or not len(column):
            found[name] = None
            continue
        fields = [pc.struct_field(column, field.name) for field in column.type]
        found[name] = pa.table(fields, names=[field.name for field in column.type])
    if found.get("persons") is None:
        found["persons"] = TABLES["persons"].arrow.empty_table()
    return found


# ---------------------------------------------------------------------- one schema for all


def _stream_schema(chosen: Laws, asked: Asked) -> pa.Schema:
    """The answers of all tables as one stream: which table, and its columns as a struct."""
    fields = [pa.field(_OUT, pa.string()), pa.field(_SAID, pa.string())]
    for name, schema in chosen.schemas(asked.outputs).items():
        fields.append(pa.field(name, pa.struct([_plain(f) for f in schema])))
    return pa.schema(fields)


def _plain(field: pa.Field) -> pa.Field:
    """A field without dictionaries, which Spark does not take."""
    return field.with_type(_plain_type(field.type))


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_list(kind):
        return pa.list_(_plain_type(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([_plain(field) for field in kind])
    return kind


def _spark_schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def _streamed(name: str, table: pa.Table, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """An answer table as batches of the stream."""
    if name == _SAID:
        own = table.column(0).combine_chunks()
    else:
        plain = table.cast(pa.schema(list(schema.field(name).type)))
        own = plain.to_struct_array().combine_chunks()
        if isinstance(own, pa.ChunkedArray):
            own = pa.concat_arrays(own.chunks) if own.num_chunks else pa.array([], own.type)
    if not len(own):
        return
    columns = []
    for field in schema:
        if field.name == _OUT:
            columns.append(pa.array([name] * len(own), pa.string()))
        else:
            columns.append(own if field.name == name else pa.nulls(len(own), field.type))
    yield from pa.Table.from_arrays(columns, schema=schema).to_batches(max_chunksize=50_000)
