"""What all views share: rendering, the page of a list, months and numbers that were typed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tirek.contract.messages import LANGUAGES
from tirek.office.texts import catalogue
from tirek.pages.texts import language

#: Addresses of the menu, in its order.
MENU = ("front", "files", "suspense", "person", "payers", "watch")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
#: Months that can be asked about: those that the law and the ledger can write.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class NotAMonth(ValueError):
    """What was typed in is no month."""


def show(
    request: HttpRequest, name: str, values: Mapping[str, Any] | None = None, *, at: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """A page; ``at``: which address of the menu it belongs to."""
    asked = request.method in ("GET", "HEAD")
    shown: dict[str, Any] = {
        "back": request.get_full_path() if asked else reverse(f"office:{at or MENU[0]}"),
        "lang": language(), "menu": MENU, "at": at, "repeat": {},
        "languages": [(code, catalogue()["languages"][code][code]) for code in LANGUAGES],
        **(values or {}),
    }  # fmt: skip
    response = render(request, f"office/{name}.html", shown, status=status)
    response["Cache-Control"] = "no-store"
    return response


def page_of(request: HttpRequest, things: Any, size: int = 50) -> Page[Any]:
    """The page of a list that ``?page=`` names; the nearest one where there is none such."""
    return Paginator(things, size).get_page(request.GET.get("page"))


def month_of(typed: str) -> int:
    """YYYYMM of ``2025-01``; 0 of nothing.

    :raises NotAMonth: anything else
    """
    typed = typed.strip()
    if not typed:
        return 0
    found = _MONTH.fullmatch(typed)
    if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        raise NotAMonth
    return int(found[1]) * 100 + int(found[2])
