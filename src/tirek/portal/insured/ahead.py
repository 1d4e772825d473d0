"""What happens next: the contract asked again on later days, if nothing else changes or is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from tirek.contract import insured_status
from tirek.law.insured_status import INSURANCE_SINCE
from tirek.portal.fields import LAST_DAY
from tirek.portal.insured.prices import INDEPENDENT
from tirek.portal.periods import first_day, period_of, shifted, written

Question = Mapping[str, Any]
#: Most days that are looked at; most months until payments alone insure again.
_MOST_DAYS, _MOST_MONTHS = 12, 24
_DAY = timedelta(days=1)


class Event(NamedTuple):
    """Something that happens: ``what`` is a word of the page (``category_ends``), ``code`` the
    category that it is about, ``day`` the one named in the sentence."""

    what: str
    day: date
    code: str = ""


class Later(NamedTuple):
    """The status on a day, and what led to it."""

    day: date
    events: list[Event]
    status: Mapping[str, Any]


def status_on(question: Question, on: date) -> Mapping[str, Any]:
    """The contract's answer on another day."""
    return insured_status.answer({**question, "on": on.isoformat()}, brief=True)


def later(question: Question, answer: Mapping[str, Any]) -> list[Later]:
    """The days on which the status can change, each with the contract's answer, in order."""
    waiting: dict[date, list[Event]] = {}
    for day, event in _known(question, answer):
        waiting.setdefault(day, []).append(event)
    _add_end(waiting, question, answer)
    found: list[Later] = []
    while waiting and len(found) < _MOST_DAYS:
        day = min(waiting)
        events = waiting.pop(day)
        status = status_on(question, day)
        found.append(Later(day, events, status))
        _add_end(waiting, question, status)
    return found


def lost(rows: Sequence[Later]) -> Later | None:
    """The first of the later days on which there is no status any more."""
    return next((row for row in rows if row.status["insured"] is False), None)


def _known(question: Question, answer: Mapping[str, Any]) -> Iterator[tuple[date, Event]]:
    """The 18th birthday, and the first and last days of categories that lie ahead."""
    on = date.fromisoformat(question["on"])
    for one in answer["upcoming"]:
        if one["what"] == "turns_18":
            day = date.fromisoformat(one["on"])
            yield day, Event("turns_18", day)
    for one in question["categories"]:
        first = date.fromisoformat(one["from"])
        if first > on:
            yield first, Event("category_begins", first, one["code"])
        if one["until"] is not None:
            last = date.fromisoformat(one["until"])
            if on <= last < LAST_DAY:
                yield last + _DAY, Event("category_ends", last, one["code"])


def _add_end(
    waiting: dict[date, list[Event]], question: Question, status: Mapping[str, Any]
) -> None:
    """The day after the last one of a status; nothing where something else ends it that day."""
    if not status["insured"] or status["until"] is None:
        return
    last = date.fromisoformat(status["until"])
    if last < LAST_DAY and last + _DAY not in waiting:
        what = str(status["basis"]).partition(":")[0]
        if what in ("payments", "grace") and not _paid_last(question, last):
            what = "after_category"
        waiting[last + _DAY] = [Event(f"{what}_over", last)]


def _paid_last(question: Question, last: date) -> bool:
    """Whether the last covered month was one of payment: after it, not after a category, the time
    runs that ends on a day."""
    paid = max((one["period"] for one in question["payments"]), default="")
    held = [
        one["until"][:7] for one in question["categories"]
        if one["until"] is not None and one["until"] <= last.isoformat()
    ]  # fmt: skip
    return paid > max(held, default="")


def paid_ever_since(question: Question) -> Question:
    """The question with payments for the months before the first one that is told of too."""
    told = [one["period"] for one in question["payments"]]
    if not told:
        return question
    first = int(min(told).replace("-", ""))
    before = [
        {"period": written(shifted(first, -back)), "kind": "employee"}
        for back in range(1, _MOST_MONTHS + 1)
        if shifted(first, -back) >= period_of(INSURANCE_SINCE)
    ]
    return {**question, "payments": [*before, *question["payments"]]}


def ended(question: Question) -> date | None:
    """The last day of the status that somebody has no more, as far as what was told goes back;
    None: there was none."""
    on = date.fromisoformat(question["on"])
    for back in range(_MOST_MONTHS):
        before = first_day(shifted(period_of(on), -back))
        if before < INSURANCE_SINCE:
            return None
        if status_on(question, before)["insured"]:
            return _last_insured(question, before, on)
    return None


def _last_insured(question: Question, insured: date, lost: date) -> date:
    """The last day of a status between a day on which somebody has it and a later one on which
    it is lost. A payment of a later month may end it sooner than was to be expected before."""
    while lost - insured > _DAY:
        middle = insured + (lost - insured) // 2
        if status_on(question, middle)["insured"]:
            insured = middle
        else:
            lost = middle
    return insured


# ---------------------------------------------------------------------- if something is done


def after_paying(question: Question, way: Mapping[str, Any]) -> date | None:
    """The last day of the insurance that a priced way gives, its months paid on the day asked
    about by the person, nothing after; None: it gives none, or none with an end."""
    paid = [
        {"period": month, "kind": INDEPENDENT, "paid_on": question["on"]} for month in way["months"]
    ]
    asked = {**question, "payments": [*question["payments"], *paid]}
    last, status = None, status_on(asked, date.fromisoformat(way["insured_from"]))
    for _ in range(_MOST_DAYS):
        if not status["insured"]:
            break
        if status["until"] is None:
            return None
        last = date.fromisoformat(status["until"])
        if last >= LAST_DAY:
            return None
        status = status_on(asked, last + _DAY)  # of months paid already it may go on
    return last


def last_month_paid(question: Question) -> tuple[int, Mapping[str, Any]]:
    """The month of the day asked about, and the status on the first day of the next one if that
    month is the last one paid for."""
    this = period_of(date.fromisoformat(question["on"]))
    paid = {"period": written(this), "kind": "employee"}
    asked = {**question, "payments": [*question["payments"], paid]}
    return this, status_on(asked, first_day(shifted(this, 1)))


def by_working_only(question: Question) -> date | None:
    """From when payments of every month from now on insure, where the months before stay
    unpaid; None: not within two years."""
    this = period_of(date.fromisoformat(question["on"]))
    paid: list[dict[str, Any]] = []
    for number in range(1, _MOST_MONTHS + 1):
        paid.append({"period": written(shifted(this, number - 1)), "kind": "employee"})
        day = first_day(shifted(this, number))
        asked = {**question, "payments": [*question["payments"], *paid]}
        if day > LAST_DAY:
            return None
        if status_on(asked, day)["insured"]:
            return day
    return None
