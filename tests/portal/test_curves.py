"""The curves: what they show is what the contract answers, in each language and for paper."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.accrued import counted
from tests.portal.curving import DAYS, month_text, question_of, rows_of
from tests.portal.test_crawl import looked_at
from tests.portal.walking import boxes
from tirek.contract import assess, contributions
from tirek.contract.messages import LANGUAGES
from tirek.contract.reading import tiyn
from tirek.contract.writing import money, spoken_money
from tirek.law.book import PAYER_KINDS
from tirek.pages import writing
from tirek.portal.curves.accrued import accrued
from tirek.portal.curves.kinds import KINDS
from tirek.portal.curves.numbered import drawn_of
from tirek.portal.curves.telling import fact
from tirek.portal.periods import months_before
from tirek.portal.texts import catalogue, text

# ---------------------------------------------------------------------- answers


@settings(max_examples=25)
@given(st.sampled_from(PAYER_KINDS), st.integers(2005, 2026), st.integers(1, 12),
       st.integers(10_000, 5_000_000))  # fmt: skip
def test_contributions_are_those_of_the_contract(
    kind: str, year: int, month: int, most: int
) -> None:
    words = {"kind": kind, "month_m": month, "month_y": year, "most": most}
    response = Client().get("/curves/", words)
    period = f"{year}-{month:02d}"
    question = {"month": period, "payer_kind": kind}
    if response.status_code == 422:  # no such kind in that month
        with pytest.raises(ValueError):
            contributions.answer({**question, "income": "0"}, "en", True)
        return
    for row in rows_of(words):
        answer: Any = contributions.answer({**question, "income": row["income"]}, "en", True)
        paid = {line["kind"]: line["amount"] for line in answer["lines"]}
        for name in ("social_contribution", "employer_contribution", "personal_contribution"):
            assert row[name] == paid.get(name, "0.00")


def counted_of(on: date, income: int) -> dict[int, int]:
    """What is left of an accrued income of each month before a right."""
    return {
        month: tiyn(counted(month_text(month), money(income))) for month in months_before(on, 24)
    }


@settings(max_examples=40)
@given(st.sampled_from([name for name in KINDS if name != "contributions"]), DAYS,
       st.fixed_dictionaries({
           "income": st.integers(0, 200_000_000), "participation": st.integers(0, 300),
           "days": st.integers(1, 400), "degree": st.integers(0, 100),
           "dependants": st.integers(1, 10), "order": st.integers(1, 6),
       }), st.integers(10_000, 3_000_000))  # fmt: skip
def test_benefits_are_those_of_the_contract(
    name: str, on: date, still: dict[str, Any], most: int
) -> None:
    if name in ("tenure", "leave", "degree", "family"):
        still = still | {"degree": 60 if name == "tenure" else still["degree"]}
    words = {
        "curve": name, **boxes("on", on), "most": most, "income": money(still["income"]),
        "participation": still["participation"], "days": still["days"],
        "adoption_days": still["days"], "order": still["order"], "degree": still["degree"],
        "dependants": still["dependants"],
    }  # fmt: skip
    axis = KINDS[name].axis
    rows = rows_of(words)
    column = "counted_income" if axis == "income" else axis
    if axis != "income":  # there it is the accrued income, as on the other pages
        still = still | {"income": counted_of(on, still["income"])}
    for row in rows[:: max(1, len(rows) // 12)]:
        number = tiyn(row[column]) if axis == "income" else int(row[column])
        answer: Any = assess.answer(question_of(name, on, number, still), "en", True)
        assert row["amount"] == (answer["amount"] if answer["entitled"] else "0.00")
        assert row["entitled"] == ("Yes" if answer["entitled"] else "No")


def test_nobody_has_an_income_in_more_months_than_contributions_were_paid_for() -> None:
    """6 months: 6 x 270 000 / 24 x 0.45 x 0.7, as /benefits/job_loss/ has it."""
    words = {"curve": "tenure", **boxes("on", date(2026, 10, 1)), "income": "300000"}
    found = rows_of(words)
    rows = {row["participation"]: row for row in found}
    assert rows["6"]["amount"] == "21262.50" and rows["24"]["amount"] == "103275.00"
    short = {"curve": "job_loss", **boxes("on", date(2026, 10, 1)), "participation": "6"}
    found = rows_of({**short, "most": "540000"})
    at = next(row for row in found if row["counted_income"] == "270000.00")
    assert at["accrued"] == "300000.00" and at["amount"] == "21262.50"
    for asked in (words, short):
        html = Client(headers={"accept-language": "en"}).get("/curves/", asked).content.decode()
        assert "as many of the last months as contributions were paid for" in html


def test_the_same_income_gives_the_same_benefit_as_the_other_pages() -> None:
    """300 000 accrued: 0.36 x (270 000 - 42 500), as /benefits/ and /what-if/ have it."""
    words = {"curve": "degree", **boxes("on", date(2026, 3, 10)), "income": "300000",
             "participation": "60"}  # fmt: skip
    rows = rows_of(words)
    assert next(row for row in rows if row["degree"] == "60")["amount"] == "81900.00"


def test_a_curve_is_run_in_few_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not point by point."""
    calls: list[int] = []
    answers = contributions.answers

    def counted(questions: Any, lang: str, brief: bool) -> Any:
        calls.append(len(questions))
        return answers(questions, lang, brief)

    monkeypatch.setattr(contributions, "answers", counted)
    Client().get("/curves/", {"kind": "employee", "most": "3999999.37"})
    assert sum(calls) > 500 and len(calls) < 80


# ---------------------------------------------------------------------- pages


def test_a_contribution_that_is_the_same_everywhere_is_told_and_one_that_is_none_is_not() -> None:
    client = Client(headers={"accept-language": "en"})
    words = {"month_m": 11, "month_y": 2026, "kind": "independent_medical", "most": "4000000"}
    html = client.get("/curves/", words).content.decode()
    assert "The same everywhere here: 4,250.00\u202f₸." in html and "changes evenly" not in html
    chart = json.loads(html.partition('type="application/json">')[2].partition("</script>")[0])
    assert len(chart["series"]) == 1
    own = client.get("/curves/", {**words, "kind": "entrepreneur"}).content.decode()
    assert "The same everywhere here: 5,950.00\u202f₸." in own


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", KINDS)
def test_each_curve_is_a_page_in_each_language(name: str, lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    response = client.get("/curves/", {"curve": name})
    page = looked_at(response.content.decode(), lang, name)
    assert "json" in response.content.decode() and page.text


def test_a_mark_is_told_in_words_and_stands_in_the_table() -> None:
    response = Client(headers={"accept-language": "ru"}).get(
        "/curves/", {"month_m": 3, "month_y": 2026}
    )
    html = response.content.decode()
    assert html.count(spoken_money(66_111_111, "ru")) >= 2
    assert "дальше не растёт" in html and "7 × " in html


@pytest.mark.parametrize(("words", "said"), [
    ({"curve": "x"}, "Choose one"), ({"most": "5"}, "10,000 tenge"), ({"most": "-5"}, "negative"),
    ({"most": "9" * 30}, "digits"), ({"most": "1000000000"}, "or less"),
    ({"month_m": "13", "month_y": "2026"}, "no such"), ({"month_m": "", "month_y": "x"}, "Both"),
    ({"kind": "nobody"}, "Choose one"), ({"kind": "self_employed", "month_m": "1",
                                          "month_y": "2020"}, "It is paid from January 2026 on"),
    ({"curve": "degree", "on_d": "31", "on_m": "2", "on_y": "2026"}, "no such day"),
    ({"curve": "degree", "on_d": "1", "on_m": "2", "on_y": "2018"}, "between"),
    ({"curve": "degree", "participation": "1.5"}, "whole number"),
    ({"curve": "survivor", "dependants": "11"}, "whole number"),
    ({"curve": "leave", "income": "<b>"}, "digits"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(words: dict[str, str], said: str) -> None:
    response = Client(headers={"accept-language": "en"}).get("/curves/", words)
    html = response.content.decode()
    assert response.status_code == 422 and html.count(said) >= 2 and "<b>" not in html
    assert "govuk-error-summary" in html and "data-chart" not in html


def test_a_year_that_is_not_known_is_said_to_be() -> None:
    response = Client(headers={"accept-language": "en"}).get(
        "/curves/", {"month_m": 1, "month_y": 2090}
    )
    assert response.status_code == 200
    assert "Not known yet" in response.content.decode()


def test_a_chart_without_javascript_is_there_for_a_wide_and_for_a_narrow_screen() -> None:
    html = Client().get("/curves/").content.decode()
    assert '<div class="wide"><svg' in html and '<div class="slim"><svg' in html


def test_an_address_that_says_nothing_is_completed_for_paper_and_csv() -> None:
    html = Client().get("/curves/").content.decode()
    for kind in ("pdf", "csv"):
        link = next(part for part in html.split('"') if f"format={kind}" in part)
        assert "month_y=" in link and "kind=employee" in link


def test_another_curve_chosen_ends_where_its_kind_usually_does() -> None:
    for words, most in (
        ({"curve": "job_loss", "month_y": "2026", "month_m": "3", "most": "4000000"}, "1000000"),
        ({"curve": "job_loss", "month_y": "2026", "month_m": "3", "most": "3000000"}, "3000000"),
        ({"curve": "job_loss", "most": "4000000"}, "4000000"),
        ({"curve": "contributions", "on_y": "2026", "most": "1000000"}, "4000000"),
    ):
        html = Client().get("/curves/", words).content.decode()
        assert f"most={most}&amp;" in html


def test_the_file_of_a_benefit_has_what_is_paid_out_and_marks_in_words() -> None:
    rows = rows_of({"curve": "job_loss"})
    assert any(row["net"] for row in rows)
    assert all(bool(row["said"]) == bool(row["mark"]) for row in rows)
    assert any("no longer grows" in row["said"] for row in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_chart_and_marks_say_what_is_paid_out_of_a_benefit(lang: str) -> None:
    """21,262.50 alone stood at the mark, though 19,136.25 comes to the person."""
    client = Client(headers={"accept-language": lang})
    words = {"curve": "tenure", "benefit": "job_loss", "income": "300000",
             **boxes("on", date(2026, 11, 27))}  # fmt: skip
    html = client.get("/curves/", words).content.decode()
    of_survivors = client.get("/curves/", {**words, "benefit": "survivor"}).content.decode()
    with translation.override(lang):
        both = text("curves.sum_paid_out", sum=writing.money(2_126_250),
                    net=writing.money(1_913_625))  # fmt: skip
        axis = text("curves.axis_before_pension")
    assert both in html and axis in html
    assert axis not in of_survivors


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_curve_of_income_less_the_pension_contribution_says_so_at_each_place(lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    html = client.get("/curves/", {"curve": "disability", **boxes("on", date(2026, 3, 10))})
    body = html.content.decode()
    with translation.override(lang):
        assert body.count(text("curves.axis_counted").replace("'", "&#x27;")) > 20
        assert text("curves.most_counted") in body and text("curves.axis_income") not in body
    assert spoken_money(27_000_000, lang) in body  # where to look for 300 000 accrued


def test_the_fields_of_every_curve_are_at_hand_and_the_table_is_folded() -> None:
    html = Client().get("/curves/", {"curve": "tenure", "participation": "x"}).content.decode()
    for name in KINDS:
        assert f'<template data-of="{name}">' in html
    shown = html.partition("<template")[0]
    assert 'name="income"' in shown and 'name="kind"' not in shown
    assert html.index("format=csv") < html.index("<details") < html.index("<table")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mark_of_a_benefit_tells_the_wage_too_and_how_the_amount_grows_before_it(
    lang: str,
) -> None:
    """595,000 alone was shown, where who earns 661,111 is at the cap."""
    words = {"curve": "maternity", **boxes("on", date(2026, 11, 27)), "days": "126",
             "most": "1000000"}  # fmt: skip
    html = Client(headers={"accept-language": lang}).get("/curves/", words).content.decode()
    with translation.override(lang):
        both = text("curves.place_counted", counted=writing.money(59_500_000),
                    accrued=writing.money(66_111_111))  # fmt: skip
        grows = text("curves.slope_counted", sum=f"+{writing.money(420_000)}",
                     of=writing.money(100_000))  # fmt: skip
    assert both in html and grows in html


@settings(max_examples=25)
@given(DAYS, st.integers(0, 500_000_000))
def test_the_wage_told_is_the_least_of_which_the_law_leaves_the_income(
    on: date, income: int
) -> None:
    words = {"on": on, "days": 126, "most": 1_000_000_000}
    drawn, _ = drawn_of("maternity", words)
    wages = accrued(drawn, [income])
    if wages[0]:
        month = f"{on.year - (on.month == 1):04d}-{(on.month - 2) % 12 + 1:02d}"
        known = tiyn(counted(month, money(wages[0])))
        assert known <= income
        assert known == income or known == tiyn(counted(month, money(wages[0] + 10_000)))
        assert tiyn(counted(month, money(wages[0] - 1))) <= known


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_makes_a_mark_is_said_to_be_its_cause(lang: str) -> None:
    """«0,01 ₸ … әлеуметтік аударым төленетіні»: the bare title of a rule is no sentence."""
    with translation.override(lang):
        drawn, found = drawn_of(
            "contributions", {"month": 202603, "kind": "employee", "most": 10**8}
        )
        notes = [fact(drawn, one).note for one in found]
    cause = catalogue()["curves"]["because"][lang].partition("{")[0]
    assert notes and all(note.startswith(cause) and len(note) > len(cause) for note in notes)
