"""The contract's answer on a benefit, as people read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.contract import assess
from tirek.contract.messages import say
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Fact, Link, Part, Reason
from tirek.portal.benefits.question import question_of
from tirek.portal.flow import Answers
from tirek.portal.pages import jobs
from tirek.portal.texts import text
from tirek.portal.told import act, cited, money, undetermined, working

_CHANGED_MONEY = ("average_income",)


def told(kind: str, answers: Answers) -> Answer:
    """The result of a flow."""
    answer: Any = assess.answer(question_of(kind, answers), language())
    title = text(f"benefits.{kind}")
    if answer["undetermined"]:
        return Answer(title, _word("undetermined"), "unknown", parts=[
            undetermined(answer["undetermined"]), *_ends(kind, answer),
        ])  # fmt: skip
    if not answer["entitled"]:
        return Answer(title, _word("not_entitled"), "no", text("benefits.refused_under"), [
            Part(text("answer.why"), reasons=[_reason(one) for one in answer["reasons"]]),
            Part(facts=_of_incomes(answer)), *_dependants(answer), *_changes(answer),
            *_ends(kind, answer),
        ])  # fmt: skip
    once = answer["pays"] == "once"
    lead = text("benefits.once" if once else "benefits.monthly", sum=money(answer["amount"]))
    return Answer(title, lead, "yes", _under(answer), [
        Part(text("benefits.what"), facts=_facts(answer)),
        *_dependants(answer),
        Part(text("benefits.from_what"), facts=[*_of_incomes(answer), *_factors(answer)]),
        *_changes(answer), *_ends(kind, answer),
    ])  # fmt: skip


def _word(key: str) -> str:
    return say("words", key, language())


def _day(value: str | None) -> str:
    return writing.long_day(date.fromisoformat(value)) if value else writing.NOTHING


def _under(answer: Any) -> str:
    first, last = answer["from"], answer["until"]
    if last is None:
        return text("benefits.from_day", first=_day(first))
    return text("benefits.from_to", first=_day(first), last=_day(last))


def _facts(answer: Any) -> list[Fact]:
    found = [Fact(_word("amount"), money(answer["amount"]))]
    if answer["pension_contribution"] is not None:
        found.append(Fact(_word("pension_contribution"), money(answer["pension_contribution"])))
        found.append(Fact(_word("net"), money(answer["net"])))
    if answer["months"] is not None:
        found.append(Fact(_word("months"), writing.number(answer["months"])))
    found.append(Fact(_word("from"), _day(answer["from"])))
    if answer["until"] is not None:
        found.append(Fact(_word("until"), _day(answer["until"])))
    return found


def _of_incomes(answer: Any) -> list[Fact]:
    found = []
    if answer["average_income"] is not None:
        found.append(Fact(_word("average_income"), money(answer["average_income"])))
    if answer["participation_months"] is not None:
        months = writing.number(answer["participation_months"])
        found.append(Fact(_word("participation_months"), months))
    return found


def _factors(answer: Any) -> list[Fact]:
    return [
        Fact(text(f"factors.{name}"), writing.decimal(value))
        for name, value in answer["factors"].items()
    ]


def _reason(one: Any) -> Reason:
    return Reason(one["text"], cited(one["citations"]))


def _dependants(answer: Any) -> list[Part]:
    if not answer.get("dependants"):
        return []
    columns = [
        Column("№", True), Column(text("benefits.has_right")), Column(_word("share"), True),
        Column(_word("until")),
    ]  # fmt: skip
    table = Table(_word("dependants"), columns)
    for one in answer["dependants"]:
        right = text("fields.yes") if one["eligible"] else text("fields.no")
        if one["reason"]:
            right += f": {say('dependant_reasons', one['reason'], language())}"
        share = money(one["share"]) if one.get("share") else writing.NOTHING
        table.add([str(one["index"] + 1), right, share, _day(one["until"])])
    return [Part(_word("dependants"), table=table)]


def _changes(answer: Any) -> list[Part]:
    points = []
    for one in answer["what_would_change_it"]:
        to = money(one["to"]) if one["change"] in _CHANGED_MONEY else writing.number(one["to"])
        what = say("changes", one["change"], language())
        points.append(text("benefits.change", what=what, to=to, sum=money(one["amount"])))
    if not points:
        return []
    return [Part(_word("what_would_change_it"), points=points)]


def _ends(kind: str, answer: Any) -> list[Part]:
    law = answer["law"]
    edition = text("benefits.edition", act=act(law["act"]),
                   day=_day(law["edition"]))  # fmt: skip
    return [
        working(answer["explanation"], edition),
        Part(text("benefits.next"), points=[text(f"benefits.{kind}_next")], links=[
            Link(job.title, job.href) for job in jobs(("due", "curves"))
        ]),
    ]  # fmt: skip
