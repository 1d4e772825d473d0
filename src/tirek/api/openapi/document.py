"""The document itself: addresses, parameters, bodies, answers, examples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tirek.api import batch, examples, questions
from tirek.api.limits import BURST, RATE
from tirek.api.openapi import answered, asked, law, tables
from tirek.api.openapi.parts import DAY, PARTS, Schema, code, ref
from tirek.api.problems import MEDIA_TYPE, STATUS
from tirek.api.requests import CSV, JSON, LINES
from tirek.contract.messages import LANGUAGES

VERSION = "1"
_Node = dict[str, Any]

_QUESTIONS: Mapping[str, tuple[str, str, str]] = {
    "assess": ("Assess", "Right to a benefit",
               "Is there a right to one of the six benefits, to how much, for how long, why, and "
               "what would change it. `sex` counts for the pension age alone: it is not checked "
               "against the benefit, so the maternity benefit is answered for whoever is asked "
               "about."),
    "contributions": ("Contributions", "What is due for a month",
                      "What is due for one person and month, to both funds, at the law of then."),
    "insured-status": ("InsuredStatus", "Insured in medical insurance or not",
                       "Insured or not, until when, and every legal way back with its price."),
    "care": ("Care", "Which package covers a care",
             "Guaranteed, insurance or none; available to this person or not."),
}  # fmt: skip
_ABOUT = f"""Kazakhstan's compulsory social and medical insurance: exact, dated, cited answers.

**Language**: add `lang=en`, `lang=ru` or `lang=kk` to an address. Without it Accept-Language
decides, and without that titles and texts are in Kazakh.

Nothing that is asked is kept. Money is a string of tenge. What is wrong with a request is said as
`{MEDIA_TYPE}` with a stable code, the place, and a message in Kazakh, Russian and English: the
member `error`, as the command line has it. `type`, `title` and `status` of RFC 9457 are left out
(`type` is then about:blank), the status is that of HTTP. A value
that the law has not fixed yet gives `undetermined`, never last year's value.

A client address may send {RATE:g} requests a second, {BURST:g} at once; beyond that it is told to
wait (429 with Retry-After). Requests of many lines or rows count as several."""


@lru_cache(maxsize=1)
def document() -> _Node:
    """The OpenAPI document of the API."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tirek", "version": VERSION, "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "questions", "description": "One person, or one a line."},
            {"name": "batch", "description": "Many people, in columns."},
            {"name": "law", "description": "Rules, parameters and open questions as data."},
        ],
        "paths": {
            **{f"/api/{name}": {"post": _question(name)} for name in _QUESTIONS},
            "/api/batch": {"post": _batch()},
            **_law(),
            "/api/openapi.json": {"get": {
                "operationId": "openapi", "summary": "This document", "tags": ["law"],
                "parameters": _asked("lang"),
                "responses": {
                    "200": {"description": "OpenAPI 3.1", "content": {
                        JSON: {"schema": {"type": "object"}}}},
                    **_problems("question", "too_many_requests"),
                },
            }},
        },
        "components": {
            "schemas": {**PARTS, **asked.schemas(), **answered.schemas(), **law.schemas(),
                        **tables.schemas()},
            "parameters": _parameters(),
            "responses": {name: _problem(name) for name in _TOLD},
        },
    }  # fmt: skip


#: What each kind of problem is; statuses stand in :data:`STATUS`.
_TOLD = {
    "bad_request": "The request could not be read.",
    "not_found": "There is nothing of that name.",
    "request_timeout": "The body did not arrive in time.",
    "too_large": "The body, its lines or its rows are more than may be.",
    "unsupported_media_type": "The body is of another type, or is compressed.",
    "question": "The question or a parameter cannot be taken as it stands.",
    "too_many_requests": "Too many requests came from this address.",
    "internal": "Something failed on our side; nothing was kept.",
    "busy": "Too much is being taken in just now.",
}


def _problem(name: str) -> _Node:
    found: _Node = {
        "description": _TOLD[name], "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
    }  # fmt: skip
    if name in ("too_many_requests", "busy"):
        seconds = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
        found["headers"] = {"Retry-After": seconds}
    return found


def _problems(*names: str) -> _Node:
    return {
        str(STATUS.get(name, 422)): {"$ref": f"#/components/responses/{name}"}
        for name in (*names, "internal")
    }


_OF_BODY = ("request_timeout", "too_large", "unsupported_media_type", "question",
            "too_many_requests", "busy")  # fmt: skip


def _parameters() -> _Node:
    def query(name: str, schema: Schema, description: str) -> _Node:
        return {"name": name, "in": "query", "schema": schema, "description": description}

    return {
        "lang": query("lang", code(LANGUAGES), "Language of titles and texts; else "
                      "Accept-Language, else Kazakh."),
        "brief": query("brief", code(("0", "1", "false", "true")),
                       "1: without explanation and what_would_change_it."),
        "on": query("on", DAY, "`/api/law` as JSON: the values in force on this day, else the "
                    "newest. As CSV, and at `/api/law/{name}`, every edition comes all the same: "
                    "`on` only sets `in_force`, which is of today without it."),
        "known_on": query("known_on", DAY, "As published by this day."),
        "format": query("format", code(("json", "csv")), "csv: all the parameters' values over "
                        "time, whatever `on` is."),
    }  # fmt: skip


def _asked(*names: str) -> list[_Node]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _question(name: str) -> _Node:
    schema, summary, description = _QUESTIONS[name]
    shown = {
        key: {"summary": key.replace("_", " "), "value": value}
        for key, value in examples.questions()[name].items()
    }
    lines = (
        f"One question a line, one answer or problem a line, in order: an empty line is a bad "
        f"one, so that line N of the answer is of line N; at most "
        f"{questions.MOST_LINES:,} lines, {questions.MOST_BYTES_OF_LINES >> 20} MiB."
    )
    return {
        "operationId": name.replace("-", "_"), "summary": summary, "tags": ["questions"],
        "description": f"{description}\n\n`{LINES}`: {lines}",
        "parameters": _asked("lang", "brief"),
        "requestBody": {"required": True, "content": {
            JSON: {"schema": ref(schema), "examples": shown},
            LINES: {"schema": {"type": "string", "description": lines}},
        }},
        "responses": {
            "200": {"description": "The answer.", "content": {
                JSON: {"schema": ref(f"{schema}Answer")},
                LINES: {"schema": {"type": "string"}},
            }},
            **_problems(*_OF_BODY),
        },
    }  # fmt: skip


def _batch() -> _Node:
    shown = {
        key: {"summary": key.replace("_", " "), "value": value}
        for key, value in examples.batches().items()
    }
    return {
        "operationId": "batch", "summary": "Many people at once", "tags": ["batch"],
        "description": (
            "The tables of `tirek batch` as columns: money is whole tiyn, a month the whole number "
            "YYYYMM, a day YYYY-MM-DD. Columns that are there ask: a benefit's column in `events` "
            "for that benefit, `status_on` for insured status, `accrued_tiyn` for what is due. A "
            "row that cannot be taken withholds its person, and `errors` says why: the first "
            f"{batch.MOST_ERRORS:,} one by one, `error_count` how many there are. What is no table "
            f"at all is refused. At most {batch.MOST_ROWS:,} rows in all tables together, "
            f"{batch.MOST_BYTES >> 20} MiB."
        ),
        "parameters": _asked("lang"),
        "requestBody": {"required": True, "content": {
            JSON: {"schema": ref("Batch"), "examples": shown}}},
        "responses": {
            "200": {"description": "Tables of answers as columns.", "content": {
                JSON: {"schema": ref("BatchAnswer")}}},
            **_problems(*_OF_BODY),
        },
    }  # fmt: skip


def _law() -> _Node:
    named = {
        "name": "name", "in": "path", "required": True, "schema": {"type": "string"},
        "description": "A rule, parameter or fact.", "example": "minimum_wage",
    }  # fmt: skip
    table = {CSV: {"schema": {"type": "string"}}}
    entry = {"oneOf": [ref("LawParameter"), ref("LawRule"), ref("LawFact")]}
    return {
        "/api/law": {"get": _page("law", "All rules and parameters", ref("Law"),
                                  ("on", "known_on", "lang", "format"), table)},
        "/api/law/questions": {"get": _page("law_questions", "Assumptions and open questions",
                                            ref("OpenQuestions"), ("lang",))},
        "/api/law/graph": {"get": _page("law_graph", "Which rule uses what", ref("LawGraph"),
                                        ("known_on", "lang"))},
        "/api/law/{name}": {"get": {
            **_page("law_entry", "A rule, parameter or fact with all its editions", entry,
                    ("on", "known_on", "lang"), missing=True),
            "parameters": [named, *_asked("on", "known_on", "lang")],
        }},
    }  # fmt: skip


def _page(
    operation: str, summary: str, schema: Schema, parameters: tuple[str, ...],
    more: _Node | None = None, missing: bool = False,
) -> _Node:  # fmt: skip
    tag = {"schema": {"type": "string"}, "description": "For If-None-Match."}
    refused = ("not_found", "question") if missing else ("question",)
    return {
        "operationId": operation, "summary": summary, "tags": ["law"],
        "parameters": _asked(*parameters),
        "responses": {
            "200": {"description": summary, "headers": {"ETag": tag},
                    "content": {JSON: {"schema": schema}, **(more or {})}},
            "304": {"description": "The same as before."},
            **_problems(*refused, "too_many_requests"),
        },
    }  # fmt: skip
