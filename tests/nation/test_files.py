"""The files of a nation: each row is read once, and what cannot be read is refused by name."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.nation.test_bad_rows import GOOD, nation_of
from tests.nation.test_same_answers import Silent, _needs_spark, in_files, local, made, spark
from tirek.contract.problems import Problem
from tirek.nation import files, parts
from tirek.nation.files import tables_of
from tirek.nation.reform import laws
from tirek.nation.run import Run
from tirek.nation.schema import TABLES


def refused(facts: Path) -> Problem:
    with pytest.raises(Problem) as problem:
        tables_of(facts)
    assert set(problem.value.as_dict()["error"]["message"]) == {"kk", "ru", "en"}  # type: ignore[index]
    return problem.value


def told(problem: Problem) -> str:
    return str(problem.as_dict())


# ---------------------------------------------------------------------- rows of nobody


def with_nobodys_rows(facts: Path, people: Sequence[int | None]) -> Path:
    """A nation of these persons, some of the rows of nobody, in row groups of three rows."""
    facts.mkdir()
    for name, row in GOOD.items():
        rows = [{**row, "person": person} for person in people]
        for number, one in enumerate(rows):
            if name == "events":
                one["event"] = number
        table = pa.Table.from_pylist(rows, TABLES[name].arrow).select(list(row))
        pq.write_table(table, facts / f"{name}.parquet", row_group_size=3)
    return facts


def rows_of_nobody(out: Path) -> dict[str, int]:
    errors = pq.read_table(out / "errors").to_pylist()
    return {
        name: sum(e["table"] == name and e["person"] is None for e in errors) for name in TABLES
    }


@pytest.mark.parametrize("order", ["first", "last", "between", "file"])
def test_each_row_of_nobody_is_listed_whatever_the_part(
    order: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PART", 4)
    nobody: list[int | None] = [None] * 4
    known: list[int | None] = list(range(1, 21))
    orders = {
        "first": nobody + known, "last": known + nobody, "file": known,
        "between": [p for person in known for p in ([person] if person % 5 else [person, None])],
    }  # fmt: skip
    facts = with_nobodys_rows(tmp_path / "facts", orders[order])
    if order == "file":
        for name in TABLES:
            (facts / name).mkdir()
            (facts / f"{name}.parquet").rename(facts / name / "a.parquet")
        other = with_nobodys_rows(tmp_path / "other", nobody)
        for name in TABLES:
            (other / f"{name}.parquet").rename(facts / name / "b.parquet")
    out = local(facts, tmp_path / "out")
    assert rows_of_nobody(out) == dict.fromkeys(TABLES, 4)
    assert pq.read_table(out / "benefits").column("person").to_pylist() == known


def test_spark_lists_the_same_errors(tmp_path: Path) -> None:
    _needs_spark()
    people = [None, 3, 1, None, -7, 2, 99, 5, None, 5]
    facts = with_nobodys_rows(tmp_path / "facts", people)
    ours, theirs = (
        sorted(pq.read_table(out / "errors").to_pylist(), key=str)
        for out in (local(facts, tmp_path / "local"), spark(facts, tmp_path / "spark"))
    )
    assert ours == theirs and len(ours) > 12


def test_a_table_whose_statistics_lie_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = nation_of(tmp_path / "facts", {})
    groups = parts.sorted_groups

    def lying(table: files.Table) -> Any:
        found = groups(table)
        assert found
        return [parts._Group(g.file, g.number, g.low, g.high - 1) for g in found]

    monkeypatch.setattr("tirek.nation.run.sorted_groups", lying)
    with pytest.raises(Problem) as problem:
        local(facts, tmp_path / "out")
    assert problem.value.code == "cannot_read"


# ---------------------------------------------------------------------- what lies in the folder


@pytest.mark.parametrize(
    "name",
    ["event.parquet", "events.PARQUET", "Events.parquet", "events.parquet.gz", "rest.parquet",
     "events.csv", "event/", "2024/part.parquet", "events.parquet/part.parquet"],
)  # fmt: skip
def test_what_could_be_meant_as_a_table_is_refused_by_name(name: str, tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    (facts / "events.parquet").unlink()
    file = facts / name / "part.parquet" if name.endswith("/") else facts / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"")
    problem = refused(facts)
    assert problem.code == "unknown_table"
    assert name.split("/")[0] in told(problem)


def test_what_is_clearly_no_table_may_lie_there(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    for name in ("_SUCCESS", ".events.parquet.crc", "events.parquet.crc", "README", "notes.md"):
        (facts / name).write_text("")
    (facts / "empty").mkdir()
    out = local(facts, facts / "answers")
    assert pq.read_table(out / "benefits").num_rows == 2
    local(facts, facts / "answers")  # the answers themselves may lie there, too


@pytest.mark.parametrize("name", ["part.PARQUET", "part.csv", "year=2024/part.parquet"])
def test_a_tables_folder_holds_its_files_and_nothing_else(name: str, tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    (facts / "events").mkdir()
    (facts / "events.parquet").rename(facts / "events" / "part.parquet")
    tables_of(facts)
    (facts / "events" / name).parent.mkdir(exist_ok=True)
    (facts / "events" / name).write_bytes(b"")
    problem = refused(facts)
    assert problem.key == "unknown_table.file"
    assert name.split("/")[0] in told(problem)


def test_a_table_is_a_file_or_a_folder_and_not_both(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    (facts / "events").mkdir()
    assert refused(facts).key == "missing_table"
    pq.write_table(pq.read_table(facts / "events.parquet"), facts / "events" / "part.parquet")
    assert refused(facts).key == "unknown_table.twice"


# ---------------------------------------------------------------------- files that differ


def in_two_files(facts: Path, name: str, second: pa.Table) -> None:
    first = pq.read_table(facts / f"{name}.parquet")
    (facts / f"{name}.parquet").unlink()
    (facts / name).mkdir()
    pq.write_table(first.slice(0, 1), facts / name / "a.parquet")
    pq.write_table(second.slice(1), facts / name / "b.parquet")


def test_files_may_keep_the_same_values_in_other_ways(tmp_path: Path) -> None:
    plain = local(nation_of(tmp_path / "plain", {}), tmp_path / "plain-out")
    facts = nation_of(tmp_path / "facts", {})
    for name in TABLES:
        table = pq.read_table(facts / f"{name}.parquet")
        for at, field in enumerate(table.schema):
            column = table.column(at)
            if field.type == pa.string():
                column = column.cast(pa.large_string()).dictionary_encode()
            elif field.name == "period":
                column = column.dictionary_encode()
            nullable = column.null_count > 0
            table = table.set_column(at, pa.field(field.name, column.type, nullable), column)
        in_two_files(facts, name, table)
    out = local(facts, tmp_path / "out")
    assert pq.read_table(out / "benefits") == pq.read_table(plain / "benefits")
    assert not pq.read_table(out / "errors").num_rows


def test_files_of_other_columns_are_refused_with_both_types(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    table = pq.read_table(facts / "contributions.parquet")
    other = table.set_column(1, "period", table.column("period").cast(pa.int64()))
    in_two_files(facts, "contributions", other)
    problem = refused(facts)
    assert (problem.code, problem.at) == ("bad_column", "/contributions/period")
    assert all(word in told(problem) for word in ("a.parquet", "b.parquet", "int64", "int32"))
    pq.write_table(table.drop_columns(["payer"]), facts / "contributions" / "b.parquet")
    assert refused(facts).at == "/contributions/payer"


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    table = pq.read_table(facts / "persons.parquet")
    pq.write_table(table.append_column("sex", table.column("sex")), facts / "persons.parquet")
    problem = refused(facts)
    assert (problem.key, problem.at) == ("bad_column.twice", "/persons/sex")


# ---------------------------------------------------------------------- damaged files


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    in_two_files(facts, "events", pq.read_table(facts / "events.parquet"))
    (facts / "events" / "b.parquet").write_bytes(b"PAR1 is how it begins")
    problem = refused(facts)
    assert (problem.code, problem.at) == ("cannot_read", "/events")
    assert problem.details["value"] == str(facts / "events" / "b.parquet")


@pytest.mark.parametrize("table", ["persons", "contributions", "events"])
@pytest.mark.parametrize("ordered", [True, False])
def test_damaged_pages_are_a_problem_wherever_they_are_read(
    ordered: bool, table: str, tmp_path: Path
) -> None:
    facts = in_files(made(200, 3)[0], tmp_path / "facts", None if ordered else Random(1))
    file = facts / f"{table}.parquet"
    content = bytearray(file.read_bytes())
    footer = int.from_bytes(content[-8:-4], "little") + 8
    content[4 : len(content) - footer] = b"\xff" * (len(content) - footer - 4)
    file.write_bytes(content)
    with pytest.raises(Problem) as problem:
        Run(tables_of(facts), tmp_path / "out", laws(), 2).go(Silent())
    assert (problem.value.code, problem.value.at) == ("cannot_read", f"/{table}")
    assert problem.value.details["value"] == str(file)


def test_dealing_out_keeps_few_files_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PART", 2)
    monkeypatch.setattr(parts, "DEALT", 7)
    nation, _ = made(300, 5)
    ordered = local(in_files(nation, tmp_path / "ordered"), tmp_path / "ordered-out")
    facts = in_files(nation, tmp_path / "facts", Random(1))
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (80, limits[1]))
    try:
        out = tmp_path / "out"
        assert Run(tables_of(facts), out, laws(), 2).go(Silent()).complete
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert len(list((out / "errors").iterdir())) == 150
    for name in ("benefits", "contributions", "status"):
        assert pq.read_table(out / name) == pq.read_table(ordered / name)


def test_spark_refuses_numbers_that_it_does_not_have(tmp_path: Path) -> None:
    _needs_spark()
    from tirek.nation import spark as cluster

    facts = nation_of(tmp_path / "facts", {})
    table = pq.read_table(facts / "events.parquet")
    unsigned = table.set_column(0, "event", table.column("event").cast(pa.uint64()))
    pq.write_table(unsigned, facts / "events.parquet")
    with pytest.raises(Problem) as problem:
        cluster.run(tables_of(facts), tmp_path / "out", None)
    assert (problem.value.code, problem.value.at) == ("bad_column", "/events/event")
