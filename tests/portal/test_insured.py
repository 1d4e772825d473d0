"""Walking “Am I insured?” with random people: the page says what the contract answers to the same
question, now and on the later days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.test_crawl import looked_at
from tests.portal.walking import Visitor
from tirek.contract import contributions, insured_status
from tirek.contract.messages import LANGUAGES, say
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.law.acts import categories, category_codes
from tirek.law.care_packages import services
from tirek.pages import writing
from tirek.portal.insured import ahead
from tirek.portal.insured.flows import CATEGORIES
from tirek.portal.insured.question import (
    OF_CHILD,
    months_asked,
    months_in_question,
    question_of,
    shifted,
    spans_of,
)
from tirek.portal.texts import catalogue
from tirek.project import clock

TODAY = date(2026, 9, 15)
Case = dict[str, Any]


def words(name: str, lang: str, **values: object) -> str:
    section, key = name.split(".")
    return catalogue()[section][key][lang].format(**values)


def long_day(day: str | date, lang: str) -> str:
    with translation.override(lang):
        return writing.long_day(day if isinstance(day, date) else date.fromisoformat(day))


def month(period: int, lang: str) -> str:
    with translation.override(lang):
        return writing.month(period)


def boxes(name: str, day: date | None) -> dict[str, str | list[str]]:
    if day is None:
        return {f"{name}_d": "", f"{name}_m": "", f"{name}_y": ""}
    return {f"{name}_d": str(day.day), f"{name}_m": str(day.month), f"{name}_y": str(day.year)}


def typed_of(answers: Case) -> dict[str, str | list[str]]:
    """What a visitor types for some answers."""
    found: dict[str, str | list[str]] = {
        "residence": answers.get("residence", "citizen_or_permanent"), "who": answers["who"],
        "paid": answers["paid"], "last": str(answers.get("last", "")),
        "months": [str(one) for one in answers.get("months", [])],
        "kind": list(answers.get("kind", ["employee"])), "five": answers.get("five", "no"),
        **boxes("on", answers["on"]), **boxes("birth", answers["birth"]),
    }  # fmt: skip
    for code in answers["who"]:
        found |= boxes(f"{code}_from", answers[f"{code}_from"])
        found |= boxes(f"{code}_until", answers[f"{code}_until"])
    if answers["paid"] == "year":
        first = answers["first"]
        found |= {"first_m": str(first % 100), "first_y": str(first // 100)}
        found |= boxes("paid_on", answers["paid_on"])
    return found


def walked(answers: Case, lang: str = "en") -> Visitor:
    visitor = Visitor.of(lang)
    visitor.open("/insured/")
    visitor.walk(typed_of(answers))
    assert visitor.step == "check", visitor.address
    visitor.open(next(link for link in visitor.page.links if "/result/" in link))
    assert visitor.status == 200
    return visitor


def plain(answers: Case, **more: Any) -> Case:
    return {"who": [], "paid": "none", "birth": date(1990, 5, 1), "on": TODAY, **answers, **more}


@st.composite
def people(draw: st.DrawFn) -> Case:
    """Answers as a visitor could give them."""
    on = draw(st.dates(date(2020, 1, 1), date(2027, 12, 31)))
    birth = draw(st.dates(on - timedelta(days=80 * 365), on))
    held = [code for code in CATEGORIES if categories()[code].since <= on]
    found: Case = {"on": on, "birth": birth}
    found["who"] = draw(st.lists(st.sampled_from(held), unique=True, max_size=2))
    for code in found["who"]:
        first = draw(st.dates(on - timedelta(days=900), on + timedelta(days=200)))
        length = draw(st.integers(0, 900) if code in OF_CHILD else st.none() | st.integers(0, 900))
        found[f"{code}_from"] = first
        found[f"{code}_until"] = None if length is None else first + timedelta(days=length)
    asked = months_asked(found)
    if not asked:
        return found | {"paid": "none"}
    ways = ["all", "year", "none"] + (["stopped", "some"] if len(asked) > 1 else [])
    found["paid"] = draw(st.sampled_from(ways))
    found["last"] = draw(st.sampled_from(asked))
    found["months"] = draw(st.lists(st.sampled_from(asked), unique=True, min_size=1))
    found["first"] = shifted(on.year * 100 + on.month, -draw(st.integers(0, 11)))
    found["paid_on"] = draw(st.dates(on - timedelta(days=400), on))
    if found["first"] < 202001:
        found["first"] = 202001
    found["five"] = draw(st.sampled_from(["yes", "no"]))
    found["kind"] = ["employee"]
    return found


def expected_question(answers: Case) -> Case:
    """The question, put together here from what was typed."""
    asked, window = months_asked(answers), months_in_question(answers)
    how = answers["paid"]
    months = {
        "all": window, "some": sorted(answers.get("months", [])), "none": [],
        "stopped": [one for one in asked if one <= answers.get("last", 0)],
        "year": [shifted(answers.get("first", 202001), n) for n in range(12)],
    }[how]  # fmt: skip
    paid = {"paid_on": answers["paid_on"].isoformat()} if how == "year" else {}
    rows = [
        {"period": f"{one // 100}-{one % 100:02d}", "kind": "employee", **paid} for one in months
    ]
    return {
        "on": answers["on"].isoformat(), "person": {"birth_date": answers["birth"].isoformat()},
        "categories": [
            {"code": code, "from": answers[f"{code}_from"].isoformat(),
             "until": until.isoformat() if (until := answers[f"{code}_until"]) else None}
            for code in answers["who"]
        ],
        "payments": rows,
    }  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(people(), st.sampled_from(LANGUAGES))
def test_the_page_says_what_the_contract_answers(answers: Case, lang: str) -> None:
    with clock.at(TODAY):
        visitor = walked(answers, lang)
    question = expected_question(answers)
    if "five=yes" in visitor.address:  # asked only where it would change the answer
        last = max(int(row["period"].replace("-", "")) for row in question["payments"])
        assert answers["paid"] in ("all", "stopped")
        question["payments"] = [
            {"period": f"{one // 100}-{one % 100:02d}", "kind": "employee"}
            for one in (shifted(last, -n) for n in range(60))
        ]  # fmt: skip
    answer: Any = insured_status.answer(question, lang)
    told_right(visitor, question, answer, lang)


def told_right(visitor: Visitor, question: Case, answer: Any, lang: str) -> None:
    text = unescape(visitor.page.text)
    lead = words("insured.yes" if answer["insured"] else "insured.no", lang)
    assert visitor.page.headings == [lead]
    if answer["until"]:
        assert long_day(answer["until"], lang) in text
    for one in answer["missing_months"]:
        assert month(int(one.replace("-", "")), lang) in text
    for way in answer["ways_to_become_insured"]:
        if way["amount"]:
            assert spoken_money(tiyn(way["amount"]), lang) in text
        if way["insured_from"]:
            assert long_day(way["insured_from"], lang) in text
        if way["way"] in category_codes():
            assert words(f"holds.{way['way']}", lang) in text
        else:
            assert say("ways", way["way"], lang)[1:] in text
    if answer["undetermined"]:
        assert words("insured.price_unknown", lang) in text
    for row in ahead.later(question, answer):
        later = insured_status.answer({**question, "on": row.day.isoformat()}, brief=True)
        assert later == row.status
        assert long_day(row.day, lang) in text
    for one in answer["upcoming"]:
        day = date.fromisoformat(one["on"])
        first = day if one["what"] == "turns_18" else day + timedelta(days=1)
        assert long_day(first, lang) in text


# ---------------------------------------------------------------------- people whom all know


def shown(answers: Case, lang: str = "en") -> str:
    with clock.at(TODAY):
        return unescape(walked(plain(answers), lang).page.text)


def test_a_pensioner_is_asked_nothing_about_payments() -> None:
    visitor = walked(plain({"who": ["pensioner"], "pensioner_from": date(2015, 1, 1),
                            "pensioner_until": None}))  # fmt: skip
    assert "paid=" not in visitor.address
    assert words("insured.yes", "en") in visitor.page.text
    assert words("insured.no_end", "en") in visitor.page.text
    assert words("insured.if_ends", "en") not in visitor.page.text  # a pension does not end


def test_what_follows_a_category_without_an_end_is_shown_on_an_assumed_one() -> None:
    case = {"who": ["unemployed"], "unemployed_from": date(2025, 9, 1),
            "unemployed_until": None}  # fmt: skip
    for lang in LANGUAGES:
        text = shown(case, lang)
        assert words("insured.if_ends", lang) in text and words("insured.pay_on", lang) in text
        assert long_day(date(2026, 9, 30), lang) in text  # the assumption is named


def test_a_leave_wants_its_end_or_the_childs_birth() -> None:
    visitor = Visitor.of("en")
    visitor.open(
        "/insured/on_maternity_leave/?on=2027-03-01&residence=citizen_or_permanent"
        "&birth=1996-05-04&who=on_maternity_leave&on_maternity_leave_from=2027-02-15"
    )
    assert visitor.page.forms[-1].values["on_maternity_leave_from_d"] == "15"  # known already
    visitor.send({})
    assert visitor.status == 422 and "the expected one" in visitor.page.text
    visitor.send({"on_maternity_leave_child_d": "25.04.2027"})
    visitor.walk({"paid": "all", "kind": "employee"})
    visitor.open(next(link for link in visitor.page.links if "/result/" in link))
    assert "Until 24 April 2030" in visitor.page.text or "until 24 April 2030" in visitor.page.text


def test_the_third_birthday_ends_a_category_whose_end_is_not_given() -> None:
    answers = {"on": TODAY, "who": ("raising_child_under_3",),
               "raising_child_under_3_from": date(2024, 3, 1),
               "raising_child_under_3_child": date(2024, 2, 29)}  # fmt: skip
    assert spans_of(answers)[0][2] == date(2027, 2, 27)
    answers["raising_child_under_3_until"] = date(2026, 12, 31)
    assert spans_of(answers)[0][2] == date(2026, 12, 31)


def test_the_time_after_a_category_is_not_called_one_after_payments() -> None:
    text = shown({"birth": date(2000, 3, 3), "who": ["student"], "student_from": date(2024, 9, 1),
                  "student_until": date(2026, 8, 31)})  # fmt: skip
    assert "after the category ended" in text
    assert "The time after the last month paid for" not in text
    assert words("insured.stay", "en") in text


def test_a_student_sees_the_end_of_study_and_three_months_after() -> None:
    text = shown({"birth": date(2006, 3, 3), "who": ["student"], "student_from": date(2024, 9, 1),
                  "student_until": date(2027, 6, 30)})  # fmt: skip
    assert "From 1 July 2027" in text and "Until 30 September 2027." in text
    assert "From 1 October 2027" in text and "not insured" in text


def test_a_child_sees_the_eighteenth_birthday() -> None:
    text = shown({"birth": date(2009, 2, 10)})
    assert "From 10 February 2027" in text and "You turn 18." in text


def test_whoever_lost_work_half_a_year_ago_sees_every_way_back() -> None:
    text = shown({"paid": "stopped", "last": 202603, "five": "no"})
    assert "You are not insured" in text
    for price in ("21,250.00", "51,000.00"):  # five months, and twelve, of 5 % of 85,000
        assert price in text
    assert "until 31 August 2027" in text  # the year paid in advance


def test_five_years_of_payments_keep_the_right_longer() -> None:
    text = shown({"paid": "stopped", "last": 202603, "five": "yes"})
    assert "You are insured" in text and "30 September 2026" in text


def test_an_employee_sees_what_happens_if_the_job_ends() -> None:
    text = shown({"paid": "all", "five": "no"})
    assert "If the last contribution is for September 2026, the status lasts until " in text
    assert "31 December 2026" in text


def test_a_foreigner_who_stays_temporarily_is_told_what_is_free() -> None:
    with clock.at(TODAY):
        visitor = Visitor.of("ru")
        visitor.open("/insured/")
        visitor.walk({**boxes("on", TODAY), "residence": "temporary_foreigner"})
        visitor.open(next(link for link in visitor.page.links if "/result/" in link))
    text = unescape(visitor.page.text)
    assert visitor.page.headings == [words("insured.foreigner_lead", "ru")]
    assert all(say("services", one, "ru") in text for one in services())
    assert "Малярия" in text and "Сахарный диабет" not in text


def test_a_worker_of_the_union_sees_that_the_rule_is_not_confirmed() -> None:
    with clock.at(TODAY):
        visitor = walked(plain({"residence": "eaeu_worker", "paid": "all"}), "en")
    assert words("insured.worker_not_confirmed", "en") in visitor.page.text


def test_before_insurance_began_there_is_no_status() -> None:
    text = shown({"on": date(2019, 5, 1)})
    assert "Not known" in text and "1 January 2020" in text


# ---------------------------------------------------------------------- what is wrong

CITIZEN = {"on": "2026-09-15", "residence": "citizen_or_permanent", "birth": "1990-05-01"}


def asked(address: str, lang: str = "en", **given: Any) -> Any:
    query = urlencode({**CITIZEN, **given}, doseq=True)
    return Client(headers={"accept-language": lang}).get(f"/insured/{address}/?{query}")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("step", "given", "message"),
    [
        ("on", {"sent": 1, "on_d": "", "on_m": "", "on_y": ""}, "fields.day_missing"),
        ("birth", {"sent": 1, "birth_d": "1", "birth_m": "1", "birth_y": "2030"}, ""),
        ("paid", {"who": "-", "sent": 1}, "fields.choice_missing"),
        ("months", {"who": "-", "paid": "some", "sent": 1}, "fields.many_missing"),
        ("last", {"who": "-", "paid": "stopped", "sent": 1, "last": "203001"},
         "fields.choice_missing"),
        ("kind", {"who": "-", "paid": "all", "sent": 1}, "fields.many_missing"),
        ("student", {"who": "student", "sent": 1, "student_from_d": "2", "student_from_m": "9",
                     "student_from_y": "2025", "student_until_d": "1", "student_until_m": "9",
                     "student_until_y": "2025"}, "insured.until_before"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(
    step: str, given: Case, message: str, lang: str
) -> None:
    response = asked(step, lang, **given)
    page = unescape(response.content.decode())
    assert response.status_code == 422 and "govuk-error-summary" in page
    assert not message or page.count(words(message, lang)) >= 2


@pytest.mark.parametrize(
    "given",
    [
        {"who": "student", "student_from": "2025-09-02", "student_until": "2025-09-01"},
        {"who": "nobody.student"}, {"birth": "2030-01-01"}, {"on": "x"}, {"on": "2026-02-30"},
        {"who": "-", "paid": "some", "months": "199901"}, {"who": "-", "paid": "perhaps"},
        {"who": "-", "paid": "year", "first": "2020-01", "paid_on": "2026-01-01"},
    ],
)  # fmt: skip
def test_an_address_with_nonsense_in_it_is_asked_again(given: Case) -> None:
    response = asked("result", **given)
    assert response.status_code == 302 and "/result/" not in response.headers["Location"]


def test_a_kind_that_could_not_pay_then_is_refused_at_its_question() -> None:
    response = asked("result", who="-", paid="all", kind="self_employed", five="no")
    page = response.content.decode()
    assert response.status_code == 422 and 'href="#answer-kind"' in page
    two = asked("result", who="-", paid="all", kind="employee.self_employed", five="no")
    assert two.status_code == 200


def test_the_result_is_on_paper_too() -> None:
    response = asked("result", "kk", who="-", paid="none", format="pdf")
    assert response.status_code == 200 and response.content.startswith(b"%PDF")


def test_what_another_page_knows_comes_along() -> None:
    response = Client().get("/insured/?on=2026-09-15")
    assert response.headers["Location"] == "/insured/on/?on=2026-09-15"
    assert Client().post("/insured/on/").status_code == 405
    assert Client().get("/insured/nothing/").status_code == 404


def test_a_question_is_the_contracts_own() -> None:
    answers = plain({"paid": "none", "kind": ()})
    assert insured_status.read(question_of(answers))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "given",
    [
        "who=-&paid=none",
        "who=-&paid=all&kind=employee&five=yes",
        "who=-&paid=stopped&last=202603&kind=employee&five=no",
        "who=-&paid=year&first=2026-03&paid_on=2026-03-05&kind=independent_medical",
        "who=student.disabled&student_from=2024-09-01&student_until=2027-06-30"
        "&disabled_from=2020-01-01&disabled_until=-",
    ],
)
def test_results_are_whole_in_every_language(given: str, lang: str) -> None:
    for residence in ("citizen_or_permanent", "eaeu_worker", "temporary_foreigner"):
        address = f"/insured/result/?on=2026-09-15&birth=1990-05-01&residence={residence}&{given}"
        response = Client(headers={"accept-language": lang}).get(address)
        assert response.status_code == 200
        # An English sentence may say none; Python's None would stand alone elsewhere.
        page = response.content.decode().replace(">None<", "><").replace(" none", " ")
        looked_at(page, lang, address)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_are_whole_in_every_language(lang: str) -> None:
    for step, more in (
        ("on", {}), ("residence", {}), ("birth", {}), ("who", {}), ("paid", {"who": "-"}),
        ("student", {"who": "student"}), ("last", {"who": "-", "paid": "stopped"}),
        ("months", {"who": "-", "paid": "some"}), ("year", {"who": "-", "paid": "year"}),
        ("kind", {"who": "-", "paid": "all"}),
        ("five", {"who": "-", "paid": "all", "kind": "employee"}),
    ):  # fmt: skip
        response = asked(step, lang, **more)
        assert response.status_code == 200, step
        looked_at(response.content.decode(), lang, step)


def test_of_two_ways_at_one_price_the_one_that_lasts_stands_first() -> None:
    visitor = Visitor.of("en")
    visitor.open(
        "/insured/result/?on=2026-11-27&residence=citizen_or_permanent&birth=1968-03-03"
        "&who=-&paid=none"
    )
    days = re.findall(r"is paid after that, it lasts until (\d+ \w+ \d+)", visitor.page.text)
    assert days == ["31 October 2027", "31 January 2027"]


ENTREPRENEUR = (
    "/insured/result/?on=2026-11-27&residence=citizen_or_permanent&birth=1985-04-15&who=-&paid=some"
    "&months=202607.202606.202605.202604.202603.202602.202601.202512.202511&kind=entrepreneur"
)


def test_an_entrepreneur_is_told_of_the_own_debt() -> None:
    visitor = Visitor.of("en")
    visitor.open(f"{ENTREPRENEUR}&five=no")
    price: Any = contributions.answer(
        {"month": "2026-10", "payer_kind": "entrepreneur", "income": "0"}, brief=True
    )
    medical = next(one for one in price["lines"] if one["fund"] == "medical")
    owed = spoken_money(3 * tiyn(medical["amount"]), "en")
    assert f"you owe {owed} for them as an entrepreneur" in visitor.page.text
    assert "/due/?kind=entrepreneur" in visitor.page.links


def test_five_years_are_asked_of_whoever_paid_without_a_gap_however_told() -> None:
    visitor = Visitor.of("en")
    visitor.open(ENTREPRENEUR)
    assert visitor.step == "five"


@pytest.mark.parametrize("month", range(1, 13))
def test_days_stand_in_their_case_in_kazakh(month: int) -> None:
    with translation.override("kk"):
        day = writing.long_day(date(2026, month, 4))
        assert f"{day:from}".endswith(("дан", "ден", "нан", "нен", "тан", "тен"))
        assert f"{day:whole}".endswith(("ды", "ді", "ты", "ті", "ны", "ні"))
        assert f"{day}" == day and f"{day:of}".startswith(day) and f"{day:on}".startswith(day)
