"""What months of medical insurance cost whoever pays for oneself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tirek.contract import contributions
from tirek.contract.problems import Problem
from tirek.contract.reading import tiyn
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.texts import text

#: Kinds of payers who pay for themselves, by whichever income.
INDEPENDENT, ENTREPRENEUR = "independent_medical", "entrepreneur"


def lines_of(kind: str, months: Sequence[str]) -> list[Any]:
    """The line of the fund of medical insurance for each month (YYYY-MM); none where one of them
    has no such line: nobody paid so then, or its values are not known."""
    try:
        asked = [
            contributions.read({"month": one, "payer_kind": kind, "income": "0.00"})
            for one in months
        ]
    except Problem:
        return []
    told: list[Any] = contributions.answers(asked, language(), True)
    found = [line for one in told for line in one["lines"] or () if line["fund"] == "medical"]
    return found if len(found) == len(months) else []


def sum_of(kind: str, months: Sequence[str]) -> int | None:
    """Tiyn for all of the months; None where not every one has a price."""
    found = lines_of(kind, months)
    return sum(tiyn(line["amount"]) for line in found) if found else None


def of_entrepreneur(name: str, months: Sequence[str]) -> str:
    """The text ``name`` with the sum that an entrepreneur owes for the months; "" where it is not
    known."""
    owed = sum_of(ENTREPRENEUR, months)
    return "" if owed is None else text(name, sum=writing.money(owed))
