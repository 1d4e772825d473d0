"""The lines of a month's bank files as arrays, and as text."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tirek.sandbox.settings import Bool, Int

#: Marks of faulty lines; a good line has mark 0.
REASONS = (
    "", "iin_invalid", "iin_unknown", "name_mismatch", "birth_date_mismatch", "wrong_purpose",
    "not_a_contribution", "period_wrong", "period_future", "same_twice", "under_minimum",
    "over_maximum", "pension_age", "after_death", "self_employed_not_registered", "payer_unknown",
    "bad_amount",
)  # fmt: skip
#: The mark of a line that is taken out of its message, to stand in another one.
MOVED = len(REASONS)
_TEXT = pa.large_string()
_CENTS = pa.array([f"{cents:02d}" for cents in range(100)], _TEXT)


@dataclass
class Lines:
    """Lines of one contribution in one month, ordered by ``payer``. ``block`` is the number of
    the person's text, ``amount`` in tiyn, ``kind`` of the law's PAYER_KINDS, ``mark`` the number
    of the reason for which a line is faulty, ``period`` that of a text (0: the month's own)."""

    payer: Int
    person: Int
    kind: Int
    block: Int
    amount: Int
    mark: Int
    period: Int

    def __len__(self) -> int:
        return len(self.payer)

    def take(self, chosen: Int | Bool) -> Lines:
        """Some of the lines."""
        return Lines(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def joined(self, more: list[Lines]) -> Lines:
        """These lines and further ones, those of a payer behind its own."""
        if not more:
            return self
        parts = [self, *more]
        whole = Lines(
            *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(self))
        )
        return whole.take(np.argsort(whole.payer, kind="stable"))


def line(payer: int, person: int, kind: int, block: int, amount: int, mark: str) -> Lines:
    """One line alone."""
    values = (payer, person, kind, block, amount, REASONS.index(mark), 0)
    return Lines(*(np.array([value]) for value in values))


def money(tiyn: int) -> str:
    """An amount as bank files write it."""
    return f"{tiyn // 100},{tiyn % 100:02d}"


def _text(text: str) -> Any:
    return pa.scalar(text, _TEXT)


@dataclass(frozen=True)
class Rendered:
    """Texts of lines, one after another in ``data``; line ``i`` from ``offsets[i]``."""

    data: memoryview
    offsets: Int

    def between(self, first: int, end: int) -> bytes:
        """The lines from ``first`` to before ``end``, as UTF-8."""
        return bytes(self.data[int(self.offsets[first]) : int(self.offsets[end])])


def rendered(lines: Lines, number: Int, blocks: Any, periods: list[str] | None) -> Rendered:
    """Lines as text: ``number`` is the n of ``:21:n``; ``periods`` are written with each person
    where they are given."""
    tail: Any = _text("")
    if periods is not None:
        endings = pa.array([f"/PERIOD/{text}\n" for text in periods], _TEXT)
        tail = endings.take(pa.array(lines.period)) if lines.period.any() else endings[0]
    texts = pc.binary_join_element_wise(
        _text(":21:"), pa.array(number).cast(_TEXT), _text("\n:32B:KZT"),
        pa.array(lines.amount // 100).cast(_TEXT), _text(","),
        _CENTS.take(pa.array(lines.amount % 100)), _text("\n"),
        blocks.take(pa.array(lines.block)), tail, _text(""),
    )  # fmt: skip
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    _, offsets, data = texts.buffers()
    starts = np.frombuffer(offsets, np.int64, len(texts) + 1, texts.offset * 8)
    return Rendered(memoryview(data) if data is not None else memoryview(b""), starts)
