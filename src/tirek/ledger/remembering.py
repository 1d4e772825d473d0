"""What is kept of a file beside its entries: its messages, and the lines that wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from tirek.ledger import checks
from tirek.ledger.chart import ACCOUNTS_AT_BANK
from tirek.ledger.checks import Known
from tirek.ledger.columns import purpose_of
from tirek.ledger.files import mt102
from tirek.ledger.models import Batch, PaymentFile
from tirek.ledger.parsing import Parsed
from tirek.registry.bulk import ids

_MESSAGE = (
    "id", "file_id", "number", "reference", "payer_number", "payer_id", "sender_account", "fund",
    "purpose", "value_date", "total_tiyn", "first_line", "lines",
)  # fmt: skip
_SUSPENSE = (
    "batch_id", "line", "message_id", "number", "reasons", "iin", "surname", "name", "patronymic",
    "birth_date", "period", "purpose", "fund", "amount_tiyn", "value_date", "person_id",
    "payer_id", "state",
)  # fmt: skip
Row = tuple[Any, ...]


def remember(
    parsed: Sequence[Parsed], files: Sequence[PaymentFile], batches: Sequence[Batch],
    known: Known, why: NDArray[np.int64],
) -> None:  # fmt: skip
    """Writes the messages of files and their lines in suspense; ``known`` and ``why`` go over the
    lines of all files, one after another."""
    messages: list[Row] = []
    suspense: list[Row] = []
    numbers = iter(ids("ledger_message", sum(len(file.messages) for file in parsed)).tolist())
    at = 0
    for file, stored, batch in zip(parsed, files, batches, strict=True):
        line = 1
        for number, message in enumerate(file.messages, 1):
            id_, count = next(numbers), len(message.lines)
            payer = int(known.payer[at]) or None
            row = _message(id_, stored, number, message, payer, line)
            messages.append(row)
            for n in np.flatnonzero(why[at : at + count]).tolist():
                person = int(known.person[at + n]) or None
                suspense.append(
                    _waiting(batch, line + n, id_, message, n, int(why[at + n]), person, payer)
                )
            line += count
            at += count
    _copy("ledger_message", _MESSAGE, messages)
    _copy("ledger_suspense", _SUSPENSE, suspense)


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _message(
    id_: int, file: PaymentFile, number: int, message: mt102.Message, payer: int | None, line: int
) -> Row:
    header = message.header
    return (
        id_, file.pk, number, header.reference[:35], header.sender.number[:12], payer,
        header.sender.account[:34], int(ACCOUNTS_AT_BANK[header.beneficiary.account]),
        purpose_of(header.purpose), header.value_date, header.total_tiyn, line,
        len(message.lines),
    )  # fmt: skip


def _waiting(
    batch: Batch, line: int, message_id: int, message: mt102.Message, n: int, why: int,
    person: int | None, payer: int | None,
) -> Row:  # fmt: skip
    header, given = message.header, message.lines
    return (
        batch.pk, line, message_id, int(given.number[n]), checks.told(why), given.iin[n][:40],
        given.surname[n][:120], given.name[n][:120], given.patronymic[n][:120],
        given.birth_date[n][:20], int(given.period[n]), purpose_of(header.purpose),
        int(ACCOUNTS_AT_BANK[header.beneficiary.account]), int(given.amount_tiyn[n]),
        header.value_date, person, payer, "open",
    )  # fmt: skip
