"""A year at a glance: twelve months and their sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse

from tirek.contract.problems import Problem
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.portal import unheld
from tirek.portal.answers import Answer, Link, Part
from tirek.portal.due import months
from tirek.portal.due.asked import (
    FIRST_YEAR,
    LAST_YEAR,
    Answers,
    Fields,
    Wrong,
    YearField,
    address,
    detail_fields,
    kind_field,
    month_href,
    question_of,
    words_of,
)
from tirek.portal.due.told import LINES, by_payer, over_regime, to_funds
from tirek.portal.fields import MoneyField, ask
from tirek.portal.periods import period_of
from tirek.portal.texts import text
from tirek.portal.told import last_known_day, small, undetermined


def fields() -> Fields:
    return {
        "kind": kind_field(), "year": ask("due.year", YearField),
        "income": ask("due.income", MoneyField), **detail_fields(),
    }  # fmt: skip


def judge(answers: Answers) -> Wrong | None:
    """What no month of the year could be asked with."""
    found = _answers(answers)
    problems = [one for one in found if isinstance(one, Problem)]
    asked = next((one for one in problems if one.code == "missing_fact"), None)
    if asked is not None:  # a sex that matters in some months only
        return words_of(asked)
    if len(problems) < len(found):
        return None
    wrong = next((one for one in problems if one.code != "kind_not_in_force"), problems[-1])
    name, words = words_of(wrong)
    return ("year" if name == "month" else name), words


def _answers(answers: Answers) -> list[months.Month]:
    return months.answers([question_of(answers, p) for p in months.months_of(answers["year"])])


def told(answers: Answers) -> Answer:
    """The answer on one year."""
    found = _answers(answers)
    shown = [kind for kind in LINES if any(kind in months.by_kind(one) for one in found)]
    columns = [
        Column(text("fields.month")), *(Column(text(f"due.{kind}_short"), True) for kind in shown),
        Column(text("due.sum"), True),
    ]  # fmt: skip
    table = Table(text("due.by_month", year=answers["year"]), columns, wide=True)
    sums = dict.fromkeys(shown, 0)
    nothing_known = all(not isinstance(one, Problem) and months.unknown(one) for one in found)
    if nothing_known:
        return _unknown(answers, found)
    if any(over_regime(answers["kind"], answers["income"], one)
           for one in months.months_of(answers["year"])):  # fmt: skip
        return _over_regime(answers)
    for periods, one in _folded(answers["year"], found):
        cell = _months_cell(answers, periods, one)
        if isinstance(one, Problem):
            table.add([Cell(cell.text)], whole=text("due.not_then"))
        elif months.unknown(one):
            table.add([cell], whole=text("due.unknown"))
        else:
            kinds = months.by_kind(one)
            amounts = [kinds.get(kind, 0) for kind in shown]
            table.add([cell, *map(writing.sum_of, [*amounts, sum(amounts)])])
            for kind in shown:
                sums[kind] += kinds.get(kind, 0) * len(periods)
    total = sum(sums.values())
    table.add([text("due.all"), *map(writing.sum_of, [*sums.values(), total])], total=True)
    lines = [(answers["kind"], line) for one in found for line in months.lines_of(one)]
    parts = [Part(text("due.by_month", year=answers["year"]), table=table)]
    if lines:
        parts += unheld.of(line for _, line in lines)
        parts.append(Part(text("due.who_pays"), table=by_payer(lines)))
    open_values = {
        value["parameter"]: value for one in reversed(found) for value in months.unknown(one)
    }  # fmt: skip
    if open_values:
        parts.append(undetermined(list(open_values.values())[:3]))
    parts.append(Part(text("due.onward"), links=_onward(answers)))
    known = not open_values
    lead = text("due.nothing" if known else "due.unknown")
    if lines:
        lead = to_funds(line for _, line in lines)
    under = text("due.for_year", kind=text(f"kinds.{answers['kind']}"), year=answers["year"])
    single = answers["kind"] == "single_payment"
    if lines:
        under += " " + text("due.single_parts_under" if single else "due.without_pension")
    if lines and single:
        lead = text("due.single_parts", total=lead)
    return Answer(text("due.year_title"), lead, "plain" if known else "unknown", under, parts)


def _over_regime(answers: Answers) -> Answer:
    """No sums of a regime that cannot be used with this income."""
    under = text("due.for_year", kind=text(f"kinds.{answers['kind']}"), year=answers["year"])
    return Answer(
        text("due.year_title"), text("due.regime_unusable"), "no",
        f"{under} {text('due.over_regime_year')}",
        [Part(text("due.onward"), links=_onward(answers))],
    )  # fmt: skip


def _unknown(answers: Answers, found: Sequence[months.Month]) -> Answer:
    """A year of which no month is known: told once, with each value that is missing."""
    first = {value["parameter"]: value for one in reversed(found) for value in months.unknown(one)}
    why = undetermined([*first.values()][:3])
    words = text("due.year_unknown", year=answers["year"])
    under = text("due.for_year", kind=text(f"kinds.{answers['kind']}"), year=answers["year"])
    return Answer(text("due.year_title"), text("due.unknown"), "unknown", under, [
        *_sooner(answers, list(first.values())), replace(why, intro=words),
        Part(text("due.onward"), links=_onward(answers)),
    ])  # fmt: skip


def _sooner(answers: Answers, unknown: Sequence[Any]) -> list[Part]:
    """What is due for twelve months like the last one whose values are known: what to expect."""
    day = last_known_day(unknown)
    if day is None or over_regime(answers["kind"], answers["income"], period_of(day)):
        return []
    [month] = months.answers([question_of(answers, period_of(day))])
    lines = months.lines_of(month)
    if not lines:
        return []
    said = text("due.year_sooner", month=writing.month(period_of(day)),
                total=small(to_funds([*lines] * 12)))  # fmt: skip
    link = Link(text("due.sooner_link", month=writing.month(period_of(day))),
                month_href(answers, period_of(day)))  # fmt: skip
    return [Part(intro=said, links=[link])]


#: Months of which the same is told, and the answer of the first.
_Folded = tuple[list[int], months.Month]


def _folded(year: int, found: Sequence[months.Month]) -> list[_Folded]:
    """Months one after another that are alike, as one row."""
    rows: list[_Folded] = []
    before: object = None
    for period, one in zip(months.months_of(year), found, strict=True):
        known = not isinstance(one, Problem) and not months.unknown(one)
        said = months.by_kind(one) if known else isinstance(one, Problem)
        if rows and said == before:
            rows[-1][0].append(period)
        else:
            rows.append(([period], one))
        before = said
    return rows


def _months_cell(answers: Answers, periods: Sequence[int], one: months.Month) -> Cell:
    """The months of a row, where the first leads, and until when each is to be paid."""
    first, last = periods[0], periods[-1]
    href = month_href(answers, first)
    due = next((date.fromisoformat(line["due"]) for line in months.lines_of(one) if line["due"]),
               None)  # fmt: skip
    if first == last:
        until = text("due.one_until", day=writing.day(due)) if due else ""
        return Cell(writing.month(first), href, until)
    names = [writing.month_name(one % 100) for one in (first, last)]
    words = text("due.folded", first=names[0], last=names[1], year=answers["year"])
    return Cell(words, href, text("due.each_until", day=due.day) if due else "")


def _onward(answers: Answers) -> list[Link]:
    year, path, made = answers["year"], reverse("portal:due_year"), fields()
    return [
        Link(text("due.other_year", year=one), address(path, made, {**answers, "year": one}))
        for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR
    ]  # fmt: skip
