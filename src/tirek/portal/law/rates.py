"""Rates and caps since 2005 on one page: the chief ones by the date of each change, and of every
chapter each value with the days on which it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tirek.contract import law_data
from tirek.law import law
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Link
from tirek.portal.law import files, written
from tirek.portal.law.chapters import chapters
from tirek.portal.law.moment import Moment, asked
from tirek.portal.pages import show
from tirek.portal.texts import text
from tirek.portal.told import long_day

#: Of the first table, in its order: what everybody pays by.
CHIEF = (
    "minimum_wage", "monthly_calculation_index", "monthly_calculation_index_for_payments",
    "social_rate", "social_cap_multiple", "employer_medical_rate",
    "employer_medical_cap_multiple", "employee_medical_rate", "employee_medical_cap_multiple",
)  # fmt: skip
#: Chapters that hold rates and caps, and units that are no rate, cap or amount.
CHAPTERS = (
    "amounts", "social_contributions", "medical_contributions", "penalties", "average_income",
    "job_loss", "maternity", "childcare", "disability", "survivor", "common",
)  # fmt: skip
UNITS = ("money", "ratio", "count")
#: How sure a value is that nobody has looked up, and the column of the file that names these.
_UNSURE, _MEMORY = "MEM", "from_memory"
Edition = dict[str, Any]


class Chapter(NamedTuple):
    code: str
    title: str
    table: Table


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """As the law is known today, or was by ``known_on``."""
    moment = asked(request)
    found = _found(moment)
    errors = [error for error in moment.errors if error[0] == "known_on"]
    if not errors and files.wanted(request, "csv"):
        some = _of_chief(found)
        columns = {name: f"{_short(name)}, {_unit(some[name][0])}" for name in some}
        columns = {**files.headed("since"), **columns, **files.headed(_MEMORY)}
        return files.as_csv("law-rates", columns, _rows(some, moment.day))
    shown = {
        "moment": moment, "errors": errors, "whole": moment.href("law"),
        "chief": _chief(found, moment), "chapters": _chapters(found, moment),
        "downloads": [
            Link(text("law.rates_csv"), moment.href("law_rates", format="csv")),
            Link(text("law.rates_csv_long"), moment.href("law", format="csv")),
        ],
    }  # fmt: skip
    return show(request, "law/rates", shown, at="law", status=422 if errors else 200)


def _found(moment: Moment) -> dict[str, list[Edition]]:
    """Every edition of every rate, cap and amount, by chapter and then as the law's data go."""
    places = chapters(law(moment.known))
    by_name: dict[str, list[Edition]] = {}
    for one in law_data.editions_of_parameters(moment.day, moment.known_on, language()):
        if one["unit"] in UNITS and places[one["name"]] in CHAPTERS:
            by_name.setdefault(one["name"], []).append(one)
    return dict(sorted(by_name.items(), key=lambda one: CHAPTERS.index(places[one[0]])))


def _on(editions: Sequence[Edition], day: str) -> Edition | None:
    """The edition that holds on a day."""
    for one in editions:
        if one["since"] <= day and (one["until"] is None or day <= one["until"]):
            return one
    return None


def _days(found: dict[str, list[Edition]], last: str) -> list[str]:
    """Days on which something that is shown changed or ended, the newest first; an end still to
    come is none, nor is another act or article for the same values."""
    editions = [one for some in found.values() for one in some]
    ended = {written.shifted(one["until"], 1) for one in editions if one["until"]}
    begun = {one["since"] for one in editions}
    days = sorted(begun | {day for day in ended if day <= last})
    shown = [[_shown(_on(some, day)) for some in found.values()] for day in days]
    pairs = zip(days, shown, [None, *shown], strict=False)
    return [day for day, now, before in pairs if now != before][::-1]


def _shown(one: Edition | None) -> tuple[Any, bool] | None:
    """What a row says of a parameter."""
    return None if one is None else (one["value"], one["confidence"] == _UNSURE)


def _rows(found: dict[str, list[Edition]], last: str) -> list[dict[str, Any]]:
    """A row for each day of a change, a column for each parameter; empty: not in force or not
    known that day. Which of the values stand there from memory is said at the end."""
    rows = []
    for day in _days(found, last):
        held = {name: one for name, some in found.items() if (one := _on(some, day))}
        unsure = [_short(name) for name, one in held.items() if one["confidence"] == _UNSURE]
        values = {name: written.cell(name, one["unit"], one["value"]) for name, one in held.items()}
        rows.append({"since": files.day(day), **values, _MEMORY: unsure})
    return rows


def _short(name: str) -> str:
    """A chief parameter as the table is headed."""
    return text(f"law_rates.{name}")


def _unit(one: Edition) -> str:
    """What the numbers of a column count."""
    kind = {"money": "money", "ratio": "percent"}.get(one["unit"], "multiple")
    return text(f"what_if.suffix_{kind}")


def _of_chief(found: dict[str, list[Edition]]) -> dict[str, list[Edition]]:
    return {name: found[name] for name in CHIEF if name in found}


def _chief(found: dict[str, list[Edition]], moment: Moment) -> Table:
    """The chief rates."""
    some = _of_chief(found)
    columns = [Column(_short(name), True) for name in some]
    table = Table(text("law.rates_chief"), [Column(text("law.since")), *columns], wide=True)
    for day in _days(some, moment.day):
        table.add([
            Cell(writing.day(date.fromisoformat(day)),
                 moment.href("law_compare", first=_before(day), second=day)),
            *(_cell(name, _on(editions, day)) for name, editions in some.items()),
        ])  # fmt: skip
    return table


def _cell(name: str, one: Edition | None) -> Cell:
    if one is None:
        return Cell(writing.NOTHING)
    said = written.value(name, one["unit"], one["value"])
    note = text("law.unsure") if one["confidence"] == _UNSURE else ""
    return Cell(text("law.times", count=said) if name.endswith("_multiple") else said, note=note)


def _before(day: str) -> str:
    return written.shifted(day, -1)


def _chapters(found: dict[str, list[Edition]], moment: Moment) -> list[Chapter]:
    places = chapters(law(moment.known))
    parts = []
    for code in CHAPTERS:
        table = Table(text(f"law_chapters.{code}"), [
            Column(text("law.parameter")), Column(text("law.over_time"))])  # fmt: skip
        for name, editions in found.items():
            if places[name] == code:
                said = [_line(one) for one in reversed(editions)]
                table.add([
                    Cell(written.title(name), moment.href("law_entry", name)),
                    Cell("\n".join(said)),
                ])  # fmt: skip
        if table.rows:
            parts.append(Chapter(code, text(f"law_chapters.{code}"), table))
    return parts


def _line(one: Edition) -> str:
    """A value with its days."""
    value = one["value"]
    said = written.value(one["name"], one["unit"], value)
    if isinstance(value, list):
        steps = written.scale(value, one["name"], one["unit"])
        said = "; ".join(f"{bound} → {step}" for bound, step in steps)
    if one["confidence"] == _UNSURE:
        said = f"{said} ({text('law.unsure')})"
    since = long_day(one["since"])
    if one["until"] is None:
        return text("law.value_since", value=said, since=since)
    return text("law.value_between", value=said, since=since, until=long_day(one["until"]))
