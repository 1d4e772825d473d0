"""What all public pages share: how one is rendered, and the jobs that the menu leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tirek.contract.messages import LANGUAGES
from tirek.pages.texts import language
from tirek.portal.texts import text


class Job(NamedTuple):
    """A job of the front page, by the name of its address."""

    name: str

    @property
    def href(self) -> str:
        return reverse(f"portal:{self.name}")

    @property
    def title(self) -> str:
        return text(f"jobs.{self.name}")

    @property
    def help(self) -> str:
        return text(f"jobs.{self.name}_help")


#: Jobs in the order of the front page: people's, payers', everybody's.
PEOPLE = ("insured", "benefits", "care")
PAYERS = ("due", "check_file")
EVERYBODY = ("law", "curves", "what_if", "questions", "developers")
_OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def jobs(names: tuple[str, ...]) -> list[Job]:
    return [Job(name) for name in names]


def show(
    request: HttpRequest, name: str, values: Mapping[str, Any] | None = None, *, at: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """A page; ``at``: the job it belongs to. A page that answers POST names in ``repeat`` the
    fields with which it is made again in another language; without it the language leads to the
    address alone."""
    shown: dict[str, Any] = {
        "back": request.get_full_path(),
        "lang": language(), "at": at, "repeat": {},
        "languages": [(code, _OWN_NAMES[code]) for code in LANGUAGES],
        "menu": jobs((*PEOPLE, *PAYERS, "law")),
        "foot": jobs((*EVERYBODY[1:],)),
        **(values or {}),
    }  # fmt: skip
    response = render(request, f"portal/{name}.html", shown, status=status)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
