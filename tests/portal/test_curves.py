"""The curves: what they show is what the contract answers; their marks are where it breaks."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.portal.test_crawl import looked_at
from tirek.contract import assess, contributions
from tirek.contract.messages import LANGUAGES
from tirek.contract.problems import Problem
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.law.book import PAYER_KINDS
from tirek.portal.benefits.incomes import months_of, payer_number
from tirek.portal.curves import numbered
from tirek.portal.curves.breaks import breaks, changes
from tirek.portal.curves.kinds import KINDS
from tirek.portal.curves.numbered import drawn_of
from tirek.portal.periods import months_before
from tirek.portal.texts import text

INCOME_KINDS = [name for name, kind in KINDS.items() if kind.axis == "income"]
days = st.dates(date(2019, 1, 1), date(2026, 12, 31))


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_d": str(day.day), f"{name}_m": str(day.month), f"{name}_y": str(day.year)}


def month_text(period: int) -> str:
    return f"{period // 100}-{period % 100:02d}"


def money(tiyn: int) -> str:
    return f"{tiyn // 100}.{tiyn % 100:02d}"


def rows_of(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


# ---------------------------------------------------------------------- answers


@settings(max_examples=25)
@given(st.sampled_from(PAYER_KINDS), st.integers(2005, 2026), st.integers(1, 12),
       st.integers(10_000, 5_000_000))  # fmt: skip
def test_contributions_are_those_of_the_contract(
    kind: str, year: int, month: int, most: int
) -> None:
    words = {"kind": kind, "month_m": month, "month_y": year, "most": most, "format": "csv"}
    response = Client().get("/curves/", words)
    period = f"{year}-{month:02d}"
    question = {"month": period, "payer_kind": kind}
    if response.status_code == 422:  # no such kind in that month
        with pytest.raises(ValueError):
            contributions.answer({**question, "income": "0"}, "en", True)
        return
    for row in rows_of(response):
        answer: Any = contributions.answer({**question, "income": row["income_tenge"]}, "en", True)
        paid = {line["kind"]: line["amount"] for line in answer["lines"]}
        for name in ("social_contribution", "employer_contribution", "personal_contribution"):
            assert row[f"{name}_tenge"] == paid.get(name, "0.00")


def question_of(name: str, on: date, number: int, still: dict[str, Any]) -> dict[str, Any]:
    """The question of the contract at a number of a curve."""
    kind = KINDS[name]
    benefit = kind.benefit or "job_loss"
    held = {**still, kind.axis: number}
    event: dict[str, Any] = {"kind": benefit}
    born = on.replace(year=on.year - 4, day=min(on.day, 28)).isoformat()
    if benefit in ("maternity", "adoption"):
        event["leave_days"] = held["days"]
    if benefit == "childcare":
        event |= {"child_birth_date": on.isoformat(), "child_order": held["order"]}
    if benefit == "disability":
        event |= {"degree_percent": held["degree"], "until": None}
    if benefit == "survivor":
        event["dependants"] = [{"birth_date": born, "relation": "child"}] * held["dependants"]
    of_tenure = benefit in ("job_loss", "disability", "survivor")
    paid = months_of(benefit, on)
    if of_tenure:  # nobody has an income in more months than contributions were paid for
        paid = min(paid, held["participation"])
    asked: dict[str, Any] = {
        "on": on.isoformat(), "person": {"birth_date": "1988-01-01", "sex": "male"},
        "contributions": [
            {"period": month_text(month), "payer": payer_number(7),
             "income": money(held["income"] if isinstance(held["income"], int)
                             else held["income"][month])}
            for month in months_before(on, paid)
        ],
        "event": event,
    }  # fmt: skip
    if of_tenure:
        asked["participation_months"] = held["participation"]
    return asked


def counted_of(on: date, income: int) -> dict[int, int]:
    """What is left of an accrued income of each month before a right."""
    found = {}
    for month in months_before(on, 24):
        asked = {"month": month_text(month), "payer_kind": "employee", "income": money(income)}
        lines: Any = contributions.answer(asked)["lines"]
        bases = [tiyn(line["base"]) for line in lines if line["fund"] == "social"]
        found[month] = bases[0] if bases else income
    return found


@settings(max_examples=40)
@given(st.sampled_from([name for name in KINDS if name != "contributions"]), days,
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
        "dependants": still["dependants"], "format": "csv",
    }  # fmt: skip
    axis = KINDS[name].axis
    rows = rows_of(Client().get("/curves/", words))
    column = "counted_income_tenge" if axis == "income" else axis
    if axis != "income":  # there it is the accrued income, as on the other pages
        still = still | {"income": counted_of(on, still["income"])}
    for row in rows[:: max(1, len(rows) // 12)]:
        number = tiyn(row[column]) if axis == "income" else int(row[column])
        answer: Any = assess.answer(question_of(name, on, number, still), "en", True)
        assert row["amount_tenge"] == (answer["amount"] if answer["entitled"] else "0.00")
        assert row["entitled"] == str(answer["entitled"]).lower()


# ---------------------------------------------------------------------- marks


def marks(name: str, **given: Any) -> list[tuple[int, str, str]]:
    with translation.override("en"):
        _, found = drawn_of(name, given)
    return [(one.mark.at, one.mark.what, one.mark.cause.why) for one in found]


WAGE = "minimum wage (85,000.00\u202f₸)"


def test_an_employees_contributions_have_their_floor_and_caps_to_the_tiyn() -> None:
    assert marks("contributions", month=202603, kind="employee", most=400_000_000) == [
        (1, "jump", ""), (9_444_444, "grows", WAGE), (66_111_111, "still", f"7 × {WAGE}"),
        (170_000_000, "still", f"20 × {WAGE}"), (340_000_000, "still", f"40 × {WAGE}"),
    ]  # fmt: skip


def test_each_year_of_the_window_has_its_own_cap() -> None:
    found = marks("job_loss", on=date(2024, 7, 10), participation=60, most=100_000_000)
    assert [(at, why.partition(" (")[2]) for at, _, why in found] == [
        (42_000_000, "60,000.00\u202f₸)"), (49_000_000, "70,000.00\u202f₸)"),
        (59_500_000, "85,000.00\u202f₸)"),
    ]  # fmt: skip


def test_a_right_begins_where_the_average_reaches_the_deduction() -> None:
    found = marks("disability", on=date(2026, 3, 10), degree=60, participation=60, most=10**8)
    assert found[0] == (4_250_002, "begins", f"0.5 × {WAGE}")


def test_months_of_participation_are_exact() -> None:
    found = marks("tenure", on=date(2026, 3, 10), benefit="job_loss", income=30_000_000)
    assert [(at, what) for at, what, _ in found] == [
        (6, "begins"), (12, "jump"), (24, "jump"), (36, "jump"), (72, "jump"), (240, "jump"),
    ]  # fmt: skip
    assert found[0][2] == "shortest participation for a job-loss benefit (6)"
    assert found[-1][2] == "highest tenure factor (1.3)"


def test_nobody_has_an_income_in_more_months_than_contributions_were_paid_for() -> None:
    """6 months: 6 x 270 000 / 24 x 0.45 x 0.7, as /benefits/job_loss/ has it."""
    words = {"curve": "tenure", **boxes("on", date(2026, 10, 1)), "income": "300000"}
    found = rows_of(Client().get("/curves/", {**words, "format": "csv"}))
    rows = {row["participation"]: row for row in found}
    assert rows["6"]["amount_tenge"] == "21262.50" and rows["24"]["amount_tenge"] == "103275.00"
    short = {"curve": "job_loss", **boxes("on", date(2026, 10, 1)), "participation": "6"}
    found = rows_of(Client().get("/curves/", {**short, "most": "540000", "format": "csv"}))
    at = next(row for row in found if row["counted_income_tenge"] == "270000.00")
    assert at["amount_tenge"] == "21262.50"
    for asked in (words, short):
        html = Client(headers={"accept-language": "en"}).get("/curves/", asked).content.decode()
        assert "as many of the last months as contributions were paid for" in html


def test_where_a_window_fills_up_a_jump_is_still_that_of_the_factor() -> None:
    found = marks("tenure", on=date(2026, 10, 1), benefit="job_loss", income=30_000_000)
    assert found[2] == (24, "jump", "scale of the tenure factor")


@settings(max_examples=30)
@given(st.sampled_from(INCOME_KINDS[1:]), days, st.integers(10_000, 2_000_000))
def test_beside_a_mark_the_contract_breaks(name: str, on: date, most: int) -> None:
    """A jump is one, a cap holds from its mark on, and before it the amount still grew."""
    still = {"income": 0, "participation": 60, "days": 126, "degree": 60, "dependants": 2,
             "order": 2}  # fmt: skip
    asked = {"participation": 60, "days": 126, "adoption_days": 126, "order": 2, "degree": 60,
             "dependants": 2, "most": most * 100, "on": on}  # fmt: skip
    with translation.override("en"):
        _, found = drawn_of(name, {key: asked[key] for key in KINDS[name].asked})

    def amount(number: int) -> int:
        answer: Any = assess.answer(question_of(name, on, number, still), "en", True)
        return tiyn(answer["amount"]) if answer["entitled"] else -1

    for one in found:
        at, what = one.mark.at, one.mark.what
        if what == "begins":
            assert amount(at - 1) == -1 and amount(at) >= 0
        elif what == "still":
            end = one.mark.right.last
            assert amount(end) - amount(at) <= 1  # but for the rounding of a tiyn
            assert amount(at) > amount(at - 1000)
        elif what == "grows":
            assert amount(at - 1) == amount(one.mark.left.first) < amount(at + 1000)


def piecewise(corners: list[int], slopes: list[int], jumps: list[int]) -> Any:
    def of(number: int) -> int:
        value, before = Fraction(0), 0
        for corner, slope, jump in zip(corners, slopes, jumps, strict=False):
            if number < corner:
                return round(value + Fraction(slope, 1000) * (number - before))
            value += Fraction(slope, 1000) * (corner - before) + jump
            before = corner
        return round(value + Fraction(slopes[-1], 1000) * (number - before))

    return of


@settings(max_examples=200)
@given(st.data())
def test_breaks_of_any_straight_pieces_are_found(data: st.DataObject) -> None:
    most = 400_000_000
    cells = sorted(data.draw(st.sets(st.integers(1, 9), max_size=4)))
    corners = [cell * (most // 10) + data.draw(st.integers(0, most // 25)) for cell in cells]
    ends = [0, *corners, most]
    slopes = data.draw(st.lists(st.integers(0, 50), min_size=len(ends) - 1, max_size=len(ends) - 1))
    jumps = data.draw(st.lists(st.sampled_from([0, 1000, 10**6]), min_size=len(corners),
                               max_size=len(corners)))  # fmt: skip
    of = piecewise(corners, slopes, jumps)
    grid = [most * part // 96 for part in range(97)]
    found = breaks(lambda numbers: [of(one) for one in numbers], grid)
    wanted = [
        (corner, abs(right - left), jump)
        for corner, left, right, jump in zip(corners, slopes, slopes[1:], jumps, strict=False)
        if left != right or jump
    ]
    assert len(found) == len(wanted)
    for one, (corner, slope, jump) in zip(found, wanted, strict=True):
        if jump:
            assert one.after == corner
        else:  # as near as a tiyn of rounding allows
            assert abs(one.after - corner) <= 10_000 / slope


@settings(max_examples=40)
@given(st.sampled_from([one for one in KINDS if KINDS[one].axis == "income"
                        and one != "contributions"]), days,
       st.integers(10_000, 3_000_000), st.integers(1, 400), st.integers(0, 300))  # fmt: skip
@example("adoption", date(2020, 7, 31), 1_853_340, 386, 0)  # each tiyn of rounding times 12
@example("maternity", date(2022, 2, 2), 2_657_554, 274, 0)  # and of the months with a higher cap
@example("adoption", date(2024, 2, 21), 1_756_908, 173, 0)
def test_what_rounding_does_is_no_mark(
    name: str, on: date, most: int, days: int, participation: int
) -> None:
    given_ = {"on": on, "most": most * 100, "days": days, "adoption_days": days, "order": 1,
              "degree": 60, "participation": participation, "dependants": 2}  # fmt: skip
    try:
        drawn, marks = drawn_of(name, {one: given_[one] for one in KINDS[name].asked})
    except Problem:
        return
    assert not drawn.restless and len(marks) <= 8


def test_marks_that_take_too_long_are_left_out_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numbered, "_SECONDS", 0.0)
    page = Client(headers={"accept-language": "en"}).get(
        "/curves/", {"curve": "maternity", **boxes("on", date(2026, 4, 3)), "most": 987_654}
    ).content.decode()  # fmt: skip
    assert "too many turns here to list" in page and "<table" in page


def test_every_change_of_a_state_is_found() -> None:
    def states(numbers: list[int]) -> list[str]:
        return ["a" if n < 1 else "b" if n < 2 else "c" if n < 70_001 else "d" for n in numbers]

    found = changes(states, [0, 50_000, 100_000])  # type: ignore[arg-type]
    assert [one.after for one in found] == [1, 2, 70_001]


def test_a_contribution_that_is_the_same_everywhere_is_told_and_one_that_is_none_is_not() -> None:
    client = Client(headers={"accept-language": "en"})
    words = {"month_m": 11, "month_y": 2026, "kind": "independent_medical", "most": "4000000"}
    html = client.get("/curves/", words).content.decode()
    assert "The same everywhere here: 4,250.00\u202f₸." in html and "changes evenly" not in html
    chart = json.loads(html.partition('type="application/json">')[2].partition("</script>")[0])
    assert len(chart["series"]) == 1
    own = client.get("/curves/", {**words, "kind": "entrepreneur"}).content.decode()
    assert "The same everywhere here: 5,950.00\u202f₸." in own


# ---------------------------------------------------------------------- pages


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
    ({"month_m": "13", "month_y": "2026"}, "between"), ({"month_m": "", "month_y": "x"}, "digits"),
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
    client = Client(headers={"accept-language": "en"})
    body = client.get("/curves/", {"curve": "job_loss", "format": "csv"}).content.decode()
    rows = list(csv.DictReader(io.StringIO(body)))
    assert any(row["net_tenge"] for row in rows)
    assert all(bool(row["said"]) == bool(row["what"]) for row in rows)
    assert "no longer grows" in body


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


def test_the_same_income_gives_the_same_benefit_as_the_other_pages() -> None:
    """300 000 accrued: 0.36 x (270 000 - 42 500), as /benefits/ and /what-if/ have it."""
    words = {"curve": "degree", **boxes("on", date(2026, 3, 10)), "income": "300000",
             "participation": "60", "format": "csv"}  # fmt: skip
    rows = rows_of(Client().get("/curves/", words))
    assert next(row for row in rows if row["degree"] == "60")["amount_tenge"] == "81900.00"


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
