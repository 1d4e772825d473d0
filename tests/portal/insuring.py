"""People who ask “Am I insured?”: what they answer, what they type, what the page shows."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

from django.utils import translation
from hypothesis import strategies as st

from tests.portal.walking import Visitor, boxes
from tirek.law.acts import categories
from tirek.pages import writing
from tirek.portal.insured.flows import CATEGORIES
from tirek.portal.insured.question import (
    FOR_LIFE,
    OF_CHILD,
    months_asked,
    months_in_question,
)
from tirek.portal.periods import shifted
from tirek.portal.texts import catalogue
from tirek.project import clock

TODAY = date(2026, 9, 15)
Case = dict[str, Any]


def words(name: str, lang: str, **values: object) -> str:
    section, key = name.split(".")
    return catalogue()[section][key][lang].format(**values)


def long_day(day: str | date, lang: str) -> str:
    with translation.override(lang):
        return writing.long_day(day if isinstance(day, date) else date.fromisoformat(day))


def month(period: int, lang: str) -> str:
    with translation.override(lang):
        return writing.month(period)


def typed_of(answers: Case) -> dict[str, str | list[str]]:
    """What a visitor types for some answers."""
    found: dict[str, str | list[str]] = {
        "residence": answers.get("residence", "citizen_or_permanent"), "who": answers["who"],
        "paid": answers["paid"], "last": str(answers.get("last", "")),
        "months": [str(one) for one in answers.get("months", [])],
        "five": answers.get("five", "no"),
        **boxes("on", answers["on"]), **boxes("birth", answers["birth"]),
    }  # fmt: skip
    for code in answers["who"]:
        found |= boxes(f"{code}_from", answers[f"{code}_from"])
        found |= boxes(f"{code}_until", answers[f"{code}_until"])
    if answers["paid"] == "year":
        first = answers["first"]
        found |= {"first_m": str(first % 100), "first_y": str(first // 100)}
        found |= boxes("paid_on", answers["paid_on"])
    return found


def walked(answers: Case, lang: str = "en") -> Visitor:
    visitor = Visitor.of(lang)
    residence = answers.get("residence", "citizen_or_permanent")
    visitor.open("/insured/", on=answers["on"].isoformat(), residence=residence)
    visitor.walk(typed_of(answers))
    assert visitor.step == "result", visitor.address
    assert visitor.status == 200
    return visitor


def plain(answers: Case, **more: Any) -> Case:
    return {"who": [], "paid": "none", "birth": date(1990, 5, 1), "on": TODAY, **answers, **more}


@st.composite
def people(draw: st.DrawFn) -> Case:
    """Answers as a visitor could give them."""
    on = draw(st.dates(date(2020, 1, 1), date(2027, 12, 31)))
    birth = draw(st.dates(on - timedelta(days=80 * 365), on))
    held = [code for code in CATEGORIES if categories()[code].since <= on]
    found: Case = {"on": on, "birth": birth}
    found["who"] = draw(st.lists(st.sampled_from(held), unique=True, max_size=2))
    for code in found["who"]:
        first = draw(st.dates(on - timedelta(days=900), on + timedelta(days=200)))
        lengths = st.integers(0, 900)
        length = (
            None if code in FOR_LIFE else draw(lengths if code in OF_CHILD else st.none() | lengths)
        )
        found[f"{code}_from"] = first
        found[f"{code}_until"] = None if length is None else first + timedelta(days=length)
    asked = months_asked(found)
    if not asked:
        return found | {"paid": "none"}
    ways = ["all", "year", "none"] + (["stopped", "some"] if len(asked) > 1 else [])
    found["paid"] = draw(st.sampled_from(ways))
    found["last"] = draw(st.sampled_from(asked))
    found["months"] = draw(st.lists(st.sampled_from(asked), unique=True, min_size=1))
    found["first"] = shifted(on.year * 100 + on.month, -draw(st.integers(0, 11)))
    found["paid_on"] = draw(st.dates(on - timedelta(days=400), on))
    if found["first"] < 202001:
        found["first"] = 202001
    found["five"] = draw(st.sampled_from(["yes", "no"]))
    return found


def expected_question(answers: Case) -> Case:
    """The question, put together here from what was typed."""
    asked, window = months_asked(answers), months_in_question(answers)
    how = answers["paid"]
    months = {
        "all": window, "some": sorted(answers.get("months", [])), "none": [],
        "stopped": [one for one in asked if one <= answers.get("last", 0)],
        "year": [shifted(answers.get("first", 202001), n) for n in range(12)],
    }[how]  # fmt: skip
    paid = {"paid_on": answers["paid_on"].isoformat()} if how == "year" else {}
    rows = [
        {"period": f"{one // 100}-{one % 100:02d}", "kind": "employee", **paid} for one in months
    ]
    return {
        "on": answers["on"].isoformat(), "person": {"birth_date": answers["birth"].isoformat()},
        "categories": [
            {"code": code, "from": answers[f"{code}_from"].isoformat(),
             "until": until.isoformat() if (until := answers[f"{code}_until"]) else None}
            for code in answers["who"]
        ],
        "payments": rows,
    }  # fmt: skip


def shown(answers: Case, lang: str = "en") -> str:
    with clock.at(TODAY):
        return unescape(walked(plain(answers), lang).page.text)
