"""What was taken for granted without a question, and what those who overlooked one are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from tirek.law.care_packages import RESIDENT
from tirek.portal.answers import Link, Part
from tirek.portal.insured.question import number_of
from tirek.portal.pension_age import pension_days
from tirek.portal.periods import period_of, shifted, written
from tirek.portal.steps import BACK, RESULT, Answers
from tirek.portal.texts import text
from tirek.project import clock

Elsewhere = Callable[..., str]


def assumed(answers: Answers, elsewhere: Elsewhere) -> list[Part]:
    """That one lives in the country for good, and asks about today."""
    names = []
    if answers["residence"] == RESIDENT:
        names.append("residence")
    if answers["on"] == clock.today():
        names.append("on")
    held = elsewhere().partition("?")[2]
    links = [
        Link(text(f"insured.other_{name}"),
             f"{reverse('portal:insured_step', args=[name])}?{held}&{BACK}={RESULT}")
        for name in names
    ]  # fmt: skip
    points = [text(f"insured.assumed_{name}") for name in names]
    return [Part(text("insured.assumed"), points=points, links=links)] if names else []


def overlooked(answers: Answers, answer: Any, elsewhere: Elsewhere) -> list[Part]:
    """Somebody of pension age who is not insured may have overlooked the category."""
    who = answers["who"]
    if answer["insured"] or "pensioner" in who:
        return []
    if min(pension_days(answers["birth"])) > answers["on"]:
        return []
    held = elsewhere(who=".".join([*who, "pensioner"])).partition("?")[2]
    href = f"{reverse('portal:insured_step', args=['pensioner'])}?{held}"
    return [Part(warning=text("insured.pension"), links=[Link(text("insured.pension_link"), href)])]


def newcomer(answers: Answers, answer: Any) -> str:
    """What is said to somebody who may have come to the country lately: where the first months
    that are looked at are missing."""
    back = number_of("missing_months_window", answers["on"])
    first = shifted(period_of(answers["on"]), -back)
    return text("insured.newcomer") if written(first) in answer["missing_months"] else ""
