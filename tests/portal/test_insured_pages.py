"""“Am I insured?” page by page: what is wrong is said at its place, what is known comes along,
results are whole in every language, ways back are told."""

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

from tests.portal.insuring import Case, expected_question, people, plain, words
from tests.portal.test_crawl import looked_at
from tests.portal.uploading import seen
from tests.portal.walking import Visitor
from tirek.contract import contributions, insured_status
from tirek.contract.messages import LANGUAGES, say
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.pages import writing
from tirek.portal.insured import ahead
from tirek.portal.insured.question import question_of

CITIZEN = {"on": "2026-09-15", "residence": "citizen_or_permanent", "birth": "1990-05-01"}


def asked(address: str, lang: str = "en", **given: Any) -> Any:
    query = urlencode({**CITIZEN, **given}, doseq=True)
    return Client(headers={"accept-language": lang}).get(f"/insured/{address}/?{query}")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("step", "given", "message"),
    [
        ("on", {"sent": 1, "on_d": "", "on_m": "", "on_y": ""}, "fields.day_missing"),
        ("you", {"sent": 1, "birth_d": "1", "birth_m": "1", "birth_y": "2030"}, ""),
        ("paid", {"who": "-", "sent": 1}, "fields.choice_missing"),
        ("months", {"who": "-", "paid": "some", "sent": 1},
         "fields.many_missing"),
        ("paid", {"who": "-", "paid": "stopped", "sent": 1, "last": "203001"},
         "fields.choice_missing"),
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


def test_the_result_is_on_paper_too() -> None:
    response = asked("result", "kk", who="-", paid="none", format="pdf")
    assert response.status_code == 200 and response.content.startswith(b"%PDF")


def test_what_another_page_knows_comes_along() -> None:
    response = Client().get("/insured/?on=2026-09-15")
    assert response.headers["Location"].startswith("/insured/you/?on=2026-09-15")
    assert Client().post("/insured/on/").status_code == 405
    assert Client().get("/insured/nothing/").status_code == 404


def test_a_question_is_the_contracts_own() -> None:
    answers = plain({"paid": "none"})
    assert insured_status.read(question_of(answers))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "given",
    [
        "who=-&paid=none",
        "who=-&paid=all&five=yes",
        "who=-&paid=stopped&last=202603&five=no",
        "who=-&paid=year&first=2026-03&paid_on=2026-03-05",
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
        ("on", {}), ("residence", {}), ("you", {}), ("paid", {"who": "-"}),
        ("student", {"who": "student"}),
        ("months", {"who": "-", "paid": "some"}),
        ("year", {"who": "-", "paid": "year"}),
        ("five", {"who": "-", "paid": "all"}),
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
    assert days == ["31 January 2028", "31 January 2027"]


ENTREPRENEUR = (
    "/insured/result/?on=2026-11-27&residence=citizen_or_permanent&birth=1985-04-15&who=-&paid=some"
    "&months=202607.202606.202605.202604.202603.202602.202601.202512.202511"
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
    assert f"an entrepreneur pays {owed} for these months" in visitor.page.text  # beside the way


def test_an_entrepreneur_who_goes_on_is_told_the_own_price() -> None:
    """5 per cent of 1.4 minimum wages (85,000) are 5,950; an independent payer pays 4,250."""
    visitor = Visitor.of("en")
    visitor.open("/insured/result/?on=2026-11-27&birth=1985-03-14&who=-&paid=all")
    assert re.search(r"An entrepreneur pays 5,950\.00.₸ a month", visitor.page.text)


def test_five_years_are_asked_of_whoever_paid_without_a_gap_however_told() -> None:
    visitor = Visitor.of("en")
    visitor.open(ENTREPRENEUR)
    assert visitor.step == "five"


@pytest.mark.parametrize("residence", ["temporary_foreigner", "eaeu_worker"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_is_told_of_no_service_that_was_not_asked_about(residence: str, lang: str) -> None:
    given = f"on=2026-09-15&birth=1990-05-01&residence={residence}&who=-&paid=none"
    response = Client(headers={"accept-language": lang}).get(f"/insured/result/?{given}")
    before = unescape(response.content.decode()).partition("<table")[0]
    assert words("insured.foreigner_why", lang) in unescape(response.content.decode())
    assert say("services", "planned_consultation", lang) not in before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_may_stay_is_told_by_the_document_that_people_hold(lang: str) -> None:
    permit = {"kk": "ықтиярхат", "ru": "на жительство", "en": "residence permit"}[lang]
    said = [words(f"residence.citizen_or_permanent{end}", lang) for end in ("", "_hint")]
    assert all(permit in one.casefold() for one in said)
    known = {"kk": "РВП", "ru": "РВП", "en": "RVP"}[lang]
    assert known in words("residence.temporary_foreigner_hint", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("given", "last"), [
    # A student until 30 June is covered for June: three months more.
    ({"on": "2026-11-27", "birth": "2004-04-15", "who": "student", "student_from": "2022-09-01",
      "student_until": "2026-06-30", "paid": "none"}, date(2026, 9, 30)),
    # Paid for February: to the end of May.
    ({"on": "2026-11-27", "who": "-", "paid": "stopped", "last": "202602", "five": "no"},
     date(2026, 5, 31)),
    ({"on": "2026-11-27", "who": "-", "paid": "none"}, None),
])  # fmt: skip
def test_since_when_there_is_no_status_is_told(
    given: Case, last: date | None, lang: str
) -> None:  # fmt: skip
    page = seen(asked("result", lang, **given))
    with translation.override(lang):
        told = words("insured.ended", lang, day=writing.long_day(last or date(2026, 5, 31)))
    assert (told in page) == (last is not None)


@given(people())
@settings(max_examples=60, deadline=None)
def test_the_last_day_of_a_lost_status_is_one_and_the_next_is_not(answers: Case) -> None:
    question = expected_question(answers)
    answer = insured_status.answer(question, brief=True)
    last = None if answer["insured"] is not False else ahead.ended(question)
    if last is None:
        return
    assert last < answers["on"] and ahead.status_on(question, last)["insured"]
    assert not ahead.status_on(question, last + timedelta(days=1))["insured"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_still_works_is_told_that_the_employer_owes(lang: str) -> None:
    stopped = {"on": "2026-11-27", "who": "-", "paid": "stopped", "last": "202602", "five": "no"}
    html = asked("result", lang, **stopped).content.decode()
    assert words("insured.employer_title", lang) in html
    assert 'href="/questions/employer_pays/"' in html
    lately = {**stopped, "last": "202608"}  # insured still
    assert words("insured.employer_title", lang) in asked("result", lang, **lately).content.decode()
    none = asked("result", lang, **{**stopped, "paid": "none"}).content.decode()
    assert words("insured.employer_title", lang) not in none


def test_a_foreigner_is_told_what_to_do_and_where_a_worker_by_treaty_asks() -> None:
    visitor = Visitor.of("en")
    visitor.open("/insured/result/?on=2026-11-27&residence=temporary_foreigner")
    assert "1406" in visitor.page.text
    visitor.open(next(one for one in visitor.page.links if "residence=eaeu_worker" in one))
    assert visitor.status == 200 and visitor.step == "you"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_status_says_once_that_the_text_of_the_law_is_not_held(lang: str) -> None:
    page = asked("result", lang, who="-", paid="none").content.decode()
    assert page.count("/law/questions/#Q-medical-law") == 1
    assert words("answer.unheld_more", lang) in unescape(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_worker_by_treaty_is_sold_no_category_of_the_state(lang: str) -> None:
    """Whether they hold for a foreigner no text that is held says."""
    paid = {"on": "2026-11-27", "who": "-", "paid": "all", "five": "no"}
    worker = asked("result", lang, **paid, residence="eaeu_worker").content.decode()
    assert words("insured.register", lang) not in worker
    assert words("insured.register", lang) in asked("result", lang, **paid).content.decode()


def test_months_that_will_not_count_when_the_status_ends_are_no_worry() -> None:
    """A year paid from March 2026 covers all that counts in March 2027."""
    year = {"on": "2026-11-27", "who": "-", "paid": "year", "five": "no",
            "first": "2026-03", "paid_on": "2026-03-10"}  # fmt: skip
    page = unescape(asked("result", "en", **year).content.decode())
    assert words("insured.missing_past", "en") in page
    some = {**year, "paid": "some", "months": "202610.202611"}
    assert words("insured.missing_text", "en") in asked("result", "en", **some).content.decode()


@pytest.mark.parametrize("on", ["2027-03-15", "2027-05-15", "2028-01-15"])
def test_a_year_that_has_ended_by_the_day_asked_about_can_be_told(on: str) -> None:
    visitor = Visitor.of("en")
    visitor.open(f"/insured/year/?on={on}&residence=citizen_or_permanent&birth=1985-05-05&who=-"
                 "&paid=year")  # fmt: skip
    visitor.send({"first_m": "3", "first_y": "2026", "paid_on_d": "10", "paid_on_m": "3",
                  "paid_on_y": "2026"})  # fmt: skip
    assert visitor.step == "result"
    assert ("You are insured" in visitor.page.text) == (on < "2027-06-01")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_for_whom_the_answer_is_stands_beside_it(lang: str) -> None:
    student = {"on": "2026-11-27", "birth": "2005-09-09", "who": "student",
               "student_from": "2024-09-01", "student_until": "-"}  # fmt: skip
    page = seen(asked("result", lang, **student))
    lead = words("insured.yes", lang)
    assert page.index(words("insured.for_residents", lang)) - page.index(lead) < 200
