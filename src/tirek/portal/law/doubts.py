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
        return files.as_csv("law-questions", _COLUMNS, found)
    shown = {
        "whole": moment.href("law"),
        "groups": [
            (kind, text(f"law.{kind}"),
             _told([one for one in found if one["kind"] == kind], moment))
            for kind in KINDS
        ],
        "downloads": [
            Link("JSON", moment.api("law/questions", on=False, known_on=False)),
            Link("CSV", moment.href("law_questions", format="csv")),
        ],
    }  # fmt: skip
    return show(request, "law/questions", shown, at="law")


def _told(some: list[dict[str, Any]], moment: Moment) -> list[dict[str, Any]]:
    """Entries with what they touch and rest on; the first of each assumption's number has its
    place, to which a citation leads."""
    placed: set[str] = set()
    found = []
    for one in some:
        anchors = [place for place in sources.anchors_of(one["source"]) if place not in placed]
        placed.update(anchors)
        found.append({
            "id": one["id"], "text": one["text"], "anchors": anchors,
            "sources": sources.told(one["source"]),
            "touches": [
                Link(written.title(name), moment.href("law_entry", name))
                for name in one["touches"] if is_name(name, moment)
            ],
        })  # fmt: skip
    return found
