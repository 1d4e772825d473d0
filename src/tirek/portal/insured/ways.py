"""Ways to be insured, as people read them: what to do, from when it insures, and its price."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tirek.contract.messages import say
from tirek.law.acts import categories
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Reason
from tirek.portal.insured import ahead
from tirek.portal.insured.prices import INDEPENDENT, of_entrepreneur, sum_of
from tirek.portal.periods import period_of, shifted, written
from tirek.portal.texts import text
from tirek.portal.told import capital, cited, long_day, money

PRICED = ("pay_missing_months", "prepay_year")


def month_of(value: str) -> str:
    return writing.month(int(value.replace("-", "")))


def legal(code: str) -> str:
    """A category as the law names it."""
    return capital(categories()[code].title[language()])


def way_told(
    question: ahead.Question, way: Mapping[str, Any], until: date | None = None,
    named: bool = False,
) -> Reason:  # fmt: skip
    """``until``: the last day that a way at a price insures; ``named``: with the names of the
    months, which stand nowhere else."""
    name = way["way"]
    value, title = "", capital(say("ways", way["way"], language()))
    if name in PRICED:
        sentence = _paid(question, way, until, named)
        value = money(way["amount"]) if way["amount"] else _about(question, way)
    elif name == "employment":
        day, key = ahead.by_working_only(question), "employment"
        if paid_lately(question):
            title, key = text("insured.go_on_working"), "go_on_working_text"
        sentence = text(f"insured.{key}", day=writing.long_day(day)) if day else ""
    else:
        sentence = text("insured.register")
    return Reason(
        sentence or text("insured.employment_long"),
        cited(way["citations"]),
        title,
        value,
    )


def paid_lately(question: ahead.Question) -> bool:
    """Whether somebody paid for the month asked about or the one before: who works, as a rule."""
    this = period_of(date.fromisoformat(question["on"]))
    lately = {written(this), written(shifted(this, -1))}
    return any(one["period"] in lately for one in question["payments"])


#: How many months back a price that is not known yet is looked for.
_BACK = 24


def _about(question: ahead.Question, way: Mapping[str, Any]) -> str:
    """What to expect where the values of the day are not published: each month at the price of the
    last month whose values are."""
    this = period_of(date.fromisoformat(question["on"]))
    for back in range(1, _BACK):
        month = shifted(this, -back)
        price = sum_of(INDEPENDENT, [written(month)])
        if price is not None:
            sum_ = writing.money(len(way["months"]) * price)
            return text("insured.price_about", sum=sum_, month=writing.month(month))
    return text("insured.price_unknown")


def _paid(question: ahead.Question, way: Mapping[str, Any], until: date | None, named: bool) -> str:
    """Which months, from when, and until when if nothing more is paid."""
    if way["way"] == "prepay_year":
        first, last = month_of(way["months"][0]), month_of(way["months"][-1])
        months = text("insured.way_year", first=first, last=last)
    elif named:
        names = ", ".join(map(month_of, way["months"]))
        months = text("insured.way_named", months=names)
    else:
        months = text("insured.way_missing", count=len(way["months"]))
    if way["way"] == "pay_missing_months":
        months = f"{months} {of_entrepreneur('insured.way_entrepreneur', way['months'])}".strip()
    sentence = f"{months} " + text(
        "insured.way_months", on=long_day(question["on"]), first=long_day(way["insured_from"])
    )
    if until is not None:
        sentence += " " + text("insured.way_until", day=writing.long_day(until))
    return sentence
