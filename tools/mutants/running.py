"""Mutants tried one after another, each in a forked process with a time limit.

The parent imports what never changes (numpy, pytest, the oracle) and nothing of the product. A
child puts the mutant's source in the place of its module, runs the checks and stops at the first
that does not hold; of a module, those checks that killed most of its mutants so far come first.
"""

from __future__ import annotations

import gc
import importlib.abc
import multiprocessing as mp
import os
import resource
import signal
import subprocess
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from itertools import accumulate
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic, process_time
from types import CodeType
from typing import Any, NamedTuple

import tools
from tools.mutants import checks, reach
from tools.mutants.checks import Check
from tools.mutants.making import Mutant

BEFORE = (
    "holidays", "hypothesis", "numpy", "orjson", "pytest", "rich.console", "rich.table", "typer",
    "yaml", "tests.oracle", "tests.oracle.cases",
)  # fmt: skip
MEMORY = 8 << 30
#: A check may take so many times the processor time that it takes without a mutant, and so many
#: seconds more; and nothing may stand still for so long.
TIMES, SECONDS, STILL = 4.0, 8.0, 1800.0

KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"
_fork = mp.get_context("fork")


class Result(NamedTuple):
    """What became of a mutant: at which check, at which test of it."""

    outcome: str
    check: str
    test: str
    seconds: float


@dataclass
class Child:
    mutant: Mutant
    process: BaseProcess
    started: float = field(default_factory=monotonic)
    check: str = ""
    test: str = ""


class Runner:
    """A copy of a commit and what its mutants have to get past, in so many seconds (as long as
    the checks take with the program as it is, watched) at most. Changes the process: its folder,
    its path, its environment."""

    def __init__(self, root: Path, commit: str, tree: Path, allowed: float) -> None:
        self.allowed = allowed
        archive = subprocess.run(
            ["git", "-C", str(root), "archive", commit], check=True, capture_output=True
        )
        subprocess.run(["tar", "-x", "-C", str(tree)], input=archive.stdout, check=True)
        os.chdir(tree)
        os.environ["CI"] = "1"  # hypothesis tries the same examples each time
        outside = [p for p in sys.path if Path(p or ".").resolve() != root.resolve()]
        sys.path[:] = [str(tree / "src"), str(tree), *outside]
        tools.__path__[:] = [*tools.__path__, str(tree / "tools")]
        for name in BEFORE:
            import_module(name)
        self.kills: dict[str, Counter[str]] = defaultdict(Counter)
        with _fork.Pool(1) as pool:  # a process of its own: the product is not imported here
            kinds = pool.apply(checks.prepare, (tree,))
        self.checks = checks.checks(tree, kinds)
        self.seconds: dict[str, float] = {}
        self.reach: dict[str, set[str]] = {}
        gc.collect()
        gc.freeze()

    def measure(self) -> list[str]:
        """Each check with the program as it is: how long it takes and what it reaches. Gives the
        names of those that do not hold."""
        failed = []
        with _fork.Pool(1, initializer=_quiet, maxtasksperchild=1) as pool:
            for check in self.checks:
                held, places, seconds = pool.apply(_reached, (check, Path.cwd()))
                self.reach[check.name], self.seconds[check.name] = places, seconds
                if not held:
                    failed.append(check.name)
        return failed

    def relevant(self, mutant: Mutant) -> list[Check]:
        """The checks that reach a mutant: those first that killed most mutants of its module,
        then the shortest, as many as the time for one allows. The loading is always the first."""
        kills = self.kills[mutant.module]
        always = {"", *self.reach[checks.LOADS]}
        chosen = [c for c in self.checks[1:] if mutant.place in always | self.reach[c.name]]
        chosen.sort(key=lambda check: (-kills[check.name], self.seconds[check.name]))
        ends = accumulate(self.seconds[check.name] for check in chosen)
        within = [check for check, end in zip(chosen, ends, strict=True) if end <= self.allowed]
        return [self.checks[0], *within]

    def results(self, mutants: Iterable[Mutant], jobs: int) -> Iterator[tuple[Mutant, Result]]:
        """What became of each mutant, in the order in which that is known."""
        waiting, running = iter(mutants), dict[Connection, Child]()
        while True:
            while len(running) < jobs and (mutant := next(waiting, None)):
                connection, child = self._start(mutant)
                running[connection] = child
            if not running:
                return
            ready = wait(list(running), timeout=0.2)
            for connection in [one for one in running if one in ready]:
                if (result := self._heard(connection, running[connection])) is not None:
                    yield self._ended(running.pop(connection), connection, result)
            for connection, child in list(running.items()):
                if monotonic() - child.started > STILL:
                    result = self._result(TIMED_OUT, child)
                    yield self._ended(running.pop(connection), connection, result)

    def _start(self, mutant: Mutant) -> tuple[Connection, Child]:
        here, there = _fork.Pipe(duplex=False)
        limited = [(c, self.seconds[c.name] * TIMES + SECONDS) for c in self.relevant(mutant)]
        process = _fork.Process(target=_child, args=(mutant, limited, there))
        process.start()
        there.close()
        return here, Child(mutant, process)

    def _heard(self, connection: Connection, child: Child) -> Result | None:
        try:
            word, text = connection.recv()
        except EOFError:  # ended without a word: the check raised, did not hold or did not end
            child.process.join()
            overdue = child.process.exitcode == -signal.SIGPROF
            return self._result(TIMED_OUT if overdue else KILLED, child)
        if word == "test":
            child.test = text
            return None
        child.check, child.test = text, ""
        return self._result(SURVIVED, child) if word == "survived" else None

    def _result(self, outcome: str, child: Child) -> Result:
        return Result(outcome, child.check, child.test, round(monotonic() - child.started, 2))

    def _ended(self, child: Child, connection: Connection, result: Result) -> tuple[Mutant, Result]:
        connection.close()
        if child.process.pid and child.process.is_alive() and result.outcome == TIMED_OUT:
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.join()
        if result.outcome != SURVIVED:
            self.kills[child.mutant.module][result.check] += 1
        return child.mutant, result


def _child(mutant: Mutant, limited: Sequence[tuple[Check, float]], there: Connection) -> None:
    _quiet()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.meta_path.insert(0, _Finder(mutant))
    for check, seconds in limited:
        there.send(("check", check.name))
        signal.setitimer(signal.ITIMER_PROF, seconds)  # of processor time; ends the process
        if not check.holds(lambda test: there.send(("test", test))):
            return
    there.send(("survived", ""))


def _quiet() -> None:
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)


def _reached(check: Check, tree: Path) -> tuple[bool, set[str], float]:
    started = process_time()
    loading = check.name == checks.LOADS
    held, places = reach.reached(lambda: check.holds(lambda test: None), tree, loading)
    return held, places, process_time() - started


class _Loader(SourceFileLoader):
    """Loads a module from the mutant's source, under the name and path of its file."""

    source = ""

    def get_code(self, fullname: str) -> CodeType:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(self.source, self.path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self.mutant.name:
            return None
        spec = PathFinder.find_spec(fullname, path)
        assert spec is not None and isinstance(spec.loader, SourceFileLoader)
        loader = _Loader(fullname, spec.loader.path)
        loader.source = self.mutant.source
        spec.loader = loader
        return spec
