"""The questions of “Am I insured?”: who one is, then what was paid for the months that no
category covers; nothing that cannot change the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tirek.law.acts import categories
from tirek.law.care_packages import RESIDENT
from tirek.pages import writing
from tirek.portal.answers import Answer, Link
from tirek.portal.care.flows import residence_options
from tirek.portal.fields import (
    LAST_DAY,
    ChoiceField,
    DayField,
    ManyField,
    MonthField,
    Only,
    Option,
    SelectField,
    ask,
    yes_no,
)
from tirek.portal.flow import Flow, same_but
from tirek.portal.insured.foreigner import told_of_foreigner
from tirek.portal.insured.question import (
    FOR_LIFE,
    OF_CHILD,
    last_day_under_three,
    long_record,
    long_record_decides,
    long_record_matters,
    months_asked,
    months_in_question,
    months_paid,
    told_who,
    year_from,
)
from tirek.portal.insured.telling import told
from tirek.portal.periods import months_between, period_of, shifted
from tirek.portal.steps import Answers, Fields, Step, question
from tirek.portal.texts import maybe, text
from tirek.project import clock

#: Categories as they are asked for, the most common first; children are known by their birth.
COMMON = (
    "student", "pensioner", "disabled", "unemployed", "on_maternity_leave",
    "raising_child_under_3", "pregnant_not_working",
)  # fmt: skip
CATEGORIES = (
    *COMMON, "mother_of_many", "social_assistance_recipient", "welfare_level_d", "welfare_level_e",
    "carer_of_disabled_child", "carer_of_disabled_group1", "kandas_not_working", "military",
    "prisoner", "pre_trial_detention",
)  # fmt: skip
TEMPORARY = "temporary_foreigner"
_LAST = date(2098, 12, 31)
#: A child whose third birthday lies within the days that are counted.
_LAST_BORN = date(2095, 12, 31)


@cache
def flow() -> Flow:
    return Flow(
        title="jobs.insured", steps=[*_steps()], result=_result, at="insured",
        places={"/on": "on", "/person": "birth", "/categories": "who", "/payments": "paid"},
    )  # fmt: skip


def _result(request: HttpRequest, answers: Answers) -> Answer:
    made = told_of_foreigner if answers["residence"] == TEMPORARY else told
    return made(answers, partial(same_but, request))


def _steps() -> list[Step]:
    return [
        question("on", lambda _: ask("insured.on", DayField, last=_LAST),
             assumed=lambda _: {"on": clock.today()}),
        question("residence", lambda _: ask("insured.residence", ChoiceField, residence_options()),
             assumed=lambda _: {"residence": RESIDENT}),
        Step("you", _you, title=lambda: text("insured.you"), when=_insures,
             more=_otherwise),
        *(_span(code) for code in CATEGORIES),
        *_of_payments(),
    ]  # fmt: skip


def _otherwise(_: Answers, request: HttpRequest) -> dict[str, list[Link]]:
    """Where another status or another day can be told than most people ask with."""

    def link(name: str) -> list[Link]:
        href = reverse("portal:insured_step", args=[name])
        return [Link(text(f"insured.other_{name}"), f"{href}?{request.GET.urlencode()}")]

    resident = request.GET.get("residence", RESIDENT) == RESIDENT
    return {"first": link("residence") if resident else [], "others": link("on")}


def _insures(answers: Answers) -> bool:
    """Whether the insurance is for somebody who lives so in the country."""
    return bool(answers.get("residence", RESIDENT) != TEMPORARY)


def _you(answers: Answers) -> Fields:
    """When one was born, and what one is."""
    who = ask("insured.who", ManyField, category_options(answers.get("on", LAST_DAY)))
    who.fold = text("insured.who_others")
    return {"birth": ask("insured.birth", DayField, last=answers.get("on")), "who": who}


def category_options(on: date) -> list[Option]:
    """The categories that the law has on a day."""
    return [
        Option(code, text(f"holds.{code}"), maybe(f"holds.{code}_hint"), code not in COMMON)
        for code in CATEGORIES if categories()[code].since <= on
    ]  # fmt: skip


def _span(code: str) -> Step:
    """From when to when a chosen category holds."""

    def fields(answers: Answers) -> Fields:
        found: dict[str, Any] = {
            f"{code}_from": ask("insured.from", DayField),
        }
        if code in FOR_LIFE:  # the page's only question
            found[f"{code}_from"].label = text("insured.from_of", what=text(f"holds.{code}"))
        else:
            found[f"{code}_until"] = ask("insured.until", DayField, required=False)
        if code in OF_CHILD:
            found[f"{code}_until"].help_text = text("insured.until_leave_hint")
            found[f"{code}_child"] = ask("insured.child", DayField, required=False, last=_LAST_BORN)
        for one in found.values():
            one.short = f"{text(f'holds.{code}')}: {one.short}"
        return found

    def wrong(cleaned: Mapping[str, Any]) -> Mapping[str, str]:
        first, last = cleaned[f"{code}_from"], cleaned.get(f"{code}_until")
        born = cleaned.get(f"{code}_child")
        if code in OF_CHILD and not last and not born:
            return {f"{code}_child": text("insured.child_or_end")}
        if last and last < first:
            return {f"{code}_until": text("insured.until_before")}
        if born and not last and last_day_under_three(born) < first:
            return {f"{code}_child": text("insured.child_before")}
        return {}

    return Step(
        code, fields, title=lambda: text(f"holds.{code}"), wrong=wrong,
        when=lambda answers: code in answers.get("who", ()),
    )  # fmt: skip


# ---------------------------------------------------------------------- what was paid


def _of_payments() -> list[Step]:
    def how(is_: str) -> Callable[[Answers], bool]:
        return lambda answers: answers.get("paid") == is_

    return [
        Step("paid", _payments, title=lambda: text("insured.paid_title"),
             when=lambda answers: told_who(answers) and bool(months_asked(answers))),
        question("months", lambda answers: ask(
            "insured.months", ManyField, _month_options(months_asked(answers)), required=True),
            when=how("some")),
        Step("year", _year, title=lambda: text("insured.year"), when=how("year")),
        question("five", _five, when=long_record_matters, assumed=_no_long_record),
    ]  # fmt: skip


def _payments(answers: Answers) -> Fields:
    """For which months somebody paid, and up to which where that stopped."""
    found: dict[str, Any] = {"paid": _paid(answers)}
    if len(months_asked(answers)) > 1:
        found["last"] = _last(answers)
    return found


def _paid(answers: Answers) -> ChoiceField:
    months = months_in_question(answers)
    several = len(months_asked(answers)) > 1
    options = ("all", "stopped", "some", "year", "none") if several else ("all", "year", "none")
    found = ask("insured.paid", ChoiceField, [
        Option(one, text(f"paid.{one}"), maybe(f"paid.{one}_hint")) for one in options
    ])  # fmt: skip
    if len(months) == 1:
        found.label = text("insured.paid_of_one", month=writing.month(months[0]))
        return found
    found.label = text("insured.paid_of", months=_range(months))
    if months[-1] >= period_of(clock.today()):
        found.help_text += " " + text("insured.paid_ahead")
    return found


def _range(months: list[int]) -> str:
    if len(months) <= months_between(months[0], months[-1]):  # with months left out
        return ", ".join(map(writing.month, months))
    return text("insured.range", first=writing.month(months[0]), last=writing.month(months[-1]))


def _month_options(months: list[int]) -> list[Option]:
    """Months to choose from, the newest first."""
    return [Option(str(month), writing.month(month)) for month in reversed(months)]


def _last(answers: Answers) -> SelectField:
    found = ask("insured.last", SelectField, _month_options(months_asked(answers)))
    found.open = True
    found.only = Only("paid", ["stopped"])
    return found


def _year(answers: Answers) -> Fields:
    on = answers["on"]
    this = period_of(on)
    # The right is kept for a time after the year: it may have ended by the day asked about.
    first = shifted(this, 1 - 2 * len(year_from(this, on)))
    return {
        "first": ask("insured.first", MonthField, first=first, last=this, initial=this),
        "paid_on": ask("insured.paid_on", DayField, last=on),
    }


def _no_long_record(answers: Answers) -> Answers:
    """Asked before the result where it decides; else the result tells what it would add."""
    return {} if long_record_decides(answers) else {"five": "no"}


def _five(answers: Answers) -> ChoiceField:
    months = long_record(months_paid(answers)[-1], answers["on"])
    found = ask("insured.five", yes_no)
    found.label = text("insured.five_of", months=_range(months), count=len(months))
    return found
