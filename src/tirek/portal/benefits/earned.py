"""How somebody tells of the incomes: one for every month of a span, or month by month."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest

from tirek.pages import writing
from tirek.portal.answers import Link
from tirek.portal.benefits import incomes
from tirek.portal.benefits.events import FIRST, TENURE
from tirek.portal.benefits.incomes import IncomesField, months_of
from tirek.portal.fields import (
    LAST_DAY,
    ChoiceField,
    MoneyField,
    MonthField,
    Option,
    SelectField,
    ask,
)
from tirek.portal.flow import same_but
from tirek.portal.periods import months_before, period_of
from tirek.portal.steps import Answers, Fields, Step, question
from tirek.portal.texts import has, text

#: The ways to tell of the incomes.
_HOWS = ("same", "table", "none")
#: Who has worked since before contributions began may say so.
_EARLIEST = 1940_01


def of_incomes(kind: str) -> list[Step]:
    def more(answers: Answers, request: HttpRequest) -> Mapping[str, Any]:
        table = incomes.table_of(answers, request, months_of(kind, answers["on"]))
        return {**table, "others": _otherwise(request, "table")}

    def taken(answers: Answers, request: HttpRequest) -> Mapping[str, Any]:
        return incomes.taken(answers, request, months_of(kind, answers["on"]))

    return [
        question("how", lambda _: _how(kind), assumed=lambda _: {"how": "same"}),
        Step("income", partial(_same, kind), wrong=_backwards,
             title=lambda: text(_of(kind, "income_of")),
             when=lambda answers: answers.get("how") == "same",
             more=lambda _, request: {"others": _otherwise(request, "same")}),
        question("rows", lambda _: ask("benefits.rows", IncomesField),
             when=lambda answers: answers.get("how") == "table",
             template="incomes", more=more, taken=taken, stay=incomes.brought),
    ]  # fmt: skip


def _how(kind: str) -> ChoiceField:
    options = [Option(one, text(f"how.{one}"), text(f"how.{one}_hint"))
               for one in _HOWS]  # fmt: skip
    return ask(_of(kind, "how"), ChoiceField, options)


def _otherwise(request: HttpRequest, how: str) -> list[Link]:
    """The other ways to tell of the incomes, from the page of one."""
    return [
        Link(text(f"how.{one}_link"), same_but(request, how=one))
        for one in _HOWS if one != how
    ]  # fmt: skip


def _backwards(cleaned: Mapping[str, Any]) -> Mapping[str, str]:
    if {"since", "till"} <= set(cleaned) and cleaned["till"] < cleaned["since"]:
        return {"till": text("benefits.till_before")}
    return {}


def _of(kind: str, name: str) -> str:
    """The name of a text: the incomes are one's own, or those of the person who died."""
    return f"benefits.{name}_survivor" if kind == "survivor" else f"benefits.{name}"


def _same(kind: str, answers: Answers) -> Fields:
    """One income for every month of a span. The average looks back on some months; who had the
    income longer may say so."""
    # Whoever changes the day has none for a moment: the months told stay.
    on, latest = answers.get("on", FIRST), period_of(answers.get("on", LAST_DAY))
    before = months_before(on, months_of(kind, on))
    found: dict[str, Any] = {
        "income": ask("benefits.income", MoneyField),
        "since": ask("benefits.since", MonthField, first=_EARLIEST, last=latest),
        # Whoever goes on leave has worked up to it as a rule; of others the work may have ended
        # before: no month is proposed.
        "till": ask("benefits.till", MonthField, first=_EARLIEST, last=latest,
                    initial=before[0] if kind in ("maternity", "adoption") else None),
        "kind": ask(_of(kind, "kind"), SelectField, incomes.kind_options()),
    }  # fmt: skip
    if kind not in TENURE:  # no longer participation than the average's months matters
        found["since"].help_text = text("benefits.since_window", first=writing.month(before[-1]),
                                        last=writing.month(before[0]))  # fmt: skip
    if has(f"benefits.till_{kind}_hint") and "earlier" not in answers.get("so", ()):
        found["till"].help_text = text(f"benefits.till_{kind}_hint")
    return found
