"""Plans compiled for millions: the kernel of a plan (:mod:`tirek.engine.kernel`) by numba.

A kernel is compiled once for a machine and kept in the user's cache folder (``TIREK_CACHE``, or
``tirek`` in the cache folder of the system); the tables of the law are its arguments, so a new
value of a parameter needs no new compilation.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from tirek.engine import scalars
from tirek.engine.batch import Batch
from tirek.engine.kernel import Kernel, kernel_of
from tirek.engine.plan import Plan
from tirek.engine.steps import scope_of
from tirek.engine.units import Unit
from tirek.engine.values import Level
from tirek.law.book import MONTH, PAYER_MONTH, ROW
from tirek.law.facts import Rows, batch_of
from tirek.nation.columns import ranges

Array = NDArray[Any]

_HEADER = '''"""Made by tirek.nation.compiled from a plan; thrown away when the plan changes."""

from numba import njit
from numpy import bool_, empty, int64, uintp

from tirek.engine import scalars

first_of_year = njit(inline="always")(scalars.first_of_year)
plus_months = njit(inline="always")(scalars.plus_months)


@njit(cache=True, nogil=True, error_model="numpy")
'''


#: Of a person's months, their payers and rows only the rows have arrays.
_CHAIN = (MONTH, PAYER_MONTH, ROW)


@dataclass(frozen=True)
class Members:
    """Facts of many people: arrays by name; for each level right below the persons where each
    person's members start and end. Rows are ordered by person, month and payer; ``keys`` tells
    each row's month and payer, and the facts of months are given for each row."""

    size: int
    facts: Mapping[str, Array]
    spans: Mapping[Level, tuple[Array, Array]]
    keys: Mapping[Level, Array]

    def batch(self, places: Array, plan: Plan) -> Batch:
        """Some persons as a batch for the plan itself: whole numbers, counts by parent."""
        counts: dict[Level, Array] = {}
        chosen: dict[Level, Array] = {plan.top: places}
        for level, (starts, ends) in self.spans.items():
            counts[level], chosen[level] = ranges(starts[places], ends[places])
        of_rows = ("period", "row_kind", "row_income", "row_contribution")
        facts = {}
        for name in plan.needed_facts - set(of_rows):
            array = self.facts[name][chosen[plan.facts[name].level]]
            facts[name] = array if array.dtype == np.bool_ else array.astype(np.int64)
        rows = None
        if ROW in counts:
            at = chosen[ROW]
            owner = np.repeat(np.arange(len(places)), counts.pop(ROW))
            columns = (
                self.facts[name][at] if name in self.facts else np.zeros(len(at), np.int64)
                for name in of_rows[1:]
            )
            rows = Rows(owner, self.keys[MONTH][at], self.keys[PAYER_MONTH][at], *columns)
        batch = batch_of(len(places), facts, rows)
        return Batch(batch.top, batch.size, batch.facts, {**batch.counts, **counts})

    def most(self, level: Level) -> int:
        """The largest number of members of a level that one person has."""
        starts, ends = self.spans[level]
        return int((ends - starts).max()) if self.size else 0


class Compiled:
    """A plan to be run over millions; ``kernel.source`` shows its loop."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.kernel: Kernel = kernel_of(plan, _CHAIN)
        scope = scope_of(plan.made.constants)
        self.tables = [np.asarray(scope[name]) for name in self.kernel.tables]

    @cached_property
    def function(self) -> Callable[..., None]:
        return _function(self.kernel.source)

    def dtype(self, name: str) -> type:
        """What an output is kept in: the smallest type that holds all it may be."""
        if self.plan.unit(name) is Unit.FLAG:
            return np.bool_
        lo, hi = self.plan.bounds(name)
        fits = (t for t in (np.int8, np.int16, np.int32) if lo >= np.iinfo(t).min and
                hi <= np.iinfo(t).max)  # fmt: skip
        return next(fits, np.int64)

    def run(self, people: Members) -> Found:
        """Works out the named values of every person."""
        found = self.room(people)
        self.fill(found, people, 0, people.size)
        return found

    def room(self, people: Members) -> Found:
        """Empty arrays for the named values of every person."""
        values: dict[str, Array] = {
            name: np.empty(self._members(people, name), self.dtype(name))
            for name, part in self.kernel.outputs if not part
        }  # fmt: skip
        most = {level: people.most(level) for level in people.spans}
        return Found(values, np.zeros(people.size, np.bool_), most)

    def fill(self, found: Found, people: Members, first: int, last: int) -> None:
        """Works out the values of the persons from ``first`` to before ``last``; different
        persons can be worked out at once by different threads."""
        kernel = self.kernel
        arguments = [
            *(people.facts[name] for name in kernel.facts),
            *(end for level in kernel.spans for end in people.spans[level]),
            *(people.keys[level] for level in kernel.keys),
            *self.tables, *(found.values[name] for name, _ in kernel.outputs),
            *(found.most[level] for level in kernel.most), found.asked,
        ]  # fmt: skip
        self.function(first, last, *arguments)

    def _members(self, people: Members, name: str) -> int:
        level = self.plan.level(name)
        if level is self.plan.top:
            return people.size
        raise ValueError(f"{name} is of each {level.name}: only values of persons are compiled")


@dataclass(frozen=True)
class Found:
    """What a compiled plan found, by rule; ``asked`` marks persons for whom it came upon a value
    that is not known: what it says of them means nothing until the plan itself has been run.
    ``most`` is the largest number of members of a level that a person has."""

    values: dict[str, Array]
    asked: NDArray[np.bool_]
    most: Mapping[Level, int]

    def __getitem__(self, name: str) -> Array:
        return self.values[name]


def _function(source: str) -> Callable[..., None]:
    """The compiled kernel; its source is kept where numba keeps what it compiles."""
    text = _HEADER + source
    versions = f"{numba.__version__} {np.__version__} {Path(scalars.__file__).read_text()}"
    name = f"kernel_{sha256((text + versions).encode()).hexdigest()[:24]}"
    file = _folder() / f"{name}.py"
    if not file.exists():
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False) as writing:
            writing.write(text)
        Path(writing.name).replace(file)
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # numba names what it keeps by the module
    spec.loader.exec_module(module)
    function: Callable[..., None] = module.kernel
    return function


def _folder() -> Path:
    """A folder of the user's own for compiled kernels; a temporary one where there is none."""
    named = os.environ.get("TIREK_CACHE")
    system = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(named) if named else Path(system) / "tirek"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="tirek-"))
    return folder
