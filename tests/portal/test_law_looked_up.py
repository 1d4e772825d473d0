"""What a reader of “The law, open” looks up: sources that can be cited, what moved between two
dates, rates since 2005, a search that forgives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.sheets import exact, sheet
from tests.portal.test_crawl import looked_at
from tests.portal.test_law_pages import TODAY, days, get, rows_of, values_on, words_of
from tirek.contract import law_data
from tirek.contract.messages import LANGUAGES
from tirek.law import law
from tirek.law.care_packages import groups
from tirek.portal.law import sources
from tirek.portal.law.rates import CHIEF
from tirek.portal.texts import catalogue
from tirek.project import clock


@pytest.fixture(autouse=True, scope="module")
def today() -> Iterator[None]:
    with clock.at(TODAY):
        yield


#: How the law's data name their sources; no reader can look them up.
SHORT = re.compile(
    r"\b(facts(_2026)?\.md|contract\.md|seeds? \d{3}|03-laws|V-(LAW|SEED|PAGE|CODE)|MEM)\b|\.txt"
    r"| @[0-9a-f]{8}|\b(19|20)\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_source_is_named_by_a_file_of_ours_and_no_day_is_as_data_have_it(lang: str) -> None:
    for name, parameter in law().parameters.items():
        for edition in parameter.editions:
            said = "; ".join(one.text for one in _sources(edition.source, lang))
            assert not SHORT.search(said), (name, said)
    for address in ("/law/minimum_wage/", "/law/questions/", "/law/tenure_bands/"):
        assert not SHORT.search(words_of(get(address, lang))), address


def _sources(source: str, lang: str) -> list[Any]:
    with translation.override(lang):
        return sources.told(source)


def test_an_assumption_that_is_cited_by_number_has_its_place() -> None:
    html = get("/law/questions/").content.decode()
    for number in re.findall(r'href="/law/questions/#(assumption-\d+)"', html):
        assert f'id="{number}"' in html
    for number in range(1, 14):
        assert html.count(f'id="assumption-{number}"') == 1
    html = get("/law/long_record/").content.decode()
    assert 'href="/law/questions/#assumption-12"' in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_says_what_moved_to_another_package(lang: str) -> None:
    days = {"first": "2025-12-31", "second": "2026-01-01"}
    page = words_of(get("/law/compare/", lang, **days))
    assert care_packages_title("diabetes", lang) in page
    found = json.loads(get("/law/compare/", lang, **days, format="json").content)["differences"]
    moved = {one["name"]: (one["first"], one["second"]) for one in found if one["kind"] == "care"}
    assert moved["diabetes"] == ("guaranteed", "insurance") and "hiv" not in moved
    rows = rows_of("/law/compare/", first="2026-01-01", second="2026-02-01")
    assert "Care and disease" not in {row["kind"] for row in rows}


def care_packages_title(code: str, lang: str) -> str:
    return next(one.title[lang] for one in groups(TODAY) if one.code == code)


def test_a_comparison_begins_with_what_everybody_pays_by() -> None:
    response = get("/law/compare/", first="2025-12-31", second="2026-01-01")
    html, page = response.content.decode(), words_of(response)
    table = html.partition('class="sides"')[2].partition("</table>")[0]
    names = re.findall(r'href="/law/(\w+)/', table.partition("<tbody")[2])
    chief = [name for name in names if name in CHIEF]
    assert "employer_medical_cap_multiple" in chief and names[: len(chief)] == chief
    assert "10 minimum wages" in page and "40 minimum wages" in page


def test_a_comparison_of_rules_leads_to_both_editions() -> None:
    html = get("/law/compare/", first="2022-12-31", second="2023-07-01").content.decode()
    for day in ("2022-12-31", "2023-07-01"):
        assert f'href="/law/tenure_factor/?on={day}#editions"' in html
    assert " ".join((law().rules["tenure_factor"].variants[-1].function.__doc__ or "").split())[
        :-1
    ] in unescape(html)


@settings(max_examples=15)
@given(days, st.sampled_from(LANGUAGES))
def test_rates_by_date_are_those_of_the_law(day: date, lang: str) -> None:
    rows = rows_of("/law/rates/")
    for row in rows:
        row["since"] = date(*map(int, row["since"].split(".")[::-1])).isoformat()
    held = next((row for row in rows if row["since"] <= str(day)), {})
    assert held.keys() >= set(CHIEF)
    assert held.keys() == {"since", *CHIEF, "from_memory"}
    assert all(any(row[name] for name in CHIEF) for row in rows)
    editions = {name: law_data.entry(name, held["since"], None, "en")["editions"] for name in CHIEF}
    assert [one for one in held["from_memory"].split("; ") if one] == [
        catalogue()["law_rates"][name]["en"] for name in CHIEF
        if any(one["in_force"] and one["confidence"] == "MEM" for one in editions[name])
    ]  # fmt: skip
    for name in ("social_rate", "social_cap_multiple", "employee_medical_rate"):
        known = values_on(date.fromisoformat(held["since"]))[name]
        times = 1 if name.endswith("_multiple") else 100
        told = Decimal(exact(held[name])) if held[name] else None
        assert told == (None if known is None else Decimal(known) * times)
    page = words_of(get("/law/rates/", lang))
    assert all(law_data.title(name, lang)[1:] in page for name in CHIEF)


def test_a_value_from_memory_is_marked_beside_it() -> None:
    html = get("/law/rates/").content.decode()
    chief = html.partition('class="chief"')[2].partition("</section")[0]
    unsure = sum(len(row["from_memory"].split("; ")) for row in rows_of("/law/rates/")
                 if row["from_memory"])  # fmt: skip
    assert chief.count('class="note">to be checked<') == unsure > 0


def test_the_page_of_rates_is_whole_and_linked() -> None:
    for lang in LANGUAGES:
        looked_at(get("/law/rates/", lang).content.decode(), lang, "/law/rates/")
    assert 'href="/law/rates/"' in get("/law/").content.decode()
    assert get("/law/rates/", known_on="x").status_code == 422
    assert "2026" not in words_of(get("/law/rates/", known_on="2020-01-01")).partition("All of")[0]


@pytest.mark.parametrize(
    ("words", "page"),
    [("changed 2026", "compare"), ("history", "rates"), ("maximum contribution", "rates"),
     ("тарих", "rates"), ("что изменилось", "compare")],
)  # fmt: skip
def test_a_search_leads_to_the_page_that_it_is_about(words: str, page: str) -> None:
    found = get("/law/", q=words).content.decode().partition('id="found"')[2]
    assert f'href="/law/{page}/"' in found.partition("<section>")[0]


@pytest.mark.parametrize(("lang", "words", "kinds"), [
    ("ru", "декрет", ["maternity", "childcare"]), ("kk", "жұмыссыз", ["job_loss"]),
    ("en", "disability", ["disability"]), ("en", "minimum wage", []),
])  # fmt: skip
def test_a_search_of_a_benefits_chapter_offers_its_calculator(
    lang: str, words: str, kinds: list[str]
) -> None:
    html = get("/law/", lang, q=words).content.decode().partition('id="found"')[2]
    assert re.findall(r'href="/benefits/(\w+)/"', html) == kinds


@pytest.mark.parametrize(("lang", "words", "said", "href"), [
    ("ru", "больничный", "нет среди выплат", "/benefits/maternity/"),
    ("en", "sick leave", "not among the benefits", "/benefits/maternity/"),
    ("kk", "еңбекке жарамсыздық", "қатарында жоқ", "/benefits/maternity/"),
    ("ru", "упрощёнка", "статьи 245", "/due/"), ("ru", "упрощенка", "статьи 245", "/due/"),
])  # fmt: skip
def test_a_search_for_what_is_not_counted_here_says_where_it_stands(
    lang: str, words: str, said: str, href: str
) -> None:
    response = get("/law/", lang, q=words)
    found = response.content.decode().partition('id="found"')[2].partition("<section>")[0]
    assert said in found and f'href="{href}"' in found
    assert law_texts()["nothing"][lang] not in words_of(response)


def test_a_search_of_which_not_all_words_fit_shows_what_is_nearest() -> None:
    response = get("/law/", q="maximum childcare zebra")
    assert "These come nearest" in words_of(response)
    assert "/law/childcare_maximum_share/" in response.content.decode()
    html = get("/law/", q="maximum contribution").content.decode()
    assert "/law/employee_medical_cap_multiple/" in html


@pytest.mark.parametrize(
    ("lang", "words", "name"),
    [
        ("kk", "жұмыссыз", "job_loss_amount"), ("ru", "безработица", "job_loss_amount"),
        ("en", "unemployment benefit", "job_loss_months"), ("kk", "декрет", "maternity_amount"),
        ("ru", "декрет", "maternity_amount"), ("en", "maternity", "average_months_short"),
        ("ru", "предел взноса ОСМС", "employee_medical_cap_multiple"),
        ("kk", "МӘМС шегі", "shares_the_cap"), ("ru", "инвалидность", "disability_amount"),
    ],
)  # fmt: skip
def test_a_search_finds_what_everyday_words_mean(lang: str, words: str, name: str) -> None:
    response = get("/law/", lang, q=words)
    assert f'href="/law/{name}/' in response.content.decode()
    assert law_texts()["near"][lang] not in words_of(response)


@pytest.mark.parametrize(("lang", "words", "chapter"), [
    ("ru", "декрет", "maternity"), ("kk", "декрет", "maternity"), ("en", "childcare", "childcare"),
    ("ru", "МЗП", "amounts"), ("en", "survivor", "survivor"),
])  # fmt: skip
def test_the_chapter_of_that_name_stands_before_those_that_mention_it(
    lang: str, words: str, chapter: str
) -> None:
    html = get("/law/", lang, q=words).content.decode().partition('id="found"')[2]
    assert re.findall(r'class="chapter" id="(\w+)"', html)[0] == chapter


def test_who_is_without_work_is_not_told_of_who_gives_it() -> None:
    assert "/law/employer_medical_rate/" not in _found("жұмыссыз")


def _found(words: str) -> str:
    return get("/law/", "kk", q=words).content.decode().partition('id="found"')[2]


def law_texts() -> Any:
    return catalogue()["law"]


@pytest.mark.parametrize(("lang", "words"), [
    ("ru", "верхний предел социальных отчислений"), ("kk", "әлеуметтік аударымның жоғарғы шегі"),
    ("en", "upper limit of social contributions"),
])  # fmt: skip
def test_the_upper_limit_of_social_contributions_is_found_by_all_its_words(
    lang: str, words: str
) -> None:
    response = get("/law/", lang, q=words)
    assert 'href="/law/social_cap_multiple/' in response.content.decode()
    assert law_texts()["near"][lang] not in words_of(response)


@pytest.mark.parametrize("words", ["верхний предел", "максимум"])
def test_what_acts_say_stands_before_what_is_supposed_and_a_multiple_has_its_tenge(
    words: str,
) -> None:
    html = get("/law/", "ru", q=words).content.decode()
    assert html.index("/law/social_cap_multiple/") < html.index("/law/pension_base_cap/")
    assert "595\u00a0000" in html.replace("\u202f", "\u00a0")


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_multiple_says_what_it_is_in_tenge_and_by_which_rule(lang: str) -> None:
    page = get("/law/social_cap_multiple/", lang, on="2026-11-27")
    said = law_texts()["in_money_rules"][lang]
    part = page.content.decode().partition(said)
    assert "595" in part[0] and "85" in part[0]
    assert 'href="/law/social_cap/' in part[2].partition("</p>")[0]
    assert said not in get("/law/disability_degree_min/", lang).content.decode()


def _lines(lang: str, words: str) -> tuple[list[str], bool]:
    """The names that a search finds, in their order; whether they are only the nearest."""
    response = get("/law/", lang, q=words)
    names = re.findall(r'href="/law/(\w+)/[^>]*>[^<]*</a> <span class="value"',
                       response.content.decode())  # fmt: skip
    return names, law_texts()["near"][lang] in words_of(response)


@pytest.mark.parametrize(("lang", "words"), [
    ("kk", "МӘМС жарнасы неше пайыз"), ("kk", "МӘМС қанша процент"), ("ru", "ставка ОСМС"),
    ("ru", "сколько процентов ОСМС"), ("en", "medical insurance per cent"), ("kk", "МӘМС %"),
])  # fmt: skip
def test_a_search_for_a_percentage_finds_rates_of_the_medical_contribution(
    lang: str, words: str
) -> None:
    names, near = _lines(lang, words)
    assert not near and names[:2] == ["employer_medical_rate", "employee_medical_rate"]
    assert all(re.search("rate$|share$", name) for name in names)


@pytest.mark.parametrize(("lang", "words", "rate", "other"), [
    ("kk", "жұмыс беруші аударымы", "employer_medical_rate", "employee_medical_rate"),
    ("ru", "взнос работодателя", "employer_medical_rate", "employee_medical_rate"),
    ("en", "employer contribution", "employer_medical_rate", "employee_medical_rate"),
    ("kk", "жұмыс беруші қанша пайыз төлейді", "employer_medical_rate", "employee_medical_rate"),
    ("kk", "қызметкер жарнасы", "employee_medical_rate", "employer_medical_rate"),
    ("kk", "жұмыскер жарнасы", "employee_medical_rate", "employer_medical_rate"),
    ("ru", "взнос работника", "employee_medical_rate", "employer_medical_rate"),
    ("ru", "сколько % платит работник", "employee_medical_rate", "employer_medical_rate"),
    ("en", "employee contribution", "employee_medical_rate", "employer_medical_rate"),
])  # fmt: skip
def test_who_pays_is_found_by_every_word_for_them_rates_first(
    lang: str, words: str, rate: str, other: str
) -> None:
    names, near = _lines(lang, words)
    assert not near and rate in names and other not in names
    of_chapter = [name for name in names if "medical" in name]
    assert of_chapter[0] == rate


@pytest.mark.parametrize("lang", LANGUAGES)
def test_which_index_stands_in_the_rates_is_said_and_where_they_differ(lang: str) -> None:
    """In April 2022 the one for allowances alone was raised; else the two are the same."""
    html = unescape(get("/law/rates/", lang).content.decode())
    for name in ("monthly_calculation_index", "monthly_calculation_index_for_payments"):
        assert catalogue()["law_rates"][name][lang] in html
    rows = rows_of("/law/rates/")
    one, other = (
        [key for key in rows[0] if key.startswith(name)]
        for name in ("monthly_calculation_index", "monthly_calculation_index_for_payments")
    )
    differ = [row["since"] for row in rows if row[one[0]] != row[other[0]]]
    assert differ == ["01.04.2022"]
    assert catalogue()["law"]["unsure"][lang] in catalogue()["law"]["rates_chief_help"][
        lang].casefold()  # fmt: skip


def test_a_row_of_the_rates_differs_from_the_one_before() -> None:
    rows = [{**row, "since": ""} for row in rows_of("/law/rates/")]
    assert all(now != before for now, before in pairwise(rows))


@pytest.mark.parametrize("lang", ["kk", "ru"])
@pytest.mark.parametrize("address", [
    "/law/", "/law/rates/", "/law/compare/?first=2025-01-01&second=2026-01-01",
    "/law/social_rate/", "/law/penalty/", "/law/graph/", "/law/questions/", "/what-if/",
    "/curves/", "/curves/?curve=maternity",
])  # fmt: skip
def test_a_file_of_a_page_opens_in_a_spreadsheet_of_its_language(address: str, lang: str) -> None:
    """One column and points for decimals was what people got; programs have the API."""
    address += f"{'&' if '?' in address else '?'}format=csv"
    rows = sheet(get(address, lang))
    english = sheet(get(address))
    assert len(rows) == len(english) > 0 and len(rows[0]) == len(english[0]) > 1
    assert not {*rows[0]} & {*english[0]}
    assert not any(re.fullmatch(r"-?\d+\.\d+", cell or "") for row in rows for cell in row.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rules_in_another_edition_say_what_counts_and_not_the_day_asked_about(lang: str) -> None:
    """“Only in this edition: the day that is asked about” said nothing to a reader."""
    days = {"first": "2025-01-01", "second": "2026-01-01"}
    page = words_of(get("/law/compare/", lang, **days))
    only = catalogue()["law"]["newly_counted"][lang].partition(":")[0]
    same = catalogue()["law"]["worked_out_otherwise"][lang].partition(":")[0]
    day = law_data.title("on", lang)
    assert only in page and day[1:] not in page.replace("\n", " ")
    changed = words_of(get("/law/compare/", lang, first="2019-12-31", second="2026-01-01"))
    assert same in changed or same in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rule_that_the_law_did_not_have_is_not_said_to_hold_from_the_beginning(lang: str) -> None:
    """The longer grace stood at 1.01.2025 as if sixty months had always counted."""
    days = {"first": "2025-01-01", "second": "2026-01-01"}
    html = get("/law/compare/", lang, **days).content.decode()
    row = re.sub(r"<[^>]+>", " ", html.partition("/law/long_record/")[2].partition("</tr>")[0])
    said = catalogue()["law"]
    newly = said["newly_counted"][lang].partition(":")[0]
    assert said["rule_not_applied"][lang] in row and said["edition_first"][lang] not in row
    assert row.count(newly) == 1 and row.index(said["rule_not_applied"][lang]) < row.index(newly)
    rows = sheet(get("/law/compare/", lang, **days, format="csv"))
    assert any(said["rule_not_applied"][lang] in one.values() for one in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_later_day_says_what_counts_newly_and_what_no_longer(lang: str) -> None:
    """Whichever day is named first: “counted on this day and not on the other” had to be solved."""
    said = catalogue()["law"]
    keys = ("newly_counted", "no_longer_counted")
    newly, gone = (said[key][lang].partition(":")[0] for key in keys)
    for first, second in (("2025-01-01", "2026-01-01"), ("2026-01-01", "2025-01-01")):
        html = get("/law/compare/", lang, first=first, second=second).content.decode()
        row = html.partition("/law/entrepreneur_object/")[2].partition("</tr>")[0]
        cells = row.split("<td")[1:]
        later = cells[1 if second > first else 0]
        other = cells[0 if second > first else 1]
        assert newly in later and gone in later and newly not in other and gone not in other
