"""Pages of the six benefits."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tirek.portal.benefits.flows import KINDS, flow_of
from tirek.portal.pages import show
from tirek.portal.texts import text


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The six, to choose from."""
    cards = [
        (reverse("portal:benefit", args=[kind]), text(f"benefits.{kind}"),
         text(f"benefits.{kind}_help"))
        for kind in KINDS
    ]  # fmt: skip
    return show(request, "benefits", {"cards": cards}, at="benefits")


@require_safe
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    return flow_of(_known(kind)).begin(request, request.path)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """A question, the answers read back, or the result."""
    return flow_of(_known(kind)).page(request, step, reverse("portal:benefit", args=[kind]))


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind
