"""Tirek's API beside OpenFisca's: the same people's job loss, the same client, two workers each,
in turn, round after round. OpenFisca gives the amount; Tirek gives the whole answer with its
explanation and what would change it.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import monotonic, sleep
from typing import Any, NamedTuple

import orjson

from benchmarks.figure import Figure
from benchmarks.http_client import Asked, ask, request
from benchmarks.measuring import ROOT

SEED, WORKERS, CONNECTIONS = 20260101, 2, 8
ON, MONTH = "2025-03-10", "2025-03"
WINDOW = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(2023 * 12 + 2, 2025 * 12 + 2)]
PAYER = "041040334323"
#: Distinct bodies of one person; people in one request, over how many connections.
BODIES, PEOPLE, BATCHES = 2_000, 1_000, 2


class Life(NamedTuple):
    """One person: whole tenge of each month of the window, months of participation."""

    incomes: list[int]
    participation: int


def lives(count: int) -> list[Life]:
    rng = Random(SEED)
    return [
        Life([rng.randrange(40_000, 900_000) for _ in WINDOW], rng.randrange(6, 300))
        for _ in range(count)
    ]


def our_question(life: Life) -> bytes:
    rows = [
        {"period": month, "payer": PAYER, "income": f"{income}.00"}
        for month, income in zip(WINDOW, life.incomes, strict=True)
    ]
    return orjson.dumps({
        "on": ON, "person": {"birth_date": "1985-01-01", "sex": "female"}, "contributions": rows,
        "participation_months": life.participation, "event": {"kind": "job_loss"},
    })  # fmt: skip


def our_batch(people: Sequence[Life]) -> bytes:
    numbers, size = range(len(people)), len(people)
    periods = [int(month.replace("-", "")) for month in WINDOW]
    return orjson.dumps({
        "persons": {"person": list(numbers), "birth_date": ["1985-01-01"] * size,
                    "sex": ["female"] * size},
        "contributions": {
            "person": [number for number in numbers for _ in WINDOW],
            "period": periods * size, "payer": [1] * (len(WINDOW) * size),
            "income_tiyn": [income * 100 for life in people for income in life.incomes],
        },
        "events": {
            "event": list(numbers), "person": list(numbers), "on": [ON] * size,
            "participation_months": [life.participation for life in people],
            "job_loss": [{}] * size,
        },
    })  # fmt: skip


def their_question(people: Sequence[Life]) -> bytes:
    return orjson.dumps({
        "persons": {
            f"p{number}": {
                "income": dict(zip(WINDOW, life.incomes, strict=True)),
                "participation_months": {MONTH: life.participation},
                "job_loss_benefit": {MONTH: None},
            }
            for number, life in enumerate(people)
        }
    })  # fmt: skip


# ---------------------------------------------------------------------- servers


def free_port() -> int:
    from tirek.cli.serve import listening

    with listening(0) as found:
        return int(found.getsockname()[1])


@contextmanager
def served(command: list[str], port: int, ready: str, **more: str) -> Iterator[None]:
    """A server in a process group of its own, from when it answers."""
    with tempfile.TemporaryDirectory() as data, Path(data, "log").open("w+") as log:
        environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "TIREK_DATA": data}
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment | more, stdout=log, stderr=log
        )  # fmt: skip
        try:
            _wait(process, port, ready, Path(data, "log"))
            yield
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, ready: str, log: Path) -> None:
    ends = monotonic() + 120
    while monotonic() < ends and process.poll() is None:
        link = HTTPConnection("127.0.0.1", port, timeout=10)
        with suppress(OSError, HTTPException):
            link.request("GET", ready)
            if link.getresponse().status == 200:
                return
        link.close()
        sleep(0.2)
    raise SystemExit(log.read_text()[-2000:])


def tirek_served(port: int) -> Any:
    return served(
        [sys.executable, "-m", "gunicorn", "tirek.api.asgi:application", "--worker-class",
         "tirek.api.worker.Worker", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}",
         "--no-control-socket"],
        port, "/api/law/minimum_wage", TIREK_API_RATE="0",
    )  # fmt: skip


def openfisca_served(port: int) -> Any:
    folder = ROOT / ".venv-bench" / "bin"
    if not (folder / "openfisca").exists():
        raise SystemExit(f"{folder / 'openfisca'} is missing: ./run bench --api installs it")
    return served(
        [str(folder / "python"), str(folder / "openfisca"), "serve", "--country-package",
         "benchmarks.peers.openfisca", "--port", str(port), "--workers", str(WORKERS)],
        port, "/variables",
    )  # fmt: skip


# ---------------------------------------------------------------------- measuring


class Side(NamedTuple):
    """One of the two: its port, its single requests, its request of many people."""

    port: int
    singles: list[bytes]
    batch: bytes


def figures(seconds: float = 5.0, rounds: int = 5) -> list[Figure]:
    """Requests a second and latencies of single answers; people a second in one request."""
    people = lives(BODIES)
    ours, theirs = free_port(), free_port()
    with tirek_served(ours), openfisca_served(theirs):
        sides = (
            Side(ours, [request("/api/assess", our_question(one), ours) for one in people[:BODIES]],
                 request("/api/batch", our_batch(people[:PEOPLE]), ours)),
            Side(theirs,
                 [request("/calculate", their_question([one]), theirs) for one in people[:BODIES]],
                 request("/calculate", their_question(people[:PEOPLE]), theirs)),
        )  # fmt: skip
        _agree(sides, people)
        for side in sides:  # a round that is dropped
            ask(side.port, side.singles, CONNECTIONS, seconds / 2)
            ask(side.port, [side.batch], BATCHES, seconds / 2)
        singles: list[list[Asked]] = [[], []]
        batches: list[list[Asked]] = [[], []]
        for _ in range(rounds):
            for number, side in enumerate(sides):
                singles[number].append(ask(side.port, side.singles, CONNECTIONS, seconds))
            for number, side in enumerate(sides):
                batches[number].append(ask(side.port, [side.batch], BATCHES, seconds))
    return _told(singles, batches)


def _agree(sides: Sequence[Side], people: Sequence[Life]) -> None:
    """The two give the same amounts, but for the floats of the one."""
    for number in range(50):
        told = [orjson.loads(ask(s.port, [s.singles[number]], 1, 0.001).last) for s in sides]
        ours = float(told[0]["amount"])
        theirs = told[1]["persons"]["p0"]["job_loss_benefit"][MONTH]
        if abs(ours - theirs) > 0.05:
            raise SystemExit(f"{people[number]}: {ours} and {theirs}")


def _told(singles: Sequence[list[Asked]], batches: Sequence[list[Asked]]) -> list[Figure]:
    """Medians of the rounds; the ratios are of the two within a round."""
    rates = [[len(one.each) / one.seconds for one in single] for single in singles]
    crowds = [[len(one.each) * PEOPLE / one.seconds for one in batch] for batch in batches]
    found = []
    for number, name in enumerate(("Tirek", "OpenFisca")):
        found += [
            Figure(f"{name}: answers a second, {CONNECTIONS} connections", median(rates[number]),
                   "/s"),
            Figure(f"{name}: p50", _middle(singles[number], median), "ms"),
            Figure(f"{name}: p99", _middle(singles[number], _last_hundredth), "ms"),
            Figure(f"{name}: people a second, {PEOPLE:,} in a request", median(crowds[number]),
                   "/s"),
        ]  # fmt: skip
    return [
        *found,
        Figure("answers: Tirek ÷ OpenFisca", _ratio(*rates), "times", 3.0),
        Figure("people in batches: Tirek ÷ OpenFisca", _ratio(*crowds), "times", 20.0),
    ]


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))


def _middle(runs: Sequence[Asked], of: Callable[[list[float]], float]) -> float:
    return median(of(one.each) for one in runs) * 1000


def _last_hundredth(each: list[float]) -> float:
    return quantiles(each, n=100)[98]
