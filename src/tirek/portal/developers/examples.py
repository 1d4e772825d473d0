"""The questions that stand in the page ready to be sent."""

from __future__ import annotations

from json import dumps
from typing import Any

from tirek.contract.commands import COMMANDS

_PAYER = "050340001235"

#: A question of each kind, in the order of the page.
EXAMPLES: dict[str, dict[str, Any]] = {
    "contributions": {"month": "2026-01", "payer_kind": "employee", "income": "1000000"},
    "insured-status": {
        "on": "2026-02-15",
        "person": {"birth_date": "2007-06-01"},
        "payments": [{"period": "2025-11", "kind": "employee", "paid_on": "2025-12-20"}],
        "categories": [{"code": "student", "from": "2024-09-01", "until": "2026-06-30"}],
    },
    "care": {
        "on": "2026-02-01", "icd10": "G40", "service": "planned_consultation", "insured": False,
    },
    "assess": {
        "on": "2026-03-10",
        "person": {"birth_date": "1990-01-01", "sex": "female"},
        "contributions": [
            {"period": f"{year}-{month:02d}", "payer": _PAYER, "income": "250000"}
            for year, months in ((2024, range(3, 13)), (2025, range(1, 13)), (2026, range(1, 3)))
            for month in months
        ],
        "event": {"kind": "job_loss"},
        "participation_months": 84,
    },
}  # fmt: skip
#: A batch: the tables of two people in columns, money in tiyn; the first has paid for a year.
BATCH = "batch"
BATCH_EXAMPLE: dict[str, Any] = {
    "persons": {
        "person": [1, 2], "birth_date": ["1985-01-01", "2007-06-01"], "sex": ["female", "male"],
        "status_on": ["2026-02-15", "2026-02-15"],
    },
    "contributions": {
        "person": [*[1] * 12, 2],
        "period": [*range(202502, 202513), 202601, 202601], "payer": [*[10] * 12, 11],
        "kind": [*["employee"] * 12, "entrepreneur"],
        "income_tiyn": [*[90_000_000] * 12, None],
        "accrued_tiyn": [*[None] * 11, 100_000_000, 60_000_000],
    },
    "categories": {
        "person": [2], "code": ["student"], "from": ["2024-09-01"], "until": ["2026-06-30"],
    },
}  # fmt: skip
#: Everything that can be tried.
TRIED: dict[str, dict[str, Any]] = {**EXAMPLES, BATCH: BATCH_EXAMPLE}
assert EXAMPLES.keys() == COMMANDS.keys()


def typed(question: dict[str, Any]) -> str:
    """A question as a person would type it: a line for each field and each entry of a list."""
    lines = []
    for key, value in question.items():
        said = dumps(value, ensure_ascii=False)
        if isinstance(value, list) and value:
            entries = ",\n".join(f"    {dumps(one, ensure_ascii=False)}" for one in value)
            said = f"[\n{entries}\n  ]"
        if isinstance(value, dict) and len(value) > 2:
            fields = ",\n".join(
                f"    {dumps(name)}: {dumps(one, ensure_ascii=False)}"
                for name, one in value.items()
            )
            said = f"{{\n{fields}\n  }}"
        lines.append(f"  {dumps(key)}: {said}")
    return "{\n" + ",\n".join(lines) + "\n}"
