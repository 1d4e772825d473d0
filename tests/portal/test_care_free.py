"""What a search tells first: what is free without insurance, birth, the best find."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.portal.insuring import words
from tests.portal.test_care_search import GROUPS, found_on, page
from tirek.contract import care, insured_status
from tirek.contract.messages import LANGUAGES, say
from tirek.law.care_packages import services
from tirek.portal.care.finding import find


@pytest.mark.parametrize("typed", [
    "жүктілік", "жүкті әйел", "босану", "перзентхана", "беременность", "беременным", "роды",
    "беременная женщина", "роддом", "pregnancy", "pregnant woman", "childbirth", "birth",
    "maternity hospital", "аяғы ауыр", "O80",
])  # fmt: skip
def test_pregnancy_finds_the_family_doctor_birth_and_the_dentist(typed: str) -> None:
    found = find(typed, "ru")
    if not found.codes:
        assert found.services == ("primary_care", "emergency_inpatient", "dentistry")
    table = page("ru", q=typed)[1].partition('id="found"')[2].partition("<table")[2]
    told = re.findall(r"service=(\w+)", table.partition("</table>")[0])
    assert {"primary_care", "emergency_inpatient", "dentistry"} <= set(told)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", ["O80", "беременность", "роддом"])
def test_birth_is_emergency_care_and_the_state_insures_who_does_not_work(
    typed: str, lang: str
) -> None:
    _, text = page(lang, q=typed)
    glance = text.partition('id="found"')[2].partition("<table")[2]
    table, _, under = glance.partition("</table>")
    assert say("services", "emergency_inpatient", lang) in table
    if typed == "O80":  # before all that is paid for
        services_told = re.findall(r"service=(\w+)", table)
        assert services_told[:2] == ["emergency_inpatient", "primary_care"]
    assert words("care.glance_birth", lang) in under
    assert "who=pregnant_not_working" in under
    assert "pregnant_not_working" not in page(lang, q="I10")[1]
    question = {"on": "2026-11-27", "icd10": None, "service": "dentistry", "insured": True,
                "categories": ["pregnant_not_working"]}  # fmt: skip
    assert care.answer(question, lang, True)["available"]
    if typed != "роддом":
        row = table.rpartition("service=dentistry")[2]
        package = words("care.short_insurance", lang)
        assert words("care.glance_free", lang, package=package) in row
        assert words("care.glance_some", lang) not in row


def test_a_foreigner_is_not_told_of_the_state_that_insures() -> None:
    text = found_on("ru", q="O80", residence="temporary_foreigner")
    assert words("care.glance_birth", "ru") not in text
    assert words("care.birth_insured", "ru") not in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", ["гипертония", "қант диабеті", "МРТ", "B24", "I10"])
def test_the_uninsured_read_what_is_free_for_them(typed: str, lang: str) -> None:
    """Under the rows of the table, before anything folded, as the contract answers."""
    _, text = page(lang, q=typed)
    rows, _, under = text.partition('id="found"')[2].partition("</table>")
    code = next(iter(re.findall(r"icd=([A-Z]\d\d)", rows)), None)
    head = under.partition(words("care.glance_all_free", lang))[2].partition("</p>")[0]
    listed = set(re.findall(r"service=(\w+)", head))
    told = set(re.findall(r"service=(\w+)", rows))
    free = {one for one in services() if care.answer(
        {"on": "2026-11-27", "icd10": code, "service": one, "insured": False}, lang, True
    )["available"]}  # fmt: skip
    assert listed == free - told
    assert words("care.glance_all_free", lang) not in page(lang, q=typed, insured="yes")[1]


@pytest.mark.parametrize("typed", ["МРТ бас миы", "МРТ головного мозга", "КТ бас"])
def test_words_that_do_not_all_fit_find_the_best_alone(typed: str) -> None:
    found = find(typed, "kk")
    assert found.near and found.services == ("diagnostics",)
    assert "liver_diseases" not in found.groups and len(found.groups) <= 1
    text = found_on("kk", q=typed)
    assert words("care.near", "kk") in text and words("care.simple_tests", "kk") not in text


def test_a_service_that_fits_better_comes_before_diseases() -> None:
    assert find("МРТ бас миы", "kk").services_first
    assert not find("диабет", "ru").services_first


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_found_disease_is_named_on_every_page_that_asks(lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    title = next(group.title[lang] for group in GROUPS if group.code == "hypertension")
    for at in ("service/?icd=I10", "residence/?icd=I10&service=diagnostics&on=2026-11-27"):
        text = unescape(client.get(f"/care/{at}").content.decode())
        assert words("care.for_disease", lang, disease=f"I10: {title}") in text


def test_titles_of_diseases_write_codes_in_latin_letters() -> None:
    said = " ".join(title for group in GROUPS for title in group.title.values())
    assert not re.search(r"[А-Я]\d\d", said)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_a_table_is_not_certain_is_said_before_it(lang: str) -> None:
    _, text = page(lang, q="қант диабеті", on="2019-06-01")
    before, _, after = text.partition('id="found"')[2].partition("<table")
    said = words("care.not_sure", lang)
    assert said in before and said not in after
    assert words("care.not_sure", lang) not in page(lang, q="МРТ")[1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", ["диабет", "diabetes", "рак", "астма"])
def test_a_disease_asked_by_its_name_hangs_on_no_code(typed: str, lang: str) -> None:
    """The list names the disease: only which codes belong to it is not in a text that is held."""
    _, text = page(lang, q=typed)
    before = text.partition('id="found"')[2].partition("<table")[0]
    assert "govuk-warning-text" not in text
    assert words("care.code_by_order", lang, code="?", group="?").partition("?")[0] not in before


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("code", "group", "by"), [
    ("E11", "diabetes", "order"), ("J45", "respiratory", "heading"),
])  # fmt: skip
def test_a_code_is_told_in_a_quiet_line_how_it_was_matched(
    code: str, group: str, by: str, lang: str
) -> None:
    _, text = page(lang, q=code)
    title = next(one.title[lang] for one in GROUPS if one.code == group)
    said = words(f"care.code_by_{by}", lang, code=code, group=title)
    before = text.partition('id="found"')[2].partition("<table")[0]
    assert text.count(said) == 1 and said in before and "govuk-warning-text" not in text
    result = Client(headers={"accept-language": lang}).get(
        f"/care/result/?service=diagnostics&icd={code}&on=2026-11-27&insured=no"
        "&residence=citizen_or_permanent&suspected=no"
    )
    html = unescape(result.content.decode())
    assert said in html and "govuk-warning-text" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_confirmed_code_is_told_without_a_word_of_it(lang: str) -> None:
    _, text = page(lang, q="G40")
    assert words("care.code_by_order", lang, code="?", group="?").partition("?")[0] not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_chosen_service_is_named_on_every_page_that_asks(lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    service = say("services", "outpatient_drugs", lang)
    said = words("care.for_service", lang, service=service)
    known = "icd=E11&service=outpatient_drugs&on=2026-11-27"
    title = next(group.title[lang] for group in GROUPS if group.code == "diabetes")
    text = unescape(client.get(f"/care/residence/?{known}").content.decode())
    assert said in text and words("care.for_disease", lang, disease=f"E11: {title}") in text
    assert said in unescape(client.get(f"/care/icd/?{known}").content.decode())
    assert said not in unescape(client.get(f"/care/service/?{known}").content.decode())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", ["балаға дәрі", "лекарства ребёнку", "medicine", "диабет"])
def test_who_reads_what_the_uninsured_pay_reads_whom_the_state_insures(
    typed: str, lang: str
) -> None:
    """A child first, as the contract insures one."""
    said = words("care.by_state", lang, age=18)
    _, text = page(lang, q=typed)
    assert text.count(said) == 1
    assert 'href="/insured/?residence=citizen_or_permanent"' in text.partition(said)[2]
    for other in ({"insured": "yes"}, {"residence": "temporary_foreigner"}):
        assert said not in page(lang, q=typed, **other)[1]
    assert said not in page(lang, q="екпе")[1]  # free for everybody
    born = {"on": "2026-11-27", "person": {"birth_date": "2010-01-01"}, "payments": [],
            "categories": []}  # fmt: skip
    answer: Any = insured_status.answer(born, lang, True)
    assert answer["insured"] and answer["basis"] == "category:child"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_packages_are_spelled_out_before_their_short_names(lang: str) -> None:
    text = page(lang, q="диабет")[1].partition("<h1")[2]
    assert text.index(words("care.packages", lang)) < text.index("<table")
