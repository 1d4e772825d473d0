"""The front page, a place for each job; and what people want to know of these pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.portal.benefits.flows import KINDS
from tirek.portal.pages import EVERYBODY, PAYERS, PEOPLE, jobs, show
from tirek.portal.texts import catalogue, text


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    groups = [
        (text("front.people"), jobs(PEOPLE)),
        (text("front.payers"), jobs(PAYERS)),
        (text("front.everybody"), jobs(EVERYBODY)),
    ]
    benefits = [
        (reverse("portal:benefit", args=[kind]), text(f"benefits.{kind}_brief")) for kind in KINDS
    ]
    return show(request, "front", {"groups": groups, "benefits": benefits}, at="front")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Help, privacy, accessibility, who decides, what abbreviations stand for."""
    short = [(text(f"short.{key}"), text(f"short_means.{key}")) for key in catalogue()["short"]]
    return show(request, "about", {"short": short}, at="about")
