"""The contract's answer on the status, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tirek.contract import insured_status
from tirek.contract.messages import say
from tirek.law.acts import categories
from tirek.law.care_packages import RESIDENT
from tirek.law.insured_status import INSURANCE_SINCE
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Fact, Link, Part, Reason
from tirek.portal.flow import Answers
from tirek.portal.insured import ahead
from tirek.portal.insured.foreigner import of_worker
from tirek.portal.insured.question import question_of
from tirek.portal.pages import jobs
from tirek.portal.texts import text
from tirek.portal.told import cited, money, undetermined, working

_PRICED = ("pay_missing_months", "prepay_year")
#: Ways that are told of before the categories.
_FIRST = (*_PRICED, "employment", "register_unemployed")


def told(answers: Answers) -> Answer:
    """The result of the flow."""
    question = question_of(answers)
    answer: Any = insured_status.answer(question, language())
    title = text("jobs.insured")
    if answer["insured"] is None:
        return Answer(title, text("insured.unknown"), "unknown", parts=[_unknown(answers, answer)])
    insured = bool(answer["insured"])
    parts = [
        Part(facts=_facts(answer)), *_missing(answer), *_ways(question, answer),
        *_after_job(answers, question, answer), *_next(question, answer),
        *([] if answers["residence"] == RESIDENT else of_worker(answers, insured)),
        *_prices_unknown(answer), working(answer["explanation"]), _links(answers, insured),
    ]  # fmt: skip
    return Answer(
        title, text("insured.yes" if insured else "insured.no"), "yes" if insured else "no",
        _under(answer), parts,
    )  # fmt: skip


def _unknown(answers: Answers, answer: Any) -> Part:
    if answers["on"] < INSURANCE_SINCE:
        since = writing.long_day(INSURANCE_SINCE)
        return Part(text("answer.why"), points=[text("insured.before", day=since)])
    return undetermined(answer["undetermined"])


def day_of(value: str) -> str:
    return writing.long_day(date.fromisoformat(value))


def month_of(value: str) -> str:
    return writing.month(int(value.replace("-", "")))


def basis_of(answer: Mapping[str, Any]) -> str:
    """What a status rests on, in words."""
    kind, _, code = str(answer["basis"]).partition(":")
    return text(f"holds.{code}") if code else text(f"insured.basis_{kind}")


def _under(answer: Any) -> str:
    if not answer["insured"]:
        return text("insured.no_under", count=len(answer["missing_months"]))
    if answer["until"] is None:
        return text("insured.open_end")
    return text("insured.until_day", day=day_of(answer["until"]))


def _facts(answer: Any) -> list[Fact]:
    if not answer["insured"]:
        return []
    until = day_of(answer["until"]) if answer["until"] else text("insured.no_end")
    found = [
        Fact(say("words", "basis", language()), basis_of(answer)),
        Fact(text("insured.last_day"), until),
    ]
    if answer["grace_until"] is not None:
        found.append(Fact(text("insured.grace"), day_of(answer["grace_until"])))
    return found


def _missing(answer: Any) -> list[Part]:
    months = [month_of(month) for month in answer["missing_months"]]
    if not months:
        return []
    intro = text("insured.missing_insured" if answer["insured"] else "insured.missing_text")
    return [Part(text("insured.missing", count=len(months)), intro, points=months)]


# ---------------------------------------------------------------------- ways


def _ways(question: ahead.Question, answer: Any) -> list[Part]:
    ways = answer["ways_to_become_insured"]
    first = [_way(question, way) for way in ways if way["way"] in _FIRST]
    others = [
        Reason(_legal(way["way"]), cited(way["citations"]), text(f"holds.{way['way']}"))
        for way in ways if way["way"] not in _FIRST
    ]  # fmt: skip
    if not ways:
        return []
    by_state = text("insured.by_state", count=len(others))
    return [
        Part(say("words", "ways", language()), reasons=first),
        Part(by_state, text("insured.by_state_text"), reasons=others, folded=True),
    ]


def _legal(code: str) -> str:
    """A category as the law names it."""
    said = categories()[code].title[language()]
    return said[:1].upper() + said[1:]


def _way(question: ahead.Question, way: Mapping[str, Any]) -> Reason:
    name = way["way"]
    value = ""
    if name in _PRICED:
        sentence = _paid(question, way)
        value = money(way["amount"]) if way["amount"] else text("insured.price_unknown")
    elif name == "employment":
        day = ahead.by_working_only(question)
        sentence = text("insured.employment", day=writing.long_day(day)) if day else ""
    else:
        sentence = text("insured.register")
    title = say("ways", name, language())
    return Reason(
        sentence or text("insured.employment_long"), cited(way["citations"]),
        title[:1].upper() + title[1:], value,
    )  # fmt: skip


def _paid(question: ahead.Question, way: Mapping[str, Any]) -> str:
    """Which months, from when, and until when if nothing more is paid."""
    if way["way"] == "prepay_year":
        first, last = month_of(way["months"][0]), month_of(way["months"][-1])
        months = text("insured.way_year", first=first, last=last)
    else:
        months = text("insured.way_missing", count=len(way["months"]))
    status = ahead.after_paying(question, way)
    sentence = f"{months} " + text("insured.way_months", first=day_of(way["insured_from"]))
    if status["insured"] and status["until"] is not None:
        sentence += " " + text("insured.way_until", day=day_of(status["until"]))
    return sentence


# ---------------------------------------------------------------------- what comes


def _after_job(answers: Answers, question: ahead.Question, answer: Any) -> list[Part]:
    """If the job ends now: only where payments go on."""
    if answer["basis"] != "payments" or answers.get("paid") != "all":
        return []
    month, status = ahead.last_month_paid(question, question["payments"][-1]["kind"])
    if not status["insured"] or status["until"] is None:
        return []
    last = text("insured.job_ends", month=writing.month(month), day=day_of(status["until"]))
    return [Part(text("insured.if_job_ends"), points=[last, text("insured.job_after")])]


def _next(question: ahead.Question, answer: Any) -> list[Part]:
    """The later days, each with its status; the contract answers each."""
    rows = ahead.later(question, answer)
    if not rows:
        return []
    steps = [
        Reason(" ".join([*map(_event, row.events), *_rest(row.status)]), (),
               text("insured.next_day", day=writing.long_day(row.day)), _status(row.status))
        for row in rows
    ]  # fmt: skip
    return [Part(text("insured.next"), text("insured.next_text"), reasons=steps)]


def _event(event: ahead.Event) -> str:
    name = text(f"holds.{event.code}") if event.code else ""
    return text(f"insured.event_{event.what}", day=writing.day(event.day), name=name)


def _status(status: Mapping[str, Any]) -> str:
    if status["insured"] is None:
        return text("insured.unknown").lower()
    return say("words", "insured" if status["insured"] else "not_insured", language()).lower()


def _rest(status: Mapping[str, Any]) -> list[str]:
    """On what a later status rests, and until when."""
    if not status["insured"]:
        return []
    found = [text("insured.next_basis", basis=basis_of(status))]
    if status["until"] is not None:
        found.append(text("insured.next_until", day=day_of(status["until"])))
    return found


# ---------------------------------------------------------------------- the end


def _prices_unknown(answer: Any) -> list[Part]:
    return [undetermined(answer["undetermined"])] if answer["undetermined"] else []


def _links(answers: Answers, insured: bool) -> Part:
    known = urlencode({
        "on": answers["on"].isoformat(), "insured": "yes" if insured else "no",
        "residence": answers["residence"],
    })  # fmt: skip
    links = [Link(text("insured.to_care"), f"{reverse('portal:care')}?{known}")]
    links += [Link(job.title, job.href) for job in jobs(("due", "benefits"))]
    return Part(text("insured.go_on"), text("insured.records"), links=links)
