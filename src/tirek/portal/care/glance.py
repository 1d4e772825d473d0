"""Diseases and services at a glance: what is free, with insurance and without, by the rules of
the day, each answered by the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from tirek.contract.messages import say
from tirek.law.care_packages import services
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Part
from tirek.portal.care.cases import BEFORE, SINCE, Case, disease_matters
from tirek.portal.care.telling import exception
from tirek.portal.texts import text

#: What people ask about first.
MAIN = ("planned_consultation", "diagnostics", "outpatient_drugs", "planned_inpatient")
#: Services that treat some diseases alone, by the blocks of the ICD-10: they are told first.
_TREATS = (("K00", "K14", "dentistry"), ("N46", "N46", "ivf"), ("N97", "N97", "ivf"))
#: What is told beside a service, because a part of what people call so may belong there.
_BESIDE = {"diagnostics": "primary_care"}
#: Most diseases, and most services, of a search that are told at a glance.
MOST, MOST_SERVICES = 2, 4


class Asker(NamedTuple):
    """What is known of who asks: the day, whether insured (None: both are told), where from.
    ``to``: where a service is asked about in full."""

    on: date
    insured: bool | None
    residence: str
    to: Callable[..., str]


class Glance(NamedTuple):
    """``other``: the same by the rules from across the reform, folded; ``notes``: what the tables
    leave open."""

    table: Table
    other: Part | None
    notes: list[str]


def of_disease(code: str, name: str, asker: Asker) -> Glance:
    """A disease by its code: what treats it, before or from 2026 as the day is."""
    named = treating(code, asker.on)
    table = _table(text("care.glance", disease=name), named, code, asker, asker.on)
    across = BEFORE if asker.on > BEFORE else SINCE
    heading = text("care.glance_until" if across == BEFORE else "care.glance_since", disease=name)
    other = _table(heading, named, code, asker._replace(to=_nowhere), across)
    folded = Part(other.table.caption, table=other.table, folded=True)
    return Glance(table.table, folded if other.said != table.said else None, [
        *([text("care.glance_dentistry")] if named[0] == "dentistry" else []),
        text("care.glance_note", status=text(f"residence.{asker.residence}")),
        *_notes(named, asker),
        *([] if other.said != table.said else [text("care.glance_same")]),
        *([] if table.confirmed else [text("care.not_confirmed")]),
    ])  # fmt: skip


def of_services(found: Sequence[str], asker: Asker) -> Glance:
    """Services without a disease."""
    named = [one for service in found for one in (service, _BESIDE.get(service, "")) if one]
    table = _table(text("care.glance_services"), list(dict.fromkeys(named)), None, asker, asker.on)
    status = text(f"residence.{asker.residence}")
    notes = [text("care.glance_note_services", status=status)]
    if any(disease_matters(service, asker.residence) for service in found):
        notes.append(text("care.glance_diseases"))
    return Glance(table.table, None, [*notes, *_notes(named, asker)])


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
        disease = code if disease_matters(service, asker.residence) else None
        case = Case(on, service, disease, residence=asker.residence)
        answers: list[Any] = [
            case._replace(insured=one).told(language(), brief=True) for one in whose
        ]
        confirmed = confirmed and all(answer["confirmed"] for answer in answers)
        note = text("care.glance_some") if _exception(service, asker) else ""
        rows.append([said(answer) for answer in answers])
        chosen = {"icd": code} if code else {}
        table.add([
            Cell(say("services", service, language()), asker.to(**chosen, service=service)),
            *(Cell(one, note=note if who else "")
              for one, who in zip(rows[-1], whose, strict=True)),
        ])  # fmt: skip
    return _Told(table, rows, confirmed)


def _notes(named: Iterable[str], asker: Asker) -> list[str]:
    """Who else has a service free, and what the texts that are held do not tell."""
    found = [_exception(service, asker) for service in named]
    if "primary_care" in named:
        found.append(text("care.simple_tests"))
    return [one for one in found if one]


def _exception(service: str, asker: Asker) -> str:
    return exception(Case(asker.on, service, insured=True, residence=asker.residence))


def _package(case: Case) -> str:
    answer: Any = case.told("en", brief=True)
    return str(answer["package"])


def said(answer: Any) -> str:
    """Free, and by which package; or paid for."""
    if not answer["available"]:
        return text("care.glance_paid")
    return text("care.glance_free", package=text(f"care.short_{answer['package']}"))
