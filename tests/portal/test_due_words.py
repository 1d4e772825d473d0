"""“What is due?”: each line says why its base is what it is, who transfers it and out of whose
money; what may change the answer is asked of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from tests.portal.uploading import LANGUAGES, browser, said, seen
from tirek.contract import contributions
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.pages import writing
from tirek.pages.kazakh import Part
from tirek.portal import days_off
from tirek.project import clock


@pytest.mark.parametrize(("asked", "reason"), [
    ("kind=employee&income=85000", "due.base_least 1"),
    ("kind=employee&income=350000", "due.base_less_pension"),
    ("kind=employee&income=1200000", "due.base_most 7"),
    ("kind=employee&income=1800000", "due.base_most 20"),
    ("kind=employee&income=3500000", "due.base_most 40"),
    ("kind=employee&income=1000000&elsewhere=1000000", "due.base_left 20"),
    ("kind=entrepreneur&income=200000", "due.base_fixed 1.4"),
    ("kind=independent_medical&income=0", "due.base_fixed 1"),
    ("kind=self_employed&income=1200000", "due.base_most 7"),
])  # fmt: skip
def test_a_line_says_why_its_base_is_what_it_is(asked: str, reason: str) -> None:
    key, _, multiple = reason.partition(" ")
    page = seen(browser().get(f"/due/?month=2026-11&{asked}"))
    assert f"({said(key, multiple=multiple)})" in page


def test_a_base_that_is_the_income_is_not_explained() -> None:
    page = seen(browser().get("/due/?month=2026-11&kind=entrepreneur&income=200000"))
    assert "5% of 200,000.00 ₸. Purpose" in page


@pytest.mark.parametrize(("month", "word"), [
    ("2026-03", "saturday"), ("2026-09", "sunday"), ("2026-04", ""),
])  # fmt: skip
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_last_day_that_is_no_working_day_is_spoken_of(month: str, word: str, lang: str) -> None:
    """25 April 2026 is a Saturday, 25 October a Sunday, 25 May a Monday; also once it is over."""
    for today, key in ((date(2026, 4, 1), "day_off"), (date(2026, 12, 1), "day_off_passed")):
        with clock.at(today):
            page = seen(browser(lang).get(f"/due/?month={month}&kind=employee&income=200000"))
        words = {
            one: said(f"page.{key}", lang, what=said(f"page.{one}", lang))
            for one in ("saturday", "sunday")
        }
        assert [one for one in words if words[one] in page] == ([word] if word else [])


def test_a_last_day_that_is_a_holiday_is_spoken_of_by_its_name() -> None:
    with clock.at(date(2021, 1, 1)):
        assert "Victory Day" in days_off.note(date(2024, 5, 9))
        assert not days_off.note(date(2026, 5, 25))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_single_payment_is_told_whole_or_said_to_be_more(lang: str) -> None:
    start = "/due/?kind=single_payment&income="
    page = seen(browser(lang).get(f"{start}200000&month=2026-03"))
    parts = said("due.total_both", lang, sum=spoken_money(19_000_00, lang))
    whole = spoken_money(49_600_00, lang)  # 24.8 %
    assert said("due.single_whole", lang, whole=whole, total=parts) in page
    assert said("due.without_pension", lang) not in page
    own = said("due.of_own", lang, sum=spoken_money(4_000_00, lang))
    assert own not in page  # income tax and pension contribution are withheld too
    for more in ("200000&month=2023-09", "200000&month=2026-03&categories=student",
                 "9000000&month=2026-03"):  # fmt: skip
        page = seen(browser(lang).get(f"{start}{more}"))
        assert said("due.single_parts", lang, total="").rstrip(" ()")[:20] in page
        assert said("due.single_parts_under", lang) in page
    year = seen(browser(lang).get("/due/year/?kind=single_payment&year=2026&income=200000"))
    assert said("due.single_parts_under", lang) in year


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "own", "a_share"), [
    ("self_employed", True, True), ("platform_worker", True, True), ("entrepreneur", True, False),
    ("independent_medical", True, False), ("employee", False, False),
    ("civil_contract", False, False),
])  # fmt: skip
def test_what_a_payment_for_oneself_means_for_the_insurance_is_said(
    kind: str, own: bool, a_share: bool, lang: str
) -> None:
    html = browser(lang).get(f"/due/?month=2026-11&income=180000&kind={kind}")
    page = seen(html)
    assert (said("due.insured_months", lang, window=12) in page) is own
    assert (said("due.insured_least", lang) in page) is a_share
    main = html.content.decode().partition("<main")[2]
    assert main.count('href="/insured/"') == 1  # an employee's page leads there too
    state = browser(lang).get(f"/due/?month=2026-11&income=180000&kind={kind}&categories=pensioner")
    assert said("due.insured_months", lang, window=12) not in seen(state)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_worker_of_the_union_is_told_what_is_held(lang: str) -> None:
    countries = said("residence.eaeu_countries", lang)
    for page in ("/due/?kind=employee&month=2026-03&income=300000", "/questions/foreigner/"):
        shown = seen(browser(lang).get(page))
        assert said("due.foreign_union", lang) in shown and countries in shown
    assert countries in said("residence.eaeu_worker_hint", lang)
    assert countries in said("benefits.covered", lang)


@pytest.mark.parametrize(("born", "month", "asked_"), [
    ("1950-01-01", "2026-03", False), ("1990-01-01", "2026-03", False),
    ("1964-03-17", "2026-03", True), ("1964-03-17", "2010-03", False),
])  # fmt: skip
def test_the_sex_is_asked_for_only_where_the_month_depends_on_it(
    born: str, month: str, asked_: bool
) -> None:
    (year, m, d), (of, number) = born.split("-"), month.split("-")
    response = browser().get("/due/", {
        "sent": "1", "kind": "employee", "month_m": number, "month_y": of, "income": "200000",
        "birth_d": d, "birth_m": m, "birth_y": year})  # fmt: skip
    assert response.status_code == (422 if asked_ else 302)
    assert not asked_ or said("due.sex_needed") in seen(response)
    assert not asked_ or 'href="#id_sex"' in response.content.decode()


def test_a_year_asks_for_the_sex_if_one_of_its_months_needs_it() -> None:
    start = "/due/year/?kind=employee&year=2026&income=200000&birth="
    assert said("due.sex_needed") in seen(browser().get(f"{start}1964-12-17"))
    assert said("due.sex_needed") not in seen(browser().get(f"{start}1950-12-17"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "sources"), [
    ("employee", ("employer", "withheld")), ("civil_contract", ("agent",)),
    ("entrepreneur", ("self",)), ("platform_worker", ("operator",)),
])  # fmt: skip
def test_it_is_told_who_transfers_and_out_of_whose_money(
    kind: str, sources: tuple[str, ...], lang: str
) -> None:
    page = seen(browser(lang).get(f"/due/?kind={kind}&month=2026-01&income=200000"))
    for code in sources:
        who, money_ = said(f"due.pays_{code}", lang), said(f"due.from_{code}", lang)
        assert f"{who} {money_}: " in page and page.count(f"{who} {money_}") >= 2
    assert said("due.without_pension", lang) in page
    assert (said("due.regimes", lang) in page) == (kind == "entrepreneur")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_person_who_may_be_exempt_from_the_pension_contribution_is_asked_of(lang: str) -> None:
    start = "/due/?month=2026-11&income=350000"
    words = said("due.exempt_unasked", lang, enter=said("due.exempt_enter", lang))
    page = seen(browser(lang).get(f"{start}&kind=employee&categories=disabled"))
    assert words in page
    for other in ("kind=employee", "kind=employee&categories=disabled&pension=0",
                  "kind=entrepreneur&categories=disabled"):  # fmt: skip
        assert words not in seen(browser(lang).get(f"{start}&{other}")), other


def test_two_years_are_compared_for_the_income_of_the_answer_and_by_whose_money() -> None:
    page = browser().get("/due/?kind=employee&month=2026-01&income=350000").content.decode()
    assert 'href="/due/compare/?kind=employee&amp;incomes=350000"' in page
    found = seen(browser().get(
        "/due/compare/?kind=employee&incomes=1500000&first=2024&second=2026"))  # fmt: skip
    for key, sum_ in (("whose_employer", "+19,500.00 ₸"), ("whose_withheld", "+13,000.00 ₸")):
        assert f"{said('due.' + key)}: {sum_}" in found


@pytest.mark.parametrize("amount", ["0.350", "0,350", "000.350 ₸"])
def test_a_sum_that_may_be_two_is_refused_with_the_reason(amount: str) -> None:
    asked = {"sent": "1", "kind": "employee", "month_m": "1", "month_y": "2026", "income": amount}
    assert said("fields.money_unclear") in seen(browser().get("/due/", asked))
    for clear in ("350.000,00", "350.000", "350,000", "KZT 350 000", "350000 теңге"):
        asked["income"] = clear
        assert "income=350000#" in browser().get("/due/", asked)["Location"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_above_the_limit_of_a_regime_there_is_no_total(lang: str) -> None:
    html = browser(lang).get("/due/?kind=self_employed&month=2026-11&income=1400000")
    page = seen(html)
    assert said("due.regime_unusable", lang) in page and said("due.over_regime", lang) in page
    assert "19 950" not in page and said("due.lines", lang) not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nor_a_total_of_a_year_or_a_silent_comparison(lang: str) -> None:
    year = seen(browser(lang).get("/due/year/?kind=self_employed&year=2026&income=1400000"))
    assert said("due.regime_unusable", lang) in year and said("due.over_regime_year", lang) in year
    assert said("due.all", lang) not in year
    fits = seen(browser(lang).get("/due/year/?kind=self_employed&year=2026&income=1200000"))
    assert said("due.over_regime_year", lang) not in fits and said("due.all", lang) in fits
    compared = "/due/compare/?kind=self_employed&first=2025&second=2026&incomes=100000%0A1400000"
    both = seen(browser(lang).get(compared))
    words = said("due.over_regime_incomes", lang, year=2026, sums="").rpartition(":")[0]
    assert words in both and words.replace("2026", "2025") not in both


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_income_both_insurances_are_spoken_of(lang: str) -> None:
    page = seen(browser(lang).get("/due/?kind=self_employed&month=2026-11&income=0"))
    for fund in ("social", "medical"):
        assert said(f"due.no_income_{fund}", lang) in page
    student = "/due/?kind=employee&month=2026-11&income=0&categories=student"
    assert said("due.no_income_medical", lang) not in seen(browser(lang).get(student))


def test_whose_income_changes_nothing_need_not_tell_it() -> None:
    kind, month = "independent_medical", "2026-11"
    year, number = month.split("-")
    form = {"sent": "1", "kind": kind, "month_m": number, "month_y": year, "income": " "}
    response = browser().get("/due/", form)
    assert response.status_code == 302
    page = seen(browser().get(response["Location"].partition("#")[0]))
    other = seen(browser().get(f"/due/?kind={kind}&month={month}&income=77777"))
    words = said("due.total_medical", sum="")
    assert words in page and page.split(words)[0][-12:] == other.split(words)[0][-12:]
    assert said("due.no_income_social") not in page
    year_form = {"sent": "1", "kind": kind, "year": year, "income": ""}
    assert browser().get("/due/year/", year_form).status_code == 302
    employee = browser().get("/due/", {**form, "kind": "employee"})
    assert employee.status_code == 422 and said("fields.money_missing") in seen(employee)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_years_are_compared_for_both_funds_together(lang: str) -> None:
    start = "/due/compare/?kind=employee&first=2025&second=2026&incomes="
    page = seen(browser(lang).get(f"{start}350000_1200000"))
    part = page[page.index(said("due.both_funds", lang)) :]
    for income in (350_000, 1_200_000):
        sums = []
        for year in (2025, 2026):
            answer: Any = contributions.answer(
                {"month": f"{year}-12", "payer_kind": "employee", "income": str(income)}, "en", True
            )
            sums.append(sum(tiyn(line["amount"]) for line in answer["lines"]))
        for amount in (*sums, sums[1] - sums[0]):
            assert " ".join(spoken_money(amount, lang).split()) in part
    other = seen(browser(lang).get(f"{start}200000".replace("employee", "independent_medical")))
    assert said("due.both_funds", lang) not in other


def test_incomes_may_be_parted_by_a_comma_and_a_space() -> None:
    form = {"sent": "1", "kind": "employee", "first": "2025", "second": "2026",
            "incomes": "350 000, 1 200 000"}  # fmt: skip
    assert "incomes=350000_1200000" in browser().get("/due/compare/", form)["Location"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_month_without_values_is_told_by_the_last_one_that_has_them(lang: str) -> None:
    page = seen(browser(lang).get("/due/?kind=employee&month=2027-11&income=400000"))
    known: Any = contributions.answer(
        {"month": "2026-12", "payer_kind": "employee", "income": "400000"}, lang, True
    )
    total = spoken_money(sum(tiyn(line["amount"]) for line in known["lines"]), lang)
    assert " ".join(total.split()) in page and said("due.unknown", lang) in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_withheld_is_said_of_the_sum_and_before_what_is_not_in_it(lang: str) -> None:
    page = seen(browser(lang).get("/due/?kind=employee&month=2026-11&income=350000"))
    withheld = said("due.of_own", lang, sum=spoken_money(700_000, lang))
    assert f"{withheld} {said('due.without_pension', lang)}" in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_year_not_known_yet_is_told_by_the_last_month_that_is(lang: str) -> None:
    month = writing_month(lang)
    found: Any = contributions.answer(
        {"month": "2026-12", "payer_kind": "employee", "income": "350000"}, lang, True
    )
    total = spoken_money(12 * sum(tiyn(line["amount"]) for line in found["lines"]), lang)
    year = seen(browser(lang).get("/due/year/?kind=employee&year=2027&income=350000"))
    both = said("due.total_both", lang, sum=total)
    both = both[:1].lower() + both[1:]
    assert said("due.year_sooner", lang, month=month, total=both) in year
    compared = "/due/compare/?kind=employee&first=2026&second=2027&incomes=350000"
    page = seen(browser(lang).get(compared))
    assert said("due.compare_unknown", lang, year=2027, month=month) in page
    sooner = seen(browser(lang).get("/due/?kind=employee&month=2027-03&income=100000"))
    assert ".." not in year + page + sooner


def writing_month(lang: str) -> str:
    """December 2026 as pages write it."""
    with translation.override(lang):
        return writing.month(202_612)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_base_that_changed_is_told_with_the_rate_and_a_year_without_the_kind_as_a_year(
    lang: str,
) -> None:
    start = "/due/compare/?kind=entrepreneur&second=2026&incomes=350000&first="
    page = seen(browser(lang).get(f"{start}2024"))
    base = " ".join(spoken_money(31_500_000, lang).split())
    words = said("due.by_rate", lang, part="", rate=Part("\0"), base=base).strip("; ")
    for piece in words.split("\0"):
        assert piece in page
    assert base not in seen(browser(lang).get(f"{start}2026"))
    none = "/due/compare/?kind=self_employed&first=2025&second=2026&incomes=100000"
    page = seen(browser(lang).get(none))
    assert said("due.not_of_kind", lang) in page and said("due.not_then", lang) not in page


def test_a_share_of_an_income_is_written_in_kazakh_as_its_part() -> None:
    start = "/due/compare/?kind=employee&incomes=350000&first=2025&second=2026"
    page = seen(browser("kk").get(start))
    assert "бүкіл кірістің 2 пайызы)" in page and "кірістің 2 %" not in page
