"""Walking “Am I insured?” with random people: the page says what the contract answers to the same
question, now and on the later days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.insuring import (
    TODAY,
    Case,
    expected_question,
    long_day,
    month,
    people,
    plain,
    shown,
    walked,
    words,
)
from tests.portal.walking import Visitor, boxes
from tirek.contract import insured_status
from tirek.contract.messages import LANGUAGES, say
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.law.acts import category_codes
from tirek.law.care_packages import services
from tirek.pages import writing
from tirek.portal.insured import ahead
from tirek.portal.insured.question import (
    shifted,
    spans_of,
)
from tirek.portal.texts import text as portal_text
from tirek.project import clock


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
    held = {one["period"] for one in question["payments"]}
    for way in answer["ways_to_become_insured"]:
        if held & set(way["months"]):  # nobody pays twice
            continue
        if way["amount"]:
            assert spoken_money(tiyn(way["amount"]), lang) in text
        if way["insured_from"]:
            assert long_day(way["insured_from"], lang) in text
        if way["way"] in category_codes():
            assert words(f"holds.{way['way']}", lang) in text
        else:
            names = [say("ways", way["way"], lang)[1:]]
            if way["way"] == "employment":  # or the job that one has
                names.append(words("insured.go_on_working", lang))
            assert any(name in text for name in names)
    if answer["undetermined"]:
        assert words("insured.price_about", lang, sum="|", month="|").split("|")[1] in text
    for row in ahead.later(question, answer):
        later = insured_status.answer({**question, "on": row.day.isoformat()}, brief=True)
        assert later == row.status
        assert long_day(row.day, lang) in text
    for one in answer["upcoming"]:
        day = date.fromisoformat(one["on"])
        first = day if one["what"] == "turns_18" else day + timedelta(days=1)
        assert long_day(first, lang) in text


# ---------------------------------------------------------------------- people whom all know


def test_a_pensioner_is_asked_nothing_about_payments() -> None:
    visitor = walked(plain({"who": ["pensioner"], "pensioner_from": date(2015, 1, 1),
                            "pensioner_until": None}))  # fmt: skip
    assert "paid=" not in visitor.address
    assert words("insured.yes", "en") in visitor.page.text
    assert words("insured.open_end", "en") in visitor.page.text
    assert "Example: what happens" not in visitor.page.text  # a pension does not end


def test_what_follows_a_category_without_an_end_is_shown_on_an_assumed_one() -> None:
    case = {"who": ["unemployed"], "unemployed_from": date(2025, 9, 1),
            "unemployed_until": None}  # fmt: skip
    for lang in LANGUAGES:
        text = shown(case, lang)
        with translation.override(lang):  # the assumption is named
            example = portal_text("insured.if_ends", day=writing.long_day(date(2026, 9, 30)))
        assert example in text and words("insured.pay_on", lang) in text


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
    visitor.walk({"paid": "all"})
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
    assert "The right is kept after the category until 30 November 2026." in text
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
    # The year paid in advance (September to August) and three months of grace.
    assert "until 30 November 2027" in text


def test_whoever_stopped_paying_is_told_how_to_leave_no_gap() -> None:
    """Insured until 31 October: the two months that lie back at once, then every month."""
    text = shown({"paid": "stopped", "last": 202607, "five": "no"})
    assert "You are insured" in text and "Until 31 October 2026, that day" in text
    assert "Pay now for the months that are not paid for (August 2026): 4,250.00" in text
    assert "From September 2026 on pay every month" in text
    assert "If paid on 1 November 2026" not in text  # a gap is not proposed


def test_a_year_that_was_paid_late_is_told_of_and_not_sold_again() -> None:
    text = shown({"paid": "year", "first": 202603, "paid_on": date(2026, 4, 15)})
    assert "You are not insured" in text
    assert "it was made on 15 April 2026, when the first month (March 2026) was over" in text
    assert "For September 2026 – August 2027" not in text and "does not count yet" not in text
    # September to February of six missing months; the months paid for run to February 2027.
    assert "25,500.00" in text and "until 31 May 2027" in text


def test_whoever_is_of_pension_age_is_asked_whether_the_category_was_overlooked() -> None:
    visitor = walked(plain({"birth": date(1958, 9, 3)}))
    visitor.open(next(link for link in visitor.page.links if "who=pensioner" in link))
    assert visitor.step == "pensioner"
    visitor.send(boxes("pensioner_from", date(2021, 9, 3)))
    assert "You are insured" in visitor.page.text
    assert "Do you receive a pension?" not in shown({"birth": date(1990, 9, 3)})


def test_what_was_not_asked_is_told_with_a_way_to_change_it() -> None:
    with clock.at(TODAY):
        visitor = Visitor.of("en")
        visitor.open("/insured/")
        visitor.walk({**boxes("birth", date(1990, 5, 1)), "paid": "none"})
        assert "You are a citizen or kandas, or hold a residence permit." in visitor.page.text
        assert "If you came to live in Kazakhstan in this time" in visitor.page.text
        visitor.open(next(one for one in visitor.page.links if "/residence/" in one))
        visitor.send({"residence": "temporary_foreigner"})
        assert visitor.step == "result" and "only some care is free" in visitor.page.text


def test_who_came_lately_and_works_reads_that_going_on_is_enough() -> None:
    text = shown({"on": date(2026, 11, 27), "paid": "some",
                  "months": [202606, 202607, 202608, 202609, 202610]})  # fmt: skip
    assert "If you came to live in Kazakhstan in this time" in text
    assert "you are insured from 1 June 2027 without paying anything yourself" in text
    assert text.index("If you work") < text.index("Register as unemployed")
    assert "Take up employment" not in text


def test_of_a_pension_the_only_question_says_what_it_is_about() -> None:
    visitor = Visitor.of("kk")
    visitor.open("/insured/pensioner/?on=2026-11-27&birth=1958-03-14&who=pensioner")
    assert visitor.page.headings == ["«Зейнетақы алады» санаты – қай күннен бастап?"]


def test_what_was_assumed_is_marked_where_answers_are_read_back() -> None:
    with clock.at(TODAY):
        visitor = walked(plain({"paid": "stopped", "last": 202608, "five": "no"}), "en")
        assert "15 September 2026 (not asked, assumed)" in visitor.page.text
        assert re.search(r"Payments without a break\s*No \(not asked, assumed\)", visitor.page.text)
        assert "then stopped (not asked" not in visitor.page.text


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
        visitor.open(next(link for link in visitor.page.links if "/residence/" in link))
        visitor.send({"residence": "temporary_foreigner"})
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


def test_an_employee_is_two_pages_from_the_answer() -> None:
    visitor = Visitor.of("kk")
    visitor.open("/insured/")
    typed = {**boxes("birth", date(1990, 5, 1)), "who": [], "paid": "all"}
    for _ in range(2):
        assert visitor.step != "result"
        visitor.send(typed)
    assert visitor.step == "result" and visitor.status == 200
    (longer,) = [link for link in visitor.page.links if "five=yes" in link and "/result/" in link]
    told = re.search(r"үзіліссіз төленген болса, құқық (.+?) қоса", visitor.page.text)
    assert told is not None
    visitor.open(longer)
    assert visitor.status == 200 and told[1] in visitor.page.text


def test_a_price_that_is_not_known_yet_is_told_by_the_last_known_month() -> None:
    """2027 has no minimum wage yet; twelve months at that of 2026 are 12 x 5 % of 85 000."""
    text = shown({"on": date(2027, 3, 10)})
    assert "about 51,000.00" in text and "by the rate of December 2026" in text
