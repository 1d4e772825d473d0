"""Explanations lead to what is answered, in three languages, each sentence with its article."""

from __future__ import annotations

import re
from fractions import Fraction
from operator import mul, sub, truediv
from typing import Any

import pytest

from tests.contract.asking import GOOD, Case, ask, assessment, changed
from tests.law.lives import MAKERS, made
from tirek.law import law

LANGUAGES = ("kk", "ru", "en")
SOME = 20
#: The step of an explanation whose value a field of the answer is.
STEPS = {
    "job_loss": {"amount": "job_loss_amount", "net": "job_loss_net", "until": "job_loss_until",
                 "average_income": "average_income", "months": "job_loss_months"},
    "maternity": {"amount": "maternity_amount", "average_income": "average_income_of_year"},
    "adoption": {"amount": "maternity_amount", "average_income": "average_income_of_year"},
    "childcare": {"amount": "childcare_amount", "until": "childcare_until"},
    "disability": {"amount": "disability_amount", "net": "disability_net"},
    "survivor": {"amount": "survivor_amount", "average_income": "average_income"},
}  # fmt: skip


def check_words(step: dict[str, Any]) -> None:
    assert step["title"] and step["text"]
    for text in (step["title"], step["text"]):
        assert not re.search(r"\{[a-z_]+\}|%s|\bTrue\b|\bFalse\b", text), text


@pytest.mark.parametrize("command", MAKERS)
def test_explanations_are_whole_sentences_in_three_languages(command: str) -> None:
    for case in made(command)[:SOME]:
        told = [ask(command, case, lang, brief=False)["explanation"] for lang in LANGUAGES]
        names = [[step["name"] for step in steps] for steps in told]
        assert names[0] == names[1] == names[2]
        for steps in zip(*told, strict=True):
            for step in steps:
                check_words(step)
            assert len({step["text"] for step in steps}) == 3, steps[0]["name"]
            values = {str(step.get("value")) for step in steps}
            assert len(values) == 1


@pytest.mark.parametrize("command", ["assess", "contributions", "insured-status"])
def test_each_step_names_its_article_and_what_it_was_found_from(command: str) -> None:
    known = {*law().rules, *law().parameters, *law().book.facts}
    for case in made(command)[:SOME]:
        for step in ask(command, case, brief=False)["explanation"]:
            assert step["citations"], step["name"]
            assert step["name"] in law().rules
            assert set(step["from"]) == set(step["inputs"]) <= known


@pytest.mark.parametrize("benefit", STEPS)
def test_what_is_answered_is_what_is_explained(benefit: str) -> None:
    answer = ask("assess", assessment(benefit), brief=False)
    told = {step["name"]: step["value"] for step in answer["explanation"]}
    for field, name in STEPS[benefit].items():
        assert told[name] == answer[field], field


def test_the_lines_of_a_month_are_what_is_explained() -> None:
    for case in GOOD["contributions"]:
        answer = ask("contributions", case, brief=False)
        told = {step["name"]: step["value"] for step in answer["explanation"]}
        for line in answer["lines"]:
            name = {
                "social_contribution": "social_contribution",
                "employer_contribution": "employer_medical_contribution",
                "personal_contribution": "personal_medical_contribution",
            }[line["kind"]]
            assert told[name] == line["amount"]


@pytest.mark.parametrize("kind", ["employee", "entrepreneur", "civil_contract", "single_payment"])
def test_a_month_in_which_nothing_is_due_is_answered_without_lines(kind: str) -> None:
    case = {"month": "2025-06", "payer_kind": kind, "income": "0", "categories": ["student"]}
    for lang in LANGUAGES:
        answer = ask("contributions", case, lang, brief=False)
        assert answer["lines"] == [] and answer["undetermined"] == []
        assert isinstance(answer["explanation"], list)


def test_a_refusal_explains_its_grounds() -> None:
    refused: dict[str, Case] = {
        "applied_late": assessment(applied_on="2027-01-01"),
        "tenure_too_short": assessment(participation_months=1),
        "of_pension_age": assessment(person={"birth_date": "1950-01-01", "sex": "male"}),
        "degree_too_low": assessment("disability", event__degree_percent=10),
    }
    for name, case in refused.items():
        answer = ask("assess", case, brief=False)
        assert name in {step["name"] for step in answer["explanation"]}
        assert "job_loss_amount" not in {step["name"] for step in answer["explanation"]}


def test_the_months_of_the_window_are_shown_with_what_each_counts_for() -> None:
    case = changed(assessment(), contributions__23__income="9999999")
    answer = ask("assess", case, brief=False)
    (step,) = [one for one in answer["explanation"] if one["name"] == "average_income"]
    assert next(iter(step["months"].items())) == ("2025-02", "595000.00")
    assert len(step["months"]) == 24 and step["months"]["2023-03"] == "150000.00"


@pytest.mark.parametrize(("lang", "words"), [
    ("kk", "дейін үзіліс болмаса"), ("ru", "нет пропусков"), ("en", "Where there is no gap"),
])  # fmt: skip
def test_the_months_of_grace_are_said_to_hold_where_there_is_no_gap(lang: str, words: str) -> None:
    """Whoever is not insured because of gaps was told that the right is kept for three months."""
    case = {
        "on": "2026-02-15", "person": {"birth_date": "1990-06-01"}, "categories": [],
        "payments": [{"period": "2025-06", "kind": "employee"}],
    }  # fmt: skip
    answer = ask("insured-status", case, lang, brief=False)
    (step,) = [one for one in answer["explanation"] if one["name"] == "grace"]
    assert not answer["insured"] and words in step["text"]


#: A product, a quotient or a difference that a sentence works out: “a × b ÷ c = d”.
EQUATION = re.compile(r"(?:[\d,.]+\u202f?[₸%]? [×÷−=] )+[\d,.]*\d")


def check_sum(equation: str) -> None:
    """What is worked out again from the numbers that stand there, to the tiyn."""
    plain = equation.replace(",", "").replace("\u202f", "").replace("₸", "").rstrip(".")
    first, *steps = re.split(r" ([×÷−=]) ", re.sub(r"([\d.]+)%", r"\1E-2", plain))
    worked = Fraction(first)
    for sign, number in zip(steps[::2], map(Fraction, steps[1::2]), strict=True):
        if sign == "=":
            assert abs(worked - number) <= Fraction(1, 200), equation
        else:
            worked = {"×": mul, "−": sub, "÷": truediv}[sign](worked, number)


@pytest.mark.parametrize("command", ["assess", "contributions", "insured-status"])
def test_sums_that_a_reader_can_do_again_come_out(command: str) -> None:
    """“216,000.00 × 4.6667 = 1,008,000.00” did not: it was worked out with 140 ÷ 30."""
    found = [
        equation
        for case in made(command)[:SOME]
        for step in ask(command, case, "en", brief=False)["explanation"]
        for equation in EQUATION.findall(step["text"])
    ]
    for equation in found:
        check_sum(equation)
    assert any(" = " in equation for equation in found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("days", "told"), [(140, "≈\u202f4.6667"), (126, "4.2")])
def test_a_factor_that_is_not_told_whole_is_told_as_about(lang: str, days: int, told: str) -> None:
    case = changed(assessment("maternity"), event__leave_days=days)
    steps = {one["name"]: one for one in ask("assess", case, lang, brief=False)["explanation"]}
    written = told if lang == "en" else told.replace(".", ",")
    for name in ("days_factor", "maternity_amount"):
        text = steps[name]["text"]
        assert written in text and ("≈" in text) == ("≈" in told)
        assert not re.search("≈[^=]*=", text)
    assert steps["days_factor"]["value"] == told.removeprefix("≈\u202f")
