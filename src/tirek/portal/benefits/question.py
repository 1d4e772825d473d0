"""The answers of a flow as a question of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tirek.contract import contributions
from tirek.contract.problems import Problem
from tirek.contract.reading import tiyn
from tirek.contract.writing import money
from tirek.law.book import PAYER_KINDS
from tirek.portal.benefits.events import leave_by_birth
from tirek.portal.benefits.incomes import Row, months_of, payer_number
from tirek.portal.periods import FIRST, months_before, written
from tirek.portal.steps import Answers

#: A sex where the law of a benefit does not ask for one: the contract wants one.
_NOT_ASKED = "female"


def question_of(kind: str, answers: Answers) -> dict[str, Any]:
    """The question, as ``POST /api/assess`` takes it."""
    on = answers["on"]
    # Where no rule looks at the age, the birth date is none's: the day of the right.
    birth = answers.get("birth") or on
    found: dict[str, Any] = {
        "on": on.isoformat(),
        "person": {"birth_date": birth.isoformat(), "sex": answers.get("sex", _NOT_ASKED)},
        "contributions": [
            {"period": written(row.period),
             "payer": payer_number(row.payer), "income": money(row.tiyn),
             "kind": PAYER_KINDS[row.kind]}
            for row in counted(rows_of(kind, answers))
        ],
        "event": {"kind": kind, **_event(kind, answers)},
    }  # fmt: skip
    if answers.get("applied"):
        found["applied_on"] = answers["applied"].isoformat()
    participation = participation_of(kind, answers)
    if participation is not None:
        found["participation_months"] = participation
    if answers.get("exempt") == "yes":
        found["pension_exempt"] = True
    return found


def participation_of(kind: str, answers: Answers) -> int | None:
    """The length of participation, months, as it was told: by itself, or by months of equal
    income before those that the average looks back on; None where only the incomes tell it."""
    told = answers.get("participation", "")
    if told not in (None, ""):
        return int(told)
    if "participation" not in answers or answers["how"] != "same":
        return None
    months = len(span_of(answers))
    return months if months > len(rows_of(kind, answers)) else None


def span_of(answers: Answers) -> list[int]:
    """The months of equal income that the law can count, YYYYMM, the last one first: between the
    first month of social insurance and the month before the right."""
    if not {"on", "since", "till"} <= set(answers):
        return []
    on: date = answers["on"]
    months = months_before(on, (on.year - FIRST // 100) * 12 + on.month - 1)
    return [month for month in months if answers["since"] <= month <= answers["till"]]


#: Whose contributions are paid on what is left of the accrued income, or on a floor.
_OF_BASE = ("employee", "entrepreneur", "civil_contract")


def counted(rows: Sequence[Row]) -> list[Row]:
    """The incomes on which contributions are paid: people know what was accrued, the law of each
    month says what is left of it (less the pension contribution, between floor and cap)."""
    found = []
    asked: list[contributions.Month] = []
    places: list[int] = []
    for place, row in enumerate(rows):
        found.append(row)
        if PAYER_KINDS[row.kind] not in _OF_BASE or not row.tiyn:
            continue
        try:
            asked.append(contributions.read({
                "month": written(row.period),
                "payer_kind": PAYER_KINDS[row.kind],
                "income": money(row.tiyn),
            }))  # fmt: skip
        except Problem:  # of the month or the kind: the whole question will say it
            continue
        places.append(place)
    for place, answer in zip(places, contributions.answers(asked, "kk", True), strict=True):
        lines: Any = answer["lines"] or ()
        for line in lines:
            if line["fund"] == "social":
                found[place] = rows[place]._replace(tiyn=tiyn(line["base"]))
    return found


def rows_of(kind: str, answers: Answers) -> list[Row]:
    """The rows of incomes, however they were told."""
    if answers["how"] == "same":
        window = months_before(answers["on"], months_of(kind, answers["on"]))
        months = [month for month in span_of(answers) if month >= window[-1]]
        return [Row(month, 1, int(answers["kind"]), answers["income"]) for month in months]
    return list(answers["rows"]) if answers["how"] == "table" else []


def _event(kind: str, answers: Answers) -> dict[str, Any]:
    if kind == "job_loss":
        found = {"months_already_paid": answers["paid"] or 0}
        return found | ({"dismissal_ground": answers["ground"]} if "ground" in answers else {})
    if kind == "adoption":
        return {"leave_days": answers["days"] or leave_by_birth(answers)}
    if kind == "maternity":
        return {"leave_days": answers["days"]}
    if kind == "childcare":
        so = answers["so"]
        return {
            "child_birth_date": answers.get("child", answers["on"]).isoformat(),
            "child_order": answers["order"], "child_on_state_support": "state" in so,
            "other_carer_receives": "other" in so,
        }  # fmt: skip
    if kind == "disability":
        until = answers["term_until"]
        return {"degree_percent": answers["degree"], "until": until.isoformat() if until else None}
    return {"dependants": [_dependant(n, answers) for n in range(1, answers["dependants"] + 1)]}


def _dependant(number: int, answers: Answers) -> dict[str, Any]:
    name = f"d{number}"
    so, study = answers[f"{name}_so"], answers[f"{name}_study"]
    found: dict[str, Any] = {
        "birth_date": answers[f"{name}_birth"].isoformat(),
        "relation": answers[f"{name}_relation"],
        "full_time_student": "full_time_student" in so,
        "disabled_from_childhood": "disabled_from_childhood" in so,
        "without_able_parents_or_alimony": "with_able_parents" not in so,
    }
    if study:
        found["study_until"] = study.isoformat()
    return found
