"""Where a function of whole numbers leaves the straight line that it was on.

The law's amounts are straight lines in pieces, rounded to a tiyn. A line is followed from its
first points as long as it fits; where it no longer does, the place is closed in on by asking for
many points between at once, until one number fits and the next does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

#: How many points lie between two at each step of closing in: one question to the law each time.
AMONG = 24
#: How far from a straight line rounding takes a value that is not multiplied after it.
ROUNDED = 2
#: Equal so far apart, values stand still: no amount of the law grows as slowly as that.
_STILL = 10**5

Values = Callable[[Sequence[int]], Sequence[int]]
States = Callable[[Sequence[int]], Sequence[str]]


class Break(NamedTuple):
    """``before`` is the last number that fits the line at the left, ``after`` the next one."""

    before: int
    after: int


def breaks(values: Values, points: Sequence[int], rounded: int = ROUNDED) -> list[Break]:
    """The breaks between the first and the last of some points, in their order. ``values`` gives
    what is asked for at some numbers; ``points`` have to be so near to each other that every
    piece holds three of them, or lies within a cell that a piece leads into. ``rounded``: how far
    from a straight line rounding may take a value."""
    known = dict(zip(points, values(points), strict=True))

    def ask(numbers: Sequence[int]) -> None:
        new = [number for number in numbers if number not in known]
        known.update(zip(new, values(new), strict=True) if new else ())

    def fits(first: int, last: int, point: int) -> bool:
        return _fits(known, first, last, point, rounded)

    found: list[Break] = []
    ahead = sorted(points)
    while len(ahead) > 1:
        first, second, third = ahead[0], ahead[1], ahead[min(2, len(ahead) - 1)]
        if third > second and _straight(known, first, second, third, rounded):
            last = 2
            while last + 1 < len(ahead) and fits(first, ahead[last], ahead[last + 1]):
                last += 1
            if last + 1 == len(ahead):
                break
            one = _closed_in(fits, ask, first, ahead[last], ahead[last + 1])
            found.append(one)
            ahead = _finer(one.after, ahead[last + 1 :], ask)
        elif second - first == 1 and third - second <= 1:
            if abs(known[second] - known[first]) > rounded:
                found.append(Break(first, second))
            ahead = ahead[1:]
        else:
            more = sorted({*_among(first, second), *_among(second, third)})
            ask(more)
            ahead = [*more, *ahead[3:]]
    return found


def changes(states: States, points: Sequence[int]) -> list[Break]:
    """Where a state is another than at the number before."""
    found = []
    told = states(points)
    for low, high, state, last in zip(points, points[1:], told, told[1:], strict=False):
        first = low
        while state != last:
            end = high
            while end - first > 1:
                between = _among(first, end)
                at = next(n for n, one in enumerate(states(between)) if one != state)
                first, end = between[at - 1], between[at]
            found.append(Break(first, end))
            first, state = end, states([end])[0]
    return found


def _among(low: int, high: int) -> list[int]:
    """Numbers from one to another, both with them, evenly and each once."""
    parts = min(AMONG, high - low)
    return [low + (high - low) * part // parts for part in range(parts + 1)] if parts else [low]


def _finer(first: int, rest: Sequence[int], ask: Callable[[Sequence[int]], None]) -> list[int]:
    """Points from a break on, close together up to the next one that was there."""
    more = _among(first, rest[0])
    ask(more)
    return [*more, *(point for point in rest if point > more[-1])]


def _straight(known: dict[int, int], first: int, second: int, third: int, rounded: int) -> bool:
    """Whether three points lie on one line, but for rounding."""
    up = (known[second] - known[first]) * (third - first)
    along = (known[third] - known[first]) * (second - first)
    return abs(up - along) <= rounded * (third - first)


def _fits(known: dict[int, int], first: int, last: int, point: int, rounded: int) -> bool:
    """Whether a point lies on the line through two others before it, but for rounding, which
    weighs more the farther the point lies from them."""
    length, ahead = last - first, point - first
    if length >= _STILL and known[first] == known[last]:
        return known[point] == known[last]
    line = known[first] * length + (known[last] - known[first]) * ahead
    return abs(known[point] * length - line) <= rounded * (ahead + length)


def _closed_in(
    fits: Callable[[int, int, int], bool],
    ask: Callable[[Sequence[int]], None],
    first: int,
    low: int,
    high: int,
) -> Break:
    """The break after a line that holds from ``first`` to ``low`` and no longer at ``high``."""
    last, least = low, low
    while True:
        while high - low > 1:
            between = _among(low, high)
            ask(between)
            at = next(n for n, one in enumerate(between) if n and not fits(first, last, one))
            low, high = between[at - 1], between[at]
        # After a jump the values may come back to the line: look behind, ever farther.
        behind = [low - 10**power for power in range(10) if low - 10**power > least][::-1]
        ask(behind)
        off = next((one for one in behind if not fits(first, last, one)), None)
        if off is None:
            return Break(low, high)
        low, high = max([least, *(one for one in behind if one < off)]), off
