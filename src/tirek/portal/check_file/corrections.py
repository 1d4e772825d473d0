"""What a correction has done to a file and what it leaves to decide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace


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
    """A total that is not what the people's amounts add up to. ``line``: where it stood;
    ``at``: its line in the corrected file, from 1, in a message of the lines ``first`` to
    ``last``; ``right``: the row as it would be, nothing where an amount cannot be read."""

    line: int
    at: int
    first: int
    last: int
    right: bytes = b""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Corrected:
    """The file as it should be; the same bytes where nothing is changed. ``totals``: those that
    do not fit, left as they stand; ``doubles``: people who stand there before."""

    content: bytes
    changes: Sequence[Change]
    totals: Sequence[Total] = ()
    doubles: Sequence[Double] = ()


def settled(corrected: Corrected, doubtful: Collection[int]) -> Corrected:
    """Totals set right, but for messages in which an amount is in doubt (``doubtful``: lines of the
    corrected file): there the amount may be wrong as well as the total. Those stay in ``totals``.
    """
    lines, changes = corrected.content.split(b"\n"), list(corrected.changes)
    left = []
    for one in corrected.totals:
        if not one.right or any(one.first <= line <= one.last for line in doubtful):
            left.append(one)
            continue
        end = b"\r" if lines[one.at - 1].endswith(b"\r") else b""
        lines[one.at - 1] = one.right + end
        changes.append(Change("total", one.line, ":32A:", one.before, one.after))
    return replace(corrected, content=b"\n".join(lines), changes=changes, totals=left)
