"""What rests on what around a rule: as a picture, and in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from tirek.contract import law_data, law_picture
from tirek.contract.law_picture import Picture
from tirek.law import law
from tirek.pages.texts import language
from tirek.portal.answers import Link
from tirek.portal.law import files, written
from tirek.portal.law.chapters import CHAPTERS, chapters
from tirek.portal.law.moment import Moment, asked, is_name
from tirek.portal.pages import show
from tirek.portal.texts import text

STEPS = ("1", "2", "3")
#: Shown where no rule is asked for: what most people know, and small enough to be seen whole.
_FIRST = "job_loss_amount"
_OF_EDGE = ("rule", "rule_name", "uses", "uses_name")


@require_safe
def graph(request: HttpRequest) -> HttpResponse:
    moment = asked(request)
    errors = [error for error in moment.errors if error[0] == "known_on"]
    name = request.GET.get("rule", _FIRST)
    if not is_name(name, moment):
        errors.append(("rule", text("law.name_wrong")))
        name = _FIRST
    steps = request.GET.get("steps", STEPS[0])
    if steps not in STEPS:
        errors.append(("steps", text("law.steps_wrong")))
        steps = STEPS[0]
    picture = law_picture.around(name, int(steps), moment.known)
    if not errors and (kind := files.wanted(request, "svg", "csv")):
        if kind == "svg":
            return files.as_svg(name, law_picture.svg(picture, language()))
        return files.as_csv(name, files.headed(*_OF_EDGE), _edges(picture))
    words = {"rule": name, "steps": steps}
    heading = text("law.picture_of", title=written.title(name))
    shown = {
        "moment": moment, "errors": errors, "wrong": dict(errors), "whole": moment.href("law"),
        "rule": name, "steps": steps, "all_steps": STEPS, "options": _options(moment),
        "heading": heading, "entry": Link(written.title(name), moment.href("law_entry", name)),
        # Every text in it is escaped where it is drawn.
        "svg": mark_safe(law_picture.svg(
            picture, language(), lambda one: moment.href("law_entry", one), heading)),
        "words": _words(picture, moment), "users": _users(picture, moment),
        "downloads": [
            Link("SVG", moment.href("law_graph", **words, format="svg")),
            Link("CSV", moment.href("law_graph", **words, format="csv")),
            Link("JSON", moment.api("law/graph", on=False)),
        ],
    }  # fmt: skip
    return show(request, "law/graph", shown, at="law", status=422 if errors else 200)


def _edges(picture: Picture) -> list[dict[str, Any]]:
    """What rests on what, by title and by name."""
    return [
        {"rule": written.title(rule), "rule_name": rule, "uses": written.title(one),
         "uses_name": one}
        for rule, used in picture.uses.items() for one in used
    ]  # fmt: skip


def _words(picture: Picture, moment: Moment) -> list[tuple[Link, list[Link]]]:
    """Each rule of the picture, and what of the picture it rests on; results first."""

    def link(name: str) -> Link:
        return Link(written.title(name), moment.href("law_entry", name))

    return [
        (link(rule), [link(one) for one in used])
        for rule, used in reversed(list(picture.uses.items()))
    ]  # fmt: skip


def _users(picture: Picture, moment: Moment) -> list[Link]:
    """The rules that use what the picture is about, where that is no rule itself."""
    name = picture.centre
    if name in picture.uses:
        return []
    return [
        Link(written.title(rule), moment.href("law_entry", rule))
        for rule, used in picture.uses.items() if name in used
    ]  # fmt: skip


def _options(moment: Moment) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that can be drawn, by chapter."""
    held = law(moment.known)
    places = chapters(held)
    found = [
        (text(f"law_chapters.{code}"),
         sorted(((name, written.title(name)) for name, place in places.items() if place == code),
                key=lambda one: one[1]))
        for code in CHAPTERS
    ]  # fmt: skip
    facts = [(name, law_data.title(name, language())) for name in held.book.facts]
    return [*found, (text("law_chapters.facts"), facts)]
