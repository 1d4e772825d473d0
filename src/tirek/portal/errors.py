"""What is shown where nothing can be: in the person's language, without the database."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from tirek.portal.pages import show
from tirek.portal.tables import LARGEST
from tirek.portal.texts import text

#: In a request's ASGI scope: the status of a form of which not all has come (api/bodies.py).
UNREAD = "tirek.unread"
_Answer = Callable[[HttpRequest], HttpResponse]


def whole_forms_only(answer: _Answer) -> _Answer:
    """A middleware: a form of which not all has come is answered here."""

    def or_told(request: HttpRequest) -> HttpResponse:
        status = request.META.get("asgi.scope", {}).get(UNREAD)
        if status is None:
            return answer(request)
        if status == 413:
            return _error(request, "e413", 413, most=LARGEST >> 20)
        response = _error(request, f"e{status}", status)
        response.headers["Connection"] = "close"  # the rest of the form is not waited for
        return response

    return or_told


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _error(request, "e413", 413, most=LARGEST >> 20)
    return _error(request, "e400", 400)


def forbidden(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """Also a form that was sent from elsewhere, or whose page is too old."""
    return _error(request, "e403", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, "e404", 404)


def broken(request: HttpRequest) -> HttpResponse:
    return _error(request, "e500", 500)


def _error(request: HttpRequest, key: str, status: int, **values: object) -> HttpResponse:
    shown = {
        "error_title": text(f"errors.{key}_title"),
        "error_text": text(f"errors.{key}", **values),
    }
    return show(request, "error", shown, status=status)
