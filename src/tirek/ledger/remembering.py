"""What is kept of a file beside its entries: its messages, and the lines that wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from tirek.ledger import checks
from tirek.ledger.checks import Known
from tirek.ledger.columns import Given
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
    numbers = iter(ids("ledger_message", sum(len(file.heads) for file in parsed)).tolist())
    start = 0
    for file, stored, batch in zip(parsed, files, batches, strict=True):
        line = 0
        texts = _Texts(file.given)
        for number, head in enumerate(file.heads, 1):
            id_ = next(numbers)
            payer = int(known.payer[start + line]) or None
            messages.append(
                (id_, stored.pk, number, head.reference, head.payer_number, payer,
                 head.sender_account, head.fund, head.purpose, head.value_date, head.total_tiyn,
                 line + 1, head.lines)
            )  # fmt: skip
            at = start + line
            for n in np.flatnonzero(why[at : at + head.lines]).tolist():
                person = int(known.person[at + n]) or None
                suspense.append(
                    (batch.pk, line + n + 1, id_, *texts.of(line + n, int(why[at + n])),
                     head.purpose, head.fund, int(file.given.amount[line + n]), head.value_date,
                     person, payer, "open")
                )  # fmt: skip
            line += head.lines
        start += line
    _copy("ledger_message", _MESSAGE, messages)
    _copy("ledger_suspense", _SUSPENSE, suspense)


class _Texts:
    """A file's lines as they stood; taken apart only where one of them waits."""

    def __init__(self, given: Given) -> None:
        self.given = given

    @cached_property
    def columns(self) -> list[tuple[list[str], int]]:
        """The texts of all lines, and how long each may be."""
        lengths = {"iin": 40, "surname": 120, "name": 120, "patronymic": 120, "birth_date": 20}
        return [(self.given.texts(name), most) for name, most in lengths.items()]

    def of(self, n: int, why: int) -> Row:
        """One line: its number, the reasons, the texts, the period."""
        texts = [column[n][:most] for column, most in self.columns]
        return (int(self.given.number[n]), checks.told(why), *texts, int(self.given.period[n]))


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
