"""What a result is made of: the same parts on the screen (``answer.html``) and on paper
(``paper``), where a QR code leads back to the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from tirek.pages import writing
from tirek.pages.tables import Table
from tirek.portal.pages import show
from tirek.portal.paper import paper
from tirek.portal.texts import text
from tirek.project import clock

#: The word of an address that asks for paper.
FORMAT = "format"


@dataclass(frozen=True)
class Fact:
    """A line of a list of facts."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Reason:
    """A sentence and the articles that it rests on."""

    text: str
    citations: Sequence[str] = ()
    title: str = ""
    value: str = ""


@dataclass(frozen=True)
class Link:
    """Where to go from here."""

    text: str
    href: str


class Given(NamedTuple):
    """An answer read back: its question in short, the answer, where to change it."""

    label: str
    value: str
    change: str = ""
    name: str = ""


@dataclass(frozen=True)
class Part:
    """A part of an answer under a heading; only what is given is shown, in the order of the
    fields. ``folded``: shown when it is asked for (on paper always). ``chart``: a chart's data
    for ``charts.js``, beside a table that says the same. ``warning``: what must not be overlooked,
    before all else of the part."""

    heading: str = ""
    intro: str = ""
    facts: Sequence[Fact] = ()
    reasons: Sequence[Reason] = ()
    points: Sequence[str] = ()
    chart: dict[str, Any] | None = None
    table: Table | None = None
    links: Sequence[Link] = ()
    folded: bool = False
    warning: str = ""


@dataclass(frozen=True)
class Answer:
    """``lead``: the answer itself, in a few large words; ``state``: ``yes``, ``no``, ``unknown``
    or ``plain``; ``under``: the sentence under it."""

    title: str
    lead: str
    state: str = "plain"
    under: str = ""
    parts: Sequence[Part] = field(default_factory=list)


def answer_page(
    request: HttpRequest, answer: Answer, *, at: str, change: str = "",
    given: Sequence[Given] = (), start: str = "", template: str = "answer",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a result; with ``?format=pdf`` the same on paper. ``given``: the answers it
    rests on; ``change``: where they can be changed; ``start``: where one begins anew.
    ``more``: what a ``template`` of its own shows beside."""
    address = request.GET.copy()
    address.pop(FORMAT, None)
    words = address.urlencode()
    here = request.path + (f"?{words}" if words else "")
    if request.GET.get(FORMAT) == "pdf":
        told = [(one.label, one.value) for one in given]
        content = paper(answer, told, request.build_absolute_uri(here), clock.now())
        name = content_disposition_header(True, f"tirek-{at}.pdf")
        return HttpResponse(
            content, content_type="application/pdf",
            headers={"Content-Disposition": name or "attachment", "Cache-Control": "no-store"},
        )  # fmt: skip
    address[FORMAT] = "pdf"
    shown = {
        "answer": answer, "change": change, "given": given, "start": start,
        "pdf": f"{request.path}?{address.urlencode()}",
        "made": text("answer.made", day=writing.long_day(clock.today())),
        **(more or {}),
    }  # fmt: skip
    return show(request, template, shown, at=at)
