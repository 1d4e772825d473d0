"""Questions to ask: a good one of each command, and how to ask one from JSON text."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import orjson

from tests.oracle.rows import check_digit
from tirek.contract.commands import COMMANDS, answer_one
from tirek.contract.problems import Problem

Case = dict[str, Any]
Answer = dict[str, Any]

BENEFITS = ("job_loss", "maternity", "adoption", "childcare", "disability", "survivor")
PAYER, OTHER_PAYER = "041040334323", "060940287144"


class Refused(NamedTuple):
    """A problem as a program sees it."""

    code: str
    at: str
    message: dict[str, str]


def ask(command: str, case: Case, lang: str = "en", brief: bool = True) -> Answer:
    """The answer as it is printed; raises Problem."""
    answer: Answer = orjson.loads(
        orjson.dumps(answer_one(command, orjson.dumps(case), lang, brief))
    )
    return answer


def ask_many(command: str, cases: list[Case], lang: str = "en", brief: bool = True) -> list[bytes]:
    """The printed answers to many questions asked at once."""
    chosen = COMMANDS[command]
    questions = [chosen.read(case) for case in cases]
    return [orjson.dumps(one) for one in chosen.answers(questions, lang, brief)]


def refusal(command: str, case: Case | str | bytes) -> Refused:
    """The problem object of a question that must not be answered."""
    text = orjson.dumps(case) if isinstance(case, dict) else case
    try:
        answer_one(command, text if isinstance(text, bytes) else text.encode(), "en", True)
    except Problem as problem:
        error: dict[str, Any] = orjson.loads(orjson.dumps(problem.as_dict()))["error"]
        return Refused(error["code"], error["at"], error["message"])
    raise AssertionError(f"{command} answered {case!r}")


def changed(case: Case, **fields: Any) -> Case:
    """The case with other fields; ``...`` takes one away; event__kind stands for event.kind."""
    result = copy.deepcopy(case)
    for name, value in fields.items():
        *path, last = name.split("__")
        place: Any = result
        for step in path:
            place = place[int(step) if step.isdigit() else step]
        key: Any = int(last) if last.isdigit() else last
        if value is ...:
            del place[key]
        else:
            place[key] = value
    return result


def rows(first: str, months: int, income: str = "150000", payer: str = PAYER) -> list[Case]:
    """So many months of income, from the first one on."""
    year, month = map(int, first.split("-"))
    numbers = range(year * 12 + month - 1, year * 12 + month - 1 + months)
    return [
        {"period": f"{n // 12}-{n % 12 + 1:02d}", "payer": payer, "income": income} for n in numbers
    ]


def payers(count: int) -> list[str]:
    """So many different numbers with a good check digit."""
    numbers = (f"{n:011d}" for n in range(10**10, 10**10 + 2 * count))
    good = [
        f"{number}{check_digit(number)}" for number in numbers if check_digit(number) is not None
    ]
    return good[:count]


CONTRIBUTIONS: Case = {"month": "2025-06", "payer_kind": "employee", "income": "300000"}
STATUS: Case = {
    "on": "2026-02-15",
    "person": {"birth_date": "1990-06-01"},
    "payments": [{"period": "2025-11", "kind": "employee", "paid_on": "2025-12-20"}],
    "categories": [{"code": "student", "from": "2024-09-01", "until": "2026-06-30"}],
}
CARE: Case = {"on": "2026-02-01", "icd10": "G40", "service": "diagnostics", "insured": False}
DEPENDANT: Case = {"birth_date": "2015-05-01", "relation": "child"}
EVENTS: dict[str, Case] = {
    "job_loss": {"kind": "job_loss"},
    "maternity": {"kind": "maternity", "leave_days": 126},
    "adoption": {"kind": "adoption", "leave_days": 56},
    "childcare": {"kind": "childcare", "child_birth_date": "2025-03-10", "child_order": 1},
    "disability": {"kind": "disability", "degree_percent": 60, "until": "2027-03-10"},
    "survivor": {"kind": "survivor", "dependants": [DEPENDANT]},
}


def assessment(benefit: str = "job_loss", **fields: Any) -> Case:
    """A good question about a benefit on 2025-03-10, with other fields where they are given."""
    case = {
        "on": "2025-03-10",
        "person": {"birth_date": "1985-01-01", "sex": "female"},
        "contributions": rows("2023-03", 24),
        "participation_months": 84,
        "event": copy.deepcopy(EVENTS[benefit]),
    }
    return changed(case, **fields)


GOOD: dict[str, list[Case]] = {
    "contributions": [
        CONTRIBUTIONS,
        {
            **CONTRIBUTIONS, "pension_contribution": "30000", "medical_base_elsewhere": "0",
            "categories": ["student"], "birth_date": "1990-01-01", "sex": "male",
            "known_on": "2026-01-01",
        },
    ],
    "assess": [
        *(assessment(benefit) for benefit in BENEFITS),
        assessment(
            on="2023-08-10", applied_on="2023-09-01", known_on="2026-01-01", pension_exempt=True,
            special_months=[{"period": "2021-12", "kind": "zero_coefficient", "income": "1.50"}],
            contributions=[
                {"period": "2023-05", "payer": PAYER, "contribution": "20", "kind": "employee"}
            ],
            event={"kind": "job_loss", "months_already_paid": 1, "dismissal_ground": "other"},
        ),
    ],
    "insured-status": [STATUS, {**STATUS, "known_on": "2026-02-01", "categories": []}],
    "care": [
        CARE,
        {
            **CARE, "categories": ["student"], "suspected": True, "onset": "2026-01-01",
            "residence": "eaeu_worker", "known_on": "2026-01-31",
        },
    ],
}  # fmt: skip
