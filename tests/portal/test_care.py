"""Walking “Which care is covered?” with random cases: the page says what the contract answers, on
the day and across the reform, and asks only what can change it."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.insuring import long_day, words
from tests.portal.test_crawl import looked_at
from tests.portal.walking import Visitor, boxes
from tirek.contract import care
from tirek.contract.messages import LANGUAGES, say
from tirek.law.acts import category_codes
from tirek.law.care_packages import residences, services
from tirek.portal.care import cases
from tirek.portal.care.cases import BEFORE, SINCE, Case

TODAY = date(2026, 9, 15)
CODES = [cases.code_of(group.code) for group in cases.all_groups()] + ["J45.1", "G40.1", "Z00"]


@st.composite
def asked(draw: st.DrawFn) -> Case:
    on = draw(st.dates(date(2021, 1, 1), date(2027, 12, 31)) | st.just(BEFORE) | st.just(SINCE))
    return Case(
        on, draw(st.sampled_from(services())), draw(st.none() | st.sampled_from(CODES)),
        draw(st.booleans()), draw(st.sampled_from(residences())), draw(st.booleans()),
        draw(st.none() | st.dates(on - timedelta(days=700), on)),
        tuple(draw(st.lists(st.sampled_from(category_codes()), unique=True, max_size=3))),
    )  # fmt: skip


def typed_of(case: Case) -> dict[str, str | list[str]]:
    return {
        "service": case.service, "icd": case.icd10 or "", "insured": _yes(case.insured),
        "residence": case.residence, "suspected": _yes(case.suspected),
        "cats": list(case.categories), **boxes("on", case.on), **boxes("onset", case.onset),
    }  # fmt: skip


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def walked(case: Case, lang: str) -> Visitor:
    visitor = Visitor.of(lang)
    visitor.open("/care/result/")
    visitor.walk(typed_of(case))
    assert visitor.step == "result", visitor.address
    assert visitor.status == 200
    return visitor


def narrowed(case: Case, address: str) -> Case:
    """The case with what was not asked as the page takes it."""
    given = parse_qs(urlsplit(address).query)
    names = {"icd": "icd10", "cats": "categories"}
    wanted = ("icd", "insured", "residence", "suspected", "onset", "cats")
    missing = [names.get(name, name) for name in wanted if name not in given]
    return case._replace(**{name: Case._field_defaults[name] for name in missing})


def lead(case: Case, answer: Any, lang: str) -> str:
    without: Any = care.answer(case._replace(icd10=None, suspected=False).question(), lang)
    if answer["package"] == "none" and not answer["confirmed"] and not without["confirmed"]:
        return words("care.lead_unknown", lang)  # the rule itself rests on no text
    uninsured = answer["package"] == "insurance" and not answer["available"]
    by_insurance = answer["package"] == "insurance" and answer["available"]
    if by_insurance and case.service == "outpatient_drugs" and not answer["disease_group"]:
        return words("care.lead_medicines", lang)  # a list that is not held says which
    return words(f"care.lead_{'uninsured' if uninsured else answer['package']}", lang)


@settings(max_examples=25, deadline=None)
@given(asked(), st.sampled_from(LANGUAGES))
def test_the_page_says_what_the_contract_answers(case: Case, lang: str) -> None:
    visitor = walked(case, lang)
    case = narrowed(case, visitor.address).told_of()
    answer: Any = care.answer(case.question(), lang)
    text = unescape(visitor.page.text)
    assert visitor.page.headings == [lead(case, answer, lang)]
    assert answer["why"]["text"] in text
    assert (say("words", "not_confirmed", lang) in text) == (not answer["confirmed"])
    first, second = cases.across(case)
    before: Any = care.answer(first.question(), lang)
    after: Any = care.answer(second.question(), lang)
    assert before["why"]["text"] in text and after["why"]["text"] in text
    changed = any(before[name] != after[name] for name in ("package", "available"))
    assert words("care.changed" if changed else "care.same", lang) in text
    assert long_day(min(case.on, BEFORE), lang) in text
    assert long_day(max(case.on, SINCE), lang) in text


@settings(max_examples=50, deadline=None)
@given(asked())
def test_what_is_not_asked_could_not_change_the_answer(case: Case) -> None:
    """Every question that is left out, answered as it would have been: nothing is lost."""
    found = case
    for name in cases.MAY_MATTER:
        if not cases.matters(name, found):
            default = Case._field_defaults[name]
            assert _told(found) == _told(found._replace(**{name: default}))
            found = found._replace(**{name: default})
    if not cases.disease_matters(case.service):
        bare = case._replace(icd10=None, suspected=False, onset=None)
        assert _told(case)[:2] == _told(bare)[:2]


def _told(case: Case) -> tuple[object, ...]:
    answer = care.answer(case.question(), "en", brief=True)
    return answer["package"], answer["available"], answer["confirmed"]


@settings(max_examples=50, deadline=None)
@given(asked())
def test_the_rules_before_the_reform_are_those_of_its_last_day(case: Case) -> None:
    """Asked as known then and asked on that day are one, where no time since an onset runs."""
    if case.on > BEFORE:
        case = case._replace(onset=None)
        then = case._replace(on=BEFORE)
        assert case.before_reform().told("ru", True) == then.told("ru", True)


def test_epilepsy_was_observed_and_is_socially_significant() -> None:
    case = Case(TODAY, "planned_consultation", "G40")
    text = unescape(walked(case, "en").page.text)
    assert "Free: in the guaranteed package" in text
    assert words("care.same", "en") in text and "socially significant" in text
    assert "Guaranteed" in text and say("words", "not_confirmed", "en") not in text


def test_diabetes_went_over_to_the_insurance() -> None:
    text = unescape(walked(Case(TODAY, "outpatient_drugs", "E11.9"), "en").page.text)
    assert words("care.lead_uninsured", "en") in text and words("care.changed", "en") in text
    assert words("care.code_by_order", "en", code="E11.9", group="Diabetes mellitus") in text
    assert words("care.ways", "en") in text


def test_dentistry_asks_for_the_categories_that_the_rule_names() -> None:
    visitor = Visitor.of("en")
    visitor.open("/care/result/?service=dentistry&on=2026-09-15&insured=yes"
                 "&residence=citizen_or_permanent")  # fmt: skip
    assert visitor.step == "cats"
    assert "Receives a pension" in visitor.page.text and "Studies" not in visitor.page.text
    visitor.send({"cats": ["pensioner"]})
    assert visitor.page.headings == [words("care.lead_insurance", "en")]


def test_the_ambulance_asks_for_nothing_but_the_day() -> None:
    visitor = Visitor.of("kk")
    visitor.open("/care/result/?service=ambulance&icd=G40&insured=no")
    assert visitor.step == "on"
    visitor.send(boxes("on", TODAY))
    assert visitor.step == "result" and "icd" not in visitor.address


def test_other_services_lead_on_with_the_same_answers() -> None:
    visitor = walked(Case(TODAY, "diagnostics", "I21", onset=date(2026, 8, 1)), "ru")
    links = [link for link in visitor.page.links if "/care/result/?" in link and "service=" in link]
    others = [link for link in links if "service=diagnostics" not in link]
    assert len(others) >= len(services()) - 1
    visitor.open(next(link for link in others if "service=day_hospital" in link))
    assert visitor.step == "result" and "onset=2026-08-01" in visitor.address
    assert say("services", "day_hospital", "ru") in visitor.page.text


@pytest.mark.parametrize(
    "wrong",
    ["service=teleport", "on=x", "on=2026-13-01", "insured=maybe", "residence=moon", "icd=%00",
     "service=diagnostics&icd=I21&on=2026-01-01&insured=no&residence=citizen_or_permanent"
     "&suspected=no&onset=2026-05-05"],
)  # fmt: skip
def test_an_address_with_nonsense_in_it_is_asked_again(wrong: str) -> None:
    response = Client().get(f"/care/result/?{wrong}")
    assert response.status_code == 302 and "/result/" not in response.headers["Location"]


def test_the_result_is_on_paper_too() -> None:
    response = Client().get(
        "/care/result/?service=diagnostics&icd=E11&on=2026-09-15&insured=no"
        "&residence=citizen_or_permanent&suspected=no&format=pdf"
    )
    assert response.status_code == 200 and response.content.startswith(b"%PDF")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("on", ["2019-06-01", "2025-12-31", "2026-09-15"])
@pytest.mark.parametrize("icd", ["G40", "E11.9", "I21", "Z99", "-"])
def test_results_are_whole_in_every_language(icd: str, on: str, lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    for residence in residences():
        address = (
            f"/care/result/?service=diagnostics&icd={icd}&on={on}&insured=no"
            f"&residence={residence}&suspected=no&onset=-"
        )
        response = client.get(address)
        assert response.status_code == 200
        looked_at(response.content.decode(), lang, address)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", ["g40", "С50", "бүйрек", "rak", "тісс", "zzzzzz"])
def test_searches_are_whole_in_every_language(typed: str, lang: str) -> None:
    address = f"/care/?q={typed}"
    response = Client(headers={"accept-language": lang}).get(address)
    assert response.status_code == 200
    looked_at(response.content.decode(), lang, address)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_are_whole_in_every_language(lang: str) -> None:
    known = "on=2026-09-15&insured=yes&residence=citizen_or_permanent"
    for address in (
        "service/?icd=I21", "icd/?service=diagnostics", "on/?service=ambulance",
        "residence/?service=ivf&on=2026-09-15",
        "insured/?service=ivf&on=2026-09-15&residence=citizen_or_permanent",
        f"suspected/?service=diagnostics&icd=I21&{known}",
        f"onset/?service=diagnostics&icd=I21&suspected=no&{known}",
        f"cats/?service=dentistry&{known}",
    ):  # fmt: skip
        response = Client(headers={"accept-language": lang}).get(f"/care/{address}")
        assert response.status_code == 200, address
        looked_at(response.content.decode(), lang, address)
