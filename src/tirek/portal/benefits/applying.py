"""Until when one may apply: the last day, and whether it is over."""

from __future__ import annotations

from datetime import date

import numpy as np

from tirek.engine.calendar import plus_months
from tirek.engine.parameters import day_number, day_of
from tirek.law import parameters
from tirek.portal.steps import Answers
from tirek.project import clock

#: How long after the right one may apply (SC 77(4), 84(5), 113(3)); the others have no such term.
_TERMS = {
    "job_loss": "application_deadline_months", "maternity": "application_deadline_months",
    "adoption": "application_deadline_months", "childcare": "childcare_deadline_months",
}  # fmt: skip


def last_day(kind: str, on: date, applied: date) -> date | None:
    """The last day to apply for a right that arose on a day, by the law of the day on which one
    applies; None where there is none, or the law of that day is not held."""
    edition = parameters()[_TERMS[kind]].edition(applied) if kind in _TERMS else None
    if edition is None:
        return None
    return day_of(int(plus_months(np.array([day_number(on)]), int(edition.value))[0]))


def missed(kind: str, answers: Answers) -> date | None:
    """The last day to apply, of somebody who does not say when and would be late today."""
    if answers.get("applied"):
        return None
    today = clock.today()
    last = last_day(kind, answers["on"], today)
    return last if last is not None and last < today else None
