"""Pages of questions and answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.pages import writing
from tirek.portal.pages import show
from tirek.portal.questions.beside import benefits, own_status
from tirek.portal.questions.items import ITEMS
from tirek.portal.questions.telling import all_answered, answered, groups, looked_for
from tirek.portal.texts import text
from tirek.project import clock

MOST_SEARCHED = 200


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All questions, or those that a search finds, with their answers."""
    given = request.GET.get("q", "").strip()
    errors = []
    if len(given) > MOST_SEARCHED:
        errors.append(("q", text("questions.search_long", most=MOST_SEARCHED)))
    words = "" if errors else given
    on = clock.today()
    found = list(all_answered(on))
    near = False
    if words:
        found, near = looked_for(words, found)
    shown = {
        "q": given[:MOST_SEARCHED], "errors": errors, "wrong": dict(errors),
        "as_of": text("questions.as_of", day=writing.long_day(on)), "looked_for": bool(words),
        "near": near, "first": found[0].code if words and found else "",
        "count": text("questions.found", count=len(found)) if words else "",
        "groups": groups(found), "benefits": benefits(words),
        "own_status": own_status(words),
    }  # fmt: skip
    return show(
        request, "questions/list", shown, at="questions", status=422 if errors else 200
    )  # fmt: skip


@require_safe
def question(request: HttpRequest, code: str) -> HttpResponse:
    """One question with its answer."""
    item = next((one for one in ITEMS if one.code == code), None)
    if item is None:
        raise Http404
    on = clock.today()
    shown = {
        "one": answered(item, on, {}), "whole": f"{reverse('portal:questions')}#{item.code}",
        "as_of": text("questions.as_of", day=writing.long_day(on)),
        "group": text(f"questions_groups.{item.group}"),
    }  # fmt: skip
    return show(request, "questions/one", shown, at="questions")
