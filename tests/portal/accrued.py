"""Incomes as they were accrued, and what of them the contract takes contributions on."""

from __future__ import annotations

from typing import Any

from tirek.contract import contributions

#: Kinds of payers from whose accrued income the law takes something off first.
_LESS = ("employee", "entrepreneur", "civil_contract")


def counted(month: str, income: str, kind: str = "employee") -> str:
    """What is left of an income accrued in a month ``2026-03``, in tenge."""
    answer: Any = contributions.answer({"month": month, "payer_kind": kind, "income": income})
    bases = [line["base"] for line in answer["lines"] if line["fund"] == "social"]
    return str(bases[0]) if bases and kind in _LESS else income
