"""The page of one parameter, rule or fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tirek.contract import law_data
from tirek.contract.problems import Problem
from tirek.law import law
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Link
from tirek.portal.law import files, parameter, rule, search, written
from tirek.portal.law.chapters import held_since
from tirek.portal.law.moment import Moment, asked
from tirek.portal.pages import show
from tirek.portal.texts import text

_OF_RULE = ("name", "title", "unit", "since", "act", "uses", "in_force")


@require_safe
def entry(request: HttpRequest, name: str) -> HttpResponse:
    moment = asked(request)
    try:
        one: dict[str, Any] = law_data.entry(name, moment.day, moment.known_on, language())
    except Problem as problem:
        return _unknown(request, name, problem, moment)
    if files.wanted(request, "csv") and one["editions"] and not moment.errors:
        columns = files.OF_PARAMETER if one["kind"] == "parameter" else _OF_RULE
        rows = [_row(one, each) for each in one["editions"]]
        return files.as_csv(name, files.headed(*columns), rows)
    shown = {
        "moment": moment, "errors": moment.errors, "one": one, "title": written.title(name),
        "kind": text(f"law.{one['kind']}"), "whole": moment.href("law"),
        "unit": written.unit(name, one["unit"]),
        "used_by": links(one["used_by"], moment), "uses": links(one["uses"], moment),
        "held_since": _held_since(name, moment),
        "touching": one["questions"], "questions": moment.href("law_questions"),
        "picture": moment.href("law_graph", rule=name),
        "downloads": _downloads(one, moment), "here": moment.href("law_entry", name),
        **_more(one, moment),
    }  # fmt: skip
    return show(request, "law/entry", shown, at="law", status=422 if moment.errors else 200)


def _row(one: dict[str, Any], edition: dict[str, Any]) -> dict[str, Any]:
    row = {**one, **edition}
    if one["kind"] == "parameter":
        return written.in_words(row)
    return {
        **row, "title": written.title(one["name"]), "unit": written.unit(one["name"], one["unit"]),
        "since": files.day(edition["since"]), "act": written.articles(edition["article"]),
        "uses": [written.title(name) for name in edition["uses"]],
    }  # fmt: skip


def _held_since(name: str, moment: Moment) -> str:
    """That there was a law before the first value or edition, where it is not held here."""
    since = held_since(name, law(moment.known))
    return "" if since is None else text("law.held_since", day=writing.long_day(since))


def links(names: list[str], moment: Moment) -> list[Link]:
    """Names as links to their pages; what is no name of the law is left out."""
    return [Link(written.title(name), moment.href("law_entry", name)) for name in names]


def _more(one: dict[str, Any], moment: Moment) -> Mapping[str, Any]:
    if one["kind"] == "parameter":
        return parameter.told(one, moment)
    return rule.told(one, moment) if one["kind"] == "rule" else {}


def _downloads(one: dict[str, Any], moment: Moment) -> list[Link]:
    found = [Link("JSON", moment.api(f"law/{one['name']}"))]
    if one["editions"]:
        found.append(Link("CSV", moment.href("law_entry", one["name"], format="csv")))
    return found


def _unknown(request: HttpRequest, name: str, problem: Problem, moment: Moment) -> HttpResponse:
    """A name that is none, with those that it may have been meant for."""
    allowed = problem.details.get("allowed")
    near = [one for one in allowed if isinstance(one, str)] if isinstance(allowed, list) else []
    near = near or search.near(name[:60], law(moment.known))
    shown = {
        "said": text("law.unknown_name", name=name[:60]), "near": links(near, moment),
        "whole": moment.href("law"),
    }  # fmt: skip
    return show(request, "law/unknown", shown, at="law", status=404)
