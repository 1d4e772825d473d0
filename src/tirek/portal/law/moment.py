"""The day that is asked about, and the day by which the law had been published: both stand in
the address (``?on=``, ``?known_on=``) and go along with every link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from tirek.contract import reading
from tirek.contract.problems import Problem
from tirek.engine.parameters import day_of
from tirek.law import law
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.flow import problem_text
from tirek.portal.texts import text
from tirek.project import clock

#: Longest text of an address that is shown again.
_SHOWN = 40


@dataclass(frozen=True)
class Moment:
    """``typed``: what the boxes of the form hold; ``errors``: which of them, and why. A day that
    is none counts as not given, so that the page can still be shown beside the error."""

    on: date
    known: date | None
    typed: Mapping[str, str]
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def day(self) -> str:
        return self.on.isoformat()

    @property
    def known_on(self) -> str | None:
        """As the contract takes it."""
        return None if self.known is None else self.known.isoformat()

    @property
    def wrong(self) -> Mapping[str, str]:
        """The error of each box."""
        return dict(self.errors)

    @property
    def said(self) -> str:
        """On which day, by which law."""
        day = writing.long_day(self.on)
        if self.known is None:
            return text("law.as_of", day=day)
        return text("law.as_known", day=day, known=writing.long_day(self.known))

    @property
    def today(self) -> bool:
        """Whether nothing was asked for but the law as it is."""
        return self.on == clock.today() and self.known is None

    def carried(self) -> dict[str, str]:
        """What links of this page bring along."""
        found = {} if self.on == clock.today() else {"on": self.day}
        return found | ({} if self.known is None else {"known_on": self.known.isoformat()})

    def href(self, name: str, *args: str, **more: str) -> str:
        """The address of a page of this job, on the same day."""
        words = urlencode({**self.carried(), **more})
        return reverse(f"portal:{name}", args=args) + (f"?{words}" if words else "")

    def api(self, path: str, /, on: bool = True, known_on: bool = True, **more: str) -> str:
        """The address of the same data at the API, which refuses what it does not know."""
        words = {"lang": language(), **({"on": self.day} if on else {})}
        if self.known is not None and known_on:
            words["known_on"] = self.known.isoformat()
        return f"/api/{path}?{urlencode({**words, **more})}"


def asked(request: HttpRequest) -> Moment:
    """The moment of an address; today, by the law known today, where it names none."""
    errors: list[tuple[str, str]] = []
    on = day_asked(request, "on", errors)
    known = day_asked(request, "known_on", errors)
    typed = {name: request.GET.get(name, "")[:_SHOWN] for name in ("on", "known_on")}
    typed["on"] = typed["on"] or clock.today().isoformat()
    return Moment(on or clock.today(), known, typed, errors)


def day_asked(request: HttpRequest, name: str, errors: list[tuple[str, str]]) -> date | None:
    """A day of an address; what is none is said in ``errors``."""
    given = request.GET.get(name, "").strip()
    if not given:
        return None
    try:
        return day_of(reading.day(given, f"/{name}"))
    except Problem as problem:
        errors.append((name, problem_text(problem)))
        return None


def is_name(name: str, moment: Moment) -> bool:
    """Whether the law as published by then has such a rule, parameter or fact."""
    held = law(moment.known)
    return name in held.rules or name in held.parameters or name in held.book.facts
