"""The contract's questions over HTTP: what the command line answers, in every form it may be
asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.api.asking import post, send
from tests.contract.asking import GOOD, STATUS, assessment
from tests.law.lives import made
from tirek.api.questions import MOST_BYTES, MOST_LINES
from tirek.api.requests import LINES
from tirek.contract.commands import COMMANDS, answer_chunk, answer_one
from tirek.contract.problems import CODES

FOLDER = Path(__file__).parent.parent / "cases" / "examples"
CASES = [
    pytest.param(case["command"], case["case"], id=f"{file.stem}-{number}")
    for file in sorted(FOLDER.glob("*.jsonl"))
    for number, case in enumerate(map(json.loads, file.read_text().splitlines()), 1)
]


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize(("command", "case"), CASES)
def test_every_published_example_is_answered_as_by_the_command_line(
    command: str, case: dict[str, Any], lang: str
) -> None:
    text = orjson.dumps(case)
    told = post(f"/api/{command}?lang={lang}", text)
    assert told.status == 200 and told.headers["content-type"] == "application/json"
    assert told.content == orjson.dumps(answer_one(command, text, lang, False))
    assert told.headers["content-language"] == lang and told.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("command", COMMANDS)
def test_brief_answers_leave_the_explanation_out(command: str) -> None:
    text = orjson.dumps(GOOD[command][0])
    for way in ("brief=1", "brief=true"):
        told = post(f"/api/{command}?{way}", text)
        assert told.content == orjson.dumps(answer_one(command, text, "kk", True))
    assert b"explanation" in post(f"/api/{command}?brief=0", text).content


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("ru", "ru"), ("en-GB,en;q=0.9", "en"), ("de, ru;q=0.3, en;q=0.7", "en"), ("", "kk"),
        ("fr", "kk"), ("*", "kk"), ("ru;q=x, en;q=0", "kk"), ("KK-KZ;q=0.1,RU;q=0.2", "ru"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_accepted_most(accepted: str, lang: str) -> None:
    told = post("/api/care", GOOD["care"][0], headers={"Accept-Language": accepted})
    assert told.headers["content-language"] == lang
    assert "Accept-Language" in told.headers["vary"]
    named = post("/api/care?lang=ru", GOOD["care"][0], headers={"Accept-Language": accepted})
    assert named.headers["content-language"] == "ru"


REFUSED = {
    "invalid_json": ("care", b"{"),
    "unknown_key": ("care", {**GOOD["care"][0], "colour": 1}),
    "missing_fact": ("care", {}),
    "not_money_string": ("contributions", {**GOOD["contributions"][0], "income": 5}),
    "negative_amount": ("contributions", {**GOOD["contributions"][0], "income": "-5"}),
    "bad_date": ("care", {**GOOD["care"][0], "on": "2025-02-30"}),
    "bad_month": ("contributions", {**GOOD["contributions"][0], "month": "2025-13"}),
    "bad_enum": ("care", {**GOOD["care"][0], "service": "cure"}),
    "bad_check_digit": ("assess", assessment(contributions__0__payer="041040334324")),
    "out_of_bounds": ("care", {**GOOD["care"][0], "on": "1899-01-01"}),
    "income_and_contribution": ("assess", assessment(contributions__0__contribution="1")),
    "neither_income_nor_contribution": ("assess", assessment(contributions__0__income=...)),
    "kind_not_in_force": (
        "contributions", {**GOOD["contributions"][0], "payer_kind": "platform_worker"}
    ),
    "event_date_conflict": ("insured-status", {**STATUS, "on": "1980-01-01"}),
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_problem_of_the_contract_is_said_with_422(code: str) -> None:
    command, question = REFUSED[code]
    told = post(f"/api/{command}", question)
    assert (told.status, told.code) == (422, code)
    text = question if isinstance(question, bytes) else orjson.dumps(question)
    assert told.content + b"\n" == answer_chunk(command, [text], "kk", False)[0]


@pytest.mark.parametrize("text", [b"", b" ", b"[]", b"null", b"\xff", b'{"a":' * 5000])
def test_what_is_no_json_object_is_422_too(text: bytes) -> None:
    told = post("/api/assess", text)
    assert (told.status, told.code) == (422, "invalid_json")


@pytest.mark.parametrize(
    ("query", "code", "at"),
    [
        ("lang=de", "bad_enum", "/lang"), ("brief=2", "bad_enum", "/brief"),
        ("colour=blue", "unknown_key", "/colour"), ("a~/b=1", "unknown_key", "/a~0~1b"),
        ("lang=kk&lang=ru", "bad_parameter", "/lang"), ("lang=", "bad_enum", "/lang"),
    ],
)  # fmt: skip
def test_a_parameter_that_is_none_is_refused_by_name(query: str, code: str, at: str) -> None:
    told = post(f"/api/care?{query}", GOOD["care"][0])
    assert (told.status, told.code, told.json["error"]["at"]) == (422, code, at)


@pytest.mark.parametrize("command", COMMANDS)
def test_lines_are_answered_in_order_a_bad_one_in_its_place(command: str) -> None:
    lines = [orjson.dumps(case) for case in made(command)]
    lines[3:3] = [b"", b"{", b'{"colour": 1}']
    expected = b"".join(answer_chunk(command, [line], "en", True)[0] for line in lines)
    for end in (b"", b"\n"):
        told = post(f"/api/{command}?lang=en&brief=1", b"\n".join(lines) + end, LINES)
        assert told.status == 200 and told.headers["content-type"] == LINES
        assert told.content == expected
    assert post(f"/api/{command}", b"", LINES).content == b""


def test_more_lines_or_bytes_than_may_be_are_413() -> None:
    told = post("/api/care", b"{}\n" * (MOST_LINES + 1), LINES)
    assert (told.status, told.code) == (413, "too_large")
    for headers in ({}, {"Content-Length": str(MOST_BYTES + 1)}):
        told = post("/api/care", b" " * (MOST_BYTES + 1), headers=headers)
        assert (told.status, told.code) == (413, "too_large")
        assert told.headers["connection"] == "close"


def test_a_body_in_pieces_is_counted_while_it_arrives() -> None:
    read = []

    def pieces() -> Any:
        for number in range(100):
            read.append(number)
            yield b" " * (MOST_BYTES // 10)

    headers = {"Content-Type": "application/json"}
    told = send("POST", "/api/care", pieces(), headers)
    assert (told.status, told.code) == (413, "too_large")
    text = orjson.dumps(GOOD["care"][0])
    told = send("POST", "/api/care", [text[:5], b"", text[5:]], headers)
    assert told.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=windows-1251"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)  # fmt: skip
def test_a_body_of_another_type_is_415(headers: dict[str, str]) -> None:
    told = send("POST", "/api/care", orjson.dumps(GOOD["care"][0]), headers)
    assert (told.status, told.code) == (415, "unsupported_media_type")


def test_the_type_of_a_body_may_name_utf_8() -> None:
    assert post("/api/care", GOOD["care"][0], "Application/JSON; charset=UTF-8").status == 200
