"""Walking the pages of the six benefits with random people: what they show is what the engine
answers to the same question."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from random import Random
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.cases import BENEFITS, random_case
from tests.portal.accrued import counted
from tests.portal.walking import Visitor
from tirek.contract import assess
from tirek.contract.messages import say
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.pages import writing
from tirek.portal.benefits.incomes import payer_number
from tirek.portal.texts import text as portal_text

LANGUAGES = ("kk", "ru", "en")


def day(name: str, text: str | None) -> dict[str, str]:
    if not text:
        return {f"{name}_d": "", f"{name}_m": "", f"{name}_y": ""}
    year, month, of_month = text.split("-")
    return {f"{name}_d": of_month, f"{name}_m": month, f"{name}_y": year}


def yes(value: object) -> str:
    return "yes" if value else "no"


def narrowed(case: dict[str, Any]) -> dict[str, Any]:
    """A case as the pages can tell it: employees' incomes by month and payer."""
    rows = [row for row in case["contributions"] if "income" in row and tiyn(row["income"]) >= 0]
    payers = {row["payer"]: place for place, row in enumerate(rows)}
    numbers = {payer: n for n, payer in enumerate(sorted(payers, key=lambda p: payers[p]), 1)}
    sums: dict[tuple[str, int], int] = {}
    for row in rows[:100]:
        key = row["period"], numbers[row["payer"]]
        sums[key] = sums.get(key, 0) + tiyn(row["income"])
    found = {k: v for k, v in case.items() if k not in ("special_months", "known_on")}
    found["contributions"] = [
        {"period": period, "payer": payer_number(payer), "income": f"{v // 100}.{v % 100:02d}"}
        for (period, payer), v in sums.items()
    ]
    event = found["event"]
    if event["kind"] == "survivor":
        found["event"] = event | {"dependants": [
            {key: value for key, value in one.items() if key != "study_until"}
            | ({"study_until": one.get("study_until") or "2049-06-30"}
               if one.get("full_time_student") else {})
            for one in event["dependants"][:8]
        ]}  # fmt: skip
    if found.get("participation_months", 0) > 900:
        found["participation_months"] = 900
    return found


def based(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """People tell what was accrued; contributions are paid on what the law leaves of it."""
    return [row | {"income": counted(row["period"], row["income"])} for row in rows]


def typed_of(case: dict[str, Any]) -> dict[str, str | list[str]]:
    """What a visitor types for a case."""
    event, rows = case["event"], case["contributions"]
    found: dict[str, str | list[str]] = {
        **day("on", case["on"]), **day("applied", case.get("applied_on")),
        **day("birth", case["person"]["birth_date"]), "sex": case["person"]["sex"],
        "how": "table" if rows else "none",
        "pasted": "\n".join(f"{r['period']};{r['payer']};{r['income']}" for r in rows),
        "participation": str(case.get("participation_months", "")),
        "exempt": yes(case.get("pension_exempt")),
        "paid": str(event.get("months_already_paid", 0)),
        "ground": event.get("dismissal_ground", "other"),
        "days": str(event.get("leave_days", "")),
        **day("child", event.get("child_birth_date") or case["on"]),
        "order": str(event.get("child_order", "")),
        "so": [name for name, holds in (
            ("earlier", event.get("child_birth_date") != case["on"]),
            ("state", event.get("child_on_state_support")),
            ("other", event.get("other_carer_receives"))) if holds],
        "degree": str(event.get("degree_percent", "")), **day("term_until", event.get("until")),
        "dependants": str(len(event.get("dependants", []))),
    }  # fmt: skip
    for number, one in enumerate(event.get("dependants", []), 1):
        so = [name for name in ("full_time_student", "disabled_from_childhood") if one.get(name)]
        if not one.get("without_able_parents_or_alimony", True):
            so.append("with_able_parents")
        found |= {**day(f"d{number}_birth", one["birth_date"]), f"d{number}_so": so,
                  f"d{number}_relation": one["relation"],
                  **day(f"d{number}_study", one.get("study_until"))}  # fmt: skip
    return found


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(BENEFITS), st.sampled_from(LANGUAGES))
def test_what_a_page_shows_is_what_the_engine_answers(seed: int, kind: str, lang: str) -> None:
    case = narrowed(random_case(kind, Random(seed)))
    if date.fromisoformat(case["on"]) < date(2005, 1, 1):
        return
    if kind == "survivor" and not case["event"]["dependants"]:
        return
    visitor = Visitor.of(lang)
    typed = typed_of(case)
    visitor.open(f"/benefits/{kind}/?how={typed['how']}")
    visitor.walk(typed)
    assert visitor.step == "result", (visitor.address, visitor.page.text[:1500])
    # What is assumed is changed where the answers are read back.
    count = len(case["event"].get("dependants", []))
    for name in ("applied", "exempt", "days", "so", *(f"d{n}_so" for n in range(1, count + 1))):
        links = [link for link in visitor.page.links if f"/{name}/" in link]
        if links:
            visitor.open(links[-1])
            visitor.send(typed)
            while visitor.step != "result":  # what the change asks for
                assert visitor.status == 200
                visitor.send(typed)
    assert visitor.step == "result" and visitor.status == 200
    answer: Any = assess.answer(case | {"contributions": based(case["contributions"])}, lang)
    heading, text = visitor.page.headings[0], visitor.page.text
    if answer["undetermined"]:
        with translation.override(lang):
            assert heading == portal_text("benefits.not_yet")
    elif not answer["entitled"]:
        assert heading == say("words", "not_entitled", lang)
        assert all(reason["text"] in text for reason in answer["reasons"])
    else:
        assert spoken_money(tiyn(answer["net"]), lang) in heading
        assert spoken_money(tiyn(answer["amount"]), lang) in text
        for one in answer.get("dependants", []):
            assert not one["eligible"] or spoken_money(tiyn(one["share"]), lang) in text
        for change in answer["what_would_change_it"]:
            if abs(tiyn(change["amount"]) - tiyn(answer["amount"])) < 100:
                continue  # a few tiyn are no change to anybody
            assert spoken_money(tiyn(change["amount"]), lang) in text
    if answer["average_income"]:
        assert spoken_money(tiyn(answer["average_income"]), lang) in text
    for step in answer["explanation"]:
        assert step["text"] in text


@pytest.mark.parametrize("kind", BENEFITS)
def test_only_job_loss_and_disability_ask_for_age_and_sex(kind: str) -> None:
    """Of the others the answer is the same whatever they are: nothing is asked for nothing."""
    for seed in range(20):
        case = narrowed(random_case(kind, Random(seed)))
        answers = [
            assess.answer(case | {"person": {"birth_date": birth, "sex": sex}}, brief=True)
            for birth, sex in (("1950-01-01", "female"), (case["on"], "male"))
        ]
        if kind not in ("job_loss", "disability"):
            assert answers[0] == answers[1]


GOOD = (
    "on=2026-03-10&paid=0&birth=1990-05-01&sex=female&how=same&income=200000&since=2024-03"
    "&till=2026-02&kind=0"
    "&participation=60&exempt=no&applied=-"
)


@pytest.mark.parametrize(("name", "value", "step"), [
    ("on", "2026-02-30", "on"), ("on", "x", "on"), ("income", "-5", "income"),
    ("income", "1e5", "income"), ("since", "2026-13", "income"), ("kind", "77", "income"),
    ("till", "2024-02", "income"), ("sex", "x", "result"), ("paid", "١", "on"),
    ("how", "<b>", "how"), ("participation", "9" * 40, "participation"),
    ("applied", "0", "applied"),
])  # fmt: skip
def test_an_answer_of_an_address_that_is_none_is_asked_again(
    name: str, value: str, step: str
) -> None:
    pairs = dict(pair.split("=") for pair in GOOD.split("&")) | {name: value}
    visitor = Visitor.of("ru")
    visitor.open("/benefits/job_loss/result/", **pairs)
    assert visitor.step == step and visitor.status == 200
    assert "<b>" not in visitor.page.text


def test_a_change_comes_back_to_the_answers() -> None:
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/job_loss/result/?{GOOD}")
    change = next(link for link in visitor.page.links if "/income/" in link)
    visitor.open(change)
    visitor.send({"income": "300 000,50"})
    assert visitor.step == "result" and "300,000.50" in visitor.page.text


@pytest.mark.parametrize(("typed", "words"), [
    ({"on_d": "31", "on_m": "2", "on_y": "2026"}, "no such day"),
    ({"on_d": "", "on_m": "", "on_y": ""}, "Enter the day"),
    ({"on_d": "1", "on_m": "", "on_y": "2026"}, "All three"),
    ({"on_d": "1", "on_m": "Smay", "on_y": "2026"}, "Write, for example"),
    ({"on_d": "1", "on_m": "5", "on_y": "26"}, "four digits"),
    ({"on_d": "1", "on_m": "5", "on_y": "1999"}, "between 1 January 2005"),
])  # fmt: skip
def test_a_wrong_day_is_said_at_its_field(typed: dict[str, str], words: str) -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/job_loss/on/")
    visitor.send({**day("birth", "1990-05-01"), "sex": "male", **typed})
    assert visitor.status == 422 and visitor.page.text.count(words) == 2


@pytest.mark.parametrize(("pasted", "words"), [
    ("2026-01;1;5\n2026-13;1;5", "not a month"), ("2026-01;1;abc", "not an amount"),
    ("x", "not a single line"), ("smarch 26;1;5", "Line 1: “smarch 26” is not a month"),
    ("2026-01;1;-5", "not an amount"), ('"', "not a single line"),
    ("2026-01;1;5\nx;1;5\n2026-02;1;y", "Line 3: “y” is not an amount"),
    ("\n".join(["2026-01;1;x"] * 13), "3 more lines have errors"),
    ("2026-01;1;5\n2026-02;1;5\n2026-01;1;5", "Line 3 repeats line 1"),
    ("\n".join(f"2026-01;{n};5" for n in range(30)), "more than 20 payers"),
])  # fmt: skip
def test_a_wrong_list_is_said_by_line(pasted: str, words: str) -> None:
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/job_loss/rows/?{GOOD.replace('how=same', 'how=table')}")
    visitor.send({"pasted": pasted})
    assert visitor.status == 422 and words in visitor.page.text


def test_months_are_read_by_their_names() -> None:
    visitor = Visitor.of("ru")
    visitor.open(f"/benefits/job_loss/rows/?{GOOD.replace('how=same', 'how=table')}")
    visitor.send({"pasted": "окт.26\tТОО\t350 000,00\nсентябрь 2026\tТОО\t350 000,00"})
    assert visitor.status == 200 and "202610-1.0-350000_202609-1.0-350000" in visitor.address


def test_a_list_that_was_read_is_shown_before_one_goes_on() -> None:
    client = Visitor.of("en").client
    address = f"/benefits/job_loss/rows/?{GOOD.replace('how=same', 'how=table')}"
    answer = client.post(
        address, {"sent": "1", "take": "1", "pasted": "2026-01;1;5\n2026-02;1;7.50"}, follow=True
    )
    page = unescape(answer.content.decode())
    assert "Read: Months: 2, payers: 1" in page and 'value="7.50"' in page
    onward = re.search(r'href="([^"]+)">Go on with this', page)
    assert onward and "/result/" in onward[1] and "202602-1.0-7.50" in onward[1]
    assert client.get(onward[1]).status_code == 200


def test_reading_nothing_is_refused() -> None:
    client = Visitor.of("en").client
    address = f"/benefits/job_loss/rows/?{GOOD.replace('how=same', 'how=table')}"
    answer = client.post(address, {"sent": "1", "take": "1", "pasted": " "})
    assert answer.status_code == 422 and "neither text nor a file" in answer.content.decode()


def test_a_problem_of_the_contract_is_said_beside_its_answer() -> None:
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/job_loss/result/?{GOOD.replace('applied=-', 'applied=2026-03-09')}")
    assert visitor.status == 422 and "#answer-applied" in visitor.page.links


def test_paper_is_a_pdf() -> None:
    response = Visitor.of("kk").client.get(f"/benefits/job_loss/result/?{GOOD}&format=pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_no_database_is_asked() -> None:
    """pytest-django forbids it: no test of this file may."""
    visitor = Visitor.of("kk")
    visitor.open("/benefits/")
    assert visitor.status == 200


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [one for one in BENEFITS if one != "job_loss"])
def test_a_day_without_values_is_told_by_the_last_day_that_has_them(kind: str, lang: str) -> None:
    case: dict[str, Any] = {
        "on": "2027-02-15", "applied_on": "2027-03-01", "participation_months": 40,
        "person": {"birth_date": "1990-04-05", "sex": "female"},
        "contributions": [{"period": period, "payer": "1", "income": "345678.90"}
                          for period in (*(f"2026-{month:02d}" for month in range(1, 13)),
                                         "2027-01")],
        "event": {"leave_days": 126, "child_birth_date": "2027-02-15", "child_order": 2,
                  "degree_percent": 70, "until": None,
                  "dependants": [{"birth_date": "2020-01-01", "relation": "child"}]},
    }  # fmt: skip
    visitor = Visitor.of(lang)
    visitor.open(f"/benefits/{kind}/?how=table")
    visitor.walk(typed_of(case))
    with translation.override(lang):
        assert visitor.page.headings[0] == portal_text("benefits.not_yet")
        label = portal_text("benefits.sooner_net")
        what = portal_text("benefits.by_values", day=writing.long_day(date(2026, 12, 31)), what="")
    assert what.strip() in visitor.page.text
    told = visitor.page.text.partition(label)[2].split("\n")
    visitor.open(next(link for link in visitor.page.links if "on=2026-12-31" in link))
    assert "₸" in visitor.page.headings[0] and visitor.page.headings[0] in map(str.strip, told)


SAME = (
    "on=2026-11-25&paid=0&birth=1985-04-15&sex=male&how=same&income=350000&kind=0&exempt=no"
    "&till=2026-10"
)


@pytest.mark.parametrize(("told", "months", "alone"), [
    ("since=2018-11&participation=-", 96, True), ("since=2024-11&participation=91", 91, False),
    ("since=2024-11&participation=-", 24, True), ("since=1995-01&participation=-", 262, True),
])  # fmt: skip
def test_participation_is_what_was_told_however(told: str, months: int, alone: bool) -> None:
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/job_loss/result/?{SAME}&{told}&applied=-")
    assert re.search(rf"Length of participation, months\s*{months}\D", visitor.page.text)
    assert ("Only the months of the income given were counted" in visitor.page.text) is alone


def test_years_in_place_of_months_are_found_out() -> None:
    """14 years are 168 months; 14 would be fewer than the months of income just told."""
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/job_loss/result/?{SAME}&since=2024-11&participation=14&applied=-")
    assert visitor.step == "participation"
    visitor.send({"participation": "14"})
    assert visitor.status == 422 and "at least 24" in visitor.page.text


def test_childcare_after_maternity_knows_the_income() -> None:
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/maternity/result/?{SAME}&since=2025-11&applied=-&days=126")
    visitor.open(next(link for link in visitor.page.links if link.startswith("/benefits/child")))
    visitor.send({**day("on", "2026-12-20"), "order": "1"})
    assert "income=350000" in visitor.address and "exempt=no" in visitor.address


@pytest.mark.parametrize(("kind", "more", "to", "net"), [
    ("job_loss", "&since=2024-11&participation=91", "96 months", "135,229.50"),
    ("disability", "&degree=60&term_until=-&since=2024-11&participation=60", "72 months", ""),
])  # fmt: skip
def test_what_would_change_it_is_told_as_paid_out(kind: str, more: str, to: str, net: str) -> None:
    """350 000 less the pension contribution is 315 000; 315 000 x 0.45 x 1.06 = 150 255 before
    it is taken off, 135 229.50 after."""
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/{kind}/result/?{SAME}{more}&applied=-")
    line = next(one for one in visitor.page.text.splitlines() if f"participation of {to}" in one)
    assert "paid out" in line and net in line


@pytest.mark.parametrize(("kind", "code"), [
    ("job_loss", "unemployed"), ("maternity", "on_maternity_leave"), ("disability", "disabled"),
])  # fmt: skip
def test_a_result_leads_to_the_insurance_that_comes_with_it(kind: str, code: str) -> None:
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/{kind}/result/?{SAME}&since=2024-11&participation=60&applied=-&days=126"
                 "&degree=60&term_until=-")  # fmt: skip
    link = next(one for one in visitor.page.links if code in one)
    visitor.open(link)
    assert visitor.status == 200 and f"{code}_from=2026-11-25" in visitor.address


def test_a_student_says_when_the_studies_end() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/survivor/d1/?on=2026-10-10&dependants=1")
    student: dict[str, str | list[str]] = {
        **day("d1_birth", "2007-03-03"),
        "d1_relation": "child",
        "d1_so": ["full_time_student"],
        **day("d1_study", None),
    }
    visitor.send(student)
    assert visitor.step == "d1_so"  # of a child of ten it is assumed that nothing is so
    visitor.send(student)
    assert visitor.status == 422 and "give the day on which it ends" in visitor.page.text
    visitor.send(student | day("d1_study", "2028-06-30"))
    assert visitor.step == "income"


def test_a_sum_that_falls_when_a_right_ends_says_so() -> None:
    visitor = Visitor.of("en")
    visitor.open(
        "/benefits/survivor/result/?on=2026-10-10&dependants=2&d1_birth=2007-03-03&d1_relation="
        "child&d1_so=full_time_student&d1_study=2028-06-30&d2_birth=2016-09-01&d2_relation=child"
        "&d2_so=-&d2_study=-&how=same&income=280000&since=2024-10&till=2026-09&kind=0"
        "&participation=150&applied=-"
    )
    assert "After 30 June 2028 fewer dependants have a right" in visitor.page.text
