"""The way to a benefit's answer: few pages, what is assumed, what is said on the way."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.portal.test_benefits import day
from tests.portal.walking import Visitor
from tirek.contract import assess
from tirek.portal.benefits.flows import KINDS
from tirek.portal.benefits.incomes import payer_number
from tirek.portal.texts import catalogue


@pytest.mark.parametrize(("kind", "pages"), [
    ("job_loss", 2), ("maternity", 2), ("adoption", 2), ("childcare", 2), ("disability", 2),
    ("survivor", 3),
])  # fmt: skip
def test_a_benefit_is_a_few_pages_away(kind: str, pages: int) -> None:
    """Somebody with one income answers so many pages."""
    visitor = Visitor.of("ru")
    visitor.open(f"/benefits/{kind}/")
    typed = {
        **day("on", "2026-03-10"), "paid": "0", "days": "126", "order": "1", "degree": "60",
        "dependants": "1", **day("d1_birth", "2020-01-01"), "d1_relation": "child",
        "how": "same", "income": "300000", "since_m": "5", "since_y": "2023", "exempt": "no",
        "till_m": "2", "till_y": "2026", "kind": "0", **day("birth", "1990-05-01"), "sex": "female",
    }  # fmt: skip
    for _ in range(pages):
        assert visitor.status == 200 and visitor.step != "result"
        visitor.send(typed)
    assert visitor.step == "result" and visitor.status == 200


def test_months_of_leave_are_left_out_by_the_last_month() -> None:
    """Of 24 months before September 2026 the last two are leave: 22 x 270 000 / 24."""
    visitor = Visitor.of("en")
    visitor.open(
        "/benefits/childcare/result/?on=2026-09-10&order=1&so=-&how=same&income=300000"
        "&since=2015-01&till=2026-06&kind=0&exempt=no"
    )
    assert "247,500.00\u202f₸" in visitor.page.text


def test_what_no_longer_matters_is_neither_asked_nor_kept() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/maternity/income/?on=2026-03-10&days=126")
    visitor.send({"income": ""})
    assert visitor.status == 422 and "#id_income" in visitor.page.links
    visitor.open(next(link for link in visitor.page.links if "how=none" in link))
    assert visitor.step == "result" and "income" not in visitor.address
    visitor.open("/insured/paid/?birth=1990-05-01&who=-")
    visitor.send({})  # who paid is no question yet
    assert visitor.status == 422 and "#id_paid" in visitor.page.links
    assert "#id_kind" not in visitor.page.links
    visitor.send({"paid": "none"})
    assert visitor.step == "result" and "kind" not in visitor.address


def test_a_last_month_before_the_first_is_refused() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/maternity/income/?on=2026-03-10&days=126")
    visitor.send({"how": "same", "income": "1", "since_m": "5", "since_y": "2025", "till_m": "4",
                  "till_y": "2025", "kind": "0"})  # fmt: skip
    assert visitor.status == 422 and "cannot be before the first" in visitor.page.text


def test_no_month_is_chosen_for_anybody() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/maternity/income/?on=2026-03-10&days=126")
    values = visitor.page.forms[-1].values
    assert values["since_m"] == "" and (values["till_m"], values["till_y"]) == ("2", "2026")


def test_one_sum_fills_the_empty_months_of_a_payer() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/maternity/rows/?on=2026-03-10&days=126&how=table")
    visitor.send({"every1": "300 000", "m202602p1": "100000", "m202601p1": "0"})
    assert visitor.step == "result"
    rows = parse_qs(urlsplit(visitor.address).query)["rows"][0].split("_")
    assert rows[:3] == ["202602-1.0-100000", "202601-1.0-0", "202512-1.0-300000"]
    assert len(rows) == 12
    visitor.open("/benefits/maternity/rows/?on=2026-03-10&days=126&how=table")
    visitor.send({"every1": "x"})
    assert visitor.status == 422 and "“x”" in visitor.page.text


def test_a_mother_without_work_is_told_of_the_state_allowance() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/childcare/result/?on=2026-03-10&order=1&so=-&how=none")
    assert visitor.page.headings == ["Not entitled"]
    assert "monthly state allowance" in visitor.page.text
    visitor.open("/law/childcare_allowance/")
    assert visitor.status == 200


def test_a_leave_longer_than_any_is_spoken_of() -> None:
    visitor = Visitor.of("en")
    for days, unusual in ((70, False), (71, True)):
        visitor.open(f"/benefits/adoption/result/?on=2026-03-10&days={days}&how=same"
                     "&income=300000&since=2020-01&till=2026-02&kind=0")  # fmt: skip
        assert ("56 days from the birth" in visitor.page.text) is unusual


@pytest.mark.parametrize("kind", ["job_loss", "disability"])
@pytest.mark.parametrize(("birth", "asked"), [
    ("1990-05-01", False), ("1970-05-01", False), ("1967-01-01", True), ("1960-01-01", True),
])  # fmt: skip
def test_the_sex_is_asked_where_pension_age_depends_on_it(
    birth: str, asked: bool, kind: str
) -> None:
    """From 2031 on the age of women is that of men."""
    visitor = Visitor.of("kk")
    visitor.open(f"/benefits/{kind}/on/")
    visitor.send({**day("on", "2026-03-10"), **day("birth", birth), "degree": "60"})
    assert visitor.step == ("sex" if asked else "income")
    events: dict[str, Any] = {
        "job_loss": {"months_already_paid": 0}, "disability": {"degree_percent": 60, "until": None},
    }  # fmt: skip
    case = {
        "on": "2026-03-10", "participation_months": 300, "contributions": [
            {"period": f"2025-{month:02d}", "payer": payer_number(1), "income": "200000.00",
             "kind": "employee"} for month in range(1, 13)
        ],
        "event": {"kind": kind, **events[kind]},
    }  # fmt: skip
    both: list[Any] = [assess.answer(case | {"person": {"birth_date": birth, "sex": sex}}, "kk")
                       for sex in ("female", "male")]  # fmt: skip
    told = [[one["text"] for one in answer.pop("explanation")] for answer in both]
    assert ((both[0], told[0]) == (both[1], told[1])) is not asked


def test_which_question_is_wrong_is_said_where_a_page_has_several() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/childcare/income/?on=2026-03-10&order=1")
    visitor.send({"income": "1"})
    assert "This income from: " in visitor.page.text and "This income until: " in visitor.page.text


def test_a_child_of_ten_is_not_asked_about_studies() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/survivor/d1/?on=2026-10-10&dependants=1")
    visitor.send({**day("d1_birth", "2016-03-03"), "d1_relation": "child"})
    assert visitor.step == "income"
    visitor.open("/benefits/survivor/d1/?on=2026-10-10&dependants=1")
    visitor.send({**day("d1_birth", "2016-03-03"), "d1_relation": "sibling"})
    assert visitor.step == "d1_so"


def test_what_would_begin_a_payment_is_told_without_none() -> None:
    for lang in ("kk", "ru", "en"):
        visitor = Visitor.of(lang)
        visitor.open(
            "/benefits/job_loss/result/?on=2026-12-01&birth=1985-07-05&paid=0&how=same"
            "&income=350000&since=2026-09&till=2026-11&kind=0"
        )
        assert "None" not in visitor.page.text


def test_a_change_of_a_few_tiyn_is_no_change() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/disability/result/?on=2026-03-10&degree=60&birth=1990-05-01&how=none"
                 "&participation=40&term_until=-")  # fmt: skip
    assert visitor.step == "result" and "0.01" not in visitor.page.text


FAMILY = (
    "/benefits/survivor/result/?on=2026-03-10&dependants=3&how=same&income=300000&since=2015-01"
    "&till=2026-02&kind=0&d1_birth=2012-02-09&d1_relation=child&d2_birth=2024-01-01"
    "&d2_relation=child&d3_birth=1992-01-01&d3_relation=carer"
)


def test_a_carer_is_not_asked_about_studies_and_all_are_called_by_what_they_are() -> None:
    visitor = Visitor.of("en")
    visitor.open(FAMILY.replace("/result/", "/income/"))
    visitor.open(FAMILY)
    assert visitor.step == "result"
    assert "3. The widow, widower or another who cares for a child under three" in visitor.page.text
    assert "1. Child, 9 February 2012" in visitor.page.text


def test_what_is_left_when_the_first_right_ends_is_told() -> None:
    """The carer's right ends with the child's third birthday: two children remain."""
    visitor = Visitor.of("en")
    visitor.open(FAMILY)
    told = visitor.page.text.partition("if nothing else changes, ")[2].partition(" a month")[0]
    visitor.open(FAMILY.replace("dependants=3", "dependants=2"))
    assert told and visitor.page.headings[0].startswith(told)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_what_the_state_pays_besides_is_named_with_and_without_a_right(lang: str) -> None:
    visitor = Visitor.of(lang)
    for income in ("300000", "0"):
        visitor.open(f"/benefits/maternity/result/?on=2026-03-10&days=126&how=same&income={income}"
                     "&since=2020-01&till=2026-02&kind=0")  # fmt: skip
        said = {"kk": "79-бап", "ru": "ст. 79", "en": "art. 79"}[lang]
        assert visitor.step == "result" and said in visitor.page.text


@pytest.mark.parametrize(("kind", "proposed"), [
    ("maternity", True), ("adoption", True), ("job_loss", False), ("disability", False),
    ("survivor", False), ("childcare", False),
])  # fmt: skip
def test_a_last_month_of_work_is_proposed_only_to_who_goes_on_leave(
    kind: str, proposed: bool
) -> None:
    """Whoever registers in November may have lost the job in August."""
    known = (
        "on=2026-11-27&birth=1988-03-14&days=126&degree=60&term_until=-&order=1&dependants=1"
        "&d1_birth=2016-01-01&d1_relation=child"
    )
    visitor = Visitor.of("kk")
    visitor.open(f"/benefits/{kind}/income/?{known}")
    assert visitor.step == "income"
    assert bool(visitor.page.forms[-1].values.get("till_y")) is proposed


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_front_page_leads_to_each_benefit_and_a_result_says_for_whom_they_are(
    lang: str,
) -> None:
    visitor = Visitor.of(lang)
    visitor.open("/")
    assert {f"/benefits/{kind}/" for kind in KINDS} <= set(visitor.page.links)
    visitor.open("/benefits/maternity/result/?on=2026-03-10&days=126&how=same&income=300000"
                 "&since=2020-01&till=2026-02&kind=0")  # fmt: skip
    assert " ".join(catalogue()["benefits"]["covered"][lang].split()) in visitor.page.text
