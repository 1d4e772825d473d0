"""Pension age, where the sex is not known."""

from __future__ import annotations

from datetime import date

from tirek.contract import law_run
from tirek.law.book import SEXES


def pension_days(born: date) -> set[date]:
    """The days on which women and men born then reach pension age; one where it is the same."""
    found = set()
    for sex in SEXES:
        answer = law_run.answer(
            "pension_day", {"birth_date": born.isoformat(), "sex": sex}, None, "kk"
        )
        found.add(date.fromisoformat(str(answer["value"])))
    return found


def sex_matters(born: date, first: date, last: date) -> bool:
    """Whether somebody born then is of pension age at some time from the first to the last day as
    a woman and not as a man, or the other way round; both days count."""
    days = pension_days(born)
    return len(days) > 1 and min(days) <= last and max(days) > first
