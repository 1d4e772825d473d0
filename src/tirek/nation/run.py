"""A batch over a whole nation on one machine: part by part, on every core, going on where it
stopped.

A part's answers are written under other names and renamed when all are there; then the part is
marked as done. Whatever happens in between, the next start finds either nothing of the part or
all of it, and the files come out the same.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Protocol

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from tirek.contract.problems import Problem
from tirek.nation import part
from tirek.nation.disk import rows_of, write_table, write_whole
from tirek.nation.files import Table, edges_of
from tirek.nation.part import Answering, Asked
from tirek.nation.parts import Dealt, Sorted, deal, pieces, sorted_groups
from tirek.nation.reform import Laws
from tirek.nation.schema import OUTPUTS
from tirek.nation.totals import Totals

_STATE = ".state"
_FORMAT = 1


class Told(Protocol):
    """What hears of the progress: how many rows are ahead in a stage, and each step of it."""

    def begin(self, stage: str, rows: int) -> None: ...
    def step(self, rows: int) -> None: ...


class Source(Protocol):
    def part(self, number: int) -> pa.Table: ...


@dataclass(frozen=True)
class Finished:
    """What came out: how many parts, what was written, and the totals."""

    complete: bool
    parts: int
    totals: Totals


class Run:
    """One batch: the tables of ``tables``, answered under ``laws`` into the folder ``out``."""

    def __init__(
        self, tables: Mapping[str, Table], out: Path, laws: Laws, threads: int = 0
    ) -> None:
        self.tables, self.out, self.laws = tables, out, laws
        self.cores = threads or cores()
        self.asked = Asked.by({name: table.schema.names for name, table in tables.items()})
        self.state = out / _STATE
        self.stop = Event()

    # ------------------------------------------------------------------ going through

    def go(self, told: Told) -> Finished:
        """Answers every part that is not done yet; ends early, whole, where ``stop`` is set."""
        self.out.mkdir(parents=True, exist_ok=True)
        with (self.out / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Problem("batch_running", str(self.out)) from None
            self._begin()
            if self._is_complete():
                return Finished(True, len(self.done()), Totals.read(self.out / "run.json"))
            edges = edges_of(self.tables["persons"])
            sources = self._sources(edges, told)
            if sources is not None:
                self._answer(sources, len(edges) + 1, told)
            return self._end(len(edges) + 1)

    def _begin(self) -> None:
        """Takes the folder for this run; refuses one that holds another's."""
        plan = orjson.dumps(self._identity(), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
        file = self.out / "plan.json"
        if file.exists():
            if file.read_bytes() != plan:
                raise Problem("batch_other_run", str(self.out), value=str(file))
        else:
            others = [f.name for f in self.out.iterdir() if f.name != ".lock"]
            if others:
                raise Problem("batch_folder_taken", str(self.out), value=sorted(others)[0])
            write_whole(file, plan)
        self.state.mkdir(exist_ok=True)

    def _identity(self) -> dict[str, object]:
        """What must be the same for a run to go on: the tables and the laws."""
        return {
            "format": _FORMAT,
            "tables": {name: table.stamp for name, table in sorted(self.tables.items())},
            "laws": self.laws.identity,
        }

    def _is_complete(self) -> bool:
        return (self.out / "run.json").exists()

    def done(self) -> dict[int, dict[str, Any]]:
        """The parts that are answered, with their totals; one whose files are not whole is not."""
        found = {}
        for mark in sorted(self.state.glob("part-*.json")):
            number = int(mark.stem.partition("-")[2])
            said = orjson.loads(mark.read_bytes())
            if all(rows_of(self.out / name) == rows for name, rows in said["files"].items()):
                found[number] = said
        return found

    # ------------------------------------------------------------------ ordering

    def _sources(self, edges: NDArray[np.int64], told: Told) -> dict[str, Source] | None:
        """How each table is read part by part; None where the run was stopped on the way."""
        found: dict[str, Source] = {}
        dealt = []
        for name, table in self.tables.items():
            groups = sorted_groups(table)
            if groups is None:
                dealt.append(table)
                found[name] = Dealt(table, self.state / name)
            else:
                found[name] = Sorted(table, groups, edges)
        ready = self.state / "dealt"
        if dealt and not ready.exists():
            told.begin("ordering", sum(table.rows for table in dealt))
            for table in dealt:
                folder = self.state / table.name
                shutil.rmtree(folder, ignore_errors=True)
                if not self._deal(table, edges, folder, told):
                    return None
            write_whole(ready, b"")
        return found

    def _deal(self, table: Table, edges: NDArray[np.int64], folder: Path, told: Told) -> bool:
        def step(rows: int) -> None:
            told.step(rows)
            if self.stop.is_set():
                raise _Stopped

        with ThreadPoolExecutor(self.cores) as pool:
            shares = pieces(table, self.cores)
            running = [
                pool.submit(deal, table, share, edges, folder, f"{mark:02d}", step)
                for mark, share in enumerate(shares)
            ]
            for one in running:
                error = one.exception()
                if error is not None and not isinstance(error, _Stopped):
                    raise error
        return not self.stop.is_set()

    # ------------------------------------------------------------------ answering

    def _answer(self, sources: Mapping[str, Source], parts: int, told: Told) -> None:
        done = self.done()
        answering = tuple(Answering(law, self.asked) for law in self.laws.laws)
        for under_law in answering:
            under_law.compile()
        for name in OUTPUTS:
            (self.out / name).mkdir(exist_ok=True)
        told.begin("answering", sum(table.rows for table in self.tables.values()))
        waiting = [number for number in range(parts) if number not in done]
        told.step(sum(said["rows"] for said in done.values()))
        with ThreadPoolExecutor(self.cores) as pool:
            running: set[Future[int]] = set()
            for number in waiting:
                if self.stop.is_set():
                    break
                tables = {name: source.part(number) for name, source in sources.items()}
                if len(running) >= self.cores:
                    ended, running = wait(running, return_when=FIRST_COMPLETED)
                    for one in ended:
                        told.step(one.result())
                running.add(pool.submit(self._answer_part, number, tables, answering))
                del tables
            for one in running:
                told.step(one.result())

    def _answer_part(
        self, number: int, tables: dict[str, pa.Table], answering: tuple[Answering, ...]
    ) -> int:
        """Answers a part and writes it; gives how many rows it had."""
        rows = sum(len(table) for table in tables.values())
        found = part.answer(tables, answering)
        tables.clear()
        totals = Totals.of(found)
        outputs = self.laws.outputs(found)
        names = {}
        for name, table in outputs.items():
            file = f"{name}/part-{number:05d}.parquet"
            write_table(table, self.out / file)
            names[file] = len(table)
        said = {"rows": rows, "files": names, "totals": totals.as_dict()}
        write_whole(self.state / f"part-{number:05d}.json", orjson.dumps(said))
        return rows

    def _end(self, parts: int) -> Finished:
        done = self.done()
        totals = Totals.sum(Totals.from_dict(said["totals"]) for said in done.values())
        complete = len(done) == parts and not self.stop.is_set()
        if len(done) == parts:
            summary(self.out, self.tables, parts, self.laws, totals)
            shutil.rmtree(self.state, ignore_errors=True)
            complete = True
        return Finished(complete, len(done), totals)


def summary(
    out: Path, tables: Mapping[str, Table], parts: int, chosen: Laws, totals: Totals
) -> None:
    """``run.json``: what was read, under which laws, and the totals; it says the run is whole."""
    told = {
        "tables": {name: table.rows for name, table in tables.items()},
        "parts": parts, **chosen.as_dict(), "totals": totals.as_dict(),
    }  # fmt: skip
    option = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    write_whole(out / "run.json", orjson.dumps(told, option=option))


class _Stopped(Exception):
    """The run is to end here; what is not whole is thrown away."""


def cores() -> int:
    """How many threads may run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
