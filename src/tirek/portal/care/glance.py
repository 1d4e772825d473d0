"""A disease at a glance: the main services before and from 2026, with insurance and without, each
answered by the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from tirek.contract.messages import say
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.care.cases import BEFORE, SINCE, Case
from tirek.portal.texts import text

#: What people ask about first.
MAIN = ("planned_consultation", "diagnostics", "outpatient_drugs", "planned_inpatient")
#: Most diseases of a search that are told at a glance.
MOST = 2


class Glance(NamedTuple):
    """``note``: what the table leaves open."""

    table: Table
    notes: list[str]


def glance(code: str, name: str, today: date, to: Callable[..., str]) -> Glance:
    """The table of a disease by its code; ``to``: where a service is asked about in full."""
    days = (max(today, SINCE), BEFORE)  # the rules of today are looked for first
    columns = [
        Column(text(f"care.glance_{time}_{who}"))
        for time in ("since", "before") for who in ("insured", "uninsured")
    ]  # fmt: skip
    table = Table(text("care.glance", disease=name),
                  [Column(text("care.service_short")), *columns], wide=True)  # fmt: skip
    confirmed = True
    for service in MAIN:
        cells: list[Cell | str] = [
            Cell(say("services", service, language()), to(icd=code, service=service))
        ]
        for day in days:
            for insured in (True, False):
                answer: Any = Case(day, service, code, insured).told(language(), brief=True)
                confirmed = confirmed and bool(answer["confirmed"])
                cells.append(said(answer))
        table.add(cells)
    notes = [text("care.glance_note")]
    return Glance(table, notes if confirmed else [*notes, text("care.not_confirmed")])


def said(answer: Any) -> str:
    """Free, and by which package; or paid for."""
    if not answer["available"]:
        return text("care.glance_paid")
    return text("care.glance_free", package=text(f"care.short_{answer['package']}"))
