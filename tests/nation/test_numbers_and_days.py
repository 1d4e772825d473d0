"""Numbers and days that no table should hold: a row of the errors each, nobody answered wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.nation.test_bad_rows import GOOD, Row, nation_of
from tests.nation.test_same_answers import local

FAR = 2**63


def with_column(facts: Path, name: str, column: str, values: pa.Array) -> None:
    """Puts a column of any type into a table."""
    file = facts / f"{name}.parquet"
    table = pq.read_table(file)
    if column in table.column_names:
        table = table.drop_columns([column])
    pq.write_table(table.append_column(column, values), file)


def with_rows(facts: Path, name: str, rows: Sequence[Row], **types: pa.DataType) -> None:
    """Writes a table anew."""
    schema = pq.read_schema(facts / f"{name}.parquet")
    for column, kind in types.items():
        at = schema.get_field_index(column)
        field = pa.field(column, kind)
        schema = schema.append(field) if at < 0 else schema.set(at, field)
    pq.write_table(pa.Table.from_pylist(list(rows), schema), facts / f"{name}.parquet")


def errors_of(out: Path) -> list[dict[str, Any]]:
    return pq.read_table(out / "errors").to_pylist()


def test_payers_too_large_for_a_number_are_refused_and_not_taken_for_one(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    rows = [{**GOOD["contributions"], "payer": 7}]
    rows += [{**GOOD["contributions"], "person": 2, "payer": payer} for payer in (FAR, FAR + 1)]
    with_rows(facts, "contributions", rows, payer=pa.uint64())
    out = local(facts, tmp_path / "out")
    assert pq.read_table(out / "benefits").column("person").to_pylist() == [1]
    refused = [e for e in errors_of(out) if e["table"] == "contributions"]
    assert [(e["person"], e["payer"], e["code"], e["at"]) for e in refused] == [
        (2, None, "out_of_bounds", "/payer")
    ] * 2
    assert str(FAR + 1) in refused[1]["message_en"]


@pytest.mark.parametrize("number", [FAR - 1, FAR, FAR + 5])
def test_a_person_too_large_for_a_number_is_nobody_else(number: int, tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    for name in GOOD:
        with_column(facts, name, "person", pa.array([FAR - 1, number], pa.uint64()))
    out = local(facts, tmp_path / "out")
    answered = pq.read_table(out / "benefits")
    errors = errors_of(out)
    if number == FAR - 1:
        assert {e["code"] for e in errors} == {"same_person_twice", "withheld"}
        return
    assert answered.column("person").to_pylist() == [FAR - 1]
    assert [(e["table"], e["person"], e["code"]) for e in errors] == [
        (name, None, "out_of_bounds")
        for name in ("categories", "contributions", "events", "persons")
    ]
    assert all(str(number) in e["message_en"] for e in errors)


def test_a_negative_person_is_told_as_such(tmp_path: Path) -> None:
    change = {name: {"person": -5} for name in GOOD}
    out = local(nation_of(tmp_path / "facts", change), tmp_path / "out")
    errors = errors_of(out)
    assert {(e["person"], e["code"], e["at"]) for e in errors} == {(-5, "out_of_bounds", "/person")}
    assert len(errors) == 4 and "-5" in errors[0]["message_en"]


def test_an_event_too_large_for_a_number_is_refused(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    with_column(facts, "events", "event", pa.array([11, FAR + 1], pa.uint64()))
    out = local(facts, tmp_path / "out")
    assert pq.read_table(out / "benefits").column("event").to_pylist() == [11]
    assert [(e["person"], e["event"], e["at"]) for e in errors_of(out)] == [(2, None, "/event")]


def test_a_missing_number_among_unsigned_ones_is_missing(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    with_column(facts, "contributions", "payer", pa.array([7, None], pa.uint64()))
    with_column(facts, "contributions", "income_tiyn", pa.array([5, None], pa.uint64()))
    with_column(facts, "contributions", "contribution_tiyn", pa.array([None, 5], pa.uint16()))
    out = local(facts, tmp_path / "out")
    refused = next(e for e in errors_of(out) if e["table"] == "contributions")
    assert (refused["person"], refused["code"], refused["at"]) == (2, "missing_fact", "/payer")
    assert pq.read_table(out / "benefits").column("person").to_pylist() == [1]


def test_a_month_too_large_for_its_column_is_told_in_words(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    month = 2**40 + 1
    with_column(facts, "contributions", "period", pa.array([202401, month], pa.int64()))
    out = local(facts, tmp_path / "out")
    refused = next(e for e in errors_of(out) if e["table"] == "contributions")
    assert (refused["period"], refused["code"]) == (None, "bad_month")
    assert str(month) in refused["message_en"]


DAYS = [
    ("persons", "birth_date"), ("persons", "status_on"), ("contributions", "paid_on"),
    ("categories", "from"), ("categories", "until"), ("events", "on"), ("events", "applied_on"),
]  # fmt: skip


@pytest.mark.parametrize("far", [-(2**31), -800_000, 3_000_000, 2**31 - 1])
@pytest.mark.parametrize(("name", "column"), DAYS)
def test_a_day_outside_all_years_is_an_error(
    name: str, column: str, far: int, tmp_path: Path
) -> None:
    facts = nation_of(tmp_path / "facts", {})
    plain = GOOD[name].get(column) or date(2025, 3, 10)
    days = pa.array([(plain - date(1970, 1, 1)).days, far], pa.int32()).cast(pa.date32())
    with_column(facts, name, column, days)
    out = local(facts, tmp_path / "out")
    refused = next(e for e in errors_of(out) if e["table"] == name)
    code = "out_of_bounds" if column == "paid_on" else "bad_date"
    assert (refused["person"], refused["code"], refused["at"]) == (2, code, f"/{column}")
    assert pq.read_table(out / "benefits").column("person").to_pylist() == [1]


def test_a_day_outside_all_years_inside_an_event_is_an_error(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {"events": {"job_loss": None}})
    far = pa.array([0, 2**31 - 1], pa.int32()).cast(pa.date32())
    fields = [pa.array([60, 60]), far]
    missing = pa.array([True, False])
    structs = pa.StructArray.from_arrays(fields, ["degree_percent", "until"], mask=missing)
    with_column(facts, "events", "disability", structs)
    out = local(facts, tmp_path / "out")
    assert [(e["person"], e["code"]) for e in errors_of(out)] == [(2, "bad_date")]


def test_letters_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    words = pa.array([b"female", b"\xff\xfe"]).view(pa.string())
    with_column(facts, "persons", "sex", words)
    out = local(facts, tmp_path / "out")
    refused = next(e for e in errors_of(out) if e["table"] == "persons")
    assert (refused["person"], refused["code"], refused["at"]) == (2, "bad_enum", "/sex")


def test_a_row_that_only_asks_what_is_due_is_no_payment(tmp_path: Path) -> None:
    asking = {**GOOD["contributions"], "person": 2, "period": 202402, "accrued_tiyn": 30_000_000}
    asking["income_tiyn"] = None
    plain = [dict(GOOD["contributions"]), {**GOOD["contributions"], "person": 2}]
    tables = {}
    for name, rows in (("plain", plain), ("asking", [*plain, asking])):
        facts = nation_of(tmp_path / name, {"persons": {"status_on": date(2024, 4, 1)}})
        with_rows(facts, "contributions", rows, accrued_tiyn=pa.int64())
        out = local(facts, tmp_path / f"{name}-out")
        assert not errors_of(out)
        tables[name] = [pq.read_table(out / part) for part in ("benefits", "status")]
    assert tables["plain"] == tables["asking"]
    (due,) = pq.read_table(out / "contributions").to_pylist()
    assert (due["person"], due["period"]) == (2, 202402)
    assert due["social_contribution_tiyn"] > 0
