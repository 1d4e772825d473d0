"""“The law, open” says what the contract says of the law, on any day and by any day of
publication; what cannot be read is said, and the rest of the page is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.sheets import exact, sheet
from tests.portal.test_crawl import looked_at
from tirek.contract import law_data, law_run
from tirek.contract.messages import LANGUAGES
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.law import law
from tirek.portal.law import rates, written
from tirek.portal.texts import catalogue, text
from tirek.portal.told import long_day
from tirek.project import clock

TODAY = date(2026, 3, 10)
FIRST, LAST = date(2005, 1, 1), date(2027, 12, 31)
NAMES = sorted([*law().rules, *law().parameters, *law().book.facts])
MONEY = sorted(name for name, one in law().parameters.items() if one.unit.value == "money")
days = st.dates(FIRST, LAST)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True, scope="module")
def today() -> Iterator[None]:
    with clock.at(TODAY):
        yield


def get(address: str, lang: str = "en", **words: str) -> Any:
    return Client(headers={"accept-language": lang}).get(address, words)


def rows_of(address: str, **words: str) -> list[dict[str, str]]:
    """A table of a page as CSV, by what its columns are called in the program."""
    names = {said["en"]: name for name, said in catalogue()["law_columns"].items()}
    with translation.override("en"):
        names |= {f"{rates._short(name)}, {unit}": name
                  for name, unit in zip(rates.CHIEF, rates_units(), strict=True)}  # fmt: skip
    found = sheet(get(address, **words, format="csv"))
    return [{names.get(key, key): value for key, value in row.items()} for row in found]


def rates_units() -> list[str]:
    """What the numbers of the chief rates count, in English."""
    units = {"money": "₸", "ratio": "%", "count": "× min. wage"}
    return [units[law().parameters[name].unit.value] for name in rates.CHIEF]


def values_on(day: date) -> dict[str, Any]:
    """Every parameter by the contract."""
    listed = law_data.listing(str(day), None, "en")["parameters"]
    return {one["name"]: one["value"] for one in listed}


def words_of(response: Any) -> str:
    """The words of a page, one space between them."""
    return " ".join(
        unescape(re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", response.content.decode())).split()
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_has_every_parameter_rule_and_fact(lang: str) -> None:
    response = get("/law/", lang)
    assert response.status_code == 200
    looked_at(response.content.decode(), lang, "/law/")
    linked = set(re.findall(r'href="/law/(\w+)/"', response.content.decode()))
    assert set(NAMES) <= linked


@settings(max_examples=40)
@given(st.sampled_from(NAMES), days, st.none() | days, st.sampled_from(LANGUAGES))
def test_every_page_is_whole_on_any_day(
    name: str, on: date, known_on: date | None, lang: str
) -> None:
    given_ = {"on": str(on)} | ({} if known_on is None else {"known_on": str(known_on)})
    response = get(f"/law/{name}/", lang, **given_)
    try:
        one: Any = law_data.entry(name, str(on), known_on and str(known_on), lang)
    except law_data.Problem:  # not published by then
        assert response.status_code == 404
        return
    assert response.status_code == 200
    page = words_of(response)
    assert one["title"][1:] in page and name in page
    assert all(law_data.title(user, lang)[1:] in page for user in one["used_by"])
    assert all(" ".join(one["text"].split()) in page for one in one["questions"])


@settings(max_examples=40)
@given(st.sampled_from(MONEY), days, st.sampled_from(LANGUAGES))
def test_a_value_is_that_of_the_day(name: str, on: date, lang: str) -> None:
    value = values_on(on)[name]
    html = get(f"/law/{name}/", lang, on=str(on)).content.decode()
    figure = re.search(r'class="govuk-body-l figure">.*?</span>(.*?)</p>', html)
    if value is None:
        assert figure is None
    else:
        assert figure and unescape(figure[1]) == spoken_money(tiyn(value), lang)


@settings(max_examples=20)
@given(days)
def test_a_rule_that_asks_for_the_day_alone_shows_its_value(on: date) -> None:
    found: Any = law_run.answer("price_of_year", {"on": str(on)}, None, "en")
    page = get("/law/price_of_year/", on=str(on)).content.decode()
    if found["value"] is None:
        assert "Not known" in page
    else:
        assert spoken_money(tiyn(found["value"]), "en") in page


@settings(max_examples=30)
@given(days, days)
def test_a_comparison_has_what_differs_and_nothing_else(first: date, second: date) -> None:
    response = get("/law/compare/", first=str(first), second=str(second), format="json")
    found = json.loads(response.content)["differences"]
    old, new = values_on(first), values_on(second)
    changed = {one["name"]: one for one in found if one["change"] in ("value", "unknown")}
    assert changed.keys() == {name for name in old if old[name] != new[name]}
    assert all(one["first"] == old[name] for name, one in changed.items())
    assert all(one["second"] == new[name] for name, one in changed.items())
    rules = {one["name"] for one in found if one["kind"] == "rule"}
    assert rules == {
        name for name, rule in law().rules.items()
        if rule.variant_on(first) != rule.variant_on(second)
    }  # fmt: skip
    assert get("/law/compare/", first=str(first), second=str(second)).status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_held_for_a_day_is_no_change_of_the_law(lang: str) -> None:
    days = {"first": "2025-12-31", "second": "2026-01-01"}
    html = get("/law/compare/", lang, **days).content.decode()
    with translation.override(lang):
        own, changed, not_known = (
            text(f"law.{name}") for name in ("held_for_one", "changed_parameters", "not_known")
        )
    apart = html.partition(own)[2].partition("</table>")[0]
    assert "state_medical_base_wage" in apart and not_known in apart
    first = html.partition(changed)[2].partition("</table>")[0]
    assert "state_medical_base_wage" not in first and f">{not_known}<" not in first
    assert html.count(f">{own}</h3>") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_no_article_is_known_of_an_act_is_said_once(lang: str) -> None:
    days = {"first": "2025-12-31", "second": "2026-01-01"}
    page = words_of(get("/law/compare/", lang, **days))
    with translation.override(lang):
        before, _, after = text("law.no_article", acts="|").partition("|")
    assert page.count(after) == 1 and "405-V" in page.partition(before)[2].partition(after)[0]
    same = {"first": "2026-01-01", "second": "2026-01-01"}
    assert after not in words_of(get("/law/compare/", lang, **same))


def test_a_comparison_without_dates_is_of_last_year_and_today() -> None:
    page = words_of(get("/law/compare/"))
    assert "31 December 2025 and 10 March 2026" in page
    assert "Monthly calculation index" in page


def test_a_comparison_tells_what_is_not_known_from_what_is_not_in_force() -> None:
    page = words_of(get("/law/compare/", first="2026-06-01", second="2027-06-01"))
    assert "Not known" in page
    page = words_of(get("/law/compare/", first="2025-06-01", second="2026-06-01"))
    assert "Not in force that day" in page


@pytest.mark.parametrize(
    ("lang", "words", "name"),
    [
        ("en", "minimum wage", "minimum_wage"), ("ru", "МЗП", "minimum_wage"),
        ("kk", "ЕТЖ", "minimum_wage"), ("en", "118(3)", "average_income"),
        ("ru", "ставки взносов", "employee_medical_rate"), ("kk", "өсімпұлды", "penalty"),
        ("en", "degree_percent", "degree_percent"),
    ],
)  # fmt: skip
def test_a_search_finds_words_of_any_language_abbreviations_articles(
    lang: str, words: str, name: str
) -> None:
    response = get("/law/", lang, q=words)
    assert response.status_code == 200
    assert f"/law/{name}/" in response.content.decode()


def test_a_search_that_finds_nothing_says_so_and_one_too_long_is_refused() -> None:
    assert "Nothing was found" in words_of(get("/law/", q="no such thing at all"))
    response = get("/law/", q="x" * 201)
    assert response.status_code == 422 and "200" in words_of(response)
    assert 'href="#q"' in response.content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["on", "known_on"])
@pytest.mark.parametrize("value", ["2026-13-01", "yesterday", "1899-12-31", "2026-02-30", "<b>"])
def test_a_day_that_is_none_is_said_at_its_field(lang: str, name: str, value: str) -> None:
    response = get("/law/penalty/", lang, **{name: value})
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{name}"' in html and f'id="{name}-error"' in html and "<b>" not in html


def test_the_list_is_there_beside_an_error() -> None:
    response = get("/law/", on="2026-13-01")
    assert response.status_code == 422 and "/law/minimum_wage/" in response.content.decode()


def test_days_of_a_comparison_and_a_picture_are_checked_too() -> None:
    assert get("/law/compare/", first="2026-02-30").status_code == 422
    assert get("/law/compare/", second="x", format="csv").status_code == 422
    assert get("/law/graph/", rule="no_such", steps="1").status_code == 422
    assert get("/law/graph/", rule="penalty", steps="9").status_code == 422
    assert get("/law/graph/", rule="penalty", known_on="x").status_code == 422


def test_a_name_that_is_none_is_not_found_and_the_nearest_are_shown() -> None:
    response = get("/law/minimum/")
    assert response.status_code == 404
    assert "/law/minimum_wage/" in response.content.decode()
    assert get("/law/%3Cscript%3E/").status_code == 404


def test_links_bring_the_day_along() -> None:
    html = get("/law/price_of_month/", on="2024-05-05", known_on="2024-06-06").content.decode()
    assert "/law/minimum_wage/?on=2024-05-05&amp;known_on=2024-06-06" in html
    assert "/api/law/price_of_month?lang=en&amp;on=2024-05-05&amp;known_on=2024-06-06" in html


def test_what_was_published_later_is_not_there() -> None:
    page = words_of(get("/law/minimum_wage/", on="2026-02-01", known_on="2025-06-01"))
    assert "is not known yet" in page and "2026–2028" not in page


def test_a_parameter_of_which_nothing_was_published_by_then_has_no_value() -> None:
    """What is worked out with it is undetermined, and so its page shows no value either."""
    day = {"on": "2026-02-01", "known_on": "2019-01-01"}
    page = words_of(get("/law/self_employed_limit_multiple/", **day))
    assert "is not known yet" in page and "Values over time" not in page
    listed = law_data.listing("2026-02-01", "2019-01-01", "en")["parameters"]
    assert {one["name"]: one["value"] for one in listed}["self_employed_limit_multiple"] is None
    newest = law_data.listing(None, "2019-01-01", "en")["parameters"]
    assert {one["name"]: one["value"] for one in newest}["self_employed_limit_multiple"] is None


def test_the_newest_code_of_a_rule_is_shown() -> None:
    html = unescape(get("/law/tenure_factor/").content.decode())
    assert html.count("@rule(") == 3 and "-> Ratio:" in html


def test_tables_as_csv() -> None:
    editions = law_data.entry("minimum_wage", str(TODAY), None, "en")["editions"]
    assert [exact(row["value"]) for row in rows_of("/law/minimum_wage/")] == [
        one["value"] for one in editions
    ]
    doubts = [row["id"] for row in rows_of("/law/questions/")]
    assert doubts == [one["id"] for one in law_data.questions("en")]
    since = [row["since"] for row in rows_of("/law/tenure_factor/")]
    assert since == ["", "01.01.2020", "01.07.2023"]
    response = get("/law/compare/", first="2025-01-01", second="2026-01-01", format="csv")
    assert response.headers["Content-Type"].startswith("text/csv")
    assert "tirek-law-2025-01-01-2026-01-01.csv" in response.headers["Content-Disposition"]


@settings(max_examples=15)
@given(st.sampled_from(NAMES), st.sampled_from("123"), st.sampled_from(LANGUAGES))
def test_the_picture_and_its_words_say_the_same(name: str, steps: str, lang: str) -> None:
    response = get("/law/graph/", lang, rule=name, steps=steps)
    assert response.status_code == 200
    svg = get("/law/graph/", lang, rule=name, steps=steps, format="svg").content
    titles = {
        (one.text or "").split(":")[0] for one in ElementTree.fromstring(svg).iter(f"{SVG}title")
    }
    edges = rows_of("/law/graph/", rule=name, steps=steps)
    used = {edge[key] for edge in edges for key in ("rule_name", "uses_name")}
    assert name in titles and used <= titles
    for edge in edges:
        assert edge["uses_name"] in law_data.uses(law().rules[edge["rule_name"]])
    shown, _, words = response.content.decode().rpartition("</svg>")
    assert all(f'href="/law/{one}/"' in shown for one in titles)
    linked = set(re.findall(r'href="/law/(\w+)/"', words))
    assert used <= linked


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_doubt_is_there_with_what_it_touches(lang: str) -> None:
    page = words_of(get("/law/questions/", lang))
    assert all(one["id"] in page and " ".join(one["text"].split()) in page
               for one in law_data.questions(lang))  # fmt: skip


def test_pages_are_only_looked_at() -> None:
    for address in ("/law/", "/law/penalty/", "/law/compare/", "/law/graph/", "/law/questions/"):
        assert Client().post(address).status_code == 405


def test_a_scale_is_shown_as_steps_and_a_gap_as_a_gap() -> None:
    page = words_of(get("/law/tenure_bands/"))
    assert "a scale of 7 steps" in page
    html = get("/law/base_rate/").content.decode()
    chart = json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])  # type: ignore[index]
    points = chart["series"][0]["data"]
    assert any(value is None for _, value in points)
    begun = [date.fromisoformat(day) for day, _ in points]
    assert begun == sorted(begun) and begun[-1] <= TODAY + timedelta(1)


def test_a_table_says_until_when_each_value_holds() -> None:
    rows = {row["since"]: row for row in rows_of("/law/minimum_wage/")}
    assert rows["01.01.2005"]["until"] == "31.12.2005"
    assert rows["01.01.2008"]["until"] == "30.06.2008"
    assert rows["01.01.2026"]["until"] == "31.12.2026"
    assert "31 December 2005" in words_of(get("/law/minimum_wage/"))


def test_files_of_the_law_name_sources_as_its_pages_do() -> None:
    for name in NAMES:
        if name not in law().parameters:
            continue
        page = words_of(get(f"/law/{name}/"))
        for row in rows_of(f"/law/{name}/"):
            assert not re.search(r"facts|seed \d|03-laws|_art_", row["source"]), name
            assert row["source"] in page and row["confidence"] in page, name
    page = words_of(get("/law/questions/"))
    for row in rows_of("/law/questions/"):
        assert not re.search(r"facts|seed \d|03-laws", row["source"])
        assert all(one in page for one in row["source"].split("; "))


def test_the_files_of_whole_pages_name_sources_as_the_pages_do() -> None:
    for page in ("/law/", "/law/rates/"):
        html = get(page).content.decode()
        assert "format=csv" in html and not re.search(r"/api/law\?[^\"]*format=csv", html), page
    rows = rows_of("/law/")
    assert {row["name"] for row in rows} == set(law().parameters)
    for row in rows:
        assert not re.search(r"facts|seed \d|03-laws|_art_|contract", row["source"]), row
        assert row["confidence"] not in ("MEM", "DERIVED") and "V-" not in row["confidence"]


def test_a_rule_is_not_explained_by_its_own_name_and_shows_its_scale() -> None:
    page = words_of(get("/law/tenure_factor/"))
    assert "the tenure factor for it is [the result]" in page
    assert "Scale of the tenure factor" in page
    assert re.search(r"Months\s+Value\s+0–5\s+0\.1\s+6–11\s+0\.7", page)
    assert re.search(r"60\+\s+1", page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_scale_is_called_as_the_rule_that_looks_into_it(lang: str) -> None:
    titles = [law_data.title(name, lang) for name in (*law().rules, *law().parameters)]
    assert len(titles) == len(set(titles))


def test_what_is_not_held_before_the_first_value_is_said() -> None:
    said = "These rules are held here from 1 January 2019 on"
    for name in ("childcare_replacement_rate", "tenure_bands", "tenure_factor"):
        assert said in words_of(get(f"/law/{name}/")), name
    for name in ("social_rate", "minimum_wage", "tenure_bonus", "aggregate_payment_city_multiple"):
        assert said not in words_of(get(f"/law/{name}/")), name


def test_a_parameter_that_a_picture_is_about_has_its_place_in_the_words() -> None:
    words = get("/law/graph/", rule="childcare_replacement_rate").content.decode()
    words = words.partition("The same in words")[2].partition("</section>")[0]
    first = words.partition("</li>")[0]
    assert 'href="/law/childcare_replacement_rate/"' in first
    assert 'href="/law/childcare_by_income/"' in first and "Who uses it" in first


def test_the_picture_opens_on_what_people_know_and_moves_to_it() -> None:
    html = get("/law/graph/").content.decode()
    assert '<option value="job_loss_amount" selected>' in html
    assert html.count(" centre") == 1 and "portal/graph.js" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_value_that_is_older_than_its_act_says_which_act_set_it(lang: str) -> None:
    page = unescape(get("/law/social_rate/", lang).content.decode())
    with translation.override(lang):
        said = text("law.first_set_by", act=written.act("Law 405", ""))
        day = f"{text('law.published')}: {long_day('2018-12-26')}"
    assert page.count(said) == 2 and f"{day}. {said}" in page
    with translation.override(lang):
        unnamed = text("law.first_set")
    older = get("/law/pension_age_women/", lang, on="2022-06-01")
    assert unnamed in unescape(older.content.decode())
    assert unnamed not in unescape(get("/law/minimum_wage/", lang).content.decode())
