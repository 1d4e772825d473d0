"""What every answer tells the browser: nothing from elsewhere, nothing within a line of a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONTENT = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
_Answer = Callable[[HttpRequest], HttpResponse]


def own_content_only(answer: _Answer) -> _Answer:
    """A middleware."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if "Location" in response.headers:  # it may carry a person's answers
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return with_headers
