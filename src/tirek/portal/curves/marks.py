"""What happens on a curve and where: from which number on an amount grows, stands still, jumps,
or is paid at all; to the tiyn, the month or the per cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tirek.portal.curves.breaks import ROUNDED, Break, breaks, changes
from tirek.portal.curves.causes import Cause, Causes
from tirek.portal.curves.drawn import Drawn

#: Into how many parts an axis of incomes is cut at first.
PARTS = 96
#: Two values nearer to each other than this (tiyn) are one, but for rounding.
_ROUNDED = 3
#: An income is multiplied by no more than that: 400 days of leave in months of 30.
_MOST_TIMES = 14


@dataclass(frozen=True)
class Piece:
    """A part of a line from ``first`` to ``last`` on which each further unit adds ``slope``."""

    first: int
    last: int
    start: int
    end: int
    state: str

    @property
    def slope(self) -> Fraction:
        """What one more unit adds (tiyn); 0 where rounding alone explains the difference."""
        if self.last == self.first or abs(self.end - self.start) <= _ROUNDED - 1:
            return Fraction(0)
        return Fraction(self.end - self.start, self.last - self.first)

    @property
    def flat(self) -> bool:
        return self.slope == 0


@dataclass(frozen=True)
class Mark:
    """Where something happens on a line: ``at`` is the first number of what follows.

    ``what``: ``begins`` and ``ends`` (there is a right from here, no right from here), ``jump``,
    ``still`` (no longer grows), ``grows`` (no longer stands still), ``bend``. ``left`` and
    ``right`` are the pieces beside it.
    """

    line: int
    at: int
    what: str
    left: Piece
    right: Piece
    cause: Cause

    @property
    def by(self) -> int:
        """How far the amount jumps."""
        return self.right.start - self.left.end


def marks_of(drawn: Drawn, lang: str) -> list[Mark]:
    """All marks of a curve in the order of their places."""
    grid = drawn.grid(PARTS)
    states = changes(lambda numbers: [p.state for p in drawn.points(numbers)], grid)
    causes = Causes(drawn, lang)
    found = [
        mark for line in range(len(drawn.lines)) for mark in _of_line(drawn, line, grid, states,
                                                                     causes)
    ]  # fmt: skip
    return sorted(found, key=lambda mark: (mark.at, mark.line))


def pieces_of(
    drawn: Drawn, line: int, states: Sequence[Break], grid: Sequence[int], rounded: int
) -> list[Piece]:
    """The straight pieces of a line: of each state, and within it between its breaks."""
    cuts = [grid[0], *(one.after for one in states)]
    ends = [*(one.before for one in states), grid[-1]]
    found = []

    def values(numbers: Sequence[int]) -> list[int]:
        return [point.values[line] for point in drawn.points(numbers)]

    for first, last in zip(cuts, ends, strict=True):
        points = [first, *(one for one in grid if first < one < last)]
        points += [last] if last > first else []
        inner = breaks(values, points, rounded) if len(points) > 1 else []
        starts = [first, *(one.after for one in inner)]
        stops = [*(one.before for one in inner), last]
        for start, stop in zip(starts, stops, strict=True):
            at, to = drawn.points([start, stop])
            found.append(Piece(start, stop, at.values[line], to.values[line], at.state))
    return found


def _of_line(
    drawn: Drawn, line: int, grid: Sequence[int], states: Sequence[Break], causes: Causes
) -> list[Mark]:
    rounded = _rounded(drawn, line, grid)
    pieces = pieces_of(drawn, line, states, grid, rounded)
    found = []
    for left, right in pairwise(pieces):
        what = _what(left, right, rounded + 1)
        if not what:
            continue
        cause = causes.of(line, (left.first, left.last), (right.first, right.last), what)
        found.append(Mark(line, cause.at, what, left, right, cause))
    return found


def _rounded(drawn: Drawn, line: int, grid: Sequence[int]) -> int:
    """How far rounding may take a value from a straight line: an income is rounded to a tiyn, then
    multiplied (by the days of a leave, say), and what was cut off with it. By how much is seen in
    the steepest part of the line, where the whole income counts."""
    if drawn.kind.axis != "income":
        return ROUNDED
    points = [(at, point.values[line]) for at, point in zip(grid, drawn.points(grid), strict=True)
              if not point.state]  # fmt: skip
    slopes = [-(-abs(high - low) // (to - at)) for (at, low), (to, high) in pairwise(points)]
    return ROUNDED * max(1, min(_MOST_TIMES, max(slopes, default=1)))


def _what(left: Piece, right: Piece, rounded: int) -> str:
    """What happens between two pieces; "" for nothing that shows."""
    if left.state != right.state:
        if left.state and right.state:
            return ""  # refused for one reason or another
        return "begins" if left.state else "ends"
    if left.state:
        return ""
    step = Fraction(right.start - left.end)
    along = max(left.slope, right.slope) * (right.first - left.last)
    if abs(step) > along + rounded:
        return "jump"
    if right.flat:
        return "still"
    return "grows" if left.flat else "bend"
