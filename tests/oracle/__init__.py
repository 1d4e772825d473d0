"""The oracle: a second, separate, slow reading of Kazakhstan's law of compulsory social insurance.

Written straight from the articles, with its own typed-in numbers. It imports nothing of `tirek`
and nothing beyond the standard library; the product is compared with it over many random cases.
Each entry point takes the contract's JSON of a valid case (no input is checked here) and gives
the contract's fields without their prose. Where the law of that date holds a value that is not
known, the answer is {"undetermined": True}.

Not implemented, on purpose: `known_on`, `what_would_change_it`, `explanation`, `law`, `care`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from . import childcare, disability, job_loss, maternity, survivor
from . import contributions as _contributions
from . import insured as _insured
from .answer import refused
from .dates import day
from .income import income_in_window, participation_months
from .numbers import CHILDREN_BENEFITS_BEGIN, RULES_HELD_FROM, SYSTEM_BEGINS, NotKnownError

UNDETERMINED = {"undetermined": True}

_BENEFITS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "job_loss": job_loss.assess,
    "maternity": maternity.assess,
    "adoption": maternity.assess,
    "childcare": childcare.assess,
    "disability": disability.assess,
    "survivor": survivor.assess,
}
_CHILDREN = ("maternity", "adoption", "childcare")


def _before_the_held_rules(case: dict[str, Any], benefit: str, on: date) -> dict[str, Any]:
    """L405 art. 14, 23-1(1), 23-2(1): since 2005, for children since 2008; held since 2019."""
    begins = CHILDREN_BENEFITS_BEGIN if benefit in _CHILDREN else SYSTEM_BEGINS
    reason = "not_in_force" if on < begins else "law_not_held"
    length = 12 if benefit in ("maternity", "adoption") else 24
    income = income_in_window(case, on, length)
    participation = None if benefit in _CHILDREN else participation_months(case, on)
    return refused(benefit, {reason}, income.average, participation)


def assess(case: dict[str, Any]) -> dict[str, Any]:
    """Is the person entitled, to how much, for how long."""
    benefit = case["event"]["kind"]
    on = day(case["on"])
    try:
        if on < RULES_HELD_FROM:
            return _before_the_held_rules(case, benefit, on)
        return _BENEFITS[benefit](case)
    except NotKnownError:
        return dict(UNDETERMINED)


def contributions(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines due for one person and month."""
    try:
        return _contributions.contributions(case)
    except NotKnownError:
        return [dict(UNDETERMINED)]


def insured_status(case: dict[str, Any]) -> dict[str, Any]:
    """Is the person insured for medical care on the day."""
    try:
        return _insured.insured_status(case)
    except NotKnownError:
        return dict(UNDETERMINED)
