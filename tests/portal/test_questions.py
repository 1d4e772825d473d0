"""Questions and answers: no number is written into an answer, each is what the contract says today;
what the words claim of packages is what the contract says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.test_crawl import looked_at
from tirek.contract import care, contributions, insured_status, law_data
from tirek.contract.messages import LANGUAGES, say
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.law.acts import categories
from tirek.pages import writing
from tirek.portal.questions.filled import FACTS, POINTS
from tirek.portal.questions.items import ITEMS, Item
from tirek.portal.questions.telling import answered, places
from tirek.portal.texts import catalogue
from tirek.project import clock

TODAY = date(2026, 3, 10)
BY_CODE = {item.code: item for item in ITEMS}
#: Names with digits in them: the Fund's number and its application.
NAMES = re.compile(r"\b1406\b|24/7|\{\w+\}")


@pytest.fixture(autouse=True, scope="module")
def today() -> Iterator[None]:
    with clock.at(TODAY):
        yield


def get(address: str, lang: str = "en", **words: str) -> Any:
    return Client(headers={"accept-language": lang}).get(address, words)


def told(code: str, lang: str = "en", on: date = TODAY) -> str:
    with translation.override(lang):
        return "\n".join(answered(BY_CODE[code], on, {}).paragraphs)


def spoken(amount: str, lang: str = "en") -> str:
    return spoken_money(tiyn(amount), lang)


def test_there_are_at_least_thirty_in_groups_of_their_own() -> None:
    assert len(ITEMS) >= 30 and len(BY_CODE) == len(ITEMS)
    assert {item.group for item in ITEMS} == set(catalogue()["questions_groups"])
    asked, said = catalogue()["questions_asked"], catalogue()["questions_told"]
    assert asked.keys() == said.keys() == BY_CODE.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", BY_CODE)
def test_no_number_is_written_into_an_answer(code: str, lang: str) -> None:
    words = catalogue()["questions_told"][code][lang]
    assert not re.search(r"\d", NAMES.sub("", words))
    assert re.search(r"[.!]$", words.replace("}", "}."))


def test_every_fact_and_list_is_used() -> None:
    with translation.override("en"):
        used = {name for item in ITEMS for name in places(item)}
    assert used == FACTS.keys()
    assert {name for item in ITEMS for name in item.points} == POINTS.keys()


def test_every_doubt_is_an_open_question_of_the_law() -> None:
    known = {one["id"] for one in law_data.questions("en")}
    assert {doubt for item in ITEMS for doubt in item.doubts} <= known


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_has_every_question(lang: str) -> None:
    response = get("/questions/", lang)
    assert response.status_code == 200
    html = response.content.decode()
    looked_at(html, lang, "/questions/")
    for code, words in catalogue()["questions_asked"].items():
        assert words[lang] in unescape(html) and f'id="{code}"' in html
        assert f'href="/questions/{code}/"' in html


@pytest.mark.parametrize("code", BY_CODE)
def test_each_has_a_page_in_three_languages_and_its_links_lead_somewhere(code: str) -> None:
    for lang in LANGUAGES:
        response = get(f"/questions/{code}/", lang)
        assert response.status_code == 200
        looked_at(response.content.decode(), lang, code)
    for link in answered(BY_CODE[code], TODAY, {}).links:
        assert Client().get(link.href, follow=True).status_code == 200, link.href


@settings(max_examples=60)
@given(
    st.sampled_from(ITEMS), st.dates(date(2020, 1, 1), date(2028, 12, 31)),
    st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_every_answer_can_be_told_on_any_day(item: Item, on: date, lang: str) -> None:
    with translation.override(lang):
        one = answered(item, on, {})
    said = "\n".join(one.paragraphs)
    assert said and "{" not in said and "None" not in said


@settings(max_examples=25)
@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sampled_from(LANGUAGES))
def test_amounts_are_those_of_the_contract(on: date, lang: str) -> None:
    def due(kind: str, line: str = "personal_contribution", income: str = "90000000") -> str:
        question = {"month": f"{on:%Y-%m}", "payer_kind": kind, "income": income}
        answer: Any = contributions.answer(question, lang)
        (found,) = [one["amount"] for one in answer["lines"] if one["kind"] == line]
        return spoken(found, lang)

    assert due("independent_medical") in told("independent", lang, on)
    assert due("entrepreneur", income="0") in told("entrepreneur", lang, on)
    assert due("employee") in told("employee", lang, on)
    assert due("employee", "employer_contribution") in told("employee", lang, on)
    assert due("civil_contract") in told("civil_contract", lang, on)
    answer: Any = insured_status.answer(
        {"on": str(on), "person": {"birth_date": "1977-07-07"}, "payments": [], "categories": []},
        lang,
    )
    for way in answer["ways_to_become_insured"]:
        if way["amount"] is not None:
            assert spoken(way["amount"], lang) in told("way_back", lang, on)


def test_what_held_in_2020_is_told_as_it_was() -> None:
    assert "2,125.00" in told("independent") and "2,975.00" in told("entrepreneur")
    assert "In 2020 the rates were 2% and 1%" in told("employee")


def test_what_the_law_has_not_fixed_is_not_known_and_last_year_does_not_stand_for_it() -> None:
    on = date(2027, 2, 1)
    with translation.override("en"):
        one = answered(BY_CODE["independent"], on, {})
    said = one.paragraphs[0]
    assert "(this site does not hold the value)" in said and "4,250" not in said
    assert any("minimum wage" in line for line in one.unknown)
    with clock.at(on):
        page = unescape(get("/questions/").content.decode())
    assert "Not known yet: minimum wage on 1 February 2027" in page


def test_the_list_of_categories_is_that_of_the_day() -> None:
    with translation.override("en"):
        for on, there in ((date(2025, 12, 31), False), (date(2026, 1, 1), True)):
            one = answered(BY_CODE["categories"], on, {})
            (_, lines), *_ = one.points
            assert any("level of welfare (D)" in line for line in lines) is there
            assert str(len(lines)) in one.paragraphs[0]
    assert len(lines) == len(categories()) - 1  # the military is told apart


def package(service: str, icd10: str | None = None, **more: Any) -> str:
    question = {"insured": True, "on": str(TODAY), "icd10": icd10, "service": service, **more}
    return str(care.answer(question, "en")["package"])


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (package("emergency_inpatient"), "guaranteed"), (package("ambulance"), "guaranteed"),
        (package("screening"), "guaranteed"), (package("vaccination"), "guaranteed"),
        (package("outpatient_drugs", "B24"), "guaranteed"),
        (package("planned_inpatient", "C50"), "guaranteed"),
        (package("planned_consultation", "I10"), "insurance"),
        (package("outpatient_drugs", "E11"), "insurance"),
        (package("outpatient_drugs"), "insurance"), (package("ivf"), "insurance"),
        (package("diagnostics"), "insurance"), (package("rehabilitation"), "insurance"),
        (package("dentistry"), "none"), (package("prosthetics"), "none"),
        (package("dentistry", categories=["pensioner"]), "insurance"),
        (package("sanatorium"), "none"),
        (package("emergency_inpatient", residence="eaeu_worker", insured=False), "guaranteed"),
        (package("planned_inpatient", residence="eaeu_worker"), "insurance"),
        (package("planned_inpatient", residence="eaeu_worker", insured=False), "none"),
        (package("planned_inpatient", residence="temporary_foreigner"), "none"),
        (package("planned_inpatient", "A00", residence="eaeu_worker", insured=False), "guaranteed"),
        (package("emergency_inpatient", residence="temporary_foreigner"), "guaranteed"),
    ],
)  # fmt: skip
def test_what_answers_say_of_packages_still_holds(held: str, said: str) -> None:
    """The words before a sentence of the contract ("Yes, for everybody") rest on this."""
    assert held == said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dentistry_is_in_neither_package_but_for_those_whom_the_rule_names(lang: str) -> None:
    question = {"on": str(TODAY), "icd10": None, "service": "dentistry", "insured": True,
                "categories": ["pensioner"]}  # fmt: skip
    answer: Any = care.answer(question, lang)
    (rule,) = [one["text"] for one in answer["explanation"] if one["name"] == "package"]
    with translation.override(lang):
        lines = answered(BY_CODE["packages"], TODAY, {}).points[-1][1]
    name = say("services", "dentistry", lang)
    (line,) = [one for one in lines if one.startswith(name)]
    assert line.endswith(rule) and len(lines) == 3
    assert rule in told("dentist", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_worker_of_the_eaeu_is_told_of_equal_rights_before_what_is_paid_for(lang: str) -> None:
    """And of no service that was not asked about."""
    emergency, insured, *_ = told("temporary", lang).split("\n")
    question = {"on": str(TODAY), "icd10": None, "service": "planned_inpatient", "insured": True,
                "residence": "eaeu_worker"}  # fmt: skip
    answer: Any = care.answer(question, lang)
    assert not answer["confirmed"] and "1406" in insured
    (rule,) = [one["text"] for one in answer["explanation"] if one["name"] == "package"]
    assert rule in insured and rule not in emergency
    assert say("services", "planned_inpatient", lang) not in told("temporary", lang)


@settings(max_examples=25)
@given(st.dates(date(2021, 1, 1), date(2026, 12, 30)), st.sampled_from(LANGUAGES))
def test_a_graduate_is_told_the_last_day_of_the_contract(on: date, lang: str) -> None:
    question = {
        "on": str(on + timedelta(1)), "person": {"birth_date": "1990-01-01"}, "payments": [],
        "categories": [{"code": "student", "from": "2020-01-01", "until": str(on)}],
    }  # fmt: skip
    answer: Any = insured_status.answer(question, lang)
    assert date.fromisoformat(answer["until"]) > on
    with translation.override(lang):
        last = writing.long_day(date.fromisoformat(answer["until"]))
    assert last in told("graduate", lang, on)


@settings(max_examples=25)
@given(st.dates(date(2021, 1, 1), date(2026, 12, 30)), st.sampled_from(LANGUAGES))
def test_who_comes_of_age_is_told_that_the_status_is_kept(on: date, lang: str) -> None:
    """The state stops paying on the birthday; the contract keeps the status for the grace."""
    born = on.replace(year=on.year - 18, day=min(on.day, 28))
    on = born.replace(year=on.year)
    question = {
        "on": str(on), "person": {"birth_date": str(born)}, "payments": [], "categories": [],
    }  # fmt: skip
    answer: Any = insured_status.answer(question, lang)
    assert answer["insured"] and date.fromisoformat(answer["until"]) > on
    with translation.override(lang):
        last = writing.long_day(date.fromisoformat(answer["until"]))
        grace = FACTS["grace"](on).text
    said = told("turned_adult", lang, on)
    assert last in said and grace in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_market_seller_is_told_each_price(lang: str) -> None:
    said = told("market", lang)
    question = {"on": str(TODAY), "person": {"birth_date": "1977-07-07"}, "payments": [],
                "categories": []}  # fmt: skip
    answer: Any = insured_status.answer(question, lang)
    prices = {one["amount"] for one in answer["ways_to_become_insured"] if one["amount"]}
    assert prices and all(spoken(price, lang) in said for price in prices)
    for kind in ("independent_medical", "entrepreneur"):
        due: Any = contributions.answer(
            {"month": f"{TODAY:%Y-%m}", "payer_kind": kind, "income": "0"}, lang
        )
        (amount,) = [
            one["amount"]
            for one in due["lines"]
            if one["fund"] == "medical" and one["kind"] == "personal_contribution"
        ]
        assert spoken(amount, lang) in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", ["mother", "benefit_ended"])
def test_an_employee_on_leave_is_offered_her_own_category(code: str, lang: str) -> None:
    with translation.override(lang):
        links = answered(BY_CODE[code], TODAY, {}).links
    ways = {one.href.partition("who=")[2].partition("&")[0]: one.text for one in links
            if "who=" in one.href}  # fmt: skip
    assert list(ways) == ["on_maternity_leave", "raising_child_under_3"]
    assert len(set(ways.values())) == 2


def test_the_benefit_and_the_insurance_of_a_mother_last_differently() -> None:
    said = told("benefit_ended")
    assert "18 months" in said and categories()["on_maternity_leave"].title["en"] in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_told_of_a_pensioner_in_words_and_not_in_money(lang: str) -> None:
    assert catalogue()["questions"]["nothing_due"][lang] in told("working_category", lang)
    assert "₸" not in told("working_category", lang)


def test_a_question_that_is_none_is_not_found_and_pages_are_only_looked_at() -> None:
    assert get("/questions/no_such/").status_code == 404
    assert Client().post("/questions/").status_code == 405
    assert Client().post("/questions/fine/").status_code == 405


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_long_one_must_have_worked_is_what_the_law_says(lang: str) -> None:
    def held(name: str) -> Any:
        editions = law_data.entry(name, TODAY.isoformat(), None, lang)["editions"]
        return next(one["value"] for one in editions if one["in_force"])

    with translation.override(lang):
        one = answered(BY_CODE["job_loss_record"], TODAY, {})
    least, window = held("job_loss_months_min"), held("average_months_long")
    assert f"{least}" in one.paragraphs[0] and f"{window}" in one.paragraphs[0]
    assert any("115" in cited for cited in one.citations)
    ((_, terms),) = one.points
    bands = held("job_loss_duration_bands")
    assert [re.findall(r"\d+", line) for line in terms] == [
        [str(number) for number in band] for band in bands
    ]
    assert any(link.href == "/benefits/job_loss/" for link in one.links)


def test_a_possessive_of_what_ends_in_u_keeps_its_vowel() -> None:
    """Сақтандыру: сақтандыруымыз, in every text of the portal."""
    lost = re.compile(r"\w+[уү](мыз|міз|ңыз|ңіз)\b")
    for name, texts in catalogue().items():
        for code, said in texts.items():
            assert not lost.search(said["kk"]), (name, code)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_entrepreneur_is_told_of_both_funds(lang: str) -> None:
    said = told("entrepreneur", lang)
    for income in ("1", "1000000000"):
        question = {"month": "2026-03", "payer_kind": "entrepreneur", "income": income}
        lines: Any = contributions.answer(question, lang, True)["lines"]
        assert {line["fund"] for line in lines} == {"social", "medical"}
        assert all(spoken(line["amount"], lang) in said for line in lines)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_foreigner_is_told_whose_rights_are_those_of_citizens(lang: str) -> None:
    treaty = {"kk": "халықаралық шарт", "ru": "международный договор", "en": "treaty"}[lang]
    first = told("foreigner", lang).partition("\n")[0]
    fewer = {"kk": "құқығы аз", "ru": "прав меньше", "en": "fewer"}[lang]
    assert treaty in first and first.index(treaty) < first.index(fewer)
