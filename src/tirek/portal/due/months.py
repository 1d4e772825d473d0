"""Many months at once: the contract's answers, and sums of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tirek.contract import contributions
from tirek.contract.problems import Problem
from tirek.contract.reading import tiyn
from tirek.pages.texts import language

#: A month's answer, or why the law has none for it.
Month = Mapping[str, Any] | Problem


def answers(questions: Sequence[Mapping[str, Any]]) -> list[Month]:
    """Each question's answer, without explanations."""
    found: list[Month | None] = []
    read: list[contributions.Month] = []
    for question in questions:
        try:
            read.append(contributions.read(question))
            found.append(None)
        except Problem as problem:
            found.append(problem)
    told = iter(contributions.answers(read, language(), True) if read else [])
    return [next(told) if one is None else one for one in found]


def months_of(year: int) -> list[int]:
    """YYYYMM of a year."""
    return [year * 100 + month for month in range(1, 13)]


def lines_of(month: Month) -> Sequence[Mapping[str, Any]]:
    """The lines of a month; none where the law says or knows nothing."""
    return () if isinstance(month, Problem) else month["lines"] or ()


def by_kind(month: Month) -> dict[str, int]:
    """Tiyn of each kind of line."""
    return {line["kind"]: tiyn(line["amount"]) for line in lines_of(month)}


def unknown(month: Month) -> Sequence[Any]:
    """What the law does not hold yet and the month rests on."""
    return () if isinstance(month, Problem) else month["undetermined"]
