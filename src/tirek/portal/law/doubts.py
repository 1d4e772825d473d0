"""Assumptions and open questions: where the program rests on more than the law's text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tirek.contract import law_data
from tirek.pages.texts import language
from tirek.portal.answers import Link
from tirek.portal.law import files, sources, written
from tirek.portal.law.moment import Moment, asked, is_name
from tirek.portal.pages import show
from tirek.portal.texts import text

KINDS = ("question", "assumption")
_COLUMNS = ("id", "kind", "text", "touches", "source")


@require_safe
def doubts(request: HttpRequest) -> HttpResponse:
    moment = asked(request)
    found = law_data.questions(language())
    if files.wanted(request, "csv"):
        return files.as_csv("law-questions", files.headed(*_COLUMNS), [
            {**one, "kind": text(f"law.{one['kind']}"), "source": written.source(one["source"]),
             "touches": [written.title(name) for name in one["touches"] if is_name(name, moment)]}
            for one in found
        ])  # fmt: skip
    places = _places(found)
    shown = {
        "whole": moment.href("law"),
        "groups": [
            (kind, text(f"law.{kind}"), [_told(one, places, moment) for one in found
                                         if one["kind"] == kind])
            for kind in KINDS
        ],
        "downloads": [
            Link("JSON", moment.api("law/questions", on=False, known_on=False)),
            Link("CSV", moment.href("law_questions", format="csv")),
        ],
    }  # fmt: skip
    return show(request, "law/questions", shown, at="law")


def _places(found: list[dict[str, Any]]) -> dict[str, str]:
    """Where a citation of an assumption by its number leads: the first entry of that number, an
    assumption before a question."""
    places: dict[str, str] = {}
    for one in sorted(found, key=lambda one: KINDS[::-1].index(one["kind"])):
        for anchor in sources.anchors_of(one["source"]):
            places.setdefault(anchor, one["id"])
    return places


def _told(one: dict[str, Any], places: dict[str, str], moment: Moment) -> dict[str, Any]:
    return {
        "id": one["id"], "text": one["text"], "sources": sources.told(one["source"]),
        "anchors": [anchor for anchor, name in places.items() if name == one["id"]],
        "touches": [
            Link(written.title(name), moment.href("law_entry", name))
            for name in one["touches"] if is_name(name, moment)
        ],
    }  # fmt: skip
