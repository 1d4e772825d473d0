"""The answers of the flow as a question of the contract, and what has to be asked at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tirek.contract import insured_status
from tirek.law import parameters
from tirek.portal.periods import first_day, period_of, shifted, written
from tirek.portal.steps import Answers

#: Who paid is not asked, as the status does not depend on it: one that could in every month.
_ANYBODY = "employee"
#: Categories that do not end in one's life: no last day is asked for.
FOR_LIFE = ("pensioner", "mother_of_many")
#: Categories that a child under three gives.
OF_CHILD = ("on_maternity_leave", "raising_child_under_3")


def _read(months: Iterable[str]) -> list[int]:
    return [int(one.replace("-", "")) for one in months]


def number_of(name: str, on: date) -> int:
    """A number of the law on a day."""
    edition = parameters()[name].edition(on) or parameters()[name].editions[-1]
    return int(edition.value or 0)


# ---------------------------------------------------------------------- the question


def question_of(answers: Answers) -> dict[str, Any]:
    """The question, as ``POST /api/insured-status`` takes it."""
    return {**question_without_payments(answers), "payments": payments_of(answers)}


def question_without_payments(answers: Answers) -> dict[str, Any]:
    return {
        "on": answers["on"].isoformat(),
        "person": {"birth_date": answers["birth"].isoformat()},
        "payments": [],
        "categories": [
            {"code": code, "from": first.isoformat(), "until": last.isoformat() if last else None}
            for code, first, last in spans_of(answers)
        ],
    }  # fmt: skip


def spans_of(answers: Answers) -> list[tuple[str, date, date | None]]:
    """The chosen categories whose days have been told."""
    return [
        (code, answers[f"{code}_from"], answers.get(f"{code}_until") or _of_child(code, answers))
        for code in answers.get("who", ()) if f"{code}_from" in answers
    ]  # fmt: skip


def _of_child(code: str, answers: Answers) -> date | None:
    born: date | None = answers.get(f"{code}_child")
    return last_day_under_three(born) if born is not None else None


def last_day_under_three(born: date) -> date:
    """The day before the third birthday (29 February: 28 February): a proposed end of the
    categories of :data:`OF_CHILD`, whose names in the law end with it."""
    try:
        third = born.replace(year=born.year + 3)
    except ValueError:
        third = born.replace(year=born.year + 3, day=28)
    return third - timedelta(days=1)


def payments_of(answers: Answers) -> list[dict[str, Any]]:
    """The payments that the answers tell of, a row a month."""
    months = months_paid(answers)
    rows = [{"period": written(month), "kind": _ANYBODY} for month in months]
    if answers.get("paid") == "year":
        paid_on = answers["paid_on"].isoformat()
        rows = [{**row, "paid_on": paid_on} for row in rows]
    if answers.get("five") == "yes" and months:
        rows += [
            {"period": written(month), "kind": _ANYBODY}
            for month in long_record(months[-1], answers["on"]) if month not in set(months)
        ]  # fmt: skip
    return rows


def months_paid(answers: Answers) -> list[int]:
    """The months that were paid for, of those asked about; in order."""
    how = answers.get("paid", "none")
    if how == "all":
        return months_in_question(answers)
    if how == "stopped":
        return [month for month in months_asked(answers) if month <= int(answers["last"])]
    if how == "some":
        return sorted(int(one) for one in answers["months"])
    if how == "year":
        return year_from(answers["first"], answers["on"])
    return []


def year_from(first: int, on: date) -> list[int]:
    """The months of a payment in advance."""
    return [shifted(first, n) for n in range(number_of("prepaid_months", on))]


def long_record(last: int, on: date) -> list[int]:
    """The months of payments without a break that give the longer grace, up to the last one."""
    count = number_of("long_grace_record_months", on)
    return [shifted(last, -n) for n in reversed(range(count))]


# ---------------------------------------------------------------------- what is asked


def told_who(answers: Answers) -> bool:
    """Whether it is known who it is about: without it no month can be asked about."""
    return "on" in answers and "birth" in answers and "who" in answers


def months_in_question(answers: Answers) -> list[int]:
    """The months that decide and that no category covers: those that the contract misses where
    nothing has been paid. Where there is none, the month of the day itself."""
    missing = _missing(answers, answers["on"])
    return missing or months_asked(answers)


def months_asked(answers: Answers) -> list[int]:
    """The same months and the month of the day, unless a category covers it."""
    on: date = answers["on"]
    this = period_of(on)
    found = set(_missing(answers, on))
    # Looked back at from the month after, the month of the day is one of those that decide.
    found.update({this} & set(_missing(answers, first_day(shifted(this, 1)))))
    return sorted(found)


def _missing(answers: Answers, on: date) -> list[int]:
    question = {**question_without_payments(answers), "on": on.isoformat()}
    answer: Any = insured_status.answer(question, brief=True)
    return _read(answer["missing_months"])


def long_record_matters(answers: Answers) -> bool:
    """Whether five years of payments would change the answer. They can have been paid only by
    one for whom no month of the last year was covered by a category."""
    if not told_who(answers) or not _without_gap(answers):
        return False
    on = answers["on"]
    if parameters()["long_grace_record_months"].edition(on) is None:
        return False
    whole = len(_missing(answers, on)) == number_of("missing_months_window", on)
    if not whole or not months_paid(answers):
        return False
    without, with_them = statuses_by_record(answers)
    return without != with_them


def long_record_decides(answers: Answers) -> bool:
    """Whether they would change the status itself, not its end alone."""
    without, with_them = statuses_by_record(answers)
    return without[0] != with_them[0]


def statuses_by_record(answers: Answers) -> list[tuple[object, object]]:
    """Whether insured and until when: without five years of payments, and with them."""
    return [_status({**answers, "five": five}) for five in ("no", "yes")]


def _without_gap(answers: Answers) -> bool:
    """Whether what was paid goes on without a gap up to its last month."""
    how = answers.get("paid")
    if how == "some" and answers.get("months"):
        paid = months_paid(answers)
        return paid == [month for month in months_asked(answers) if month <= paid[-1]]
    return how == "all" or (how == "stopped" and "last" in answers)


def _status(answers: Answers) -> tuple[object, object]:
    found = insured_status.answer(question_of(answers), brief=True)
    return found["insured"], found["until"]
