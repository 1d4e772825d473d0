"""The search in questions and answers: words of any language, from their beginnings."""

from __future__ import annotations

import re

import pytest

from tests.portal.test_questions import BY_CODE, get
from tirek.contract.messages import LANGUAGES
from tirek.portal.texts import catalogue


@pytest.mark.parametrize(
    ("lang", "words", "code"),
    [
        ("ru", "зубы", "dentist"), ("ru", "пенсионер", "working_category"), ("ru", "штраф", "fine"),
        ("kk", "тіс", "dentist"), ("kk", "зейнеткер", "working_category"),
        ("kk", "айыппұл", "fine"), ("en", "dental", "dentist"), ("en", "Pensioner", "categories"),
        ("kk", "пеню", "late"), ("en", "1406", "complaint"), ("kk", "базар", "market"),
        ("kk", "студент", "graduate"), ("ru", "студентка", "graduate"), ("kk", "тис", "dentist"),
        ("ru", "декрет", "mother"), ("ru", "рынке", "market"), ("kk", "диплом", "graduate"),
    ],
)  # fmt: skip
def test_a_search_finds_a_word_of_question_or_answer_in_any_language(
    lang: str, words: str, code: str
) -> None:
    html = get("/questions/", lang, q=words).content.decode()
    assert f'id="{code}"' in html


def found(lang: str, words: str) -> set[str]:
    html = get("/questions/", lang, q=words).content.decode()
    return {code for code in BY_CODE if f'id="{code}"' in html}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_search_does_not_look_inside_words(lang: str) -> None:
    """«базар» is no part of «базалық», and «азар» or «залық» begins no word."""
    assert found(lang, "базар") == {"market"}
    assert not found(lang, "азар") and not found(lang, "залық") and not found(lang, "?!")


def test_a_search_that_finds_nothing_says_so_and_one_too_long_is_refused() -> None:
    assert "There is no such question" in get("/questions/", q="zzzzzz").content.decode()
    response = get("/questions/", q="x" * 201)
    assert response.status_code == 422 and 'href="#q"' in response.content.decode()
    assert "<i>" not in get("/questions/", q="<i>").content.decode()


@pytest.mark.parametrize(
    ("lang", "words", "code"),
    [
        ("kk", "базарда сату", "market"), ("ru", "торговля на рынке", "market"),
        ("en", "ceiling", "employee"), ("en", "maximum", "employee"), ("ru", "потолок", "employee"),
        ("kk", "шек", "employee"), ("en", "husband", "no_income"), ("ru", "за мужа", "for_another"),
        ("kk", "күйеуім жұмыссыз", "no_income"), ("en", "visa", "temporary"),
        ("en", "residence permit", "foreigner"), ("ru", "вид на жительство", "foreigner"),
        ("kk", "Қырғызстан", "temporary"), ("en", "Kyrgyzstan", "temporary"),
        ("ru", "Киргизия", "temporary"), ("en", "tourist", "temporary"),
        ("ru", "новорождённый", "categories"), ("en", "newborn", "categories"),
        ("kk", "жаңа туған", "categories"), ("kk", "нәресте", "medicines"),
        ("kk", "ықтиярхат", "foreigner"), ("ru", "виза", "temporary"),
    ],
)  # fmt: skip
def test_a_search_forgives_other_words(lang: str, words: str, code: str) -> None:
    assert code in found(lang, words)


def test_where_not_all_words_are_found_the_closest_are_told() -> None:
    near = catalogue()["questions"]["near"]["ru"]
    page = get("/questions/", "ru", q="пенсионер zzzzzz").content.decode()
    assert near in page and 'id="working_category"' in page
    assert near not in get("/questions/", "ru", q="пенсионер").content.decode()
    assert near not in get("/questions/", "ru", q="zzzzzz").content.decode()


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "maternity"), ("ru", "декрет"), ("kk", "декрет")]
)
def test_a_word_of_the_question_comes_before_one_of_an_answer(lang: str, words: str) -> None:
    html = get("/questions/", lang, q=words).content.decode()
    first = next(iter(re.findall(r'class="question" id="(\w+)"', html)))
    assert first == "mother"


def test_what_is_far_from_every_question_finds_nothing() -> None:
    for words in ("residence zebra giraffe", "purple elephants", "covid"):
        html = get("/questions/", "en", q=words).content.decode()
        assert "There is no such question" in html, words
        assert catalogue()["questions"]["near"]["en"] not in html


@pytest.mark.parametrize(
    ("lang", "typed", "kinds"),
    [
        ("kk", "жетім", {"survivor"}), ("ru", "сирота", {"survivor"}),
        ("en", "orphan", {"survivor"}),
        ("kk", "асыраушы", {"survivor"}), ("ru", "инвалидность", {"disability"}),
        ("kk", "мүгедектік", {"disability"}), ("en", "maternity", {"maternity"}),
        ("ru", "декрет", {"maternity", "childcare"}), ("en", "unemployed", {"job_loss"}),
        ("kk", "жұмыссыз", {"job_loss"}), ("en", "adoption", {"adoption"}),
        ("ru", "усыновили", {"adoption"}), ("kk", "тіс", set()), ("kk", "анализ", set()),
        ("en", "dentist", set()),
    ],
)  # fmt: skip
def test_a_search_about_a_benefit_offers_its_calculator(
    lang: str, typed: str, kinds: set[str]
) -> None:
    html = get("/questions/", lang, q=typed).content.decode()
    beside, _, _ = html.partition('role="status"')[2].partition("</section>")
    beside, _, _ = beside.partition("<section>")
    assert set(re.findall(r'href="/benefits/(\w+)/"', beside)) == kinds
    assert (catalogue()["questions"]["benefits"][lang] in html) == bool(kinds)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_that_it_is_about_medical_insurance(lang: str) -> None:
    html = get("/questions/", lang).content.decode()
    assert f">{catalogue()['questions']['title'][lang]}</h1>" in html
    front = get("/", lang).content.decode()
    about = {"kk": "едициналық сақтандыру", "ru": "медицинском страховании",
             "en": "medical insurance"}[lang]  # fmt: skip
    assert about in catalogue()["jobs"]["questions_help"][lang]
    assert catalogue()["jobs"]["questions_help"][lang] in front
