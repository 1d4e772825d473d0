"""The contract's answer on a care, as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tirek.contract.messages import say
from tirek.law.care_packages import RESIDENT, services
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Link, Part, Reason
from tirek.portal.care.cases import BEFORE, SINCE, Case, across, all_groups, groups_of
from tirek.portal.flow import Answers
from tirek.portal.texts import text
from tirek.portal.told import cited, working


def named(code: str) -> str:
    """A code with the names of the groups that hold it."""
    titles = [group.title[language()] for group in groups_of(code)]
    return f"{code}: {'; '.join(titles)}" if titles else text("care.in_no_list", code=code)


def told(case: Case, base: str, answers: Answers) -> Answer:
    """The result of the flow; ``base``: where the flow is."""
    answer: Any = case.told(language())
    parts = [
        *_not_confirmed(answer),
        Part(text("answer.why"), reasons=[
            Reason(answer["why"]["text"], cited(answer["why"]["citations"])),
        ]),
        _compared(case), *_to_be_insured(case, answer), *_foreigner(case),
        _all_services(case, base, answers), working(answer["explanation"]),
        Part(links=[Link(text("care.anew"), base)]),
    ]  # fmt: skip
    return Answer(text("jobs.care"), _lead(answer), _state(answer), _under(case, answer), parts)


def _lead(answer: Any) -> str:
    if answer["package"] == "insurance" and not answer["available"]:
        return text("care.lead_uninsured")
    return text(f"care.lead_{answer['package']}")


def _state(answer: Any) -> str:
    if not answer["confirmed"]:
        return "unknown"
    return "yes" if answer["available"] else "no"


def _under(case: Case, answer: Any) -> str:
    service = say("services", case.service, language())
    code = answer["disease_group"]
    group = next((one.title[language()] for one in all_groups() if one.code == code), "")
    day = writing.long_day(case.on)
    if group:
        return text("care.under_disease", service=service, group=group, day=day)
    return text("care.under", service=service, day=day)


def _not_confirmed(answer: Any) -> list[Part]:
    if answer["confirmed"]:
        return []
    return [Part(say("words", "not_confirmed", language()), warning=text("care.not_confirmed"))]


def _compared(case: Case) -> Part:
    """Before the reform and after it, side by side."""
    first, second = across(case)
    before, after = first.told(language()), second.told(language())
    columns = [
        Column(""), Column(text("care.rules_of", day=writing.day(min(case.on, BEFORE)))),
        Column(text("care.rules_of", day=writing.day(max(case.on, SINCE)))),
    ]  # fmt: skip
    table = Table(text("care.compared"), columns)
    for label, shown in _ROWS.items():
        table.add([say("words", label, language()), shown(before), shown(after)])
    same = (before["package"], before["available"]) == (after["package"], after["available"])
    return Part(text("care.compared"), text("care.same" if same else "care.changed"), table=table)


def _available(answer: Any) -> str:
    return say("words", "yes" if answer["available"] else "no", language())


def _confirmed(answer: Any) -> str:
    return say("words", "confirmed" if answer["confirmed"] else "not_confirmed", language())


_ROWS: Mapping[str, Callable[[Any], Cell | str]] = {
    "package": lambda answer: say("packages", answer["package"], language()),
    "available": _available,
    "why": lambda answer: Cell(
        answer["why"]["text"], note="; ".join(cited(answer["why"]["citations"]))
    ),
    "source": _confirmed,
}


def _to_be_insured(case: Case, answer: Any) -> list[Part]:
    """Where insurance would open the care: how to get it."""
    if answer["available"] or answer["package"] != "insurance":
        return []
    known = urlencode({"on": case.on.isoformat(), "residence": case.residence})
    link = Link(text("care.ways"), f"{reverse('portal:insured')}?{known}")
    return [Part(text("care.uninsured"), text("care.uninsured_text"), links=[link])]


def _foreigner(case: Case) -> list[Part]:
    if case.residence == RESIDENT:
        return []
    return [Part(text("care.foreigner"), text("care.foreigner_text"))]


def _all_services(case: Case, base: str, answers: Answers) -> Part:
    """Every service for the same person and disease, with where it leads."""
    first, second = across(case)
    columns = [
        Column(text("care.service_short")),
        Column(text("care.rules_of", day=writing.day(min(case.on, BEFORE)))),
        Column(text("care.rules_of", day=writing.day(max(case.on, SINCE)))),
    ]  # fmt: skip
    heading = text("care.all_services_of" if case.icd10 else "care.all_services")
    table = Table(heading, columns)
    for service in services():
        before, after = (
            one._replace(service=service).told(language(), brief=True) for one in (first, second)
        )
        href = f"{base}check/?{urlencode({**_known(answers), 'service': service})}"
        name = say("services", service, language())
        table.add(
            [Cell(name, href if service != case.service else ""), _short(before), _short(after)],
            state="mark" if service == case.service else "",
        )  # fmt: skip
    return Part(heading, text("care.all_services_text"), table=table, folded=True)


def _short(answer: Any) -> Cell:
    note = "" if answer["confirmed"] else say("words", "not_confirmed", language())
    word = text(f"care.short_{answer['package']}")
    return Cell(word, note=note)


def _known(answers: Answers) -> Mapping[str, str]:
    """The answers that another service keeps."""
    found = {"on": answers["on"].isoformat(), "icd": answers.get("icd") or ""}
    found |= {name: answers[name] for name in ("insured", "residence", "suspected")
              if name in answers}  # fmt: skip
    onset = answers.get("onset")
    if isinstance(onset, date):
        found["onset"] = onset.isoformat()
    return {name: value for name, value in found.items() if value}
