"""Curves in tests: their days, and the question that the contract is asked at a point of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from hypothesis import strategies as st

from tests.portal.sheets import TENGE, exact, sheet
from tirek.contract.messages import say
from tirek.contract.writing import money
from tirek.portal.benefits.incomes import months_of, payer_number
from tirek.portal.curves.kinds import KINDS
from tirek.portal.periods import months_before
from tirek.portal.texts import catalogue

DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


def month_text(period: int) -> str:
    """A month YYYYMM as the contract writes it."""
    return f"{period // 100}-{period % 100:02d}"


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


#: Columns of the English file of a curve, by what the contract calls them.
_COLUMNS = {
    "axis_counted": "counted_income", "axis_income": "income", "accrued": "accrued",
    "axis_participation": "participation", "axis_days": "days", "axis_degree": "degree",
    "axis_dependants": "dependants", "right": "entitled", "mark": "mark", "said": "said",
}  # fmt: skip


def rows_of(words: dict[str, Any]) -> list[dict[str, str]]:
    """The file of a curve in English, its numbers as the contract writes them."""
    found = sheet(Client(headers={"accept-language": "en"}).get(
        "/curves/", {**words, "format": "csv"}))  # fmt: skip
    names = {catalogue()["curves"][key]["en"]: name for key, name in _COLUMNS.items()}
    names |= {f"{say('lines', name, 'en')}{TENGE}": name for name in (
        "social_contribution", "employer_contribution", "personal_contribution")}  # fmt: skip
    names |= {f"{say('words', name, 'en')}{TENGE}": name for name in ("amount", "net")}
    return [
        {names[key]: value if names[key] == "said" else exact(value)
         for key, value in row.items()}
        for row in found
    ]  # fmt: skip
