"""What a reform changes in the year of the made-up country: sums, people, bands of income,
examples. All numbers are tenge and people of the nation that the people stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tirek.portal.what_if.people import BENEFITS, EXAMPLES, Float, Nation, nation
from tirek.portal.what_if.reforms import LINES, Changes, Year, year_under

#: Where the bands of monthly income begin, in tenge.
BANDS = (0, 100_000, 200_000, 300_000, 500_000, 700_000)
#: A difference of a year's sum that is none (tenge).
_NOTHING = 0.005


@dataclass(frozen=True)
class Sums:
    """A contribution or benefit in the year: under the law, under the reform."""

    name: str
    now: float
    then: float


@dataclass(frozen=True)
class Side:
    """For whom something rises and falls: people, and by how much in all; ``gained`` and ``lost``
    are the change of those for whom it rises and of those for whom it falls; ``made_up_more`` and
    ``made_up_less``: how many made-up people (or, of benefits, recipients) stand for them."""

    people: float
    more: float
    less: float
    change: float
    gained: float
    lost: float
    made_up_more: int = 0
    made_up_less: int = 0

    @property
    def touches(self) -> bool:
        """Whether anything changes for anybody."""
        return bool(self.more or self.less)


@dataclass(frozen=True)
class Band:
    """People of a band of income: what is paid for them, what their recipients receive."""

    first: int
    last: int | None
    paid: Side
    received: Side


@dataclass(frozen=True)
class Example:
    """A month of somebody of an income: (now, then) of all contributions and of each benefit."""

    income: int
    paid: tuple[float, float]
    received: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Compared:
    contributions: list[Sums]
    benefits: list[Sums]
    paid: Side
    received: Side
    bands: list[Band]
    examples: list[Example]


@lru_cache(maxsize=128)
def compared(changes: Changes) -> Compared:
    """What changes of the law's parameters would change; raises Problem where there is no such
    law."""
    people, now, then = nation(), year_under(()), year_under(changes)
    ends: Sequence[int | None] = [*BANDS[1:], None]
    bands = []
    for first, last in zip(BANDS, ends, strict=True):
        some = (people.income >= first) & (people.income < (last or np.inf))
        bands.append(Band(first, last, *_sides(people, now, then, some)))
    return Compared(
        [_sums(line, now.paid[line], then.paid[line], people.weight) for line in LINES],
        [_sums(name, now.received[name], then.received[name], people.recipients[name])
         for name in BENEFITS],
        *_sides(people, now, then, np.ones(people.size, np.bool_)),
        bands, _examples(people, now, then),
    )  # fmt: skip


def _sums(name: str, now: Float, then: Float, weight: Float) -> Sums:
    return Sums(name, _weighed(now, weight), _weighed(then, weight))


def _weighed(values: Float, weight: Float) -> float:
    """A weighted sum, without the threads that a product of vectors would start for so few."""
    return float((values * weight).sum())


def _sides(people: Nation, now: Year, then: Year, some: np.ndarray) -> tuple[Side, Side]:
    """Contributions and benefits of some of the people. A recipient of two benefits counts as
    two."""
    paid = sum((then.paid[line] - now.paid[line] for line in LINES), np.zeros(people.size))
    first = _side(paid, people.weight * some)
    each = [
        _side(then.received[name] - now.received[name], people.recipients[name] * some)
        for name in BENEFITS
    ]
    second = Side(*(sum(getattr(one, field) for one in each) for field in _FIELDS))
    return first, second


_FIELDS = (
    "people", "more", "less", "change", "gained", "lost", "made_up_more", "made_up_less",
)  # fmt: skip


def _side(difference: Float, weight: Float) -> Side:
    more, less = difference > _NOTHING, difference < -_NOTHING
    return Side(
        float(weight.sum()), float(weight[more].sum()), float(weight[less].sum()),
        _weighed(difference, weight), _weighed(difference, weight * more),
        _weighed(difference, weight * less),
        int((weight[more] > 0).sum()), int((weight[less] > 0).sum()),
    )  # fmt: skip


def _examples(people: Nation, now: Year, then: Year) -> list[Example]:
    """The examples stand after the people, in their order; what is paid is that of a month."""
    found = []
    for at, income in enumerate(EXAMPLES, people.people):
        paid = [sum(float(year.paid[line][at]) for line in LINES) / 12 for year in (now, then)]
        received = {
            name: (float(now.monthly[name][at]), float(then.monthly[name][at])) for name in BENEFITS
        }
        found.append(Example(income, (paid[0], paid[1]), received))
    return found
