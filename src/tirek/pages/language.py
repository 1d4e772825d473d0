"""The choice of a language: a small form on every page, kept in a cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tirek.contract.messages import LANGUAGES

_YEAR = 365 * 24 * 3600


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keeps the language and goes back to the page."""
    back = request.POST.get("next", "")
    safe = back.isprintable() and url_has_allowed_host_and_scheme(back, None)
    location = iri_to_uri(back) if safe and back.startswith("/") else "/"
    return keep(request, HttpResponse(status=303, headers={"Location": location}))


def use(request: HttpRequest) -> None:
    """Makes this page in the language that came with its form, if one did: a page that is an
    answer to POST cannot be gone back to."""
    chosen = request.POST.get("language")
    if chosen in LANGUAGES:
        translation.activate(chosen)


def keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keeps the language that came with a form, if one did."""
    chosen = request.POST.get("language")
    if chosen in LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=_YEAR, httponly=True, samesite="Lax"
        )
    return response
