"""Many people in columns: the nation's own answers, and what no table can hold refused by place."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import orjson
import pyarrow as pa
import pytest
from starlette.types import Message

from tests.api.asking import Told, mounted, post
from tests.nation.test_same_answers import made
from tirek.api import batch
from tirek.api.examples import batches
from tirek.api.work import Room
from tirek.nation.schema import BENEFITS_OUT, OUTPUTS, TABLES

Columns = dict[str, dict[str, Any]]


def in_columns(tables: dict[str, pa.Table]) -> Columns:
    """Arrow tables as JSON columns; those that hold nothing are left out."""
    return {
        name: {
            key: orjson.loads(orjson.dumps(table.column(key).to_pylist()))
            for key in table.column_names
            if table.column(key).null_count < len(table) or key in _needed(name)
        }
        for name, table in tables.items()
    }


def _needed(name: str) -> set[str]:
    return {column.name for column in TABLES[name].columns if column.needed}


def in_rows(name: str, columns: dict[str, Any]) -> list[dict[str, Any]]:
    """An answer's columns as rows of its table."""
    found = []
    size = len(columns["person"])
    for at in range(size):
        row: dict[str, Any] = {}
        for field in OUTPUTS[name]:
            column = columns.get(field.name)
            if column is None:
                row[field.name] = None
            elif isinstance(column, dict):
                one = {key: values[at] for key, values in column.items()}
                row[field.name] = None if one["reasons"] is None else one
            else:
                row[field.name] = column[at]
        found.append(row)
    return found


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def test_everybody_is_answered_as_each_alone() -> None:
    nation, expected = made(400, 20260101)
    told = post("/api/batch", in_columns(nation.tables()))
    assert told.status == 200, told
    assert told.json["errors"]["person"] == []
    for name in ("benefits", "status", "contributions"):
        rows = in_rows(name, told.json[name])
        wanted = pa.Table.from_pylist(expected[name], OUTPUTS[name]).to_pylist()
        keys = ("person", "event") if name == "benefits" else ("person",)
        rows.sort(key=lambda row: [row[key] for key in keys])
        wanted.sort(key=lambda row: [row[key] for key in keys])
        if name == "benefits":  # averages beside the one that an answer rests on are not compared
            for row, one in zip(rows, wanted, strict=True):
                for key in ("average_income_tiyn", "average_income_of_year_tiyn",
                            "participation_months"):  # fmt: skip
                    if one[key] is None:
                        row[key] = None
        assert rows == as_json(wanted)


@pytest.mark.parametrize("name", batches())
def test_the_examples_run(name: str) -> None:
    assert post("/api/batch", batches()[name]).status == 200


def test_only_benefits_asked_for_are_answered() -> None:
    found = post("/api/batch", batches()["everything"]).json["benefits"]
    asked = {"maternity", "childcare"}
    assert {n for n in found if isinstance(found[n], dict)} == asked
    plain = {f.name for f in BENEFITS_OUT if not pa.types.is_struct(f.type)}
    assert set(found) == plain | asked
    assert found["maternity"]["entitled"][1] is None and found["maternity"]["reasons"][1] is None


def test_a_bad_row_withholds_its_person_and_says_why() -> None:
    told = post("/api/batch", batches()["a_bad_row"]).json
    assert told["status"]["person"] == [1]
    assert set(told["errors"]["person"]) == {2}
    assert "bad_month" in told["errors"]["code"] and "withheld" in told["errors"]["code"]
    assert all(told["errors"]["message_kk"])


def people(**columns: Any) -> Columns:
    persons: dict[str, Any] = {
        "person": [1, 2], "birth_date": ["1985-01-01", "1990-06-01"], "sex": ["female", "male"],
        "status_on": ["2026-02-15", None],
    }  # fmt: skip
    for name, values in columns.items():
        persons[name] = values
        if values is ...:
            del persons[name]
    return {"persons": persons}


BAD = {
    "no table": ({}, "missing_fact", "/persons"),
    "another table": ({**people(), "payers": {}}, "unknown_key", "/payers"),
    "another column": (people(colour=[1, 2]), "unknown_key", "/persons/colour"),
    "no column": (people(sex=...), "missing_column", "/persons/sex"),
    "no columns": ({"persons": [1]}, "invalid_json", "/persons"),
    "no list": (people(sex="male"), "invalid_json", "/persons/sex"),
    "too short": (people(sex=["male"]), "bad_column", "/persons/sex"),
    "a word for a number": (people(person=[1, "2"]), "bad_column", "/persons/person/1"),
    "a fraction": (people(person=[1, 2.5]), "bad_column", "/persons/person/1"),
    "a flag for a number": (people(person=[True, False]), "bad_column", "/persons/person/0"),
    "a number for a word": (people(sex=["male", 1]), "bad_column", "/persons/sex/1"),
    "a day that is none": (people(birth_date=["1985-01-01", "1985-02-30"]), "bad_date",
                           "/persons/birth_date/1"),
    "a day of another form": (people(status_on=["2026-2-15", None]), "bad_date",
                              "/persons/status_on/0"),
    "a moment": (people(status_on=["2026-02-15T00:00:00", None]), "bad_date",
                 "/persons/status_on/0"),
    "an object for a word": (people(sex=["male", {}]), "bad_column", "/persons/sex/1"),
    "another field": (
        {**people(), "events": {"event": [1], "person": [1], "on": ["2026-02-10"],
                                "maternity": [{"days": 1}]}},
        "unknown_key", "/events/maternity/0/days"),
    "no object": (
        {**people(), "events": {"event": [1], "person": [1], "on": ["2026-02-10"],
                                "maternity": [5]}},
        "bad_column", "/events/maternity/0"),
    "a word in an object": (
        {**people(), "events": {"event": [1], "person": [1], "on": ["2026-02-10"],
                                "maternity": [{"leave_days": "1"}]}},
        "bad_column", "/events/maternity/leave_days/0"),
    "no list in an object": (
        {**people(), "events": {"event": [1], "person": [1], "on": ["2026-02-10"],
                                "survivor": [{"dependants": 1}]}},
        "bad_column", "/events/survivor/dependants/0"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_no_table_can_hold_is_refused_with_its_place(name: str) -> None:
    body, code, at = BAD[name]
    told = post("/api/batch", body)
    assert (told.status, told.code, told.json["error"]["at"]) == (422, code, at)


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 2**64 - 1, -1, -(2**63), 1e300, 2**70])
def test_numbers_at_every_edge_are_told_or_refused(number: float) -> None:
    for name in ("person",):
        told = post("/api/batch", orjson.dumps(people(**{name: [1, None]})).replace(
            b"[1,null]", b"[1," + str(number).encode() + b"]"))  # fmt: skip
        assert told.status in (200, 422)
        if told.status == 200 and not 0 <= number < 2**63:
            assert told.json["errors"]["code"]


def test_lists_may_be_missing_or_empty() -> None:
    events = {
        "event": [1, 2, 3], "person": [1, 1, 2], "on": ["2026-02-10"] * 3,
        "survivor": [{"dependants": []}, {"dependants": None},
                     {"dependants": [{"birth_date": "2015-05-01", "relation": "child"}]}],
    }  # fmt: skip
    told = post("/api/batch", {**people(), "events": events})
    assert told.status == 200


def test_nobody_is_answered_with_nothing() -> None:
    told = post("/api/batch", {"persons": {"person": [], "birth_date": [], "sex": []}})
    assert told.status == 200 and told.json["errors"]["person"] == []


def test_more_rows_than_may_be_are_413(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MOST_ROWS", 1)
    told = post("/api/batch", people())
    assert (told.status, told.code) == (413, "too_large")
    assert "all tables together have 2 rows" in told.json["error"]["message"]["en"]


def test_slow_bodies_keep_no_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as there were places for send nothing; where memory is full it is said so."""

    async def asked() -> Told:
        async def never() -> Message:
            await asyncio.sleep(60)
            raise AssertionError("waited")

        app, headers = mounted(), [(b"content-type", b"application/json")]
        scope = {"type": "http", "method": "POST", "path": "/api/batch", "headers": headers,
                 "query_string": b""}  # fmt: skip
        slow = [asyncio.create_task(app({**scope}, never, never)) for _ in range(20)]
        await asyncio.sleep(0)
        told = await asyncio.to_thread(post, "/api/batch", people())
        for one in slow:
            one.cancel()
        return told

    assert asyncio.run(asked()).status == 200
    monkeypatch.setattr(batch, "OF_MANY", Room(10))
    told = post("/api/batch", people())
    assert (told.status, told.code, told.headers["retry-after"]) == (503, "busy", "10")


def test_errors_beyond_the_first_are_only_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small request has no huge answer."""
    monkeypatch.setattr(batch, "MOST_ERRORS", 10)
    rows = {"person": [3] * 5_000, "period": [0] * 5_000}
    told = post("/api/batch", {**people(), "contributions": rows})
    assert told.status == 200 and len(told.content) < 20_000
    assert len(told.json["errors"]["person"]) == 10
    assert told.json["error_count"] >= 5_000
    few = post("/api/batch", {**people(), "contributions": {"person": [3], "period": [0]}}).json
    assert few["error_count"] == len(few["errors"]["person"]) == 1
