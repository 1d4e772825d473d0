"""Diseases and services at a glance: what is free, with insurance and without, by the rules of
the day, each answered by the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from tirek.contract.messages import say
from tirek.law import parameters
from tirek.law.care_packages import RESIDENT, services
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Link, Part
from tirek.portal.care.cases import BEFORE, SINCE, Case, disease_matters
from tirek.portal.care.telling import (
    about_code,
    about_term,
    exception,
    not_known,
    rule_is_confirmed,
)
from tirek.portal.texts import text

#: What people ask about first.
MAIN = ("planned_consultation", "diagnostics", "outpatient_drugs", "planned_inpatient")
#: Services that treat some diseases alone, by the blocks of the ICD-10: they are told first.
_TREATS = (
    ("K00", "K14", "dentistry"), ("N46", "N46", "ivf"), ("N97", "N97", "ivf"),
    ("O00", "O99", "emergency_inpatient"), ("O00", "O99", "primary_care"),
    ("O00", "O99", "dentistry"),
)  # fmt: skip
#: Most diseases, and most services, of a search that are told at a glance.
MOST, MOST_SERVICES = 2, 4


class Asker(NamedTuple):
    """What is known of who asks: the day, whether insured (None: both are told), where from.
    ``to``: where a service is asked about in full; ``categories``: as the contract names them."""

    on: date
    insured: bool | None
    residence: str
    to: Callable[..., str]
    categories: tuple[str, ...] = ()


class Glance(NamedTuple):
    """``free``: what else is free without insurance; ``other``: the same by the rules from across
    the reform, folded; ``notes``: what the tables leave open; ``parts``: where to go on;
    ``doubt``: before the table, what no text confirms; ``pays``: somebody pays for some of it."""

    table: Table
    free: list[Link]
    other: Part | None
    notes: list[str]
    parts: list[Part]
    doubt: Part | None = None
    pays: bool = False


def of_disease(code: str, name: str, asker: Asker, *, by_name: bool = False) -> Glance:
    """A disease by its code: what treats it, before or from 2026 as the day is. ``by_name``: it
    was asked about as the list calls it, so that nothing hangs on the code."""
    birth = code[:1] == "O" and asker.residence == RESIDENT
    asker = _pregnant(asker) if birth else asker
    named = treating(code, asker.on)
    table = _table(text("care.glance", disease=name), named, code, asker, asker.on)
    across = BEFORE if asker.on > BEFORE else SINCE
    heading = text("care.glance_until" if across == BEFORE else "care.glance_since", disease=name)
    other = _table(heading, named, code, asker._replace(to=_nowhere), across)
    folded = Part(other.table.caption, table=other.table, folded=True)
    differs = other.said != table.said
    return Glance(table.table, _free(named, code, asker), folded if differs else None, [
        *([text("care.glance_dentistry")] if named[0] == "dentistry" else []),
        *([text("care.glance_birth")] if birth else []),
        text("care.glance_note", status=text(f"residence.{asker.residence}")),
        *_notes(named, asker),
        *([] if differs else [text("care.glance_same")]),
        *_on_suspicion(named, code, asker),
    ], [_state_insures(asker)] if birth else [],
        None if table.confirmed else _doubt(code, asker, by_name), _pays(table),
    )  # fmt: skip


def _doubt(code: str, asker: Asker, by_name: bool) -> Part | None:
    """What of a table no text confirms, read before it: a rule is warned of; of a code or a term
    it is enough to know."""
    if not rule_is_confirmed(Case(asker.on, MAIN[0], residence=asker.residence)):
        return Part(warning=f"{text('care.not_sure')} {text('care.not_confirmed_rule')}")
    lines = [
        *([] if by_name else about_code(Case(asker.on, MAIN[0], code))),
        *about_term(code, asker.on),
    ]
    return Part(intro=" ".join(lines)) if lines else None


def of_services(
    found: Sequence[str], asker: Asker, *, after: Sequence[str] = (), tests: bool = False,
    birth: bool = False,
) -> Glance:  # fmt: skip
    """Services without a disease. ``after``: what is needed after them; ``tests``: simple tests
    are meant, which the family doctor may do; ``birth``: pregnancy or birth is meant."""
    birth = birth and asker.residence == RESIDENT
    asker = _pregnant(asker) if birth else asker
    named = list(dict.fromkeys([*found, *after, *(["primary_care"] if tests else [])]))
    table = _table(text("care.glance_services"), named, None, asker, asker.on)
    status = text(f"residence.{asker.residence}")
    notes = [text("care.glance_note_services", status=status)]
    if any(disease_matters(service, asker.residence) for service in found):
        notes.append(text("care.glance_diseases"))
    notes += [text("care.glance_after")] if after else []
    notes += [text("care.simple_tests")] if tests else []
    notes += [text("care.glance_birth")] if birth else []
    notes += _across(named, None, asker) or [text("care.glance_services_same")]
    return Glance(
        table.table, _free(named, None, asker), None, [*notes, *_notes(named, asker)],
        [_state_insures(asker)] if birth else [], pays=_pays(table),
    )  # fmt: skip


def _on_suspicion(named: Iterable[str], code: str, asker: Asker) -> list[str]:
    """What changed for whom a disease is only suspected, where something did."""
    return _across(named, code, asker, suspected=True)


def _across(
    named: Iterable[str], code: str | None, asker: Asker, *, suspected: bool = False
) -> list[str]:  # fmt: skip
    """Which services the reform moved to another package."""
    found = []
    for service in named:
        case = Case(SINCE, service, code, residence=asker.residence, categories=asker.categories,
                    suspected=suspected).told_of()  # fmt: skip
        then, now = _package(case._replace(on=BEFORE)), _package(case)
        if then != now:
            key = "care.glance_suspected" if suspected else "care.glance_moved"
            found.append(text(
                key, service=say("services", service, language()),
                then=text(f"care.short_{then}"), now=text(f"care.short_{now}"),
            ))  # fmt: skip
    return found


def _pays(table: _Told) -> bool:
    return any(text("care.glance_paid") in row for row in table.said)


def by_the_state(glances: Sequence[Glance], asker: Asker) -> Part | None:
    """Whom the state insures, children first: nobody is to take the column of the uninsured for a
    child's. Once a page, where somebody pays and it is not told of a birth already."""
    age = parameters()["dependant_age_limit"].at(asker.on)
    told = any(one.pays for one in glances) and not any(one.parts for one in glances)
    if not told or asker.insured or asker.residence != RESIDENT or age is None:
        return None
    known = urlencode({"residence": asker.residence})
    link = Link(text("jobs.insured"), f"{reverse('portal:insured')}?{known}")
    return Part(intro=text("care.by_state", age=writing.number(int(age))), links=[link])


def _free(named: Sequence[str], code: str | None, asker: Asker) -> list[Link]:
    """The services not told yet that are free without insurance: nobody is to read that
    everything has to be paid."""
    if asker.insured:
        return []
    chosen = {"icd": code} if code else {}
    return [
        Link(say("services", service, language()), asker.to(**chosen, service=service))
        for service in services() if service not in named
        and _case(service, code, asker, asker.on).told("en", brief=True)["available"]
    ]  # fmt: skip


def _pregnant(asker: Asker) -> Asker:
    """The rules of care mean every pregnant woman by the category of those without work."""
    return asker._replace(categories=("pregnant_not_working",))


def _state_insures(asker: Asker) -> Part:
    """A pregnant woman without work needs no contributions."""
    known = urlencode({"residence": asker.residence, "who": "pregnant_not_working"})
    link = Link(
        text("care.birth_insured_link"), f"{reverse('portal:insured_step', args=['check'])}?{known}"
    )
    return Part(intro=text("care.birth_insured"), links=[link])


def _case(service: str, code: str | None, asker: Asker, on: date) -> Case:
    """A service for somebody without insurance."""
    return Case(on, service, code, residence=asker.residence, categories=asker.categories).told_of()


def treating(code: str, on: date) -> list[str]:
    """The services to tell of a disease: those that treat it alone, the main ones, and others
    whose package it changes."""
    own = [service for first, last, service in _TREATS if first <= code[:3] <= last]
    changed = [
        service for service in services() if disease_matters(service)
        and _package(Case(on, service, code)) != _package(Case(on, service))
    ]  # fmt: skip
    return list(dict.fromkeys([*own, *MAIN, *changed]))


def _nowhere(**chosen: str) -> str:
    """Of a service that leads on in the first table."""
    return ""


class _Told(NamedTuple):
    table: Table
    said: list[list[str]]
    confirmed: bool


def _table(
    caption: str, named: Iterable[str], code: str | None, asker: Asker, on: date
) -> _Told:  # fmt: skip
    whose = (True, False) if asker.insured is None else (asker.insured,)
    columns = [Column(text(f"care.glance_{'insured' if one else 'uninsured'}")) for one in whose]
    heading = text("care.glance_day", caption=caption, day=writing.long_day(on))
    table = Table(heading, [Column(text("care.service_short")), *columns], wide=True)
    rows, confirmed = [], True
    for service in named:
        case = _case(service, code, asker, on)
        cases = [case._replace(insured=one) for one in whose]
        answers: list[Any] = [one.told(language(), brief=True) for one in cases]
        confirmed = confirmed and all(answer["confirmed"] for answer in answers)
        note = "" if asker.categories else _some(service, asker)
        rows.append([said(*each) for each in zip(cases, answers, strict=True)])
        chosen = {"icd": code} if code else {}
        table.add([
            Cell(say("services", service, language()), asker.to(**chosen, service=service)),
            *(Cell(one, note=note if who else "")
              for one, who in zip(rows[-1], whose, strict=True)),
        ])  # fmt: skip
    return _Told(table, rows, confirmed)


def _notes(named: Iterable[str], asker: Asker) -> list[str]:
    """Who else has a service free."""
    return [one for one in (_exception(service, asker) for service in named) if one]


def _some(service: str, asker: Asker) -> str:
    return text("care.glance_some") if _exception(service, asker) else ""


def _exception(service: str, asker: Asker) -> str:
    return exception(Case(asker.on, service, insured=True, residence=asker.residence))


def _package(case: Case) -> str:
    answer: Any = case.told("en", brief=True)
    return str(answer["package"])


def said(case: Case, answer: Any) -> str:
    """Free, and by which package; or paid for; or that it is not known."""
    if not_known(case, answer):
        return text("care.glance_unknown")
    if not answer["available"]:
        return text("care.glance_paid")
    return text("care.glance_free", package=text(f"care.short_{answer['package']}"))
