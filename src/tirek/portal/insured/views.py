"""Pages of “Am I insured?”."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.portal.insured.flows import flow


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """To the first question; what the address knows already comes along."""
    first = reverse("portal:insured_step", args=[flow().steps[0].name])
    known = urlencode(list(request.GET.items()))
    return HttpResponseRedirect(f"{first}?{known}" if known else first)


@require_safe
def page(request: HttpRequest, step: str) -> HttpResponse:
    """A question, the answers read back, or the result."""
    return flow().page(request, step, reverse("portal:insured"))
