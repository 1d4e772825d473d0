"""What a correction has done to a file and what it leaves to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One thing put right. ``line``: where it stood, 0: everywhere; ``before`` and ``after`` are
    given where they tell nothing of a person."""

    what: str
    line: int
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Double:
    """A person whose very same lines stand there before: where (``line``, ``message`` and
    ``number`` of the person), of how much, and which one it repeats."""

    line: int
    message: int
    number: str
    tiyn: int | None
    of_line: int
    of_message: int
    of_number: str


@dataclass(frozen=True)
class Total:
    """A total that is not the sum of the people's amounts, once these can be read (tiyn)."""

    line: int
    tiyn: int
    sum: int


@dataclass(frozen=True)
class Corrected:
    """The file as it should be; the same bytes where nothing is changed. ``totals``: those that do
    not fit, left as they stand; ``doubles``: people who stand there before."""

    content: bytes
    changes: Sequence[Change]
    totals: Sequence[Total] = ()
    doubles: Sequence[Double] = ()
