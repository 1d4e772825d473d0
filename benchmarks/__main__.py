"""Measures what exists so far and prints the tables: `./run bench --peers --json`."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from benchmarks import api, ledger, measuring, pages, whole_nation
from benchmarks.figure import Figure, sign
from benchmarks.measuring import Measured
from benchmarks.page import write_page
from tests.oracle.cases import BENEFITS, random_case

SEED = 20260101
#: As many as the fund takes contributions for.
NATION = 6_900_000
FIGURES = Path(__file__).resolve().parent.parent / "docs" / "figures"
IMPORT = """
from time import perf_counter as now
begun = now()
import tirek.law
imported = now()
tirek.law.law()
print(imported - begun, now() - begun)
"""


def milliseconds(begun: float) -> float:
    return (perf_counter() - begun) * 1000


def calibration_loop() -> int:
    """A fixed piece of plain Python work, about a millisecond: the yardstick of this machine."""
    total = 0
    for number in range(20_000):
        total += number * number % 7
    return total


def random_cases(rng: Random) -> Iterator[dict[str, Any]]:
    """Cases of the six benefits in turn, without end."""
    while True:
        for benefit in BENEFITS:
            yield random_case(benefit, rng)


def one_assessment(people: int) -> list[Figure]:
    """One answer with its full explanation, in process; the loop runs between the answers."""
    from tirek.contract.assess import answer

    cases = random_cases(Random(SEED))
    for _ in range(60):
        answer(next(cases), "kk", False)
    answers, loops = [], []
    for case, _ in zip(cases, range(people), strict=False):
        begun = perf_counter()
        orjson.dumps(answer(case, "kk", False))
        answers.append(milliseconds(begun))
        begun = perf_counter()
        calibration_loop()
        loops.append(milliseconds(begun))
    typical, loop = median(answers), median(loops)
    return [
        Figure("one assessment, full explanation: median", typical, "ms", 1.0),
        Figure("one assessment, full explanation: p99", quantiles(answers, n=100)[98], "ms"),
        Figure("calibration loop: median", loop, "ms"),
        Figure("one assessment ÷ calibration loop", typical / loop, "×"),
    ]


def spoiled(case: dict[str, Any], rng: Random) -> str:
    """The case as a line with one mistake in it."""
    match rng.randrange(5):
        case 0:
            return json.dumps(case)[:-1]
        case 1:
            case["on"] = "2025-02-30"
        case 2:
            case["contributions"].append({"period": "2024-01", "payer": "1", "income": 85000})
        case 3:
            case["colour"] = "blue"
        case _:
            del case["person"]
    return json.dumps(case)


def write_lines(file: Path, count: int) -> None:
    """That many distinct cases of all benefits, a line each, every tenth of them bad."""
    rng = Random(SEED + 1)
    lines: dict[str, None] = {}
    for case in random_cases(rng):
        bad = len(lines) % 10 == 9
        lines[spoiled(case, rng) if bad else json.dumps(case)] = None
        if len(lines) == count:
            break
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def many_lines(count: int) -> list[Figure]:
    """`tirek assess - --lines` as a whole process, from a file to a file."""
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        cases, results = Path(folder, "cases.jsonl"), Path(folder, "results.jsonl")
        write_lines(cases, count)
        for name, options, reach in (("brief", ["--brief"], 20.0), ("full", [], 60.0)):
            command = [sys.executable, "-P", "-m", "tirek.cli", "assess", "-", "--lines", *options]
            with cases.open("rb") as given, results.open("wb") as taken:
                begun = perf_counter()
                status = subprocess.run(command, stdin=given, stdout=taken, check=False).returncode
                seconds = perf_counter() - begun
            with results.open("rb") as taken:
                answered = sum(1 for _ in taken)
            if (status, answered) != (1, count):  # 1: some lines were bad, as they should be
                raise SystemExit(f"{' '.join(command)}: status {status}, {answered} of {count}")
            figures.append(Figure(f"assess --lines, {count:,} cases, {name}", seconds, "s", reach))
    return figures


def import_of_the_law() -> list[Figure]:
    command = [sys.executable, "-P", "-c", IMPORT]
    runs = [[float(n) for n in subprocess.check_output(command).split()] for _ in range(7)]
    imported, built = (median(times) for times in zip(*runs, strict=True))
    return [
        Figure("import of tirek.law, new process: median of 7", imported, "s", 0.5),
        Figure("... with the law read, checked and joined", built, "s"),
    ]


def table(figures: list[Figure]) -> Table:
    shown = Table("figure", title=f"Python {platform.python_version()}, {os.cpu_count()} CPUs")
    for heading in ("value", "reach"):
        shown.add_column(heading, justify="right")
    for name, value, unit, reach in figures:
        aim = "" if reach is None else f"{sign(unit)} {reach:g} {unit}"
        shown.add_row(name, f"{value:.3f} {unit}", aim)
    return shown


def write_json(file: Path, figures: list[Figure], nation: list[Measured]) -> None:
    taken = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        "figures": [figure._asdict() for figure in figures],
        "nation": [measured._asdict() for measured in nation],
    }
    file.write_text(json.dumps(taken, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--answers", type=int, default=3_000, help="single assessments")
    parser.add_argument("--lines", type=int, default=100_000, help="cases of assess --lines")
    parser.add_argument("--peers", action="store_true", help="a nation, beside other engines")
    parser.add_argument("--nation", action="store_true", help="6.9 million people, file to file")
    parser.add_argument("--ledger", action="store_true", help="the ledger alone, 20 M rows in it")
    parser.add_argument("--pages", action="store_true", help="public pages under a steady load")
    parser.add_argument("--api", action="store_true", help="the API alone, beside OpenFisca's")
    parser.add_argument("--rows", type=int, default=ledger.ROWS, help="of --ledger")
    parser.add_argument("--repeats", type=int, default=3, help="of --nation")
    parser.add_argument("--kept", type=Path, help="a folder to keep the nation's files in")
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="of the peers, and nothing else"
    )
    parser.add_argument("--people", type=int, default=1_000_000, help="the nation")
    parser.add_argument("--work", choices=measuring.TITLES, help="of the nation: both, if left out")
    parser.add_argument(
        "--json",
        type=Path,
        nargs="?",
        const=FIGURES,
        metavar="FILE",
        help="write the figures there too; without FILE into docs/figures",
    )
    return parser.parse_args()


def main() -> None:
    asked, figures, nation = chosen(), list[Figure](), list[Measured]()
    part = next((name for name in ("ledger", "api", "pages") if getattr(asked, name)), "")
    if part == "ledger":
        figures = ledger.figures(asked.kept, asked.rows)
    elif part:
        figures = api.figures() if part == "api" else pages.figures()
    elif not asked.only:
        figures = import_of_the_law() + one_assessment(asked.answers) + many_lines(asked.lines)
        if asked.nation:
            figures += whole_nation.figures(NATION, asked.repeats, asked.kept)
    if figures:
        Console().print(table(figures))
    if asked.peers or asked.only:
        works = [asked.work] if asked.work else list(measuring.TITLES)
        nation = measuring.measure(asked.people, works, asked.only)
        for work in works:
            Console().print(measuring.table(work, nation))
    if asked.json == FIGURES:
        name = f"{datetime.now(UTC):%Y-%m-%d}" + (f"-{part}" if part else "")
        asked.json = FIGURES / f"{name}.json"
    if asked.json:
        write_json(asked.json, figures, nation)
        if not part and asked.json.parent.resolve() == FIGURES.resolve():
            write_page(asked.json)


if __name__ == "__main__":
    main()
