"""A run that could not write, or whose folder is not as it left it, says why or goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from tests.nation.test_same_answers import Silent, in_files, local, made
from tests.nation.test_stopping import content
from tirek.contract.problems import Problem
from tirek.nation import files, parts
from tirek.nation.files import tables_of
from tirek.nation.reform import laws
from tirek.nation.run import Run


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return in_files(made(60, 6)[0], tmp_path_factory.mktemp("nation") / "facts")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PART", 20)


def refused(facts: Path, out: Path) -> Problem:
    with pytest.raises(Problem) as problem:
        Run(tables_of(facts), out, laws(), 1).go(Silent())
    assert problem.value.as_dict()
    return problem.value


def test_a_run_killed_as_it_began_goes_on(facts: Path, tmp_path: Path) -> None:
    whole = local(facts, tmp_path / "whole")
    out = tmp_path / "out"
    out.mkdir()
    (out / ".lock").touch()
    (out / "plan.unready").write_bytes(b"{")
    assert content(local(facts, out)) == content(whole)


def test_a_finished_folder_stays_as_it_is(facts: Path, tmp_path: Path) -> None:
    out = local(facts, tmp_path / "out")
    before = content(out)
    (out / ".state").mkdir()  # killed just before it was removed
    local(facts, out)
    assert not (out / ".state").exists()
    local(facts, out)
    assert not (out / ".state").exists()
    assert content(out) == before


@pytest.mark.parametrize("name", ["benefits/part-00001.parquet", "status", "run.json"])
def test_what_is_missing_from_a_finished_run_is_made_again(
    name: str, facts: Path, tmp_path: Path
) -> None:
    out = local(facts, tmp_path / "out")
    before = content(out)
    if (out / name).is_dir():
        shutil.rmtree(out / name)
    else:
        (out / name).write_bytes((out / name).read_bytes()[:-9])
    local(facts, out)
    assert content(out) == before


def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    facts: Path, tmp_path: Path
) -> None:
    whole = local(facts, tmp_path / "whole")
    out = tmp_path / "out"
    (out / "benefits").mkdir(parents=True)
    (out / "plan.json").write_bytes((whole / "plan.json").read_bytes())
    (out / "benefits" / "part-00001.unready").symlink_to("/dev/full")
    problem = refused(facts, out)
    assert (problem.code, problem.at) == ("cannot_write", str(out / "benefits/part-00001.parquet"))
    assert "No space left" in str(problem.as_dict())
    assert (out / ".state" / "part-00000.json").exists()
    assert content(local(facts, out)) == content(whole)


def test_a_full_disk_while_dealing_out_is_told() -> None:
    with pytest.raises(Problem) as problem:
        parts._append(pa.table({"person": list(range(10_000))}), Path("/dev/full"))
    assert problem.value.code == "cannot_write"


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_an_output_folder_that_cannot_be_is_told(name: str, facts: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a letter")
    assert refused(facts, tmp_path / name).key == "cannot_write.folder"
    assert (tmp_path / "file").read_text() == "a letter"


def test_a_folder_of_other_things_stays_as_it_was(facts: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert refused(facts, tmp_path).code == "batch_folder_taken"
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_rows_that_no_part_has_read_are_noticed(
    facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = parts.Sorted.part
    monkeypatch.setattr(parts.Sorted, "part", lambda self, number: part(self, number).slice(1))
    problem = refused(facts, tmp_path / "out")
    assert problem.code == "batch_tables_changed"
    assert not (tmp_path / "out" / "run.json").exists()
