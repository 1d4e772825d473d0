"""The jobs of the front page, by name: how a visitor does each, and what has to be there then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.e2e.visitor import Visitor
from tirek.contract import assess
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.portal.benefits.incomes import months_before, payer_number

Job = Callable[[Visitor, str], None]


def day(name: str, text: str) -> dict[str, str]:
    year, month, of_month = text.split("-")
    return {f"{name}_d": of_month, f"{name}_m": month, f"{name}_y": year}


#: What is told of every person; each page takes what it asks for.
PERSON: dict[str, str | list[str]] = {
    **day("on", "2026-03-10"), **day("birth", "1990-05-01"), "sex": "female", "how": "same",
    "income": "250 000", "months": "12", "kind": "0", "participation": "48", "exempt": "no",
    "paid": "0", "ground": "other", **day("child", "2026-03-10"), "order": "2", "state": "no",
    "other": "no", "degree": "60", "dependants": "2", **day("d1_birth", "2015-05-01"),
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
                 "income": "250000"}
                for month in months_before(date(2026, 3, 10), 12)
            ],
            "event": {"kind": kind, **event},
        }  # fmt: skip
        if kind in ("job_loss", "disability", "survivor"):
            question["participation_months"] = 48
        answer: Any = assess.answer(question, lang)
        assert answer["entitled"]
        assert spoken_money(tiyn(answer["amount"]), lang) in visitor.heading
        assert spoken_money(tiyn(answer["net"]), lang) in visitor.text

    return job


#: Every job by its name.
JOBS: dict[str, Job] = {f"what would I get: {kind}": benefit(kind) for kind in _EVENTS}
