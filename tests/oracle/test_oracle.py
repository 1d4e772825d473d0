"""The oracle answers every published example, and does not contradict itself."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from . import assess, contributions, insured_status
from .answer import ORDER
from .cases import BENEFITS, random_case, random_contributions_case, random_insured_case
from .dates import add_months, pension_day
from .money import half_up, money, ratio, tiyn
from .rows import check_digit

EXAMPLES = Path(__file__).parent.parent / "cases" / "examples"
COUNT = 1500


def examples(name: str) -> list[dict[str, Any]]:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line]


def made(benefit: str, count: int = COUNT) -> list[dict[str, Any]]:
    rng = Random(f"oracle/{benefit}")
    return [random_case(benefit, rng) for _ in range(count)]


@pytest.mark.parametrize("example", examples("assess.jsonl"))
def test_it_answers_the_examples_of_assess(example: dict[str, Any]) -> None:
    answer = assess(example["case"])
    answer["shares"] = [one["share"] for one in answer.get("dependants", [])]
    expected = example["expect"]
    assert {name: answer[name] for name in expected} == expected


@pytest.mark.parametrize("example", examples("contributions.jsonl"))
def test_it_answers_the_examples_of_contributions(example: dict[str, Any]) -> None:
    lines = contributions(example["case"])
    assert len(lines) == len(example["expect"])
    for expected in example["expect"]:
        assert any(expected.items() <= one.items() for one in lines), expected


@pytest.mark.parametrize("example", examples("insured_status.jsonl"))
def test_it_answers_the_examples_of_insured_status(example: dict[str, Any]) -> None:
    answer = insured_status(example["case"])
    expected = example["expect"]
    assert {name: answer[name] for name in expected} == expected


def test_it_imports_nothing_of_the_product() -> None:
    for source in Path(__file__).parent.glob("*.py"):
        lines = source.read_text(encoding="utf-8").splitlines()
        imports = [line for line in lines if line.startswith(("import ", "from "))]
        assert not any(line.split()[1].split(".")[0] == "tirek" for line in imports), source


@pytest.mark.parametrize("benefit", BENEFITS)
def test_an_answer_agrees_with_itself(benefit: str) -> None:
    for case in made(benefit):
        answer = assess(case)
        assert answer["entitled"] == (answer["reason_codes"] == [])
        assert answer["reason_codes"] == sorted(answer["reason_codes"], key=ORDER.index)
        if not answer["entitled"]:
            assert answer["amount"] is None and answer["from"] is None
            continue
        amount, withheld = tiyn(answer["amount"]), tiyn(answer["pension_contribution"])
        assert amount > 0
        assert tiyn(answer["net"]) == amount - withheld
        free = case.get("pension_exempt", False) or benefit == "survivor"
        assert withheld == (0 if free else half_up(Fraction(amount, 10)))
        assert answer["from"] == case["on"]
        assert answer["until"] is None or answer["until"] >= case["on"]
        if benefit == "survivor":
            shares = [tiyn(one["share"]) for one in answer["dependants"] if one["eligible"]]
            assert sum(shares) == amount
            assert shares == sorted(shares, reverse=True) and shares[0] - shares[-1] <= 1


@pytest.mark.parametrize("benefit", BENEFITS)
def test_rows_in_another_order_and_rows_of_zero_change_nothing(benefit: str) -> None:
    rng = Random(7)
    for case in made(benefit, 300):
        other = json.loads(json.dumps(case))
        rng.shuffle(other["contributions"])
        if case["contributions"]:
            zero = {"period": case["contributions"][0]["period"], "payer": "160440007161"}
            other["contributions"].append({**zero, "income": "0"})
        assert assess(other) == assess(case)


@pytest.mark.parametrize("benefit", BENEFITS)
def test_most_cases_are_entitled(benefit: str) -> None:
    answers = [assess(case) for case in made(benefit, 3000)]
    assert sum(answer["entitled"] for answer in answers) >= 0.6 * len(answers)


def test_every_reason_is_reached() -> None:
    reached = {
        code
        for benefit in BENEFITS
        for case in made(benefit)
        for code in assess(case)["reason_codes"]
    }
    assert reached == set(ORDER)


def test_every_basis_is_reached() -> None:
    rng = Random(3)
    answers = [insured_status(random_insured_case(rng)) for _ in range(3000)]
    reached = {str(answer["basis"]).split(":")[0] for answer in answers}
    assert reached == {"category", "payments", "grace", "prepaid", "everybody", "None"}
    for answer in answers:
        assert answer["insured"] == (answer["basis"] is not None)
        assert bool(answer["ways_to_become_insured"]) != answer["insured"]


def test_a_line_is_its_base_times_its_rate() -> None:
    rng = Random(4)
    for _ in range(3000):
        for line in contributions(random_contributions_case(rng)):
            amount = half_up(tiyn(line["base"]) * Fraction(line["rate"]))
            assert line["amount"] == money(amount)


def test_payers_have_a_right_check_digit() -> None:
    for bin_number in ("160440007161", "970740001013", "050241002552", "040940004616"):
        assert check_digit(bin_number[:11]) == int(bin_number[11])
    for case in made("maternity", 200):
        for row in case["contributions"]:
            assert check_digit(row["payer"][:11]) == int(row["payer"][11])


def test_what_is_not_known_is_undetermined() -> None:
    case = {"month": "2027-01", "payer_kind": "employee", "income": "100000"}
    assert contributions(case) == [{"undetermined": True}]


def test_months_ages_and_numbers() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert pension_day(date(1961, 8, 26), "male") == date(2024, 8, 26)
    assert pension_day(date(1961, 12, 31), "female") == date(2021, 12, 31)
    assert pension_day(date(1962, 6, 30), "female") == date(2022, 12, 30)
    assert pension_day(date(1962, 7, 1), "female") == date(2023, 7, 1)
    assert ratio(Fraction(140, 30)) == "4.6667"
    assert ratio(Fraction(42, 10)) == "4.2"
    assert ratio(Fraction(1)) == "1.0"
    assert half_up(Fraction(1, 2)) == 1
    assert money(tiyn("72800.5")) == "72800.50"
