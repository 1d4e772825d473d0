"""Pages of “Am I insured?”."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.portal.insured.flows import flow


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    return flow().begin(request, request.path)


@require_safe
def page(request: HttpRequest, step: str) -> HttpResponse:
    """A question, the answers read back, or the result."""
    return flow().page(request, step, reverse("portal:insured"))
