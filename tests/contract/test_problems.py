"""Every bad question is refused by name, at its place, in words of three languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import pytest

from tests.contract.asking import (
    CARE,
    CONTRIBUTIONS,
    GOOD,
    PAYER,
    STATUS,
    Case,
    Refused,
    ask,
    assessment,
    changed,
    refusal,
)
from tests.contract.problem_rows import NO_OBJECT, ROWS, Bad
from tirek.contract.commands import answer_one
from tirek.contract.problems import CODES, Problem

#: The codes of the contract that each command can give.
COMMON = {
    "invalid_json", "unknown_key", "missing_fact", "bad_date", "bad_enum", "out_of_bounds",
    "event_date_conflict",
}  # fmt: skip
REACHABLE = {
    "contributions": COMMON
    | {"bad_month", "not_money_string", "negative_amount", "kind_not_in_force"},
    "assess": {
        "invalid_json", "unknown_key", "missing_fact", "not_money_string", "negative_amount",
        "bad_date", "bad_month", "bad_enum", "bad_check_digit", "out_of_bounds",
        "income_and_contribution", "neither_income_nor_contribution", "kind_not_in_force",
        "event_date_conflict",
    },
    "insured-status": COMMON | {"bad_month", "kind_not_in_force"},
    "care": COMMON,
}  # fmt: skip
LONGEST_MESSAGE = 1500


def check_words(refused: Refused) -> None:
    """Three different texts, filled in, short enough to be read."""
    assert set(refused.message) == {"kk", "ru", "en"}
    assert len(set(refused.message.values())) == 3
    for text in refused.message.values():
        assert text.strip() == text and len(text) > 10
        assert len(text) <= LONGEST_MESSAGE, f"{len(text)} characters"
        assert not re.search(r"\{[a-z_]+\}", text), text


def grouped() -> list[object]:
    """Rows by command, code and place (numbers and values apart): one test each."""
    found: dict[tuple[str, str, str], list[Bad]] = defaultdict(list)
    for row in ROWS:
        found[row.command, row.code, row.at].append(row)
    return [
        pytest.param(rows, id=f"{command} {code} {at[:60]}")
        for (command, code, at), rows in found.items()
    ]


@pytest.mark.parametrize("rows", grouped())
def test_a_bad_question_is_refused_with_its_code_and_place(rows: list[Bad]) -> None:
    for row in rows:
        refused = refusal(row.command, row.question)
        assert (refused.code, refused.at) == (row.code, row.at), shown(row)
        check_words(refused)


def shown(row: Bad) -> str:
    return str(row.question)[:300]


@pytest.mark.parametrize("command", GOOD)
@pytest.mark.parametrize("text", NO_OBJECT, ids=range(len(NO_OBJECT)))
def test_a_text_that_is_no_json_object_is_refused_as_a_whole(
    command: str, text: str | bytes
) -> None:
    refused = refusal(command, text)
    assert (refused.code, refused.at) == ("invalid_json", "")
    check_words(refused)


def test_the_table_is_long_and_reaches_every_code_of_every_command() -> None:
    assert len(ROWS) >= 80
    for command, codes in REACHABLE.items():
        assert {row.code for row in ROWS if row.command == command} | {"invalid_json"} == codes
    assert set().union(*REACHABLE.values()) == set(CODES)


@pytest.mark.parametrize(
    ("command", "case"),
    [(command, case) for command, cases in GOOD.items() for case in cases],
    ids=[f"{command} {n}" for command, cases in GOOD.items() for n in range(len(cases))],
)
def test_the_good_questions_behind_the_table_are_answered(command: str, case: Case) -> None:
    for brief in (True, False):
        assert "undetermined" in ask(command, case, brief=brief)


@pytest.mark.parametrize(
    ("command", "case", "names"),
    [
        ("contributions", CONTRIBUTIONS, ("pension_contribution", "medical_base_elsewhere",
         "categories", "known_on", "birth_date", "sex")),
        ("assess", assessment(), ("applied_on", "known_on", "special_months",
         "participation_months", "pension_exempt", "event__months_already_paid",
         "event__dismissal_ground", "contributions__0__kind", "contributions__0__contribution")),
        ("assess", assessment("childcare"),
         ("event__child_on_state_support", "event__other_carer_receives")),
        ("assess", assessment("survivor"), tuple(f"event__dependants__0__{name}" for name in (
            "full_time_student", "study_until", "disabled_from_childhood",
            "without_able_parents_or_alimony"))),
        ("insured-status", STATUS, ("known_on", "payments__0__paid_on")),
        ("care", CARE,
         ("categories", "suspected", "onset", "residence", "known_on")),
    ],
)  # fmt: skip
def test_null_for_an_optional_field_is_as_if_it_were_left_out(
    command: str, case: Case, names: Sequence[str]
) -> None:
    for name in names:
        without = changed(changed(case, **{name: None}), **{name: ...})
        assert ask(command, changed(case, **{name: None})) == ask(command, without), name


@pytest.mark.parametrize(
    ("command", "case"), [(command, cases[0]) for command, cases in GOOD.items()], ids=list(GOOD)
)
def test_a_place_in_the_question_can_be_found_by_the_pointer(command: str, case: Case) -> None:
    name = "~/a~1/b"
    refused = refusal(command, {**case, name: 1})
    assert refused.at == "/~0~1a~01~1b"
    parts = [part.replace("~1", "/").replace("~0", "~") for part in refused.at.split("/")[1:]]
    assert parts == [name]
    assert name in refused.message["en"]


def test_money_may_be_written_with_no_one_or_two_decimals_and_leading_zeros() -> None:
    for text in ("300000", "300000.0", "300000.00", "000300000", "0" * 5000 + "300000"):
        answer = ask("contributions", changed(CONTRIBUTIONS, income=text))
        assert answer == ask("contributions", CONTRIBUTIONS), text[:20]


def test_the_largest_values_allowed_are_answered() -> None:
    most = "10000000000.00"
    assert ask("contributions", changed(CONTRIBUTIONS, income=most))["lines"]
    row = {"period": "2025-02", "payer": PAYER}
    for amount in ({"income": most}, {"contribution": most}):
        case = assessment(contributions=[{**row, **amount}] * 1_000)
        assert ask("assess", case)["average_income"] == "24791.67"  # 7 x 85 000 / 24
        case = assessment(contributions=[{**row, **amount}] * 1_001)
        assert refusal("assess", case)[:2] == ("out_of_bounds", "/contributions")


def test_days_from_1900_to_2099_are_read() -> None:
    early = {"birth_date": "1900-01-01", "sex": "male"}
    assert ask("assess", assessment(person=early))["entitled"] is False
    late = assessment("childcare", on="2099-12-31", event__child_birth_date="2099-12-30")
    assert ask("assess", late)["reasons"][0]["code"] == "no_contributions_in_window"
    assert ask("assess", assessment("survivor", on="1900-01-01", person=early))["entitled"] is False


def test_an_unhashable_period_or_payer_is_a_problem_like_any_other() -> None:
    for name, code in (("period", "bad_month"), ("payer", "bad_check_digit"), ("kind", "bad_enum")):
        values: tuple[Any, ...] = ([], {}, [[]], {"a": []})
        for value in values:
            case = assessment(**{f"contributions__5__{name}": value})
            assert refusal("assess", case)[:2] == (code, f"/contributions/5/{name}")


@pytest.mark.parametrize("depth", [50, 900, 1010])
def test_a_deeply_nested_value_is_shown_as_a_problem(depth: int) -> None:
    deep = "[" * depth + "]" * depth
    text = f'{{"month": {deep}, "payer_kind": "employee", "income": "1"}}'
    refused = refusal("contributions", text)
    assert (refused.code, refused.at) == ("bad_month", "/month")
    check_words(refused)


def test_long_values_are_not_repeated_whole_in_the_words() -> None:
    for value in ("x" * 100_000, ["x" * 100_000], {"x": "y" * 100_000}, [1] * 100_000):
        check_words(refusal("contributions", changed(CONTRIBUTIONS, month=value)))


def test_the_path_of_a_file_and_what_is_wrong_with_it_are_repeated_up_to_300_letters() -> None:
    for length, cut in ((200, False), (400, True)):
        path, reason = "p" * length, "r" * length
        told: Any = Problem("cannot_read", "", value=path, key=reason).as_dict()["error"]
        for text in told["message"].values():
            assert (path not in text, reason not in text) == (cut, cut)
            assert len(text) < 800


def test_a_library_s_words_stand_in_one_line_without_quotes() -> None:
    told: Any = Problem("bad_reform.law", "", text="a 'b'\n  c").as_dict()["error"]
    assert all("(a 'b' c)" in text for text in told["message"].values())


def test_the_words_show_a_value_as_json_writes_it() -> None:
    """A list that is empty is not nothing, and true is not True."""
    shown_as: Mapping[str, object] = {"[]": [], "{}": {}, "true": True, "[1]": [1], "null": [None]}
    for text, value in shown_as.items():
        message = refusal("contributions", changed(CONTRIBUTIONS, month=value)).message["en"]
        assert text in message, message


@pytest.mark.parametrize("command", GOOD)
def test_of_a_key_written_twice_the_last_one_stands(command: str) -> None:
    case = GOOD[command][0]
    name = next(iter(case))
    text = b'{"%s": 5, ' % name.encode() + orjson.dumps(case)[1:]
    assert answer_one(command, text, "en", True) == answer_one(
        command, orjson.dumps(case), "en", True
    )
