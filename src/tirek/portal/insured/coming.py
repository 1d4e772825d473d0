"""What comes after the status: the later days, the end of a category that has none yet, and how to
stay insured then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tirek.contract import insured_status
from tirek.contract.problems import Problem
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Part, Reason
from tirek.portal.fields import LAST_DAY
from tirek.portal.insured import ahead
from tirek.portal.insured.prices import INDEPENDENT, lines_of, of_entrepreneur, sum_of
from tirek.portal.insured.question import FOR_LIFE
from tirek.portal.insured.ways import PRICED, month_of, way_told
from tirek.portal.periods import first_day, period_of, shifted
from tirek.portal.texts import text
from tirek.portal.told import cited, long_day, money, word

#: An end after which is told of only to who asks.
_FAR = timedelta(days=366)
#: Ways that keep somebody insured without any category.
_REGISTER = "register_unemployed"
_TO_STAY = (*PRICED, _REGISTER)
#: Categories that may not end in one's life, or whose end is that of a leave: none is assumed.
_LASTING = (*FOR_LIFE, "disabled", "on_maternity_leave")


def coming(
    question: ahead.Question, answer: Any, rows: Sequence[ahead.Later], by_state: bool = True
) -> list[Part]:  # fmt: skip
    """The later days (``rows``, of ``ahead.later``), each with its status; where a category has no
    end, what would follow one. ``by_state``: whether the state's categories are for the person."""
    if rows:
        told = Part(text("insured.next"), text("insured.next_text"), reasons=_told(rows))
        return [told, *_to_stay(question, answer, rows, by_state)]
    assumed = with_assumed_end(question)
    if assumed is None or not answer["insured"]:
        return []
    ended, last, codes = assumed
    rows = ahead.later(ended, ahead.status_on(ended, date.fromisoformat(question["on"])))
    intro = text("insured.if_ends_text", day=writing.long_day(last),
                 names="; ".join(text(f"holds.{code}") for code in codes))  # fmt: skip
    example = text("insured.if_ends", day=writing.long_day(last))
    told = Part(example, intro, reasons=_told(rows))
    # Only an example: who is insured without an end is not alarmed by it.
    return [replace(part, folded=True) for part in (told, *_to_stay(ended, answer, rows))]


def with_assumed_end(
    question: ahead.Question,
) -> tuple[dict[str, Any], date, list[str]] | None:
    """The question with an end for the categories that hold without one: the last day of the month
    asked about. That day, and their codes."""
    on = date.fromisoformat(question["on"])
    last = first_day(shifted(period_of(on), 1)) - timedelta(days=1)
    categories, codes = [], []
    for one in question["categories"]:
        is_open = one["until"] is None and date.fromisoformat(one["from"]) <= on
        codes += [one["code"]] if is_open else []
        categories.append({**one, "until": last.isoformat()} if is_open else one)
    if not codes or last >= LAST_DAY or set(codes) & set(_LASTING):
        return None
    return {**question, "categories": categories}, last, codes


def _told(rows: Sequence[ahead.Later]) -> list[Reason]:
    return [
        Reason(" ".join([*map(_event, row.events), *_rest(row.status)]), (),
               text("insured.next_day", day=writing.long_day(row.day)), _status(row.status))
        for row in rows
    ]  # fmt: skip


def _event(event: ahead.Event) -> str:
    name = text(f"holds.{event.code}") if event.code else ""
    return text(f"insured.event_{event.what}", day=writing.long_day(event.day), name=name)


def _status(status: Mapping[str, Any]) -> str:
    if status["insured"] is None:
        return text("insured.unknown").lower()
    return word("insured" if status["insured"] else "not_insured").lower()


def _rest(status: Mapping[str, Any]) -> list[str]:
    """On what a later status rests, and until when."""
    if not status["insured"]:
        return []
    found = [text("insured.next_basis", basis=basis_of(status))]
    if status["until"] is not None:
        found.append(text("insured.next_until", day=long_day(status["until"])))
    return found


def basis_of(answer: Mapping[str, Any]) -> str:
    """What a status rests on, in words."""
    kind, _, code = str(answer["basis"]).partition(":")
    return text(f"holds.{code}") if code else text(f"insured.basis_{kind}")


# ---------------------------------------------------------------------- to stay insured


def _to_stay(
    question: ahead.Question, answer: Any, rows: Sequence[ahead.Later], by_state: bool = True
) -> list[Part]:  # fmt: skip
    """For somebody insured whose status will end: paying on without a gap, where that insures;
    else the ways on the day after. Folded where the end is far."""
    lost = ahead.lost(rows)
    if lost is None or not answer["insured"]:
        return []
    over = lost.day
    then = {**question, "on": over.isoformat()}
    answer_then: Any = insured_status.answer(then, language())
    paying_on = _paying_on(question, over, answer_then["missing_months"])
    held = {one["code"] for one in question["categories"]}
    ways = [
        one for one in answer_then["ways_to_become_insured"]
        if one["way"] in _TO_STAY and not (one["way"] == _REGISTER and "unemployed" in held)
        and not (one["way"] in PRICED and paying_on) and (by_state or one["way"] != _REGISTER)
    ]  # fmt: skip
    told = [
        way_told(
            then, way, ahead.after_paying(then, way) if way["way"] in PRICED else None, named=True
        )
        for way in ways
    ]
    reasons = [*told, *paying_on] if paying_on else told  # what costs nothing comes first
    intro = text("insured.stay_text" if by_state else "insured.stay_worker")
    if not paying_on:
        intro += " " + text("insured.stay_lapsed", day=writing.long_day(over))
    far = over - date.fromisoformat(question["on"]) > _FAR
    return [Part(text("insured.stay"), intro, reasons=reasons, folded=far)] if reasons else []


def _paying_on(question: ahead.Question, over: date, missing: list[str]) -> list[Reason]:
    """Paying for oneself: the months that lie back at once, then every month from the one asked
    about; only where the contract finds that it insures. The price is that of this month."""
    this = question["on"][:7]
    paid = [{"period": month, "kind": INDEPENDENT} for month in missing]
    try:
        held = ahead.status_on({**question, "payments": [*question["payments"], *paid]}, over)
    except Problem:  # nobody pays so in one of the months
        return []
    lines = lines_of(INDEPENDENT, [this])
    if not missing or not held["insured"] or not lines:
        return []
    back = [month for month in missing if month < this]
    first = next((month for month in missing if month >= this), this)
    said = [text("insured.pay_on_text", first=month_of(first), now=month_of(this)),
            of_entrepreneur("insured.pay_on_entrepreneur", [this])]  # fmt: skip
    owed = sum_of(INDEPENDENT, back) if back else None
    if owed is not None:
        months = ", ".join(map(month_of, back))
        said.insert(0, text("insured.pay_back", months=months, sum=writing.money(owed)))
    (line,) = lines
    return [Reason(" ".join(filter(None, said)), cited(line["citations"]), text("insured.pay_on"),
                   money(line["amount"]))]  # fmt: skip
