"""Pages of “Which care is covered?”: the search, and the questions about what was found."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.contract.messages import words
from tirek.law.care_packages import RESIDENT, DiseaseGroup, residences, services
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.care import cases, finding
from tirek.portal.care.flows import flow
from tirek.portal.care.glance import (
    MOST,
    MOST_SERVICES,
    Asker,
    Glance,
    by_the_state,
    of_disease,
    of_services,
    treating,
)
from tirek.portal.care.telling import named
from tirek.portal.fields import FIRST_DAY, LAST_DAY
from tirek.portal.pages import show
from tirek.portal.texts import text
from tirek.project import clock

#: What a page that leads here may know already.
_KNOWN = ("on", "insured", "residence")
_LONGEST_KNOWN = 40


class Thing(NamedTuple):
    """A disease or a service to choose: where it leads, its name, what stands under it; ``own``:
    where one's own case is asked about, if the name leads to what is free at a glance."""

    href: str
    title: str
    note: str = ""
    own: str = ""


class _Search:
    """The search of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.base = reverse("portal:care")
        self.day = clock.today()
        self.known = {
            name: request.GET[name] for name in _KNOWN
            if name in request.GET and len(request.GET[name]) <= _LONGEST_KNOWN
        }  # fmt: skip

    def to(self, **chosen: str) -> str:
        """Where a choice leads: to the first question that is still open."""
        known = {**self.known, "on": self.asked_day().isoformat()}
        return f"{self.base}result/?{urlencode({**known, **chosen})}"

    def glances(self, found: finding.Found, typed: str) -> list[Glance]:
        """The diseases and services that were found, where they are few enough to be meant."""
        groups = {group.code: group for group in cases.all_groups()}
        meant = found.groups if len(found.groups) <= MOST else ()
        named_codes = [
            (code, named(code) if cases.groups_of(code) else code) for code in found.codes[:MOST]
        ]  # fmt: skip
        told = [of_disease(code, name, self.asker()) for code, name in named_codes]
        told += [
            of_disease(cases.code_of(code), groups[code].title[language()], self.asker(),
                       by_name=True)
            for code in meant
        ]  # fmt: skip
        others = found.services
        if told and not found.services_first:  # with a disease they may be free: told once
            codes = [*found.codes[:MOST], *map(cases.code_of, meant)]
            treated = {one for code in codes for one in treating(code, self.asked_day())}
            others = tuple(one for one in found.services if one not in treated)
        if 0 < len(others) <= MOST_SERVICES:
            one = of_services(
                others, self.asker(), after=finding.after(typed),
                tests=finding.about(typed, "simple_tests"),
                birth=finding.about(typed, "pregnancy"),
            )  # fmt: skip
            told.insert(0 if found.services_first else len(told), one)
        return told

    def asker(self) -> Asker:
        """What the address tells of who asks."""
        home = self.known.get("residence", RESIDENT)
        return Asker(
            self.asked_day(), {"yes": True, "no": False}.get(self.known.get("insured", "")),
            home if home in residences() else RESIDENT, self.to,
        )  # fmt: skip

    def asked_day(self) -> date:
        """The day of the address, if the contract takes it; else today."""
        try:
            on = date.fromisoformat(self.known.get("on", ""))
        except ValueError:
            return self.day
        return on if FIRST_DAY <= on <= LAST_DAY else self.day

    def with_brief(self, group: DiseaseGroup) -> Thing:
        """One of many diseases that were found: what of it is free comes before any question."""
        at = f"{self.base}?{urlencode({**self.known, 'q': cases.code_of(group.code)})}"
        thing = self.group(group)
        return thing._replace(href=at, own=thing.href)

    def group(self, group: DiseaseGroup) -> Thing:
        named_lists = [cases.lists()[one]["title"] for one in cases.lists_on(group, self.day)]
        names = "; ".join(title[language()] for title in named_lists) or text("care.no_list_now")
        note = f"{_shortened(cases.codes_of(group))} · {names}"
        return Thing(self.to(icd=cases.code_of(group.code)), group.title[language()], note)

    def code(self, code: str) -> Thing:
        return Thing(self.to(icd=code), named(code))

    def service(self, service: str) -> Thing:
        return Thing(self.to(service=service), words("services", service)[language()])

    def by_list(self) -> list[tuple[str, str, list[Thing]]]:
        """All diseases, by the first list that they stand on."""
        found: dict[str, list[Thing]] = {name: [] for name in cases.lists()}
        others: list[Thing] = []
        for group in cases.all_groups():
            on = cases.lists_on(group, self.day)
            (found[on[0]] if on else others).append(self.group(group))
        told = [
            (f"list-{name}", str(cases.lists()[name]["title"][language()]), things)
            for name, things in found.items() if things
        ]  # fmt: skip
        return told + ([("list-others", text("care.no_list_now"), others)] if others else [])

    def page(self) -> HttpResponse:
        asked = "q" in self.request.GET
        typed = self.request.GET.get("q", "").strip()
        wrong = _wrong(typed) if asked else ""
        found = finding.Found() if wrong or not asked else finding.find(typed, language())
        groups = {group.code: group for group in cases.all_groups()}
        glances = self.glances(found, typed)
        few = len(found.groups) <= MOST
        thing = self.group if few else self.with_brief
        shown: dict[str, Any] = {
            "glances": glances, "by_state": by_the_state(glances, self.asker()),
            "typed": typed[: finding.LONGEST], "asked": asked and not wrong, "wrong": wrong,
            "errors": [("q", wrong)] if wrong else [], "hidden": self.known.items(),
            "codes": [self.code(code) for code in found.codes],
            "diseases": [thing(groups[code]) for code in found.groups],
            "found_services": [self.service(code) for code in found.services],
            "found": bool(found), "near": found.near, "services_first": found.services_first,
            "services": [self.service(code) for code in services()],
            "lists": self.by_list(), "day": writing.long_day(self.day), "longest": finding.LONGEST,
        }  # fmt: skip
        return show(self.request, "care", shown, at="care", status=422 if wrong else 200)


def _wrong(typed: str) -> str:
    if not typed:
        return text("care.q_missing")
    if len(typed) > finding.LONGEST:
        return text("fields.text_long", most=finding.LONGEST)
    return ""


def _shortened(codes: str, most: int = 40) -> str:
    if len(codes) <= most:
        return codes
    return codes[:most].rpartition(",")[0] + " …"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The search, what it found, and everything that can be asked about."""
    return _Search(request).page()


@require_safe
def page(request: HttpRequest, step: str) -> HttpResponse:
    """A question, the answers read back, or the result."""
    return flow().page(request, step, reverse("portal:care"))
