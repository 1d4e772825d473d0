"""A row that cannot be taken is listed with its reason; its person is withheld, nobody else."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.nation.test_same_answers import local
from tirek.contract.problems import Problem
from tirek.nation.files import tables_of
from tirek.nation.schema import TABLES

Row = dict[str, Any]

GOOD: Mapping[str, Row] = {
    "persons": {"person": 1, "birth_date": date(1980, 5, 1), "sex": "female"},
    "contributions": {"person": 1, "period": 202401, "payer": 7, "income_tiyn": 20_000_000},
    "categories": {"person": 1, "code": "student", "from": date(2024, 1, 1), "until": None},
    "events": {
        "event": 11, "person": 1, "on": date(2025, 3, 10), "participation_months": 84,
        "job_loss": {"months_already_paid": 0, "dismissal_ground": "other"},
    },
}  # fmt: skip
HUGE = 10**15
#: The first day after those that the law reckons with, which stands for "none" there.
LAST = date(2170, 1, 1)
DEPENDANT = {"birth_date": date(2015, 5, 1), "relation": "child"}

#: (table, what is changed in its row of person 2, code, column)
BAD: list[tuple[str, Row, str, str]] = [
    ("persons", {"birth_date": None}, "missing_fact", "/birth_date"),
    ("persons", {"birth_date": date(1800, 1, 1)}, "out_of_bounds", "/birth_date"),
    ("persons", {"sex": "woman"}, "bad_enum", "/sex"),
    ("persons", {"status_on": date(1960, 1, 1)}, "event_date_conflict", "/birth_date"),
    ("contributions", {"period": 202413}, "bad_month", "/period"),
    ("contributions", {"period": 0}, "bad_month", "/period"),
    ("contributions", {"period": -202401}, "bad_month", "/period"),
    ("contributions", {"period": 180001}, "out_of_bounds", "/period"),
    ("contributions", {"period": None}, "missing_fact", "/period"),
    ("contributions", {"payer": None}, "missing_fact", "/payer"),
    ("contributions", {"kind": "friend"}, "bad_enum", "/kind"),
    ("contributions", {"kind": "platform_worker"}, "kind_not_in_force", "/kind"),
    ("contributions", {"kind": "excluded_media"}, "kind_not_in_force", "/kind"),
    ("contributions", {"income_tiyn": -1}, "negative_amount", "/income_tiyn"),
    ("contributions", {"income_tiyn": HUGE}, "out_of_bounds", "/income_tiyn"),
    ("contributions", {"income_tiyn": None}, "neither_income_nor_contribution", "/income_tiyn"),
    ("contributions", {"contribution_tiyn": 5}, "income_and_contribution", "/contribution_tiyn"),
    ("contributions", {"payer": -1}, "out_of_bounds", "/payer"),
    ("contributions", {"kind": ""}, "bad_enum", "/kind"),
    ("contributions", {"paid_on": LAST}, "out_of_bounds", "/paid_on"),
    ("persons", {"status_on": date(1870, 1, 1)}, "out_of_bounds", "/status_on"),
    ("contributions", {"accrued_tiyn": -7}, "negative_amount", "/accrued_tiyn"),
    ("contributions", {"paid_on": date(2200, 1, 1)}, "out_of_bounds", "/paid_on"),
    ("categories", {"code": "poet"}, "bad_enum", "/code"),
    ("categories", {"from": None}, "missing_fact", "/from"),
    ("categories", {"until": date(2020, 1, 1)}, "event_date_conflict", "/until"),
    ("events", {"on": None}, "missing_fact", "/on"),
    ("events", {"on": date(1970, 1, 1)}, "event_date_conflict", "/person/birth_date"),
    ("events", {"applied_on": date(2025, 1, 1)}, "event_date_conflict", "/applied_on"),
    ("events", {"participation_months": -1}, "out_of_bounds", "/participation_months"),
    ("events", {"job_loss": None}, "missing_fact", "/event"),
    ("events", {"job_loss": {"dismissal_ground": "bad mood"}}, "bad_enum",
     "/job_loss/dismissal_ground"),
    ("events", {"job_loss": {"months_already_paid": 1000}}, "out_of_bounds",
     "/job_loss/months_already_paid"),
    ("events", {"job_loss": {"months_already_paid": 3}, "disability": {"degree_percent": 60}},
     "event_date_conflict", "/job_loss/months_already_paid"),
    ("events", {"maternity": {"leave_days": 0}}, "out_of_bounds", "/maternity/leave_days"),
    ("events", {"adoption": {"leave_days": None}}, "missing_fact", "/adoption/leave_days"),
    ("events", {"childcare": {"child_birth_date": date(2026, 1, 1), "child_order": 1}},
     "event_date_conflict", "/childcare/child_birth_date"),
    ("events", {"childcare": {"child_birth_date": date(2025, 1, 1)}}, "missing_fact",
     "/childcare/child_order"),
    ("events", {"disability": {"degree_percent": 101}}, "out_of_bounds",
     "/disability/degree_percent"),
    ("events", {"disability": {"degree_percent": 60, "until": date(2025, 1, 1)}},
     "event_date_conflict", "/disability/until"),
    ("events", {"survivor": {"dependants": [{**DEPENDANT, "relation": "aunt"}]}}, "bad_enum",
     "/survivor/dependants/0/relation"),
    ("events", {"survivor": {"dependants": [DEPENDANT, {"relation": "child"}]}}, "missing_fact",
     "/survivor/dependants/1/birth_date"),
    ("events", {"survivor": {"dependants": [DEPENDANT, None]}}, "missing_fact",
     "/survivor/dependants/1"),
    ("events", {"survivor": {"dependants": None}}, "missing_fact", "/survivor/dependants"),
]  # fmt: skip


def nation_of(folder: Path, changes: Mapping[str, Row]) -> Path:
    """Two people alike, the second with a change in one of the tables."""
    folder.mkdir()
    for name, row in GOOD.items():
        second = {**row, "person": 2, **changes.get(name, {})}
        if name == "events":
            second["event"] = 12
        table = pa.Table.from_pylist([row, second], TABLES[name].arrow)
        kept = [n for n in table.column_names if n in row or n in second]
        pq.write_table(table.select(kept), folder / f"{name}.parquet")
    return folder


@pytest.mark.parametrize(("table", "change", "code", "at"), BAD, ids=lambda v: str(v)[:40])
def test_a_bad_row_is_listed_and_its_person_withheld(
    table: str, change: Row, code: str, at: str, tmp_path: Path
) -> None:
    out = local(nation_of(tmp_path / "facts", {table: change}), tmp_path / "out")
    answered = pq.read_table(out / "benefits").column("person").to_pylist()
    assert answered == [1]
    errors = pq.read_table(out / "errors").to_pylist()
    first = next(error for error in errors if error["table"] == table)
    assert (first["person"], first["code"], first["at"]) == (2, code, at)
    for lang in ("kk", "ru", "en"):
        assert first[f"message_{lang}"]
        assert "…" not in first[f"message_{lang}"].replace("– …", "")
    if table != "events":
        withheld = [e for e in errors if e["code"] == "withheld" and e["table"] == "events"]
        assert [e["event"] for e in withheld] == [12]


def test_who_is_not_among_the_persons_is_named(tmp_path: Path) -> None:
    change = {name: {"person": 99} for name in ("contributions", "categories", "events")}
    out = local(nation_of(tmp_path / "facts", change), tmp_path / "out")
    errors = pq.read_table(out / "errors").to_pylist()
    assert {(e["table"], e["person"], e["code"]) for e in errors} == {
        (name, 99, "unknown_person") for name in change
    }
    assert pq.read_table(out / "benefits").column("person").to_pylist() == [1]


def test_a_person_that_stands_twice_is_withheld(tmp_path: Path) -> None:
    out = local(nation_of(tmp_path / "facts", {"persons": {"person": 1}}), tmp_path / "out")
    codes = [e["code"] for e in pq.read_table(out / "errors").to_pylist()]
    assert "same_person_twice" in codes
    assert pq.read_table(out / "benefits").num_rows == 0


def test_an_event_that_stands_twice_is_not_answered_at_all(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    first, other = (pq.read_table(facts / "events.parquet").slice(at, 1) for at in (0, 1))
    again = other.set_column(2, "on", pa.array([date(2024, 5, 6)]))
    third = other.set_column(0, "event", pa.array([11]))  # the number of another person's event
    pq.write_table(pa.concat_tables([other, first, again, third]), facts / "events.parquet")
    out = local(facts, tmp_path / "out")
    answered = pq.read_table(out / "benefits").select(["person", "event"]).to_pylist()
    assert answered == [{"person": 1, "event": 11}, {"person": 2, "event": 11}]
    errors = pq.read_table(out / "errors").to_pylist()
    assert [(e["person"], e["event"], e["code"], e["at"]) for e in errors] == [
        (2, 12, "same_event_twice", "/event")
    ] * 2


def test_each_answer_that_is_withheld_is_listed(tmp_path: Path) -> None:
    changes = {
        "persons": {"status_on": date(2025, 3, 10)},
        "contributions": {"accrued_tiyn": 20_000_000},
        "categories": {"code": "poet"},
    }
    out = local(nation_of(tmp_path / "facts", changes), tmp_path / "out")
    errors = pq.read_table(out / "errors").to_pylist()
    assert {(e["table"], e["person"], e["at"]) for e in errors if e["code"] == "withheld"} == {
        ("persons", 2, "/status_on"),
        ("contributions", 2, "/accrued_tiyn"),
        ("events", 2, "/person"),
    }
    for name in ("status", "contributions"):
        assert not pq.read_table(out / name).num_rows


def with_rows_of_the_second(facts: Path, columns: Mapping[str, Any]) -> None:
    """Contribution rows of person 2 that differ in these columns (numpy arrays)."""
    first = pq.read_table(facts / "contributions.parquet").slice(0, 1)
    size = len(next(iter(columns.values())))
    rows = first.take([0] * size).set_column(0, "person", pa.array([2] * size))
    for name, values in columns.items():
        at = rows.column_names.index(name)
        rows = rows.set_column(at, name, pa.array(values, rows.schema.field(at).type))
    pq.write_table(pa.concat_tables([first, rows]), facts / "contributions.parquet")


@pytest.mark.parametrize(
    ("columns", "key", "payer", "most"),
    [
        ({"payer": np.arange(201)}, "payers", 200, "200"),
        ({"income_tiyn": np.arange(1001)}, "one payer", 7, "1000"),
    ],
)
def test_too_much_in_a_month_is_told_with_the_month_and_the_payer(
    columns: Mapping[str, Any], key: str, payer: int, most: str, tmp_path: Path
) -> None:
    facts = nation_of(tmp_path / "facts", {})
    with_rows_of_the_second(facts, columns)
    out = local(facts, tmp_path / "out")
    error, withheld = pq.read_table(out / "errors").to_pylist()
    assert (error["period"], error["payer"], error["code"]) == (202401, payer, "out_of_bounds")
    assert all(word in error["message_en"] for word in (key, most, "202401"))
    assert (withheld["person"], withheld["code"]) == (2, "withheld")
    assert pq.read_table(out / "benefits").column("person").to_pylist() == [1]


def test_a_million_rows_of_one_person_end_quickly(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    with_rows_of_the_second(facts, {"income_tiyn": np.arange(10**6)[::-1]})
    begun = time.monotonic()
    out = local(facts, tmp_path / "out")
    assert time.monotonic() - begun < 30
    error, withheld = pq.read_table(out / "errors").to_pylist()
    assert (error["person"], error["code"]) == (2, "out_of_bounds")
    assert "1000000" in error["message_en"] and "10000 " in error["message_en"]
    assert withheld["code"] == "withheld"


def test_rows_in_any_order_count_the_same(tmp_path: Path) -> None:
    payer = np.arange(10_000) % 200
    period = 200501 + np.arange(10_000) // 200 // 12 * 100 + np.arange(10_000) // 200 % 12
    answers = []
    for name, order in (("down", np.arange(10_000)[::-1]), ("up", np.arange(10_000))):
        facts = nation_of(tmp_path / name, {})
        with_rows_of_the_second(facts, {"payer": payer[order], "period": period[order]})
        out = local(facts, tmp_path / f"{name}-out")
        assert not pq.read_table(out / "errors").num_rows
        answers.append(pq.read_table(out / "benefits"))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("name", "column", "values", "code"),
    [
        ("persons", "person", pa.array(["a", "b"]), "bad_column"),
        ("persons", "birth_date", pa.array(["1980-01-01"] * 2), "bad_column"),
        ("contributions", "income_tiyn", pa.array([1.5, 2.5]), "bad_column"),
        ("events", "colour", pa.array(["red", "blue"]), "unknown_key"),
    ],
)
def test_a_column_of_another_kind_is_refused_before_anything_runs(
    name: str, column: str, values: pa.Array, code: str, tmp_path: Path
) -> None:
    facts = nation_of(tmp_path / "facts", {})
    table = pq.read_table(facts / f"{name}.parquet")
    if column in table.column_names:
        table = table.drop_columns([column])
    pq.write_table(table.append_column(column, values), facts / f"{name}.parquet")
    with pytest.raises(Problem) as refused:
        tables_of(facts)
    assert (refused.value.code, refused.value.at) == (code, f"/{name}/{column}")


def test_a_needed_column_and_a_needed_table_are_missed_by_name(tmp_path: Path) -> None:
    facts = nation_of(tmp_path / "facts", {})
    table = pq.read_table(facts / "events.parquet").drop_columns(["on"])
    pq.write_table(table, facts / "events.parquet")
    with pytest.raises(Problem) as refused:
        tables_of(facts)
    assert (refused.value.code, refused.value.at) == ("missing_column", "/events/on")
    with pytest.raises(Problem) as nothing:
        tables_of(tmp_path)
    assert nothing.value.code == "missing_table"
