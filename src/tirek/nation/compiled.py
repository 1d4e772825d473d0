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
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from tirek.engine import scalars
from tirek.engine.kernel import Kernel, kernel_of
from tirek.engine.plan import Plan
from tirek.engine.steps import scope_of
from tirek.engine.units import Unit
from tirek.engine.values import Level

Array = NDArray[Any]

_HEADER = '''"""Made by tirek.nation.compiled from a plan; thrown away when the plan changes."""

from numba import njit
from numpy import bool_, empty, int64

from tirek.engine import scalars

first_of_year = njit(inline="always")(scalars.first_of_year)
plus_months = njit(inline="always")(scalars.plus_months)


@njit(cache=True, nogil=True, error_model="numpy")
'''


@dataclass(frozen=True)
class Members:
    """Facts of many people: arrays by name; for each level right below the persons where each
    person's members start and end; for lower levels the offsets of each parent's members."""

    size: int
    facts: Mapping[str, Array]
    spans: Mapping[Level, tuple[Array, Array]]
    offsets: Mapping[Level, Array]

    def most(self, level: Level) -> int:
        """The largest number of members of a level that one person has."""
        path = list(reversed(level.path()))[1:]
        starts, ends = self.spans[path[0]]
        for lower in path[1:]:
            starts, ends = self.offsets[lower][starts], self.offsets[lower][ends]
        return int((ends - starts).max()) if self.size else 0


class Compiled:
    """A plan to be run over millions; ``kernel.source`` shows its loop."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.kernel: Kernel = kernel_of(plan)
        scope = scope_of(plan.made.constants)
        self.tables = [np.asarray(scope[name]) for name in self.kernel.tables]

    @cached_property
    def function(self) -> Callable[..., None]:
        return _function(self.kernel.source)

    def dtype(self, name: str) -> type:
        """What an output is kept in."""
        return np.bool_ if self.plan.unit(name) is Unit.FLAG else np.int64

    def run(self, people: Members, pool: Executor | None = None, parts: int = 1) -> Found:
        """Works out the named values of every person; ``pool`` runs ``parts`` ranges at once."""
        kernel = self.kernel
        outputs: dict[tuple[str, int], Array] = {
            (name, part): np.empty(self._members(people, name), self.dtype(name))
            for name, part in kernel.outputs
        }
        asked = np.zeros(people.size, np.bool_)
        arguments = [
            *(people.facts[name] for name in kernel.facts),
            *(end for level in kernel.parents for end in people.spans[level]),
            *(people.offsets[level] for level in kernel.inner),
            *self.tables, *outputs.values(), *(people.most(level) for level in kernel.most), asked,
        ]  # fmt: skip
        function = self.function
        if pool is None:
            function(0, people.size, *arguments)
        else:
            edges = [people.size * part // parts for part in range(parts + 1)]
            running = [pool.submit(function, *ends, *arguments) for ends in pairwise(edges)]
            for one in running:
                one.result()
        return Found({name: array for (name, part), array in outputs.items() if not part}, asked)

    def _members(self, people: Members, name: str) -> int:
        level = self.plan.level(name)
        if level is self.plan.top:
            return people.size
        raise ValueError(f"{name} is of each {level.name}: only values of persons are compiled")


@dataclass(frozen=True)
class Found:
    """What a compiled plan found, by rule; ``asked`` marks persons for whom it came upon a value
    that is not known: what it says of them means nothing until the plan itself has been run."""

    values: dict[str, Array]
    asked: NDArray[np.bool_]

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
