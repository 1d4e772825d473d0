"""Which message and which person a line of a file belongs to, as the file numbers them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from tirek.portal.texts import text

#: After pieces that are not all.
_MORE = " …"


class Places:
    """Where messages and people begin in an MT-102 file."""

    def __init__(self, content: bytes) -> None:
        self._lines: list[int] = []
        self._found: list[tuple[int, str]] = []
        message = 0
        for line, raw in enumerate(content.replace(b"\r\n", b"\n").split(b"\n"), 1):
            row = raw.lstrip()
            if row.startswith(b"{1:"):
                message += 1
                self._add(line, message, "")
            elif row.startswith(b":21:"):
                number = row[4:].strip()
                self._add(line, message, number.decode() if number[:9].isdigit() else "")
            elif row.startswith((b":32A:", b"-}")):
                self._add(line, message, "")

    def _add(self, line: int, message: int, person: str) -> None:
        self._lines.append(line)
        self._found.append((message, person[:9]))

    def of(self, line: int) -> tuple[int, str]:
        """The message's place in the file, from 1 (0: none), and the person's number."""
        at = bisect_right(self._lines, line)
        return self._found[at - 1] if at else (0, "")


def ranges(numbers: Iterable[int], most: int) -> str:
    """Numbers in a few words: 3–5, 9; at most so many pieces."""
    pieces: list[tuple[int, int]] = []
    for one in sorted(set(numbers)):
        if pieces and pieces[-1][1] == one - 1:
            pieces[-1] = pieces[-1][0], one
        else:
            pieces.append((one, one))
    shown = [
        str(first) if first == last else f"{first}–{last}" for first, last in pieces[:most]
    ]  # fmt: skip
    return ", ".join(shown) + (_MORE if len(pieces) > most else "")


def lines_named(numbers: Iterable[int], most: int) -> str:
    """Lines by their numbers, said to be lines: a bare number passes for how many there are."""
    given = {*numbers}
    shown = ranges(given, most)
    key = "check.one_line" if len(given) == 1 else "check.several_lines"
    said = text(key, lines=shown.removesuffix(_MORE))
    return said + (_MORE if shown.endswith(_MORE) else "")
