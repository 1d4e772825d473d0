"""“What is due?”: the pages show what the contract answers, in three languages."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.summing import headline
from tests.portal.uploading import LANGUAGES, browser, said, seen
from tirek.contract import contributions
from tirek.contract.problems import Problem
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.law.acts import category_codes
from tirek.pages import writing
from tirek.portal.due.asked import KINDS
from tirek.portal.due.told import over_regime
from tirek.portal.texts import text
from tirek.portal.told import act
from tirek.portal.unheld import acts

MONTHS = st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(2004, 2027), st.integers(1, 12))
MONEY = st.integers(0, 10_000_000_00).map(lambda n: f"{n // 100}.{n % 100:02d}")


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A month as the page can be asked for it."""
    found: dict[str, Any] = {
        "month": draw(MONTHS), "payer_kind": draw(st.sampled_from(KINDS)), "income": draw(MONEY)
    }  # fmt: skip
    if draw(st.booleans()):
        most = tiyn(found["income"]) // 10
        part = draw(st.integers(0, most))
        found["pension_contribution"] = f"{part // 100}.{part % 100:02d}"
    if draw(st.booleans()):
        found["medical_base_elsewhere"] = draw(MONEY)
    if draw(st.booleans()):
        found["categories"] = draw(st.lists(st.sampled_from(category_codes()), max_size=3,
                                            unique=True))  # fmt: skip
    if draw(st.booleans()):
        found["birth_date"] = draw(st.dates()).replace(year=draw(st.integers(1930, 2004)), day=1)
        found["birth_date"] = found["birth_date"].isoformat()
        found["sex"] = draw(st.sampled_from(("female", "male")))
    return found


def address(question: dict[str, Any]) -> dict[str, Any]:
    """The question as a form of the page sends it."""
    year, month = question["month"].split("-")
    found: dict[str, Any] = {
        "sent": "1", "kind": question["payer_kind"], "month_m": str(int(month)), "month_y": year,
        "income": question["income"], "pension": question.get("pension_contribution", ""),
        "elsewhere": question.get("medical_base_elsewhere", ""),
        "categories": question.get("categories", []), "sex": question.get("sex", ""),
    }  # fmt: skip
    if "birth_date" in question:
        y, m, d = question["birth_date"].split("-")
        found |= {"birth_y": y, "birth_m": m, "birth_d": d}
    return found


def money(amount: str, lang: str) -> str:
    return " ".join(spoken_money(tiyn(amount), lang).split())


def answered(client: Client, question: dict[str, Any]) -> str:
    """The page that a form leads to."""
    response = client.get("/due/", address(question))
    if response.status_code == 302:
        response = client.get(response["Location"].partition("#")[0])
        assert response.status_code == 200
    return seen(response)


@settings(max_examples=60)
@given(questions(), st.sampled_from(LANGUAGES))
def test_the_page_of_a_month_shows_what_the_contract_answers(
    question: dict[str, Any], lang: str
) -> None:
    page = answered(browser(lang), question)
    try:
        answer: Any = contributions.answer(question, lang)
    except Problem:
        assert said("page.wrong", lang) in page
        return
    if answer["undetermined"]:
        assert said("due.unknown", lang) in page
        return
    income = tiyn(question.get("income", "0"))
    if over_regime(question["payer_kind"], income, int(question["month"].replace("-", ""))):
        assert said("due.regime_unusable", lang) in page  # which the contract does not look at
        return
    if not answer["lines"]:
        assert said("due.nothing", lang) in page
    for line in answer["lines"]:
        assert f"{said('due.' + line['kind'], lang)} {money(line['amount'], lang)}" in page
        assert money(line["base"], lang) in page
        assert line["purpose_code"] is None or line["purpose_code"] in page
    if sum(tiyn(line["amount"]) for line in answer["lines"]):
        assert headline(answer["lines"], lang) in page
    for step in answer["explanation"]:
        assert " ".join(step["text"].split()) in page


def test_a_form_leads_to_a_short_address_that_can_be_kept() -> None:
    client = browser()
    response = client.get("/due/", address(
        {"month": "2026-01", "payer_kind": "employee", "income": "168970.50"}))  # fmt: skip
    assert response["Location"] == "/due/?kind=employee&month=2026-01&income=168970.50#answer"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_stands_at_its_field(lang: str) -> None:
    client = browser(lang)
    response = client.get("/due/", {"sent": "1", "kind": "x", "month_m": "1", "month_y": "26",
                                    "income": "a lot", "birth_d": "1", "birth_m": "1",
                                    "birth_y": "1960"})  # fmt: skip
    assert response.status_code == 422
    page = response.content.decode()
    for name in ("kind", "month", "income"):
        assert f'href="#id_{name}"' in page and f'id="id_{name}-error"' in page
    both = {"sent": "1", "kind": "employee", "month_m": "1", "month_y": "2026", "income": "1",
            "sex": "male"}  # fmt: skip
    assert said("due.birth_needed", lang) in seen(client.get("/due/", both))


def test_what_the_law_of_a_month_does_not_have_is_said_with_names_that_people_know() -> None:
    response = browser().get("/due/?kind=platform_worker&month=2020-01&income=5")
    assert response.status_code == 422
    page = seen(response)
    assert "January 2020" in page and "January 2026" in page and "platform_worker" not in page


@pytest.mark.parametrize("given", ["?kind=%00&month=2026-13&income=-1", "?income=" + "9" * 3000,
                                   "?kind=employee&month=2026-01", "?sent=1"])  # fmt: skip
def test_nonsense_in_an_address_asks_again(given: str) -> None:
    response = browser().get(f"/due/{given}")
    assert response.status_code in (200, 422)
    assert 'id="answer"' not in response.content.decode()


def test_a_month_comes_on_paper() -> None:
    response = browser().get("/due/?kind=employee&month=2026-01&income=1000000&format=pdf")
    assert response["Content-Type"] == "application/pdf" and response.content.startswith(b"%PDF")


# ---------------------------------------------------------------------- years


def year_of(kind: str, year: int, income: str) -> list[Any]:
    found = []
    for month in range(1, 13):
        question = {"month": f"{year}-{month:02d}", "payer_kind": kind, "income": income}
        try:
            found.append(contributions.answer(question, "en", True))
        except Problem:
            found.append(None)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "year"), [("employee", 2026), ("employee", 2017),
                                            ("self_employed", 2026), ("individual_helper", 2023),
                                            ("single_payment", 2024)])  # fmt: skip
def test_a_year_is_the_sum_of_its_months(kind: str, year: int, lang: str) -> None:
    page = seen(browser(lang).get(f"/due/year/?kind={kind}&year={year}&income=300000"))
    months = year_of(kind, year, "300000")
    assert headline((line for one in months if one for line in one["lines"]), lang) in page
    assert page.count(said("due.not_then", lang)) == (None in months)


def test_equal_months_of_a_year_are_one_row_with_their_due_day() -> None:
    page = seen(browser().get("/due/year/?kind=employee&year=2026&income=300000"))
    assert f"January – December 2026 {said('due.each_until', day=25)} 13,500.00 ₸" in page
    assert page.count("13,500.00 ₸") == 1 and f"{162_000:,}.00 ₸" in page
    other = seen(browser().get("/due/year/?kind=individual_helper&year=2023&income=300000"))
    assert "January – June 2023" in other and "July – December 2023" in other


def test_a_year_that_is_not_known_yet_says_so_and_one_without_the_kind_is_refused() -> None:
    response = browser().get("/due/year/?kind=employee&year=2027&income=300000")
    assert said("due.unknown") in seen(response) and response.status_code == 200
    assert browser().get("/due/year/?kind=self_employed&year=2024&income=1").status_code == 422


@settings(max_examples=15)
@given(
    st.sampled_from(("employee", "entrepreneur", "civil_contract")), st.integers(2018, 2026),
    st.integers(2018, 2026), st.lists(st.integers(1, 10**9), min_size=1, max_size=5, unique=True),
)  # fmt: skip
def test_two_years_stand_side_by_side(kind: str, one: int, other: int, incomes: list[int]) -> None:
    given_ = "_".join(f"{n // 100}.{n % 100:02d}" for n in incomes)
    page = seen(browser().get(f"/due/compare/?kind={kind}&first={one}&second={other}"
                              f"&incomes={given_}"))  # fmt: skip
    for year in (one, other):
        for income in incomes:
            question = {"month": f"{year}-12", "payer_kind": kind,
                        "income": f"{income // 100}.{income % 100:02d}"}  # fmt: skip
            try:
                answer: Any = contributions.answer(question, "en", True)
            except Problem:
                assert said("due.not_of_kind") in page
                continue
            for line in answer["lines"]:
                hundredths = (2 * tiyn(line["amount"]) * 10_000 + income) // (2 * income)
                whole, rest = divmod(hundredths, 100)
                percent = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
                assert f"{money(line['amount'], 'en')} ({percent}% of the whole income)" in page


def test_the_table_of_the_reform_is_that_of_its_announcement() -> None:
    """Seed 003: from 85,000 to 3,400,000 tenge, before and from 2026."""
    page = seen(browser().get("/due/compare/?kind=employee&first=2025&second=2026"))
    for expected in (
        ("2,550.00", "3"), ("1,700.00", "2"), ("25,500.00", "2.55"), ("17,000.00", "1.7"),
        ("30,000.00", "3"), ("20,000.00", "2"), ("25,500.00", "1.5"), ("17,000.00", "1"),
        ("25,500.00", "0.75"), ("17,000.00", "0.5"), ("102,000.00", "3"), ("34,000.00", "1"),
    ):  # fmt: skip
        assert "{} ₸ ({}% of the whole income)".format(*expected) in page, expected


def test_years_and_incomes_that_are_none_are_refused() -> None:
    sent = {
        "sent": "1",
        "kind": "employee",
        "first": "1999",
        "second": "20266",
        "incomes": "1,2345",
    }
    response = browser().get("/due/compare/", sent)
    assert response.status_code == 422
    assert response.content.decode().count("govuk-error-message") == 3
    many = {**sent, "first": "2025", "second": "2026", "incomes": ";".join(["1"] * 13)}
    assert browser().get("/due/compare/", many).status_code == 422


def test_pages_lead_to_one_another_with_their_answers() -> None:
    page = browser().get("/due/?kind=employee&month=2026-01&income=5000").content.decode()
    [link] = set(re.findall(r'href="(/due/year/\?[^"]+)"', page))
    assert parse_qs(urlsplit(link.replace("&amp;", "&")).query) == {
        "kind": ["employee"], "year": ["2026"], "income": ["5000"]
    }  # fmt: skip


def test_a_year_that_is_not_known_is_told_once() -> None:
    page = seen(browser().get("/due/year/?kind=employee&year=2028&income=300000"))
    assert page.count(said("due.year_unknown", year=2028)) == 1
    assert said("due.by_month", year=2028) not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pensioner_told_by_half_is_asked_for_the_other(lang: str) -> None:
    start = "/due/?kind=employee&month=2026-03&income=300000"
    page = seen(browser(lang).get(f"{start}&categories=pensioner"))
    assert said("due.category_without_age", lang) in page
    page = seen(browser(lang).get(f"{start}&birth=1950-01-01&sex=male"))
    assert said("due.age_without_category", lang) in page
    page = seen(browser(lang).get(f"{start}&categories=pensioner&birth=1950-01-01&sex=male"))
    for key in ("category_without_age", "age_without_category"):
        assert said(f"due.{key}", lang) not in page


def test_an_amount_below_zero_is_told_so() -> None:
    page = seen(browser().get("/due/", {"sent": "1", "kind": "employee", "month_m": "1",
                                        "month_y": "2026", "income": "-5"}))  # fmt: skip
    assert said("fields.money_negative") in page


@pytest.mark.parametrize(("kind", "income", "words", "there"), [
    ("self_employed", "1297500", "monthly limit of this regime", False),  # 300 x 4,325
    ("self_employed", "1297501", "monthly limit of this regime", True),
    ("self_employed", "120000", "Pension payments are made along with these", True),
    ("single_payment", "85000", "made by an employer for employees", True),
    ("employee", "85000", "made by an employer for employees", False),
])  # fmt: skip
def test_whom_a_kind_is_for_is_said(kind: str, income: str, words: str, there: bool) -> None:
    page = Client(headers={"accept-language": "en"}).get(
        "/due/", {"kind": kind, "month": "2026-11", "income": income}
    ).content.decode()  # fmt: skip
    assert (words in page) is there
    assert ("lead plain" in page) == (income != "1297501")  # above the limit there is no total


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "categories", "whom"), [
    ("employee", [], "both"), ("employee", ["student"], "social"),
    ("independent_medical", [], "medical"),
])  # fmt: skip
def test_the_headline_says_to_which_funds_the_sum_goes(
    kind: str, categories: list[str], whom: str, lang: str
) -> None:
    asked = {"month": "2026-03", "payer_kind": kind, "income": "300000", "categories": categories}
    answer: Any = contributions.answer(asked, "en", True)
    total = sum(tiyn(line["amount"]) for line in answer["lines"])
    html = browser(lang).get("/due/", {"kind": kind, "month": "2026-03", "income": "300000",
                                       "categories": categories}).content.decode()  # fmt: skip
    lead = " ".join(html[html.index('lead plain">') :].partition(">")[2].partition("<")[0].split())
    assert lead == said(f"due.total_{whom}", lang, sum=spoken_money(total, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_counts_as_income_is_told_for_the_kind_and_for_all_in_a_fold(lang: str) -> None:
    html = browser(lang).get("/due/?kind=entrepreneur&month=2026-03").content.decode()
    hint = html.partition('id="id_income-hint">')[2].partition("</div>")[0]
    hint = " ".join(unescape(hint).split())
    own = said("due.income_own", lang)
    assert hint.startswith(said("due.income_hint", lang)) and own in hint
    for other in ("accrued", "received", "free", "any"):
        assert said(f"due.income_{other}", lang) not in hint
        assert said(f"due.income_{other}", lang) in seen(browser(lang).get("/due/"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_no_codes_are_known_is_said_once(lang: str) -> None:
    words = said("due.no_code", lang)
    page = seen(browser(lang).get("/due/?kind=single_payment&month=2026-03&income=300000"))
    assert page.count(words) == 1
    assert words not in seen(browser(lang).get("/due/?kind=employee&month=2026-03&income=300000"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("month", "article"), [("2026-03", "243"), ("2021-03", "15(4)"),
                                                ("2019-03", "")])  # fmt: skip
def test_for_foreigners_the_page_says_what_is_held(month: str, article: str, lang: str) -> None:
    page = seen(browser(lang).get(f"/due/?kind=employee&month={month}&income=300000"))
    words = said("due.foreign_temporary", lang)
    assert (words in page) == bool(article)
    if article:
        permanent = said("due.foreign_permanent", lang)
        assert article in page[page.index(permanent) : page.index(words)]
        assert words in seen(browser(lang).get("/questions/foreigner/"))
        html = browser(lang).get(f"/due/?kind=employee&month={month}&income=300000")
        heading = said("due.foreign", lang)
        assert f'summary-text">{heading}<' in html.content.decode()  # few ask: folded


@pytest.mark.parametrize(("address", "answered"), [
    ("/due/", False), ("/due/?kind=employee&month=2026-03&income=300000", True),
    ("/due/year/?kind=employee&year=2026&income=300000", True), ("/due/compare/", True),
    ("/care/", False), ("/care/?q=diabetes", True),
])  # fmt: skip
def test_a_form_that_is_answered_is_not_printed(address: str, answered: bool) -> None:
    html = browser().get(address).content.decode()
    assert ('class="narrow unprinted"' in html) is answered
    if answered and address.startswith("/due/"):
        read_back = html[html.index('class="on-paper"') :]
        assert said("due.kind_short") in read_back


def _unheld(lang: str) -> str:
    with translation.override(lang):
        return " ".join(text("answer.unheld", acts=act("Law 405-V")).split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", [
    "/due/?kind=employee&month=2026-01&income=300000",
    "/due/year/?kind=employee&year=2026&income=300000",
    "/due/compare/?kind=employee&first=2025&second=2026&incomes=300000",
])  # fmt: skip
def test_that_the_text_of_the_medical_law_is_not_held_stands_once_beside_the_sums(
    address: str, lang: str
) -> None:
    response = browser(lang).get(address)
    assert seen(response).count(_unheld(lang)) == 1
    assert "/law/questions/#Q-medical-law" in response.content.decode()


def test_sums_of_acts_that_are_held_carry_no_such_sentence() -> None:
    page = seen(browser().get("/due/?kind=employee&month=2010-01&income=300000"))
    assert _unheld("en") not in page
    assert acts() >= {"Law 405-V"} and not acts() & {"Social Code", "Law 286-VI", "Law 405"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_says_what_is_left_out_and_names_each_rate_that_is_not_the_share(
    lang: str,
) -> None:
    page = seen(browser(lang).get(
        "/due/compare/?kind=employee&first=2024&second=2026&incomes=300000"))  # fmt: skip
    assert said("due.without_pension", lang) in page
    for year in (2024, 2026):
        question = {"month": f"{year}-12", "payer_kind": "employee", "income": "300000"}
        found: Any = contributions.answer(question, lang, True)
        line = next(one for one in found["lines"] if one["fund"] == "social")
        with translation.override(lang):
            rate = writing.percent(line["rate"])
        whole = said("due.by_rate", lang, part="", rate=rate, base=money(line["base"], lang))
        assert whole.strip("; ") in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_month_that_is_none_and_one_before_the_law_are_told_apart(lang: str) -> None:
    def told(month: str, year: str) -> str:
        return seen(browser(lang).get("/due/", {
            "sent": "1", "kind": "employee", "month_m": month, "month_y": year, "income": "1",
        }))  # fmt: skip

    assert said("fields.month_none", lang) in told("13", "2026")
    with translation.override(lang):
        first, last = writing.month(200_501), writing.month(209_912)
    assert said("fields.month_bounds", lang, first=first, last=last) in told("12", "2004")
