"""The contract's answer on the status, as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tirek.contract import insured_status
from tirek.contract.reading import tiyn
from tirek.law.care_packages import RESIDENT
from tirek.law.insured_status import INSURANCE_SINCE
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal import unheld
from tirek.portal.answers import Answer, Fact, Link, Part, Reason
from tirek.portal.insured import ahead
from tirek.portal.insured.coming import basis_of, coming
from tirek.portal.insured.foreigner import of_worker
from tirek.portal.insured.prices import ENTREPRENEUR, of_entrepreneur
from tirek.portal.insured.question import (
    months_asked,
    months_paid,
    number_of,
    question_of,
    statuses_by_record,
)
from tirek.portal.insured.unasked import assumed, newcomer, overlooked
from tirek.portal.insured.ways import PRICED, legal, month_of, paid_lately, way_told
from tirek.portal.pages import jobs
from tirek.portal.periods import period_of
from tirek.portal.steps import Answers
from tirek.portal.texts import text
from tirek.portal.told import cited, long_day, undetermined, word, working

#: Ways that are told of before the categories.
_FIRST = (*PRICED, "employment", "register_unemployed")


def told(answers: Answers, elsewhere: Callable[..., str]) -> Answer:
    """The result of the flow. ``elsewhere`` makes the address of the same question with other
    answers."""
    question = question_of(answers)
    answer: Any = insured_status.answer(question, language())
    title = text("jobs.insured")
    if answer["insured"] is None:
        return Answer(title, text("insured.unknown"), "unknown", parts=[_unknown(answers, answer)])
    insured, rows = bool(answer["insured"]), ahead.later(question, answer)
    resident = answers["residence"] == RESIDENT
    parts = [
        Part(facts=_facts(answer)), *unheld.of(answer["explanation"]),
        *_long_record(answers, elsewhere), *_paid_late(answers, answer),
        *overlooked(answers, answer, elsewhere), *_missing(answers, answer, rows),
        *_of_employer(answers, answer),
        *_ways(answers, question, answer),
        *_after_job(answers, question, answer), *coming(question, answer, rows, resident),
        *([] if resident else of_worker(answers, insured)),
        *assumed(answers, elsewhere), *_prices_unknown(answer), working(answer["explanation"]),
        _links(answers, insured),
    ]  # fmt: skip
    return Answer(
        title, text("insured.yes" if insured else "insured.no"), "yes" if insured else "no",
        " ".join(filter(None, [_goes_on(answers, answer, _under(answer, rows)),
                               text("insured.for_residents") if resident else ""])) if insured
        else _lost(answers, question, answer),
        parts,
    )  # fmt: skip


def _unknown(answers: Answers, answer: Any) -> Part:
    if answers["on"] < INSURANCE_SINCE:
        since = writing.long_day(INSURANCE_SINCE)
        return Part(text("answer.why"), points=[text("insured.before", day=since)])
    return undetermined(answer["undetermined"])


def _goes_on(answers: Answers, answer: Any, until: str) -> str:
    """Whoever is paid for every month is insured on, not only until the day that comes after."""
    paid = answer["basis"] == "payments" and answers.get("paid") == "all"
    return f"{text('insured.goes_on')} {until[0].lower()}{until[1:]}" if paid else until


def _lost(answers: Answers, question: ahead.Question, answer: Any) -> str:
    """Since when there is no status, and why."""
    why = text("insured.no_under", on=long_day(question["on"]),
               count=len(answer["missing_months"]))  # fmt: skip
    stopped = answers.get("paid") == "stopped"  # without a gap before
    last = ahead.ended(ahead.paid_ever_since(question) if stopped else question)
    return why if last is None else f"{text('insured.ended', day=writing.long_day(last))} {why}"


def _under(answer: Any, rows: Sequence[ahead.Later]) -> str:
    if answer["until"] is None:
        return text("insured.open_end")
    over = ahead.lost(rows)
    last = over.day - timedelta(days=1) if over else None
    if last is None or last <= date.fromisoformat(answer["until"]):
        return text("insured.until_day", day=long_day(answer["until"]))
    until = long_day(answer["until"])
    return text("insured.until_then", until=until, last=writing.long_day(last))


def _facts(answer: Any) -> list[Fact]:
    if not answer["insured"]:
        return []
    found = [Fact(word("basis"), basis_of(answer))]
    if answer["until"]:
        found.append(Fact(text("insured.last_day"), long_day(answer["until"])))
    if answer["grace_until"] not in (None, answer["until"]):
        found.append(Fact(text("insured.grace"), long_day(answer["grace_until"])))
    return found


def _long_record(answers: Answers, elsewhere: Callable[..., str]) -> list[Part]:
    """What five years of payments would add, where the question was not asked."""
    if answers.get("five") != "no":
        return []
    (insured, _), (_, until) = statuses_by_record(answers)
    if not insured or not until:
        return []
    count = number_of("long_grace_record_months", answers["on"])
    words = text("insured.five_told", count=count, day=long_day(str(until)))
    return [Part(intro=words, links=[Link(text("insured.five_link"), elsewhere(five="yes"))])]


def _paid_late(answers: Answers, answer: Any) -> list[Part]:
    """Why a year paid in advance does not insure."""
    late = answers.get("paid") == "year" and period_of(answers["paid_on"]) > answers["first"]
    if not late or answer["insured"]:
        return []
    words = text("insured.paid_late", day=writing.long_day(answers["paid_on"]),
                 first=writing.month(answers["first"]))  # fmt: skip
    return [Part(warning=words)]


def _missing(answers: Answers, answer: Any, rows: Sequence[ahead.Later]) -> list[Part]:
    """The months without a payment, and whether they will still count when a status ends."""
    missing = answer["missing_months"]
    months = [month_of(month) for month in missing]
    if not months:
        return []
    heading = text("insured.missing", count=len(months))
    if answer["insured"]:  # no debt: of use only when the basis ends
        by_payments = answer["basis"] in ("payments", "grace")
        over = ahead.lost(rows)
        past = over is not None and not set(missing) & set(over.status["missing_months"])
        key = "past" if past else "pay" if by_payments else "insured"
        intro = text(f"insured.missing_{key}")
        if past:
            heading = text("insured.missing_none_due", count=len(months))
        return [Part(heading, intro, points=months, folded=True)]
    this = period_of(answers["on"])
    intro = text("insured.missing_text")
    if this in months_asked(answers) and this not in months_paid(answers):
        intro += " " + text("insured.missing_this", month=writing.month(this))
    return [Part(heading, f"{intro} {newcomer(answers, answer)}".strip(), points=months)]


# ---------------------------------------------------------------------- ways


def _ways(answers: Answers, question: ahead.Question, answer: Any) -> list[Part]:
    held = {one["period"] for one in question["payments"]}
    # Nobody pays again for months that are paid for: a year begins with the first one that is not.
    ways = [way for way in answer["ways_to_become_insured"] if not held & set(way["months"])]
    paid = {
        way["way"]: ahead.after_paying(question, way) for way in ways if way["way"] in PRICED
    }  # fmt: skip
    if answers["residence"] != RESIDENT:  # whether categories hold for a foreigner is not known
        ways = [way for way in ways if way["way"] in (*PRICED, "employment")]
    works = paid_lately(question)
    ways = sorted(ways, key=lambda way: _worth(way, paid.get(way["way"]), works))
    first = [
        way_told(question, way, paid.get(way["way"])) for way in ways if way["way"] in _FIRST
    ]  # fmt: skip
    others = [
        Reason(legal(way["way"]), cited(way["citations"]), text(f"holds.{way['way']}"))
        for way in ways if way["way"] not in _FIRST
    ]  # fmt: skip
    if not ways:
        return []
    by_state = text("insured.by_state", count=len(others))
    return [
        *_own_debt(answer),
        Part(word("ways"), reasons=first),
        *([Part(by_state, text("insured.by_state_text"), reasons=others, folded=True)]
          if others else []),
    ]  # fmt: skip


def _worth(way: Mapping[str, Any], until: date | None, works: bool) -> tuple[int, int, int]:
    """What costs nothing and insures at once comes first, then what is at a price, the cheapest
    before the others and of two at one price the one that lasts; a job insures last, but nothing
    has to be done by who has one."""
    if way["way"] not in PRICED:
        job = -1 if works else 2
        return (0 if way["way"] == "register_unemployed" else job), 0, 0
    return 1, tiyn(way["amount"] or "0"), -(until.toordinal() if until else 0)


def _of_employer(answers: Answers, answer: Any) -> list[Part]:
    """Where payments stopped, the job may go on: then the debt is the employer's."""
    if answers.get("paid") != "stopped" or not answer["missing_months"]:
        return []
    href = reverse("portal:question", args=["employer_pays"])
    links = [Link(text("insured.employer_link"), href)]
    return [Part(text("insured.employer_title"), text("insured.employer"), links=links)]


def _own_debt(answer: Any) -> list[Part]:
    """An entrepreneur owes for each month of the business, whatever the way back costs."""
    owed = of_entrepreneur("insured.own_debt", answer["missing_months"])
    due = f"{reverse('portal:due')}?{urlencode({'kind': ENTREPRENEUR})}"
    return [Part(text("insured.own_debt_title"), owed,
                 links=[Link(text("insured.own_debt_link"), due)])] if owed else []  # fmt: skip


# ---------------------------------------------------------------------- what comes


def _after_job(answers: Answers, question: ahead.Question, answer: Any) -> list[Part]:
    """If the job ends now: only where payments go on."""
    if answer["basis"] != "payments" or answers.get("paid") != "all":
        return []
    month, status = ahead.last_month_paid(question)
    if not status["insured"] or status["until"] is None:
        return []
    last = text("insured.job_ends", month=writing.month(month), day=long_day(status["until"]))
    resident = answers["residence"] == RESIDENT
    points = [last, text("insured.job_after")] if resident else [last]
    return [Part(text("insured.if_job_ends"), points=points)]


# ---------------------------------------------------------------------- the end


def _prices_unknown(answer: Any) -> list[Part]:
    return [undetermined(answer["undetermined"])] if answer["undetermined"] else []


def _links(answers: Answers, insured: bool) -> Part:
    known = urlencode({
        "on": answers["on"].isoformat(), "insured": "yes" if insured else "no",
        "residence": answers["residence"],
    })  # fmt: skip
    links = [Link(text("insured.to_care"), f"{reverse('portal:care')}?{known}")]
    if not insured:
        links.append(Link(text("insured.market"), reverse("portal:question", args=["market"])))
        own = reverse("portal:question", args=["self_employed"])
        links.append(Link(text("questions_asked.self_employed"), own))
    links += [Link(job.title, job.href) for job in jobs(("due", "benefits"))]
    return Part(text("insured.go_on"), text("insured.records"), links=links)
