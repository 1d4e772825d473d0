"""The list of everything, by chapter, with a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.contract import law_data
from tirek.engine.graph import Law
from tirek.law import law
from tirek.law.benefits import BENEFITS
from tirek.pages.texts import language
from tirek.portal.answers import Link
from tirek.portal.law import files, parameter, written
from tirek.portal.law.chapters import CHAPTERS, chapters
from tirek.portal.law.moment import Moment, asked
from tirek.portal.law.search import about, found, rate
from tirek.portal.pages import show
from tirek.portal.texts import catalogue, text

MOST_SEARCHED = 200


class Line(NamedTuple):
    """A parameter, rule or fact of the list."""

    href: str
    title: str
    name: str
    value: str
    articles: str


class Chapter(NamedTuple):
    """Lines under a heading; ``code`` is its place on the page."""

    code: str
    title: str
    groups: list[tuple[str, list[Line]]]

    @property
    def size(self) -> int:
        return len(self.names)

    @property
    def names(self) -> list[str]:
        return [line.name for _, lines in self.groups for line in lines]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    moment = asked(request)
    words = request.GET.get("q", "").strip()
    if len(words) > MOST_SEARCHED:
        moment.errors.append(("q", text("law.search_long", most=MOST_SEARCHED)))
        words = ""
    if not moment.errors and files.wanted(request, "csv"):
        values = law_data.editions_of_parameters(moment.day, moment.known_on, language())
        return files.as_csv("law", files.headed(*files.OF_PARAMETER), map(written.in_words, values))
    held = law(moment.known)
    looked = found(words, held)
    chosen = None if looked is None else looked.names
    parts = _chapters(held, moment, chosen)
    if chosen is not None:  # the chapter of that name before those that mention it, what the day
        # has no value of last
        titles = catalogue()["law_chapters"]
        parts.sort(key=lambda part: (
            not about(words, titles[part.code]), all(_gone(held, moment, n) for n in part.names),
        ))  # fmt: skip
    count = sum(part.size for part in parts)
    shown = {
        "moment": moment, "errors": moment.errors, "q": request.GET.get("q", "")[:MOST_SEARCHED],
        "chapters": parts, "looked_for": chosen is not None,
        "near": looked is not None and looked.near and bool(looked.names),
        "pages": [] if looked is None else [
            *_calculators(words), *_pages(moment, looked.pages)],
        "elsewhere": [] if looked is None else [_ELSEWHERE[one]() for one in looked.elsewhere],
        "count": text("law.found", count=count) if chosen is not None else "",
        "whole": moment.href("law"),
        "others": _pages(moment, ("rates", "compare", "graph", "questions")),
        "downloads": [
            Link("JSON", moment.api("law")), Link("CSV", moment.href("law", format="csv")),
        ],
    }  # fmt: skip
    return show(request, "law/list", shown, at="law", status=422 if moment.errors else 200)


def _calculators(words: str) -> list[tuple[str, str, str]]:
    """The pages that work out a benefit of which, or of whose chapter, the words speak."""
    chapters_, kinds = catalogue()["law_chapters"], catalogue()["benefits"]
    return [
        (reverse("portal:benefit", args=[kind]), text(f"benefits.{kind}"),
         text(f"benefits.{kind}_help"))
        for kind in BENEFITS
        if about(words, kinds[kind]) or (kind in chapters_ and about(words, chapters_[kind]))
    ]  # fmt: skip


def _sick_leave() -> tuple[str, Link]:
    leads = Link(text("benefits.maternity"), reverse("portal:benefit", args=["maternity"]))
    return text("law.elsewhere_sick_leave"), leads


def _entrepreneur() -> tuple[str, Link]:
    return text("due.regimes"), Link(text("jobs.due"), reverse("portal:due"))


#: What is said of what stands elsewhere, and where that leads.
_ELSEWHERE = {"sick_leave": _sick_leave, "entrepreneur": _entrepreneur}


def _pages(moment: Moment, names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Other pages of this job: where they are, what they are called, what they are for."""
    return [
        (moment.href(f"law_{name}"), text(f"law.{name}"), text(f"law.{name}_help"))
        for name in names
    ]  # fmt: skip


def _chapters(held: Law, moment: Moment, chosen: set[str] | None) -> list[Chapter]:
    listed: dict[str, list[dict[str, Any]]] = law_data.listing(
        moment.day, moment.known_on, language()
    )
    places = chapters(held)
    parts = []
    for code in CHAPTERS:
        groups = []
        for kind in ("parameters", "rules"):
            lines = [
                _line(held, moment, kind, one)
                for one in listed[kind]
                if places[one["name"]] == code and (chosen is None or one["name"] in chosen)
            ]
            if chosen is not None:  # what this chapter rests on before what is only supposed,
                # and there the rates, which are asked for most
                lines.sort(key=lambda line: _rank(held, moment, line.name))
            if lines:
                groups.append((text(f"law.{kind}"), lines))
        if groups:
            parts.append(Chapter(code, text(f"law_chapters.{code}"), groups))
    facts = [
        Line(moment.href("law_entry", name), written.title(name), name, "", "")
        for name in held.book.facts
        if chosen is None or name in chosen
    ]
    if facts:
        parts.append(Chapter("facts", text("law_chapters.facts"), [("", facts)]))
    return parts


def _rank(held: Law, moment: Moment, name: str) -> tuple[bool, bool, bool]:
    """What of a chapter is told first: what acts say, the rates that are in force."""
    return _supposed(held, moment, name), _gone(held, moment, name), not rate(name, held)


def _gone(held: Law, moment: Moment, name: str) -> bool:
    """Whether it is a parameter that has no value on the day."""
    one = held.parameters.get(name)
    return one is not None and one.edition(moment.on) is None


def _supposed(held: Law, moment: Moment, name: str) -> bool:
    """Whether a parameter's value of the day stands in no act: this project's convention."""
    one = held.parameters.get(name)
    edition = one.edition(moment.on) if one is not None else None
    return edition is not None and edition.act == "Convention"


def _line(held: Law, moment: Moment, kind: str, one: dict[str, Any]) -> Line:
    name = one["name"]
    value, article = "", "; ".join(written.articles(one.get("article", "")))
    if kind == "parameters":
        value = written.value(name, one["unit"], one["value"])
        edition = held.parameters[name].edition(moment.on)
        if edition is None and not written.unknown(held.parameters[name], moment.on):
            value = text("law.not_in_law")
        money = parameter.in_money(name, moment) if edition is not None else None
        value = f"{value} ({money.sum})" if money is not None else value
        article = written.act_short(edition.act, edition.article) if edition is not None else ""
    return Line(moment.href("law_entry", name), written.title(name), name, value, article)
