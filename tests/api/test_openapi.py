"""The OpenAPI document says what is so: its examples run, and every question and answer fits."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import jsonschema_rs
import orjson
import pytest

from tests.api.asking import get, post
from tests.api.test_batch import in_columns
from tests.contract.asking import GOOD
from tests.law.lives import made
from tests.nation.test_same_answers import made as made_nation
from tirek.api.app import api
from tirek.api.examples import batches, questions
from tirek.api.limits import Limiter
from tirek.contract.commands import COMMANDS
from tirek.law import law

DOCUMENT: dict[str, Any] = get("/api/openapi.json").json
NAMES = {
    "assess": "Assess", "contributions": "Contributions", "insured-status": "InsuredStatus",
    "care": "Care", "batch": "Batch",
}  # fmt: skip


@lru_cache
def check(name: str) -> Callable[[Any], None]:
    """Raises for what does not fit a schema of the document."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate


def fits(name: str, value: Any) -> bool:
    try:
        check(name)(value)
    except jsonschema_rs.ValidationError:
        return False
    return True


def test_every_schema_is_one() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema_rs.meta.validate({**schema, "components": DOCUMENT["components"]})


def test_every_reference_leads_somewhere() -> None:
    text = orjson.dumps(DOCUMENT).decode()
    for part in text.split('"$ref":"#/')[1:]:
        place: Any = DOCUMENT
        for step in part.partition('"')[0].split("/"):
            place = place[step]


def test_it_names_every_address() -> None:
    routes = {f"/api{route.path}" for route in api(Limiter(0)).routes}  # type: ignore[attr-defined]
    assert set(DOCUMENT["paths"]) == routes - {"/api/"}


@pytest.mark.parametrize("path", [p for p, one in DOCUMENT["paths"].items() if "post" in one])
def test_every_example_of_the_document_runs_and_fits(path: str) -> None:
    name = NAMES[path.removeprefix("/api/")]
    body = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    for example in body["examples"].values():
        check(name)(example["value"])
        told = post(path, example["value"])
        assert told.status == 200
        check(f"{name}Answer")(told.json)
    shown = batches() if name == "Batch" else questions()[path.removeprefix("/api/")]
    assert {key: one["value"] for key, one in body["examples"].items()} == shown


@pytest.mark.parametrize("brief", ["0", "1"])
@pytest.mark.parametrize("command", COMMANDS)
def test_random_questions_and_their_answers_fit(command: str, brief: str) -> None:
    for question in [*GOOD[command], *made(command)]:
        told = post(f"/api/{command}?brief={brief}&lang=ru", question)
        if told.status == 200:
            check(NAMES[command])(question)
            check(f"{NAMES[command]}Answer")(told.json)
        else:
            check("Problem")(told.json)


def test_a_batch_and_its_answer_fit() -> None:
    body = in_columns(made_nation(60, 7)[0].tables())
    check("Batch")(body)
    check("BatchAnswer")(post("/api/batch", body).json)


def test_the_law_fits() -> None:
    for query in ("", "?on=2025-06-01", "?on=1999-01-01&known_on=1999-01-01"):
        check("Law")(get(f"/api/law{query}").json)
    check("OpenQuestions")(get("/api/law/questions").json)
    check("LawGraph")(get("/api/law/graph").json)
    held = law()
    for kind, names in (
        ("LawRule", held.rules), ("LawParameter", held.parameters), ("LawFact", held.book.facts),
    ):  # fmt: skip
        for name in names:
            check(kind)(get(f"/api/law/{name}").json)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Money", "1,5"), ("Money", "-1"), ("Money", 1), ("Day", "2025-13-01"),
        ("Month", "1899-01"),
        ("Care", {**GOOD["care"][0], "colour": 1}), ("Care", {**GOOD["care"][0], "insured": None}),
        ("Contributions", {**GOOD["contributions"][0], "sex": "male"}),
        ("MoneyAnswered", "1.5"), ("Ratio", "0.450"), ("Ratio", "1"),
    ],
)  # fmt: skip
def test_what_is_refused_does_not_fit(name: str, value: Any) -> None:
    assert not fits(name, value)
