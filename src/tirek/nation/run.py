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
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
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
from tirek.nation.asked import Asked
from tirek.nation.disk import UNREADY, read_json, rows_of, write_table, write_whole, writing
from tirek.nation.files import Table, edges_of
from tirek.nation.part import Answering
from tirek.nation.parts import Dealt, Sorted, deal, pieces, sorted_groups
from tirek.nation.reform import Laws
from tirek.nation.schema import OUTPUTS
from tirek.nation.totals import Totals

_STATE = ".state"
_FORMAT = 2


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
        with self._locked():
            self._begin()
            finished = self._finished()
            if finished is not None:
                return finished
            with writing(self.state):
                self.state.mkdir(exist_ok=True)
            edges = edges_of(self.tables["persons"])
            sources = self._sources(edges, told)
            if sources is not None:
                self._answer(sources, len(edges) + 1, told)
            return self._end(len(edges) + 1)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """The folder for this run alone, as long as it goes."""
        with writing(self.out, "cannot_write.folder"):
            self.out.mkdir(parents=True, exist_ok=True)
            lock = (self.out / ".lock").open("w")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Problem("batch_running", str(self.out)) from None
            yield

    def _begin(self) -> None:
        """Takes the folder for this run; refuses one that holds another's."""
        plan = orjson.dumps(self._identity(), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
        file = self.out / "plan.json"
        if file.exists():
            if file.read_bytes() != plan:
                raise Problem("batch_other_run", str(self.out), value=str(file))
        else:
            own = (".lock", f"plan{UNREADY}")  # a run that was killed as it began
            others = [f.name for f in self.out.iterdir() if f.name not in own]
            if others:
                (self.out / ".lock").unlink()  # a stranger's folder stays as it was
                raise Problem("batch_folder_taken", str(self.out), value=sorted(others)[0])
            write_whole(file, plan)

    def _identity(self) -> dict[str, object]:
        """What must be the same for a run to go on: the tables and the laws."""
        return {
            "format": _FORMAT,
            "tables": {name: table.stamp for name, table in sorted(self.tables.items())},
            "laws": self.laws.identity,
        }

    def _finished(self) -> Finished | None:
        """What a finished run has told, if all that it wrote is still there; otherwise it is
        done again."""
        file = self.out / "run.json"
        said = read_json(file)
        if said is None or not self._is_whole(said):
            file.unlink(missing_ok=True)
            return None
        shutil.rmtree(self.state, ignore_errors=True)
        return Finished(True, said["parts"], Totals.from_dict(said["totals"]))

    def _is_whole(self, said: Mapping[str, Any]) -> bool:
        """Whether the files of a part, or of the run, are there with all their rows."""
        return all(rows_of(self.out / name) == rows for name, rows in said["files"].items())

    def done(self) -> dict[int, dict[str, Any]]:
        """The parts that are answered, with their totals; one whose files are not whole is not."""
        found = {}
        for mark in sorted(self.state.glob("part-*.json")):
            number = int(mark.stem.partition("-")[2])
            said = read_json(mark)
            if said is not None and self._is_whole(said):
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
        with writing(self.out):
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
            self._check_rows(sum(said["rows"] for said in done.values()))
            files = {name: rows for said in done.values() for name, rows in said["files"].items()}
            summary(self.out, self.tables, parts, self.laws, totals, files)
            shutil.rmtree(self.state, ignore_errors=True)
            complete = True
        return Finished(complete, len(done), totals)

    def _check_rows(self, read: int) -> None:
        """Every row of the tables is in one of the parts, unless they were changed meanwhile."""
        rows = sum(table.rows for table in self.tables.values())
        if read != rows:
            raise Problem("batch_tables_changed", str(self.out), value=read, hi=rows)


def summary(
    out: Path,
    tables: Mapping[str, Table],
    parts: int,
    chosen: Laws,
    totals: Totals,
    files: Mapping[str, int],
) -> None:
    """``run.json``: what was read, under which laws, the totals, and how many rows each file that
    was written has; it says the run is whole."""
    told = {
        "tables": {name: table.rows for name, table in tables.items()},
        "parts": parts, **chosen.as_dict(), "totals": totals.as_dict(), "files": files,
    }  # fmt: skip
    option = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    write_whole(out / "run.json", orjson.dumps(told, option=option))


class _Stopped(Exception):
    """The run is to end here; what is not whole is thrown away."""


def cores() -> int:
    """How many threads may run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
