"""Runs the peers: a process each, in turn, round after round, on the same arrays.

Two works on the job-loss benefit: simple (one date, one payer, amounts) and mixed (a date for
each, several payers, amount, net, months, last day and reasons). The first run of each peer is
dropped. Memory is the most that the process held at any time with its children, mapped data and
its making ready among it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from threading import Event, Thread
from typing import IO, Any, NamedTuple

import numpy as np
from rich.table import Table

from benchmarks import checks, nation_data
from benchmarks.nation_data import Simple
from benchmarks.peers import PEERS, Peer, Result

ROOT = Path(__file__).resolve().parent.parent
#: The peer whose mixed answers are compared with the oracle, and with which all others are.
YARDSTICK = "numba_by_hand"
REPEATS, REPEATS_IF_SLOW, SLOW = 9, 3, 5.0
SAMPLE = 20_000


class Measured(NamedTuple):
    """One peer at one work; seconds and bytes. ``wrong`` counts people."""

    work: str
    people: int
    peer: str
    runs: int
    median: float
    fastest: float
    slowest: float
    take_in: float
    prepared: float
    peak: int
    wrong: int


class Worker:
    """A peer in its process, made ready."""

    def __init__(self, peer: Peer, work: str, folder: Path, log: IO[str]) -> None:
        self.peer, self.work, self.log = peer, work, log
        self.runs: list[tuple[float, float]] = []
        self.peak = 0
        self.process = subprocess.Popen(
            [interpreter(peer), "-m", "benchmarks.peers.worker", peer.module, work, str(folder)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        self.prepared: float = self._heard()["prepared"]

    def run(self) -> float:
        """One run; gives its seconds."""
        with children_watched(self.process.pid) as most:
            told = self._ask("run")
        self.peak = max(self.peak, told["peak"] + most[0])
        self.runs.append((told["take_in"], told["answer"]))
        return float(told["take_in"] + told["answer"])

    def result(self, folder: Path) -> Result:
        names = self._ask(f"save {folder}")["saved"]
        return {name: np.load(folder / f"{name}.npy") for name in names}

    def measured(self, people: int, wrong: int) -> Measured:
        kept = self.runs[1:]
        seconds = [sum(run) for run in kept]
        return Measured(
            self.work, people, self.peer.name, len(kept),
            median(seconds), min(seconds), max(seconds),
            median(take_in for take_in, _ in kept), self.prepared, self.peak, wrong,
        )  # fmt: skip

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def _ask(self, command: str) -> dict[str, Any]:
        assert self.process.stdin
        print(command, file=self.process.stdin, flush=True)
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            self.log.flush()
            told = Path(self.log.name).read_text()[-2_000:]
            raise SystemExit(f"{self.peer.name}, {self.work}: the process ended\n{told}")
        heard: dict[str, Any] = json.loads(line)
        return heard


def interpreter(peer: Peer) -> str:
    if not peer.environment:
        return sys.executable
    found = ROOT / f".venv-{peer.environment}" / "bin" / "python"
    if not found.exists():
        raise SystemExit(f"{found} is missing: ./run bench --peers installs it")
    return str(found)


@contextmanager
def children_watched(pid: int) -> Iterator[list[int]]:
    """Looks now and then how much a process's children hold together; [0] is the most, in bytes."""
    most, done = [0], Event()

    def watch() -> None:
        while not done.wait(0.05):
            most[0] = max(most[0], sum(map(held, descendants(pid))))

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


def descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from descendants(child)


def held(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except FileNotFoundError:  # it has ended meanwhile
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def chosen(work: str, only: Sequence[str]) -> list[Peer]:
    """The peers that do a work, among those named; Tirek's ratio and the yardstick stay in."""
    kept = [peer for peer in PEERS if work in peer.works]
    if only:
        always = {YARDSTICK, "tirek_itself"} if work == "mixed" else {"tirek_itself"}
        kept = [
            peer
            for peer in kept
            if peer.module in always or any(name.lower() in peer.name.lower() for name in only)
        ]
    return kept


def measure(people: int, works: Sequence[str], only: Sequence[str]) -> list[Measured]:
    """All peers at all works; what was written stays only while this runs."""
    with tempfile.TemporaryDirectory() as name:
        folder, figures = Path(name), []
        for work in works:
            data = nation_data.simple(people) if work == "simple" else nation_data.mixed(people)
            data.write(folder / work)
            del data
            figures += _one_work(work, people, folder, only)
        return figures


def _one_work(work: str, people: int, folder: Path, only: Sequence[str]) -> list[Measured]:
    with ExitStack() as stack:
        workers = []
        for peer in chosen(work, only):
            log = stack.enter_context((folder / f"{peer.module}-{work}.log").open("w+"))
            worker = Worker(peer, work, folder / work, log)
            stack.callback(worker.close)
            workers.append(worker)
        _in_turn(workers)
        found = {w.peer.module: w.result(folder / f"{w.peer.module}-{work}") for w in workers}
        exact = _exact(work, folder / work, found)
        return [
            w.measured(people, int(checks.wrong(found[w.peer.module], exact).sum()))
            for w in workers
        ]


def _in_turn(workers: Sequence[Worker]) -> None:
    """A dropped run of each, then round after round, so that all meet the machine's moods."""
    for worker in workers:
        worker.run()
    left = {worker: REPEATS if worker.run() < SLOW else REPEATS_IF_SLOW for worker in workers}
    for number in range(1, REPEATS):
        for worker in workers:
            if number < left[worker]:
                worker.run()


def _exact(work: str, folder: Path, found: dict[str, Result]) -> Result:
    """What is right: plain integers, or the kernel by hand once the oracle agrees with it."""
    if work == "simple":
        return {"amount": checks.exact_amounts(Simple.read(folder))}
    yardstick = found[YARDSTICK]
    wrong = checks.wrong_by_oracle(folder, yardstick, SAMPLE)
    if wrong:
        raise SystemExit("\n".join([f"{YARDSTICK} and the oracle differ:", *wrong[:10]]))
    return yardstick


TITLES = {
    "simple": "job loss, one date, one payer",
    "mixed": "job loss, a date for each, several payers, with reasons",
}


def table(work: str, figures: Sequence[Measured]) -> Table:
    rows = [one for one in figures if one.work == work]
    people = rows[0].people
    shown = Table(title=f"{TITLES[work]}: {people:,} people; milliseconds")
    shown.add_column("peer", no_wrap=True)
    for heading in ("median", "fastest – slowest", "data in", "÷ Tirek", "wrong", "MB"):
        shown.add_column(heading, justify="right")
    ours = next((one.median for one in rows if one.peer == "Tirek"), None)
    for one in sorted(rows, key=lambda one: one.median):
        shown.add_row(
            one.peer,
            f"{one.median * 1000:,.0f}",
            f"{one.fastest * 1000:,.0f} – {one.slowest * 1000:,.0f}",
            f"{one.take_in * 1000:,.0f}" if one.take_in > 0.001 else "",
            f"{one.median / ours:.3g}" if ours else "",
            f"{one.wrong:,}",
            f"{one.peak / 2**20:,.0f}",
        )
    return shown
