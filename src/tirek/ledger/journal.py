"""The journal: entries of double entry, written by commands, sealed batch by batch into a chain.

A command is posted once: the same command again gives the batch that it wrote. Entries travel
between Python and PostgreSQL as the rows of COPY's binary format, and a batch's digest is the
hash of just these bytes: what is sealed is what is stored.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from numpy.typing import NDArray

from tirek.ledger.chart import Part
from tirek.ledger.models import Batch, PaymentFile

#: One writer at a time holds this lock, to the end of its transaction: the chain has no forks.
_CHAIN = 7_238_101
#: The seal before the first.
GENESIS = bytes(32)
#: numpy counts days from 1970, PostgreSQL from 2000.
_EPOCH = 10_957

_COLUMNS: Sequence[tuple[str, int]] = (
    ("batch_id", 8), ("line", 4), ("debit", 2), ("credit", 2), ("purpose", 2), ("kind", 2),
    ("period", 4), ("value_date", 4), ("person_id", 8), ("payer_id", 8), ("amount_tiyn", 8),
    ("income_tiyn", 8),
)  # fmt: skip
NAMES = [name for name, _ in _COLUMNS]
#: A row of COPY's binary format: how many columns, and before each how long it is.
ROW = np.dtype(
    [("columns", ">i2")]
    + [
        part
        for name, size in _COLUMNS
        for part in ((f"size of {name}", ">i4"), (name, f">i{size}"))
    ]
)
_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL = b"\xff\xff"
Rows = NDArray[Any]


def rows(size: int, **columns: Any) -> Rows:
    """Entries to be: ``columns`` as in :class:`tirek.ledger.models.Entry` (a day as days since
    1970-01-01); those left out are 0."""
    found = np.zeros(size, ROW)
    found["columns"] = len(_COLUMNS)
    for name, width in _COLUMNS:
        found[f"size of {name}"] = width
    for name, values in columns.items():
        found[name] = values - _EPOCH if name == "value_date" else values
    return found


@dataclass(frozen=True)
class Command:
    """What is to be posted together: the same ``name`` is the same command."""

    name: str
    kind: Batch.Kind
    entries: Rows
    file: PaymentFile | None = None


def lock() -> None:
    """Makes this transaction the only writer of the journal, to its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN])


def post(commands: Iterable[Command], at: datetime) -> list[Batch]:
    """Writes the entries of commands, seals them, brings the person-months up to date; all of it
    or nothing. A command that was posted before gives its batch and writes nothing."""
    with transaction.atomic():
        lock()
        wanted = list(commands)
        names = [command.name for command in wanted]
        found = {batch.command: batch for batch in Batch.objects.filter(command__in=names)}
        last = Batch.objects.order_by("-id").only("id", "seal").first()
        number, seal = (last.id, bytes(last.seal)) if last else (0, GENESIS)
        new: list[Batch] = []
        written: list[Rows] = []
        for command in wanted:
            if command.name in found:
                continue
            number += 1
            command.entries["batch_id"] = number
            command.entries["line"] = np.arange(1, len(command.entries) + 1)
            batch = Batch(
                id=number, command=command.name, kind=command.kind, at=at, file=command.file,
                entries=len(command.entries), digest=sha256(command.entries.tobytes()).digest(),
            )  # fmt: skip
            batch.seal = seal = seal_of(seal, batch)
            found[command.name] = batch
            new.append(batch)
            written.append(command.entries)
        if new:
            Batch.objects.bulk_create(new)
            copy_in(written)
            taken_back = any((e["debit"] % 100 == Part.CONTRIBUTIONS).any() for e in written)
            project(new[0].id, new[-1].id, taken_back)
            transaction.on_commit(lambda: tell_outside(new))
    return [found[name] for name in names]


def seal_of(before: bytes, batch: Batch) -> bytes:
    """The seal of a batch: over the seal before it, what the batch says, and its digest."""
    said = f"{batch.id}|{batch.command}|{batch.kind}|{batch.at.timestamp():.6f}|{batch.entries}"
    return sha256(before + said.encode() + bytes(batch.digest)).digest()


def copy_in(written: Sequence[Rows]) -> None:
    """Writes entries by COPY."""
    names = ", ".join(NAMES)
    with connection.cursor() as cursor:
        copied = f"COPY ledger_entry ({names}) FROM STDIN (FORMAT BINARY)"
        with cursor.copy(copied) as copy:
            copy.write(_HEAD)
            for entries in written:
                for start in range(0, len(entries), 50_000):
                    copy.write(entries[start : start + 50_000].tobytes())
            copy.write(_TAIL)


_SEND = {2: "int2send", 4: "int4send", 8: "int8send"}
#: SQL that gives an entry's bytes as they went in.
AS_BYTES = rf"'\x{len(_COLUMNS):04x}'::bytea" + "".join(
    rf" || '\x{size:08x}'::bytea || "
    + (f"date_send({name})" if name == "value_date" else f"{_SEND[size]}({name})")
    for name, size in _COLUMNS
)


# ---------------------------------------------------------------------- person-months

_SIGN = f"CASE WHEN mod(credit, 100) = {Part.CONTRIBUTIONS} THEN 1 ELSE -1 END"
#: The person-months of some entries; amounts taken back count below zero.
OF_ENTRIES = f"""
SELECT person_id, period, payer_id, purpose, e.kind, sum({_SIGN} * amount_tiyn)::bigint,
  sum({_SIGN} * income_tiyn)::bigint, sum({_SIGN})::int, max(value_date), max(b.at)
FROM ledger_entry e JOIN ledger_batch b ON b.id = e.batch_id
WHERE person_id <> 0 AND {Part.CONTRIBUTIONS} IN (mod(credit, 100), mod(debit, 100))
"""
GROUPED = " GROUP BY person_id, period, payer_id, purpose, e.kind"
INTO = """
INSERT INTO ledger_personmonth AS old (person_id, period, payer_id, purpose, kind,
  contribution_tiyn, income_tiyn, entries, paid_on, known_at)
"""
_SUMS = """
  contribution_tiyn = old.contribution_tiyn + new.contribution_tiyn,
  income_tiyn = old.income_tiyn + new.income_tiyn,
  entries = old.entries + new.entries,
  paid_on = greatest(old.paid_on, new.paid_on),
  known_at = greatest(old.known_at, new.known_at)
"""
_KEY = "person_id, period, payer_id, purpose, kind"


def project(first: int, last: int, taken_back: bool) -> None:
    """Brings the person-months up to date with the entries of some batches; ``taken_back``:
    whether any of them takes a contribution back."""
    found = f"{OF_ENTRIES} AND batch_id BETWEEN %s AND %s {GROUPED}"
    conflict = f"ON CONFLICT ({_KEY}) DO "
    with connection.cursor() as cursor:
        if not taken_back:
            added = f"{conflict} UPDATE SET {_SUMS.replace('new.', 'excluded.')}"
            cursor.execute(f"{INTO}{found} ORDER BY person_id, period {added}", [first, last])
            return
        # A row below zero is refused even where it would only meet one that is there.
        names = f"{_KEY}, contribution_tiyn, income_tiyn, entries, paid_on, known_at"
        keys = " AND ".join(f"old.{name} = new.{name}" for name in _KEY.split(", "))
        cursor.execute(
            f"UPDATE ledger_personmonth old SET {_SUMS} FROM ({found}) AS new ({names})"
            f" WHERE {keys}",
            [first, last],
        )
        new = f"SELECT * FROM ({found}) AS new ({names})"
        cursor.execute(
            f"{INTO}{new} WHERE NOT EXISTS (SELECT FROM ledger_personmonth old WHERE {keys})",
            [first, last],
        )


# ---------------------------------------------------------------------- outside the database


def outside() -> Path:
    """The file that keeps every seal a second time."""
    return Path(settings.DATA) / "seals.txt"


def tell_outside(batches: Sequence[Batch]) -> None:
    """Writes the seals of batches outside the database, durably; the order is that of commits."""
    text = "".join(f"{b.id} {bytes(b.seal).hex()} {b.at.isoformat()}\n" for b in batches)
    file = os.open(outside(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, text.encode())
        os.fsync(file)
    finally:
        os.close(file)
