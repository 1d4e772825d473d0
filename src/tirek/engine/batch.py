"""Batches: the facts of many people as flat arrays, one person being an array of length one.

Members of a person (months, payers of a month, rows) are flat arrays too, sorted by person;
:meth:`Batch.bounds` says where each parent's members begin and end, :meth:`Batch.owner` whose a
member is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tirek.engine.errors import BadBatch, MissingFact
from tirek.engine.rules import Fact
from tirek.engine.units import Unit
from tirek.engine.values import Level

Int = NDArray[np.int64]
Array = NDArray[np.int64] | NDArray[np.bool_]


@dataclass
class Batch:
    """``facts``: an int64 (or bool) array a fact, as long as its level has members.
    ``counts``: for each level below the first, how many members each parent has."""

    top: Level
    size: int
    facts: dict[str, Array]
    counts: Mapping[Level, Int] = field(default_factory=dict)
    _bounds: dict[tuple[Level, Level], Int] = field(default_factory=dict)
    _owner: dict[tuple[Level, Level], Int] = field(default_factory=dict)

    def members(self, level: Level) -> int:
        """How many members a level has in this batch."""
        return self.size if level is self.top else int(self.bounds(level, self.top)[-1])

    def bounds(self, level: Level, each: Level) -> Int:
        """Offsets of each ``each``'s members at ``level``: one more than there are parents."""
        key = (level, each)
        if key not in self._bounds:
            parent = level.parent
            if parent is None or level not in self.counts:
                raise BadBatch(f"the batch holds no {level.name}")
            own = np.zeros(len(self.counts[level]) + 1, dtype=np.int64)
            self.counts[level].cumsum(out=own[1:])
            self._bounds[(level, parent)] = own
            if parent is not each:
                self._bounds[key] = own[self.bounds(parent, each)]
        return self._bounds[key]

    def owner(self, level: Level, each: Level) -> Int:
        """The number of the parent for each member."""
        key = (level, each)
        if key not in self._owner:
            bounds = self.bounds(level, each)
            self._owner[key] = np.arange(len(bounds) - 1).repeat(bounds[1:] - bounds[:-1])
        return self._owner[key]

    def take(self, persons: Int, levels: Mapping[str, Level]) -> Batch:
        """The batch of some of its persons, in the order given; ``levels`` says what each fact
        is indexed by (a fact that it does not name is left out)."""
        counts: dict[Level, Int] = {}
        chosen: dict[Level, Int] = {self.top: persons}
        for level in self.counts:  # parents stand before their children
            parent = level.parent
            assert parent is not None
            chosen[level] = _members(self.bounds(level, parent), chosen[parent])
            counts[level] = self.counts[level][chosen[parent]]
        facts = {
            name: array[chosen[levels[name]]]
            for name, array in self.facts.items()
            if name in levels
        }
        return Batch(self.top, len(persons), facts, counts)


def check(batch: Batch, facts: Mapping[str, Fact], needed: set[str]) -> None:
    """Every needed fact is there, as long as its level, and within its declared bounds."""
    for level, counts in batch.counts.items():
        parents = batch.members(level.parent) if level.parent else batch.size
        if len(counts) != parents:
            raise BadBatch(f"{level.name}: {len(counts)} counts for {parents} parents")
        if len(counts) and int(counts.max()) > level.most:
            raise BadBatch(f"more than {level.most} {level.name} in one parent")
    for name in sorted(needed):
        if name not in batch.facts:
            raise MissingFact(name)
        fact, array = facts[name], batch.facts[name]
        kind = np.bool_ if fact.unit is Unit.FLAG else np.int64
        if array.dtype != kind:
            raise BadBatch(f"{name}: {kind.__name__} is needed, not {array.dtype}")
        if len(array) != batch.members(fact.level):
            raise BadBatch(f"{name}: {len(array)} values for {batch.members(fact.level)} members")
        if len(array) and (int(array.min()) < fact.lo or int(array.max()) > fact.hi):
            raise BadBatch(f"{name}: a value outside {fact.lo} .. {fact.hi}")


def _members(bounds: Int, parents: Int) -> Int:
    """The numbers of all members of some parents, in order."""
    starts, lengths = bounds[parents], bounds[parents + 1] - bounds[parents]
    ends: Int = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    shift: Int = np.repeat(starts - (ends - lengths), lengths)
    return np.arange(total) + shift


# ---------------------------------------------------------------------- segments


def segment_sum(values: Array, bounds: Int) -> Int:
    """Sums of consecutive runs; exact in int64 (differences survive a wrap-around)."""
    if not values.ndim:  # the same for every member
        values = np.full(int(bounds[-1]), values)
    sums = np.empty(len(values) + 1, dtype=np.int64)
    sums[0] = 0
    values.cumsum(dtype=np.int64, out=sums[1:])
    return sums[bounds[1:]] - sums[bounds[:-1]]


def segment_running(values: Array, bounds: Int, owner: Int) -> Int:
    """For each member the sum of those before it in the same run."""
    sums = np.empty(len(values) + 1, dtype=np.int64)
    sums[0] = 0
    values.cumsum(dtype=np.int64, out=sums[1:])
    return sums[:-1] - sums[bounds[:-1]][owner]


def segment_largest(values: Int, bounds: Int, none: int) -> Int:
    """The largest of each run; ``none`` for an empty one."""
    padded = np.append(values, none)
    largest = np.maximum.reduceat(padded, bounds[:-1])
    return np.where(bounds[1:] > bounds[:-1], largest, none)
