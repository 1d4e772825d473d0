"""Two dates compared: which values and which editions of rules differ, old and new side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tirek.contract import law_data
from tirek.engine.graph import Rule
from tirek.engine.rules import Variant
from tirek.engine.values import Value
from tirek.law import law
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Link
from tirek.portal.law import compared, files, packages, written
from tirek.portal.law.moment import Moment, asked, day_asked
from tirek.portal.pages import show
from tirek.portal.texts import text
from tirek.project import clock

Row = dict[str, Any]


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Without dates: the last day of last year and today."""
    moment = asked(request)
    errors = [error for error in moment.errors if error[0] == "known_on"]
    first = day_asked(request, "first", errors) or date(clock.today().year, 1, 1) - timedelta(1)
    second = day_asked(request, "second", errors) or clock.today()
    moved = packages.moved(first, second, moment.known)
    rows = [
        *_parameters(first, second, moment), *_rules(first, second, moment),
        *_packages(moved, first, second),
    ]  # fmt: skip
    if not errors and (kind := files.wanted(request, "csv", "json")):
        name = f"law-{first}-{second}"
        if kind == "csv":
            return files.as_csv(name, compared.columns(first, second), map(compared.in_words, rows))
        return files.as_json(name, {"first": first, "second": second, "differences": rows})
    typed = {
        name: request.GET.get(name, "")[:40] or day.isoformat()
        for name, day in (("first", first), ("second", second))
    }
    days = {"first": first.isoformat(), "second": second.isoformat()}
    said = text("law.compared", first=writing.long_day(first), second=writing.long_day(second))
    shown = {
        "moment": moment, "errors": errors, "wrong": dict(errors), "typed": typed, "said": said,
        "whole": moment.href("law"),
        "tables": compared.tables(rows, moved, first, second, moment),
        "no_article": compared.without_article(rows),
        "downloads": [
            Link(kind.upper(), moment.href("law_compare", **days, format=kind))
            for kind in ("json", "csv")
        ],
    }  # fmt: skip
    return show(request, "law/compare", shown, at="law", status=422 if errors else 200)


def _parameters(first: date, second: date, moment: Moment) -> Iterator[Row]:
    for name, parameter in law(moment.known).parameters.items():
        before, after = parameter.edition(first), parameter.edition(second)
        if before is after:
            continue
        old, new = (_value(name, day, moment) for day in (first, second))
        unheld = [written.unknown(parameter, day) for day in (first, second)]
        yield {
            "kind": "parameter", "change": _change(old, new, any(unheld)), "name": name,
            "title": law_data.title(name, language()), "unit": parameter.unit.value,
            "first_on": first.isoformat(), "first": old, "first_act": before and before.act,
            "first_article": before and before.citation,
            "first_unknown": unheld[0], "second_unknown": unheld[1],
            "second_on": second.isoformat(), "second": new, "second_act": after and after.act,
            "second_article": after and after.citation,
        }  # fmt: skip


def _change(old: Any, new: Any, unheld: bool) -> str:
    """What differs; a value that is not held for one of the days is no change of the law."""
    if unheld:
        return "unknown"
    return "ground" if old == new else "value"


def _value(name: str, day: date, moment: Moment) -> Any:
    found = law_data.entry(name, day.isoformat(), moment.known_on, language())
    return next((one["value"] for one in found["editions"] if one["in_force"]), None)


def _rules(first: date, second: date, moment: Moment) -> Iterator[Row]:
    for name, rule in law(moment.known).rules.items():
        numbers = [rule.variant_on(day) for day in (first, second)]
        before, after = (rule.variants[number] for number in numbers)
        if before is after:
            continue
        applies = [_applies(rule, number) for number in numbers]
        yield {
            "kind": "rule", "change": "edition", "name": name,
            "title": law_data.title(name, language()), "unit": rule.variants[0].gives.value,
            "first_on": first.isoformat(), "first": _since(before.since),
            "first_article": before.article, "first_note": _note(before),
            "second_on": second.isoformat(), "second": _since(after.since),
            "second_article": after.article, "second_note": _note(after),
            "first_rests_on": sorted({*before.arguments} - {*after.arguments}),
            "second_rests_on": sorted({*after.arguments} - {*before.arguments}),
            "first_applies": applies[0], "second_applies": applies[1],
        }  # fmt: skip


def _applies(rule: Rule, number: int) -> bool:
    """Whether the law has the rule in an edition: one that no case meets stands for its absence."""
    value = rule.values[number]
    return not (isinstance(value, Value) and value.op == "const" and value.data is False)


def _note(variant: Variant) -> str:
    """What an edition says of itself."""
    return " ".join((variant.function.__doc__ or "").split())


def _packages(moved: tuple[packages.Moved, ...], first: date, second: date) -> Iterator[Row]:
    for one in moved:
        yield {
            "kind": "care", "change": "package", "name": one.group.code if one.group else "",
            "title": f"{one.disease}: {one.named}", "unit": "code",
            "first_on": first.isoformat(), "first": one.first,
            "second_on": second.isoformat(), "second": one.second,
        }  # fmt: skip


def _since(day: date | None) -> str | None:
    """An edition is known by its first day."""
    return None if day is None else day.isoformat()
