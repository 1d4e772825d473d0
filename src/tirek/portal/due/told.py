"""What is due for a month, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tirek.contract import contributions
from tirek.contract.reading import tiyn
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Link, Part, Reason
from tirek.portal.due.asked import (
    Answers,
    YearField,
    address,
    detail_fields,
    kind_field,
    question_of,
)
from tirek.portal.fields import MoneyField
from tirek.portal.pages import jobs
from tirek.portal.texts import text
from tirek.portal.told import cited, money, undetermined, working

#: Whose lines there are, in the order in which they are told.
LINES = ("social_contribution", "employer_contribution", "personal_contribution")
FUNDS = ("social", "medical")
PAYERS = ("employer", "person", "agent", "operator")
#: Steps that say why a line is not there.
#: Who pays for both insurances: without the one or the other there is a reason.
_WITH_SOCIAL = ("employee", "entrepreneur", "civil_contract", "platform_worker")
_GROUNDS = ("of_pension_age", "insured_by_state")


def told(answers: Answers) -> Answer:
    """The answer on one month."""
    answer: Any = contributions.answer(question_of(answers, answers["month"]), language())
    title, onward = text("jobs.due"), _onward(answers)
    for_whom = text("due.for", kind=text(f"kinds.{answers['kind']}"),
                    month=writing.month(answers["month"]))  # fmt: skip
    if answer["undetermined"]:
        return Answer(title, text("due.unknown"), "unknown", for_whom,
                      [undetermined(answer["undetermined"]), onward])  # fmt: skip
    lines = answer["lines"]
    missing = _missing(answer, answers)
    work = working(answer["explanation"])
    if not lines:
        return Answer(title, text("due.nothing"), "plain", for_whom,
                      [*_half_told(answers, answer), missing, work, onward])  # fmt: skip
    total = text("due.total", sum=writing.money(sum(tiyn(line["amount"]) for line in lines)))
    under = text("due.for_until", what=for_whom, day=_day(lines[0]["due"]))
    parts = [
        *_half_told(answers, answer),
        Part(text("due.lines"), reasons=[_line(line) for line in lines]),
        missing, Part(text("due.who_pays"), table=by_payer(lines)), work, onward,
    ]  # fmt: skip
    return Answer(title, total, "plain", under, [part for part in parts if part != Part()])


def half_told(
    kind: str, income: int, categories: Sequence[str], birth: date | None, answer: Any
) -> str:
    """Which half of a pensioner is left out: the category whose person pays nothing to medical
    insurance, or the age from which nothing goes to social insurance; ``""``: neither."""
    if kind not in _WITH_SOCIAL or answer["undetermined"]:
        return ""
    pensioner = "pensioner" in categories
    if pensioner and birth is None:
        return "category_without_age"
    funds = {line["fund"] for line in answer["lines"] or ()}
    of_age = birth is not None and income > 0 and "social" not in funds and "medical" in funds
    return "age_without_category" if of_age and not pensioner else ""


def _half_told(answers: Answers, answer: Any) -> list[Part]:
    key = half_told(answers["kind"], answers["income"], answers.get("categories") or (),
                    answers.get("birth"), answer)  # fmt: skip
    return [Part(text("due.notes"), warning=text(f"due.{key}"))] if key else []


def _day(value: str | None) -> str:
    return writing.long_day(date.fromisoformat(value)) if value else writing.NOTHING


def line_title(line: Mapping[str, Any]) -> str:
    return text(f"due.{line['kind']}")


def payer(line: Mapping[str, Any]) -> str:
    return text(f"due.by_{line['paid_by']}")


def _line(line: Mapping[str, Any]) -> Reason:
    words = text("due.line", payer=payer(line), rate=writing.percent(line["rate"]),
                 base=money(line["base"]))  # fmt: skip
    code = text("due.no_code")
    if line["purpose_code"]:
        code = text("due.code", code=line["purpose_code"])
    return Reason(f"{words} {code}", cited(line["citations"]), line_title(line),
                  money(line["amount"]))  # fmt: skip


def _missing(answer: Any, answers: Answers) -> Part:
    """Why a line that one would look for is not there."""
    reasons = [
        Reason(step["text"], cited(step["citations"]))
        for step in answer["explanation"] if step["name"] in _GROUNDS
    ]  # fmt: skip
    points = []
    if not answers["income"] and not any(one["fund"] == "social" for one in answer["lines"]):
        points = [text("due.no_income")]
    return (
        Part(text("due.missing"), reasons=reasons, points=points) if reasons or points else Part()
    )


def by_payer(lines: Iterable[Mapping[str, Any]]) -> Table:
    """Whose money goes to which fund."""
    sums: dict[tuple[str, str], int] = {}
    for line in lines:
        key = line["paid_by"], line["fund"]
        sums[key] = sums.get(key, 0) + tiyn(line["amount"])
    columns = [
        Column(text("due.payer")), *(Column(text(f"due.{fund}_fund"), True) for fund in FUNDS),
        Column(text("due.sum"), True),
    ]  # fmt: skip
    table = Table(text("due.who_pays"), columns, wide=True)
    payers = [one for one in PAYERS if any(key[0] == one for key in sums)]
    for one in payers:
        amounts = [sums.get((one, fund), 0) for fund in FUNDS]
        table.add([text(f"due.by_{one}"), *map(writing.sum_of, [*amounts, sum(amounts)])])
    if len(payers) > 1:
        amounts = [sum(sums.get((one, fund), 0) for one in payers) for fund in FUNDS]
        table.add([text("due.all"), *map(writing.sum_of, [*amounts, sum(amounts)])], total=True)
    return table


def _onward(answers: Answers) -> Part:
    """Where to go from a month: its year, two years, others' incomes."""
    details = detail_fields()
    kind = {"kind": answers["kind"]}
    links = [
        Link(text("due.to_year"), address(reverse("portal:due_year"), {
            "kind": kind_field(), "year": YearField(), "income": MoneyField(), **details,
        }, {**answers, "year": answers["month"] // 100})),
        Link(text("due.to_compare"), f"{reverse('portal:due_compare')}?{urlencode(kind)}"),
        Link(text("due.to_staff"), reverse("portal:due_staff")),
        *(Link(job.title, job.href) for job in jobs(("curves",))),
    ]  # fmt: skip
    return Part(text("due.onward"), links=links)
