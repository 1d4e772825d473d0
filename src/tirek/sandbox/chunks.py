"""The lines of some payers, worked out as texts together and given out payer by payer."""

from __future__ import annotations

from typing import Any

import numpy as np

from tirek.sandbox.lines import REASONS, Lines, Rendered, rendered
from tirek.sandbox.settings import Int

#: What is planted in a message: n of the line, number of the person's text, reason.
Mark = tuple[int, int, str]


class Chunk:
    """Lines of one contribution: those of payer ``i`` from ``low[i]`` to before ``high[i]``."""

    def __init__(
        self, stream: Lines, low: Int, high: Int, blocks: Any, periods: list[str] | None
    ) -> None:
        sizes = high - low
        ends = np.cumsum(sizes)
        starts = ends - sizes
        total = int(ends[-1])
        shift = np.repeat(low - starts, sizes)
        self._lines = stream.take(np.arange(total) + shift)
        number = np.arange(total) - np.repeat(starts, sizes) + 1
        self._text: Rendered = rendered(self._lines, number, blocks, periods)
        sums = np.concatenate(([0], np.cumsum(self._lines.amount)))
        marked = np.concatenate(([0], np.cumsum(self._lines.mark > 0)))
        self._spans: list[tuple[int, int]] = list(zip(starts.tolist(), ends.tolist(), strict=True))
        self._sums: list[int] = (sums[ends] - sums[starts]).tolist()
        self._marked: list[int] = (marked[ends] - marked[starts]).tolist()

    def size(self, place: int) -> int:
        """How many lines a payer has."""
        start, end = self._spans[place]
        return end - start

    def total(self, place: int) -> int:
        """Their sum, in tiyn."""
        return self._sums[place]

    def body(self, place: int) -> bytes:
        """Their text."""
        return self._text.between(*self._spans[place])

    def marks(self, place: int) -> list[Mark]:
        """What is planted among them."""
        if not self._marked[place]:
            return []
        start, end = self._spans[place]
        lines = self._lines
        found = np.flatnonzero(lines.mark[start:end] > 0).tolist()
        return [
            (at + 1, int(lines.block[start + at]), REASONS[lines.mark[start + at]]) for at in found
        ]
