"""The jobs of the front page, by name: how a visitor does each, and what has to be there then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.e2e.visitor import Visitor
from tirek.contract import assess, contributions, insured_status
from tirek.contract.care import answer as care_of
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.portal.benefits.incomes import payer_number
from tirek.portal.periods import months_before

Job = Callable[[Visitor, str], None]


def day(name: str, text: str) -> dict[str, str]:
    year, month, of_month = text.split("-")
    return {f"{name}_d": of_month, f"{name}_m": month, f"{name}_y": year}


#: What is told of every person; each page takes what it asks for.
PERSON: dict[str, str | list[str]] = {
    **day("on", "2026-03-10"), **day("birth", "1990-05-01"), **day("child", "2026-03-10"),
    "sex": "female", "how": "same",
    "income": "250 000", "since_m": "3", "since_y": "2022", "till_m": "2",
    "till_y": "2026", "kind": "0", "exempt": "no", "paid": "0", "ground": "other", "order": "2",
    "so": [], "degree": "60", "dependants": "2", **day("d1_birth", "2015-05-01"),
    "d1_relation": "child", **day("d2_birth", "2005-05-01"), "d2_relation": "child",
    "d2_so": ["full_time_student"], **day("d2_study", "2027-06-30"),
}  # fmt: skip
_EVENTS: dict[str, dict[str, Any]] = {
    "job_loss": {"months_already_paid": 0},
    "maternity": {"leave_days": 126},
    "adoption": {"leave_days": 56},
    "childcare": {"child_birth_date": "2026-03-10", "child_order": 2},
    "disability": {"degree_percent": 60, "until": None},
    "survivor": {"dependants": [
        {"birth_date": "2015-05-01", "relation": "child"},
        {"birth_date": "2005-05-01", "relation": "child", "full_time_student": True,
         "study_until": "2027-06-30"},
    ]},
}  # fmt: skip


def file(name: str, text: str) -> str:
    """A file to be brought."""
    folder = Path(mkdtemp())
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def benefit(kind: str) -> Job:
    """What would I get? One of the six."""

    def job(visitor: Visitor, lang: str) -> None:
        visitor.follow("/benefits/")
        visitor.follow(f"/benefits/{kind}/")
        event = _EVENTS[kind]
        visitor.walk(PERSON | {"days": str(event.get("leave_days", ""))})
        question = {
            "on": "2026-03-10", "person": {"birth_date": "1990-05-01", "sex": "female"},
            "contributions": [
                {"period": f"{month // 100}-{month % 100:02d}", "payer": payer_number(1),
                 "income": "225000"}  # 250,000 less the pension contribution
                for month in months_before(date(2026, 3, 10), 48)
            ],
            "event": {"kind": kind, **event},
        }  # fmt: skip
        if kind in ("job_loss", "disability", "survivor"):
            question["participation_months"] = 48
        answer: Any = assess.answer(question, lang)
        assert answer["entitled"]
        assert spoken_money(tiyn(answer["net"]), lang) in visitor.heading, visitor.page.url
        assert spoken_money(tiyn(answer["amount"]), lang) in visitor.text

    return job


def insured(visitor: Visitor, lang: str) -> None:
    visitor.follow("/insured/")
    visitor.walk({
        **day("on", "2026-03-10"), "residence": "citizen_or_permanent",
        **day("birth", "1990-05-01"), "who": [], "paid": "none", "kind": [],
    })  # fmt: skip
    answer: Any = insured_status.answer(
        {"on": "2026-03-10", "person": {"birth_date": "1990-05-01"}, "payments": [],
         "categories": []}, lang,
    )  # fmt: skip
    assert not answer["insured"] and answer["ways_to_become_insured"]
    for way in answer["ways_to_become_insured"]:
        assert not way["amount"] or spoken_money(tiyn(way["amount"]), lang) in visitor.text


def care(visitor: Visitor, lang: str) -> None:
    visitor.follow("/care/")
    visitor.send({"q": {"kk": "эпилепсия", "ru": "эпилепсия", "en": "epilepsy"}[lang]})
    visitor.follow("/care/result/?on=")  # the day of the search is known already
    (on,) = parse_qs(urlsplit(visitor.page.url).query)["on"]
    visitor.walk({
        "service": "planned_consultation", "insured": "no",
        "residence": "citizen_or_permanent", "suspected": "no", "cats": [],
    })  # fmt: skip
    answer: Any = care_of(
        {"on": on, "icd10": "G40", "service": "planned_consultation", "insured": False},
        lang,
    )
    assert answer["why"]["text"] in visitor.text


_MONTH: dict[str, Any] = {"month": "2026-01", "payer_kind": "employee", "income": "1000000"}


def due(visitor: Visitor, lang: str) -> None:
    visitor.follow("/due/")
    visitor.send({"kind": "employee", "month_m": "1", "month_y": "2026", "income": "1 000 000"})
    answer: Any = contributions.answer(_MONTH, lang)
    for line in answer["lines"]:
        assert spoken_money(tiyn(line["amount"]), lang) in visitor.text


def due_year(visitor: Visitor, lang: str) -> None:
    visitor.follow("/due/")
    visitor.follow("/due/year/")
    visitor.send({"kind": "employee", "year": "2026", "income": "1 000 000"})
    answer: Any = contributions.answer(_MONTH, lang)
    total = 12 * sum(tiyn(line["amount"]) for line in answer["lines"])
    assert spoken_money(total, lang) in visitor.text


def due_compared(visitor: Visitor, lang: str) -> None:
    visitor.follow("/due/")
    visitor.follow("/due/compare/")
    visitor.send({"first": "2025", "second": "2026", "incomes": "1 000 000"})
    answer: Any = contributions.answer(_MONTH, lang)
    assert spoken_money(tiyn(answer["lines"][0]["amount"]), lang) in visitor.text


def due_staff(visitor: Visitor, lang: str) -> None:
    visitor.follow("/due/")
    visitor.follow("/due/staff/")
    visitor.send({"file": file("staff.csv", "name;income\nA;1000000\nB;100000\n"),
                  "month_m": "1", "month_y": "2026"})  # fmt: skip
    found: Any = [
        contributions.answer(_MONTH | {"income": income}, lang) for income in ("1000000", "100000")
    ]
    total = sum(tiyn(line["amount"]) for one in found for line in one["lines"])
    assert spoken_money(total, lang) in visitor.text
    with visitor.page.expect_download() as taken:  # of the list that the page holds
        visitor.page.locator("main button[value=csv]").click()
    assert f"{total // 100},{total % 100:02d}" in Path(taken.value.path()).read_text("utf-8")


def check_file(visitor: Visitor, lang: str) -> None:
    visitor.follow("/check-file/")
    visitor.send({"file": file("nonsense.mt102", "{1:F01}{2:I103}{4:\n:20:1\n-}")})
    assert visitor.page.locator("main").inner_text()
    assert visitor.page.locator("table, .reasons, .govuk-error-summary").count()


def law(visitor: Visitor, lang: str) -> None:
    visitor.follow("/law/")
    visitor.send({"q": {"kk": "ЕТЖ", "ru": "МЗП", "en": "minimum wage"}[lang],
                  "on": "2026-03-01"})  # fmt: skip
    visitor.follow("/law/minimum_wage/")
    assert spoken_money(85_000_00, lang) in visitor.text


def curves(visitor: Visitor, lang: str) -> None:
    visitor.follow("/curves/")
    visitor.send({"curve": "contributions", "month_m": "1", "month_y": "2026"})
    answer: Any = contributions.answer(_MONTH, lang)
    assert spoken_money(tiyn(answer["lines"][0]["amount"]), lang) in visitor.text  # the cap
    assert visitor.page.locator("main svg").count()


def what_if(visitor: Visitor, lang: str) -> None:
    visitor.follow("/what-if/")
    visitor.page.locator("main form button.govuk-button").first.click()
    visitor.look()
    assert visitor.page.locator("main table").count()


def questions(visitor: Visitor, lang: str) -> None:
    visitor.follow("/questions/")
    visitor.send({"q": {"kk": "жұмыс", "ru": "работа", "en": "job"}[lang]})
    found = visitor.page.locator("main details.question").first
    if found.get_attribute("open") is None:  # many were found: folded
        found.locator("summary").click()
    found.locator('a[href^="/questions/"]').last.click()
    visitor.look()
    assert visitor.text


def developers(visitor: Visitor, lang: str) -> None:
    visitor.follow("/developers/")
    form = visitor.page.locator("main form:has(textarea)").first
    form.locator("button").first.click()
    visitor.page.wait_for_load_state("networkidle")
    visitor.look()
    assert "29750.00" in visitor.text


#: Every job by its name.
JOBS: dict[str, Job] = {
    "am I insured": insured,
    **{f"what would I get: {kind}": benefit(kind) for kind in _EVENTS},
    "which care is covered": care,
    "what is due: a month": due,
    "what is due: a year": due_year,
    "what is due: two years": due_compared,
    "what is due: a staff list": due_staff,
    "check a payment file": check_file,
    "the law, open": law,
    "curves": curves,
    "what if": what_if,
    "questions and answers": questions,
    "for developers": developers,
}
