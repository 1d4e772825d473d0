"""``tirek batch`` over a whole nation, beside a bare read-and-sum of the same files.

Each is a process of its own; memory is the most that it held, with all its threads.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter, sleep

from benchmarks.figure import Figure
from benchmarks.nation_files import write_nation

READ_AND_SUM = """
import sys, pyarrow.parquet as pq, pyarrow.compute as pc, pyarrow as pa
from pathlib import Path
for file in sorted(Path(sys.argv[1]).glob("*.parquet")):
    opened = pq.ParquetFile(file)
    for batch in opened.iter_batches(1 << 20):
        for column in batch.columns:
            if pa.types.is_integer(column.type):
                pc.sum(column)
"""


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds and the most memory (MB) of a process."""
    peak = [0.0]
    begun = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def watch() -> None:
        status = Path(f"/proc/{process.pid}/status")
        while process.poll() is None:
            try:
                peak[0] = max(peak[0], int(status.read_text().partition("VmHWM:")[2].split()[0]))
            except (OSError, IndexError):
                return
            sleep(0.05)

    watching = Thread(target=watch)
    watching.start()
    if process.wait() != 0:
        raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
    seconds = perf_counter() - begun
    watching.join()
    return seconds, peak[0] / 1024


def figures(people: int, repeats: int, kept: Path | None) -> list[Figure]:
    """The figures over that many people; ``kept``: a folder whose nation is used again. The first
    run of each is left out: it compiles, and reads files that are not in memory yet."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=kept) as folder:
        for order in ("sorted", "shuffled"):
            nation = (kept or Path(folder)) / f"{order}-{people}"
            if not nation.exists():
                write_nation(nation, people, order == "shuffled")
            times: dict[str, list[tuple[float, float]]] = {"read-and-sum": [], "tirek batch": []}
            for repeat in range(repeats + 1):
                read = [sys.executable, "-c", READ_AND_SUM, str(nation)]
                times["read-and-sum"].append(measured(read))
                out = Path(folder, f"{order}-{repeat}")
                batch = [sys.executable, "-P", "-m", "tirek.cli", "batch", str(nation), str(out)]
                times["tirek batch"].append(measured(batch))
                subprocess.run(["rm", "-rf", str(out)], check=True)
            typical = {name: median(s for s, _ in runs[1:]) for name, runs in times.items()}
            reach = {"sorted": 30.0, "shuffled": 60.0}[order]
            for name, runs in times.items():
                title = f"{name}, {people:,} people, {order}"
                ours = name == "tirek batch"
                found += [
                    Figure(f"{title}: median of {repeats}", typical[name], "s",
                           reach if ours else None),
                    Figure(f"{title}: most memory", max(mb for _, mb in runs[1:]), "MB",
                           4096 if ours else None),
                ]  # fmt: skip
            ratio = typical["tirek batch"] / typical["read-and-sum"]
            found.append(Figure(f"tirek batch ÷ read-and-sum, {order}", ratio, "×"))
    return found
