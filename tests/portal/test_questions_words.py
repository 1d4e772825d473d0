"""How answers are worded: days and parts in the cases of Kazakh, what is not known, titles of
papers in the language of the page, answers that agree with each other."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from tests.portal.test_questions import BY_CODE, get, spoken, told
from tirek.contract import law_run
from tirek.contract.messages import LANGUAGES
from tirek.portal.texts import catalogue

NOW = date(2026, 11, 27)


@pytest.mark.parametrize("code", BY_CODE)
def test_days_and_parts_stand_in_the_cases_of_kazakh(code: str) -> None:
    words = catalogue()["questions_told"][code]["kk"]
    assert not re.search(r"\} күні(нен|не)|(ның|тың|ыңыздың) \{\w+_rate\}", words)
    said = told(code, "kk", NOW)
    assert not re.search(r"(қаңтар|шілде|ақпан) (бастап|қоса)|(табыстың|жалақының) \S+ %", said)


def test_kazakh_says_since_a_day_and_a_part_of_the_income() -> None:
    said = told("self_employed", "kk", NOW)
    assert "2026 жылғы 1 қаңтардан бастап" in said and "табыстың 1 пайызы" in said
    assert "желтоқсанға дейін (осы күнді қоса алғанда)" in told("aggregate", "kk", NOW)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", ["market", "self_employed"])
def test_what_a_trader_pays_is_told_alike_with_the_limit_in_money(code: str, lang: str) -> None:
    said = told(code, lang, NOW)
    index = law_run.answer(
        "index_of_1_january", {"on": NOW.isoformat()}, None, lang
    )["value"]  # fmt: skip
    assert index == "4325.00"
    assert spoken("1297500.00", lang) in said
    assert spoken("4250.00", lang) in said and spoken("5950.00", lang) in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("code", "name"), [("late", "base_rate"), ("state_pays", "state_amount")])
def test_what_is_not_held_is_said_in_a_sentence(code: str, name: str, lang: str) -> None:
    texts = catalogue()["questions"]
    for on in (date(2025, 5, 1), NOW, date(2028, 5, 1)):
        said = told(code, lang, on)
        held = texts[name][lang].partition("{")[0]
        missing = texts[f"{name}_not_known"][lang]
        assert (missing in said) != (held in said)
        if on == NOW:
            assert texts["not_known"][lang] not in said


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_papers_are_named_in_the_language_of_the_page(lang: str) -> None:
    for at in ("/questions/", "/questions/chronic/"):
        html = unescape(get(at, lang).content.decode())
        assert "сұрақ-жауап" not in html and "болатын өзгерістер" not in html
    html = unescape(get("/questions/packages/", lang).content.decode())
    assert ("вопросы и ответы" if lang == "ru" else "questions and answers") in html


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", ["way_back", "market"])
def test_a_price_of_the_insurance_says_what_it_rests_on(code: str, lang: str) -> None:
    said = catalogue()["questions"]["price_rests"][lang]
    assert told(code, lang).count(said) == 1


def test_kazakh_calls_one_thing_by_one_word() -> None:
    """The forms say «Жеке кәсіпкер (ЖК)»; somebody «жұмыссыз» is registered as unemployed."""
    texts = [catalogue()[kind][code]["kk"] for kind in ("questions_asked", "questions_told")
             for code in BY_CODE]  # fmt: skip
    assert not [one for one in texts if "дара кәсіпкер" in one.casefold()]
    assert "жұмыссыз адам" not in catalogue()["questions_told"]["mother"]["kk"]
    assert "ЖК" in catalogue()["questions_asked"]["entrepreneur"]["kk"]


def test_the_site_does_not_call_itself_a_program() -> None:
    for kind in ("questions", "questions_told", "care"):
        for code, said in catalogue()[kind].items():
            assert "бағдарламада" not in said["kk"] and "программ" not in said["ru"].replace(
                "программе реабилитации", ""), code  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chronic_disease_is_named_as_one_of_many(lang: str) -> None:
    title = {"kk": "олардың қатарында: «", "ru": "среди них: «", "en": "among them: "}[lang]
    assert title in told("chronic", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_to_a_temporary_worker_does_not_turn_to_another_person_in_a_sentence(
    lang: str,
) -> None:
    """«Если вы работаете и застрахованы: Иностранец, который…»."""
    said = told("temporary", lang, NOW)
    assert not re.search(": (A foreigner|Иностранец|Халықаралық)", said)
