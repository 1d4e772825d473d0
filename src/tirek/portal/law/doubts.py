"""Assumptions and open questions: where the program rests on more than the law's text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tirek.contract import law_data
from tirek.pages.texts import language
from tirek.portal.answers import Link
from tirek.portal.law import files, written
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
            (kind, text(f"law.{kind}"), [_told(one, moment) for one in found
                                         if one["kind"] == kind])
            for kind in KINDS
        ],
        "downloads": [
            Link("JSON", moment.api("law/questions", on=False, known_on=False)),
            Link("CSV", moment.href("law_questions", format="csv")),
        ],
    }  # fmt: skip
    return show(request, "law/questions", shown, at="law")


def _told(one: dict[str, Any], moment: Moment) -> dict[str, Any]:
    return {
        "id": one["id"], "text": one["text"], "source": written.source(one["source"]),
        "touches": [
            Link(written.title(name), moment.href("law_entry", name))
            for name in one["touches"] if is_name(name, moment)
        ],
    }  # fmt: skip
