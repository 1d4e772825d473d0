"""Values of a new year from a file signed by two people, taken whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from tests.contract.asking import CONTRIBUTIONS, STATUS, ask, assessment, changed, rows
from tirek.contract import law_run
from tirek.law import packs_in_use, parameters, use_packs
from tirek.law.packs import PackError

#: As the docstring of tirek.law.packs writes them.
SIGNATURES = """\
  - {name: A. Example, role: methodologist, date: 2026-12-10}
  - {name: B. Example, role: lawyer, date: 2026-12-11}
"""
SOURCE = 'act: Budget law 2027-2029, article: "7", source: a made-up text, confidence: V-LAW'


def value(amount: str, since: str = "2027-01-01", more: str = "", source: str = SOURCE) -> str:
    return f"    - {{since: {since}, value: {amount}, {source}{more}}}\n"


WAGE = "  minimum_wage:\n" + value('"90000"', more=", published: 2026-12-05")
VALUES_2027 = (
    WAGE
    + "  monthly_calculation_index:\n" + value('"4500"')
    + "  monthly_calculation_index_for_payments:\n" + value('"4500"')
)  # fmt: skip
MONTH = changed(CONTRIBUTIONS, month="2027-03", income="1000000")


def pack(values: str = VALUES_2027, signatures: str = SIGNATURES) -> bytes:
    return f"pack: values of 2027\nsigned_off:\n{signatures}values:\n{values}".encode()


@pytest.fixture(autouse=True)
def without_packs() -> Iterator[None]:
    yield
    if packs_in_use():
        use_packs([])  # reading all parameters again takes a while


def test_a_good_pack_makes_a_new_year_known() -> None:
    assert ask("contributions", MONTH)["lines"] is None
    use_packs([pack()])
    lines = ask("contributions", MONTH)["lines"]
    # 7 x 90 000 = 630 000; 40 x and 20 x 90 000 do not bind
    assert [line["amount"] for line in lines] == ["31500.00", "30000.00", "20000.00"]
    case = assessment("childcare", on="2027-03-10", contributions=rows("2025-03", 24, "1"),
                      event__child_birth_date="2027-03-10")  # fmt: skip
    assert ask("assess", case)["amount"] == "28800.00"  # 4 500 x 5.76 / 0.9
    status = changed(STATUS, on="2027-02-15", payments=[], categories=[])
    ways = {way["way"]: way["amount"] for way in ask("insured-status", status)[
        "ways_to_become_insured"]}  # fmt: skip
    assert ways["prepay_year"] == "54000.00"  # 12 x 5 % x 90 000


def test_a_pack_changes_no_other_year() -> None:
    before = [
        ask("contributions", CONTRIBUTIONS, brief=False), ask("assess", assessment(), brief=False),
        ask("contributions", changed(MONTH, month="2028-01")),
    ]  # fmt: skip
    use_packs([pack()])
    after = [
        ask("contributions", CONTRIBUTIONS, brief=False), ask("assess", assessment(), brief=False),
        ask("contributions", changed(MONTH, month="2028-01")),
    ]  # fmt: skip
    assert after == before
    assert after[2]["lines"] is None


def test_a_pack_is_known_from_the_day_on_which_its_values_were_published() -> None:
    use_packs([pack()])
    assert ask("contributions", {**MONTH, "known_on": "2026-12-04"})["lines"] is None
    assert ask("contributions", {**MONTH, "known_on": "2026-12-05"})["lines"] is not None


def test_two_packs_are_taken_together_and_replace_those_before() -> None:
    later = "  minimum_wage:\n" + value('"95000"', since="2028-01-01")
    use_packs([pack(WAGE), pack(later)])
    assert ask("contributions", MONTH)["lines"]
    assert ask("contributions", changed(MONTH, month="2028-01"))["lines"]
    use_packs([pack(WAGE)])
    assert ask("contributions", changed(MONTH, month="2028-01"))["lines"] is None
    use_packs([])
    assert ask("contributions", MONTH)["lines"] is None


def test_a_value_of_nothing_is_a_value() -> None:
    nothing = value('"0"', more=", until: 2027-01-02")
    facts = {"on": "2027-01-01", "running_amount": "10000"}
    use_packs([pack("  benefit_indexation:\n" + nothing)])
    assert law_run.answer("indexed_amount", facts, None, "en")["value"] == "10000.00"


ONE = "  - {name: A. Example, role: methodologist, date: 2026-12-10}\n"
REFUSED = {
    "one signature": pack(signatures=ONE),
    "nobody": pack(signatures="  []\n"),
    "the same person twice": pack(signatures=ONE + ONE.replace("A. Example", "'a. EXAMPLE '")),
    "a signature without a date": pack(signatures=SIGNATURES.replace(", date: 2026-12-11", "")),
    "a signature without a role": pack(signatures=SIGNATURES.replace(" role: lawyer,", "")),
    "a signature that is a text": pack(signatures="  A. Example, B. Example\n"),
    "an unknown parameter": pack(WAGE + "  maximum_wage:\n" + value('"90000"')),
    "a value that is held": pack("  minimum_wage:\n" + value('"90000"', since="2026-01-01")),
    "a value within a held year": pack("  minimum_wage:\n" + value('"90000"', since="2026-07-01")),
    "a parameter that is not renewed": pack(WAGE + "  social_rate:\n" + value('"0.06"')),
    "two values of one day": pack(WAGE + value('"91000"')),
    "a number without quotes": pack("  minimum_wage:\n" + value("90000")),
    "too many decimals": pack("  minimum_wage:\n" + value('"90000.001"')),
    "no number": pack("  minimum_wage:\n" + value('"ninety"')),
    "no source": pack("  minimum_wage:\n" + value('"90000"', source="confidence: V-LAW")),
    "no confidence": pack("  minimum_wage:\n" + value('"90000"', source="source: a text")),
    "an unknown key": pack("  minimum_wage:\n" + value('"90000"', more=", signed: true")),
    "no values of a parameter": pack("  minimum_wage: []\n"),
    "a value that is no list": pack('  minimum_wage: "90000"\n'),
    "values that are a list": pack("  - 90000\n"),
    "another key": pack() + b"note: x\n",
    "no yaml": b"pack: [",
    "no mapping": b"- 1\n",
    "nothing": b"",
    "code": b"!!python/object/apply:os.system [ls]\n",
    "infinity": pack("  minimum_wage:\n" + value('"Infinity"')),
    "more than int64 holds": pack("  minimum_wage:\n" + value('"1e30"')),
    "more than the law can multiply": pack("  minimum_wage:\n" + value('"1e16"')),
    "a negative value": pack("  minimum_wage:\n" + value('"-5"')),
    "a tiyn below zero": pack("  minimum_wage:\n" + value('"-0.01"')),
    "a day of the end that is a text": pack(
        "  minimum_wage:\n" + value('"90000"', more=', until: "2027-07-01"')),
    "an end before the beginning": pack(
        "  minimum_wage:\n" + value('"90000"', more=", until: 2026-07-01")),
    "a day of publication that is a text": pack(
        "  minimum_wage:\n" + value('"90000"', more=', published: "2026-12-05"')),
    "a moment instead of a day": pack(
        "  minimum_wage:\n" + value('"90000"', since="2027-01-01 00:00:00")),
    "bands where one value belongs": pack(
        f'  minimum_wage:\n    - {{since: 2027-01-01, bands: [[0, "1"]], {SOURCE}}}\n'),
    "bands that are a number": pack(
        f"  minimum_wage:\n    - {{since: 2027-01-01, bands: 5, {SOURCE}}}\n"),
    "a year beyond the calendar": pack("  minimum_wage:\n" + value('"90000"', since="9999-01-01")),
}  # fmt: skip


UNSIGNED = (
    "one signature", "nobody", "the same person twice", "a signature without a date",
    "a signature without a role", "a signature that is a text",
)  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_pack_is_refused_whole(name: str) -> None:
    with pytest.raises(PackError) as caught:
        use_packs([REFUSED[name]])
    about_people = re.search("each signature|people sign", str(caught.value)) is not None
    assert about_people == (name in UNSIGNED), str(caught.value)
    assert parameters()["minimum_wage"].edition(date(2027, 6, 1)) is None


def test_a_bad_pack_takes_the_good_one_beside_it_down_and_leaves_those_before() -> None:
    use_packs([pack(WAGE)])
    later = pack("  minimum_wage:\n" + value('"95000"', since="2028-01-01"))
    with pytest.raises(PackError):
        use_packs([later, REFUSED["an unknown parameter"]])
    assert ask("contributions", MONTH)["lines"]
    assert ask("contributions", changed(MONTH, month="2028-01"))["lines"] is None
