"""Person-months: what is in force by person, month and payer; made from the journal, and made
anew from it to the same hash."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction

from tirek.ledger import journal
from tirek.ledger.chart import KINDS

_HASHED = (
    "person_id, period, payer_id, purpose, kind, contribution_tiyn, income_tiyn, entries, paid_on"
)


def rebuild() -> None:
    """Drops the person-months and makes them anew from the journal, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        journal.lock()
        cursor.execute("TRUNCATE ledger_personmonth")
        cursor.execute(
            f"{journal.INTO}{journal.OF_ENTRIES}{journal.GROUPED} ORDER BY 1, 2, 3, 4, 5"
        )


def digest() -> str:
    """The hash over all person-months, whatever the order in which they came to be."""
    found = sha256()
    query = f"SELECT {_HASHED} FROM ledger_personmonth ORDER BY 1, 2, 3, 4, 5"
    copied = f"COPY ({query}) TO STDOUT (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(copied) as copy:
        for piece in copy:
            found.update(piece)
    return found.hexdigest()


def write_arrays(folder: Path) -> int:
    """Writes the months of social insurance as the table ``contributions`` that ``tirek batch``
    reads, sorted by person; gives how many rows. Nothing of an earlier writing is left."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([
        ("person", pa.int64()), ("period", pa.int32()), ("payer", pa.int64()),
        ("kind", pa.dictionary(pa.int8(), pa.string())), ("contribution_tiyn", pa.int64()),
        ("paid_on", pa.date32()),
    ])  # fmt: skip
    unready = folder / "contributions.unready"
    count = 0
    with transaction.atomic(), pq.ParquetWriter(unready, schema) as writer:
        cursor = connection.connection.cursor("arrays", binary=True)
        cursor.itersize = 100_000
        cursor.execute(
            "SELECT person_id, period, payer_id, kind, contribution_tiyn, paid_on"
            " FROM ledger_personmonth WHERE contribution_tiyn > 0"
            " AND (purpose = 12 OR (purpose = 122 AND kind = %s))"
            " ORDER BY person_id, period, payer_id, kind",
            [KINDS.index("independent_medical")],
        )
        while rows := cursor.fetchmany(100_000):
            columns = list(zip(*rows, strict=True))
            kinds = pa.DictionaryArray.from_arrays(pa.array(columns[3], pa.int8()), list(KINDS))
            arrays = [
                pa.array(columns[0], pa.int64()), pa.array(columns[1], pa.int32()),
                pa.array(columns[2], pa.int64()), kinds, pa.array(columns[4], pa.int64()),
                pa.array(columns[5], pa.date32()),
            ]  # fmt: skip
            writer.write_table(pa.table(arrays, schema=schema))
            count += len(rows)
        cursor.close()
    unready.replace(folder / "contributions.parquet")
    return count
