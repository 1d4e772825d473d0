"""The search of the questions takes sentences as people type them."""

from __future__ import annotations

import re

import pytest

from tests.portal.test_questions import get
from tirek.contract.messages import LANGUAGES
from tirek.portal.texts import catalogue

#: A sentence as typed, and the question that it is about.
SENTENCES = [
    ("kk", "жұмыстан шықсам қанша уақыт сақтандырылған боламын", "job_gap"),
    ("kk", "әйелім жұмыс істемейді", "no_income"),
    ("kk", "зейнеткер әкем сақтандырылған ба", "categories"),
    ("kk", "ай сайын қашан төлеймін", "how_to_pay"),
    ("kk", "тісімді тегін емдете аламын ба", "dentist"),
    ("kk", "екі жұмысым бар екеуінен де ұстай ма", "two_jobs"),
    ("kk", "анам үшін өзім төлесем бола ма", "for_another"),
    ("kk", "бастығым мен үшін төлемей жүр қалай білемін", "employer_pays"),
    ("kk", "дәрігер қабылдамады қайда шағымданамын", "complaint"),
    ("kk", "төлеуге кешіктім өсімпұл бар ма", "late"),
    ("ru", "я уволился сколько времени буду застрахован", "job_gap"),
    ("ru", "моя жена не работает что ей делать", "no_income"),
    ("ru", "до какого числа надо платить каждый месяц", "how_to_pay"),
    ("ru", "бабушка пенсионерка, за неё платит государство?", "categories"),
    ("ru", "можно ли бесплатно вылечить зубы", "dentist"),
    ("ru", "я таксист в яндексе кто за меня платит", "platform"),
    ("ru", "сколько я должен платить если у меня ИП", "entrepreneur"),
    ("ru", "заплатил через каспи, а деньги не дошли", "not_arrived"),
    ("ru", "я в командировке в другом городе и заболел", "region"),
    ("ru", "как вернуть страховку если долго не платил", "way_back"),
    ("en", "how long am I insured after I quit my job", "job_gap"),
    ("en", "my wife is not working, what can she do", "no_income"),
    ("en", "what day of the month do I have to pay", "how_to_pay"),
    ("en", "is my retired father insured by the state", "categories"),
    ("en", "can I get my teeth fixed for free", "dentist"),
    ("en", "I have two jobs, do both of them withhold", "two_jobs"),
    ("en", "the hospital told me to buy my own medicine", "own_medicine"),
    ("en", "can I pay for my mother and father", "for_another"),
    ("en", "my boss does not pay for me, how can I check", "employer_pays"),
    ("en", "I drive a taxi with an app, who pays", "platform"),
    ("kk", "жұмысынан айырылу төлемін алу үшін қанша жұмыс істеу керек", "job_loss_record"),
    ("kk", "жұмыссыздық төлеміне қанша өтіл керек", "job_loss_record"),
    ("kk", "өтіл", "job_loss_record"),
    ("kk", "көпбалалы ана", "categories"),
    ("kk", "мал", "village"),
    ("ru", "сколько надо проработать чтобы получить пособие по безработице", "job_loss_record"),
    ("ru", "стаж", "job_loss_record"),
    ("ru", "многодетная мать", "categories"),
    ("en", "how long must I work to get unemployment benefit", "job_loss_record"),
    ("en", "I have been registered as unemployed", "unemployed"),
    ("kk", "қандас", "foreigner"),
    ("kk", "қандаспын, Моңғолиядан келдім", "foreigner"),
    ("kk", "шетелден көшіп келдім", "foreigner"),
    ("ru", "кандасы из Китая", "foreigner"),
    ("kk", "жұмыстан шығып кеттім", "job_gap"),
    ("kk", "дәрі қымбат", "medicines"),
    ("kk", "дәріге ақша сұрайды", "own_medicine"),
    ("kk", "жұмыс беруші қарыз", "employer_pays"),
    ("kk", "жұмыс берушінің қарызы", "employer_pays"),
    ("ru", "меня уволили кто платит за страховку", "job_gap"),
    ("ru", "можно ли купить страховку сразу и лечь на операцию", "way_back"),
    ("ru", "работодатель не платил полгода что делать", "employer_pays"),
    ("en", "employer stopped paying", "employer_pays"),
    ("ru", "почему я не застрахован если плачу", "check_status"),
    ("kk", "босану қанша төленеді", "mother"),
    ("kk", "босанғанда ақша бере ме", "mother"),
]


@pytest.mark.parametrize(
    ("lang", "typed"),
    [("kk", "жұмыстан шықтым"), ("kk", "мені жұмыстан шығарды"), ("ru", "уволился"),
     ("ru", "меня уволили"), ("en", "I was fired")],
)  # fmt: skip
def test_who_has_lost_work_is_told_of_registering_and_of_the_benefit(lang: str, typed: str) -> None:
    html = get("/questions/", lang, q=typed).content.decode()
    found = re.findall(r'class="question" id="(\w+)"', html)
    assert {"unemployed", "job_loss_record"} <= set(found)
    before, _, _ = html.partition('class="question"')
    assert 'href="/benefits/job_loss/"' in before
    assert catalogue()["questions"]["near"][lang] not in html


@pytest.mark.parametrize(("typed", "other"), [
    ("ана", "laboratory"), ("көпбалалы ана", "laboratory"), ("көпбалалы ана", "dentist"),
    ("мал", "mother"), ("қандас", "laboratory"), ("қандас", "chronic"),
    ("қан", "way_back"), ("қан", "market"),
])  # fmt: skip
def test_a_short_word_is_no_beginning_of_another(typed: str, other: str) -> None:
    html = get("/questions/", "kk", q=typed).content.decode()
    assert f'class="question" id="{other}"' not in html


@pytest.mark.parametrize(("lang", "typed", "code"), SENTENCES)
def test_a_sentence_finds_first_the_question_that_it_is_about(
    lang: str, typed: str, code: str
) -> None:
    html = get("/questions/", lang, q=typed).content.decode()
    assert re.findall(r'class="question" id="(\w+)"', html)[:1] == [code]


@pytest.mark.parametrize(
    ("lang", "typed"),
    [("kk", "зейнеткер әкем сақтандырылған ба"), ("ru", "застрахован ли мой сын"),
     ("en", "how long am I insured after I quit my job")],
)  # fmt: skip
def test_a_question_of_ones_own_status_offers_the_page_that_works_it_out(
    lang: str, typed: str
) -> None:
    said = catalogue()["questions"]["own_status"][lang]
    html = get("/questions/", lang, q=typed).content.decode()
    assert said in html and 'href="/insured/"' in html.partition(said)[2][:60]
    assert said not in get("/questions/", lang, q="ВИЧ").content.decode()


@pytest.mark.parametrize(
    ("lang", "typed"),
    [("ru", "больничный лист оплачивается"), ("ru", "двойня выплата по уходу"),
     ("kk", "босану қанша төленеді"), ("kk", "босанғанда ақша бере ме")],
)  # fmt: skip
def test_what_shares_only_common_words_is_told_as_the_closest(lang: str, typed: str) -> None:
    html = get("/questions/", lang, q=typed).content.decode()
    assert catalogue()["questions"]["near"][lang] in html


@pytest.mark.parametrize(("lang", "typed", "kinds"), [
    ("kk", "бала тудым", {"maternity", "childcare"}),
    ("ru", "двойня выплата по уходу", {"maternity", "childcare"}),
    ("en", "we had twins", {"maternity", "childcare"}),
    ("kk", "босанғанда ақша бере ме", {"maternity"}),
    ("kk", "босандым", {"maternity", "childcare"}),
    ("kk", "жұмыстан шығып кеттім", {"job_loss"}), ("kk", "жұмыс беруші қарыз", set()),
    ("kk", "жұмыс берушінің қарызы", set()),
])  # fmt: skip
def test_calculators_are_offered_for_words_of_their_benefit_alone(
    lang: str, typed: str, kinds: set[str]
) -> None:
    html = get("/questions/", lang, q=typed).content.decode()
    before = html.partition('id="group-')[0].partition('role="status"')[2]
    assert set(re.findall(r'href="/benefits/(\w+)/"', before)) == kinds


def test_medicine_is_found_by_its_price() -> None:
    for typed in ("дәрі қымбат", "дәрінің бағасы"):
        html = get("/questions/", "kk", q=typed).content.decode()
        found = set(re.findall(r'class="question" id="(\w+)"', html))
        assert found >= {"medicines", "own_medicine", "bought_myself"}


def test_who_pays_and_is_not_insured_is_told_of_money_that_did_not_arrive() -> None:
    html = get("/questions/", "ru", q="почему я не застрахован если плачу").content.decode()
    assert 'class="question" id="not_arrived"' in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_open_question_under_an_answer_stands_alone(lang: str) -> None:
    """Each is a sentence: no comma follows its full stop."""
    html = get("/questions/late/", lang).content.decode()
    small = html.partition('<ul class="govuk-list govuk-body-s small">')[2].partition("</ul>")[0]
    assert small.count("<li>") == small.count(catalogue()["questions"]["doubt"][lang]) == 2
    assert ".</a>," not in html and ".," not in re.sub("<[^>]+>", "", html)
