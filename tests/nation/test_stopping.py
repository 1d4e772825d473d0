"""Whatever ends a run, the next start ends with the same files."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import orjson
import pyarrow.parquet as pq
import pytest

from tests.nation.test_same_answers import Silent, in_files, local, made
from tirek.contract.problems import Problem
from tirek.nation import files
from tirek.nation.files import tables_of
from tirek.nation.reform import laws
from tirek.nation.run import Run

#: The command, with parts so small that a run of a test has many.
_SMALL_PARTS = (
    "import sys; from tirek.nation import files; files.PART = 20;"
    "from tirek.cli.main import main; main(sys.argv[1:])"
)


@pytest.fixture(scope="module", params=["sorted", "shuffled"])
def facts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = Random(5) if request.param == "shuffled" else None
    return in_files(made(600, 6)[0], tmp_path_factory.mktemp("nation") / "facts", chance)


def begun(facts: Path, out: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-c", _SMALL_PARTS, "batch", str(facts), str(out), "--lang", "en"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def content(out: Path) -> dict[str, str]:
    """What each file of a run holds; which tables it was made from is beside it."""
    return {
        str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(out.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }


def parts_done(out: Path) -> int:
    return len(list((out / ".state").glob("part-*.json")))


def wait_for_parts(out: Path, process: subprocess.Popen[bytes], parts: int) -> None:
    while process.poll() is None and parts_done(out) < parts:
        time.sleep(0.005)


def kill_at_random(facts: Path, out: Path, rng: Random, kills: int) -> int:
    """Starts a run again and again and kills it; gives how many kills met it at work."""
    met = 0
    for _ in range(kills):
        process = begun(facts, out)
        wait_for_parts(out, process, parts_done(out) + rng.randrange(1, 4))
        time.sleep(rng.random() * 0.02)
        process.kill()
        process.communicate()
        met += process.returncode == -signal.SIGKILL
    return met


def test_killed_in_the_middle_it_ends_with_the_same_files(facts: Path, tmp_path: Path) -> None:
    undisturbed = begun(facts, tmp_path / "whole")
    undisturbed.communicate()
    assert undisturbed.returncode == 0
    assert kill_at_random(facts, tmp_path / "killed", Random(7), 2)
    last = begun(facts, tmp_path / "killed")
    last.communicate()
    assert last.returncode == 0
    assert content(tmp_path / "killed") == content(tmp_path / "whole")


@pytest.mark.long
def test_killed_many_times(facts: Path, tmp_path: Path) -> None:
    begun(facts, tmp_path / "whole").communicate()
    for seed in range(3):
        out = tmp_path / str(seed)
        kill_at_random(facts, out, Random(seed), 4)
        begun(facts, out).communicate()
        assert content(out) == content(tmp_path / "whole"), seed


def test_stopped_by_ctrl_c_it_says_how_to_go_on_and_does(facts: Path, tmp_path: Path) -> None:
    begun(facts, tmp_path / "whole").communicate()
    process = begun(facts, tmp_path / "stopped")
    wait_for_parts(tmp_path / "stopped", process, 2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert "Give the same command again" in said.decode()
    assert b"Traceback" not in said
    assert 2 <= parts_done(tmp_path / "stopped") < 30
    begun(facts, tmp_path / "stopped").communicate()
    assert content(tmp_path / "stopped") == content(tmp_path / "whole")


def test_a_part_that_is_not_whole_is_answered_again(
    facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PART", 100)
    whole = local(facts, tmp_path / "whole")
    out = tmp_path / "cut"
    run = Run(tables_of(facts), out, laws(), 1)

    class StopAfterTwo(Silent):
        def step(self, rows: int) -> None:
            if parts_done(out) >= 2:
                run.stop.set()

    assert not run.go(StopAfterTwo()).complete
    cut = out / "benefits" / "part-00000.parquet"
    cut.write_bytes(cut.read_bytes()[:-20])
    assert Run(tables_of(facts), out, laws()).go(Silent()).complete
    assert content(out) == content(whole)


def test_a_finished_run_is_told_again_and_not_done_again(facts: Path, tmp_path: Path) -> None:
    out = local(facts, tmp_path / "out")
    before = content(out)
    finished = Run(tables_of(facts), out, laws()).go(Silent())
    assert finished.complete
    assert content(out) == before
    assert finished.totals.as_dict() == orjson.loads((out / "run.json").read_bytes())["totals"]


def test_another_run_does_not_go_on_in_a_folder(facts: Path, tmp_path: Path) -> None:
    local(facts, tmp_path / "out")
    reform = b"reform: {kk: a, ru: b, en: c}\nparameters: {job_loss_replacement_rate: "
    reform += b"[{since: 2024-01-01, value: '0.5'}]}"
    with pytest.raises(Problem) as other:
        Run(tables_of(facts), tmp_path / "out", laws(reform)).go(Silent())
    assert other.value.code == "batch_other_run"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(Problem) as taken:
        Run(tables_of(facts), tmp_path / "full", laws()).go(Silent())
    assert taken.value.code == "batch_folder_taken"


def test_two_runs_do_not_write_into_one_folder(facts: Path, tmp_path: Path) -> None:
    first = begun(facts, tmp_path / "out")
    wait_for_parts(tmp_path / "out", first, 1)
    first.send_signal(signal.SIGSTOP)
    second = begun(facts, tmp_path / "out")
    _, said = second.communicate()
    first.send_signal(signal.SIGCONT)
    first.communicate()
    assert (second.returncode, first.returncode) == (2, 0)
    assert orjson.loads(said)["error"]["code"] == "batch_running"


def test_what_is_written_says_how_much(facts: Path, tmp_path: Path) -> None:
    out = local(facts, tmp_path / "out")
    told = orjson.loads((out / "run.json").read_bytes())
    assert told["tables"]["persons"] == 600
    asked = sum(told["totals"]["laws"][0][f"{kind}.asked"] for kind in ("job_loss", "survivor"))
    table = pq.read_table(out / "benefits")
    assert asked == sum(table.num_rows - table[k].null_count for k in ("job_loss", "survivor"))
