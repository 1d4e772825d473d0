"""The office shows people's data and has no sign-in yet: it answers this computer only.

Public pages may stand behind a proxy at the same port; what comes through one is from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

_HERE = ("127.0.0.1", "::1", "")
_FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")
_Answer = Callable[[HttpRequest], HttpResponse]


def this_computer_only(answer: _Answer) -> _Answer:
    """A middleware."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/office/") and _from_elsewhere(request):
            raise Http404
        return answer(request)

    return guarded


def _from_elsewhere(request: HttpRequest) -> bool:
    passed = any(name in request.headers for name in _FORWARDED)
    return passed or request.META.get("REMOTE_ADDR", "") not in _HERE
