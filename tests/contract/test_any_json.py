"""Whatever JSON comes in, what goes out is an answer or a problem, never another exception."""

from __future__ import annotations

import copy
import json
from typing import Any

import orjson
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from tests.contract.asking import BENEFITS, GOOD, PAYER, Case
from tirek.contract.commands import answer_chunk, answer_one
from tirek.contract.problems import CODES, Problem

COMMANDS = tuple(GOOD)
WORDS = (
    "on", "event", "kind", "person", "birth_date", "sex", "contributions", "period", "payer",
    "income", "contribution", "month", "payer_kind", "payments", "categories", "code", "from",
    "until", "service", "insured", "icd10", "known_on", "applied_on", "dependants", "relation",
)  # fmt: skip
VALUES = (
    *BENEFITS, "employee", "self_employed", "aggregate_payment_city", "female", "male", "student",
    "child", "carer", "ivf", "G40", PAYER, "2019-12", "2020-01", "2025-02", "2027-01", "2099-12",
    "1900-01", "2024-02-29", "2020-02-29", "1900-01-01", "2099-12-31", "2027-01-01", "2019-12-31",
    "0", "0.01", "10000000000", "85000.5", "-1", "",
)  # fmt: skip
LEAVES = (
    st.sampled_from(VALUES)
    | st.none()
    | st.booleans()
    | st.sampled_from((0, 1, -1, 5, 12, 100, 1200, 2**63, -(2**63), 2**64, 10**40))
    | st.integers()
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=12)
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)
LANGUAGES = st.sampled_from(("kk", "ru", "en"))


def check(command: str, text: bytes, lang: str, brief: bool) -> None:
    """An answer that can be printed, or a problem of the contract that can be printed."""
    try:
        answer = answer_one(command, text, lang, brief)
    except Problem as problem:
        error = orjson.loads(orjson.dumps(problem.as_dict()))["error"]
        assert error["code"] in CODES
        assert error["at"] == "" or error["at"].startswith("/")
        assert all(error["message"][lang] for lang in ("kk", "ru", "en"))
    else:
        assert "undetermined" in orjson.loads(orjson.dumps(answer))


def as_text(value: Any) -> bytes:
    return json.dumps(value).encode()


@given(st.sampled_from(COMMANDS), JSON, LANGUAGES)
@settings_of(max_examples=250)
def test_any_json_is_answered_or_is_a_problem(command: str, value: Any, lang: str) -> None:
    check(command, as_text(value), lang, True)


@given(st.sampled_from(COMMANDS), st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings_of(max_examples=200)
def test_any_bytes_are_answered_or_are_a_problem(command: str, text: bytes) -> None:
    check(command, text, "kk", False)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything in a question."""
    found = [path] if path else []
    if isinstance(value, dict):
        return found + [p for key, inner in value.items() for p in places(inner, (*path, key))]
    if isinstance(value, list):
        return found + [p for n, inner in enumerate(value[:2]) for p in places(inner, (*path, n))]
    return found


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, Case]:
    """A good question with one to three places changed, taken away, or added to."""
    command = draw(st.sampled_from(COMMANDS))
    case = copy.deepcopy(draw(st.sampled_from(GOOD[command])))
    for _ in range(draw(st.integers(1, 3))):
        found = places(case)
        if not found:
            break
        *way, last = draw(st.sampled_from(found))
        place: Any = case
        for step in way:
            place = place[step]
        action = draw(st.sampled_from(("junk", "junk", "junk", "drop", "twice", "add")))
        if action == "drop":
            del place[last]
        elif action == "twice" and isinstance(place, list):
            place.append(copy.deepcopy(place[last]))
        elif action == "add" and isinstance(place, dict):
            place[draw(st.sampled_from(WORDS))] = draw(JSON)
        else:
            place[last] = draw(JSON)
    return command, case


@given(spoilt(), LANGUAGES, st.booleans())
@settings_of(max_examples=700)
def test_a_spoilt_question_is_answered_or_is_a_problem(
    found: tuple[str, Case], lang: str, brief: bool
) -> None:
    command, case = found
    check(command, as_text(case), lang, brief)


@given(st.sampled_from(COMMANDS), st.data())
@settings_of(max_examples=40)
def test_a_bad_line_spoils_no_other_line(command: str, data: st.DataObject) -> None:
    drawn = [data.draw(spoilt())[1] for _ in range(4)]
    lines = [as_text(case) for case in [*GOOD[command], *drawn, *GOOD[command]]]
    printed, bad = answer_chunk(command, lines, "ru", True)
    results = printed.splitlines()
    assert len(results) == len(lines)
    alone = [answer_chunk(command, [line], "ru", True) for line in lines]
    assert [one.rstrip(b"\n") for one, _ in alone] == results
    assert sum(number for _, number in alone) == bad
