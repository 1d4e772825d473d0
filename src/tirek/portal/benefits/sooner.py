"""A day whose values are not published yet: the same question for the last day on which all are
known, so that a person can tell what to expect. What is then due has to be asked again."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from tirek.contract import assess
from tirek.contract.problems import Problem
from tirek.pages.texts import language
from tirek.portal.benefits.question import question_of
from tirek.portal.periods import shifted
from tirek.portal.steps import Answers
from tirek.portal.told import last_known_day

#: How many values may turn out unknown one after the other.
_TRIES = 3


class Sooner(NamedTuple):
    """The day, the answers that ask for it, and what the contract answers."""

    day: date
    answers: Answers
    answer: Any


def on_a_known_day(kind: str, answers: Answers, answer: Any) -> Sooner | None:
    """The same question for the last day before on which the values that ``answer`` lacks are
    known; None where there is no such day, or the question has no answer there either."""
    on: date = answers["on"]
    for _ in range(_TRIES):
        day = last_known_day(answer["undetermined"])
        if day is None or day >= on:
            return None
        changed = _moved(answers, day)
        try:
            answer = assess.answer(question_of(kind, changed), language())
        except Problem:
            return None
        if not answer["undetermined"]:
            return Sooner(day, changed, answer)
    return None


def _moved(answers: Answers, day: date) -> Answers:
    """A question with another day; one applies at once, a child is born by then, and the months
    of equal income are as long before it."""
    on: date = answers["on"]
    months = (day.year - on.year) * 12 + day.month - on.month
    moved = {**answers, "on": day, "applied": day}
    if "child" in answers:  # as old as on the day asked about
        moved["child"] = day - (on - answers["child"])
    for name in ("since", "till"):
        if name in answers:
            moved[name] = shifted(answers[name], months)
    return moved
