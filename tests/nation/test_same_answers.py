"""A nation and each of its people asked one by one: the same tables, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.nation.cases import Nation, benefit_row, dues_rows, random_dues, status_row
from tests.oracle.cases import BENEFITS, random_case
from tests.oracle.cases_other import random_insured_case
from tirek.nation import files
from tirek.nation.disk import write_table
from tirek.nation.files import tables_of
from tirek.nation.reform import laws
from tirek.nation.run import Run
from tirek.nation.schema import OUTPUTS

Rows = list[dict[str, Any]]
KEYS = {
    "benefits": ("person", "event"),
    "status": ("person",),
    "contributions": ("person", "period", "payer", "kind"),
    "errors": ("person", "event"),
}
#: The averages and lengths that a benefit rests on; others are not told by its own answer.
_MEASURES = ("average_income_tiyn", "average_income_of_year_tiyn", "participation_months")


class Silent:
    def begin(self, stage: str, rows: int) -> None: ...
    def step(self, rows: int) -> None: ...


def made(people: int, seed: int) -> tuple[Nation, dict[str, Rows]]:
    """A nation of that many people, and what the contract says of each of them."""
    rng, nation = Random(seed), Nation()
    rows: dict[str, Rows] = {"benefits": [], "status": [], "contributions": [], "errors": []}
    kinds = list(BENEFITS)
    for number in range(1, people + 1):
        match number % 10:
            case 7 | 8:
                case = random_insured_case(rng)
                nation.add_status(case, number)
                rows["status"].append(status_row(case, number))
            case 9:
                person, asking = random_dues(rng, number)
                nation.add_dues(person, asking)
                rows["contributions"] += dues_rows(person, asking)
            case _:
                case = random_case(kinds[rng.randrange(len(kinds))], rng)
                nation.add(case, number)
                rows["benefits"].append(benefit_row(case, number))
    return nation, rows


def in_files(nation: Nation, folder: Path, rng: Random | None = None) -> Path:
    """The nation as Parquet files; in no order at all where a chance is given."""
    folder.mkdir()
    for name, table in nation.tables().items():
        if rng is not None:
            order = list(range(len(table)))
            rng.shuffle(order)
            table = table.take(order)
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=max(1, len(table) // 5))
    return folder


def local(facts: Path, out: Path) -> Path:
    assert Run(tables_of(facts), out, laws()).go(Silent()).complete
    return out


def spark(facts: Path, out: Path) -> Path:
    """On a Spark of this machine with two worker processes."""
    code = (
        "import sys; from pathlib import Path; from pyspark.sql import SparkSession;"
        "from tirek.nation import files, spark;"
        "session = SparkSession.builder.master('local[2]').config('spark.ui.enabled', 'false')"
        ".config('spark.driver.host', '127.0.0.1').config('spark.driver.memory', '2g')"
        ".config('spark.sql.shuffle.partitions', '3').getOrCreate();"
        "spark.run(files.tables_of(Path(sys.argv[1])), Path(sys.argv[2]), None, session)"
    )
    environment = {
        **os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }  # fmt: skip
    command = [sys.executable, "-c", code, str(facts), str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return out


def canonical(tables: Mapping[str, pa.Table], folder: Path) -> dict[str, bytes]:
    """Tables in the order of their keys, as the bytes of a file each."""
    found = {}
    for name, table in tables.items():
        plain = table.cast(OUTPUTS[name]).combine_chunks()
        kinds = plain.column("kind").cast(pa.string()) if "kind" in plain.column_names else None
        ordered = plain.select([key for key in KEYS[name] if key != "kind"])
        if kinds is not None:
            ordered = ordered.append_column("kind", kinds)
        order = pa.compute.sort_indices(ordered, [(key, "ascending") for key in KEYS[name]])
        file = folder / f"{name}.parquet"
        write_table(pa.Table.from_pylist(plain.take(order).to_pylist(), OUTPUTS[name]), file)
        found[name] = file.read_bytes()
    return found


def read(out: Path) -> dict[str, pa.Table]:
    return {
        name: pq.read_table(out / name) for name in ("benefits", "status", "contributions")
    }  # fmt: skip


def told_alike(rows: dict[str, Rows], tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The contract's rows with the measures that its own answer does not tell, from the tables."""
    others = {row["event"]: row for row in tables["benefits"].to_pylist()}
    for row in rows["benefits"]:
        for name in _MEASURES:
            if row.get(name) is None:
                row[name] = others[row["event"]][name]
    return {
        name: pa.Table.from_pylist(rows[name], OUTPUTS[name])
        for name in ("benefits", "status", "contributions")
    }


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Rows]]]:
    folder = tmp_path_factory.mktemp("nation")
    made_up, rows = made(1500, 1)
    yield in_files(made_up, folder / "facts", Random(2)), rows


def test_a_run_over_files_says_what_the_contract_says_of_each(
    nation: tuple[Path, dict[str, Rows]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PART", 200)
    facts, rows = nation
    tables = read(local(facts, tmp_path / "out"))
    assert not pq.read_table(tmp_path / "out" / "errors").num_rows
    assert canonical(tables, tmp_path) == canonical(told_alike(rows, tables), tmp_path)


def _needs_spark() -> None:
    missing = []
    if shutil.which("java") is None:
        missing.append("Java 17")
    try:
        import pyspark  # noqa: F401
    except ImportError:
        missing.append("pyspark (tirek[spark])")
    if missing and os.environ.get("CI"):
        pytest.fail(f"missing in CI: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")


def test_spark_gives_the_same_bytes(nation: tuple[Path, dict[str, Rows]], tmp_path: Path) -> None:
    _needs_spark()
    facts, _ = nation
    ours = canonical(read(local(facts, tmp_path / "local")), tmp_path)
    assert canonical(read(spark(facts, tmp_path / "spark")), tmp_path) == ours


@pytest.mark.nation
@pytest.mark.parametrize("engine", [local, spark], ids=["local", "spark"])
def test_100_000_people(engine: Callable[[Path, Path], Path], tmp_path: Path) -> None:
    if engine is spark:
        _needs_spark()
    made_up, rows = made(100_000, 3)
    facts = in_files(made_up, tmp_path / "facts", Random(4))
    tables = read(engine(facts, tmp_path / "out"))
    assert canonical(tables, tmp_path) == canonical(told_alike(rows, tables), tmp_path)
