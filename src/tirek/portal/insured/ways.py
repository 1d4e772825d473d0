"""Ways to be insured, as people read them: what to do, from when it insures, and its price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tirek.contract.messages import say
from tirek.law.acts import categories
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Reason
from tirek.portal.insured import ahead
from tirek.portal.texts import text
from tirek.portal.told import capital, cited, long_day, money

PRICED = ("pay_missing_months", "prepay_year")


def month_of(value: str) -> str:
    return writing.month(int(value.replace("-", "")))


def legal(code: str) -> str:
    """A category as the law names it."""
    return capital(categories()[code].title[language()])


def way_told(
    question: ahead.Question, way: Mapping[str, Any], paid: Mapping[str, Any] | None = None,
    named: bool = False,
) -> Reason:  # fmt: skip
    """``paid``: the status after paying, of a way at a price; ``named``: with the names of the
    months, which stand nowhere else."""
    name = way["way"]
    value = ""
    if paid is not None:
        sentence = _paid(question, way, paid, named)
        value = money(way["amount"]) if way["amount"] else text("insured.price_unknown")
    elif name == "employment":
        day = ahead.by_working_only(question)
        sentence = text("insured.employment", day=writing.long_day(day)) if day else ""
    else:
        sentence = text("insured.register")
    return Reason(
        sentence or text("insured.employment_long"), cited(way["citations"]),
        capital(say("ways", name, language())), value,
    )  # fmt: skip


def _paid(
    question: ahead.Question, way: Mapping[str, Any], status: Mapping[str, Any], named: bool
) -> str:
    """Which months, from when, and until when if nothing more is paid."""
    if way["way"] == "prepay_year":
        first, last = month_of(way["months"][0]), month_of(way["months"][-1])
        months = text("insured.way_year", first=first, last=last)
    elif named:
        names = ", ".join(map(month_of, way["months"]))
        months = text("insured.way_named", months=names)
    else:
        months = text("insured.way_missing", count=len(way["months"]))
    sentence = f"{months} " + text(
        "insured.way_months", on=long_day(question["on"]), first=long_day(way["insured_from"])
    )
    if status["insured"] and status["until"] is not None:
        sentence += " " + text("insured.way_until", day=long_day(status["until"]))
    return sentence
